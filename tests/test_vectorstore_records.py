"""What a library keeps of an article, and when two libraries can be compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.article import Article
from corpus.ids import id_of_url
from vectorstore.records import Fingerprint, address_of, content_hash, text_key

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


LONG = " ".join(f"word{n}" for n in range(20))


def test_a_text_is_known_however_it_is_spaced_and_whatever_stands_around_it() -> None:
    article = replace(ARTICLE, text=LONG)
    same = replace(article, id="b", title="U", publisher=None, published=None, url="https://example.com/a")
    assert text_key(replace(same, text=LONG.replace(" ", "\n\n"))) == text_key(article)
    assert text_key(replace(article, text=LONG.upper())) != text_key(article)
    assert text_key(replace(article, text=f"{LONG}.")) != text_key(article)


def test_a_text_of_few_words_is_known_with_its_title_and_day() -> None:
    assert text_key(replace(ARTICLE, id="b", publisher=None, text="Text.\n")) == text_key(ARTICLE)
    assert text_key(replace(ARTICLE, title="U")) != text_key(ARTICLE)
    assert text_key(replace(ARTICLE, published=None)) != text_key(ARTICLE)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (None, None),
        ("https://Example.com:443/a?utm_source=x#part", "https://example.com/a"),
        ("https://example.com/", None),
        ("https://example.com", None),
        ("https://example.com/?id=7", "https://example.com/?id=7"),
        ("https://example.com/#!/a", "https://example.com/#!/a"),
    ],
)
def test_the_address_of_an_article(url: str | None, address: str | None) -> None:
    assert address_of(replace(ARTICLE, url=url)) == address


def test_articles_of_one_page_have_no_address_of_their_own() -> None:
    url = "https://example.com/a"
    assert address_of(replace(ARTICLE, id=id_of_url(url), url=url)) == url
    assert address_of(replace(ARTICLE, id=f"{id_of_url(url)}-2", url=url)) is None


def test_fingerprints_that_search_alike() -> None:
    one = Fingerprint("name", "hash", 8, "1")
    assert one.searches_like(Fingerprint("other name", "hash", 8, "1"))
    assert not one.searches_like(Fingerprint("name", "other", 8, "1"))
    assert not one.searches_like(Fingerprint("name", "hash", 8, "2"))
