"""Stories to put furniture around: a few made-up ones, and those of a JSONL file.

The made-up ones hold what is most easily taken for furniture: short subheadings, one-line quotes,
questions and answers, lists of facts, verse, prices and figures, talk of newsletters, cookies and apps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean, clean_line


@dataclass(frozen=True)
class Story:
    """One story: its title and its lines (paragraphs, subheadings, items), clean."""

    title: str
    lines: tuple[str, ...]


def stories_of(path: Path) -> list[Story]:
    """The articles of a JSONL file with `title` and `text`, in order."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [_story(row["title"], row["text"]) for row in rows]


def built_in() -> list[Story]:
    """The made-up stories of stories.txt: each a title and its lines, with an empty line after it."""
    texts = Path(__file__).with_name("stories.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [_story(*text.split("\n", 1)) for text in texts]


def _story(title: str, text: str) -> Story:
    return Story(clean_line(title), tuple(line for line in clean(text).split("\n") if line))
