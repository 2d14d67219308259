"""Transactions on the library's file: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libraries import many, new_library
from vectorstore import database
from vectorstore.database import Connection, meta
from vectorstore.errors import LibraryError


def test_a_transaction_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = new_library(tmp_path, *many(1)).path
    with pytest.raises(RuntimeError), database.writing(path) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE key = 'uid'")
        raise RuntimeError
    with database.reading(path) as connection:
        assert meta(connection, "uid") != "x"
    with database.writing(path) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE key = 'uid'")
    with database.reading(path) as connection:
        assert meta(connection, "uid") == "x"


def test_a_failure_of_sqlite_is_told_as_one_of_the_library(tmp_path: Path) -> None:
    path = new_library(tmp_path).path
    with pytest.raises(LibraryError, match="could not be written"), database.writing(path) as one:
        one.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(LibraryError, match="cannot be read"), database.reading(path) as other:
        other.execute("SELECT * FROM nowhere")
    with pytest.raises(LibraryError, match="has no nothing"), database.reading(path) as third:
        meta(third, "nothing")


def test_a_database_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"

    def fails(connection: Connection) -> None:
        connection.execute("CREATE TABLE one (a)")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.create(path, fails)
    assert not path.exists()
    database.create(path, lambda connection: None)
    before = path.stat().st_mtime_ns
    database.create(path, fails)  # there is one
    assert path.stat().st_mtime_ns == before
