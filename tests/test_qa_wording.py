"""Words, names, numbers and days, told from the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.wording import (
    content_stems,
    days,
    is_new_time,
    is_stop,
    name_stems,
    names,
    number_spans,
    numbers,
    stem,
    when_spans,
    words,
)


def test_a_word_has_its_place_and_no_possessive_ending() -> None:
    text = "Hariri's delegation, Kazakhstan’s 14-member team and the U.S. envoys"
    found = words(text)
    assert [word.text for word in found] == [
        "Hariri",
        "delegation",
        "Kazakhstan",
        "14-member",
        "team",
        "and",
        "the",
        "U.S",
        "envoys",
    ]
    assert all(text[word.start : word.end] == word.text for word in found)


@pytest.mark.parametrize(("one", "other"), [("Signed", "signing"), ("talks", "talk"), ("al-Assad", "Assad")])
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("word", "stop"), [("us", True), ("US", False), ("may", True), ("May", False), ("didn’t", True), ("talks", False)]
)
def test_words_that_any_text_has(word: str, stop: bool) -> None:
    assert is_stop(word) is stop


def test_content_stems_leave_out_what_any_text_has() -> None:
    assert content_stems("What did the US say to them?") == {"us"}
    assert content_stems("Who is it?") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nasr Hariri's delegation met Sergei Lavrov on Tuesday.", ["Nasr Hariri", "Sergei Lavrov", "Tuesday"]),
        ("Yahya al Aridi told Reuters about it.", ["Yahya al Aridi", "Reuters"]),
        ("Jaish al-Islam sent Abdullah Mohammed Alloush.", ["Jaish al-Islam", "Abdullah Mohammed Alloush"]),
        ("the regime's envoy Bashar al-Jaafari", ["Bashar al-Jaafari"]),
        ("It is Kazakhstan's Ministry of Foreign Affairs.", ["Kazakhstan", "Ministry of Foreign Affairs"]),
        ("Many left. Kassis stayed.", []),
        ("Kassis's side agreed.", ["Kassis"]),
        ("NATO agreed.", ["NATO"]),
        ("He met US and UN envoys of the WHO.", ["US", "UN", "WHO"]),
        ("Mr. Smith met John F. Kennedy.", ["Mr. Smith", "John F. Kennedy"]),
        ("Jean-Marie Guéhenno and O'Brien spoke.", ["Jean-Marie Guéhenno", "O'Brien"]),
        ("He sold AT&T as the S&P fell.", ["AT&T", "S&P"]),
        ("It may be that I'm in Iran, and I left.", ["Iran"]),
        ("I know that Imran came.", ["Imran"]),
        ("The talks in May were led by Theresa May.", ["Theresa May"]),
        ("Did Russia agree?", ["Russia"]),
        ("Two Russian officials came.", ["Russian"]),
        ("", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_stems_of_names_leave_small_words_out() -> None:
    assert name_stems("He is Yahya al Aridi of the Movement of Syria.") == {
        stem("Yahya"),
        stem("Aridi"),
        stem("Movement"),
        stem("Syria"),
    }
    assert name_stems("He is Bashar al-Assad.") == name_stems("He is Bashar Assad.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five groups, or 5", {"5"}),
        ("5 percent, 5 per cent and 5%", {"5%"}),
        ("5 of them are 5%", {"5", "5%"}),
        ("more than 200 thousand", {"200000"}),
        ("two hundred thousand people", {"200000"}),
        ("twenty-five of 1,250,000", {"25", "1250000"}),
        ("$1.5 million and 3.2bn", {"1500000", "3200000000"}),
        ("£2.5m, $19B and €12k", {"2500000", "19000000000", "12000"}),
        ("It is 12m long.", {"12"}),
        ("12345678901 is not 12345678902", {"12345678901", "12345678902"}),
        ("5,000 km in 2018", {"5000", "2018"}),
        ("a 14-member team", {"14"}),
        ("one of them", set()),
        ("one hundred", {"100"}),
        ("0.50 and 007", {"0.5", "7"}),
        ("resolution 2254.", {"2254"}),
        ("1" * 400, {"1" * 400}),
        ("no number", set()),
    ],
)
def test_numbers_by_value(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_where_numbers_stand() -> None:
    text = "Five of 5,000 came; 20% of two hundred thousand left, one by one."
    assert [text[start:end] for start, end in number_spans(text)] == ["Five", "5,000", "20%", "two hundred thousand"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Jan. 23, 2018", [(23, 1, 2018)]),
        ("the 24th of January 2018", [(24, 1, 2018)]),
        ("on April 20", [(20, 4, None)]),
        ("on May 25 and on 10 may", [(25, 5, None), (10, 5, None)]),
        ("up to 10 may attend, and they may 5 times", []),
        ("in May 2018", []),
        ("no day", []),
    ],
)
def test_days(text: str, expected: list[tuple[int, int, int | None]]) -> None:
    assert list(days(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began in Astana on May 25, 2015.", ["May 25, 2015"]),
        ("They met on Tuesday, three days later, in 2018.", ["Tuesday", "three days later", "2018"]),
        ("It may end in May?", ["May"]),
        ("Theresa May may come.", []),
        ("They meet in the near future, or last week.", ["near future", "last week"]),
        ("Founded in 1816, it burned down (1849); in 1500,5 and in 1500s no year is meant.", ["1816", "1849", "1500s"]),
    ],
)
def test_when(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in when_spans(text)] == expected


_PIECES = st.sampled_from(
    "May may 10 1,000 5% Jan. al-Assad O'Brien I'm US two hundred twenty-one Mr. – “ ’s 2018 Ünal ﷺ 漢字 -".split()
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES).map(" ".join))


@given(_TEXTS)
def test_any_text_is_read_and_every_offset_lies_in_it(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text
    for start, end in [*number_spans(text), *when_spans(text)]:
        assert 0 <= start < end <= len(text)
    assert all(name in text for name in names(text))
    assert all(1 <= month <= 12 for _, month, _ in days(text))
    content_stems(text)
    name_stems(text)
    numbers(text)


@pytest.mark.parametrize(
    ("told", "question", "new"),
    [
        ("April 13", "When did Reid speak of the January 6 attack?", True),
        ("January 6", "When did Reid speak of the January 6 attack?", False),
        ("January 6, 2021", "When did Reid speak of the January 6 attack?", False),
        ("6 January 2021", "When did Reid speak of the attack of 6 January?", False),
        ("January 6, 2021", "In which year was the January 6 attack?", True),
        ("2021", "When did Reid speak of the January 6 attack?", True),
    ],
)
def test_a_day_that_a_question_names_is_not_new_with_its_year(told: str, question: str, new: bool) -> None:
    assert is_new_time(told, question) is new
