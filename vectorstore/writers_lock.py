"""The one writer's lock of a library: held only while writing, and refused soon to anyone else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from vectorstore.errors import LibraryBusyError, LibraryError

_SECONDS = 1.0  # how long a second writer waits before it is refused


@contextmanager
def writers_lock(path: Path) -> Iterator[None]:
    """Hold the one writer's lock of a library; the writer leaves its process id beside it."""
    lock = filelock.FileLock(path.with_suffix(".lock"), timeout=_SECONDS)
    owner_path = path.with_suffix(".writer")
    try:
        lock.acquire()
        owner_path.write_text(str(os.getpid()), encoding="ascii")
    except filelock.Timeout:
        raise LibraryBusyError(
            f"Another process (number {_owner(owner_path)}) is writing to the library {path}; try again when it is "
            "done."
        ) from None
    except OSError as error:
        lock.release(force=True)
        raise LibraryError(
            f"The library's folder {path.parent} cannot be written to ({error.strerror}); change its permissions, or "
            "set QA_HOME to another one."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _owner(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii") or "unknown"
    except (OSError, ValueError):
        return "unknown"
