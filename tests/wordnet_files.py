"""Writes a made-up WordNet in the format of the real one's files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_LETTERS = {"verb": "v", "noun": "n", "adj": "a", "adv": "r"}
LICENCE = "  1 The licence stands here.\n"

Sense = tuple[str, str, str, tuple[tuple[str, int], ...]]  # part, words, gloss, pointers to other senses by place


def write(folder: Path, senses: Sequence[Sense], *, irregular: str = "", met: Sequence[str] = ()) -> Path:
    """The files of some senses, the commonest of a word first; `irregular` verbs are lines of form and base."""
    data = dict.fromkeys(_LETTERS, LICENCE)
    places: dict[str, dict[str, list[str]]] = {part: {} for part in _LETTERS}
    for at, (part, words, gloss, pointers) in enumerate(senses):
        letter = _LETTERS[part]
        told = " ".join(f"{word} 0" for word in words.split())
        pointed = "".join(f" {kind} {to:08d} {_LETTERS[senses[to][0]]} 0000" for kind, to in pointers)
        frames = " 01 + 02 00" if part == "verb" else ""
        data[part] += (
            f"{at:08d} 29 {letter} {len(words.split()):02x} {told} {len(pointers):03d}{pointed}{frames} | {gloss}\n"
        )
        for word in words.split():
            places[part].setdefault(word.partition("(")[0], []).append(f"{at:08d}")
    for part, letter in _LETTERS.items():
        (folder / f"data.{part}").write_text(data[part])
        lines = (
            f"{word} {letter} {len(found)} 0 {len(found)} 0 {' '.join(found)}\n" for word, found in places[part].items()
        )
        (folder / f"index.{part}").write_text(LICENCE + "".join(lines))
        (folder / f"{part}.exc").write_text(irregular if part == "verb" else "")
    (folder / "cntlist.rev").write_text("".join(f"{line}\n" for line in met))
    return folder
