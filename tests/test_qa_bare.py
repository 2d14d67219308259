"""Bare follow-ups: doubts, and question words that stand alone."""

from __future__ import annotations

import pytest

from qa.bare import asked_again, at_moment, is_doubt


@pytest.mark.parametrize(
    "text",
    ["Really?", "That's wrong.", "Are you sure?", "No, that is not true!", "is that true?", "I don't believe you"],
)
def test_what_only_doubts_the_answer(text: str) -> None:
    assert is_doubt(text)


@pytest.mark.parametrize("text", ["", "Is that bridge true?", "Who is wrong?", "No, I meant Reid.", "Why?", "Thanks"])
def test_what_asks_something_is_no_doubt(text: str) -> None:
    assert not is_doubt(text)


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        ("Why?", "How many people are warned of the heat?", "Why are people warned of the heat?"),
        ("Where?", "How many people are warned of the heat?", "Where are people warned of the heat?"),
        ("Why?", "How many missiles has North Korea tested?", "Why has North Korea tested missiles?"),
        ("When?", "How many prizes did the choir get?", "When did the choir get prizes?"),
        ("Why?", "How much did the rouble fall in May?", "Why did the rouble fall in May?"),
        ("Why?", "How high is the rate?", "Why is the rate high?"),
        ("Where?", "How long is the bridge?", "Where is the bridge?"),
        ("Why?", "How many people died in Perth?", "Why – people died in Perth?"),
        ("How?", "How many people died in Perth?", "How – people died in Perth?"),
        ("Since when?", "How many people live in Perth?", "Since when – how many people live in Perth?"),
        ("Why?", "What did Reid say about the bridge?", "Why – what did Reid say about the bridge?"),
        ("Why?", "Whom did Reid meet in Perth?", "Why did Reid meet in Perth?"),
        ("Why?", "Who opened the bridge?", "Why – who opened the bridge?"),
    ],
)
def test_a_question_word_alone_asks_the_question_before_again(question: str, previous: str, expected: str) -> None:
    assert asked_again(question, previous) == expected


@pytest.mark.parametrize(
    ("previous", "given", "expected"),
    [
        ("What did the firm earn in 2021?", "the year before?", "What did the firm earn in 2020?"),
        ("What did the firm earn in 2021?", "Two years earlier?", "What did the firm earn in 2019?"),
        ("What did the firm earn in 2021?", "the following year?", "What did the firm earn in 2022?"),
        ("What did the firm earn in 2021?", "a decade later?", "What did the firm earn in 2031?"),
        (
            "What did the firm earn in 2021?",
            "the month before?",
            "What did the firm earn in 2021 the month before?",
        ),
        ("What did the firm earn in 2021?", "last year?", "What did the firm earn last year?"),
        ("How many died on Monday in Perth?", "yesterday?", "How many died yesterday in Perth?"),
        (
            "How many died in the Perth flood?",
            "a year earlier?",
            "How many died in the Perth flood a year earlier?",
        ),
        ("Who coaches Perth?", "now?", "Who coaches Perth now?"),
        ("Who coaches Perth?", "three years ago?", "Who coaches Perth three years ago?"),
    ],
)
def test_a_time_alone_moves_the_question_before_to_it(previous: str, given: str, expected: str) -> None:
    assert at_moment(given, previous) == expected


@pytest.mark.parametrize("text", ["Perth", "the last minister", "in 2020", "on Monday", "the year of the bridge", ""])
def test_what_is_no_time_told_from_another_one_moves_nothing(text: str) -> None:
    assert at_moment(text, "Who won in 2021?") is None
