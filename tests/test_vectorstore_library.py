"""The library file: opening it, changing it, and what its errors say."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.libraries import (
    DIMENSION,
    FINGERPRINT,
    Entry,
    changed,
    entry,
    line_of,
    make_article,
    many,
    new_library,
    passage_ids,
    started,
    unit_vectors,
)
from vectorstore.errors import LibraryBusyError, LibraryError, LibraryModelError, LibraryVersionError
from vectorstore.library import Library, put_in_place
from vectorstore.records import Fingerprint, State

OTHER_MODEL = Fingerprint("other-model", "4567", 4, "1")


def ids_of(library: Library, article_id: str | None = None) -> list[int]:
    with library.snapshot() as snapshot:
        return passage_ids(snapshot, article_id)


def counts(library: Library) -> tuple[int, int, int]:
    with library.snapshot() as snapshot:
        return snapshot.counts()


def set_fact(path: Path, key: str, value: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    connection.close()


# Changing


def test_a_new_library_is_empty(tmp_path: Path) -> None:
    library = new_library(tmp_path / "deep" / "home")
    assert library.generation == 0
    assert counts(library) == (0, 0, 0)


def test_put_keeps_everything(tmp_path: Path) -> None:
    article = replace(
        make_article("a", "Första stycket 😀.", "Second.", publisher="P", published=date(2018, 1, 24)),
        authors=("X", "Y, Jr."),
        url="https://example.com/a",
        language="sv",
        digest=True,
        title_derived=True,
    )
    library = new_library(tmp_path, entry(article, seed=3))
    with Library(tmp_path / "library.sqlite3", FINGERPRINT).snapshot() as snapshot:
        assert snapshot.article("a") == article
        assert snapshot.headers() == [article.header]
        first, second = snapshot.passages()
        assert (first.start, first.end, first.text) == (0, 17, "Första stycket 😀.")
        assert (second.article_id, second.text, second.title) == ("a", "Second.", "About a")
        assert (second.publisher, second.published) == ("P", date(2018, 1, 24))
        ids, vectors = snapshot.vectors(DIMENSION)
        assert ids.tolist() == [first.id, second.id]
        assert vectors.dtype == np.float32
        assert np.array_equal(vectors, unit_vectors(2, seed=3))
    assert library.generation == 1


def test_every_change_raises_the_generation(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(3))
    assert library.generation == 1
    library.put(many(1, first=3))
    library.remove(["a0"])
    assert library.generation == 3
    assert Library(library.path, FINGERPRINT).stamp == library.stamp


def test_replacing(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    assert ids_of(library) == [1, 2, 3, 4, 5, 6]
    library.put([changed(many(1)[0], "Now this.", "And that.")])
    assert ids_of(library, "a0") == [7, 8]
    assert ids_of(library, "a1") == [4, 5, 6]
    with library.snapshot() as snapshot:
        assert sorted(snapshot.removed_since(1)) == [1, 2, 3]
        assert snapshot.removed_since(2) == []
        assert snapshot.vectors(DIMENSION)[0].tolist() == [4, 5, 6, 7, 8]
        assert snapshot.vectors(DIMENSION, after=6)[0].tolist() == [7, 8]


def test_passage_ids_are_never_used_again(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    assert library.remove(["a1"]) == ["a1"]  # the highest ids
    library.put(many(1, first=1))
    assert ids_of(library) == [1, 2, 3, 7, 8, 9]
    library.remove(["a0", "a1"])
    again = Library(library.path, FINGERPRINT)
    again.put(many(1))
    assert ids_of(again) == [10, 11, 12]


def test_states(tmp_path: Path) -> None:
    article = make_article("a", "Text.", publisher="P")
    library = new_library(tmp_path)
    assert library.state_of(article) == State("added", "a")
    library.put([entry(article)])
    assert library.state_of(replace(article)) == State("unchanged", "a")
    assert library.state_of(replace(article, publisher=None)) == State("changed", "a")
    assert library.state_of(replace(article, text="Text!")) == State("changed", "a")


def test_removing(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    assert library.remove(["nobody", "a1", "a1"]) == ["a1"]
    assert counts(library) == (1, 1, 3)
    connection = sqlite3.connect(library.path)
    assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (3,)
    connection.close()


@pytest.mark.parametrize("failure", ["exception", "too few vectors", "interrupt"])
def test_all_or_nothing(tmp_path: Path, failure: str) -> None:
    library = new_library(tmp_path, *many(2))

    def entries() -> Iterator[Entry]:
        yield changed(many(1)[0], "New text.")
        yield from many(1, first=5)
        if failure == "exception":
            raise RuntimeError("in the middle")
        if failure == "interrupt":
            raise KeyboardInterrupt
        article, spans, vectors = many(1, first=6)[0]
        yield article, spans, vectors[:-1]

    with pytest.raises((RuntimeError, ValueError, KeyboardInterrupt)):
        library.put(entries())
    assert library.generation == 1
    assert counts(library) == (2, 2, 6)
    assert ids_of(library) == [1, 2, 3, 4, 5, 6]
    with library.snapshot() as snapshot:
        assert snapshot.article("a0") == many(1)[0][0]
    library.put(many(1, first=5))
    assert counts(library) == (3, 3, 9)


def test_a_killed_writer_leaves_the_old_state(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    code = """
import sys, time
from pathlib import Path
from tests.libraries import FINGERPRINT, many
from vectorstore.library import Library
def entries():
    yield from many(50)
    print("half", flush=True)
    time.sleep(60)
