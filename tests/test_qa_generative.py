"""Answers in a model's words: what is shown, what is left out, and what happens when the model fails."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa import StatementReady
from qa.answering import Looked
from qa.checking import problems
from qa.errors import SettingsError
from qa.generative import GenerativeAnswerer
from qa.prompts import DECLINE, Prompt
from qa.request import checked
from qa.support import SupportChecker
from qa.types import Answer
from tests.generating import FirstSentence, answer_of, events, library_of, shared_words, stream
from tests.libraries import make_article
from tests.providers import BrokenModel, ScriptedModel
from vectorstore.library import Library

OPENED = "President Nursultan Nazarbayev opened the Astana talks on Monday."
CAME = "More than 30 people came to the Astana talks."
FEWER = "Only 12 people came to the Astana talks, the organisers said."
QUESTION = "How many people came to the Astana talks?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(
        tmp_path_factory.mktemp("library"),
        [
            make_article("a", f"{CAME} {OPENED}", publisher="Tengrinews", published=date(2015, 5, 31)),
            make_article("b", FEWER, publisher="The Daily Planet"),
        ],
    )


def ids(prompt: Prompt) -> dict[str, str]:
    """The ids in a prompt by the sentence they stand before."""
    return {text: found for found, text in re.findall(r"^\[(\w{5})\] (.+)$", prompt.material, re.MULTILINE)}


def told(library: Library, reply: str, *, model: type[ScriptedModel] = ScriptedModel) -> tuple[Answer, list[object]]:
    """The answer when a model says something with {a}, {b}, {c} for the ids of the three sentences, and the stream."""

    def said(prompt: Prompt) -> str:
        found = ids(prompt)
        return reply.format(a=found[CAME], b=found[OPENED], c=found[FEWER])

    streamed = events(library, model(said), QUESTION)
    return answer_of(streamed), streamed


class LastFirst(FirstSentence):
    """Reading puts the passages in the opposite order."""

    def read(self, looked: Looked) -> Answer:
        answer = super().read(looked)
        return replace(answer, passages=answer.passages[::-1])


def test_evidence_comes_in_the_order_of_reading_and_that_of_given_passages_as_it_was_found(library: Library) -> None:
    shown = []
    for passages in (None, events(library, ScriptedModel(DECLINE), QUESTION)[0].passages):
        model = ScriptedModel(DECLINE)
        answerer = GenerativeAnswerer(LastFirst(), model, SupportChecker(), shared_words, timeout=5.0)
        with library.snapshot() as snapshot:
            list(answerer.stream(snapshot, checked(QUESTION, passages=passages)))
        shown.append(list(ids(model.prompts[0])))
    assert shown == [[FEWER, CAME, OPENED], [CAME, OPENED, FEWER]]


def texts(library: Library) -> dict[str, str]:
    with library.snapshot() as snapshot:
        return {header.id: article.text for header in snapshot.headers() if (article := snapshot.article(header.id))}


def test_each_sentence_is_shown_with_the_exact_words_it_cites(library: Library) -> None:
    answer, streamed = told(library, "More than 30 people came [{a}]. Only 12 came, the organisers said [{c}].")
    assert answer.text == "More than 30 people came. Only 12 came, the organisers said."
    assert [citation.quote for citation in answer.citations] == [CAME, FEWER]
    assert [statement.citations for statement in answer.statements] == [(1,), (2,)]
    assert all(statement.supported and statement.reason is None for statement in answer.statements)
    assert (answer.answered, answer.engine, answer.confidence, answer.notes) == (True, "scripted:model", 0.9, ())
    assert problems(answer, texts(library)) == []
    ready = [event for event in streamed if isinstance(event, StatementReady)]
    assert tuple(event.statement for event in ready) == answer.statements
    assert tuple(citation for event in ready for citation in event.citations) == answer.citations


def test_a_sentence_that_two_articles_carry_cites_both(library: Library) -> None:
    answer, _ = told(library, "People came to the Astana talks [{a}, {c}].")
    assert [citation.article_id for citation in answer.citations] == ["a", "b"]
    assert answer.statements[0].citations == (1, 2)


def test_a_mark_that_carries_nothing_is_no_citation(library: Library) -> None:
    answer, _ = told(library, "More than 30 people came to the Astana talks [{a}][{b}].")
    assert [citation.quote for citation in answer.citations] == [CAME]


def test_a_number_is_used_again_for_the_same_words(library: Library) -> None:
    answer, _ = told(library, "More than 30 people came [{a}]. The talks were the Astana talks [{a}].")
    assert [statement.citations for statement in answer.statements] == [(1,), (1,)]
    assert len(answer.citations) == 1


def test_unknown_marks_vanish_and_are_counted(library: Library) -> None:
    answer, _ = told(library, "More than 30 people came to the Astana talks [{a}][b2b2b][3]. [Source 4]")
    assert str(answer).startswith("More than 30 people came to the Astana talks. [1]\n")
    assert answer.notes == ("3 marks of scripted:model left out, which named no source.",)


@pytest.mark.parametrize("marked", ["", " [{b}]", " [b2b2b]"])
def test_a_sentence_without_a_right_mark_is_tied_to_what_carries_it(marked: str, library: Library) -> None:
    answer, _ = told(library, f"More than 30 people came to the Astana talks{marked}.")
    assert [citation.quote for citation in answer.citations] == [CAME]


def test_an_unsupported_sentence_is_left_out_when_others_carry_the_answer(library: Library) -> None:
    answer, streamed = told(library, "More than 30 people came [{a}]. They were 300 Martians [{a}].")
    assert answer.text == "More than 30 people came."
    assert "Martians" not in str(streamed)
    assert answer.notes == ("1 sentence of scripted:model left out, since the articles do not carry it.",)


def test_unsupported_sentences_come_last_and_struck_where_they_are_the_greater_part(library: Library) -> None:
    answer, streamed = told(
        library, "Fewer than 30 people came [{a}]. More than 30 people came [{a}]. Nobody came to the talks [{b}]."
    )
    assert [statement.supported for statement in answer.statements] == [True, False, False]
    assert answer.text == "More than 30 people came."
    for statement in answer.statements[1:]:
        assert statement.citations == ()
        assert statement.reason
    ready = [event.statement for event in streamed if isinstance(event, StatementReady)]
    assert tuple(ready) == answer.statements
    assert problems(answer, texts(library)) == []


def test_what_has_names_or_numbers_of_its_own_is_not_even_shown_struck(library: Library) -> None:
    answer, streamed = told(library, "300 people came [{a}]. Mr Zorblax came to the talks [{b}]. 30 people came [{a}].")
    assert answer.text == "30 people came."
    assert "Zorblax" not in str(streamed)
    assert answer.notes == ("2 sentences of scripted:model left out, since the articles do not carry them.",)


def test_what_does_not_speak_to_the_question_is_left_out(library: Library) -> None:
    answer, _ = told(library, "On Monday [{b}]. 30 people came [{a}]. President Nursultan Nazarbayev [{b}].")
    assert answer.text == "30 people came."


def test_what_the_articles_leave_unsaid_is_no_statement(library: Library) -> None:
    answer, _ = told(
        library,
        "The article does not mention how many people came to the Astana talks [{a}]. 30 people came [{a}]. "
        "The sources say that people came to the talks, but they do not say how many [{c}].",
    )
    assert answer.text == "30 people came."


def test_when_nothing_is_supported_the_answer_is_extractive(library: Library) -> None:
    answer, streamed = told(library, "They were 300 Martians [{a}]. Mr Zorblax led them [{b}].")
    assert (answer.text, answer.engine) == (CAME, "extractive")
    assert answer.notes[0].startswith(
        "Nothing that the language model scripted:model said is carried by the articles, "
    )
    assert "Martians" not in str(streamed)
    assert [event.statement for event in streamed if isinstance(event, StatementReady)] == list(answer.statements)


@pytest.mark.parametrize(
    "reply", ["The articles do not say.", "**The articles do not say** [{a}]", "the articles do not say"]
)
def test_a_model_may_decline(reply: str, library: Library) -> None:
    answer, streamed = told(library, reply)
    assert (answer.answered, answer.text, answer.engine) == (False, DECLINE, "scripted:model")
    assert (answer.statements, answer.citations) == ((), ())
    assert len(streamed) == 2


def test_a_decline_beside_an_answer_is_no_sentence_of_it(library: Library) -> None:
    answer, _ = told(library, "The articles do not say. More than 30 people came [{a}].")
    assert (answer.answered, answer.text) == (True, "More than 30 people came.")


def test_a_model_is_not_asked_what_the_articles_do_not_answer(tmp_path: Path) -> None:
    model = ScriptedModel("It rained.")
    answer = answer_of(events(library_of(tmp_path, []), model, QUESTION))
    assert (answer.answered, answer.engine, model.prompts) == (False, "extractive", [])


def test_a_model_that_breaks_off_leaves_the_extractive_answer(library: Library) -> None:
    answer, streamed = told(
        library, "It was President Nursultan Nazarbayev who opened the talks [{b}]. And then " * 2, model=BrokenModel
    )
    assert (answer.text, answer.engine) == (CAME, "extractive")
    (note,) = answer.notes
    assert note.startswith("The language model scripted:model broke off in the middle, so this answer is made of ")
    assert note.endswith("; try again.")
    shown = [event.statement for event in streamed if isinstance(event, StatementReady)]
    assert all(statement.supported for statement in shown)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "[{a}]",
        "Более тридцати человек приехали на переговоры [{a}].",
        "ｘｙｚｚｙ " * 50,
        '{{"answer": 7}}',
        "Sure! Here you go:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_nonsense_and_other_languages_leave_the_extractive_answer(reply: str, library: Library) -> None:
    answer, _ = told(library, reply)
    assert (answer.text, answer.engine, len(answer.notes)) == (CAME, "extractive", 1)


def test_links_images_and_markup_leave_only_words(library: Library) -> None:
    answer, _ = told(
        library,
        "**More than 30 people** came to the [Astana talks](https://evil.example/?q=x) "
        "![](https://evil.example/p.png)<img src='//evil.example/p.png'> [{a}].",
    )
    assert answer.text == "More than 30 people came to the Astana talks."


def test_the_same_sentence_is_shown_once(library: Library) -> None:
    answer, _ = told(library, "More than 30 people came [{a}]. " * 9)
    assert len(answer.statements) == 1


def test_no_more_than_some_sentences_are_shown(library: Library) -> None:
    words = "people talks Astana came More than 30".split()
    reply = " ".join(
        f"More than 30 people came to the Astana talks, {' '.join(words[:n])} [{{a}}]." for n in range(1, 8)
    )
    answer, _ = told(library, reply + " " + reply.replace("More", "Well, more"))
    kinds = [statement.supported for statement in answer.statements]
    assert 0 < kinds.count(True) <= 8
    assert kinds.count(False) <= 3


def test_the_prompt_holds_the_evidence_and_the_question(library: Library) -> None:
    model = ScriptedModel(DECLINE)
    events(library, model, QUESTION)
    (prompt,) = model.prompts
    assert "Article: About a | Tengrinews | 31 May 2015\n" in prompt.material
    assert "Article: About b | The Daily Planet | date unknown\n" in prompt.material
    assert prompt.material.endswith(f"Question: {QUESTION}")
    assert set(ids(prompt)) == {CAME, OPENED, FEWER}
    (nonce,) = set(re.findall(r"articles (\w+) (?:begin|end)", prompt.material))
    assert nonce in prompt.instructions
    assert DECLINE in prompt.instructions
    events(library, model, QUESTION)
    assert set(ids(model.prompts[1]).values()).isdisjoint(ids(prompt).values())
    assert nonce not in model.prompts[1].material


def test_a_small_window_leaves_passages_out_and_says_so(library: Library) -> None:
    model = ScriptedModel(lambda prompt: f"More than 30 people came [{ids(prompt)[CAME]}].")
    model.window = 1_020
    answer = answer_of(events(library, model, QUESTION))
    assert FEWER not in model.prompts[0].material
    assert answer.notes == ("Only the first passage was shown to scripted:model, which has no room for more.",)
    model.window = 100
    assert answer_of(events(library, model, QUESTION)).engine == "extractive"


def test_a_follow_up_is_rewritten_by_the_model(library: Library) -> None:
    model = ScriptedModel("How many people came to the Astana talks?", lambda prompt: f"{CAME} [{ids(prompt)[CAME]}]")
    history = [("user", "When did the Astana talks begin?"), ("assistant", "They began in Zorblaxia.")]
    answer = answer_of(events(library, model, "How many people came to them?", history=history))
    assert (answer.question, answer.interpreted.question) == ("How many people came to them?", QUESTION)
    assert answer.text == CAME
    assert "Zorblaxia" not in str(model.prompts)


def test_a_model_that_fails_to_rewrite_is_not_asked_again(library: Library) -> None:
    model = BrokenModel("")
    answer = answer_of(events(library, model, "And them?", history=[("user", QUESTION)]))
    assert (answer.engine, len(model.prompts), len(answer.notes)) == ("extractive", 1, 1)


def test_a_model_that_cannot_be_asked_is_an_error_at_once(library: Library) -> None:
    class Unready(ScriptedModel):
        def check(self) -> None:
            raise SettingsError("It needs a key.")

    with pytest.raises(SettingsError, match=r"It needs a key\."):
        events(library, Unready("x"), QUESTION)


def test_a_supported_sentence_is_shown_while_the_model_still_writes(library: Library) -> None:
    class Slow(ScriptedModel):
        def stream(self, prompt: Prompt, until: float) -> Iterator[str]:
            self.prompts.append(prompt)
            yield f"More than 30 people came [{ids(prompt)[CAME]}]. President Nursultan Nazarbayev opened the talks "
            shown_after.append(len(shown))
            yield f"on Monday [{ids(prompt)[OPENED]}]."

    shown: list[object] = []
    shown_after: list[int] = []
    for event in stream(library, Slow(""), QUESTION):
        if isinstance(event, StatementReady):
            shown.append(event)
    assert shown_after == [1]
    assert len(shown) == 2


def test_the_time_of_the_model_is_told(library: Library) -> None:
    start = time.perf_counter()
    answer, _ = told(library, "More than 30 people came [{a}].")
    assert 0.0 < answer.timings["model"] <= answer.timings["total"] <= time.perf_counter() - start


SUED = "Mayor Anna Reid sued the company Zorb over the bridge in Perth."
LATER = "She said that the bridge must be repaired by next spring."
BRIDGE = "The company Zorb and Mayor Anna Reid spoke of the bridge."


def said_of_the_bridge(folder: Path, reply: str, question: str = "Who sued over the bridge in Perth?") -> Answer:
    """The answer when a model says something with {a}, {b} and {c} for the ids of the three sentences above."""
    library = library_of(folder, [make_article("a", f"{SUED} {LATER}"), make_article("b", BRIDGE)])

    def said(prompt: Prompt) -> str:
        found = ids(prompt)
        return reply.format(a=found[SUED], b=found[LATER], c=found[BRIDGE])

    return answer_of(events(library, ScriptedModel(said), question))


@pytest.mark.parametrize("marks", ["[{a}]", "[{b}]", ""])
def test_what_a_sentence_contradicts_is_not_carried_by_one_that_says_less(marks: str, tmp_path: Path) -> None:
    answer = said_of_the_bridge(tmp_path, f"The company Zorb sued Mayor Anna Reid {marks}. Reid sued Zorb [{{a}}].")
    assert answer.text == "Reid sued Zorb."


def test_who_is_meant_by_she_may_be_named(tmp_path: Path) -> None:
    question = "When must the bridge in Perth be repaired?"
    answer = said_of_the_bridge(tmp_path, "Reid said that the bridge must be repaired by next spring [{b}].", question)
    assert [citation.quote for citation in answer.citations] == [SUED, LATER]
    assert answer.statements[0].supported


def test_a_sentence_may_go_on_from_the_one_before(library: Library) -> None:
    answer, _ = told(
        library,
        "More than 30 people came when the president opened the talks [{a}][{b}]. "
        "President Nursultan Nazarbayev opened them [{b}].",
    )
    assert len(answer.statements) == 2


def test_what_frames_an_answer_is_neither_shown_nor_counted(library: Library) -> None:
    answer, _ = told(
        library,
        "## Who came\n\nYes. According to the articles about Astana:\n\n- More than 30 people came [{a}].\n\n"
        "Let me know if you would like more details about the talks!\n\nSources: [{a}]",
    )
    assert (answer.text, answer.notes) == ("More than 30 people came.", ())


def test_a_model_may_decline_in_other_words(library: Library) -> None:
    answer, _ = told(
        library, "The articles do not say how many people came to the Astana talks. Let me know if I can help."
    )
    assert (answer.answered, answer.text, answer.engine, answer.notes) == (False, DECLINE, "scripted:model", ())
