"""Fit the weights of the support score anew.

    python -m evals.pairs.fit --data DIR

A logistic regression (scikit-learn) on the tuning half: faithful sentences in other words than the evidence against
half truths, inventions and sentences with the wrong article's words. What the other changes do, the hard rules must
tell: their words are said, only otherwise. Pairs by hand weigh three times as much as those by rule, since they
are what sentences in other words look like. What is printed goes into `qa/support.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from evals import metrics
from evals.pairs.measure import all_pairs
from evals.pairs.pair import Pair
from evals.suites.data import SuiteError
from qa.support import FEATURES, SupportChecker, broken_rule_of
from vectorstore.embedding import EmbeddingModel

Floats = npt.NDArray[np.float64]
_SPEAKING_FOR = ("coverage", "cosine")
_UNSAID = ("half_truth", "wrong_article", "invention")
_BY_HAND = 3.0  # weight of a pair by hand


def main() -> None:
    """Fit with and without vectors, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the question sets")
    options = parser.parse_args()
    pairs = [pair for pair in all_pairs(options.data) if not pair.held_out]
    broken = [broken_rule_of(pair.sentence, pair.evidence) is not None for pair in pairs]
    wrongly = np.mean([pair.faithful for pair, is_broken in zip(pairs, broken, strict=True) if is_broken])
    print(f"{sum(broken)} of {len(pairs)} break a hard rule; {wrongly:.3f} of these are faithful")
    left = [pair for pair in pairs if (pair.faithful and pair.base != "verbatim") or pair.kind in _UNSAID]
    for name, model in (("without vectors", None), ("with vectors", EmbeddingModel())):
        _fit(name, left, SupportChecker(model))


def _fit(name: str, pairs: Sequence[Pair], checker: SupportChecker) -> None:
    table = np.array([checker.measures(pair.sentence, pair.evidence) for pair in pairs])
    label = np.array([pair.faithful for pair in pairs])
    share = np.array([_BY_HAND if pair.made == "hand" else 1.0 for pair in pairs])
    weights, bias = _fitted(table, label, share)
    expected = np.array([1.0 if feature in _SPEAKING_FOR else -1.0 for feature in FEATURES[: table.shape[1]]])
    against = weights * expected < 0
    if against.any():  # two that tell the same share one weight: none may speak against what it stands for
        weights, bias = _fitted(np.where(against, 0.0, table), label, share)
    sure = 1 / (1 + np.exp(-(table @ weights + bias)))
    area = metrics.area_under_roc(sure[label].tolist(), sure[~label].tolist())
    error = metrics.expected_calibration_error(sure.tolist(), label.tolist())
    features = FEATURES[: table.shape[1]]
    print(f"{name}: {dict(zip(features, weights.round(2).tolist(), strict=True))} bias {bias:.2f}")
    print(f"  {len(pairs)} pairs, {label.sum()} faithful; AUC {area:.3f}, calibration error {error:.3f}")
    for rate in (0.02, 0.05, 0.1):
        least = np.quantile(sure[label], rate)
        print(
            f"  below {least:.2f} lie {rate:.0%} of the faithful and {np.mean(sure[~label] < least):.0%} of the others"
        )


def _fitted(table: Floats, label: npt.NDArray[np.bool_], share: Floats) -> tuple[Floats, float]:
    mean, spread = table.mean(0), table.std(0)
    spread[spread == 0] = 1.0
    model: Any = LogisticRegression(C=1.0, max_iter=5000)
    model.fit((table - mean) / spread, label, sample_weight=share)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - mean @ weights)


if __name__ == "__main__":
    try:
        main()
    except SuiteError as error:
        sys.exit(f"fit: {error}")
