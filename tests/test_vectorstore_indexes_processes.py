"""Several processes on one library and one index folder."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.libraries import best, line_of, many, nearest, new_library, passage_ids, started, unit_vectors, within
from vectorstore.indexes import Indexes
from vectorstore.library import Library

QUERY = unit_vectors(1, seed=77)[0]
START = """
import sys, time
from pathlib import Path
from tests.libraries import ALL, FINGERPRINT, best, many, nearest, new_library, unit_vectors, within
from vectorstore.indexes import Indexes
from vectorstore.library import Library
home = Path(sys.argv[1])
library = Library(home / "library.sqlite3", FINGERPRINT)
"""
OWN = f"""{START}
indexes = Indexes(library, home / "indexes")
assert within(30, lambda: indexes.state == "ready")
print("ready", flush=True)
sys.stdin.readline()
indexes.close()
print("closed", flush=True)
sys.stdin.readline()
"""
PUT = f"{START}\nlibrary.put(many(1, first=int(sys.argv[2])))\nprint('done', flush=True)"


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def right(indexes: Indexes, library: Library) -> None:
    with library.snapshot() as snapshot:
        ids = passage_ids(snapshot)
    assert sorted(item for item, _ in nearest(indexes, library, QUERY, 1_000)) == ids
    assert sorted(item for item, _ in best(indexes, library, "common", 1_000)) == ids


def test_a_second_process_searches_exactly_and_takes_over(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(10))
    with started(OWN, tmp_path) as owner:
        assert line_of(owner) == "ready"
        indexes = Indexes(library, tmp_path / "indexes")
        assert not indexes.catch_up()
        assert not indexes.rebuild()
        assert indexes.state == "used by another process"
        right(indexes, library)
        library.put(many(1, first=20))
        right(indexes, library)
        assert indexes.state == "used by another process"
        tell(owner)
        assert line_of(owner) == "closed"
        assert within(30, lambda: indexes.state == "ready")
        right(indexes, library)
        indexes.close()
        tell(owner)
    assert owner.returncode == 0


def test_what_another_process_puts_is_caught_up_with(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(10))
    indexes = Indexes(library, tmp_path / "indexes")
    assert within(30, lambda: indexes.state == "ready")
    with started(PUT, tmp_path, 20) as putting:
        assert line_of(putting) == "done"
        assert library.generation == 2
        assert within(30, lambda: indexes.state == "ready")
        right(indexes, library)
    indexes.close()


@pytest.mark.parametrize("phase", ["while building", "while updating", "while ready"])
def test_a_killed_owner(tmp_path: Path, phase: str) -> None:
    code = f"""{START}
from vectorstore.vector_index import VectorIndex
indexes = Indexes(library, home / "indexes", watch=False)
if {phase!r} != "while building":
    assert indexes.catch_up()
upsert = VectorIndex.upsert
def half(index, ids, vectors):
    upsert(index, ids[: len(ids) // 2], vectors[: len(ids) // 2])
    print("half", flush=True)
    time.sleep(60)
if {phase!r} == "while ready":
    print("half", flush=True)
    time.sleep(60)
VectorIndex.upsert = half
library.put(many(5, first=10))
indexes.catch_up()
"""
    library = new_library(tmp_path, *many(10))
    with started(code, tmp_path) as owner:
        assert line_of(owner) == "half"
        before = sorted(path.name for path in (tmp_path / "indexes").iterdir() if path.is_dir())
        owner.kill()
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    right(indexes, library)
    assert indexes.catch_up()
    assert indexes.state == "ready"
    right(indexes, library)
    after = sorted(path.name for path in (tmp_path / "indexes").iterdir() if path.is_dir())
    assert len(after) == 1
    assert (after == before) == (phase == "while ready")
    indexes.close()


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.1, 0.2, 0.3])
def test_an_owner_that_is_killed_at_any_moment(tmp_path: Path, moment: float) -> None:
    code = f"""{START}
indexes = Indexes(library, home / "indexes", watch=False)
indexes.catch_up()
print("built", flush=True)
for n in range(100):
    library.put(many(1, first=100 + n))
    library.remove([f"a{{n}}"])
    indexes.catch_up()
"""
    library = new_library(tmp_path, *many(20))
    with started(code, tmp_path) as owner:
        assert line_of(owner) == "built"
        time.sleep(moment)
        owner.kill()
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    right(indexes, library)
    assert indexes.catch_up()
    right(indexes, library)
    indexes.close()


@pytest.mark.parametrize("ending", ["", "raise SystemExit(0)"])
def test_a_program_that_ends_without_closing(tmp_path: Path, ending: str) -> None:
    new_library(tmp_path, *many(600))
    code = f"{START}\nindexes = Indexes(library, home / 'indexes')\ntime.sleep(0.2)\n{ending}"
    with started(code, tmp_path) as program:
        assert program.wait(30) == 0
    library = new_library(tmp_path)
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    assert len(nearest(indexes, library, QUERY, 9)) == 9
    indexes.close()


def test_threads_search_while_the_index_changes(tmp_path: Path) -> None:
    code = f"""{START}
import threading
from concurrent.futures import ThreadPoolExecutor
indexes = Indexes(library, home / "indexes")
query = unit_vectors(1, seed=77)[0]
wrong, stop = [], threading.Event()
def search():
    while not stop.is_set():
        with library.snapshot() as snapshot:
            ids = {{item.id for item in snapshot.passages()}}
            near = {{item for item, _ in indexes.nearest(snapshot, query, 1_000, ALL)}}
            said = {{item for item, _ in indexes.best(snapshot, "common", 1_000, ALL)}}
            if near != ids:
                wrong.append(("nearest", near ^ ids))
            if not said <= ids:
                wrong.append(("best", said - ids))
with ThreadPoolExecutor(3) as threads:
    searches = [threads.submit(search) for _ in range(3)]
    try:
        for n in range(15):
            library.put(many(1, first=100 + n))
            library.remove([f"a{{n}}"])
            indexes.catch_up()
            if n == 9:
                indexes.rebuild()
    finally:
        stop.set()
for done in searches:
    done.result()  # raises what was raised there
print(wrong[:3], flush=True)
indexes.close()
"""
    new_library(tmp_path, *many(30))
    with started(code, tmp_path) as program:
        assert line_of(program) == "[]"
    assert program.returncode == 0
