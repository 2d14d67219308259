"""Confidence is the probability that the articles answer a question, judged by the best sentences found.

It is a logistic regression on what reading measured. Below a threshold the question is declined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.reading import Candidate
from qa.wording import numbers

FEATURES = ("score", "cosine", "coverage", "name_coverage", "lacks_kind", "lacks_number", "passage_coverage")
_WEIGHTS = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_BIAS = -4.6


def features(question: str, candidates: Sequence[Candidate]) -> tuple[float, ...]:
    """What the best candidate tells, in the order of FEATURES; candidates are ranked best first."""
    best = candidates[0]
    measure = dict(
        zip(
            ("cosine", "coverage", "passage_coverage", "name_coverage", "has_kind", "lacks_kind"),
            best.measures,
            strict=False,
        )
    )
    asked = numbers(question)
    around = numbers(f"{best.passage.title}\n{best.passage.text}")
    return (
        best.score,
        max(candidate.measures[0] for candidate in candidates[:3]),
        measure["coverage"],
        measure["name_coverage"],
        measure["lacks_kind"],
        len(asked - around) / len(asked) if asked else 0.0,
        measure["passage_coverage"],
    )


def confidence(question: str, candidates: Sequence[Candidate]) -> float:
    """The probability (0..1) that the articles answer the question."""
    if not candidates:
        return 0.0
    pairs = zip(_WEIGHTS, features(question, candidates), strict=True)
    return 1.0 / (1.0 + math.exp(-(_BIAS + sum(weight * value for weight, value in pairs))))
