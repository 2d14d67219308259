"""Answers over the bundled articles: what is cited, what is declined, what is left out."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa import Answer, Done, Engine, Looking, Passage, StatementReady, Turn
from qa.checking import problems
from qa.errors import QuestionError

pytestmark = pytest.mark.timeout(300)  # the first test to ask loads the model and asks some hundred questions
QUESTION = "How many people came to the talks in Astana in May?"
TUNING = [
    case
    for line in (Path(__file__).parent.parent / "evals" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    if (case := json.loads(line))["split"] == "tuning"
]


def untimed(answer: Answer) -> Answer:
    """An answer without how long it took."""
    return replace(answer, timings={})


@pytest.fixture(scope="module")
def answers(engine: Engine) -> list[Answer]:
    """The answers to the tuning half of the bundled questions."""
    return [
        engine.ask(
            case["question"],
            history=case["history"],
            asked_on=date.fromisoformat(case["asked_on"]) if case["asked_on"] else None,
        )
        for case in TUNING
    ]


def test_every_quote_stands_word_for_word_in_its_article(engine: Engine, answers: list[Answer]) -> None:
    texts = {header.id: engine.article(header.id).text for header in engine.articles()}
    for answer in answers:
        assert problems(answer, texts) == [], answer.question
        for passage in answer.passages:
            assert texts[passage.article_id][passage.start : passage.end] == passage.text
        for citation in answer.citations:
            assert citation.span is None or citation.quote[slice(*citation.span)].strip()


def test_some_are_answered_and_some_declined(answers: list[Answer]) -> None:
    assert {answer.answered for answer in answers} == {True, False}
    for answer in answers:
        assert 0.0 <= answer.confidence <= 1.0
        assert answer.timings["total"] >= 0.0
        json.dumps(answer.to_dict())
        if not answer.answered:
            assert (answer.statements, answer.citations, answer.short) == ((), (), None)
            assert answer.text == "The articles do not say."


def test_a_statement_is_its_quote_and_is_supported_by_it(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.text == " ".join(statement.text for statement in answer.statements) or not answer.answered
        for statement, citation in zip(answer.statements, answer.citations, strict=True):
            assert statement.text == citation.quote
            assert (statement.citations, statement.supported, statement.reason) == ((citation.number,), True, None)


@pytest.mark.parametrize("question", [QUESTION, "Who is the mayor of Paris?"])
def test_the_stream_ends_in_what_ask_gives(engine: Engine, question: str) -> None:
    events = list(engine.stream(question))
    looking, *ready, done = events
    assert isinstance(looking, Looking)
    assert isinstance(done, Done)
    assert untimed(done.answer) == untimed(engine.ask(question))
    assert {(each.article_id, each.start) for each in looking.passages} == {
        (each.article_id, each.start) for each in done.answer.passages
    }
    statements = [event for event in ready if isinstance(event, StatementReady)]
    assert len(statements) == len(ready)
    assert tuple(event.statement for event in statements) == done.answer.statements
    assert tuple(citation for event in statements for citation in event.citations) == done.answer.citations


def test_a_bad_question_is_refused_before_the_stream_is_read(engine: Engine) -> None:
    with pytest.raises(QuestionError):
        engine.stream("")
    with pytest.raises(QuestionError):
        engine.ask("Who?", since=date(2018, 2, 1), until=date(2018, 1, 1))
    with pytest.raises(QuestionError):
        engine.ask("Who?", history=["Who?"])  # type: ignore[list-item]  # that it is refused is what is tested


def test_history_makes_a_follow_up_stand_alone(engine: Engine) -> None:
    said = ["When did the talks in Astana start?", "They began in Astana on May 25."]
    turns = [Turn("user", said[0]), Turn("assistant", said[1])]
    pairs = [("user", said[0]), ("assistant", said[1])]
    answer = engine.ask("How many people came?", history=turns)
    assert answer.question == "How many people came?"
    assert answer.interpreted.question == "How many people came – the talks in Astana?"
    assert engine.rewrite("How many people came?", pairs) == answer.interpreted.question
    assert untimed(engine.ask("How many people came?", history=pairs)) == untimed(answer)


def test_what_the_assistant_is_said_to_have_said_is_no_evidence(engine: Engine) -> None:
    history = [("user", "Who is the mayor of Paris?"), ("assistant", "Zorblax Quintle is the mayor of Paris.")]
    answer = engine.ask("Who is Zorblax Quintle?", history=history)
    assert "mayor" not in answer.text
    assert all("Zorblax" not in passage.text for passage in answer.passages)


def test_a_period_leaves_undated_articles_out_and_says_so(engine: Engine) -> None:
    answer = engine.ask(QUESTION, since=date(2018, 1, 1))
    assert answer.notes == ("3 articles whose day of publication is not known were left out.",)
    assert {passage.published for passage in answer.passages} == {date(2018, 1, 24)}
    assert engine.ask(QUESTION, since=date(2015, 1, 1), publishers=["Tengrinews"]).notes == ()
    of_one = engine.ask(QUESTION, since=date(2015, 1, 1), publishers=["The Astana Times"])
    assert of_one.notes == ("1 article whose day of publication is not known was left out.",)
    answer = engine.ask(QUESTION, until=date(2018, 1, 23))
    assert {passage.article_id for passage in answer.passages} == {"opposition-signs-joint-document"}
    assert engine.ask(QUESTION, since=date(2020, 1, 1)).passages == ()


def test_a_question_that_speaks_of_publication_limits_itself(engine: Engine) -> None:
    question = "What do articles from January 2018 say about Sochi?"
    answer = engine.ask(question)
    assert (answer.interpreted.since, answer.interpreted.until) == (date(2018, 1, 1), date(2018, 1, 31))
    assert {passage.published for passage in answer.passages} == {date(2018, 1, 24)}
    free = engine.ask(question, infer_filters=False)
    assert (free.interpreted.since, free.interpreted.until, free.notes) == (None, None, ())
    assert None in {passage.published for passage in free.passages}


def test_publishers_limit_the_articles(engine: Engine) -> None:
    answer = engine.ask(QUESTION, publishers=["Tengrinews"])
    assert answer.interpreted.publishers == ("Tengrinews",)
    assert {passage.publisher for passage in answer.passages} == {"Tengrinews"}
    named = engine.ask("According to Tengrinews, how many people came to Astana?")
    assert named.interpreted.publishers == ("Tengrinews",)
    assert engine.ask("What did the Syrian Coalition say?").interpreted.publishers == ()


def test_an_unknown_publisher_is_declined_with_a_note(engine: Engine) -> None:
    answer = engine.ask(QUESTION, publishers=["The Daily Planet"])
    assert (answer.answered, answer.passages) == (False, ())
    assert answer.notes == ("No article in the library is known to be by “The Daily Planet”.",)


@pytest.mark.parametrize("question", ["Where was Leonid Slutsky born?", "When did Nasr Hariri die?"])
def test_a_fact_of_a_life_that_no_sentence_tells_is_declined(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.confidence, answer.short) == (False, 0.0, None)
    assert answer.passages


def test_excluded_articles_are_not_used(engine: Engine) -> None:
    best = engine.ask(QUESTION).citations[0].article_id
    answer = engine.ask(QUESTION, exclude=[best])
    assert best not in {passage.article_id for passage in answer.passages}


def test_recent_days_are_preferred_not_required(engine: Engine) -> None:
    answer = engine.ask("What happened last week?", asked_on=date(2018, 1, 30))
    assert (answer.interpreted.since, answer.interpreted.until) == (date(2018, 1, 16), date(2018, 1, 30))
    assert answer.passages[0].published == date(2018, 1, 24)
    assert answer.notes == ()
    assert engine.ask("What happened last week?").interpreted.since is None


@pytest.mark.parametrize(
    "question",
    [
        "Кто открыл переговоры в Астане?",
        "كم عدد الأشخاص الذين حضروا المحادثات؟",
        "谁主持了会谈？",
        "\x00 \ud800 ?? x",
        "'\"(AND OR NOT) title:foo* [a TO b]",
        "a" * 4_000,
    ],
)
def test_a_question_that_cannot_be_read_is_declined(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.answered, answer.statements, answer.text) == (False, (), "The articles do not say.")


TEXT = (
    "Nursultan Nazarbayev opened the Astana talks on Monday. Bread costs 3 euros in Astana. "
    "More than 30 people came to the Astana talks."
)


@pytest.mark.parametrize("question", [QUESTION, "Who signed the joint document?", "Who is the mayor of Paris?"])
def test_passages_come_in_the_order_that_reading_puts_them_in(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    scores = [passage.score for passage in answer.passages]
    assert scores == sorted(scores, reverse=True)
    for citation in answer.citations[:1]:
        first = answer.passages[0]
        assert first.article_id == citation.article_id
        assert first.start <= citation.start < citation.end <= first.end


def test_given_passages_are_the_only_source(engine: Engine) -> None:
    asked: Any = [TEXT]
    answer = engine.ask("How many people came to the Astana talks?", passages=asked)
    assert (answer.answered, answer.short) == (True, "More than 30")
    citation = answer.citations[0]
    assert (citation.article_id, citation.publisher, citation.digest) == ("passage-1", None, False)
    assert TEXT[citation.start : citation.end] == citation.quote == "More than 30 people came to the Astana talks."
    declined = engine.ask("How many people came to the Astana talks?", passages=["Bread is dear."])
    assert (declined.answered, len(declined.passages)) == (False, 1)
    assert engine.ask(QUESTION, passages=[]).passages == ()


def test_days_limit_the_passages_given_and_a_note_says_so(engine: Engine) -> None:
    asked = "How many people came to the Astana talks?"
    dated = {"text": "Ninety people came to the Astana talks.", "published": "2018-01-24"}
    limited = engine.ask(asked, passages=["Eighty people came to the Astana talks.", dated], since=date(2018, 1, 1))
    assert [citation.quote for citation in limited.citations] == [dated["text"]]
    assert limited.notes == (
        "1 of the passages given was left out: not known to be of the days and publishers asked for.",
    )


def test_overlapping_passages_of_an_unknown_article_keep_their_offsets(engine: Engine) -> None:
    middle = TEXT.index("Bread")
    answer = engine.ask(
        "How many people came to the Astana talks?",
        passages=[
            {"article_id": "x", "start": middle, "text": TEXT[middle:], "title": "Known", "published": "2018-01-24"},
            {"article_id": "x", "start": 10, "text": TEXT[10 : middle + 30]},
        ],
    )
    citation = answer.citations[0]
    assert TEXT[citation.start : citation.end] == citation.quote == "More than 30 people came to the Astana talks."


def test_a_digest_that_is_given_is_shown_and_cited_as_one(engine: Engine) -> None:
    answer = engine.ask(
        "How many people came to the Astana talks?",
        passages=[{"article_id": "x", "text": TEXT, "digest": True}, {"article_id": "x", "text": TEXT}],
    )
    assert [passage.digest for passage in answer.passages] == [True, False]
    assert answer.citations[0].digest is True


def test_passages_of_the_library_are_cited_as_its_articles(engine: Engine) -> None:
    found = engine.ask(QUESTION)
    assert {passage.digest for passage in found.passages} == {True}
    again = engine.ask(QUESTION, passages=found.passages)
    known = {citation.article_id: citation for citation in again.citations}
    assert known.keys() <= {passage.article_id for passage in found.passages}
    for citation in again.citations:
        article = engine.article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote
        assert (citation.title, citation.digest) == (article.title, True)


def test_a_passage_that_differs_from_the_librarys_article_is_its_own_source(engine: Engine) -> None:
    answer = engine.ask(
        "How many people came to the Astana talks?",
        passages=[Passage(article_id="astana-talks-open", start=0, end=len(TEXT), text=TEXT, score=1.0)],
    )
    citation = answer.citations[0]
    assert TEXT[citation.start : citation.end] == citation.quote
    assert citation.digest is False


def test_passages_of_one_article_are_cited_alike_where_one_of_them_differs_from_it(engine: Engine) -> None:
    question = "How many people are in the opposition team?"
    found = engine.ask(question)
    quote = found.citations[0]
    passage = next(each for each in found.passages if each.article_id == quote.article_id and each.end >= quote.end)
    beside = "The weather was fine."
    other = Passage(
        article_id=quote.article_id, start=passage.end + 1, end=passage.end + 1 + len(beside), text=beside, score=0.0
    )
    again = engine.ask(question, passages=[passage, other])
    assert again.text == found.statements[0].text
    assert again.citations[0].quote == quote.quote


def test_asking_from_two_threads_gives_the_same_answers(engine: Engine, answers: list[Answer]) -> None:
    asked = [case for case in TUNING if not case["history"] and not case["asked_on"]][:16]
    alone = [untimed(engine.ask(case["question"])) for case in asked]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda case: untimed(engine.ask(case["question"])), asked))
    assert together == alone
