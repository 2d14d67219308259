"""Measure the checker on pairs of a sentence and its evidence, and on what a real small model said.

    python -m evals.pairs [--data DIR] [--half held-out|tuning] [--without-vectors]
                          [--real-model] [--failures]

Without --data, only the pairs of the bundled articles are measured. What fails can be read for the tuning half
only: the other half gives totals.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from corpus import bundled
from evals.pairs.measure import Judged, all_pairs, calibration, judge, table
from evals.pairs.real_model import Said, rows, said_by_model
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
    parser.add_argument("--real-model", action="store_true", help="only the sentences of a real small model")
    parser.add_argument("--failures", action="store_true", help="print each pair that fails; tuning half only")
    options = parser.parse_args(arguments)
    if options.failures and options.half != "tuning":
        parser.error("--failures is for --half tuning: the other half stays unread.")
    try:
        held_out = options.half == "held-out"
        pairs = [] if options.real_model else [pair for pair in all_pairs(options.data) if pair.held_out == held_out]
    except SuiteError as error:
        print(error, file=sys.stderr)
        return 1
    checker = SupportChecker(None if options.without_vectors else EmbeddingModel())
    started = time.perf_counter()
    judged = judge(checker, pairs)
    said = [item for item in said_by_model(bundled()) if item.held_out == held_out]
    by_model = rows(checker, said)
    took = (time.perf_counter() - started) / (len(pairs) + len(said))
    lines = [["", "share", "95 % interval", "right", "of"]]
    for row in [*table(judged), *by_model]:
        low, high = row.interval or (0.0, 0.0)
        lines.append([row.name, f"{row.share:.3f}", f"{low:.3f} – {high:.3f}", str(row.right), str(row.count)])
    counted = f"{len(pairs)} pairs and {len(said)} sentences of a real model"
    print(f"{counted}, {options.half} half, {1000 * took:.1f} ms each\n\n{align(lines)}")
    if judged:
        print(f"\n{_calibration(judged)}")
    if options.failures:
        for item in judged:
            if not item.right:
                print(f"\n{_described(item)}")
        for sentence in said:
            if sentence.is_kept(checker) != sentence.right:
                print(f"\n{_said(sentence)}")
    return 0


def _calibration(judged: list[Judged]) -> str:
    points, error = calibration(judged)
    lines = [["support, mean", "faithful", "of"]]
    lines += [[f"{support:.3f}", f"{share:.3f}", str(count)] for support, share, count in points]
    return f"{align(lines)}\n\ncalibration error of the support: {error:.3f}"


def _described(item: Judged) -> str:
    pair, verdict = item.pair, item.verdict
    lines = [f"{pair.kind} ({pair.source}, {pair.base}): {pair.sentence}"]
    lines.append(f"  support {verdict.support:.2f}: {verdict.reason or 'supported'}")
    return "\n".join([*lines, *(f"  > {evidence.text}" for evidence in pair.evidence)])


def _said(item: Said) -> str:
    title = "real model, right but struck" if item.right else "real model, wrong but kept"
    return "\n".join([f"{title}: {item.sentence}", *(f"  > {evidence.text}" for evidence in item.evidence)])


if __name__ == "__main__":
    sys.exit(main())
