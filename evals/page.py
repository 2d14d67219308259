"""A run as one HTML page that needs nothing else: tables, charts, and every failed case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from evals.metrics import risk_coverage
from evals.plots import bar_chart, histogram, line_chart
from evals.report import Run, describe_failure, metric_rows, notes, type_rows

STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --paper: #fff; --faint: #d8dde2; --one: #2b6cb0;
  --two: #c8702a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7ea; --paper: #15181b; --faint: #3a4046;
  --one: #6aa9e9; --two: #e69a5b; --bad: #ff8a80; } }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--faint); text-align: right;
  white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-weight: 600; }
svg { width: 100%; } svg text { fill: var(--ink); font-size: 12px; }
.one { fill: var(--one); } .two { fill: var(--two); } .grid { stroke: var(--faint); }
.line { stroke: var(--one); stroke-width: 2; }
.bad { color: var(--bad); font-weight: 600; }
article { border-top: 1px solid var(--faint); padding: .6rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: 0; }
dt { opacity: .7; } dd { margin: 0; }
"""


def to_html(run: Run) -> str:
    """The page, as text."""
    return document(
        f"Evaluation: {run.split}, {len(run.outcomes)} cases",
        _verdict(run),
        table(metric_rows(run)),
        *(f"<p>{escape(note)}</p>" for note in notes(run)),
        "<h2>By type</h2>",
        table(type_rows(run)),
        "<h2>Charts</h2>",
        _charts(run),
        f"<h2>Failed cases ({len(run.failed)} of {len(run.outcomes)})</h2>",
        *(description(describe_failure(outcome)) for outcome in run.failed),
    )


def document(title: str, *parts: str) -> str:
    """A whole page of some parts, each of them HTML."""
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            *parts,
            "</body></html>\n",
        ]
    )


def description(lines: Mapping[str, str]) -> str:
    """Lines by their labels: what was asked, answered and expected."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in lines.items())
    return f"<article><dl>{rows}</dl></article>"


def gallery(charts: Mapping[str, str]) -> str:
    """Charts, each an SVG, under their names."""
    figures = "".join(
        f"<figure><figcaption>{escape(name)}</figcaption>{chart}</figure>" for name, chart in charts.items()
    )
    return f'<div class="charts">{figures}</div>'


def _verdict(run: Run) -> str:
    if not run.breaches:
        return "<p>Every threshold holds.</p>"
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in run.breaches)
    return f'<div class="bad"><p>Thresholds that do not hold:</p><ul>{items}</ul></div>'


def table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows[1:])
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(text: str) -> str:
    style = ' class="bad"' if text == "NO" else ""
    return f"<td{style}>{escape(text)}</td>"


def _charts(run: Run) -> str:
    answered = [outcome for outcome in run.outcomes if outcome.answer.answered]
    curve = risk_coverage(
        [outcome.answer.confidence for outcome in answered],
        [not outcome.right_any for outcome in answered],
        total=len(run.outcomes),
    )
    confidences = [
        (
            name,
            [outcome.answer.confidence for outcome in run.outcomes if outcome.case.answerable is answerable],
        )
        for name, answerable in (("answerable", True), ("unanswerable", False))
    ]
    latencies = [outcome.latency_ms for outcome in run.outcomes]
    charts = {
        "Answer accuracy by type": bar_chart(
            [(row.type, row.answer_accuracy, f"({row.answerable} cases)") for row in run.scores.types],
            title="Answer accuracy by type",
        ),
        "Risk and coverage": line_chart(
            curve,
            title="Risk and coverage",
            x_label="coverage: share of all questions answered",
            y_label="risk: share of answers wrong",
        ),
        "Confidence": histogram(
            confidences, title="Confidence", x_label="confidence that the articles answer it", upper=1.0
        ),
        "Latency": histogram(
            [("latency", latencies)],
            title="Latency",
            x_label="milliseconds a question",
            upper=max([1.0, *latencies]),
        ),
    }
    return gallery(charts)
