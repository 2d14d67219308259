"""The vectors on a Chroma server: used while it is there, done without while it is not, right in either case."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.libraries import ALL, DIMENSION, best, changed, many, nearest, new_library, passage_ids, unit_vectors, within
from tests.servers import RunningChroma
from vectorstore.errors import LibraryError
from vectorstore.exact_search import ExactSearch
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.vector_index import ServerGoneError, ServerVectorIndex

QUERY = unit_vectors(1, seed=77)[0]
Opening = Callable[..., Indexes]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return new_library(tmp_path, *many(10))


@pytest.fixture
def opening(library: Library, chroma: RunningChroma) -> Iterator[Opening]:
    """Opens indexes of the library on the server, without a watcher unless asked for; closes them in the end."""
    opened: list[Indexes] = []

    def open_indexes(*, watch: bool = False, database: str = "default_database") -> Indexes:
        address = replace(chroma.server, database=database)
        opened.append(Indexes(library, library.path.parent / "indexes", server=address, watch=watch))
        return opened[-1]

    yield open_indexes
    for indexes in opened:
        indexes.close()


def folders(library: Library) -> list[str]:
    return sorted(path.name for path in (library.path.parent / "indexes").iterdir() if path.is_dir())


def collections(chroma: RunningChroma, library: Library) -> list[str]:
    """The names of the library's collections on the server, without what they all begin with."""
    api = ServerVectorIndex(chroma.server, "any")._api
    names = [model.name for model in api.list_collections()]
    api.stop()
    return sorted(name.removeprefix("news-qa-") for name in names if library.stamp[0][:12] in name)


def collection(chroma: RunningChroma, library: Library) -> ServerVectorIndex:
    (folder,) = folders(library)
    return ServerVectorIndex(chroma.server, f"news-qa-{folder}")


def right(indexes: Indexes, library: Library) -> None:
    """What is nearest is found, and each passage by its vector and by its words."""
    with library.snapshot() as snapshot:
        ids = passage_ids(snapshot)
        exact = [item for item, _ in ExactSearch(DIMENSION).nearest(snapshot, QUERY, 7)]
        assert [item for item, _ in indexes.nearest(snapshot, QUERY, 7, ALL)] == exact
    assert sorted(item for item, _ in nearest(indexes, library, QUERY, 1_000)) == ids
    assert sorted(item for item, _ in best(indexes, library, "common", 1_000)) == ids


