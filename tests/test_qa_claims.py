"""What a sentence says, word by word: denied or not, done or to come, and whose names stand in it."""

from __future__ import annotations

import pytest

from qa.claims import OPEN, SURE, Token, claim_of


def token(sentence: str, word: str) -> Token:
    return next(item for item in claim_of(sentence).tokens if item.text.casefold() == word)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The regime will not lift the sieges.", "lift"),
        ("The regime refuses to lift the sieges.", "lift"),
        ("It won't lift the sieges.", "lift"),
        ("The Commission sends no delegation.", "delegation"),
        ("Syria has never abandoned a country.", "abandoned"),
    ],
)
def test_what_is_denied(sentence: str, word: str) -> None:
    assert token(sentence, word).signs == {-1}
    assert token(sentence, word).denied


def test_what_stands_further_off_is_left_open_and_what_stands_before_is_said() -> None:
    assert token("The regime will not lift the sieges.", "sieges").signs == OPEN
    assert token("The regime will not lift the sieges.", "regime").signs == SURE


@pytest.mark.parametrize(
    ("sentence", "word", "mode"),
    [
        ("The talks will begin.", "begin", "ahead"),
        ("The agreement may collapse.", "collapse", "possible"),
        ("The agreement has collapsed.", "collapsed", "done"),
        ("The talks began on May 25 in Astana.", "began", "done"),
        ("He is ready to invite them.", "invite", "meant"),
        ("He decided whether to talk.", "talk", "possible"),
    ],
)
def test_how_real_it_is(sentence: str, word: str, mode: str) -> None:
    assert token(sentence, word).mode == mode


def test_a_name_that_opens_the_sentence_counts_where_it_is_surely_one() -> None:
    assert claim_of("Moussa said so.").names == (("Moussa",),)
    assert claim_of("Uzbekistan is near.").names == (("Uzbekistan",),)
    assert claim_of("Negotiations went well.").names == ()


def test_a_comma_parts_a_verb_from_what_governs_another() -> None:
    assert token("He missed games due to injury, returned to play and won.", "play").mode == ""
    assert token("He is due to play.", "play").mode == "meant"


def test_a_denial_that_reaches_over_that_leaves_open() -> None:
    assert token("He denied that a recession is inevitable.", "inevitable").signs == OPEN


def test_only_opens_nothing_before_its_own_clause() -> None:
    assert token("They are not parents and only read about it.", "parents").signs == {-1}


@pytest.mark.parametrize(
    ("sentence", "word"),
    [("It cost $12 million.", "million"), ("They waited over an hour.", "over"), ("It is set to last.", "set")],
)
def test_what_belongs_to_a_number_or_a_verb_is_no_content(sentence: str, word: str) -> None:
    assert not token(sentence, word).content


def test_millions_without_a_number_are_content() -> None:
    assert token("It cost several million dollars.", "million").content


def test_what_is_opposed_has_not_happened() -> None:
    assert token("The department opposes the release of details.", "release").mode == "wished"
