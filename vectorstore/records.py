"""What a library keeps: a passage as it is stored, the hash of an article, and what its vectors depend on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal

from corpus.article import Article
from corpus.ids import canonical_url, id_of_url, is_front_page

_FEW_WORDS = 20  # a text of fewer is the same article only with the same title and day

Change = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True)
class Fingerprint:
    """What the vectors of a library depend on; see `searches_like`."""

    model: str  # the embedding model's name
    model_hash: str
    dimension: int
    passage_rules: str

    def searches_like(self, other: Fingerprint) -> bool:
        """Whether vectors of both can be compared; the same model may go by two names."""
        return (self.model_hash, self.passage_rules) == (other.model_hash, other.passage_rules)


@dataclass(frozen=True)
class StoredPassage:
    """A passage as the library keeps it, with what the indexes need of its article."""

    id: int
    article_id: str
    start: int  # characters into the article's text
    end: int
    text: str
    title: str
    publisher: str | None
    published: date | None
    digest: bool = False  # True: the article retells its original in other words


@dataclass(frozen=True)
class State:
    """What adding an article would do."""

    change: Change
    id: str  # of the article in the library: another one's than was offered, where it is there under that
    reason: str | None = None  # one sentence that says so


@dataclass(frozen=True)
class SkippedSource:
    """A source that was not added, why, and since when that is known."""

    source: str  # a path, with the line where there is one, or an address
    reason: str
    noted: datetime  # in UTC


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What a library's articles cover: which days, and whose they are."""

    articles: int
    earliest: date | None  # day of publication; None: no article has one
    latest: date | None
    undated: int  # articles whose day of publication is not known
    publishers: int  # how many are known
    frequent: tuple[tuple[str, int], ...]  # those with the most articles and how many, the most first


def content_hash(article: Article) -> bytes:
    """A hash of everything an article says, by which an unchanged one is known."""
    header = article.header
    fields = [
        header.title,
        header.publisher,
        header.published.isoformat() if header.published else None,
        header.authors,
        header.url,
        header.language,
        header.digest,
        header.title_derived,
        article.text,
    ]
    return blake2b(json.dumps(fields, ensure_ascii=False).encode(), digest_size=16).digest()


def text_key(article: Article) -> bytes:
    """A hash by which the same article is known under another id: of its words, however they are spaced.

    A text of a few words ("No trains run today.") may be that of two articles, so its title and day belong to it.
    """
    words = article.text.split()
    fields = [" ".join(words)]
    if len(words) < _FEW_WORDS:
        fields += [article.title, article.published.isoformat() if article.published else ""]
    return blake2b("\0".join(fields).encode(), digest_size=16).digest()


def address_of(article: Article) -> str | None:
    """The address by which the same article is known under another id, in its one form; None where it has none.

    The front page of a site is no article's address, nor is that of a page with several articles the address of
    those whose id is the page's with a number behind it.
    """
    if not article.url or article.id.startswith(f"{id_of_url(article.url)}-"):
        return None
    return None if is_front_page(article.url) else canonical_url(article.url)


def same_text(there: str, offered: str) -> str:
    """The sentence that says why an article was not added."""
    return f"The same text is there as {there}, so {offered} was not added again."
