"""Confidence is the probability that the articles answer a question, judged by the best sentences found.

It is a logistic regression on what ranking measured, fitted on questions with and without an answer. Below a
threshold the question is declined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.ranking import MEASURES, Candidate
from qa.retrieval import Found

FEATURES = (
    "margin",  # the highest of the reader's among the candidates
    "cosine",  # the highest of a passage to the question; 0 where no vector was compared
    "answerable",  # the reader's log-odds on the best candidate's passage
    "lacks_name",  # 1 where the best candidate lacks the person or place that is asked for
)
_WEIGHTS = (0.11, 2.4, 0.13, -1.5)
_BIAS = -0.35
_OF_BEST = [MEASURES.index(name) for name in ("answerable", "lacks_name")]


def features(candidates: Sequence[Candidate], found: Sequence[Found]) -> tuple[float, ...]:
    """What tells whether the question is answered, as FEATURES names it; candidates are ranked best first."""
    best = candidates[0].measures
    return (
        max(candidate.margin for candidate in candidates),
        max((item.cosine or 0.0 for item in found), default=0.0),
        *(best[measure] for measure in _OF_BEST),
    )


def confidence(candidates: Sequence[Candidate], found: Sequence[Found]) -> float:
    """The probability (0..1) that the articles answer the question that these candidates were ranked for."""
    if not candidates:
        return 0.0
    pairs = zip(_WEIGHTS, features(candidates, found), strict=True)
    odds = math.exp(_BIAS + sum(weight * value for weight, value in pairs))
    return round(odds / (1.0 + odds), 4)  # further digits depend on whether the index or exact search found it
