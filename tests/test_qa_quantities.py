"""Numbers, amounts, days and times that the cited words have, or have not."""

from __future__ import annotations

from datetime import date

import pytest

from qa.quantities import amount_span, missing_quantity, ordinals

CITED = (
    "On January 23, more than 200 thousand people and 14 ministers met for six weeks; it cost $5 million. "
    "In April, 1,987 people came for the third time."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "On 23 January over 200,000 people met.",
        "Fourteen ministers met for 6 weeks.",
        "It cost 5 million dollars.",
        "In April about 2,000 people came for the third time.",
        "Thousands met.",
        "It was reported on 31 May 2015 that one minister came.",
    ],
)
def test_what_stands_there_in_other_words(sentence: str) -> None:
    assert missing_quantity(sentence, CITED, published=[date(2015, 5, 31)]) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("On 24 January people met.", "The day 24 January does not stand in the cited words."),
        ("It was in March.", "The month March does not stand in the cited words."),
        ("It was on Tuesday.", "The day Tuesday does not stand in the cited words."),
        ("About 2,400 people came.", "The number 2,400 does not stand in the cited words."),
        ("Fewer than 200,000 people met.", "The cited words bound the number 200,000 from the other side."),
        ("They met for six months.", "The cited words say the number six of something else."),
        ("There were 14 people.", "The cited words say the number 14 of something else."),
        ("They came for the second time.", "The cited words do not have the ordinal 2."),
        ("Billions met.", "The cited words do not say “billions”."),
        ("It took a year.", "The cited words say nothing of “year”."),
        ("It happened in 2016.", "The number 2016 does not stand in the cited words."),
        ("The ministers cost $14.", "The cited words do not say that 14 is an amount of money."),
    ],
)
def test_what_does_not(sentence: str, reason: str) -> None:
    assert missing_quantity(sentence, CITED, published=[date(2015, 5, 31)]) == reason


def test_an_amount_may_be_written_short() -> None:
    assert missing_quantity("It cost £3 million.", "It cost £3m.") is None
    assert missing_quantity("It cost £3.", "It cost £3m.") == "The number 3 does not stand in the cited words."


def test_the_names_of_a_list_may_be_counted() -> None:
    cited = "The talks are backed by Moscow, Ankara and Tehran."
    assert missing_quantity("Three capitals back the talks.", cited) is None
    assert (
        missing_quantity("Four capitals back the talks.", cited) == "The number Four does not stand in the cited words."
    )


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("More than 30 people came.", "30", "More than 30"),
        ("It costs $20 an hour.", "20", "$20 an hour"),
        ("They paid $54.20 per share.", "54.20", "$54.20 per share"),
        ("It costs $20 a good deal of the time.", "20", "$20"),
        ("It costs no more than $20.", "20", "no more than $20"),
        ("It cost nearly 40 million pounds.", "40 million", "nearly 40 million pounds"),
        ("Some 5 percent left.", "5 percent", "Some 5 percent"),
        ("The 14 ministers met.", "14", "14"),
        ("Room 12 is more than full.", "12", "12"),
    ],
)
def test_an_amount_comes_with_its_bound_and_its_currency(text: str, number: str, whole: str) -> None:
    start = text.index(number)
    assert text[slice(*amount_span(text, start, start + len(number)))] == whole


def test_ordinals_come_with_what_they_count() -> None:
    assert ordinals("On the 2nd day, for the first time, she won her third set.") == {(2, "day"), (3, "set")}


@pytest.mark.parametrize(
    ("sentence", "cited", "carried"),
    [
        ("She said so in August.", "She said so earlier this month.", True),
        ("She said so in July.", "She said so last month.", True),
        ("She said so in July.", "She said so earlier this month.", False),
        ("A card of 1952 was sold in 2021.", "A card of 1952 was sold last year.", True),
        ("A card of 1952 was sold in 2020.", "A card of 1952 was sold last year.", False),
        ("A second patient was tested.", "One other patient was tested.", True),
        ("A third patient was tested.", "One other patient was tested.", False),
        ("It is the second largest.", "There is one other large one.", False),
        ("The first in over fifty years.", "The first in more than half a century.", True),
        ("The first in over forty years.", "The first in more than half a century.", False),
    ],
)
def test_days_and_counts_that_are_told_by_another(sentence: str, cited: str, carried: bool) -> None:
    assert (missing_quantity(sentence, cited, published=[date(2022, 8, 28)]) is None) == carried


def test_the_month_before_january_is_december() -> None:
    published = [date(2022, 1, 5)]
    assert missing_quantity("She said so in December.", "She said so last month.", published=published) is None


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("He scored in the 78th minute.", "His 78th-minute goal decided it."),
        ("It cost nearly $5.", "It cost $4.981."),
        ("Of those, 246 had caught it four times.", "Some 2,200 had caught it three times, and 246 four times."),
        ("Those with two or more infections fell ill.", "With one Covid-19 infection or two or more documented ones."),
    ],
)
def test_the_same_number_in_another_form(said: str, cited: str) -> None:
    assert missing_quantity(said, cited) is None


def test_the_number_in_a_name_must_stand_there_too() -> None:
    assert missing_quantity("The Covid-22 vaccine works.", "The Covid-19 vaccine works.") is not None


def test_the_sixth_is_not_the_first_and_a_minimum_is_at_least() -> None:
    assert missing_quantity("It is the first astronaut flight.", "It is the sixth astronaut flight.") is not None
    assert missing_quantity("They work at least 40 hours.", "They work a minimum of 40 hours.") is None
