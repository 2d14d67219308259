"""What becomes of broken indexes: they are found, search goes on exactly, and they are built anew."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.libraries import best, many, nearest, new_library, unit_vectors, within
from vectorstore import seal
from vectorstore.errors import LibraryError
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.vector_index import VectorIndex
from vectorstore.word_index import WordIndex

QUERY = unit_vectors(1, seed=77)[0]
COUNT = 400  # articles: with their 1,200 passages, Chroma writes its graph to files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with whole indexes, to be copied."""
    home = tmp_path_factory.mktemp("built")
    indexes = Indexes(new_library(home, *many(COUNT)), home / "indexes", watch=False)
    assert indexes.catch_up()
    indexes.close()
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Library:
    return new_library(home)


@pytest.fixture
def indexes(library: Library) -> Iterator[Indexes]:
    indexes = Indexes(library, library.path.parent / "indexes", watch=False)
    yield indexes
    indexes.close()


def folder_of(library: Library) -> Path:
    (folder,) = [path for path in (library.path.parent / "indexes").iterdir() if path.is_dir()]
    return folder


def hits(indexes: Indexes, library: Library) -> tuple[list[int], set[int]]:
    near = nearest(indexes, library, QUERY, 9)
    said = best(indexes, library, "7x1 300x2", 9)
    return [item for item, _ in near], {item for item, _ in said}


def exact_only(indexes: Indexes, library: Library) -> bool:
    return indexes.state != "ready" and hits(indexes, library) == (NEAR, {23, 903})


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


NEAR: list[int] = []


@pytest.fixture(autouse=True)
def right_hits(built: Path, tmp_path: Path) -> None:
    if not NEAR:
        shutil.copytree(built, tmp_path / "right")
        library = new_library(tmp_path / "right")
        indexes = Indexes(library, tmp_path / "right" / "none", watch=False)  # never built: searches exactly
        near, said = hits(indexes, library)
        indexes.close()
        assert said == {23, 903}
        NEAR.extend(near)


KINDS = [
    "seal.json",
    "vectors/chroma.sqlite3",
    "vectors/*/data_level0.bin",
    "vectors/*/header.bin",
    "vectors/*/length.bin",
    "vectors/*/link_lists.bin",
    "vectors/*/index_metadata.pickle",
    "words/meta.json",
    "words/.managed.json",
    "words/*.term",
    "words/*.store",
    "words/*.idx",
    "words/*.fast",
    "words/*.fieldnorm",
    "words/*.pos",
]


