"""Removing articles from the library, and putting them back for as long as the page is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.article import Article
from qa.errors import LibraryBusyError, QAError
from qa.ui import texts

if TYPE_CHECKING:
    from qa.engine import Engine

_MOST = 1_000  # articles removed at once


@dataclass(frozen=True)
class Removal:
    """Articles that were removed together, as they were."""

    articles: tuple[Article, ...]


@dataclass
class Removals:
    """What was removed in one session and has not been put back, by numbers that are never used again."""

    kept: dict[int, Removal] = field(default_factory=dict)
    removed: int = 0  # how often

    def keep(self, removal: Removal) -> None:
        """Note one more."""
        self.removed += 1
        self.kept[self.removed] = removal

    def shown(self) -> list[tuple[int, Removal]]:
        """All of them, the oldest first."""
        return sorted(self.kept.items())


def discard(engine: Engine, sent: object, removals: Removals) -> str | None:
    """Removes the articles whose ids a browser sends; where that fails, the sentence that says why."""
    given = sent if isinstance(sent, list) else []
    ids = list(dict.fromkeys(each for each in given[:_MOST] if isinstance(each, str)))
    try:
        with engine.snapshot() as snapshot:
            articles = tuple(article for each in ids if (article := snapshot.article(each)) is not None)
        if not articles:
            return texts.REMOVED_ALREADY
        engine.remove([article.id for article in articles])
    except LibraryBusyError:
        return texts.LIBRARY_BUSY
    except QAError as error:
        return str(error)
    removals.keep(Removal(articles))
    return None


def restore(engine: Engine, sent: object, removals: Removals) -> str | None:
    """Puts back what was removed under a number; where not all of it could be, the sentence that says why."""
    number = sent if isinstance(sent, int) else int(sent) if isinstance(sent, str) and sent.isdecimal() else 0
    removal = removals.kept.get(number)
    if removal is None:
        return None
    try:
        with engine.snapshot() as snapshot:  # what was added anew meanwhile is newer, and stays
            gone = [article for article in removal.articles if snapshot.article(article.id) is None]
        report = engine.add_articles(gone)
    except LibraryBusyError:
        return texts.LIBRARY_BUSY
    except QAError as error:
        return str(error)
    del removals.kept[number]
    there = _titles(article for article in removal.articles if article.id not in report.added)
    return texts.RESTORED_ALREADY.format(titles=there) if there else None


def _titles(articles: Iterable[Article]) -> str:
    return ", ".join(f"“{article.title}”" for article in articles)
