"""What a library keeps of an article, and when two libraries can be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Article
from vectorstore.records import Fingerprint, content_hash

ARTICLE = Article(id="a", title="T", text="Text.", publisher="P", published=date(2018, 1, 24), authors=("X", "Y"))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "U"},
        {"text": "Text!"},
        {"publisher": None},
        {"publisher": "Q"},
        {"published": None},
        {"published": date(2018, 1, 25)},
        {"authors": ("Y", "X")},
        {"authors": ("X, Y",)},
        {"url": "https://example.com"},
        {"language": "en"},
        {"digest": True},
        {"title_derived": True},
    ],
    ids=str,
)
def test_every_field_changes_the_hash(change: dict[str, object]) -> None:
    assert content_hash(replace(ARTICLE, **change)) != content_hash(ARTICLE)  # type: ignore[arg-type]  # one of many


def test_the_hash_is_of_what_it_says() -> None:
    assert content_hash(replace(ARTICLE)) == content_hash(ARTICLE)
    assert content_hash(replace(ARTICLE, id="b")) == content_hash(ARTICLE)
    assert len(content_hash(ARTICLE)) == 16


def test_fingerprints_that_search_alike() -> None:
    one = Fingerprint("name", "hash", 8, "1")
    assert one.searches_like(Fingerprint("other name", "hash", 8, "1"))
    assert not one.searches_like(Fingerprint("name", "other", 8, "1"))
    assert not one.searches_like(Fingerprint("name", "hash", 8, "2"))