def test_every_file_is_of_a_kind_that_is_tried(library: Library) -> None:
    folder = folder_of(library)
    tried = {path for kind in KINDS for path in folder.glob(kind)}
    files = {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert files - tried == set()
    assert (folder / "seal.json") in files


@pytest.mark.parametrize(
    "damage", [truncate, empty, os.remove, flip], ids=["truncated", "emptied", "deleted", "flipped"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_found_at_start(
    library: Library, indexes: Indexes, kind: str, damage: Callable[[Path], None]
) -> None:
    folder = folder_of(library)
    paths = list(folder.glob(kind))
    if not paths or paths[0].stat().st_size == 0:
        pytest.skip("there is no such file, or nothing in it")
    damage(paths[0])
    assert exact_only(indexes, library)
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert folder_of(library) != folder
    assert hits(indexes, library) == (NEAR, {23, 903})


def test_an_undamaged_folder_stays(library: Library, indexes: Indexes) -> None:
    folder = folder_of(library)
    assert exact_only(indexes, library)
    assert indexes.catch_up()
    assert folder_of(library) == folder
    assert hits(indexes, library) == (NEAR, {23, 903})


@pytest.mark.parametrize("everything", [True, False])
def test_a_folder_that_was_deleted(home: Path, library: Library, everything: bool) -> None:
    shutil.rmtree(home / "indexes" if everything else folder_of(library))
    indexes = Indexes(library, home / "indexes", watch=False)
    assert exact_only(indexes, library)
    assert indexes.catch_up()
    assert hits(indexes, library) == (NEAR, {23, 903})
    indexes.close()


def test_a_folder_that_is_deleted_while_it_is_open(home: Path, library: Library, indexes: Indexes) -> None:
    assert indexes.catch_up()
    shutil.rmtree(home / "indexes")
    assert hits(indexes, library) == (NEAR, {23, 903})
    library.put(many(1, first=COUNT))
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert folder_of(library).is_dir()
    assert best(indexes, library, f"{COUNT}x0")[0][0] == 3 * COUNT + 1
    assert not Indexes(library, home / "indexes", watch=False).catch_up()  # its lock was taken again


def test_nothing_outside_the_folder_is_deleted(home: Path, library: Library, indexes: Indexes) -> None:
    folder = folder_of(library)
    outside = home / "outside"
    outside.mkdir()
    (outside / "precious").write_text("kept")
    (home / "indexes" / "link").symlink_to(outside, target_is_directory=True)
    (home / "indexes" / "garbage").mkdir()
    (home / "indexes" / "garbage" / "link").symlink_to(outside, target_is_directory=True)
    (home / "indexes" / "note.txt").write_text("kept")
    assert indexes.catch_up()
    assert sorted(path.name for path in (home / "indexes").iterdir()) == sorted(
        [folder.name, "link", "note.txt", "owner.lock"]
    )
    assert (outside / "precious").read_text() == "kept"
    assert indexes.rebuild()
    assert (outside / "precious").read_text() == "kept"
    assert (home / "indexes" / "link").is_symlink()


def test_a_sealed_folder_that_is_no_index(library: Library, indexes: Indexes) -> None:
    folder = folder_of(library)
    uid, generation, mark = library.stamp
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "vectors").write_text("no folder")
    seal.put(folder, {"uid": uid, "generation": generation, "mark": mark, "last_id": 3})
    assert indexes.catch_up()
    assert hits(indexes, library) == (NEAR, {23, 903})


@pytest.mark.parametrize("facts", [{"generation": 1}, {"uid": "", "generation": "x"}, {"surplus": 1}])
def test_a_seal_with_other_facts(library: Library, indexes: Indexes, facts: dict[str, object]) -> None:
    seal.put(folder_of(library), {"uid": library.stamp[0], **facts})
    assert indexes.catch_up()
    assert hits(indexes, library) == (NEAR, {23, 903})


def test_an_index_that_lacks_passages(library: Library, indexes: Indexes) -> None:
    folder = folder_of(library)
    uid, generation, mark = library.stamp
    seal.take_off(folder)
    vectors = VectorIndex(folder / "vectors")
    vectors.delete([1, 2, 3])
    vectors.close()
    seal.put(folder, {"uid": uid, "generation": generation, "mark": mark, "last_id": 3 * COUNT})
    assert indexes.catch_up()
    assert folder_of(library) != folder
    assert hits(indexes, library) == (NEAR, {23, 903})


class Panic(BaseException):
    """As Chroma's panics: no Exception."""


def fails_with(error: BaseException) -> Callable[..., object]:
    def fails(*_: object, **__: object) -> object:
        raise error

    return fails


@pytest.mark.parametrize("error", [RuntimeError("no"), Panic("panic")], ids=["error", "panic"])
@pytest.mark.parametrize(("part", "method"), [(VectorIndex, "nearest"), (WordIndex, "best")], ids=["vectors", "words"])
def test_a_search_that_fails(
    library: Library,
    indexes: Indexes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: type,
    method: str,
    error: BaseException,
) -> None:
    assert indexes.catch_up()
    folder = folder_of(library)
    with monkeypatch.context() as patch:
        if part is VectorIndex:
            patch.setattr(part, method, fails_with(error))
        else:
            assert indexes._pair is not None
            patch.setattr(indexes._pair.words, method, fails_with(error))
        assert hits(indexes, library) == (NEAR, {23, 903})
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "failed and will be built anew" in caplog.text
    assert exact_only(indexes, library)
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert folder_of(library) != folder
    assert hits(indexes, library) == (NEAR, {23, 903})


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()], ids=["interrupt", "exit"])
def test_what_ends_the_program_is_let_through(
    library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    assert indexes.catch_up()
    monkeypatch.setattr(VectorIndex, "nearest", fails_with(error))
    with pytest.raises(type(error)):
        nearest(indexes, library, QUERY)
    assert indexes.state == "ready"


@pytest.mark.parametrize("part", [VectorIndex, WordIndex])
def test_an_update_that_fails(library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch, part: type) -> None:
    assert indexes.catch_up()
    folder = folder_of(library)
    library.put(many(1, first=COUNT))
    real, calls = (part.upsert, []) if part is VectorIndex else (part.update, [])  # type: ignore[attr-defined]

    def fails_once(*arguments: object) -> None:
        calls.append(1)
        real(*arguments)
        if len(calls) == 1:
            raise Panic("in the middle")

    monkeypatch.setattr(part, "upsert" if part is VectorIndex else "update", fails_once)
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert folder_of(library) != folder
    assert best(indexes, library, f"{COUNT}x0")[0][0] == 3 * COUNT + 1


def test_indexes_that_cannot_be_built(
    library: Library, indexes: Indexes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder_of(library))
    with monkeypatch.context() as patch:
        patch.setattr(VectorIndex, "upsert", fails_with(OSError(28, "No space left on device")))
        assert not indexes.catch_up()
        assert "cannot be built: [Errno 28] No space left on device" in caplog.text
        with pytest.raises(LibraryError) as caught:
            indexes.rebuild()
        assert str(caught.value).startswith(
            f"The indexes of the library {library.path} cannot be built ([Errno 28] No space left on device); check "
        )
        assert [path.name for path in (library.path.parent / "indexes").iterdir()] == ["owner.lock"]
        assert exact_only(indexes, library)
    assert indexes.catch_up()
    assert hits(indexes, library) == (NEAR, {23, 903})


def test_the_watcher_survives(
    library: Library, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(VectorIndex, "upsert", fails_with(Panic("panic")))
        shutil.rmtree(folder_of(library))
        indexes = Indexes(library, home / "indexes")
        assert within(30, lambda: "panic" in caplog.text)
        assert exact_only(indexes, library)
    assert within(30, lambda: indexes.state == "ready")
    assert hits(indexes, library) == (NEAR, {23, 903})
    assert caplog.text.count("could not be brought up to date") == 1
    indexes.close()


def test_a_library_that_cannot_be_read_leaves_the_index_alone(library: Library, home: Path) -> None:
    indexes = Indexes(library, home / "indexes")
    assert within(30, lambda: indexes.state == "ready")
    folder = folder_of(library)
    away = library.path.rename(home / "away")
    assert not within(1.5, lambda: not folder.exists())
    away.rename(library.path)
    library.put(many(1, first=COUNT))
    assert within(30, lambda: indexes.state == "ready")
    assert folder_of(library) == folder
    indexes.close()
