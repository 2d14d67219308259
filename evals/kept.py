"""Folders of things that take long to make, kept between runs: each is made anew when what it is made from changes.

A file in it, the mark, says what it was made from; the mark of one that is not yet whole is empty.
"""

from __future__ import annotations

import shutil
from pathlib import Path


def is_whole(mark: Path, made_from: str) -> bool:
    """Whether the mark's folder was made of just this; where not, it is now there to be made anew, empty but for it.

    Raises ValueError where the folder holds something without a mark: that is somebody else's, and is left alone.
    """
    folder = mark.parent
    if mark.is_file():
        if mark.read_text(encoding="utf-8").strip() == made_from:
            return True
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} holds other things than what is kept between runs; name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return False


def note_whole(mark: Path, made_from: str) -> None:
    """Say that the mark's folder was made, and of what."""
    mark.write_text(f"{made_from}\n", encoding="utf-8")
