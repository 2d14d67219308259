"""A run of the benchmark as one HTML page that needs nothing else: every figure beside its bound, and plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from statistics import median

from evals.page import document, gallery, table
from evals.plots import bar_chart, histogram
from evals.speed.targets import TARGETS


@dataclass
class Measured:
    """What was measured so far."""

    metrics: dict[str, float] = field(default_factory=dict)
    samples: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # by plot and series: seconds
    notes: list[str] = field(default_factory=list)  # what was left out, and why


def to_html(measured: Measured) -> str:
    """The page, as text."""
    return document(
        "How fast it is, and how it grows",
        *(f"<p>{escape(note)}</p>" for note in measured.notes),
        "<h2>Against what is asked</h2>",
        table(target_rows(measured.metrics)),
        "<h2>Plots</h2>",
        gallery(_charts(measured)),
        "<h2>Every figure</h2>",
        table([("figure", "value"), *((name, f"{value:.3f}") for name, value in measured.metrics.items())]),
    )


def target_rows(metrics: Mapping[str, float]) -> list[tuple[str, ...]]:
    """A row for each figure that has a bound, under a row of headings; "NO" where the bound does not hold."""
    rows: list[tuple[str, ...]] = [("figure", "asked", "measured", "ok", "what it is")]
    for name, target in TARGETS.items():
        value = metrics.get(name)
        shown = "not measured" if value is None else f"{value:.3f}"
        verdict = "" if value is None else "yes" if target.holds(value) else "NO"
        rows.append((name, str(target), shown, verdict, target.what))
    return rows


def _charts(measured: Measured) -> dict[str, str]:
    used = [
        (name, min(1.0, target.used(measured.metrics[name])), f"({target})")
        for name, target in TARGETS.items()
        if name in measured.metrics
    ]
    title = "How much of what is allowed each figure takes up (1: all of it, or more)"
    charts = {title: bar_chart(used, title=title)} if used else {}
    for name, series in measured.samples.items():
        charts[name] = _spread(name, series)
    return charts


def _spread(name: str, series: Mapping[str, Sequence[float]]) -> str:
    """Two series of seconds as counts of milliseconds; the few slowest count in the last bin."""
    in_ms = [
        (f"{label}, p50 {1000 * median(times):.1f} ms", [1000 * each for each in times])
        for label, times in series.items()
    ]
    upper = 3 * max(median(times) for _, times in in_ms)
    return histogram(in_ms, title=name, x_label="milliseconds", upper=upper)
