"""A suite's figures as text for the terminal, as JSON, and as one HTML page with every failure to read."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evals import metrics
from evals.page import description, document, gallery, table
from evals.plots import line_chart
from evals.report import align, format_value
from evals.suites.judged import Figure, Judged, figures, types


def to_text(name: str, judged: Sequence[Judged], found: Sequence[Figure]) -> str:
    """The table over all the questions, and the shares by type."""
    failed = sum(item.failed for item in judged)
    return "\n\n".join(
        [
            f"{name}: {len(judged)} questions, {failed} to look at",
            align(figure_rows(found)),
            align(type_rows(judged)),
        ]
    )


def to_json(name: str, judged: Sequence[Judged], found: Sequence[Figure]) -> str:
    """The figures, and each question with what was said."""
    record = {
        "suite": name,
        "metrics": {figure.name: figure.value for figure in found},
        "intervals": {figure.name: list(figure.interval) for figure in found if figure.interval},
        "types": {
            kind: {figure.name: figure.value for figure in figures([item for item in judged if item.type == kind])}
            for kind in types(judged)
        },
        "questions": [{**vars(item), "parts": dict(item.parts)} for item in judged],
    }
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_html(name: str, judged: Sequence[Judged], found: Sequence[Figure]) -> str:
    """The page, as text."""
    failed = [item for item in judged if item.failed]
    return document(
        f"Evaluation: {name}, {len(judged)} questions",
        table(figure_rows(found)),
        "<h2>By type</h2>",
        table(type_rows(judged)),
        _charts(judged),
        f"<h2>To look at ({len(failed)})</h2>",
        *(_failure(item) for item in failed),
    )


def figure_rows(found: Sequence[Figure]) -> list[list[str]]:
    """Name, value, 95 % interval and number of questions of each figure."""
    rows = [["metric", "value", "95 % interval", "questions"]]
    for figure in found:
        shown = [format_value(figure.name, bound) for bound in figure.interval or ()]
        rows.append([figure.name, format_value(figure.name, figure.value), " – ".join(shown), str(figure.count)])
    return rows


def type_rows(judged: Sequence[Judged]) -> list[list[str]]:
    """The shares of each type of question."""
    names = list(dict.fromkeys(name for item in judged for name in item.parts))
    rows = [["type", "questions", "answered", *names]]
    for kind in types(judged):
        chosen = [item for item in judged if item.type == kind]
        shares = [metrics.share([item.parts[name] for item in chosen if name in item.parts]) for name in names]
        answered = metrics.share([(item.answered, 1) for item in chosen])
        rows.append([kind, str(len(chosen)), *(format_value("", value) for value in (answered, *shares))])
    return rows


def _charts(judged: Sequence[Judged]) -> str:
    told = [item for item in judged if item.answerable is not None]
    if not told:
        return ""
    answered = [item for item in told if item.answered]
    risk = metrics.risk_coverage(
        [item.confidence for item in answered],
        [item.failed or not item.answerable for item in answered],
        total=len(told),
    )
    points = metrics.reliability([item.confidence for item in told], [bool(item.answerable) for item in told])
    charts = {
        "Risk and coverage": line_chart(
            risk, title="Risk and coverage", x_label="coverage", y_label="risk: share of answers wrong"
        ),
        "Reliability": line_chart(
            [(confidence, share) for confidence, share, _ in points],
            title="Reliability",
            x_label="confidence",
            y_label="share that the articles answer",
        ),
    }
    return gallery(charts)


def _failure(item: Judged) -> str:
    return description(
        {
            "question": f"{item.id} ({item.type})",
            "asked": item.asked,
            "answered": f"{item.told} (confidence {item.confidence:.2f})",
            "expected": item.expected,
        }
    )
