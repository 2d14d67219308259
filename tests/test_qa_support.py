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
