"""The benchmark on a few questions and small libraries: its figures are there and make sense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import corpus
from evals import bench
from evals.cases import QUESTIONS
from evals.speed.targets import TARGETS

ANSWERING = {
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


@pytest.fixture
def few(tmp_path: Path) -> Path:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "few.jsonl"
    path.write_text("".join(lines[:5]), encoding="utf-8")
    return path


def figures(folder: Path) -> dict[str, float]:
    report = json.loads((folder / "bench.json").read_text(encoding="utf-8"))
    metrics: dict[str, float] = report.pop("metrics")
    assert report == {}
    return metrics


@pytest.mark.timeout(300)
def test_answering(few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert bench.main(["--questions", str(few), "--data", nowhere, "--out", str(tmp_path / "out")]) == 0
    metrics = figures(tmp_path / "out")
    assert set(metrics) == ANSWERING
    assert all(0 < value < 300_000 for value in metrics.values())
    assert metrics["ask_p50_ms"] > metrics["retrieve_p50_ms"]
    assert metrics["ask_p95_ms"] >= metrics["ask_p50_ms"]
    assert metrics["engine_load_seconds"] > metrics["import_ask_seconds"]
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == list(metrics)
    assert f"There are no question sets at {nowhere}, so that only answering was measured." in printed.err


@pytest.mark.timeout(300)
def test_finding_and_opening(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data" / "realtimeqa"
    folder.mkdir(parents=True)
    articles = [
        {"id": each.id, "title": each.title, "text": each.text, "publisher": each.publisher}
        for each in corpus.bundled()
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [{"query": question} for question in dict.fromkeys(questions)]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    out = tmp_path / "out"
    parts = ["retrieving", "growing", "asking", "threads", "opening"]
    options = ["--data", str(tmp_path / "data"), "--kept", str(tmp_path / "kept"), "--quick", "--out", str(out)]
    assert bench.main([*options, "--only", *parts]) == 0
    metrics = figures(out)
    not_measured = {name for name in set(TARGETS) - set(metrics) if not name.startswith(("page_", "load_"))}
    assert not_measured == {"add_vs_stock", "add_vs_model", "add_html_vs_jsonl"}
    assert all(value > 0 for value in metrics.values())
    assert metrics["recall_at_10"] == 1.0
    assert metrics["filter_cost"] == max(value for name, value in metrics.items() if name.startswith("filter_cost"))
    assert metrics["retrieve_growth"] == metrics["retrieve_160_p50_ms"] / metrics["retrieve_80_p50_ms"]
    assert metrics["ask_160_p95_ms"] >= metrics["ask_160_p50_ms"] > metrics["ask_160_retrieve_ms"]
    assert metrics["index_ready_seconds"] >= metrics["open_seconds"]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert all(name in page for name in metrics)
    made = sorted((path, path.stat().st_mtime) for path in (tmp_path / "kept").glob("*/made-from"))
    assert [path.parent.name for path, _ in made] == ["made-up-160", "made-up-80", "real"]
    capsys.readouterr()
    assert bench.main([*options, "--only", "retrieving"]) == 0
    assert made == sorted((path, path.stat().st_mtime) for path in (tmp_path / "kept").glob("*/made-from"))


def test_questions_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--questions", str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("bench: ")


def test_a_part_that_there_is_nothing_to_measure_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--only", "retrieving", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr() == (
        "",
        f"bench: There are no question sets at {tmp_path}; --data names the folder of the sets.\n",
    )
    (tmp_path / "realtimeqa").mkdir()
    (tmp_path / "realtimeqa" / "queries.jsonl").write_text('{"qid": "1"}\n', encoding="utf-8")
    assert bench.main(["--only", "retrieving", "--data", str(tmp_path)]) == 2
    assert "line 1: lacks 'query'" in capsys.readouterr().err


@pytest.mark.soak
def test_a_million_passages() -> None:
    """Its figures go to build/bench/million; nothing is asked of them but that they come, and recall."""
    if not (bench._DATA / "realtimeqa").exists():
        pytest.skip("the public question sets are not there")
    out = bench.ROOT / "build" / "bench" / "million"
    sizes = ["--sizes", "1000", "1000000"]
    assert bench.main(["--only", "growing", "asking", "opening", *sizes, "--out", str(out)]) == 0
    assert figures(out)["recall_at_10_made_up"] >= 0.95
