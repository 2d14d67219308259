"""Libraries that are built beside their place, and what becomes of those whose builder was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libraries import line_of, new_library, started
from vectorstore.unfinished import built_beside, clear_unfinished

BUILD = """
import sys, time
from pathlib import Path
from tests.libraries import FINGERPRINT
from vectorstore.library import Library
from vectorstore.unfinished import built_beside
with built_beside(Path(sys.argv[1]) / "library.sqlite3") as path:
    Library(path, FINGERPRINT)
    print(path.name, flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nothing_is_left(tmp_path: Path) -> None:
    with built_beside(tmp_path / "library.sqlite3") as path:
        path.write_text("")
        path.with_name(f"{path.name}-wal").write_text("")
    assert names(tmp_path) == set()
    with pytest.raises(RuntimeError, match="in the middle"), built_beside(tmp_path / "library.sqlite3") as path:
        path.write_text("")
        raise RuntimeError("in the middle")
    assert names(tmp_path) == set()


def test_what_a_killed_builder_left_is_deleted_by_the_next(tmp_path: Path) -> None:
    new_library(tmp_path)
    kept = names(tmp_path)
    (tmp_path / "bundled-4711.sqlite3").write_text("of an older version")
    with started(BUILD, tmp_path) as builder:
        name = line_of(builder)
        clear_unfinished(tmp_path)
        assert name in names(tmp_path)  # its builder is at work
        assert "bundled-4711.sqlite3" not in names(tmp_path)
        builder.kill()
    assert name in names(tmp_path)
    clear_unfinished(tmp_path)
    assert names(tmp_path) == kept
