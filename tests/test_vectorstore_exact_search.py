"""Exact search over the library's vectors and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.libraries import DIMENSION, changed, entry, make_article, many, new_library, passage_ids, unit_vectors
from vectorstore.exact_search import ExactSearch, nearest_rows, only
from vectorstore.library import Library
from vectorstore.snapshot import Snapshot

QUERY = unit_vectors(1, seed=77)[0]


def expected(snapshot: Snapshot, k: int, among: set[int] | None = None) -> list[tuple[int, float]]:
    ids, vectors = snapshot.vectors(DIMENSION)
    scored = [(int(item), float(vector @ QUERY)) for item, vector in zip(ids, vectors, strict=True)]
    return sorted((hit for hit in scored if among is None or hit[0] in among), key=lambda hit: -hit[1])[:k]


def agree(search: ExactSearch, library: Library, k: int = 7) -> None:
    with library.snapshot() as snapshot:
        hits = search.nearest(snapshot, QUERY, k)
        assert [item for item, _ in hits] == [item for item, _ in expected(snapshot, k)]
        assert [score for _, score in hits] == pytest.approx([score for _, score in expected(snapshot, k)], abs=1e-6)
        words = search.words(snapshot)
        assert sorted(item for item, _ in words.best("common", 100)) == passage_ids(snapshot)


def test_nearest_rows() -> None:
    ids = np.array([5, 6, 7])
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    query = np.array([1, 0], dtype=np.float32)
    assert nearest_rows(ids, vectors, query, 2) == [(5, 1.0), (7, pytest.approx(0.6))]
    assert nearest_rows(ids, vectors, query, 9) == [(5, 1.0), (7, pytest.approx(0.6)), (6, 0.0)]
    assert nearest_rows(ids, vectors, query, 0) == []
    assert nearest_rows(ids[:0], vectors[:0], query, 3) == []


def test_it_follows_the_library(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    search = ExactSearch(DIMENSION)
    agree(search, library)
    library.put(many(5))
    agree(search, library)
    library.put([changed(many(1)[0], "Common now."), *many(2, first=5)])
    agree(search, library)
    library.remove(["a6"])  # the highest ids
    agree(search, library)
    library.put(many(1, first=6))
    library.remove(["a1"])
    agree(search, library)
    library.remove(["a0", "a2", "a3", "a4", "a5", "a6"])
    agree(search, library)
    library.put(many(2))
    agree(search, library)


def test_it_follows_without_reading_all_again(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(5))
    search = ExactSearch(DIMENSION)
    agree(search, library)
    library.put(many(1, first=5))
    with library.snapshot() as snapshot:
        read: list[int] = []
        vectors = snapshot.vectors

        def counted(dimension: int, *, after: int = 0) -> object:
            read.append(after)
            return vectors(dimension, after=after)

        snapshot.vectors = counted  # type: ignore[method-assign,assignment]  # counts the calls
        search.nearest(snapshot, QUERY, 3)
        search.nearest(snapshot, QUERY, 3)
    assert read == [15]
    agree(search, library)


def test_an_old_snapshot_after_a_new_one(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(3))
    search = ExactSearch(DIMENSION)
    with library.snapshot() as old:
        before = search.nearest(old, QUERY, 9)
        library.put([changed(many(1)[0], "Common now.")])
        library.remove(["a1"])
        agree(search, library)
        assert search.nearest(old, QUERY, 9) == before
        assert sorted(item for item, _ in search.words(old).best("common", 100)) == list(range(1, 10))
        agree(search, library)


def test_another_library_of_the_same_generation(tmp_path: Path) -> None:
    search = ExactSearch(DIMENSION)
    agree(search, new_library(tmp_path / "one", *many(3)))
    agree(search, new_library(tmp_path / "other", *many(2, first=5, passages=2)))


def test_among(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(4))
    library.remove(["a1"])  # 4, 5, 6
    search = ExactSearch(DIMENSION)
    with library.snapshot() as snapshot:

        def among(*ids: int) -> list[int]:
            return [item for item, _ in search.nearest(snapshot, QUERY, 5, np.array(ids, dtype=np.int64))]

        def right(*ids: int) -> list[int]:
            return [item for item, _ in expected(snapshot, 5, set(ids))]

        for ids in [(1, 3, 7, 11), (1,), tuple(range(1, 13))]:
            assert among(*ids) == right(*ids)
        assert among(3, 4, 5, 6, 7, 12, 13, 99) == right(3, 7, 12)
        assert among() == []
        assert among(5, 99) == []


def test_matching_is_what_the_database_says(tmp_path: Path) -> None:
    days = [None, date(2020, 1, 1), date(2021, 5, 5)]
    made = [
        entry(make_article(f"a{n}", "One.", "Two.", publisher=["Post", "Times", None][n % 3], published=days[n // 3]))
        for n in range(9)
    ]
    library = new_library(tmp_path, *made[:6])
    search = ExactSearch(DIMENSION)
    filters: list[dict[str, Any]] = [
        {},
        {"publishers": ("Post",)},
        {"publishers": ("Nobody",)},
        {"publishers": ("Nobody", "Times", "Post")},
        {"since": date(2020, 1, 1)},
        {"since": date(2020, 1, 2)},
        {"until": date(2020, 1, 1)},
        {"until": date(2019, 1, 1)},
        {"since": date(2020, 1, 1), "until": date(2021, 1, 1), "publishers": ("Times",), "exclude": ("a4", "none")},
        {"exclude": ("a0", "a8")},
    ]

    def agrees() -> None:
        with library.snapshot() as snapshot:
            for each in filters:
                assert search.matching(snapshot, **each).tolist() == snapshot.matching(**each).tolist(), each

    agrees()
    library.put(made[6:])
    library.remove(["a1"])
    agrees()
    library.put([entry(replace(made[4][0], publisher="Nobody", published=None))])
    agrees()


def test_only_those_among() -> None:
    hits = [(7, 0.9), (2, 0.8), (5, 0.7), (9, 0.1)]
    assert only(hits, np.array([2, 3, 9])) == [(2, 0.8), (9, 0.1)]
    assert only(hits, np.array([], dtype=np.int64)) == []
    assert only([], np.array([2])) == []
