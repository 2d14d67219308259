"""What a library keeps: a passage as it is stored, the hash of an article, and what its vectors depend on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from corpus.article import Article


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
