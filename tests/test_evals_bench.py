"""The benchmark on a few questions: its figures are there and make sense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import bench
from evals.cases import QUESTIONS


def test_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few.jsonl"
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(lines[:5]), encoding="utf-8")
    assert bench.main(["--questions", str(few), "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out" / "bench.json").read_text(encoding="utf-8"))
    metrics = report.pop("metrics")
    assert report == {}
    assert set(metrics) == {
        "import_ask_seconds",
        "engine_load_seconds",
        "build_bundled_seconds",
        "ask_p50_ms",
        "ask_p95_ms",
        "retrieve_p50_ms",
        "floor_p50_ms",
        "retrieve_floor_ratio",
        "reader_load_seconds",
        "read_p50_ms",
        "read_float_p50_ms",
        "read_float_ratio",
    }
    assert all(0 < value < 300_000 for value in metrics.values())
    assert metrics["ask_p50_ms"] > metrics["retrieve_p50_ms"]
    assert metrics["ask_p95_ms"] >= metrics["ask_p50_ms"]
    assert metrics["engine_load_seconds"] > metrics["import_ask_seconds"]
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(metrics)


def test_questions_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--questions", str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("bench: ")
