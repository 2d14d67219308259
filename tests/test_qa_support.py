"""Whether cited sentences carry a sentence written from them, and the bars that this is held to."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import bundled
from evals.pairs.measure import judge
from evals.pairs.pair import FAITHFUL, by_hand
from evals.pairs.real_model import rows, said_by_model
from qa.support import Carrier, CitedSentence, SupportChecker
from vectorstore.embedding import EmbeddingModel

TALKS = CitedSentence(
    text="The talks on Syria began in Astana on May 25 and brought together more than 30 people.",
    start=100,
    article_id="a",
    title="Syrian talks end",
    publisher="Tengrinews",
    published=date(2015, 5, 31),
)
LETTER = CitedSentence(
    text="Seven opposition figures asked President Nazarbayev to mediate, Novosti reported.", start=300
)
REFUSES = CitedSentence(text="The regime will not lift the sieges, Dima Moussa said.", start=500)
CHECKER = SupportChecker()


def reason(sentence: str, *evidence: CitedSentence) -> str | None:
    return CHECKER.check(sentence, evidence).reason


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        (TALKS.text, TALKS),
        ("On 25 May, talks on Syria started in Astana.", TALKS),
        ("The talks “began in Astana … and brought together [over] 30 people”.", TALKS),
        ("More than thirty people were at the Syria talks in Astana, Tengrinews reports.", TALKS),
        ("Nazarbayev was asked by 7 opposition figures to be a mediator.", LETTER),
        ("According to Novosti, seven figures of the opposition asked the president to mediate.", LETTER),
        ("The regime refuses to lift the sieges, according to Moussa.", REFUSES),
        ("Moussa said that the regime won't lift sieges.", REFUSES),
    ],
)
def test_sentences_that_the_evidence_carries(sentence: str, evidence: CitedSentence) -> None:
    verdict = CHECKER.check(sentence, [evidence])
    assert verdict.reason is None
    assert verdict.supported
    assert verdict.support >= 0.5


@pytest.mark.parametrize(
    ("sentence", "evidence", "expected"),
    [
        ("The talks brought together more than 40 people.", TALKS, "The number 40 does not stand in the cited words."),
        (
            "The talks brought together fewer than 30 people.",
            TALKS,
            "The cited words bound the number 30 from the other side.",
        ),
        ("The talks began on May 26.", TALKS, "The day 26 May does not stand in the cited words."),
        ("The talks on Syria began in Geneva.", TALKS, "The place “Geneva” does not stand in the cited words."),
        ("Hariri said the talks began.", TALKS, "The name “Hariri” does not stand in the cited words."),
        (
            "Nazarbayev asked seven opposition figures to mediate.",
            LETTER,
            "The cited words have it the other way round: who does it and to whom.",
        ),
        (
            "The regime will lift the sieges, Moussa said.",
            REFUSES,
            "The cited words deny it.",
        ),
        (
            "The talks “ended in failure” in Astana.",
            TALKS,
            "The words in quotation marks, “ended in failure”, do not stand so in the cited words.",
        ),
        (
            "The talks “[ended] … on more than 30 people” in May.",
            TALKS,
            "The words in quotation marks, “[ended] … on more than 30 people”, do not stand so in the cited words.",
        ),
        ("Prices of bread fell because harvests were good.", TALKS, "The cited words say too little of it."),
        (" ", TALKS, "It says nothing."),
    ],
)
def test_what_the_evidence_does_not_carry_is_said_why(sentence: str, evidence: CitedSentence, expected: str) -> None:
    verdict = CHECKER.check(sentence, [evidence])
    assert verdict.reason == expected
    assert not verdict.supported
    assert verdict.support < 0.5


@pytest.mark.parametrize("evidence", [[], [CitedSentence(text=" ")]])
def test_a_sentence_that_cites_nothing_is_not_supported(evidence: list[CitedSentence]) -> None:
    assert CHECKER.check("The talks began.", evidence).reason == "It cites nothing."


def test_a_day_of_publication_counts_as_cited() -> None:
    sentence = "Tengrinews reported on 31 May that the talks on Syria brought together more than 30 people."
    assert reason(sentence, TALKS) is None
    assert reason(sentence.replace("31 May", "30 May"), TALKS) == "The day 30 May does not stand in the cited words."


def test_the_sentences_that_carry_it_are_named_with_their_place() -> None:
    noise = CitedSentence(text="Bread prices fell.", start=0)
    sentence = "Talks on Syria began in Astana on 25 May after seven figures asked Nazarbayev to mediate."
    verdict = CHECKER.check(sentence, [noise, LETTER, TALKS])
    assert set(verdict.carriers) == {Carrier(1, 300, 300 + len(LETTER.text)), Carrier(2, 100, 100 + len(TALKS.text))}


def test_words_of_the_question_prove_nothing() -> None:
    question = "Who brought together more than 30 people for the talks on Syria in Astana?"
    sentence = "The talks on Syria in Astana brought together more than 30 people, wizards and jugglers."
    assert reason(sentence, TALKS) is None
    asked = CHECKER.check(sentence, [TALKS], question=question)
    assert asked.reason == "The cited words say too little of what it adds to the question."
    assert CHECKER.check(TALKS.text, [TALKS], question=question).reason is None


@pytest.mark.parametrize(
    ("sentence", "evidence", "expected"),
    [
        (
            "The article is about talks on Syria in Astana.",
            TALKS,
            "It speaks of the article itself, of which the cited words say nothing.",
        ),
        (
            "Most groups agreed that the mercenaries should leave, but Kassis did not say that Hezbollah would leave.",
            CitedSentence(
                text="Most groups agreed that mercenaries should leave, Kassis said, but some think Hezbollah should."
            ),
            "The cited words do not say that it was left unsaid.",
        ),
        (
            "Seven opposition figures were asked by Nazarbayev to mediate.",
            LETTER,
            "The cited words have it the other way round: who does it and to whom.",
        ),
    ],
)
def test_what_small_models_get_wrong(sentence: str, evidence: CitedSentence, expected: str) -> None:
    assert reason(sentence, evidence) == expected


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("Emmanuel Macron visited Berlin on Tuesday.", "Merkel visited Berlin on Tuesday."),
        ("The company plans to cut 500 jobs.", "The company cut 500 jobs."),
        ("The company tried to buy a rival.", "The company bought a rival."),
        ("Workers fear the company could close its factory.", "The factory of the company will be closed."),
        ("The drug could reduce deaths.", "The drug reduces deaths."),
        ("Apple sued Samsung over patents in 2011.", "Samsung sued Apple over patents in 2011."),
        ("Unemployment rose from 5% to 7% last year.", "Unemployment rose from 7% to 5% last year."),
        ("The plane flew from Lagos to London on Monday.", "The plane flew from London to Lagos on Monday."),
        ("30 people came to the hall.", "More than 30 people came to the hall."),
        ("1,987 people came to the hall.", "More than 2,000 people came to the hall."),
        ("The bridge cost 5 million euros.", "The bridge cost 5 million dollars."),
        ("The bridge is 300 metres long.", "The bridge is 300 kilometres long."),
        ("Five percent of staff left the firm.", "Five staff left the firm."),
    ],
)
def test_a_changed_fact_is_not_carried(cited: str, said: str) -> None:
    assert not CHECKER.check(said, [CitedSentence(text=cited)]).supported


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("The fire killed two people.", "Two people died in the fire."),
        ("Lee has the support of Doe.", "Doe supports Lee."),
        ("The court struck down the law.", "The law was struck down by the court."),
        ("The new bridge in Perth will cost £3bn.", "The new bridge in Perth will cost £3 billion."),
        ("Some 2,130 people came to the rally in Perth.", "About 2,100 people came to the rally in Perth."),
        ("Prices rose 10% in May.", "Prices rose ten percent in May."),
        ("The IMF cut its forecast.", "The International Monetary Fund cut its forecast."),
        ("No fewer than 30 people came to the hall.", "At least 30 people came to the hall."),
        ("Nobody was hurt in the crash.", "No one was hurt in the crash."),
        ("The satellites fly at over 15,000 miles per hour.", "The satellites fly at more than 15,000 mph."),
        ("The 14-member team of the opposition has not decided.", "The team has 14 members."),
    ],
)
def test_the_same_in_other_words_is_carried(cited: str, said: str) -> None:
    assert CHECKER.check(said, [CitedSentence(text=cited)]).reason is None


def test_the_day_of_publication_is_not_the_day_of_what_happened() -> None:
    assert reason("On 31 May, talks on Syria started in Astana.", TALKS) is not None
    today = CitedSentence(text="The bridge in Perth was opened on Sunday.", published=date(2015, 5, 31))
    assert reason("The bridge in Perth was opened on 31 May.", today) is None
    assert reason("The bridge in Perth was opened on 30 May.", today) is not None


def test_what_the_article_says_and_what_depends_is_kept() -> None:
    assert reason("The article says that the talks on Syria began in Astana on May 25.", TALKS) is None
    needed = CitedSentence(
        text="If a political process is to begin, foreign mercenaries will have to leave, Kassis said."
    )
    assert reason("No political process will begin unless foreign mercenaries leave, Kassis said.", needed) is None


def test_vectors_recognise_other_words(model: EmbeddingModel) -> None:
    checker = SupportChecker(model)
    close = checker.measures("The discussions concerning Syria got under way in Astana.", [TALKS, LETTER])
    far = checker.measures("Bread has become dear since the harvest.", [TALKS, LETTER])
    assert close[-1] > 0.5 > far[-1]
    assert checker.check("Bread has become dear since the harvest.", [TALKS, LETTER]).support < 0.1


def test_pairs_written_by_hand_are_told_apart() -> None:
    """The bars on the bundled articles' held-out half, by words alone; what fails there is not looked at."""
    judged = judge(CHECKER, [pair for pair in by_hand(bundled()) if pair.held_out])
    bars = {
        FAITHFUL: 0.80,  # with vectors more; 0.90 is the goal
        "number": 0.90,
        "date": 0.90,
        "name": 0.90,
        "place": 0.90,
        "speaker": 0.80,
        "negation": 0.80,
        "invention": 0.80,
    }
    right: dict[str, list[bool]] = {}
    for item in judged:
        right.setdefault(item.pair.kind, []).append(item.right)
    short = {kind: sum(right[kind]) / len(right[kind]) for kind in bars}
    assert {kind: share for kind, share in short.items() if share < bars[kind]} == {}


