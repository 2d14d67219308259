"""`python -m evals.furniture` prints how well furniture is told from story.

With `--data FOLDER` (one with realtimeqa/corpus.jsonl in it) the pages are made around its first 300 articles
for the kinds that rules are tuned on and around the next 300 for those held out, and the articles themselves
are read as clean text files; without it, around the built-in stories. `--show` lists what went wrong,
of the tuning half only: of the other half nobody looks at more than the totals.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from evals.furniture.kinds import halves
from evals.furniture.measure import FORMS, Score, measure, measure_clean
from evals.furniture.stories import Story, built_in, stories_of
from evals.suites.data import SuiteError

ARTICLES = 300  # to tune on, and as many to judge by


def main(given: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m evals.furniture", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with realtimeqa/corpus.jsonl")
    parser.add_argument("--pages", type=int, default=ARTICLES, help="pages of each form and half")
    parser.add_argument("--show", action="store_true", help="list what went wrong in the tuning half")
    arguments = parser.parse_args(given)
    tuning, held_out = halves()
    if arguments.data:
        try:
            stories = stories_of(arguments.data / "realtimeqa" / "corpus.jsonl")
        except SuiteError as error:
            parser.error(str(error))
        mine, theirs = stories[:ARTICLES], stories[ARTICLES : 2 * ARTICLES]
        if not theirs:
            parser.error(f"the first {ARTICLES} articles are tuned on, and there are only {len(stories)}")
    else:
        mine = theirs = built_in()
    print(f"{'':24}pages unread split titles  found/furniture precision recall    F1  text lost")
    for name, kinds, part in (("tuning", tuning, mine), ("held out", held_out, theirs)):
        scores = [measure(_cycle(part, arguments.pages), kinds, form) for form in FORMS]
        for form, score in zip(FORMS, scores, strict=True):
            print(_row(f"{name}, {form}", score))
        total = sum(scores, Score())
        print(_row(f"{name}, both", total))
        if arguments.show and name == "tuning":
            _show(total)
    clean = measure_clean(mine)
    print(_row("clean, tuning", clean))
    if arguments.show:
        _show(clean)
    print(_row("clean, held out", measure_clean(theirs)))


def _cycle(stories: list[Story], number: int) -> list[Story]:
    return [stories[index % len(stories)] for index in range(number)]


def _row(name: str, score: Score) -> str:
    return (
        f"{name:24}{score.pages:5} {score.unread:6} {score.split:5} {score.titles:6}"
        f" {score.found:6}/{score.furniture:<9} {score.precision:8.4f} {score.recall:6.4f} {score.f1:6.4f}"
        f" {score.text_lost:9.3%}"
    )


def _show(score: Score) -> None:
    for kind, number in score.kept_by_kind.most_common():
        print(f"  {kind}: {number} of {score.by_kind[kind]} lines kept")
    for line in score.kept_lines:
        print(f"  kept  {line}")
    for line in score.lost_lines:
        print(f"  lost  {line[:160]}")


if __name__ == "__main__":
    main()
