"""The status of a library is what `qa status` tells of it; telling it builds, changes and loads nothing."""

from __future__ import annotations

from dataclasses import dataclass

from qa.settings import Settings
from vectorstore.index_state import index_state
from vectorstore.library import Library


@dataclass(frozen=True, kw_only=True)
class Status:
    """A library in figures."""

    library: str  # the path of its file
    exists: bool  # False: there is none yet, and all that follows is zero or None
    articles: int = 0
    undated: int = 0  # articles whose day of publication is not known
    passages: int = 0
    embedding: str | None = None  # the model that made its vectors
    indexes: str | None = None  # ready, behind, not built yet, or used by another process


def status_of(settings: Settings) -> Status:
    """The status of the library of these settings. Raises LibraryError where there is one that cannot be read."""
    path = settings.home / "library.sqlite3"
    if not path.exists():
        return Status(library=str(path), exists=False)
    library = Library(path, None)
    with library.snapshot() as snapshot:
        articles, undated, passages = snapshot.counts()
    return Status(
        library=str(path),
        exists=True,
        articles=articles,
        undated=undated,
        passages=passages,
        embedding=library.fingerprint.model,
        indexes=index_state(library, settings.home / "indexes"),
    )
