"""Several processes on one library: one writes at a time, all read, and what one puts in the others find."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from statistics import median

import pytest

from tests.libraries import ALL, best, line_of, many, nearest, new_library, passage_ids, started, unit_vectors, within
from vectorstore.errors import LibraryBusyError
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.vector_index import ChromaServer

QUERY = unit_vectors(1, seed=77)[0]
START = """
import sys, time
from pathlib import Path
from tests.libraries import FINGERPRINT, many
from vectorstore.library import Library
home = Path(sys.argv[1])
library = Library(home / "library.sqlite3", FINGERPRINT)
"""
WRITE = f"""{START}
def slowly():
    yield many(1, first=900)[0]
    print("writing", flush=True)
    sys.stdin.readline()
library.put(slowly())
print("written", flush=True)
"""
# On each line of standard input it puts an article in, takes one out, and searches with indexes that are not its own.
OTHER = f"""{START}
from tests.libraries import best, nearest, unit_vectors
from vectorstore.indexes import Indexes
indexes = Indexes(library, home / "indexes")
for line in sys.stdin:
    n = int(line)
    library.put(many(1, first=n))
    library.remove([f"a{{n - 10}}"])
    found = best(indexes, library, f"{{n}}x1", 3)
    near = nearest(indexes, library, many(1, first=n)[0][2][2], 1)
    print(len(found), near[0][0] - found[0][0], indexes.state, flush=True)
"""


def tell(process: object, line: object) -> None:
    stdin = getattr(process, "stdin")  # noqa: B009
    stdin.write(f"{line}\n")
    stdin.flush()


def test_a_second_writer_is_refused_and_readers_go_on(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(10))
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    with started(WRITE, tmp_path) as writer:
        assert line_of(writer) == "writing"
        at = time.monotonic()
        with pytest.raises(LibraryBusyError) as caught:
            library.put(many(1, first=50))
        assert time.monotonic() - at < 2
        assert str(caught.value).startswith(f"Another process (number {writer.pid}) is writing to the library ")
        at = time.monotonic()
        assert len(nearest(indexes, library, QUERY, 100)) == 30
        assert len(best(indexes, library, "common", 100)) == 30
        assert Library(library.path, library.fingerprint).stamp == library.stamp
        assert time.monotonic() - at < 1
        tell(writer, "go on")
        assert line_of(writer) == "written"
    assert indexes.catch_up()
    assert len(nearest(indexes, library, QUERY, 100)) == 33
    indexes.close()


def rounds(folder: Path, count: int, server: ChromaServer | None) -> list[float]:
    """Seconds until an open engine's indexes found what another process had put in, each time."""
    library = new_library(folder, *many(10))
    indexes = Indexes(library, folder / "indexes", server=server)
    assert within(30, lambda: indexes.state == "ready")
    (before,) = [path for path in (folder / "indexes").iterdir() if path.is_dir()]
    times = []
    with started(OTHER, folder) as other:
        for n in range(10, 10 + count):
            tell(other, n)
            said, difference, state = line_of(other).split(" ", 2)
            assert (said, difference) == ("1", "1")  # its passage is the first of three, its vector that of the last
            assert state == "used by another process"
            at = time.monotonic()
            assert within(30, lambda: len(best(indexes, library, f"{n}x1", 3)) == 1)  # noqa: B023  # called at once
            times.append(time.monotonic() - at)
            with library.snapshot() as snapshot:
                ids = passage_ids(snapshot)
                assert sorted(item for item, _ in indexes.nearest(snapshot, QUERY, 1_000, ALL)) == ids
                assert sorted(item for item, _ in indexes.best(snapshot, "common", 1_000, ALL)) == ids
        assert other.stdin is not None
        other.stdin.close()
    assert (other.returncode, indexes.state) == (0, "ready")
    assert [path for path in (folder / "indexes").iterdir() if path.is_dir()] == [before]  # never broken, never rebuilt
    indexes.close()
    return times


def test_what_another_process_adds_is_found_within_two_seconds(tmp_path: Path, server: ChromaServer | None) -> None:
    assert median(rounds(tmp_path, 50, server)) < 2  # of a busy machine the longest says little


@pytest.mark.soak
def test_a_thousand_rounds(tmp_path: Path, server: ChromaServer | None) -> None:
    assert max(rounds(tmp_path / "library", 1_000, server)) < 2


@pytest.mark.parametrize("count", [30, pytest.param(500, marks=pytest.mark.soak)])
def test_a_search_during_an_add_sees_one_state(tmp_path: Path, server: ChromaServer | None, count: int) -> None:
    """Each change replaces all ten articles in one transaction: what is found is of one version, never of two."""
    library = new_library(tmp_path, *many(10))
    indexes = Indexes(library, tmp_path / "indexes", server=server)
    stop = threading.Event()

    def write() -> None:
        try:
            for _ in range(count):
                library.put(many(10))
                time.sleep(0.02)
        finally:
            stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not stop.is_set():
        with library.snapshot() as snapshot:
            ids = passage_ids(snapshot)
            seen.add(snapshot.generation)
            assert len(ids) == 30
            assert sorted(item for item, _ in indexes.nearest(snapshot, QUERY, 100, ALL)) == ids
            assert {item for item, _ in indexes.best(snapshot, "common", 100, ALL)} <= set(ids)
    writer.join()
    assert len(seen) > 3
    assert within(30, lambda: indexes.state == "ready")
    indexes.close()
