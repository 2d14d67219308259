"""An article is one news item: what it says, and where and when it was published.

`Article.text` is clean, normalised and fixed. Every offset anywhere in the project (passages,
citations, spans) counts characters (Python string indices, not bytes) into that text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ArticleHeader:
    """An article without its text: what a list of articles shows."""

    id: str
    title: str
    publisher: str | None  # None: unknown, never guessed
    published: date | None  # day of publication; None: unknown, never guessed
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None  # ISO 639-1 code; None: unknown
    digest: bool = False  # True: a retelling in other words, not the publisher's own text
    title_derived: bool = False  # True: the original has no title, this one was made from its first sentence
    characters: int = 0  # length of the text


@dataclass(frozen=True, kw_only=True)
class Article:
    """One news item, whole."""

    id: str
    title: str
    text: str
    publisher: str | None = None  # None: unknown, never guessed
    published: date | None = None  # day of publication; None: unknown, never guessed
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None  # ISO 639-1 code; None: unknown
    digest: bool = False  # True: a retelling in other words, not the publisher's own text
    title_derived: bool = False  # True: the original has no title, this one was made from its first sentence

    @property
    def header(self) -> ArticleHeader:
        """The article without its text."""
        return ArticleHeader(
            id=self.id,
            title=self.title,
            publisher=self.publisher,
            published=self.published,
            authors=self.authors,
            url=self.url,
            language=self.language,
            digest=self.digest,
            title_derived=self.title_derived,
            characters=len(self.text),
        )


@dataclass(frozen=True)
class Skipped:
    """A source that was not added, and why."""

    source: str  # the path, with the line where there is one: "export.jsonl:12"
    reason: str  # one sentence
