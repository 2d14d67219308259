"""How a source is named and found: who published it and when, and the words that must still stand there."""

from __future__ import annotations

from datetime import date

from qa.ui import texts
from qa.ui.citing import byline_of, emphasised, fingerprint, place_of
from tests.answers import HOSTILE, QUOTE, citation, passage


def test_a_source_is_named_by_its_publisher_and_its_day() -> None:
    assert byline_of(citation()) == "The Post · 24 January 2018"
    assert byline_of(passage()) == f"{texts.PUBLISHER_UNKNOWN} · date unknown"
    assert byline_of(citation(digest=True)) == "Digest of the original by The Post · 24 January 2018"
    assert byline_of(citation(digest=True, publisher=None)) == f"{texts.DIGEST_UNKNOWN} · 24 January 2018"


def test_a_name_from_right_to_left_leaves_the_day_as_it_is() -> None:
    day = date(2021, 11, 21)
    assert byline_of(citation(publisher="الصحيفة", published=day)) == "\u2068الصحيفة\u2069 · 21 November 2021"


def test_a_place_names_the_article_the_offsets_and_the_words() -> None:
    assert place_of(citation(), 7) == {
        "data_article": "a",
        "data_start": 10,
        "data_end": 34,
        "data_check": fingerprint(QUOTE),
        "data_number": 7,
        "data_kind": "quote",
    }
    assert fingerprint(QUOTE) != fingerprint(QUOTE + " ")
    assert len(fingerprint("\ud800")) == 16  # half a character is a text, too


def test_emphasis_is_the_only_markup() -> None:
    html = emphasised(f"{HOSTILE} 14", len(HOSTILE) + 1, len(HOSTILE) + 3)
    assert html.endswith('<strong class="span">14</strong>')
    assert "<script" not in html