def by_server(indexes: Indexes, library: Library, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the server, and no exact search, found what is nearest."""
    with monkeypatch.context() as patch:
        patch.setattr(indexes._exact, "nearest", lambda *_: [])
        return len(nearest(indexes, library, QUERY, 5)) == 5


def test_one_collection_a_library(library: Library, opening: Opening, chroma: RunningChroma, tmp_path: Path) -> None:
    indexes = opening()
    assert collections(chroma, library) == []
    assert indexes.catch_up()
    assert collections(chroma, library) == folders(library)
    assert collections(chroma, library)[0].startswith(library.stamp[0][:12])
    assert not list((tmp_path / "indexes").glob("*/vectors"))
    uid, generation, mark = library.stamp
    facts = {"uid": uid, "generation": generation, "mark": mark, "last_id": 30, "whole": True}
    assert collection(chroma, library).facts() == facts
    assert indexes.rebuild()
    assert collections(chroma, library) == folders(library)  # the old one is deleted


def test_opened_again_it_is_not_built_again(
    library: Library, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = opening()
    assert indexes.catch_up()
    before = folders(library)
    indexes.close()
    library.put(many(2, first=20))
    library.remove(["a3"])
    again = opening()
    assert again.catch_up()
    assert folders(library) == before
    assert by_server(again, library, monkeypatch)
    right(again, library)


def test_two_libraries_do_not_mix(library: Library, opening: Opening, chroma: RunningChroma, tmp_path: Path) -> None:
    other = new_library(tmp_path / "other", *many(4, first=50))
    others = Indexes(other, tmp_path / "other" / "indexes", server=chroma.server, watch=False)
    indexes = opening()
    assert indexes.catch_up()
    assert others.catch_up()
    right(indexes, library)
    right(others, other)
    others.rebuild()
    right(indexes, library)
    others.close()


def test_a_server_that_goes_away_and_comes_back(
    library: Library, opening: Opening, chroma: RunningChroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = opening(watch=True)
    assert within(30, lambda: indexes.state == "ready")
    before = folders(library)
    chroma.kill()
    try:
        started = time.monotonic()
        right(indexes, library)
        assert time.monotonic() - started < 2
        assert indexes.trouble is not None
        assert indexes.trouble.startswith(f"The Chroma server at {chroma.server.url} cannot be used (")
        assert indexes.state == "waiting for the server"
        library.put(many(2, first=20))
        library.remove(["a1"])
        library.put([changed(many(1)[0], "Common but other.")])
        right(indexes, library)
        assert best(indexes, library, "20x0") != []  # words too, though the index could not be brought up to date
    finally:
        chroma.start()
    assert within(30, lambda: indexes.trouble is None and indexes.state == "ready")
    assert folders(library) == before  # caught up, not built again
    assert by_server(indexes, library, monkeypatch)
    right(indexes, library)


def test_a_server_that_hangs(library: Library, opening: Opening, chroma: RunningChroma) -> None:
    indexes = opening(watch=True)
    assert within(30, lambda: indexes.state == "ready")
    with chroma.frozen():
        started = time.monotonic()
        right(indexes, library)
        assert time.monotonic() - started < 5
        started = time.monotonic()
        right(indexes, library)
        assert time.monotonic() - started < 1  # it is not asked again at every question
        assert indexes.trouble is not None
    assert within(30, lambda: indexes.state == "ready")
    right(indexes, library)


def test_a_server_that_is_away_from_the_start(
    library: Library, opening: Opening, chroma: RunningChroma, caplog: pytest.LogCaptureFixture
) -> None:
    indexes = opening()
    assert indexes.catch_up()
    before = folders(library)
    indexes.close()
    chroma.kill()
    try:
        again = opening()
        assert not again.catch_up()
        assert again.trouble is not None
        right(again, library)
        with pytest.raises(LibraryError, match="cannot be built: The Chroma server at http://127"):
            again.rebuild()
        assert not again.catch_up()
        assert [record.levelno for record in caplog.records if "cannot be used" in record.message] == [logging.WARNING]
    finally:
        chroma.start()
    assert again.catch_up()
    assert again.trouble is None
    assert folders(library) == before
    right(again, library)


def test_a_server_killed_in_the_middle_of_a_change(
    library: Library, opening: Opening, chroma: RunningChroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = opening()
    assert indexes.catch_up()
    library.put(many(5, first=20))
    library.remove(["a1"])
    upsert = ServerVectorIndex.upsert

    def half(index: ServerVectorIndex, ids: list[int], vectors: np.ndarray) -> None:
        upsert(index, ids[: len(ids) // 2], vectors[: len(ids) // 2])
        chroma.kill()
        upsert(index, ids, vectors)

    with monkeypatch.context() as patch:
        patch.setattr(ServerVectorIndex, "upsert", half)
        assert not indexes.catch_up()
    right_but_exact = indexes.trouble
    assert right_but_exact is not None
    right(indexes, library)
    chroma.start()
    facts = collection(chroma, library).facts()
    assert facts is not None
    assert facts["whole"] is False
    assert indexes.catch_up()
    assert indexes.trouble is None
    assert by_server(indexes, library, monkeypatch)
    right(indexes, library)
    facts = collection(chroma, library).facts()
    assert facts is not None
    assert (facts["whole"], facts["generation"]) == (True, 3)


def test_a_client_killed_in_the_middle_of_a_change(
    library: Library, opening: Opening, chroma: RunningChroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing is tidied up after it, as after a kill."""

    def dies(*_: object) -> None:
        raise Killed

    indexes = opening()
    assert indexes.catch_up()
    before = folders(library)
    library.put(many(5, first=20))
    with monkeypatch.context() as patch:
        patch.setattr(ServerVectorIndex, "delete", dies)
        patch.setattr("vectorstore.index_pair.throw_away", lambda *_: None)
        patch.setattr("vectorstore.index_folder.IndexFolder.build", dies)
        with pytest.raises(Killed):
            indexes.catch_up()
    indexes.close()
    assert folders(library) == before
    again = opening()
    assert again.catch_up()
    assert folders(library) != before
    assert collections(chroma, library) == folders(library)
    right(again, library)


def exchange(index: ServerVectorIndex) -> None:
    """As many vectors as before, of other passages."""
    index.upsert(range(31, 61), unit_vectors(30))
    index.delete(range(1, 31))


DAMAGE: dict[str, Callable[[ServerVectorIndex], object]] = {
    "deleted": lambda index: index._delete_collection(),
    "half written": lambda index: index.say({**(index.facts() or {}), "whole": False}),
    "of another time": lambda index: index.say({**(index.facts() or {}), "generation": 7}),
    "of another way": lambda index: index.say({**(index.facts() or {}), "mark": "0"}),
    "lacks vectors": lambda index: index.delete([3, 4]),
    "has more vectors": lambda index: index.upsert([99], unit_vectors(1)),
    "other vectors": exchange,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_collection_is_found_at_start(
    library: Library,
    opening: Opening,
    chroma: RunningChroma,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[ServerVectorIndex], object],
) -> None:
    indexes = opening()
    assert indexes.catch_up()
    before = folders(library)
    indexes.close()
    index = collection(chroma, library)
    damage(index)
    index.close()
    again = opening()
    right(again, library)
    assert again.catch_up()
    assert folders(library) != before
    assert by_server(again, library, monkeypatch)
    right(again, library)


def test_a_collection_that_is_deleted_under_an_open_index(
    library: Library, opening: Opening, chroma: RunningChroma
) -> None:
    indexes = opening()
    assert indexes.catch_up()
    before = folders(library)
    index = collection(chroma, library)
    index.erase()
    right(indexes, library)
    assert indexes.trouble is None  # the server is well
    assert indexes.catch_up()
    assert folders(library) != before
    right(indexes, library)


def test_a_server_that_comes_back_empty(library: Library, opening: Opening, chroma: RunningChroma) -> None:
    indexes = opening()
    assert indexes.catch_up()
    chroma.kill()
    for path in chroma.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    right(indexes, library)
    chroma.start()
    assert indexes.catch_up()
    assert indexes.trouble is None
    right(indexes, library)


def test_what_another_wrote_is_noticed_before_a_change(library: Library, opening: Opening, tmp_path: Path) -> None:
    """A copy of the whole folder: both think that the collection is theirs."""
    indexes = opening()
    assert indexes.catch_up()
    indexes.close()
    shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    copy = new_library(tmp_path / "copy")
    server = indexes._server
    copies = Indexes(copy, tmp_path / "copy" / "indexes", server=server, watch=False)
    again = opening()
    assert again.catch_up()
    assert copies.catch_up()
    library.put(many(1, first=20))
    assert again.catch_up()
    copy.put(many(1, first=30))
    copies._looked = again._looked = -1_000.0  # as after half a minute
    assert copies.catch_up()
    assert again.catch_up()
    right(again, library)
    right(copies, copy)
    copies.close()


def test_from_the_folder_to_a_server_and_back(
    library: Library, opening: Opening, chroma: RunningChroma, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(2):
        embedded = Indexes(library, tmp_path / "indexes", watch=False)
        assert embedded.catch_up()
        assert list((tmp_path / "indexes").glob("*/vectors"))
        right(embedded, library)
        embedded.close()
        indexes = opening()
        assert indexes.catch_up()
        assert not list((tmp_path / "indexes").glob("*/vectors"))
        assert by_server(indexes, library, monkeypatch)
        right(indexes, library)
        indexes.close()


def test_a_database_that_there_is_not(library: Library, opening: Opening) -> None:
    indexes = opening(database="none-such")
    assert not indexes.catch_up()
    assert indexes.trouble is not None
    assert "none-such" in indexes.trouble
    right(indexes, library)


def test_more_than_one_request_takes(tmp_path: Path, chroma: RunningChroma) -> None:
    index = ServerVectorIndex(chroma.server, "news-qa-many")
    index.make({"whole": False})
    vectors = unit_vectors(700)
    index.upsert(range(700), vectors)
    assert index.count() == 700
    assert index.nearest(vectors[650], 1) == [pytest.approx((650, 1.0), abs=1e-5)]
    assert index.finds(range(0, 700, 100))
    assert not index.finds([5, 700])
    index.delete(range(699))
    assert [item for item, _ in index.nearest(vectors[0], 5)] == [699]
    index.erase()
    with pytest.raises(ServerGoneError):
        ServerVectorIndex(replace(chroma.server, url="http://127.0.0.1:9"), "news-qa-many").count()
