"""The database is the library's file as SQLite sees it: connections, transactions, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vectorstore.errors import LibraryError
from vectorstore.writers_lock import writers_lock

Connection = sqlite3.Connection
DatabaseError = sqlite3.Error

_NO_LIBRARY = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}  # no table, no fact, no database


def create(path: Path, fill: Callable[[Connection], None]) -> None:
    """Make a database where there is none, whole or not at all; `fill` gives it its tables."""
    with writers_lock(path):
        if path.exists():
            return
        clear_place(path)
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        connection = sqlite3.connect(unfinished)
        try:
            fill(connection)
            connection.commit()
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()
        os.replace(unfinished, path)


def connect(path: Path) -> closing[Connection]:
    """A connection that is closed, and rolled back if need be, at the end of a `with` block."""
    address = f"{path.absolute().as_uri()}?mode=rw"  # a plain path would make a missing file anew, empty
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return closing(connection)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection for reading. Raises LibraryError where the file cannot be read, also from within the block."""
    try:
        with connect(path) as connection:
            yield connection
    except DatabaseError as error:
        raise LibraryError(f"The library {path} cannot be read ({error}); {advice(error)}") from error


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """One transaction, by the one writer, which is on disk when the block has ended.

    Raises LibraryBusyError where another process is writing, LibraryError where the file cannot be written.
    """
    with writers_lock(path):
        try:
            with connect(path) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        except DatabaseError as error:
            raise LibraryError(
                f"The library {path} could not be written ({error}); nothing was changed. Check the disk's "
                "free space and the folder's permissions."
            ) from error


def meta(connection: Connection, key: str) -> str:
    """A fact of the library about itself."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"its table of facts about itself has no {key}")
    return str(row[0])


def mark_of(connection: Connection, generation: int) -> str:
    """The mark of a change; none ("") where it is not known."""
    row = connection.execute("SELECT mark FROM changes WHERE generation = ?", (generation,)).fetchone()
    return "" if row is None else str(row[0])


def clear_place(path: Path) -> None:
    """Delete what an earlier library of this name left behind; SQLite would replay its log into the new one."""
    for kind in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + kind).unlink(missing_ok=True)


def advice(error: Exception) -> str:
    """What to do about a file that cannot be opened or read."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_NOTADB) if isinstance(error, DatabaseError) else None
    if code in _NO_LIBRARY:
        return "it is damaged or no library of this program: move it away, or set QA_HOME to another folder."
    return "check that the folder can be written to, or set QA_HOME to another one."
