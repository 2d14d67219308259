"""Confidence is the probability that the articles answer a question, judged by the best sentences found.

It is a logistic regression on what ranking measured, fitted on questions with and without an answer
(`evals/fit.py`), and falls with the size of what was searched: among more passages, one that is like the question but
does not answer it is likelier. Below a threshold the question is declined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.at_odds import is_at_odds
from qa.ranking import MEASURES, Candidate
from qa.retrieval import Found

FEATURES = (
    "telling",  # what reader, words and vectors say together for the candidate they say most for
    "cosine",  # the highest of a passage to the question; 0 where no vector was compared
    "unspoken",  # 1 where no passage has a word of the question, as with questions in another script
    "untold",  # 1 where the best sentence lacks the number or time asked for, and the reader points at nothing in it
    "at_odds",  # 1 where the best sentence says most of the question, but the opposite of some of it, or another year
)
# The last two are too rare in the questions that the others were fitted on. Of SQuAD 2.0's, read by readers not trained
# on them, 6 are untold, 5 of them without an answer, and 181 at odds, 170 of them without: log-odds of -2 and more
# beside the others.
_WEIGHTS = (1.69, 1.07, -1.32, -2.5, -2.0)
_BIAS = -1.87
# Log-odds for each tenfold of passages beyond a few. RealTimeQA's questions without an answer rise by 0.9 a tenfold as
# its library is thinned out less; this much keeps the share of those with an answer that are declined below 2 %.
_SIZE = -0.65
_FEW = 64
# What a sentence lacks, and how it was found, tell which is best, but not whether it is any good.
_TELLING = {"held": 0.1, "answerable": 0.15, "coverage": 0.3, "passage_coverage": 0.4, "cosine": 2.0}
_SPOKEN = MEASURES.index("passage_coverage")
_SAID = MEASURES.index("coverage")
_MOST = 0.5  # where less of it is said, as of long questions, an opposite may be of something else
_LACKS = MEASURES.index("lacks_figure")
_OF_MEASURES = [_TELLING.get(name, 0.0) for name in MEASURES]


def features(question: str, candidates: Sequence[Candidate], found: Sequence[Found]) -> tuple[float, ...]:
    """What tells whether the question is answered, as FEATURES names it; the best candidate comes first."""
    best = candidates[0]
    return (
        max(_telling(candidate) for candidate in candidates),
        max((item.cosine or 0.0 for item in found), default=0.0),
        float(not any(candidate.measures[_SPOKEN] for candidate in candidates)),
        float(best.measures[_LACKS] and best.margin < 0),
        float(best.measures[_SAID] >= _MOST and is_at_odds(question, best.text, best.passage.published)),
    )


def _telling(candidate: Candidate) -> float:
    return sum(weight * measure for weight, measure in zip(_OF_MEASURES, candidate.measures, strict=True))


def confidence(question: str, candidates: Sequence[Candidate], found: Sequence[Found], *, among: int = 0) -> float:
    """The probability (0..1) that the articles answer the question, for which these candidates were ranked.

    `among` is how many passages were searched.
    """
    if not candidates:
        return 0.0
    pairs = zip(_WEIGHTS, features(question, candidates, found), strict=True)
    size = _SIZE * math.log10(max(among, _FEW) / _FEW)
    odds = math.exp(_BIAS + size + sum(weight * value for weight, value in pairs))
    return round(odds / (1.0 + odds), 4)  # further digits depend on whether the index or exact search found it
