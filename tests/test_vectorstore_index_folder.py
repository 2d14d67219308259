"""The folder with the pairs: what is opened, built and deleted in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.libraries import DIMENSION, many, new_library
from vectorstore.index_folder import BuildError, IndexFolder, StoppedError
from vectorstore.index_pair import IndexPair
from vectorstore.library import Library
from vectorstore.vector_index import ChromaServer


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return new_library(tmp_path, *many(3))


def build(folder: IndexFolder, library: Library) -> IndexPair:
    with library.snapshot() as snapshot:
        return folder.build(snapshot, DIMENSION, iter)


def test_built_and_opened_again(library: Library, tmp_path: Path, server: ChromaServer | None) -> None:
    folder = IndexFolder(tmp_path / "indexes", server)
    (tmp_path / "indexes").mkdir()
    built = build(folder, library)
    assert built.folder.name.startswith(library.stamp[0][:12])
    assert (built.stamp, built.last_id) == (library.stamp, 9)
    built.check(9)
    built.close()
    (tmp_path / "indexes" / "left").mkdir()
    opened = folder.open(library.stamp[0])
    assert opened is not None
    assert (opened.folder, opened.stamp) == (built.folder, built.stamp)
    assert [path.name for path in (tmp_path / "indexes").iterdir()] == [built.folder.name]
    opened.check(9)
    opened.check_server(ids=range(1, 10))
    another = build(folder, library)
    opened.throw_away()
    folder.clear(keep=another.folder)
    assert [path.name for path in (tmp_path / "indexes").iterdir()] == [another.folder.name]
    another.close()
    assert folder.open("another library") is None
    assert list((tmp_path / "indexes").iterdir()) == []


@pytest.mark.parametrize("error", [StoppedError(), OSError(28, "No space left on device")], ids=["closed", "full"])
def test_nothing_is_left_of_what_could_not_be_built(
    library: Library, tmp_path: Path, server: ChromaServer | None, error: Exception
) -> None:
    def stops(items: Iterable[object]) -> Iterator[object]:
        yield from list(items)[:1]
        raise error

    (tmp_path / "indexes").mkdir()
    with library.snapshot() as snapshot, pytest.raises((StoppedError, BuildError)) as caught:
        IndexFolder(tmp_path / "indexes", server).build(snapshot, DIMENSION, stops)
    assert isinstance(caught.value, StoppedError if isinstance(error, StoppedError) else BuildError)
    assert list((tmp_path / "indexes").iterdir()) == []
