"""The Chroma collection: what it holds, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.libraries import unit_vectors
from vectorstore.exact_search import nearest_rows
from vectorstore.vector_index import VectorIndex


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(tmp_path / "vectors")
    yield index
    index.close()


def test_an_empty_index(index: VectorIndex) -> None:
    assert index.count() == 0
    assert index.nearest(unit_vectors(1)[0], 5) == []
    index.delete([1, 2])
    index.upsert([], unit_vectors(0))
    assert index.count() == 0


def test_scores_are_cosines(index: VectorIndex) -> None:
    index.upsert([7, 8, 9], np.array([[1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32))
    hits = index.nearest(np.array([1, 0], dtype=np.float32), 5)
    assert [item for item, _ in hits] == [7, 8, 9]
    assert [score for _, score in hits] == pytest.approx([1.0, 0.6, -1.0], abs=1e-6)
    assert index.nearest(np.array([1, 0], dtype=np.float32), 0) == []


def test_upsert_replaces(index: VectorIndex) -> None:
    one, two = np.eye(2, dtype=np.float32)
    index.upsert([1, 2], np.stack([one, one]))
    index.upsert([2, 3], np.stack([two, one]))
    assert index.count() == 3
    assert index.nearest(two, 1) == [pytest.approx((2, 1.0))]
    assert {item for item, _ in index.nearest(one, 2)} == {1, 3}


def test_delete(index: VectorIndex) -> None:
    vectors = unit_vectors(4)
    index.upsert([1, 2, 3, 4], vectors)
    index.delete([2, 4, 99])
    assert index.count() == 2
    assert {item for item, _ in index.nearest(vectors[1], 10)} == {1, 3}


def test_nearest_is_what_exact_search_finds(index: VectorIndex) -> None:
    vectors = unit_vectors(500, dimension=64)
    ids = np.arange(500)
    index.upsert(range(500), vectors)
    missed = 0  # the graph is drawn at random, and now and then one of these thousand is not reached
    for query in unit_vectors(20, dimension=64, seed=1):
        hits = index.nearest(query, 50)
        assert len(hits) == 50
        assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
        assert [score for _, score in hits] == pytest.approx([vectors[item] @ query for item, _ in hits], abs=1e-5)
        missed += len({item for item, _ in nearest_rows(ids, vectors, query, 50)} - {item for item, _ in hits})
    assert missed <= 10
    assert len(index.nearest(vectors[0], 1_000)) == 500


def test_more_ids_than_chroma_takes_at_once(index: VectorIndex) -> None:
    count = 5_500
    assert count > index._largest_batch
    vectors = unit_vectors(count)
    index.upsert(range(count), vectors)
    assert index.count() == count
    assert index.nearest(vectors[5_480], 1) == [pytest.approx((5_480, 1.0))]
    index.delete(range(count - 1))
    assert index.count() == 1
    assert [item for item, _ in index.nearest(vectors[0], 3)] == [count - 1]


def test_reopened(tmp_path: Path) -> None:
    folder = tmp_path / "a b#?%20ü" / "vectors"
    vectors = unit_vectors(30)
    index = VectorIndex(folder)
    index.upsert(range(1, 31), vectors)
    expected = index.nearest(vectors[3], 10)
    index.close()
    index.close()
    again = VectorIndex(folder)
    assert again.count() == 30
    assert again.nearest(vectors[3], 10) == expected
    again.close()


def test_a_closed_index_can_be_opened_in_another_place(tmp_path: Path) -> None:
    one, other = VectorIndex(tmp_path / "one"), VectorIndex(tmp_path / "other")
    one.upsert([1], unit_vectors(1))
    assert (one.count(), other.count()) == (1, 0)
    one.close()
    other.upsert([2, 3], unit_vectors(2))
    assert other.count() == 2
    other.close()
