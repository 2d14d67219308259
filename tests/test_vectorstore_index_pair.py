"""Both indexes in one sealed folder."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from tests.libraries import many, new_library, unit_vectors
from vectorstore import seal
from vectorstore.index_pair import IndexPair, open_sealed
from vectorstore.vector_index import VectorIndex
from vectorstore.word_index import WordIndex


@pytest.fixture
def pair(tmp_path: Path) -> IndexPair:
    with new_library(tmp_path, *many(2)).snapshot() as snapshot:
        folder = tmp_path / "indexes" / "one"
        vectors, words = VectorIndex(folder / "vectors"), WordIndex(folder / "words")
        vectors.upsert(range(1, 7), unit_vectors(6))
        words.update(snapshot.passages())
        return IndexPair(folder, vectors, words, *snapshot.stamp, 6)


def test_check(pair: IndexPair) -> None:
    pair.check(6)
    pair.vectors.delete([3])
    with pytest.raises(RuntimeError, match=r"^it holds 5 vectors and 6 texts of 6 passages$"):
        pair.check(6)
    pair.close()


def test_serves(pair: IndexPair, tmp_path: Path) -> None:
    library = new_library(tmp_path)
    with library.snapshot() as snapshot:
        assert pair.stamp == library.stamp
        assert pair.serves(snapshot)
        assert not replace(pair, generation=2).serves(snapshot)
        assert not replace(pair, mark="other").serves(snapshot)
        assert not replace(pair, uid="other").serves(snapshot)
    library.remove(["a0"])
    with library.snapshot() as snapshot:
        assert pair.serves(snapshot)
    pair.close()


def test_opened_again_and_again(pair: IndexPair) -> None:
    pair.seal()
    pair.close()
    for _ in range(3):
        opened = open_sealed(pair.folder, pair.uid)
        assert opened is not None
        assert (opened.folder, opened.stamp, opened.last_id) == (pair.folder, pair.stamp, 6)
        opened.check(6)
        assert seal.check(pair.folder) is not None  # also after it was read, and if it is not closed
        opened.close()
    assert open_sealed(pair.folder, "other") is None


def test_without_a_seal_it_is_not_opened(pair: IndexPair) -> None:
    pair.close()
    assert open_sealed(pair.folder, pair.uid) is None
    assert open_sealed(pair.folder / "missing", pair.uid) is None


def test_one_of_another_version_is_not_opened_and_that_is_said(
    pair: IndexPair, caplog: pytest.LogCaptureFixture
) -> None:
    pair.seal()
    pair.close()
    facts = seal.check(pair.folder)
    assert facts is not None
    del facts["mark"]
    seal.put(pair.folder, facts)
    with caplog.at_level(logging.INFO):
        assert open_sealed(pair.folder, pair.uid) is None
    (message,) = [record.getMessage() for record in caplog.records if record.name == "vectorstore.index_pair"]
    assert message == f"The index {pair.folder} was made by another version of this program and will be built anew."


def test_thrown_away(pair: IndexPair) -> None:
    pair.throw_away()
    pair.throw_away()
    assert list(pair.folder.parent.iterdir()) == []
