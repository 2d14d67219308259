"""A case is one question with what a right answer to it must say and where the articles say it.

Cases live in `questions.jsonl`, one JSON object a line. An answerable case holds accepted answers and
labelled evidence (verbatim sentences of articles); an unanswerable one holds neither, and is right when
the question is declined.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.metrics import normalise_answer
from qa.types import Turn

QUESTIONS = Path(__file__).resolve().with_name("questions.jsonl")

TYPES = (
    "who",
    "when",
    "where",
    "how_many",
    "which",
    "what",
    "why",
    "yes_no",
    "said",
    "comparison",
    "date",
    "follow_up",
)
SPLITS = ("tuning", "gate")

FIELDS = frozenset(
    (
        "id",
        "type",
        "split",
        "question",
        "history",
        "asked_on",
        "answerable",
        "near_miss",
        "answers",
        "evidence",
    )
)
OPTIONAL = frozenset(("history", "asked_on", "near_miss", "answers", "evidence"))


class CasesError(ValueError):
    """A questions file cannot be used; `problems` has one sentence for each bad line."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{source}: {problems[0]}{more}")


@dataclass(frozen=True)
class Evidence:
    """A verbatim sentence of an article that carries the answer."""

    article: str  # the article's id
    quote: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question, and what is right for it."""

    id: str
    type: str  # one of TYPES
    split: str  # "tuning" or "gate"
    question: str
    history: tuple[Turn, ...] = ()  # oldest first; only for follow-ups
    asked_on: date | None = None  # the day the question is asked on; None: no day is given
    answerable: bool
    near_miss: bool = False  # unanswerable although the articles speak of the people or things asked about
    answers: tuple[str, ...] = ()  # any one of them is right
    evidence: tuple[Evidence, ...] = ()


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a questions file, in its order; blank lines are passed over.

    Raises `CasesError` when the file cannot be read, has no case, or has a line that is not a valid case.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # U+2028 and its like may stand in a text
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(str(path), [f"cannot be read: {error}"]) from error
    cases: list[Case] = []
    problems: list[str] = []
    first_line: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = parse_case(line)
        except ValueError as error:
            problems.append(f"line {number}: {error}")
            continue
        if case.id in first_line:
            problems.append(f"line {number}: id {case.id!r} is already used on line {first_line[case.id]}")
            continue
        first_line[case.id] = number
        cases.append(case)
    if not cases and not problems:
        problems.append("holds no cases")
    if problems:
        raise CasesError(str(path), problems)
    return tuple(cases)


def parse_case(line: str) -> Case:
    """The case that one line of JSON describes; raises `ValueError` with one sentence when it is none."""
    try:
        record = json.loads(line, object_pairs_hook=once_each)
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"holds half of a character, {error.object[error.start]!r}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ValueError("is not a JSON object")
    unknown = sorted(record.keys() - FIELDS)
    if unknown:
        raise ValueError(f"has unknown fields: {', '.join(unknown)}")
    missing = sorted(FIELDS - OPTIONAL - record.keys())
    if missing:
        raise ValueError(f"lacks the fields: {', '.join(missing)}")
    case = Case(
        id=_text(record, "id"),
        type=_text(record, "type"),
        split=_text(record, "split"),
        question=_text(record, "question"),
        history=_history(record.get("history", [])),
        asked_on=_day(record.get("asked_on")),
        answerable=_flag(record, "answerable"),
        near_miss=_flag(record, "near_miss"),
        answers=_answers(record.get("answers", [])),
        evidence=_evidence(record.get("evidence", [])),
    )
    problem = _contradiction(case)
    if problem:
        raise ValueError(problem)
    return case


def once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; raises ValueError where a name stands in it twice, of which Python would take the last."""
    record = dict(pairs)
    if len(record) < len(pairs):
        name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"{name} stands there twice")
    return record


def evidence_problems(cases: Sequence[Case], texts: Mapping[str, str]) -> list[str]:
    """One sentence for each quote that does not stand, verbatim and once, in the text of its article.

    `texts` maps the id of an article to its text.
    """
    problems: list[str] = []
    for case in cases:
        for evidence in case.evidence:
            text = texts.get(evidence.article)
            if text is None:
                problems.append(f"case {case.id}: there is no article {evidence.article!r}")
            elif evidence.quote not in text:
                problems.append(
                    f"case {case.id}: article {evidence.article!r} does not hold the quote {evidence.quote!r}"
                )
            elif text.count(evidence.quote) > 1:
                problems.append(
                    f"case {case.id}: article {evidence.article!r} holds the quote {evidence.quote!r} more than "
                    "once; lengthen it"
                )
    return problems


def imbalances(cases: Sequence[Case]) -> list[str]:
    """One sentence for each way in which the two splits are not halves of one set.

    Each split must hold 45 to 55 % of the answerable and of the unanswerable cases, and every type.
    """
    problems: list[str] = []
    for answerable in (True, False):
        kind = [case.split for case in cases if case.answerable is answerable]
        counts = Counter(kind)
        for split in SPLITS:
            if not 0.45 * len(kind) <= counts[split] <= 0.55 * len(kind):
                name = "answerable" if answerable else "unanswerable"
                problems.append(f"{split} has {counts[split]} of the {len(kind)} {name} cases")
    for split in SPLITS:
        absent = [kind for kind in TYPES if not any(c.type == kind and c.split == split for c in cases)]
        if absent:
            problems.append(f"{split} has no case of the types: {', '.join(absent)}")
    return problems


def _contradiction(case: Case) -> str | None:
    if case.type not in TYPES:
        return f"type {case.type!r} is not one of: {', '.join(TYPES)}"
    if case.split not in SPLITS:
        return f"split {case.split!r} is not one of: {', '.join(SPLITS)}"
    if (case.type == "follow_up") != bool(case.history):
        return "a follow-up needs a history, and only a follow-up has one"
    if not case.answerable:
        if case.answers or case.evidence:
            return "an unanswerable case has no answers and no evidence"
        return None
    if case.near_miss:
        return "only an unanswerable case is a near miss"
    if not case.answers or not case.evidence:
        return "an answerable case needs answers and evidence"
    empty = [answer for answer in case.answers if not normalise_answer(answer)]
    if empty:
        return f"the answer {empty[0]!r} has no word to look for: a, an, the and punctuation do not count"
    if case.type == "comparison" and len({evidence.article for evidence in case.evidence}) < 2:
        return "a comparison needs evidence from two articles"
    return None


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text that is not empty")
    return value


def _flag(record: Mapping[str, Any], name: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false")
    return value


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"asked_on {value!r} is not a day such as 2018-01-24")


def _answers(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError("answers must be a list of texts that are not empty")
    return tuple(value)


def _history(value: object) -> tuple[Turn, ...]:
    if not isinstance(value, list):
        raise ValueError("history must be a list of [role, text] pairs")
    turns: list[Turn] = []
    for item in value:
        match item:
            case ["user", str(text)]:
                turns.append(Turn("user", text))
            case ["assistant", str(text)]:
                turns.append(Turn("assistant", text))
            case _:
                raise ValueError('history must be a list of [role, text] pairs, role "user" or "assistant"')
    return tuple(turns)


def _evidence(value: object) -> tuple[Evidence, ...]:
    if not isinstance(value, list):
        raise ValueError("evidence must be a list of objects with article and quote")
    pieces: list[Evidence] = []
    for item in value:
        match item:
            case {"article": str(article), "quote": str(quote)} if len(item) == 2 and quote.strip():
                pieces.append(Evidence(article, quote))
            case _:
                raise ValueError("evidence must be a list of objects with article and quote")
    return tuple(pieces)
