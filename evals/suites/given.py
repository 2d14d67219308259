"""Suites in which the passages come with the question: CLAPNQ, QuoteSum, mtRAG-UN; nothing is searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals import metrics
from evals.metrics import Part
from evals.suites.data import Row, rows
from evals.suites.judged import Judged
from evals.suites.open_book import told
from qa import Answer, Engine, Settings, Turn

_QUOTED = re.compile(r"\[\s*(\d+)\s+([^\]]+?)\s*\]")


def clapnq(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """Questions with one passage of Wikipedia, half of which does not answer them."""
    with _engine(kept, readers) as engine:
        for row in rows(data / "queries.jsonl"):
            answer = _ask(engine, row, [{"text": row["text"], "title": row["title"]}])
            parts: dict[str, Part] = {}
            gold = {sentence for one in row["answers"] for sentence in one["sentences"]} if row["answerable"] else set()
            if gold:
                on_gold = [_is_among(item.text, gold) for item in answer.statements]
                parts = {
                    "first_sentence_is_gold": (on_gold[:1] == [True], 1),
                    "citation_precision": (sum(on_gold), len(on_gold)),
                    "token_f1": (_best_f1(answer, [one["answer"] for one in row["answers"]]), 1),
                }
            kind = "answerable" if row["answerable"] else "unanswerable"
            right = parts["first_sentence_is_gold"][0] if gold else not answer.answered
            yield _judged(row, kind, answer, gold, parts, answerable=bool(row["answerable"]), failed=not right)


def quotesum(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """Questions with several passages, each with its own short answer; every one is answerable."""
    with _engine(kept, readers) as engine:
        for row in rows(data / "queries.jsonl"):
            given = [
                {"text": one["text"], "title": one["title"], "article_id": str(one["n"])} for one in row["passages"]
            ]
            answer = _ask(engine, row, given)
            quoted = {number for reference in row["references"] for number, _ in _QUOTED.findall(reference)}
            shorts = [one["short_answer"] for one in row["passages"] if one["short_answer"]]
            shown = [item.text for item in answer.statements]
            first, some = metrics.sentences_right(shown, shorts)
            parts: dict[str, Part] = {
                "first_sentence": (first, 1),
                "any_sentence": (some, 1),
                "short_answers_shown": (sum(metrics.sentences_right(shown, [one])[1] for one in shorts), len(shorts)),
                "citation_precision": (
                    sum(citation.article_id in quoted for citation in answer.citations),
                    len(answer.citations),
                ),
                "token_f1": (_best_f1(answer, [_QUOTED.sub(r"\2", reference) for reference in row["references"]]), 1),
                "false_decline_rate": (not answer.answered, 1),
            }
            yield _judged(row, "quotes", answer, shorts, parts, answerable=None, failed=not some)


def mtrag_un(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """Last turns of conversations with the passages found for them, some of which do not answer.

    Each answerable one is also asked with the passages of another conversation of its domain, to be declined.
    """
    tasks = rows(data / "tasks.jsonl")
    with _engine(kept, readers) as engine:
        for row in tasks:
            history = [Turn("user" if turn["role"] == "user" else "assistant", turn["text"]) for turn in row["history"]]
            answer = _ask(engine, row, _passages(row), history)
            kind = row["answerability"].lower()
            answerable = {"answerable": True, "unanswerable": False}.get(kind)
            parts: dict[str, Part] = {}
            if answerable:
                parts = {"token_f1": (_best_f1(answer, [row["answer"]]), 1)}
            elif answerable is None:
                parts = {f"answered: {kind}": (answer.answered, 1)}
            failed = answerable is not None and answerable != answer.answered
            yield _judged(row, kind, answer, [row["answer"]], parts, answerable=answerable, failed=failed)
            other = foreign(row, tasks) if answerable else None
            if other is not None:
                answer = _ask(engine, row, _passages(other), history)
                parts = {"answered: foreign passages": (answer.answered, 1)}
                yield _judged(row, "foreign passages", answer, (), parts, answerable=False, failed=answer.answered)


def foreign(row: Row, tasks: Sequence[Row]) -> Row | None:
    """The task whose passages are those of another conversation of a task's domain; None where there is none.

    It is the first, with any passages, of the conversation whose id comes next, after the last the first again.
    """
    others = [
        (task["conversation_id"], task["qid"], place)
        for place, task in enumerate(tasks)
        if task["domain"] == row["domain"] and task["conversation_id"] != row["conversation_id"] and _passages(task)
    ]
    chosen = min(others, key=lambda other: (other[0] < row["conversation_id"], other), default=None)
    return None if chosen is None else tasks[chosen[2]]


def _passages(row: Row) -> list[dict[str, Any]]:
    return [
        {"text": one["text"], "title": one["title"], "article_id": str(place)}
        for place, one in enumerate(row["passages"])
        if one["text"].strip()
    ]


def _engine(kept: Path, readers: Sequence[Path]) -> Engine:
    return Engine(Settings(home=kept, reader=readers[0] if len(readers) == 1 else None))


def _ask(engine: Engine, row: Row, passages: Sequence[dict[str, Any]], history: Sequence[Turn] = ()) -> Answer:
    return engine.ask(row["query"], passages=passages, history=history)


def _is_among(shown: str, gold: set[str]) -> bool:
    """Whether a sentence shown shares at least half of the shorter one's words with one of the gold sentences."""
    words = set(metrics.normalise_answer(shown).split())
    for sentence in gold:
        other = set(metrics.normalise_answer(sentence).split())
        if other and 2 * len(words & other) >= min(len(words), len(other)) and metrics.token_f1(shown, sentence) > 0.5:
            return True
    return False


def _best_f1(answer: Answer, references: Sequence[str]) -> float:
    return (
        max((metrics.token_f1(answer.text, reference) for reference in references), default=0.0)
        if answer.answered
        else 0.0
    )


def _judged(
    row: Row,
    kind: str,
    answer: Answer,
    expected: Sequence[str] | set[str],
    parts: dict[str, Part],
    *,
    answerable: bool | None,
    failed: bool,
) -> Judged:
    return Judged(
        id=row["qid"],
        type=kind,
        asked=row["query"],
        told=told(answer),
        expected=" / ".join(sorted(expected)) if expected else "a decline",
        parts=parts,
        answerable=answerable,
        answered=answer.answered,
        confidence=answer.confidence,
        latency_ms=1000 * answer.timings["total"],
        failed=failed,
    )
