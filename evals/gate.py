"""What a run must reach, and the accepted run that it is compared with.

A threshold is the least or the greatest value a metric may have. The baseline is the one accepted run.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.cases import once_each

THRESHOLDS = Path(__file__).with_name("thresholds.json")
BASELINE = Path(__file__).with_name("baseline.json")


class GateError(ValueError):
    """A thresholds or baseline file cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The least (`min`) or the greatest (`max`) value that a metric may have, and what it should reach (`goal`).

    A goal that is not reached yet fails no run: it stands beside the bound wherever the bound is shown.
    """

    min: float | None = None
    max: float | None = None
    goal: float | None = None

    def __str__(self) -> str:
        """The bound as people write it: "≥ 0.75"."""
        bounds = [f"{sign} {bound:g}" for sign, bound in (("≥", self.min), ("≤", self.max)) if bound is not None]
        return ", ".join(bounds) + (f" (goal {self.goal:g})" if self.goal is not None else "")

    def holds(self, value: float | None) -> bool:
        """Whether the value is within the bounds; one that was not measured is not."""
        if value is None:
            return False
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The metrics of the accepted run, the split it asked, and the number of cases."""

    split: str
    cases: int
    metrics: Mapping[str, float | None]


def load_thresholds(path: Path) -> dict[str, Threshold]:
    """The threshold of each metric that has one; raises `GateError` when the file is not such a table, or has none."""
    record = _load(path)
    if not record:
        raise GateError(f"{path}: holds no thresholds, and a run that nothing is asked of cannot fail")
    thresholds: dict[str, Threshold] = {}
    for name, bounds in record.items():
        if (
            not isinstance(bounds, dict)
            or not bounds
            or not bounds.keys() <= {"min", "max", "goal"}
            or bounds.keys() == {"goal"}
            or not all(_is_number(bound) for bound in bounds.values())
        ):
            raise GateError(f'{path}: {name} must be {{"min": number}} or {{"max": number}}')
        thresholds[name] = Threshold(**bounds)
    return thresholds


def breaches(values: Mapping[str, float | None], thresholds: Mapping[str, Threshold]) -> list[str]:
    """One sentence, which names the metric, for each threshold that does not hold."""
    found: list[str] = []
    for name, threshold in thresholds.items():
        value = values.get(name)
        if not threshold.holds(value):
            measured = "was not measured" if value is None else f"is {_shown(value, threshold)}"
            found.append(f"{name} {measured}, and must be {threshold}")
    return found


def load_baseline(path: Path) -> Baseline | None:
    """The accepted run; None where there is none yet. Raises `GateError` when the file does not hold one."""
    if not path.exists():
        return None
    record = _load(path)
    match record:
        case {"split": str(split), "cases": int(cases), "metrics": dict(values)} if not isinstance(cases, bool):
            if all(value is None or _is_number(value) for value in values.values()):
                return Baseline(split=split, cases=cases, metrics=values)
    raise GateError(f"{path}: must hold split, cases and metrics; remove it, and write it anew with --accept")


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Keep a run as the accepted one, in the place of the one before."""
    record = {
        "split": baseline.split,
        "cases": baseline.cases,
        "metrics": {name: value if value is None else round(value, 6) for name, value in baseline.metrics.items()},
    }
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _load(path: Path) -> dict[str, object]:
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=once_each)
    except (OSError, ValueError, RecursionError) as error:
        raise GateError(f"{path}: cannot be read: {error}") from error
    if not isinstance(record, dict):
        raise GateError(f"{path}: must be a JSON object")
    return record


def _shown(value: float, threshold: Threshold) -> str:
    """The value with three decimals, or with as many more as show that the threshold does not hold."""
    for places in (3, 6, 9):
        if not threshold.holds(float(f"{value:.{places}f}")):
            return f"{value:.{places}f}"
    return repr(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
