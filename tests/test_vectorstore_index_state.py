"""What can be told of the indexes without opening them."""

from __future__ import annotations

from pathlib import Path

from tests.libraries import many, new_library
from vectorstore.index_state import index_state
from vectorstore.indexes import Indexes


def test_states(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    folder = tmp_path / "indexes"
    assert index_state(library, folder) == "not built yet"
    assert not folder.exists()
    indexes = Indexes(library, folder, watch=False)
    assert index_state(library, folder) == "not built yet"
    assert indexes.catch_up()
    assert index_state(library, folder) == "used by another process"
    indexes.close()
    assert index_state(library, folder) == "ready"
    library.put(many(1, first=2))
    assert index_state(library, folder) == "behind"
    (sealed,) = [path for path in folder.iterdir() if path.is_dir()]
    (sealed / "vectors" / "chroma.sqlite3").write_bytes(b"")
    assert index_state(library, folder) == "not built yet"


def test_an_index_of_another_library(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    indexes.close()
    other = new_library(tmp_path / "other", *many(2))
    assert index_state(other, tmp_path / "indexes") == "not built yet"
