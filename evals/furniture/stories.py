"""Stories to put furniture around: a few made-up ones, and those of a JSONL file.

The made-up ones hold what is most easily taken for furniture: short subheadings, one-line quotes,
questions and answers, lists of facts, verse, prices and figures, talk of newsletters, cookies and apps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean, clean_line
from evals.suites.data import rows


@dataclass(frozen=True)
class Story:
    """One story: its title and its lines (paragraphs, subheadings, items), clean."""

    title: str
    lines: tuple[str, ...]


# Furniture that the publishers' texts still hold, told by looking through the first 300 articles: it is no story.
_LEFT_IN = re.compile(
    r"(?:►\s*)?(?:more|watch|read more|see also|you may like|related)\s?:.*|video ad feedback.*"
    r"|just watched.*|.*\bnewsletter\b.*"
    r"|.*\bsign up (?:for|here|now|to)\b.*|(?:contact|call|follow|reach|email) [^.]*(?:@|twitter).*"
    r"|.*\b\w+@\w+\.com\b.*"
    r"|more ap .*https?://.*|listen to our podcast|.* with a subscription here\.?|.*reach her at .*",
    re.IGNORECASE,
)
_LONGEST_LEFT_IN = 320  # characters


def stories_of(path: Path, *, as_they_are: bool = False) -> list[Story]:
    """The articles of a JSONL file with `title` and `text`, in order, without the furniture left in them.

    Raises SuiteError where the file cannot be used.
    """
    stories = [_story(row["title"], row["text"]) for row in rows(path)]
    return stories if as_they_are else [_without_left_in(story) for story in stories]


def _without_left_in(story: Story) -> Story:
    lines = [line for line in story.lines if len(line) > _LONGEST_LEFT_IN or not _LEFT_IN.fullmatch(line)]
    return Story(story.title, tuple(lines))


def built_in() -> list[Story]:
    """The made-up stories of stories.txt: each a title and its lines, with an empty line after it."""
    texts = Path(__file__).with_name("stories.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [_story(*text.split("\n", 1)) for text in texts]


def _story(title: str, text: str) -> Story:
    return Story(clean_line(title), tuple(line for line in clean(text).split("\n") if line))
