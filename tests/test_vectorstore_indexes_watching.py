"""The background thread that keeps the indexes up with their library, and closing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.libraries import ALL, ROOT, many, new_library, passage_ids, within
from tests.searching import QUERY, K, agree, by_index, close_to, exact, folders
from vectorstore.index_folder import IndexFolder
from vectorstore.index_pair import IndexPair
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.vector_index import ChromaServer, VectorIndex


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return new_library(tmp_path, *many(10))


def watchers() -> set[threading.Thread]:
    """The threads that keep up with a library; other tests' engines may have theirs."""
    return {thread for thread in threading.enumerate() if thread.name == "index-watch"}


def test_the_watcher_builds_and_follows(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    before = watchers()
    indexes = open_indexes(watch=True)
    assert within(30, lambda: indexes.state == "ready")
    library.put(many(1, first=20))
    assert within(30, lambda: indexes.state == "ready")
    agree(indexes, library)
    indexes.close()
    assert watchers() == before


def test_a_search_waits_for_the_indexes_that_are_being_opened(
    library: Library, open_indexes: Callable[..., Indexes], monkeypatch: pytest.MonkeyPatch, server: ChromaServer | None
) -> None:
    if server is not None:
        pytest.skip("a server may take long to answer: nothing waits for it")
    built = open_indexes()
    assert built.catch_up()
    built.close()
    opening, going_on = IndexFolder.open, threading.Event()

    def slow(place: IndexFolder, uid: str) -> IndexPair | None:
        assert going_on.wait(10)
        return opening(place, uid)

    monkeypatch.setattr(IndexFolder, "open", slow)
    indexes = open_indexes(watch=True)
    by_index(indexes, monkeypatch)
    with library.snapshot() as snapshot, ThreadPoolExecutor() as threads:
        found = threads.submit(indexes.nearest, snapshot, QUERY, K, ALL)
        said = threads.submit(indexes.best, snapshot, "common", 100, ALL)
        going_on.set()
        assert found.result(10) == close_to(exact(snapshot))
        assert sorted(item for item, _ in said.result(10)) == passage_ids(snapshot)


def test_after_closing(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    indexes = open_indexes(watch=True)
    assert within(30, lambda: indexes.state == "ready")
    indexes.close()
    indexes.close()
    assert not indexes.catch_up()
    assert not indexes.rebuild()
    agree(indexes, library)
    other = open_indexes()
    assert other.catch_up()
    assert other.state == "ready"


def test_closing_in_the_middle_of_a_build(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    building, going_on = threading.Event(), threading.Event()
    upsert = VectorIndex.upsert

    def slow(index: VectorIndex, *arguments: object) -> None:
        building.set()
        assert going_on.wait(10)
        upsert(index, *arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(VectorIndex, "upsert", slow)
    before = watchers()
    indexes = Indexes(library, tmp_path / "indexes")
    assert building.wait(10)
    closing = threading.Thread(target=indexes.close)
    closing.start()
    assert within(30, indexes._closed.is_set)
    agree(indexes, library)
    going_on.set()
    closing.join(5)
    assert not closing.is_alive()
    assert watchers() == before
    assert folders(library) == []  # what was half built is deleted


def test_a_program_that_ends_without_closing_waits_for_the_watcher(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(30))
    program = f"""
import atexit, threading
from pathlib import Path
atexit.register(lambda: print([one.name for one in threading.enumerate() if one.name == "index-watch"]))
from tests.libraries import FINGERPRINT
from vectorstore.indexes import Indexes
from vectorstore.library import Library
Indexes(Library(Path({str(library.path)!r}), FINGERPRINT), Path({str(tmp_path / "indexes")!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stderr
