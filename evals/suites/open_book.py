"""Suites asked of a whole library: RealTimeQA, the open SQuAD 2.0, MultiHop-RAG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from evals import metrics
from evals.metrics import Part
from evals.suites.data import Row, open_library, rows
from evals.suites.judged import Judged
from qa import Answer, Engine, Looking
from qa.reader.examples import FOLDS, article_of, folds
from qa.types import Passage

HITS_AT = (1, 4, 10)


def realtimeqa(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """News quizzes over 1,062 articles, and each answerable question again without the articles that answer it."""
    questions = realtimeqa_questions(data)
    with open_library(data / "corpus.jsonl", kept, reader=_only(readers)) as engine:
        for row, day, hidden in questions:
            answers = [row["answer"]] if row["answerable"] else []
            answer = engine.ask(row["query"], asked_on=day)
            parts = _answer_parts(answer, answers) if row["answerable"] else {}
            if row["answerable"]:
                relevant = {*row["gold_doc_ids"], *row["support_doc_ids"]}
                parts |= _article_parts(answer, relevant)
                hit, plain_hit = (
                    float(bool(relevant & {*_articles(found)[:1]}))
                    for found in (answer.passages, _plain_order(engine, row["query"]))
                )
                parts |= {"article_hit_at_1, plain fusion": (plain_hit, 1), "hit_at_1 over plain": (hit - plain_hit, 1)}
            yield _judged(row, row["type"], answer, answers, parts)
            if hidden is not None:
                answer = engine.ask(row["query"], asked_on=day, exclude=hidden)
                yield _judged(row, "hidden", answer, [], {})


def squad2(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """Questions on 296 paragraphs, all of them searched; half cannot be answered from the paragraph they are about.

    With one reader for each fold of whole articles, every question is read by the one that was not trained on it.
    """
    for fold in range(FOLDS) if len(readers) == FOLDS else [None]:
        reader = readers[fold] if fold is not None else _only(readers)
        with open_library(data / "corpus.jsonl", kept, reader=reader) as engine:
            for row in squad2_questions(data, fold):
                answer = engine.ask(row["query"])
                answers = list(row["answers"]) if row["answerable"] else []
                parts = _answer_parts(answer, answers) | _article_parts(answer, {row["doc_id"]}) if answers else {}
                yield _judged(row, "answerable" if answers else "adversarial", answer, answers, parts)


def multihoprag(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """Questions that take facts from several news articles, and some that none answers."""
    with open_library(data / "corpus.jsonl", kept, reader=_only(readers)) as engine:
        for row in rows(data / "queries.jsonl"):
            answer = engine.ask(row["query"])
            parts: dict[str, Part] = {}
            answers: list[str] = []
            if row["answerable"]:
                relevant = set(row["gold_doc_ids"])
                parts = _article_parts(answer, relevant)
                cited = {citation.article_id for citation in answer.citations}
                parts["citation_precision"] = (len(cited & relevant), len(cited))
                parts["citation_recall"] = (len(cited & relevant), len(relevant))
                if row["type"] == "inference_query":  # the others are answered by yes, no, before or after
                    answers = [row["answer"]]
                    parts |= _answer_parts(answer, answers)
            yield _judged(row, row["type"], answer, answers, parts)


def squad2_questions(data: Path, fold: int | None) -> list[Row]:
    """Its rows, or those that a reader trained without this fold has not seen the articles of."""
    asked = rows(data / "queries.jsonl")
    fold_of = folds(map(article_of, asked))
    return [row for row in asked if fold in (None, fold_of[article_of(row)])]


def realtimeqa_questions(data: Path) -> list[tuple[Row, date | None, list[str] | None]]:
    """Its rows, each with the day of asking and the articles to leave out so that it has no answer.

    The days of the questions asked after the last article would give them away, so these have none.
    """
    texts = {
        row["doc_id"]: metrics.normalise_answer(f"{row['title']} {row['text']}") for row in rows(data / "corpus.jsonl")
    }
    return [
        (
            row,
            None if row["type"] == "null_future" else date.fromisoformat(row["question_date"]),
            _hiding(row, texts),
        )
        for row in rows(data / "queries.jsonl")
    ]


def _hiding(row: Row, texts: dict[str, str]) -> list[str] | None:
    """The articles to leave out so that a question has no answer; None where others still hold its words."""
    if not row["answerable"]:
        return None
    left_out = {*row["gold_doc_ids"], *row["support_doc_ids"]}
    answer = metrics.normalise_answer(row["answer"])
    if any(f" {answer} " in f" {text} " for doc, text in texts.items() if doc not in left_out):
        return None
    return sorted(left_out)


def _answer_parts(answer: Answer, answers: Sequence[str]) -> dict[str, Part]:
    shown = [statement.text for statement in answer.statements]
    first, any_right = metrics.sentences_right(shown, answers)
    said = answer.short or "".join(shown[:1])
    return {
        "first_sentence": (first, 1),
        "any_sentence": (any_right, 1),
        "short_or_first_f1": (max((metrics.token_f1(said, gold) for gold in answers), default=0.0), 1),
        "short_answer_precision": metrics.short_answer_right(answer.short, answers),
        "sentences_shown": (len(shown), 1),
    }


def _article_parts(answer: Answer, relevant: set[str]) -> dict[str, Part]:
    found = _articles(answer.passages)
    rank = next((place for place, article in enumerate(found, start=1) if article in relevant), None)
    hits: dict[str, Part] = {f"article_hit_at_{k}": (rank is not None and rank <= k, 1) for k in HITS_AT}
    return hits | {"article_mrr": (1 / rank if rank else 0.0, 1)}


def _articles(passages: Sequence[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.article_id for passage in passages))


def _plain_order(engine: Engine, question: str) -> tuple[Passage, ...]:
    """The passages by fusion alone: no day of asking, nothing read from the question."""
    looking = next(iter(engine.stream(question, infer_filters=False)))
    assert isinstance(looking, Looking)
    return looking.passages


def _judged(row: Row, kind: str, answer: Answer, answers: Sequence[str], parts: dict[str, Part]) -> Judged:
    answerable = bool(row["answerable"]) and kind != "hidden"
    right = bool(parts["any_sentence"][0]) if "any_sentence" in parts else answer.answered == answerable
    return Judged(
        id=row["qid"],
        type=kind,
        asked=row["query"],
        told=told(answer),
        expected=" / ".join(answers) if answers else "an answer" if answerable else "a decline",
        parts=parts,
        answerable=answerable,
        answered=answer.answered,
        confidence=answer.confidence,
        latency_ms=1000 * answer.timings["total"],
        failed=not right,
    )


def told(answer: Answer) -> str:
    """What an answer said, on one line."""
    return " | ".join(" ".join(item.text.split()) for item in answer.statements) if answer.answered else "declined"


def _only(readers: Sequence[Path]) -> Path | None:
    return readers[0] if len(readers) == 1 else None
