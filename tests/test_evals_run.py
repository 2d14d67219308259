"""The command: a few questions asked of the real engine, the reports it writes and the code it exits with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import bundled
from evals import run

SCRIPT = Path(run.__file__)


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three questions on the first sentence of a bundled article, one of them for tuning."""
    article = next(article for article in bundled() if article.id == "astana-talks-open")
    labelled = {
        "answerable": True,
        "answers": ["23 January", "Astana"],
        "evidence": [{"article": article.id, "quote": article.text.partition(". ")[0] + "."}],
    }
    asked = "Where did the opposition groups and the Syrian government begin negotiations?"
    records = [
        {"id": "where", "type": "where", "split": "gate", "question": asked, **labelled},
        {
            "id": "score",
            "type": "who",
            "split": "gate",
            "question": "Who won the chess championship in Reykjavik?",
            "answerable": False,
        },
        {
            "id": "then",
            "type": "follow_up",
            "split": "tuning",
            "question": "When did they begin?",
            "history": [["user", asked], ["assistant", "In Astana."]],
            "asked_on": "2018-02-01",
            **labelled,
        },
    ]
    path = tmp_path_factory.mktemp("evals") / "questions.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def thresholds(folder: Path, **limits: dict[str, float]) -> str:
    path = folder / "thresholds.json"
    path.write_text(json.dumps(limits), encoding="utf-8")
    return str(path)


