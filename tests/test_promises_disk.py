"""A full disk, a folder that may only be read, a newer library, another model: one sentence, and nothing is harmed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.crashes import TinyModel
from tests.libraries import (
    FINGERPRINT,
    ROOT,
    best,
    many,
    nearest,
    new_library,
    unit_vectors,
)
from vectorstore.errors import LibraryModelError, LibraryVersionError
from vectorstore.index_state import index_state
from vectorstore.indexes import Indexes
from vectorstore.library import Library
from vectorstore.schema import SCHEMA_VERSION

QUERY = unit_vectors(1, seed=77)[0]
START = """
import resource, sys
from pathlib import Path
from tests.libraries import ALL, FINGERPRINT, best, many, nearest, new_library, passage_ids, unit_vectors
from vectorstore.errors import LibraryError
from vectorstore.indexes import Indexes
from vectorstore.library import Library
home = Path(sys.argv[1])
"""
# What a full disk does to one file: each write beyond this size fails.
FULL = f"""{START}
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = new_library(home)
indexes = Indexes(library, home / "indexes", watch=False)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
put = 0
try:
    for n in range(10, 1_000):
        library.put(many(1, first=n))
        put = n
        print("put", n, flush=True)
except LibraryError as error:
    print("error", error, flush=True)
query = unit_vectors(1, seed=77)[0]
print("caught up", indexes.catch_up(), flush=True)
print("found", len(nearest(indexes, library, query, 10_000)), len(best(indexes, library, "common", 10_000)), flush=True)
"""
# What a user without rights sees of it.
READ = f"""{START}
import os
os.setgid(65534)
os.setuid(65534)
for do in (
    lambda: Library(home / "library.sqlite3", FINGERPRINT),
    lambda: Library(home / "library.sqlite3", None),
    lambda: Indexes(None, home / "none-yet"),
):
    try:
        do()
    except LibraryError as error:
        print("error", error, flush=True)
"""


def said(code: str, *arguments: object) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def whole(library: Library, passages: int) -> None:
    """All passages are found, by exact search and by indexes built anew."""
    indexes = Indexes(library, library.path.parent / "indexes", watch=False)
    for _ in range(2):
        assert len(nearest(indexes, library, QUERY, 10_000)) == passages
        assert len(best(indexes, library, "common", 10_000)) == passages
        assert indexes.catch_up()
    assert indexes.state == "ready"
    indexes.close()


@pytest.mark.parametrize("limit", [150_000, 400_000])
def test_a_full_disk(tmp_path: Path, limit: int) -> None:
    library = new_library(tmp_path, *many(10))
    before = library.path.stat().st_size
    assert before < limit
    *lines, error, caught, found = said(FULL, tmp_path, limit)
    put = [int(line.removeprefix("put ")) for line in lines]
    assert len(put) >= 3
    assert error.startswith(f"error The library {library.path} could not be written (")
    assert error.endswith("; nothing was changed. Check the disk's free space and the folder's permissions.")
    passages = 3 * (10 + len(put))
    assert found == f"found {passages} {passages}"  # whatever became of the indexes
    assert caught in ("caught up False", "caught up True")
    with library.snapshot() as snapshot:
        assert snapshot.counts() == (10 + len(put), 10 + len(put), passages)
    with closing(sqlite3.connect(library.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    library.put(many(1, first=2_000))  # there is room again
    whole(library, passages + 3)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user, who may then do less")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(10))
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    indexes.close()
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path("/"):
            os.chmod(folder, os.stat(folder).st_mode | 0o055)  # pytest lets nobody else look into its folders
    before = library.stamp
    *opening, making = said(READ, tmp_path)
    refused = (
        f"error The library {library.path} cannot be opened (attempt to write a readonly database); check that the "
        "folder can be written to, or set QA_HOME to another one."
    )
    assert opening == [refused, refused]
    assert making == (
        f"error The index folder {tmp_path / 'none-yet'} cannot be made (Permission denied); change the permissions of "
        "the folder above it, or set QA_HOME to another one."
    )
    assert library.stamp == before
    assert index_state(library, tmp_path / "indexes") == "ready"  # untouched
    whole(library, 30)


def test_a_newer_version_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(10))
    with closing(sqlite3.connect(library.path)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION + 1),))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = library.path.read_bytes()
    with pytest.raises(LibraryVersionError) as caught:
        Library(library.path, FINGERPRINT)
    assert str(caught.value) == (
        f"The library {library.path} was written by a newer version of this program (format {SCHEMA_VERSION + 1}, this "
        f"one reads up to {SCHEMA_VERSION}); update the program, or set QA_HOME to another folder."
    )
    assert library.path.read_bytes() == before


def test_another_model_is_refused_until_the_library_is_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import qa.engine
    from qa import Engine, Settings

    class OtherModel(TinyModel):
        name = fingerprint = "other"
        dimension = 8

    source = tmp_path / "one.txt"
    source.write_text("Talks end in Astana\n\nThe talks ended on Monday. The delegates went home.\n")
    settings = Settings(home=tmp_path / "home")
    monkeypatch.setattr(qa.engine, "EmbeddingModel", TinyModel)
    with Engine(settings) as engine:
        (article_id,) = engine.add(source).added
    library = settings.home / "library.sqlite3"
    before = Library(library, None).stamp
    monkeypatch.setattr(qa.engine, "EmbeddingModel", OtherModel)
    with Engine(settings) as engine:
        with pytest.raises(LibraryModelError) as caught:
            engine.ask("Where were the talks?")
        assert str(caught.value) == (
            f"The library {library} was made with the embedding model 'tiny', this is 'other'; run `qa rebuild` to "
            "make its vectors anew, or set QA_EMBEDDING back."
        )
        with pytest.raises(LibraryModelError):
            engine.add(source)
        assert Library(library, None).stamp == before
        assert engine.article(article_id).title == "Talks end in Astana"
        assert engine.rebuild() == 1
        assert engine.index_state == "ready"
        assert engine.ask("Where were the talks?").passages[0].article_id == article_id
    with Library(library, None).snapshot() as snapshot:
        assert snapshot.vectors(8)[1].shape[1] == 8
