"""What reading made-up pages keeps of the story and of the furniture.

Found: a line of furniture that is no longer in the text. Lost: a line of the story that is no longer in it.
precision = found / (found + lost lines), recall = found / all furniture, every line counting the same;
the share of text lost counts characters of the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.article import Article
from corpus.clean import clean_line
from corpus.dumps import read_dump
from corpus.errors import SourceError
from corpus.html import read_html
from evals.furniture.kinds import Kind
from evals.furniture.pages import Page, html_page, text_page
from evals.furniture.stories import Story

FORMS = ("text", "html")


@dataclass
class Score:
    """Counts over pages; figures are shares of 1."""

    pages: int = 0
    unread: int = 0  # pages in which no article was found
    split: int = 0  # pages of one story of which several articles were made
    titles: int = 0  # pages whose title was read as it is
    found: int = 0
    furniture: int = 0
    lost: int = 0  # lines of the story
    lost_characters: int = 0
    characters: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)  # lines of each kind
    kept_by_kind: Counter[str] = field(default_factory=Counter)  # lines of it that were not found
    kept_lines: list[str] = field(default_factory=list)  # "kind: line"
    lost_lines: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.lost) if self.found + self.lost else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.furniture if self.furniture else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def text_lost(self) -> float:
        return self.lost_characters / self.characters if self.characters else 0.0

    def __add__(self, other: Score) -> Score:
        total = Score()
        for name, value in vars(self).items():
            setattr(total, name, value + getattr(other, name))
        return total


def measure(stories: Iterable[Story], kinds: Sequence[Kind], form: str, seed: str = "0") -> Score:
    """Read one page made around each story, in one of the FORMS, with furniture of these kinds."""
    make: Callable[[Story, Sequence[Kind], str], Page] = text_page if form == "text" else html_page
    score = Score()
    for number, story in enumerate(stories):
        page = make(story, kinds, f"{form} {seed} {number}")
        try:
            read = read_dump(page.content) if form == "text" else read_html(page.content.encode())
        except SourceError:
            read = []
            score.unread += 1
        _count(page, read, score)
    return score


def measure_clean(stories: Iterable[Story]) -> Score:
    """Read clean stories, each with its title, as text files; nothing in them is furniture."""
    score = Score()
    for story in stories:
        content = "\n\n".join([story.title, *story.lines])
        _count(Page(content, story.title, story.lines, ()), read_dump(content), score)
    return score


def _count(page: Page, read: Sequence[Article], score: Score) -> None:
    score.pages += 1
    score.split += len(read) > 1
    score.titles += bool(read) and read[0].title == page.title
    rest = [line for article in read for line in article.text.split("\n") if line]
    for line in dict.fromkeys(page.story):  # what stands there twice may go once
        score.characters += len(line)
        if line in rest:
            rest.remove(line)
        elif (holder := next((each for each in rest if line in each), None)) is not None:
            rest[rest.index(holder)] = holder.replace(line, "", 1)
        else:
            score.lost += 1
            score.lost_characters += len(line)
            score.lost_lines.append(line)
    left = "\n".join(rest)
    for kind, line in page.furniture:
        score.furniture += 1
        score.by_kind[kind] += 1
        if re.search(rf"(?<!\w){re.escape(clean_line(line))}(?!\w)", left):
            score.kept_by_kind[kind] += 1
            score.kept_lines.append(f"{kind}: {line}")
        else:
            score.found += 1
