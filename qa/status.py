"""The status of a library is what `qa status` tells of it; telling it builds, changes and loads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qa.parts import server_of
from qa.settings import Settings
from vectorstore.index_state import index_state
from vectorstore.library import Library
from vectorstore.records import SkippedSource


@dataclass(frozen=True, kw_only=True)
class Status:
    """A library in figures."""

    library: str  # the path of its file
    exists: bool  # False: there is none yet, and all that follows is zero or None
    articles: int = 0
    undated: int = 0  # articles whose day of publication is not known
    passages: int = 0
    embedding: str | None = None  # the model that made its vectors
    skipped: int = 0  # sources that were skipped and not added since; see `skipped_of`
    indexes: str | None = None  # ready, behind, not built yet, used by another process, or why the server is waited for
    models: Mapping[str, str | None] = field(default_factory=dict)  # why each of QA_LLM does not answer; None: it does


def status_of(settings: Settings) -> Status:
    """The status of the library of these settings; their language models, if any, are asked whether they answer.

    Raises LibraryError where there is a library that cannot be read.
    """
    path = _path(settings)
    models = _models(settings)
    if not path.exists():
        return Status(library=str(path), exists=False, models=models)
    library = Library(path, None)
    with library.snapshot() as snapshot:
        articles, undated, passages = snapshot.counts()
        skipped = snapshot.count_skipped()
    return Status(
        library=str(path),
        exists=True,
        articles=articles,
        undated=undated,
        passages=passages,
        skipped=skipped,
        embedding=library.fingerprint.model,
        indexes=_trouble(settings) or index_state(library, settings.home / "indexes"),
        models=models,
    )


def skipped_of(settings: Settings, *, limit: int | None = None) -> list[SkippedSource]:
    """What was skipped when articles were added, and not added since, the newest first; none where there is no library.

    Raises LibraryError where there is one that cannot be read.
    """
    path = _path(settings)
    if not path.exists():
        return []
    with Library(path, None).snapshot() as snapshot:
        return snapshot.skipped(limit)


def _trouble(settings: Settings) -> str | None:
    """Why the Chroma server cannot be used, where the vectors are kept on one."""
    server = server_of(settings)
    if server is None:
        return None
    from vectorstore.vector_index import ServerGoneError, ServerVectorIndex  # slow to load

    index = ServerVectorIndex(server, "news-qa-status")
    try:
        index.facts()
    except ServerGoneError as error:
        return f"waiting for the Chroma server at {server.url} ({error}); search is exact meanwhile"
    finally:
        index.close()
    return None


def _models(settings: Settings) -> dict[str, str | None]:
    if not settings.llm:
        return {}
    from qa.language_models import problems  # slow to load

    return problems(settings)


def _path(settings: Settings) -> Path:
    return settings.home / "library.sqlite3"
