"""How well the checker tells changed sentences from faithful ones: shares by kind, each with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import bundled
from evals import metrics
from evals.pairs.pair import CHANGES, Pair, by_hand
from evals.pairs.sources import human_pairs, question_sets, rule_pairs
from qa.support import SupportChecker, Verdict


@dataclass(frozen=True)
class Judged:
    """A pair with what the checker says of it."""

    pair: Pair
    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether the checker is right about it."""
        return self.verdict.supported == self.pair.faithful


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    right: int
    count: int

    @property
    def share(self) -> float | None:
        """Right ones of all; None where there are none."""
        return metrics.share([(self.right, self.count)])

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share."""
        return metrics.share_interval([(1, 1)] * self.right + [(0, 1)] * (self.count - self.right))


def all_pairs(data: Path | None) -> list[Pair]:
    """The pairs by hand and by rule of the bundled articles and, with a folder, of the question sets in it."""
    articles = bundled()
    pairs = by_hand(articles) + rule_pairs("bundled", articles)
    if data is not None:
        for name, of_set in question_sets(data):
            pairs += rule_pairs(name, of_set)
        pairs += human_pairs(data)
    return pairs


def judge(checker: SupportChecker, pairs: Iterable[Pair]) -> list[Judged]:
    """What the checker says of each pair."""
    return [Judged(pair, checker.check(pair.sentence, pair.evidence)) for pair in pairs]


def table(judged: Sequence[Judged]) -> list[Row]:
    """The shares caught by kind of change, those kept by how they were made, and the precision of "unsupported"."""
    found = []
    for kind in CHANGES:
        of_kind = [item for item in judged if item.pair.kind == kind]
        found.append(_row(f"caught: {kind}", of_kind))
        found += [
            _row(f"  {base}", chosen)
            for base in ("verbatim", "reworded", "hand")
            if (chosen := [item for item in of_kind if item.pair.base == base])
        ]
    faithful = [item for item in judged if item.pair.faithful]
    found.append(_row("kept: all but verbatim ones", [item for item in faithful if item.pair.base != "verbatim"]))
    found += [
        _row(f"  {name}", [item for item in faithful if item.pair.base == base])
        for name, base in (
            ("by hand", "hand"),
            ("reworded by rule", "reworded"),
            ("human answers", "human"),
            ("verbatim", "verbatim"),
        )
    ]
    struck = [item for item in judged if not item.verdict.supported]
    found.append(Row("precision of unsupported", sum(not item.pair.faithful for item in struck), len(struck)))
    by_us = [item for item in struck if item.pair.base == "hand"]
    found.append(Row("  by hand", sum(not item.pair.faithful for item in by_us), len(by_us)))
    return [row for row in found if row.count]


def calibration(judged: Sequence[Judged]) -> tuple[list[tuple[float, float, int]], float | None]:
    """(mean support, share faithful, count) of each tenth of support, and the calibration error over them.

    A share at least as high as the mean says that the support promises no more than it keeps. The pairs are made,
    most of them changed: among what a model writes the shares are others.
    """
    support = [item.verdict.support for item in judged]
    faithful = [item.pair.faithful for item in judged]
    return metrics.reliability(support, faithful), metrics.expected_calibration_error(support, faithful)


def _row(name: str, items: Sequence[Judged]) -> Row:
    return Row(name, sum(item.right for item in items), len(items))
