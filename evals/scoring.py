"""From answers to figures: each case is asked and judged into an outcome, and outcomes add up to scores."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from evals import metrics
from evals.cases import TYPES, Case
from evals.metrics import Part, Span
from qa.types import Answer, Citation

Ask = Callable[[Case], Answer]

BY_EVIDENCE = ("yes_no", "why")  # the types for which right evidence cited is right
RECALL_AT = (1, 3, 10)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of asking one case."""

    case: Case
    answer: Answer
    latency_ms: float
    right_first: bool  # the first statement is right; False for a declined or an unanswerable case
    right_any: bool  # one of the statements is right
    evidence: tuple[Span, ...]  # where the labelled evidence stands
    shown: tuple[Span, ...]  # where the citations point
    shown_two: tuple[Span, ...]  # the same, of the first two statements only
    looked_at: tuple[Span, ...]  # the passages, best first
    verbatim_violations: int
    unknown_citations: int

    @property
    def failed(self) -> bool:
        """Whether the case needs a look: wrongly answered, wrongly declined, or cited in a way that fails."""
        right = self.right_any if self.case.answerable else not self.answer.answered
        return not right or self.verbatim_violations > 0 or self.unknown_citations > 0


@dataclass(frozen=True, kw_only=True)
class TypeScore:
    """The figures of the cases of one type."""

    type: str
    answerable: int  # number of cases
    unanswerable: int
    answer_accuracy: float | None
    first_sentence_accuracy: float | None
    citation_precision: float | None
    decline_recall: float | None
    false_decline_rate: float | None


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The figures of a run. A metric that no case speaks about is None."""

    metrics: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # 95 %, where there is one
    types: tuple[TypeScore, ...] = ()


def run_cases(cases: Sequence[Case], ask: Ask, texts: Mapping[str, str]) -> tuple[Outcome, ...]:
    """The outcomes of asking the cases one by one, after asking the first once, unmeasured, to warm up.

    `texts` maps the ids of the articles to their texts, and must hold the evidence of every case.
    """
    if cases:
        ask(cases[0])
    outcomes = []
    for case in cases:
        started = time.perf_counter()
        answer = ask(case)
        outcomes.append(judge(case, answer, 1000 * (time.perf_counter() - started), texts))
    return tuple(outcomes)


def judge(case: Case, answer: Answer, latency_ms: float, texts: Mapping[str, str]) -> Outcome:
    """The outcome of one case: its answer held against accepted answers, evidence and the articles."""
    evidence = tuple(_locate(piece.article, piece.quote, texts) for piece in case.evidence)
    spans = {citation.number: _span(citation) for citation in answer.citations}
    cited = [[spans[n] for n in statement.citations if n in spans] for statement in answer.statements]
    right_first, right_any = False, False
    if case.answerable and answer.answered:
        right_first, right_any = metrics.sentences_right(
            [statement.text for statement in answer.statements], case.answers
        )
        if case.type in BY_EVIDENCE:
            by_evidence = metrics.evidence_right(cited, evidence)
            right_first, right_any = right_first or by_evidence[0], right_any or by_evidence[1]
    first_two = {number for statement in answer.statements[:2] for number in statement.citations}
    return Outcome(
        case=case,
        answer=answer,
        latency_ms=latency_ms,
        right_first=right_first,
        right_any=right_any,
        evidence=evidence,
        shown=tuple(_span(citation) for citation in answer.citations),
        shown_two=tuple(_span(citation) for citation in answer.citations if citation.number in first_two),
        looked_at=tuple(Span(passage.article_id, passage.start, passage.end) for passage in answer.passages),
        verbatim_violations=metrics.verbatim_violations(
            [(citation.quote, _span(citation)) for citation in answer.citations], texts
        ),
        unknown_citations=metrics.unknown_citation_numbers(
            [statement.citations for statement in answer.statements],
            [citation.number for citation in answer.citations],
        ),
    )


def score(outcomes: Sequence[Outcome]) -> Scores:
    """The figures over all the outcomes, with their intervals, and the figures of each type."""
    values: dict[str, float | None] = {}
    intervals: dict[str, tuple[float, float] | None] = {}
    for name, parts in shares(outcomes).items():
        values[name] = metrics.share(parts)
        intervals[name] = metrics.share_interval(parts)
    confidences = [(float(outcome.case.answerable), outcome.answer.confidence) for outcome in outcomes]
    values["decline_auc"] = _area(confidences)
    intervals["decline_auc"] = metrics.bootstrap_interval(confidences, lambda rows: _area(rows.tolist()))
    latencies = [outcome.latency_ms for outcome in outcomes]
    for q in (50, 95):
        values[f"latency_p{q}_ms"] = metrics.percentile(latencies, q)
        intervals[f"latency_p{q}_ms"] = _percentile_interval(latencies, q)
    values["verbatim_violations"] = sum(outcome.verbatim_violations for outcome in outcomes)
    values["unknown_citations"] = sum(outcome.unknown_citations for outcome in outcomes)
    values["cases"] = len(outcomes)
    values["cases_answerable"] = sum(outcome.case.answerable for outcome in outcomes)
    values["cases_unanswerable"] = sum(not outcome.case.answerable for outcome in outcomes)
    return Scores(
        metrics=values,
        intervals={name: interval for name, interval in intervals.items() if interval},
        types=tuple(
            score_type(kind, chosen)
            for kind in TYPES
            if (chosen := [outcome for outcome in outcomes if outcome.case.type == kind])
        ),
    )


def score_type(kind: str, outcomes: Sequence[Outcome]) -> TypeScore:
    """The figures of the outcomes of one type."""
    values = {name: metrics.share(parts) for name, parts in shares(outcomes).items()}
    answerable = sum(outcome.case.answerable for outcome in outcomes)
    return TypeScore(
        type=kind,
        answerable=answerable,
        unanswerable=len(outcomes) - answerable,
        answer_accuracy=values["answer_accuracy"],
        first_sentence_accuracy=values["first_sentence_accuracy"],
        citation_precision=values["citation_precision"],
        decline_recall=values["decline_recall"],
        false_decline_rate=values["false_decline_rate"],
    )


def shares(outcomes: Sequence[Outcome]) -> dict[str, list[Part]]:
    """The parts of every metric that is a share, one for each outcome.

    Accuracy, citations and retrieval are measured over the answerable cases; a declined one is wrong.
    """
    parts: dict[str, list[Part]] = {}
    for outcome in outcomes:
        case, answered = outcome.case, outcome.answer.answered
        counted = int(case.answerable)
        follow_up = int(case.answerable and case.type == "follow_up")
        labelled = outcome.evidence
        shown = outcome.shown if case.answerable else ()
        shown_two = outcome.shown_two if case.answerable else ()
        row: dict[str, Part] = {
            "answer_accuracy": (outcome.right_any, counted),
            "first_sentence_accuracy": (outcome.right_first, counted),
            "short_answer_precision": _short_answer(outcome),
            "follow_up_accuracy": (outcome.right_any * follow_up, follow_up),
            "citation_precision": metrics.citation_precision(shown, labelled),
            "citation_precision_two": metrics.citation_precision(shown_two, labelled),
            "citation_recall": metrics.citation_recall(shown, labelled),
            "decline_recall": metrics.decline_recall(answerable=case.answerable, answered=answered),
            "near_miss_decline_recall": metrics.near_miss_decline_recall(near_miss=case.near_miss, answered=answered),
            "false_decline_rate": metrics.false_decline_rate(answerable=case.answerable, answered=answered),
            **{f"retrieval_recall_at_{k}": metrics.recall_at(k, outcome.looked_at, labelled) for k in RECALL_AT},
            "mrr": metrics.reciprocal_rank(outcome.looked_at, labelled),
        }
        for name, part in row.items():
            parts.setdefault(name, []).append(part)
    return parts


def _short_answer(outcome: Outcome) -> Part:
    """A short answer told; wrong wherever there is no answer. Of yes and no the cases do not say which is right."""
    case = outcome.case
    if case.type in BY_EVIDENCE:
        return (0, 0)
    return metrics.short_answer_right(outcome.answer.short, case.answers if case.answerable else ())


def _area(confidences: Sequence[Sequence[float]]) -> float | None:
    answerable = [confidence for is_answerable, confidence in confidences if is_answerable]
    unanswerable = [confidence for is_answerable, confidence in confidences if not is_answerable]
    return metrics.area_under_roc(answerable, unanswerable)


def _percentile_interval(values: Sequence[float], q: float) -> tuple[float, float] | None:
    return metrics.bootstrap_interval(
        [[value] for value in values], lambda rows: metrics.percentile(rows[:, 0].tolist(), q)
    )


def _span(citation: Citation) -> Span:
    return Span(citation.article_id, citation.start, citation.end)


def _locate(article: str, quote: str, texts: Mapping[str, str]) -> Span:
    start = texts[article].index(quote)
    return Span(article, start, start + len(quote))
