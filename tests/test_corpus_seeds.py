"""The five saved pages that the bundled articles retell, read raw: what must go, what must stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.dumps import read_dump

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the saved pages are not part of the project")


def read(start: str) -> list[Article]:
    (path,) = SEEDS.glob(f"{start}_*.txt")
    return read_dump(path.read_text(encoding="utf-8"), fallback_id="page")


def shape(article: Article) -> tuple[int, str, str]:
    """How many paragraphs there are, the first words and the last ones."""
    paragraphs = article.text.split("\n\n")
    return len(paragraphs), " ".join(article.text.split()[:3]), " ".join(article.text.split()[-3:])


def test_a_title_that_stands_twice_and_a_logo_go() -> None:
    (article,) = read("000")
    assert article.title == "Coordination Commission Will Not Attend Kazakhstan Dialogue"
    assert shape(article) == (10, "Commission head stresses", "The Syrian Observer")
    assert article.title not in article.text
    for gone in ("Logo", "Helpful keywords"):
        assert gone not in article.text
    assert (article.publisher, article.published, article.authors) == (None, None, ())


def test_a_newsletter_goes_and_the_day_of_an_event_is_no_date() -> None:
    (article,) = read("001")
    assert article.title.startswith("Kazakhstan Responds to")
    assert shape(article) == (6, "ASTANA – Kazakhstan’s", "on this area.")
    assert "April 20" in article.text
    assert "Sign up" not in article.text
    assert (article.publisher, article.published, article.authors) == (None, None, ())


def test_a_photo_credit_and_a_comment_box_go() -> None:
    (article,) = read("002")
    assert article.title == "Talks Between Syrian Government And ‘Opposition’ Kick Off In Kazakhstan"
    assert shape(article) == (12, "Negotiations between the", "of Jaish al-Islam.")
    for gone in ("Photograph", "Kick Off", "Subscribe", "guest", "Comments", "Feedbacks"):
        assert gone not in article.text
    for stays in ("January 23", "political means:", "(as always):"):
        assert stays in article.text
    assert (article.publisher, article.published, article.authors) == (None, None, ())


def test_two_items_are_two_articles_each_with_its_date() -> None:
    first, second = read("003")
    assert (first.id, second.id) == ("page", "page-2")
    assert first.published == second.published == date(2018, 1, 24)
    assert first.title_derived
    assert second.title_derived
    assert shape(first) == (7, "The Syrian Coalition’s", "Coalition’s Media Department)")
    assert shape(second) == (11, "A delegation of", "Coalition’s Media Department)")
    for article in (first, second):
        assert article.publisher is None
        for gone in ("24 January 2018", "In Coalition News", "Home Media Center", "filtered"):
            assert gone not in article.text


def test_share_bar_credits_repeats_other_stories_rates_and_weather_go() -> None:
    (article,) = read("004")
    assert article.title == "Syrian opposition groups sign joint document as Syrian talks end in Astana"
    assert article.published == date(2015, 5, 31)
    assert article.authors == ("Assel Satubaldina",)
    assert article.publisher is None
    assert shape(article) == (9, "Syrian opposition groups", "by RIA Novosti.")
    assert article.text.count("reports citing RIA Novosti") == 1
    for gone in (
        "ПОДЕЛИТЬСЯ",
        "©",
        "Continuation",
        "00:58",
        "Читайте",
        "Telegram",
        "Sulfuric",
        "NSC",
        "Exchange",
        "477",
    ):
        assert gone not in article.text
    for gone in ("Weather", "Редакция", "Социальные", "31 May", "diplomatic changes", "sparks debate"):
        assert gone not in article.text
    assert "May 25" in article.text
