"""Measure the checker on pairs of a sentence and its evidence.

    python -m evals.pairs [--data DIR] [--half held-out|tuning] [--without-vectors] [--failures]

Without --data, only the pairs of the bundled articles are measured. What fails can be read for the tuning half
only: the other half gives totals.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from evals.pairs.measure import Judged, all_pairs, judge, table
from evals.report import align
from evals.suites.data import SuiteError
from qa.support import SupportChecker
from vectorstore.embedding import EmbeddingModel


def main(arguments: list[str] | None = None) -> int:
    """Judge all pairs of one half and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of the question sets")
    parser.add_argument("--half", choices=("held-out", "tuning"), default="held-out")
    parser.add_argument("--without-vectors", action="store_true", help="check by words alone")
    parser.add_argument("--failures", action="store_true", help="print each pair that fails; tuning half only")
    options = parser.parse_args(arguments)
    if options.failures and options.half != "tuning":
        parser.error("--failures is for --half tuning: the other half stays unread.")
    try:
        pairs = [pair for pair in all_pairs(options.data) if pair.held_out == (options.half == "held-out")]
    except SuiteError as error:
        print(error, file=sys.stderr)
        return 1
    checker = SupportChecker(None if options.without_vectors else EmbeddingModel())
    started = time.perf_counter()
    judged = judge(checker, pairs)
    took = (time.perf_counter() - started) / len(pairs)
    lines = [["", "share", "95 % interval", "right", "of"]]
    for row in table(judged):
        low, high = row.interval or (0.0, 0.0)
        lines.append([row.name, f"{row.share:.3f}", f"{low:.3f} – {high:.3f}", str(row.right), str(row.count)])
    print(f"{len(pairs)} pairs, {options.half} half, {1000 * took:.1f} ms a pair\n\n{align(lines)}")
    if options.failures:
        for item in judged:
            if not item.right:
                print(f"\n{_described(item)}")
    return 0


def _described(item: Judged) -> str:
    pair, verdict = item.pair, item.verdict
    lines = [f"{pair.kind} ({pair.source}, {pair.base}): {pair.sentence}"]
    lines.append(f"  support {verdict.support:.2f}: {verdict.reason or 'supported'}")
    return "\n".join([*lines, *(f"  > {evidence.text}" for evidence in pair.evidence)])


if __name__ == "__main__":
    sys.exit(main())
