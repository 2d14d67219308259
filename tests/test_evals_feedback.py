"""Candidates for cases from what users of the page thought of its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import feedback, run
from evals.cases import CasesError, load_cases, parse_case


def entry(id: str, verdict: str | None, **more: Any) -> dict[str, Any]:
    return {
        "time": "2024-05-06T07:08:09+00:00",
        "id": id,
        "verdict": verdict,
        "reason": "",
        "question": f"Who is {id}?",
        "history": [],
        "filters": {"publishers": [], "since": None, "until": None},
        "infer_filters": True,
        "engine": "extractive",
        "generation": 7,
        "answer": {
            "answered": True,
            "text": "Somebody.",
            "citations": [{"article_id": "a", "quote": "Somebody."}],
        },
        **more,
    }


def written(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / feedback.FILE
    path.write_text("".join(f"{json.dumps(each)}\n" for each in entries), encoding="utf-8")
    return path


def test_the_last_word_on_each_answer_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        entry("first", "down"),
        entry("second", "up"),
        entry("third", "down"),
        entry("fourth", "down"),
        entry("first", "up"),
        entry("second", "down", reason="It is somebody else."),
        entry("fourth", None),
    )
    found = feedback.candidates(path)
    assert [each["question"] for each in found] == ["Who is second?", "Who is third?"]
    assert found[0]["candidate"]["reason"] == "It is somebody else."


def test_a_candidate_says_what_was_answered_and_is_no_case_until_it_is_completed(tmp_path: Path) -> None:
    history = [["user", "Who came?"], ["assistant", "Somebody."]]
    (found,) = feedback.candidates(written(tmp_path, entry("answer-number-one", "down", history=history)))
    assert found["candidate"] == {
        "reason": "",
        "answered": True,
        "answer": "Somebody.",
        "citations": [{"article": "a", "quote": "Somebody."}],
        "filters": {"publishers": [], "since": None, "until": None},
        "engine": "extractive",
        "generation": 7,
    }
    with pytest.raises(ValueError, match="has unknown fields: candidate"):
        parse_case(json.dumps(found))
    del found["candidate"]
    with pytest.raises(ValueError, match="answerable must be true or false"):
        parse_case(json.dumps(found))
    case = parse_case(json.dumps({**found, "answerable": False}))
    assert (case.id, case.type, case.split) == ("feedback-answer-numbe", "follow_up", "tuning")
    assert [(turn.role, turn.text) for turn in case.history] == [tuple(turn) for turn in history]
    assert str(case.asked_on) == "2024-05-06"


def test_the_library_s_folder_will_do_for_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, entry("first", "down"))
    assert feedback.candidates(tmp_path) == feedback.candidates(path)


def test_line_ends_within_a_question_part_no_lines(tmp_path: Path) -> None:
    asked = entry("first", "down", question="Who\u2028came?")
    path = tmp_path / feedback.FILE
    path.write_text(f"{json.dumps(asked, ensure_ascii=False)}\n", encoding="utf-8")  # as the page writes it
    (found,) = feedback.candidates(path)
    assert found["question"] == "Who\u2028came?"
    del found["candidate"]
    made = tmp_path / "cases.jsonl"
    made.write_text(feedback.to_lines([{**found, "type": "who", "answerable": False}]), encoding="utf-8")
    assert [case.question for case in load_cases(made)] == ["Who\u2028came?"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": "a", "verdict": "down"}'])
def test_a_line_that_is_no_feedback_is_named(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, entry("first", "down"))
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    with pytest.raises(CasesError, match="line 2: is not a line of feedback"):
        feedback.candidates(path)


def test_the_command_prints_the_candidates_or_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, entry("first", "down"), entry("second", "up"))
    assert run.main(["--from-feedback", str(tmp_path)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["question"] == "Who is first?"
    assert run.main(["--from-feedback", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "candidates.jsonl").read_text(encoding="utf-8") == f"{line}\n"
    assert capsys.readouterr().out.startswith("1 candidates: ")


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--from-feedback", str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
