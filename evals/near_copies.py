"""Measure how surely near-copies are linked to their original, and other articles are not.

    python -m evals.near_copies --data DIR [--originals N] [--seed N]

DIR/realtimeqa/corpus.jsonl gives the originals. Each gets two near-copies by light edits (`evals.copying`) and articles
that are like it without being one; they are put into a new library in any order, days and all, and its links are read.
Exit code 0: measured; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np

from corpus.article import Article, Skipped
from corpus.jsonl import read_jsonl
from evals.copying import COPIES, OTHERS, SERIES
from vectorstore.library import Library
from vectorstore.near_copies import FEWEST_WORDS
from vectorstore.records import Fingerprint

ORIGINAL = "original"
_FINGERPRINT = Fingerprint("none", "none", 1, "none")  # links need no vectors
_BATCH = 32
_SERIES_OF = 60  # reports of each series
_UNDATED = 0.1  # of the near-copies


@dataclass(frozen=True)
class Made:
    """An article of the set."""

    article: Article
    kind: str
    story: str  # the id of the original that it is a near-copy of, else its own


@dataclass(frozen=True)
class Figures:
    """How the articles of one kind, or of several, were linked."""

    articles: int
    copies: int  # of them, those that are not the earliest of their story
    linked: int  # to whatever it may be
    right: int  # linked to the earliest of their story

    @property
    def precision(self) -> float:
        """The share of links that lead to the right article; 1 where there is none."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """The share of near-copies that are linked to the right article; 1 where there is none."""
        return self.right / self.copies if self.copies else 1.0


def make(originals: Sequence[Article], *, seed: int = 1) -> list[Made]:
    """The originals, two near-copies of each, something like each, and the reports of some series; in any order."""
    random = Random(seed)
    others = [part for article in originals for part in article.text.split("\n\n") if len(part.split()) > 9]
    made = [Made(article, ORIGINAL, article.id) for article in originals]
    edits = [(kind, COPIES[kind][0]) for kind in COPIES]
    for article in originals:
        for kind, edit in random.sample(edits, 2):
            text = edit(article.text, others, random)
            later = (article.published or date(2000, 1, 1)) + timedelta(days=random.randint(0, 3))
            copy = replace(
                article,
                id=f"{article.id}-{kind.replace(' ', '-')}",
                title=f"As {random.choice(others)[:40]}",
                text=text,
                publisher="Another paper",
                published=None if random.random() < _UNDATED else later,
                url=None,
            )
            made.append(Made(copy, kind, article.id))
        figures = any(map(str.isdigit, article.text))
        kind = random.choice([kind for kind in OTHERS if figures or kind != "other figures"])
        like = replace(article, id=f"{article.id}-{kind.replace(' ', '-')}", url=None)
        made.append(Made(replace(like, text=OTHERS[kind][0](article.text, others, random)), kind, like.id))
    for kind, (report, _) in SERIES.items():
        for at in range(_SERIES_OF):
            day = date(2020, 1, 1) + timedelta(days=at)
            article = Article(id=f"{kind}-{at}", title=f"The {kind} of {day}", text=report(random), published=day)
            made.append(Made(article, kind, article.id))
    random.shuffle(made)
    return made


def measure(made: Sequence[Made], folder: Path) -> tuple[dict[str, Figures], float]:
    """Figures by kind, and the seconds that putting an article into a library in `folder` took."""
    library = Library(folder / "library.sqlite3", _FINGERPRINT)
    vector = np.ones((1, 1), dtype=np.float32)
    start = time.perf_counter()
    for at in range(0, len(made), _BATCH):
        library.put([(each.article, [(0, len(each.article.text))], vector) for each in made[at : at + _BATCH]])
    seconds = (time.perf_counter() - start) / len(made)
    earliest = _earliest(made)
    counts: dict[str, Counter[str]] = {}
    with library.snapshot() as snapshot:
        for each in made:
            own, expected = each.article.id, earliest[each.story]
            first = snapshot.group_of(own)[0]
            count = counts.setdefault(each.kind, Counter())
            count["articles"] += 1
            count["copies"] += expected != own
            count["linked"] += first != own
            count["right"] += first == expected != own
    names = ("articles", "copies", "linked", "right")
    return {kind: Figures(*(count[name] for name in names)) for kind, count in counts.items()}, seconds


def _earliest(made: Sequence[Made]) -> dict[str, str]:
    """The id of the earliest article of each story: it is not always the original, of which a day says nothing."""
    ordered = sorted(made, key=lambda each: (each.article.published is None, each.article.published or date.min))
    return {each.story: each.article.id for each in reversed(ordered)}


def together(figures: Sequence[Figures]) -> Figures:
    """The figures of several kinds as one."""
    return Figures(
        sum(each.articles for each in figures),
        sum(each.copies for each in figures),
        sum(each.linked for each in figures),
        sum(each.right for each in figures),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.near_copies", description="Measure how near-copies are found."
    )
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="the folder of the question sets")
    parser.add_argument("--originals", type=int, metavar="N", help="take the first N articles (default: all)")
    parser.add_argument("--seed", type=int, metavar="N", default=1, help="of the edits (default: 1)")
    options = parser.parse_args(arguments)
    try:
        originals = list(_originals(options.data / "realtimeqa" / "corpus.jsonl"))[: options.originals]
        if not originals:
            raise ValueError("there is none that is long enough to be compared")
    except (OSError, ValueError) as error:
        print(f"near_copies: the articles cannot be read: {error}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="near-copies-") as folder:
        figures, seconds = measure(make(originals, seed=options.seed), Path(folder))
    print(to_text(figures, seconds))
    return 0


def to_text(figures: dict[str, Figures], seconds: float) -> str:
    """The figures as a table: each kind, then those that were looked at, those that were held out, and all."""
    held_out = {kind: flag for kinds in (COPIES, OTHERS, SERIES) for kind, (_, flag) in kinds.items()}
    lines = [f"{'kind':<26}{'articles':>9}{'copies':>8}{'linked':>8}{'right':>7}{'precision':>11}{'recall':>8}"]
    for kind in sorted(figures, key=lambda kind: (held_out.get(kind, False), figures[kind].copies == 0)):
        lines.append(_line(f"{kind} (held out)" if held_out.get(kind) else kind, figures[kind]))
    for name, flag in (("all that were looked at", False), ("all that were held out", True)):
        lines.append(_line(name, together([figures[kind] for kind in figures if held_out.get(kind) is flag])))
    lines.append(_line("all", together(list(figures.values()))))
    return "\n".join([*lines, f"{1000 * seconds:.1f} ms to put an article in"])


def _line(name: str, each: Figures) -> str:
    counts = f"{name:<26}{each.articles:>9}{each.copies:>8}{each.linked:>8}{each.right:>7}"
    return f"{counts}{each.precision:>11.3f}{each.recall:>8.3f}" if each.copies or each.linked else counts


def _originals(path: Path) -> Iterator[Article]:
    with open(path, "rb") as stream:
        for item in read_jsonl(stream, str(path)):
            if isinstance(item, Skipped):
                raise ValueError(f"{item.source}: {item.reason}")
            if len(item.text.split()) >= FEWEST_WORDS:
                yield item


if __name__ == "__main__":
    sys.exit(main())
