"""The kinds of furniture that pages are made of, each with its places and many wordings: they stand in kinds.txt.

There, a kind is "## name: places", and its wordings follow, parted by empty lines; a wording is one or more
lines. `{name}` and its like are filled in by `evals.furniture.pages`; a line that begins with "*3-6 " is made
three to six times anew. Places: `top` (above the title), `head` (between the title and the story), `inside`
(between its paragraphs), `end` (below it).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """One kind of furniture."""

    name: str
    places: tuple[str, ...]
    wordings: tuple[str, ...]


def all_kinds() -> list[Kind]:
    """Every kind, by name."""
    text = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8")
    kinds = []
    for section in text.removeprefix("## ").strip().split("\n\n## "):
        head, *wordings = section.split("\n\n")
        name, _, places = head.partition(": ")
        kinds.append(Kind(name, tuple(places.split()), tuple(wordings)))
    return sorted(kinds, key=lambda kind: kind.name)


def halves() -> tuple[list[Kind], list[Kind]]:
    """The kinds that rules are tuned on, and those held out: drawn once by chance, never moved since."""
    kinds = all_kinds()
    random.Random("halves of the kinds").shuffle(kinds)
    middle = len(kinds) // 2
    return sorted(kinds[:middle], key=lambda kind: kind.name), sorted(kinds[middle:], key=lambda kind: kind.name)
