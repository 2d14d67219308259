"""What came of one question of a suite, and the figures that many of them add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evals import metrics
from evals.metrics import Part

FALSE_DECLINES = (0.05, 0.10, 0.15)  # rates at which declining is measured, whatever the threshold in use


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One question with what was answered, held against what is right."""

    id: str
    type: str
    asked: str
    told: str
    expected: str
    parts: Mapping[str, Part] = field(default_factory=dict)  # what it adds to each metric that is a share
    answerable: bool | None = None  # None where the set does not say, or declining is not measured
    answered: bool = True
    confidence: float = 0.0
    latency_ms: float | None = None
    failed: bool = False  # it needs a look


Interval = tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A metric over the questions that it speaks about."""

    name: str
    value: float | None
    interval: Interval  # 95 %, by bootstrap over questions
    count: int  # questions


def figures(judged: Sequence[Judged]) -> list[Figure]:
    """The metrics of a suite: shares, declining, calibration, time."""
    names = dict.fromkeys(name for item in judged for name in item.parts)
    found = [_share(name, [item.parts[name] for item in judged if name in item.parts]) for name in names]
    found += _declining(judged)
    latencies = [item.latency_ms for item in judged if item.latency_ms is not None]
    found += [
        Figure(name=f"latency_p{q}_ms", value=metrics.percentile(latencies, q), interval=None, count=len(latencies))
        for q in (50, 95)
        if latencies
    ]
    return found


def types(judged: Sequence[Judged]) -> list[str]:
    """The types of questions, in the order in which they first come."""
    return list(dict.fromkeys(item.type for item in judged))


def threshold_at(judged: Sequence[Judged], rate: float) -> float | None:
    """The highest confidence below which at most this share of the answerable questions lies."""
    return _least([item.confidence for item in judged if item.answerable], rate)


def _least(confidences: Sequence[float], rate: float) -> float | None:
    return sorted(confidences)[int(rate * len(confidences))] if confidences else None


def _share(name: str, parts: Sequence[Part]) -> Figure:
    counted = [part for part in parts if part[1]]
    return Figure(name=name, value=metrics.share(parts), interval=metrics.share_interval(parts), count=len(counted))


def _declining(judged: Sequence[Judged]) -> list[Figure]:
    told = [item for item in judged if item.answerable is not None]
    answerable = [item for item in told if item.answerable]
    unanswerable = [item for item in told if not item.answerable]
    if not answerable or not unanswerable:
        return []
    found = [
        _share("false_decline_rate", [(not item.answered, 1) for item in answerable]),
        _share("decline_recall", [(not item.answered, 1) for item in unanswerable]),
    ]
    for kind in types(unanswerable):
        chosen = [item for item in unanswerable if item.type == kind]
        found.append(_area(f"decline_auc: {kind}", answerable, chosen))
        found += [
            _recall_at(rate, f"decline_recall at {rate:.0%} false: {kind}", answerable, chosen)
            for rate in FALSE_DECLINES
        ]
    error = metrics.expected_calibration_error(*_calibration(told))
    found.append(Figure(name="expected_calibration_error", value=error, interval=None, count=len(told)))
    return found


def _area(name: str, answerable: Sequence[Judged], unanswerable: Sequence[Judged]) -> Figure:
    count = len(answerable) + len(unanswerable)
    return _of_both(name, answerable, unanswerable, metrics.area_under_roc, count)


def _recall_at(rate: float, name: str, answerable: Sequence[Judged], unanswerable: Sequence[Judged]) -> Figure:
    """The share of the unanswerable below the threshold that a rate of false declines gives.

    Its interval draws the answerable questions anew too: with them, the threshold moves.
    """

    def recall(positive: Sequence[float], negative: Sequence[float]) -> float | None:
        least = _least(positive, rate)
        return None if least is None else metrics.share([(confidence < least, 1) for confidence in negative])

    return _of_both(name, answerable, unanswerable, recall, len(unanswerable))


def _of_both(
    name: str,
    answerable: Sequence[Judged],
    unanswerable: Sequence[Judged],
    statistic: Callable[[Sequence[float], Sequence[float]], float | None],
    count: int,
) -> Figure:
    """A figure of the confidences of answerable and unanswerable questions, both drawn anew for its interval."""
    rows = [(1.0, item.confidence) for item in answerable] + [(0.0, item.confidence) for item in unanswerable]

    def of_rows(table: metrics.Floats) -> float | None:
        positive = table[:, 0] > 0
        return statistic(table[positive, 1].tolist(), table[~positive, 1].tolist())

    value = of_rows(np.asarray(rows, dtype=np.float64))
    return Figure(name=name, value=value, interval=metrics.bootstrap_interval(rows, of_rows), count=count)


def _calibration(told: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    return [item.confidence for item in told], [bool(item.answerable) for item in told]
