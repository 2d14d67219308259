"""Short answers: given where a sentence surely holds them, and not where it may not."""

from __future__ import annotations

import pytest

from qa.short_answers import SURE, short_answer

CAME = "More than 30 people came on May 25."


def pointing(sentence: str, words: str) -> tuple[int, int]:
    return sentence.index(words), sentence.index(words) + len(words)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many people came?", "More than 30"),
        ("When did they come?", "May 25"),
        ("Who came?", None),
        ("How many of the 30 people came?", None),
        ("When in the days after May 25 did they come?", None),
    ],
)
def test_the_one_number_or_time_of_a_sentence(question: str, short: str | None) -> None:
    assert short_answer(question, CAME, None, -9.0) == short


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("How much are the helpers paid?", "Each of the 14 helpers gets more than $20 an hour.", "more than $20"),
        ("How much are the helpers paid?", "The 14 helpers are paid well.", None),
        ("How much are the helpers paid?", "They get $20 an hour, and $30 on Sundays.", None),
        ("How much of the $20 does the tax cost?", "Of $20 an hour, 5 percent go in tax.", "5 percent"),
        ("How many helpers are paid?", "Each of the 14 helpers gets $20 an hour.", None),
    ],
)
def test_money_is_told_only_where_money_is_asked_for(question: str, sentence: str, short: str | None) -> None:
    assert short_answer(question, sentence, None, -9.0) == short


@pytest.mark.parametrize(
    ("question", "words", "margin", "short"),
    [
        ("Who opened the bridge?", "Anna Reid", SURE, "Anna Reid"),
        ("Who opened the bridge?", "Anna Reid", SURE - 1, None),
        ("Who opened the bridge?", "opened the", SURE, None),
        ("Where is the bridge?", "Perth", SURE, "Perth"),
        ("How many people watched?", "2,000", SURE, "2,000"),
        ("How many people watched?", "Perth", SURE, None),
        ("What did Anna Reid open?", "the bridge", SURE, None),
        ("Who opened the bridge?", "Anna Reid opened the bridge of Perth before 2,000 people", SURE, None),
    ],
)
def test_the_words_that_a_sure_reader_points_at(question: str, words: str, margin: float, short: str | None) -> None:
    sentence = "Anna Reid opened the bridge of Perth before 2,000 people and 3 dogs."
    assert short_answer(question, sentence, pointing(sentence, words), margin) == short


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("Did Anna Reid open the bridge?", "Anna Reid opened the new bridge on Friday.", "Yes"),
        ("Did the ferry sink in Perth?", "The ferry did not sink in Perth, its captain said.", "No"),
        ("Did Anna Reid open the bridge?", "The bridge was opened by Anna Reid.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid hopes to open the bridge.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid denied having opened the bridge.", None),
        ("Did Anna Reid open the bridge?", "Anna Reid opened the door.", None),
        ("Did Anna Reid not open the bridge?", "Anna Reid opened the bridge.", None),
        ("Did 30 people cross the bridge?", "Some 40 people crossed the bridge.", None),
        ("Was it?", "It was.", None),
    ],
)
def test_yes_and_no_only_where_the_sentence_says_just_that(question: str, sentence: str, short: str | None) -> None:
    assert short_answer(question, sentence, None, SURE) == short
    assert short_answer(question, sentence, None, SURE - 1) is None


@pytest.mark.parametrize("when", ["On the second day", "The next morning"])
def test_a_time_that_hangs_on_another_is_no_short_answer(when: str) -> None:
    sentence = f"{when} they met in Quistown."
    pointed = pointing(sentence, " ".join(when.split()[-2:]))
    assert short_answer("When did they meet?", sentence, None, -9.0) is None
    assert short_answer("When did they meet?", sentence, pointed, SURE) is None