def test_as_a_script_from_any_folder(questions: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = subprocess.run(
        [
            sys.executable,
            str(SCRIPT),
            "--questions",
            str(questions),
            "--out",
            "out",
            "--thresholds",
            thresholds(tmp_path, verbatim_violations={"max": 0}, unknown_citations={"max": 0}),
            "--baseline",
            "baseline.json",
            "--accept",
        ],
        cwd=tmp_path,
        env={**os.environ, "QA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "answer_accuracy" in done.stdout
    assert not home.exists()  # the user's library is left alone
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [case["id"] for case in report["cases"]] == ["where", "score"]
    assert report["metrics"]["cases"] == 2
    assert report["metrics"]["answer_accuracy"] == 1.0
    assert report["metrics"]["retrieval_recall_at_10"] == 1.0
    assert report["metrics"]["decline_recall"] == 1.0
    assert report["metrics"]["verbatim_violations"] == 0
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Accepted as the baseline: baseline.json" in done.stdout
    kept = json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))
    assert (kept["split"], kept["cases"], set(kept)) == ("gate", 2, {"split", "cases", "metrics"})
    assert kept["metrics"]["answer_accuracy"] == 1.0


def test_a_threshold_that_cannot_be_reached(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = tmp_path / "baseline.json"
    arguments = ["--questions", str(questions), "--split", "all", "--baseline", str(baseline), "--accept"]
    impossible = thresholds(tmp_path, answer_accuracy={"min": 1.5})
    assert run.main([*arguments, "--thresholds", impossible]) == 1
    printed = capsys.readouterr().out
    assert "FAILED: answer_accuracy is " in printed
    assert "Not accepted as the baseline" in printed
    assert not baseline.exists()


def test_wrong_usage(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(["--split", "half"])
    assert stopped.value.code == 2
    assert "invalid choice: 'half'" in capsys.readouterr().err
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    assert run.main(["--questions", str(bad)]) == 2
    assert capsys.readouterr().err == (
        f"evals: {bad}: line 1: lacks the fields: answerable, id, question, split, type\n"
    )
    bad.write_text("oops", encoding="utf-8")
    assert run.main(["--questions", str(questions), "--thresholds", str(bad)]) == 2
    assert capsys.readouterr().err.startswith(f"evals: {bad}: cannot be read: ")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--reader", "weights.onnx"], "--reader is of no use with questions and thresholds"),
        (["--data", "sets"], "--data is of no use with questions and thresholds"),
        (["--suite", "clapnq", "--data", "sets", "--accept"], "--accept is of no use with --suite"),
        (["--suite", "clapnq", "--data", "sets", "--questions", "q"], "--questions is of no use with --suite"),
        (["--from-feedback", "home", "--split", "all"], "--split is of no use with --from-feedback"),
        (["--from-feedback", "home", "--suite", "clapnq"], "are two things"),
        (["--accept", "--questions", "q.jsonl"], "--accept needs --baseline"),
        (["--accept", "--articles", "a.jsonl"], "--accept needs --baseline"),
        (["--accept", "--split", "tuning"], "--accept needs --baseline"),
    ],
)
def test_an_option_that_would_do_nothing_or_harm_is_refused(
    options: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(options)
    assert stopped.value.code == 2
    assert complaint in capsys.readouterr().err


def test_what_cannot_be_written_or_compared_with_is_told_before_anything_is_asked(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "none" / "baseline.json"
    options = ["--questions", str(questions), "--baseline", str(missing)]
    assert run.main(options) == 2
    assert capsys.readouterr().err == f"evals: {missing}: there is no such file; --accept writes it.\n"
    assert run.main([*options, "--accept"]) == 2
    assert capsys.readouterr().err == f"evals: {missing.parent}: there is no such folder to keep the baseline in.\n"
    assert run.main(["--questions", str(questions), "--out", str(questions)]) == 2
    assert "cannot be made a folder for the report" in capsys.readouterr().err


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one article, which is markup, and two questions about it, one of which has another answer."""
    text = "The new bridge over the Tay cost 40 million pounds. A sign on it says <script>alert('x')</script>."
    article = {"id": "bridge", "title": "Bridge opens", "text": text}
    (tmp_path / "news.jsonl").write_text(json.dumps(article), encoding="utf-8")
    cost, sign = (
        {
            "id": id,
            "type": "what",
            "split": "gate",
            "question": question,
            "answerable": True,
            "answers": [answer],
            "evidence": [{"article": "bridge", "quote": quote}],
        }
        for id, question, answer, quote in (
            ("cost", "How much did the new bridge over the Tay cost?", "40 million pounds", text.partition(" A ")[0]),
            ("sign", "What does the sign on the bridge say?", "<b>Welcome</b>", "A sign on it says"),
        )
    )
    (tmp_path / "q.jsonl").write_text(f"{json.dumps(cost)}\n{json.dumps(sign)}\n", encoding="utf-8")
    return tmp_path


def test_articles_and_questions_of_one_s_own(own: Path) -> None:
    limits = thresholds(own, answer_accuracy={"min": 0.5}, verbatim_violations={"max": 0})
    options = ["--questions", "q.jsonl", "--articles", "news.jsonl", "--thresholds", limits, "--out", "out"]
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *options],
        cwd=own,
        env={**os.environ, "QA_HOME": str(own / "home"), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "≥ 0.5" in done.stdout
    report = json.loads((own / "out" / "report.json").read_text(encoding="utf-8"))
    assert [case["right_any"] for case in report["cases"]] == [True, False]
    assert {each["article_id"] for case in report["cases"] for each in case["answer"]["citations"]} == {"bridge"}
    assert report["baseline"] is None, "the project's own is of other questions"
    page = (own / "out" / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in page
    assert "<script" not in page and "<b>" not in page


def test_articles_that_cannot_be_read(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (own / "news.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"title": "No text"}\n')
    options = ["--questions", str(own / "q.jsonl"), "--articles"]
    assert run.main([*options, str(own / "news.jsonl")]) == 2
    assert "news.jsonl:2: the line has no text" in capsys.readouterr().err
    assert run.main([*options, str(own / "none.jsonl")]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_evidence_that_no_article_holds(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(questions.read_text(encoding="utf-8").splitlines()[0])
    record["evidence"][0]["quote"] = "Nobody came."
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps(record), encoding="utf-8")
    assert run.main(["--questions", str(bad)]) == 2
    assert "does not hold the quote 'Nobody came.'" in capsys.readouterr().err
