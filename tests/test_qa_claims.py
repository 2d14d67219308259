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
