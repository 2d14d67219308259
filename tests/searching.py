"""What indexes find, held against exact search."""

from __future__ import annotations

import pytest

from tests.libraries import ALL, DIMENSION, passage_ids, unit_vectors
from vectorstore.exact_search import ExactSearch
from vectorstore.indexes import Hits, Indexes
from vectorstore.library import Library
from vectorstore.snapshot import Snapshot

QUERY = unit_vectors(1, seed=77)[0]
K = 7


def folders(library: Library) -> list[str]:
    return sorted(path.name for path in (library.path.parent / "indexes").iterdir() if path.is_dir())


def exact(snapshot: Snapshot, k: int = K) -> Hits:
    return ExactSearch(DIMENSION).nearest(snapshot, QUERY, k)


def close_to(hits: Hits) -> list[tuple[int, object]]:
    return [(item, pytest.approx(score, abs=1e-5)) for item, score in hits]


def agree(indexes: Indexes, library: Library) -> None:
    """The indexes find what exact search does."""
    with library.snapshot() as snapshot:
        assert indexes.nearest(snapshot, QUERY, K, ALL) == close_to(exact(snapshot))
        assert sorted(item for item, _ in indexes.best(snapshot, "common", 100, ALL)) == passage_ids(snapshot)


def by_index(indexes: Indexes, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on exact search fails, so that what is found was found by the indexes."""

    def fails(*_: object) -> Hits:
        raise AssertionError("searched exactly")

    monkeypatch.setattr(indexes._exact, "nearest", fails)
    monkeypatch.setattr(indexes._exact, "words", fails)
