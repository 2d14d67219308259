"""Opening a library that an older version wrote: all of it is kept, and what is new is made of it."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article, Skipped
from tests.libraries import DIMENSION, FINGERPRINT, entry, line_of, many, new_library, passage_ids, started
from tests.old_library import library_of_version_1
from tests.stories import HARBOUR, VIEWS, edited, story
from vectorstore import library as opening
from vectorstore import migrations
from vectorstore.errors import LibraryBusyError, LibraryError
from vectorstore.library import Library
from vectorstore.records import State

OLD = [story("first"), story("copy", edited(), day=5), story("other", VIEWS)]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return library_of_version_1(tmp_path / "library.sqlite3", [entry(article, seed=1) for article in OLD])


def version(path: Path) -> str:
    connection = sqlite3.connect(path)
    found: str = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
    connection.close()
    return found


def tables(path: Path) -> set[tuple[str, str]]:
    """The names and the SQL of all tables and indexes, however it is spaced."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    connection.close()
    return {(name, " ".join(sql.split())) for name, sql in rows}


def articles(library: Library) -> list[Article | None]:
    with library.snapshot() as snapshot:
        return [snapshot.article(article.id) for article in OLD]


@pytest.mark.parametrize("fingerprint", [FINGERPRINT, None])
def test_nothing_is_lost(old: Path, fingerprint: None) -> None:
    library = Library(old, fingerprint)
    assert version(old) == "2"
    assert articles(library) == list(OLD)
    assert library.stamp[:2] == ("old", 7)
    assert library.stamp[2] != ""
    with library.snapshot() as snapshot:
        assert len(passage_ids(snapshot)) == snapshot.counts()[2] == 11
        assert np.array_equal(snapshot.vectors(DIMENSION)[1][:4], entry(OLD[0], seed=1)[2])
        assert snapshot.skipped() == []


def test_the_tables_are_those_of_a_new_library(old: Path, tmp_path: Path) -> None:
    Library(old, FINGERPRINT)
    assert tables(old) == tables(new_library(tmp_path / "new").path)


def test_it_is_done_once(old: Path) -> None:
    stamp = Library(old, FINGERPRINT).stamp
    before = old.stat().st_mtime_ns
    assert Library(old, FINGERPRINT).stamp == stamp
    assert old.stat().st_mtime_ns == before


def test_articles_are_linked_when_asked_for(old: Path) -> None:
    library = Library(old, FINGERPRINT)
    with library.snapshot() as snapshot:
        assert snapshot.group_of("copy") == []
    assert library.link_all() == 3
    with library.snapshot() as snapshot:
        assert snapshot.group_of("copy") == ["first", "copy"]
        assert snapshot.group_of("other") == ["other"]
    stamp = library.stamp
    assert library.link_all() == 0
    assert library.stamp == stamp
    again = story("again", HARBOUR.replace("\n\n", "\n"))
    assert library.state_of(again) == State(
        "unchanged", "first", "The same text is there as first, so again was not added again."
    )


def test_what_was_not_linked_yet_can_be_changed_and_removed(old: Path) -> None:
    library = Library(old, FINGERPRINT)
    assert library.remove(["first"]) == ["first"]
    library.put([entry(story("other", HARBOUR))])
    library.note_skipped([Skipped("a.pdf", "It has no text.")])
    assert library.link_all() == 1
    with library.snapshot() as snapshot:
        assert snapshot.group_of("copy") == ["other", "copy"]


def test_killed_in_the_middle_it_is_still_of_version_1(old: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from tests.libraries import FINGERPRINT
from vectorstore import library, migrations
def slow(connection, version):
    migrations.migrate(connection, version)
    print("half", flush=True)
    time.sleep(60)
library.migrate = slow
library.Library(Path(sys.argv[1]), FINGERPRINT)
"""
    with started(code, old) as process:
        assert line_of(process) == "half"
        with pytest.raises(LibraryBusyError, match=rf"Another process \(number {process.pid}\) is writing"):
            Library(old, FINGERPRINT)
        process.kill()
    assert version(old) == "1"
    assert articles(Library(old, FINGERPRINT)) == list(OLD)
    assert version(old) == "2"


def test_two_processes_open_it_at_once(old: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.libraries import FINGERPRINT
from vectorstore.library import Library
print(Library(Path(sys.argv[1]), FINGERPRINT).stamp)
"""
    processes: list[subprocess.Popen[str]] = [started(code, old) for _ in range(2)]
    assert len({line_of(process) for process in processes}) == 1
    assert [process.wait() for process in processes] == [0, 0]


@pytest.mark.parametrize("trouble", ["folder", "disk"])
def test_where_it_cannot_be_written_the_reason_is_told(
    old: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    if trouble == "folder":
        old.with_suffix(".lock").mkdir()  # as good as a folder that cannot be written to, also for root
    else:

        def fails_late(connection: sqlite3.Connection, number: int) -> None:
            migrations.migrate(connection, number)
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(opening, "migrate", fails_late)
    with pytest.raises(LibraryError) as caught:
        Library(old, FINGERPRINT)
    assert str(caught.value) == (
        f"The library {old} was written by an older version of this program (format 1) and could not be brought to "
        "this one's (format 2); nothing was changed. Check that its folder can be written to and the disk's free "
        "space, or set QA_HOME to another folder."
    )
    assert version(old) == "1"


def test_a_large_library_is_opened_as_fast(tmp_path: Path) -> None:
    path = library_of_version_1(tmp_path / "library.sqlite3", many(3_000, passages=1))
    began = time.monotonic()
    Library(path, FINGERPRINT)
    assert time.monotonic() - began < 2.0  # it takes some milliseconds; linking them would take longer
    with Library(path, FINGERPRINT).snapshot() as snapshot:
        assert snapshot.groups(["a0"]) == {}
