"""One writer at a time, and what a second one is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.libraries import line_of, started
from vectorstore.errors import LibraryBusyError, LibraryError
from vectorstore.writers_lock import writers_lock

HOLD = """
import sys
from pathlib import Path
from vectorstore.writers_lock import writers_lock
with writers_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
print("free", flush=True)
"""


def test_a_second_process_is_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with started(HOLD, path) as holder:
        assert line_of(holder) == "held"
        began = time.monotonic()
        with pytest.raises(LibraryBusyError) as caught, writers_lock(path):
            pytest.fail("two writers")
        assert time.monotonic() - began < 2.0
        assert str(caught.value) == (
            f"Another process (number {holder.pid}) is writing to the library {path}; try again when it is done."
        )
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert line_of(holder) == "free"
        with writers_lock(path):
            assert (tmp_path / "library.writer").read_text(encoding="ascii") == str(os.getpid())


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with started(HOLD, path) as holder:
        assert line_of(holder) == "held"
        holder.kill()
    with writers_lock(path):
        pass


def test_an_unknown_holder(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with started(HOLD, path) as holder:
        assert line_of(holder) == "held"
        for unreadable in (b"", b"\xff"):
            (tmp_path / "library.writer").write_bytes(unreadable)
            with pytest.raises(LibraryBusyError, match=r"Another process \(number unknown\)"), writers_lock(path):
                pytest.fail("two writers")
        holder.kill()


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "library.sqlite3"
    with pytest.raises(LibraryError) as caught, writers_lock(path):
        pytest.fail("no lock")
    assert str(caught.value) == (
        f"The library's folder {path.parent} cannot be written to (File exists); change its permissions, or set "
        "QA_HOME to another one."
    )


def test_an_owner_that_cannot_be_noted_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    note = tmp_path / "library.writer"
    note.mkdir()
    with pytest.raises(LibraryError, match="Is a directory"), writers_lock(path):
        pytest.fail("no lock")
    note.rmdir()
    with writers_lock(path):
        pass


@pytest.mark.parametrize("error", [PermissionError("mine"), TimeoutError("mine"), ValueError("mine")])
def test_what_is_raised_while_writing_comes_through(tmp_path: Path, error: Exception) -> None:
    path = tmp_path / "library.sqlite3"
    with pytest.raises(type(error), match="mine"), writers_lock(path):
        raise error
    with writers_lock(path):
        pass
