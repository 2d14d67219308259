"""A run as a table for the terminal and as JSON.

A run is the outcomes of one split with their scores, the thresholds they are held against, and the baseline
they are compared with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.cases import Case
from evals.gate import Baseline, Threshold, breaches
from evals.scoring import Outcome, Scores


@dataclass(frozen=True, kw_only=True)
class Run:
    """Everything that a report shows."""

    split: str  # "gate", "tuning" or "all"
    outcomes: Sequence[Outcome]
    scores: Scores
    thresholds: Mapping[str, Threshold]
    baseline: Baseline | None = None  # only one of the same split is compared with

    @property
    def breaches(self) -> list[str]:
        """One sentence for each threshold that does not hold."""
        return breaches(self.scores.metrics, self.thresholds)

    @property
    def failed(self) -> list[Outcome]:
        """The outcomes that need a look, in the order of the cases."""
        return [outcome for outcome in self.outcomes if outcome.failed]


def metric_rows(run: Run) -> list[list[str]]:
    """The main table: name, value, 95 % interval, threshold, ok, baseline and change of each metric."""
    comparable = run.baseline if run.baseline and run.baseline.split == run.split else None
    rows = [["metric", "value", "95 % interval", "threshold", "ok", "baseline", "change"]]
    for name, value in run.scores.metrics.items():
        interval = run.scores.intervals.get(name)
        threshold = run.thresholds.get(name)
        before = comparable.metrics.get(name) if comparable else None
        rows.append(
            [
                name,
                format_value(name, value),
                f"{format_value(name, interval[0])} – {format_value(name, interval[1])}" if interval else "",
                str(threshold) if threshold else "",
                ("yes" if threshold.holds(value) else "NO") if threshold else "",
                format_value(name, before) if before is not None else "",
                _change(name, value, before),
            ]
        )
    return rows


def type_rows(run: Run) -> list[list[str]]:
    """The table of types: the numbers of cases and the figures of each type."""
    rows = [
        [
            "type",
            "answerable",
            "accuracy",
            "first sentence",
            "citation precision",
            "false declines",
            "unanswerable",
            "decline recall",
        ]
    ]
    for row in run.scores.types:
        rows.append(
            [
                row.type,
                str(row.answerable),
                format_value("answer_accuracy", row.answer_accuracy),
                format_value("first_sentence_accuracy", row.first_sentence_accuracy),
                format_value("citation_precision", row.citation_precision),
                format_value("false_decline_rate", row.false_decline_rate),
                str(row.unanswerable),
                format_value("decline_recall", row.decline_recall),
            ]
        )
    return rows


def to_text(run: Run) -> str:
    """The tables, every failed case, and the thresholds that do not hold, as plain text."""
    parts = [align(metric_rows(run)), align(type_rows(run))]
    if run.failed:
        parts.append(f"{len(run.failed)} of {len(run.outcomes)} cases failed:")
        parts += [
            "\n".join(f"{label:>9}: {text}" for label, text in describe_failure(outcome).items())
            for outcome in run.failed
        ]
    parts += notes(run)
    parts += [f"FAILED: {sentence}." for sentence in run.breaches]
    return "\n\n".join(parts) + "\n"


def notes(run: Run) -> list[str]:
    """What has to be known to compare the run with its baseline, in sentences."""
    if run.baseline and run.baseline.split != run.split:
        return [f"The baseline is of the split {run.baseline.split!r}, so it is not compared with."]
    if run.baseline and run.baseline.cases != len(run.outcomes):
        return [f"The baseline is of {run.baseline.cases} cases, this run of {len(run.outcomes)}."]
    return []


def to_record(run: Run) -> dict[str, Any]:
    """The run as plain dicts, lists, strings and numbers, ready for `json.dumps`."""
    return {
        "split": run.split,
        "metrics": dict(run.scores.metrics),
        "intervals": {name: list(interval) for name, interval in run.scores.intervals.items()},
        "thresholds": {
            name: {key: bound for key, bound in (("min", limit.min), ("max", limit.max)) if bound is not None}
            for name, limit in run.thresholds.items()
        },
        "breaches": run.breaches,
        "types": {row.type: {**vars(row)} for row in run.scores.types},
        "baseline": {**vars(run.baseline)} if run.baseline else None,
        "cases": [_case_record(outcome) for outcome in run.outcomes],
    }


def to_json(run: Run) -> str:
    """The run as JSON text."""
    return json.dumps(to_record(run), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def describe_failure(outcome: Outcome) -> dict[str, str]:
    """What a failed case is, and what was asked, answered and expected, each as one line."""
    case, answer = outcome.case, outcome.answer
    told = " | ".join(statement.text for statement in answer.statements) if answer.answered else "declined"
    lines = {
        "case": f"{case.id} ({case.type}{', near miss' if case.near_miss else ''})",
        "asked": asked(case),
        "answered": f"{told}  (confidence {answer.confidence:.2f})",
        "expected": " / ".join(case.answers) if case.answerable else "a decline",
    }
    if case.evidence:
        lines["evidence"] = " | ".join(piece.quote for piece in case.evidence)
    if outcome.verbatim_violations or outcome.unknown_citations:
        lines["citations"] = (
            f"{outcome.verbatim_violations} not verbatim, {outcome.unknown_citations} with an unknown number"
        )
    return {label: " ".join(text.split()) for label, text in lines.items()}


def asked(case: Case) -> str:
    """The question, with the turns before it where there are any."""
    turns = [f"{turn.role}: {turn.text}" for turn in case.history]
    return " → ".join([*turns, case.question])


def format_value(name: str, value: float | None) -> str:
    """A metric's value as shown: counts whole, times in 0.1 ms, all else with three decimals."""
    if value is None:
        return "–"
    if name.endswith("_ms"):
        return f"{value:.1f}"
    if name.startswith("cases") or name in ("verbatim_violations", "unknown_citations"):
        return f"{value:.0f}"
    return f"{value:.3f}"


def align(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of columns, the first to the left, the others to the right, a rule under the head."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]])


def _change(name: str, value: float | None, before: float | None) -> str:
    if value is None or before is None:
        return ""
    shown = format_value(name, round(value - before, 3) + 0.0)  # + 0.0: nothing is no "-0.000"
    return shown if shown.startswith("-") else f"+{shown}"


def _case_record(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "id": case.id,
        "type": case.type,
        "split": case.split,
        "question": case.question,
        "history": [[turn.role, turn.text] for turn in case.history],
        "asked_on": case.asked_on.isoformat() if case.asked_on else None,
        "answerable": case.answerable,
        "near_miss": case.near_miss,
        "answers": list(case.answers),
        "evidence": [
            {"article": span.article, "quote": piece.quote, "start": span.start, "end": span.end}
            for piece, span in zip(case.evidence, outcome.evidence, strict=True)
        ],
        "answer": outcome.answer.to_dict(),
        "failed": outcome.failed,
        "right_first": outcome.right_first,
        "right_any": outcome.right_any,
        "verbatim_violations": outcome.verbatim_violations,
        "unknown_citations": outcome.unknown_citations,
        "latency_ms": outcome.latency_ms,
    }