Library(Path(sys.argv[1]), FINGERPRINT).put(entries())
"""
    with started(code, library.path) as writer:
        assert line_of(writer) == "half"
        with pytest.raises(LibraryBusyError, match=rf"Another process \(number {writer.pid}\) is writing"):
            library.remove(["a0"])
        assert counts(library) == (2, 2, 6)  # readers need no lock
        writer.kill()
    library.put(many(1, first=2))
    assert counts(library) == (3, 3, 9)


def test_vectors_made_anew(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    uid, generation, _ = library.stamp
    other = Library(library.path, OTHER_MODEL, any_model=True)
    entries = [(f"a{n}", [(0, 6)], unit_vectors(1, dimension=4, seed=n)) for n in range(2)]

    def broken() -> Iterator[tuple[str, list[tuple[int, int]], np.ndarray]]:
        yield entries[0]
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        other.replace_vectors(broken(), generation=1)
    assert ids_of(library) == [1, 2, 3, 4, 5, 6]
    other.replace_vectors(entries, generation=1)
    again = Library(library.path, OTHER_MODEL)
    assert ids_of(again) == [7, 8]
    assert again.generation == generation + 1
    assert again.stamp[0] != uid
    with again.snapshot() as snapshot:
        assert np.array_equal(snapshot.vectors(4)[1], np.concatenate([vectors for _, _, vectors in entries]))
        assert sorted(snapshot.removed_since(1)) == [1, 2, 3, 4, 5, 6]


def test_vectors_made_of_an_older_state_are_refused(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    library.put(many(1, first=1))
    with pytest.raises(LibraryBusyError, match="were added or removed while its vectors were being made anew"):
        library.replace_vectors([("a0", [(0, 6)], unit_vectors(1))], generation=1)
    assert ids_of(library) == [1, 2, 3, 4, 5, 6]
    assert library.generation == 2


# Opening


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    path = new_library(tmp_path).path
    set_fact(path, "schema", "3")
    for any_model in (False, True):
        with pytest.raises(LibraryVersionError) as caught:
            Library(path, FINGERPRINT, any_model=any_model)
        assert str(caught.value) == (
            f"The library {path} was written by a newer version of this program (format 3, this one reads up to 2); "
            "update the program, or set QA_HOME to another folder."
        )


def test_another_model_is_refused(tmp_path: Path) -> None:
    path = new_library(tmp_path, *many(1)).path
    with pytest.raises(LibraryModelError) as caught:
        Library(path, OTHER_MODEL)
    assert str(caught.value) == (
        f"The library {path} was made with the embedding model 'test-model', this is 'other-model'; run `qa rebuild` "
        "to make its vectors anew, or set QA_EMBEDDING back."
    )
    assert Library(path, None).remove(["a0"]) == ["a0"]
    assert Library(path, replace(FINGERPRINT, model="another name of it")).generation == 2


def test_other_passage_rules_are_refused(tmp_path: Path) -> None:
    path = new_library(tmp_path).path
    with pytest.raises(LibraryModelError) as caught:
        Library(path, replace(FINGERPRINT, passage_rules="2"))
    assert str(caught.value) == (
        f"The library {path} was cut into passages by other rules; run `qa rebuild` to make them anew."
    )


def test_a_library_that_gets_another_model_while_it_is_open(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    Library(library.path, OTHER_MODEL, any_model=True).replace_vectors(
        [("a0", [(0, 6)], unit_vectors(1, dimension=4))], generation=1
    )
    with pytest.raises(LibraryModelError, match="was made with the embedding model 'other-model'"), library.snapshot():
        pytest.fail("vectors of two models")
    with pytest.raises(LibraryModelError, match="was made with the embedding model 'other-model'"):
        library.put(many(1, first=1))
    assert counts(Library(library.path, OTHER_MODEL)) == (1, 1, 1)


@pytest.mark.parametrize("content", [b"", b"no database at all " * 100, b"SQLite format 3\0" + b"x" * 5_000])
def test_a_file_that_is_no_library(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(content)
    with pytest.raises(LibraryError) as caught:
        Library(path, FINGERPRINT)
    message = str(caught.value)
    assert message.startswith(f"The library {path} cannot be opened (")
    assert message.endswith(
        "); it is damaged or no library of this program: move it away, or set QA_HOME to another folder."
    )
    assert path.read_bytes() == content


def test_a_place_that_cannot_hold_a_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "folder.sqlite3"
    folder.mkdir()
    for path in (tmp_path / "file" / "library.sqlite3", tmp_path / "file" / "deep" / "library.sqlite3", folder):
        with pytest.raises(LibraryError) as caught:
            Library(path, FINGERPRINT)
        assert str(caught.value).startswith(f"The library {path} cannot be opened (")
        assert str(caught.value).endswith("); check that the folder can be written to, or set QA_HOME to another one.")


def test_no_library_to_open(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"cannot be opened \(there is no such file\)"):
        Library(tmp_path / "home" / "library.sqlite3", None)
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_goes_away_is_not_made_anew(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    library.path.unlink()
    with pytest.raises(LibraryError, match="cannot be read"), library.snapshot():
        pytest.fail("no library")
    with pytest.raises(LibraryError, match="could not be written"):
        library.put(many(1))
    assert not library.path.exists()


def test_a_damaged_page_is_named_when_it_is_read(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(200))
    size = library.path.stat().st_size
    with open(library.path, "r+b") as file:
        file.seek(size // 4)
        file.write(b"\xff" * (size // 2))
    with pytest.raises(LibraryError, match="it is damaged"), library.snapshot() as snapshot:
        list(snapshot.passages())


def test_a_new_library_does_not_replay_an_old_log(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    with library.snapshot():
        library.put(many(3, first=1))
        log = Path(f"{library.path}-wal")
        kept = log.read_bytes()
    assert kept
    library.path.unlink()
    log.write_bytes(kept)
    assert counts(new_library(tmp_path)) == (0, 0, 0)


def test_two_processes_start_one_library(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.libraries import FINGERPRINT
from vectorstore.library import Library
print(Library(Path(sys.argv[1]), FINGERPRINT).stamp[0])
"""
    path = tmp_path / "home" / "library.sqlite3"
    processes: list[subprocess.Popen[str]] = [started(code, path) for _ in range(3)]
    assert len({line_of(process) for process in processes}) == 1
    assert [process.wait() for process in processes] == [0, 0, 0]


def test_put_in_place(tmp_path: Path) -> None:
    finished = new_library(tmp_path / "made", *many(2))
    path = tmp_path / "library.sqlite3"
    put_in_place(finished.path, path)
    assert counts(Library(path, FINGERPRINT)) == (2, 2, 6)
    other = new_library(tmp_path / "other")
    put_in_place(other.path, path)
    assert counts(Library(path, FINGERPRINT)) == (2, 2, 6)
    assert other.path.exists()


def test_an_odd_path(tmp_path: Path) -> None:
    library = new_library(tmp_path / "a b#?%20ü", *many(1))
    assert counts(library) == (1, 1, 3)


def test_a_second_writer_is_refused_soon(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    with pytest.raises(LibraryBusyError), library._transaction():
        began = time.monotonic()
        try:
            library.put(many(1))
        finally:
            assert time.monotonic() - began < 2.0
