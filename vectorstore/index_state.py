"""The state of a library's indexes as it can be told from outside, without opening them."""

from __future__ import annotations

from pathlib import Path

import filelock

from vectorstore import seal
from vectorstore.library import Library

OWNER_LOCK = "owner.lock"  # held by the process that has the indexes open


def index_state(library: Library, folder: Path) -> str:
    """For `qa status`: "ready", "behind", "not built yet", or "used by another process"."""
    if not folder.is_dir():
        return "not built yet"
    try:
        with filelock.FileLock(folder / OWNER_LOCK, timeout=0):
            sealed = [facts for path in folder.iterdir() if path.is_dir() and (facts := seal.check(path))]
    except filelock.Timeout:
        return "used by another process"
    except OSError:
        sealed = []  # a folder that can only be read
    with library.snapshot() as snapshot:
        stamps = [tuple(facts.get(name) for name in ("uid", "generation", "mark")) for facts in sealed]
        if not any(uid == snapshot.uid for uid, _, _ in stamps):
            return "not built yet"
        return "ready" if snapshot.stamp in stamps else "behind"
