"""Candidates for cases: each answer that a user called a bad one, with as much of a case as can be known of it.

What a right answer says, and where the articles say it, only a person can tell. So a candidate is no valid case yet:
its `type` is empty, `answerable` is null, and the field `candidate`, which tells what was answered, has to go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cases import CasesError

FILE = "feedback.jsonl"  # in the library's folder


def candidates(source: Path) -> list[dict[str, Any]]:
    """The candidates from a file of feedback, or from the one in a library's folder, oldest first.

    Of several words on one answer the last counts. Raises CasesError where there is no file, or none that is feedback.
    """
    path = source / FILE if source.is_dir() else source
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # U+2028 and its like may stand in a question
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(str(path), [f"cannot be read: {error}"]) from error
    last: dict[str, Mapping[str, Any]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            last[entry["id"]] = entry
            if entry["verdict"] == "down":
                _candidate(entry)
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(f"line {number}: is not a line of feedback")
    if problems:
        raise CasesError(str(path), problems)
    return [_candidate(entry) for entry in last.values() if entry["verdict"] == "down"]


def to_lines(found: list[dict[str, Any]]) -> str:
    """Candidates as JSON lines."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in found)


def _candidate(entry: Mapping[str, Any]) -> dict[str, Any]:
    answer = entry["answer"]
    return {
        "id": f"feedback-{entry['id'][:12]}",
        "type": "follow_up" if entry["history"] else "",
        "split": "tuning",
        "question": entry["question"],
        "history": entry["history"],
        "asked_on": entry["time"][:10],
        "answerable": None,
        "answers": [],
        "evidence": [],
        "candidate": {
            "reason": entry["reason"],
            "answered": answer["answered"],
            "answer": answer["text"],
            "citations": [{"article": each["article_id"], "quote": each["quote"]} for each in answer["citations"]],
            "filters": entry["filters"],
            "engine": entry["engine"],
            "generation": entry["generation"],
        },
    }
