"""A seal is a list of a folder's files with their hashes: what breaks it is never opened.

The seal is taken off before the folder is changed and put back when the change is whole, so a
killed writer, a truncated file and a flipped bit all look alike: no valid seal.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

_NAME = "seal.json"


def put(folder: Path, facts: dict[str, Any]) -> None:
    """Seal a folder as it is now, with some facts about it."""
    unfinished = folder / f"{_NAME}.new"
    sealed = {"facts": facts, "files": _files(folder)}
    unfinished.write_text(json.dumps({**sealed, "hash": _hash(sealed)}), encoding="utf-8")
    os.replace(unfinished, folder / _NAME)


def take_off(folder: Path) -> None:
    """Remove a folder's seal, before the folder is changed."""
    (folder / _NAME).unlink(missing_ok=True)


def check(folder: Path) -> dict[str, Any] | None:
    """The facts that a folder was sealed with, or None where it is not as it was then."""
    try:
        sealed = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        facts = sealed["facts"]
        own = _hash({"facts": facts, "files": sealed["files"]}) == sealed["hash"]
        whole = own and sealed["files"] == _files(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return facts if whole and isinstance(facts, dict) else None


def _hash(sealed: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(sealed, sort_keys=True).encode(), digest_size=16).hexdigest()


def _files(folder: Path) -> dict[str, list[Any]]:
    """Size and BLAKE2 hash of every file below a folder, by its path; seals and lock files left out."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent / path.name not in (folder / _NAME, folder / f"{_NAME}.new"):
            if path.suffix == ".lock":
                continue
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
            files[path.relative_to(folder).as_posix()] = [path.stat().st_size, digest]
    return files
