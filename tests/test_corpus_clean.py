"""Clean text: what goes, what stays, and that cleaning it again changes nothing."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import clean, clean_line


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\x0ctwo\x0bthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("one\u2029two", "one\n\ntwo"),
        ("a\tb\xa0c\u2009d\u3000e\u202ff", "a b c d e f"),
        ("a  \t b", "a b"),
        ("  one  \n   two \n", "one\ntwo"),
        ("one\n \n\t\n\n\ntwo", "one\n\ntwo"),
        ("nu\0ll es\x1bcape c1\x9b del\x7f", "null escape c1 del"),
        ("lone\ud800 surrogate\udfff", "lone surrogate"),
        ("zero\u200bwidth \u2060word\ufeff soft\u00adhyphen", "zerowidth word softhyphen"),
        ("\u202eevil\u202c \u2066x\u2069 \u200ely\u200f \u061c", "evil x ly"),
        ("flag\U000e0041\U000e007f", "flag"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("e\u200b\u0301", "\u00e9"),  # what goes is gone before letters and marks are put together
        ("“Quotes” ‘stay’ – so — do… « these »", "“Quotes” ‘stay’ – so — do… « these »"),
        ("", ""),
        (" \n\t\u200b", ""),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian: "I want", spelt with U+200C
        ("می\u200c\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),  # Hindi: the half form of a letter, spelt with U+200D after a mark
        ("ශ්\u200dරී", "ශ්\u200dරී"),  # Sinhala: Sri
        ("می\u200c", "می"),
        ("\u200cخ", "خ"),
        ("می\u200c خ", "می خ"),
        ("Ka\u200czakh\u200dstan", "Kazakhstan"),
        ("خ\u200ca", "خa"),
        ("خ\u200c،خ", "خ،خ"),
        ("👩\u200d🚀", "👩🚀"),
    ],
)
def test_joiners_stay_only_where_words_are_spelt_with_them(raw: str, cleaned: str) -> None:
    assert clean(raw) == unicodedata.normalize("NFC", cleaned)


def test_a_letter_keeps_thirty_marks() -> None:
    assert clean("x" + "\u0301" * 1000 + "y") == "x" + "\u0301" * 30 + "y"


def test_a_million_marks_out_of_order_take_no_time() -> None:
    start = time.perf_counter()
    clean("a" + "\u0301\u0327" * 500_000)
    assert time.perf_counter() - start < 10


def test_clean_line() -> None:
    assert clean_line(" Talks \r\n\r\n end\tin  Astana ") == "Talks end in Astana"


# Everything that is treated specially, and the neighbours that decide about it.
TRICKY = st.text(
    st.sampled_from(
        "aé-.\n\r \t\0\x85\xa0\xad\u0301\u0327\u0344\u061c\u064e\u0653\u0627\u0628\u0915\u0958\u093c\u094d"
        "\u09c7\u09be\u0ddc\u0dca\u115f\u1100\u1161\u11a8\u200b\u200c\u200d\u200e\u2000\u2028\u2029\u202e\u2126"
        "\u3000\ufb1d\ufdfa\ufeff\uffff\ud800\udc00\U0001d15e\U000e0041🚀"
    ),
    max_size=80,
)


@settings(max_examples=500)
@given(st.one_of(TRICKY, st.text(st.characters(), max_size=80)))
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.normalize("NFC", cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert all(character == "\n" or unicodedata.category(character) not in ("Cc", "Cs") for character in cleaned)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert not any(line != line.strip(" ") for line in cleaned.split("\n"))
    assert clean_line(clean_line(text)) == clean_line(text)


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["\u0301", "\u0327", "\u0344", "\u0958", "\u200d", "ب", "\u064e"]), max_size=200))
def test_cleaning_runs_of_marks_again_changes_nothing(parts: list[str]) -> None:
    cleaned = clean("".join(parts))
    assert clean(cleaned) == cleaned