def test_what_a_real_small_model_said_is_told_apart() -> None:
    """The bars on the half kept out of tuning, by words alone; what fails there is not looked at."""
    found = rows(CHECKER, [item for item in said_by_model(bundled()) if item.held_out])
    shares = {row.name: row.share or 0.0 for row in found}
    assert shares["real model: wrong ones caught"] >= 0.75  # with vectors more; 0.80 is the goal
    assert shares["real model: right ones kept"] >= 0.85


def test_what_the_cited_words_say_otherwise_is_told_from_what_they_do_not_say() -> None:
    contradicted = {
        "Nazarbayev asked seven opposition figures to mediate.": True,
        "Seven opposition figures asked Hariri to mediate.": False,
        "Seven opposition figures asked Nazarbayev to mediate.": False,
    }
    assert {text: CHECKER.check(text, [LETTER]).contradicted for text in contradicted} == contradicted


def test_words_added_to_the_question_count_less_where_the_whole_is_the_same(model: EmbeddingModel) -> None:
    cited = CitedSentence(
        text="A Mickey Reid baseball card from 1952 sold for a jaw-dropping $12,600,000 on Sunday morning."
    )
    question = "How much did the Mickey Reid baseball card sell for?"
    said = "A 1952 Mickey Reid baseball card sold for $12.6 million early on Sunday, said auctioneers."
    assert SupportChecker(model).check(said, [cited], question=question).supported
    assert not SupportChecker(model).check("It made early headlines on Sunday.", [cited], question=question).supported


def test_numbers_count_for_what_an_answer_adds() -> None:
    cited = [CitedSentence(text="After its start from Earth, the ship will go on a 37-day mission.")]
    question = "How long is the mission of the ship?"
    assert CHECKER.check("The mission of the ship takes about 37 days.", cited, question=question).supported
    assert not CHECKER.check("The mission of the ship brings many riches.", cited, question=question).supported


def test_what_one_side_denies_and_the_other_says_is_no_denial() -> None:
    cited = [
        CitedSentence(text="Prosecutors said Reid committed fraud, while Moss said he never meant to commit fraud.")
    ]
    assert CHECKER.check("Prosecutors said Reid committed fraud.", cited).supported
