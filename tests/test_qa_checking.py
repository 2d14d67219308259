"""Whether cited words carry a statement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa import Answer, Citation, Interpreted, Statement
from qa.checking import check, problems

QUOTE = (
    "The talks on Syria began in Astana on May 25 and brought together more than 30 people, "
    "Randa Kassis of the Movement for Pluralistic Society said."
)


@pytest.mark.parametrize(
    "statement",
    [
        QUOTE,
        "The talks on Syria began in Astana on May 25",
        "On 25 May, talks began in Astana.",
        "More than thirty people were brought together at the talks in Astana.",
        "Kassis said the talks began in Astana.",
        "According to Randa Kassis, talks on Syria began.",
    ],
)
def test_words_that_carry_a_statement(statement: str) -> None:
    support = check(statement, [QUOTE])
    assert support.supported
    assert support.score >= 0.5


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("The talks brought together 40 people.", "The cited words do not have the number 40."),
        ("The talks brought together 30 percent of people.", "The cited words do not have the number 30%."),
        ("The talks began in Astana on April 25.", "The cited words do not have the day it names."),
        ("The talks began in Astana on May 26.", "The cited words do not have the number 26."),
        ("The talks on Syria began in Geneva.", "The cited words do not have the name “Geneva”."),
        ("The talks were led by Nasr Hariri.", "The cited words do not have the name “Hariri”."),
        ("Bread prices fell sharply after harvest.", "The cited words say too little of it."),
        ("", "It says nothing."),
        ("  ", "It says nothing."),
    ],
)
def test_words_that_do_not_carry_a_statement(statement: str, reason: str) -> None:
    support = check(statement, [QUOTE])
    assert not support.supported
    assert support.reason == reason


@pytest.mark.parametrize("quotes", [[], [""], [" \n "]])
def test_a_statement_that_cites_nothing_is_not_supported(quotes: list[str]) -> None:
    assert check("The talks began.", quotes).reason == "It cites nothing."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [("5 people died", "15 people died"), ("5 people died", "1.5 people died"), ("Of 30", "Of 30,000")],
)
def test_half_a_word_or_a_number_is_no_support(statement: str, quote: str) -> None:
    assert not check(statement, [quote]).supported


def test_the_words_themselves_support_wholly_and_quotes_count_together() -> None:
    assert check("Hariri left.", ["Hariri left."]).score == 1.0
    assert check("Hariri met Lavrov in Moscow.", ["Hariri was in Moscow.", "He met Lavrov."]).supported


def test_an_arabic_article_makes_no_other_name() -> None:
    assert check("He said Assad refuses talks.", ["Bashar al-Assad refuses talks."]).supported


CITATION = Citation(
    number=1,
    article_id="a",
    title="T",
    publisher=None,
    published=None,
    url=None,
    digest=False,
    quote="Hariri left.",
    start=3,
    end=15,
)
SAID = Statement(text="Hariri left.", citations=(1,), support=1.0, supported=True)
ANSWER = Answer(
    question="Who left?",
    text="Hariri left.",
    answered=True,
    short=None,
    statements=(SAID,),
    citations=(CITATION,),
    passages=(),
    confidence=1.0,
    notes=(),
    interpreted=Interpreted(question="Who left?"),
    engine="extractive",
)
TEXTS = {"a": "So. Hariri left. He did."}


def test_a_sound_answer_has_no_problems() -> None:
    shifted = replace(CITATION, start=4, end=16)
    assert problems(replace(ANSWER, citations=(shifted,)), TEXTS) == []
    assert problems(replace(ANSWER, answered=False, statements=(), citations=()), {}) == []


GOOD = replace(CITATION, start=4, end=16)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ANSWER, "The quote of source 1 does not stand in its article."),
        (
            replace(ANSWER, citations=(replace(GOOD, article_id="b"),)),
            "The quote of source 1 does not stand in its article.",
        ),
        (
            replace(ANSWER, citations=(replace(GOOD, quote="", end=4),)),
            "The quote of source 1 does not stand in its article.",
        ),
        (replace(ANSWER, citations=(replace(GOOD, number=2),)), "The citations are not numbered 1, 2, 3 and so on."),
        (replace(ANSWER, citations=(GOOD, GOOD)), "The citations are not numbered 1, 2, 3 and so on."),
        (replace(ANSWER, citations=()), "There is no source 1."),
        (replace(ANSWER, citations=(GOOD, replace(GOOD, number=2))), "No sentence uses source 2."),
        (
            replace(ANSWER, statements=(SAID, replace(SAID, citations=())), citations=(GOOD,)),
            "A sentence has no source.",
        ),
        (
            replace(ANSWER, answered=False, citations=(GOOD,)),
            "An answered question has statements, a declined one has none.",
        ),
    ],
)
def test_what_is_wrong_with_an_answer(answer: Answer, expected: str) -> None:
    assert expected in problems(answer, TEXTS)
