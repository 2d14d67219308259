"""What is built beside its place and moved there whole has a name of its own until then; a killed builder leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import filelock

_BEGINS = "bundled-"
_LOCK = ".building"


@contextmanager
def built_beside(path: Path) -> Iterator[Path]:
    """A path beside `path` to build a library at; what is left of it is deleted in the end.

    Raises OSError where the folder cannot be written to.
    """
    name = f"{_BEGINS}{uuid4().hex[:12]}"
    with filelock.FileLock(path.with_name(f"{name}{_LOCK}")):  # let go of by a process that ends, however it does
        try:
            yield path.with_name(f"{name}.sqlite3")
        finally:
            _delete(path.parent, name)


def clear_unfinished(folder: Path) -> None:
    """Delete what was being built in a folder by processes that are gone."""
    for name in {found.name.partition(".")[0] for found in folder.glob(f"{_BEGINS}*")}:
        try:
            with filelock.FileLock(folder / f"{name}{_LOCK}", timeout=0):
                _delete(folder, name)
        except (filelock.Timeout, OSError):
            continue  # it is being built, or cannot be deleted, which harms nobody


def _delete(folder: Path, name: str) -> None:
    for found in folder.glob(f"{name}.*"):
        found.unlink(missing_ok=True)
