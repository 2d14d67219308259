"""Measuring on question sets: small sets written here, asked of the real engine, and the figures they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import run
from evals.suites.data import SuiteError, rows
from evals.suites.given import foreign
from evals.suites.judged import Judged, figures, threshold_at
from evals.suites.rewriting import content_f1
from evals.suites.suite import SUITES, judge

BRIDGE = "Anna Reid, the mayor of Perth, opened the new bridge on Friday. It cost 40 million pounds to build."
FERRY = "The old ferry across the Tay made its last crossing on Thursday. Its captain, Tom Hale, is retiring."


def write(folder: Path, name: str, *records: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def articles() -> list[dict[str, Any]]:
    return [
        {
            "doc_id": "bridge-00",
            "title": "Bridge opens",
            "source": "The Day",
            "published_at": "2022-06-10",
            "text": BRIDGE,
        },
        {"doc_id": "ferry-00", "title": "Last ferry", "source": "The Day", "published_at": "2022-06-09", "text": FERRY},
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few rows of every set."""
    folder = tmp_path_factory.mktemp("sets")
    real = folder / "realtimeqa"
    write(real, "corpus.jsonl", *articles())
    query = {"qid": "1", "query": "Who opened a new bridge this week?", "question_date": "2022-06-11", "type": "gold"}
    support = {"gold_doc_ids": ["bridge-00"], "support_doc_ids": []}
    null = {"qid": "2", "query": "Who won the chess final in Reykjavik?", "question_date": "2023-06-11"}
    write(
        real,
        "queries.jsonl",
        query | support | {"answerable": True, "answer": "Anna Reid"},
        null | {"type": "null_future", "answerable": False, "answer": None, "gold_doc_ids": [], "support_doc_ids": []},
    )
    squad = folder / "squad2"
    write(squad, "corpus.jsonl", *articles())
    write(
        squad,
        "queries.jsonl",
        {
            "qid": "1",
            "query": "Who was the ferry's captain?",
            "doc_id": "ferry-00",
            "answerable": True,
            "answers": ["Tom Hale"],
        },
        {
            "qid": "2",
            "query": "Who was the bridge's captain?",
            "doc_id": "bridge-00",
            "answerable": False,
            "answers": [],
        },
    )
    hop = folder / "multihoprag_mini"
    write(hop, "corpus.jsonl", *articles())
    write(
        hop,
        "queries.jsonl",
        {
            "qid": "1",
            "query": "Who opened the bridge in Perth?",
            "type": "inference_query",
            "answerable": True,
            "answer": "Anna Reid",
            "gold_doc_ids": ["bridge-00"],
        },
        {
            "qid": "2",
            "query": "Who won the chess final?",
            "type": "null_query",
            "answerable": False,
            "answer": None,
            "gold_doc_ids": [],
        },
    )
    first = BRIDGE.split(". ")[0]
    write(
        folder / "clapnq",
        "queries.jsonl",
        {
            "qid": "1",
            "query": "who opened the new bridge",
            "title": "Bridge",
            "text": BRIDGE,
            "answerable": True,
            "answers": [{"answer": first, "sentences": [first + "."]}],
        },
        {
            "qid": "2",
            "query": "who won the chess final",
            "title": "Bridge",
            "text": BRIDGE,
            "answerable": False,
            "answers": [],
        },
    )
    passages = [
        {"n": n, "title": "t", "text": text, "short_answer": short}
        for n, text, short in ((1, BRIDGE, "Anna Reid"), (2, FERRY, ""))
    ]
    write(
        folder / "quotesum",
        "queries.jsonl",
        {
            "qid": "1",
            "query": "who opened the new bridge?",
            "passages": passages,
            "references": ["It was [ 1 Anna Reid ] who opened it."],
        },
    )
    task = {
        "query": "Who opened it?",
        "history": [{"role": "user", "text": "What about the bridge in Perth?"}],
        "passages": [{"doc_id": "b", "title": "Bridge", "text": BRIDGE}],
        "answer": "Anna Reid opened it.",
    }
    write(
        folder / "mtrag_un",
        "tasks.jsonl",
        *(
            task | {"qid": kind, "answerability": kind, "conversation_id": "1", "domain": "towns"}
            for kind in ("ANSWERABLE", "UNANSWERABLE", "PARTIAL")
        ),
        {
            "qid": "bread",
            "conversation_id": "2",
            "domain": "towns",
            "answerability": "UNDERSPECIFIED",
            "query": "What is it?",
            "history": [],
            "passages": [{"doc_id": "c", "title": "Baking", "text": "A loaf of rye bread bakes for fifty minutes."}],
            "answer": "What do you mean?",
        },
    )
    write(
        folder / "mtrag_rewrite",
        "queries.jsonl",
        {
            "qid": "1",
            "history": ["Who opened the bridge in Perth?"],
            "query": "What did it cost?",
            "rewrite": "What did the bridge in Perth cost?",
        },
    )
    return folder


def values(judged: list[Judged]) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in figures(judged)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("realtimeqa", {"first_sentence": 1.0, "article_hit_at_1": 1.0, "hit_at_1 over plain": 0.0}),
        ("squad2", {"first_sentence": 1.0, "article_mrr": 1.0}),
        ("multihoprag_mini", {"article_hit_at_4": 1.0, "any_sentence": 1.0}),
        ("clapnq", {"first_sentence_is_gold": 1.0}),
        ("quotesum", {"any_sentence": 1.0, "short_answers_shown": 1.0, "false_decline_rate": 0.0}),
        ("mtrag_un", {"answered: partial": 1.0, "decline_auc: foreign passages": 1.0}),
    ],
)
def test_each_set_gives_its_figures(data: Path, tmp_path: Path, name: str, expected: dict[str, float]) -> None:
    found = values(judge(name, data, kept=tmp_path))
    assert {metric: found[metric] for metric in expected} == expected


def test_rewriting_is_held_against_a_person(data: Path, tmp_path: Path) -> None:
    found = values(judge("mtrag_rewrite", data, kept=tmp_path))
    gain = found["cosine over the raw turn"]
    assert gain is not None and gain > 0
    assert found["content_f1"] == pytest.approx(1.0)
    assert found["content_f1 over the raw turn"] == pytest.approx(0.5)  # of "cost" and "bridge", "Perth", one is said


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("What did the bridge cost?", "How much was the bridge's cost?", 1.0),
        ("What did it cost?", "What did the bridge cost?", 2 / 3),
        ("The bridge, the bridge!", "the bridge", 2 / 3),
        ("Why?", "What is it?", 1.0),
        ("Why?", "Why the bridge?", 0.0),
    ],
)
def test_the_f1_of_content_words(text: str, reference: str, expected: float) -> None:
    assert content_f1(text, reference) == pytest.approx(expected)


def test_foreign_passages_are_of_the_next_conversation_of_the_domain() -> None:
    def task(qid: str, conversation: str, domain: str = "towns", text: str = "Bread.") -> dict[str, Any]:
        passages = [{"title": "", "text": text}]
        return {"qid": qid, "conversation_id": conversation, "domain": domain, "passages": passages}

    tasks = [
        task("c2", "c"),
        task("c1", "c"),
        task("c0", "c", text=" "),
        task("d1", "d", domain="law"),
        task("b1", "b"),
        task("a1", "a"),
        task("a2", "a"),
    ]
    chosen = {one["qid"]: foreign(one, tasks) for one in tasks}
    assert {qid: other and other["qid"] for qid, other in chosen.items()} == {
        "a1": "b1",
        "a2": "b1",
        "b1": "c1",
        "c0": "a1",
        "c1": "a1",
        "c2": "a1",
        "d1": None,
    }


def test_hidden_support_is_asked_only_where_no_other_article_says_it(data: Path, tmp_path: Path) -> None:
    first = judge("realtimeqa", data, kept=tmp_path)
    assert [item.type for item in first] == ["gold", "hidden", "null_future"]
    assert "Anna Reid" not in first[1].told
    kept = tmp_path / "realtimeqa" / "library.sqlite3"
    made = kept.stat().st_mtime_ns
    write(data / "realtimeqa", "more.jsonl", {})
    assert judge("realtimeqa", data, kept=tmp_path)[0].told == first[0].told
    assert kept.stat().st_mtime_ns == made, "the library is kept between runs"


def test_a_changed_corpus_makes_the_library_anew(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "squad2"
    write(folder, "queries.jsonl", *map(dict, rows(data / "squad2" / "queries.jsonl")))
    write(folder, "corpus.jsonl", *articles())
    judge("squad2", tmp_path, kept=tmp_path / "kept")
    write(folder, "corpus.jsonl", *(article | {"text": "Nothing at all happened."} for article in articles()))
    assert values(judge("squad2", tmp_path, kept=tmp_path / "kept"))["first_sentence"] == 0.0


def test_a_library_is_never_made_in_place_of_something_else(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "squad2"
    write(folder, "queries.jsonl", *map(dict, rows(data / "squad2" / "queries.jsonl")))
    write(folder, "corpus.jsonl", *articles())
    assert run.main(["--suite", "squad2", "--data", str(tmp_path), "--library", str(tmp_path)]) == 2
    assert "--library names where libraries are kept" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["corpus.jsonl", "queries.jsonl"]


def test_declining_is_measured_at_rates_of_false_declines() -> None:
    judged = [
        Judged(id=str(n), type="asked", asked="", told="", expected="", answerable=True, confidence=n / 20)
        for n in range(20)
    ]
    judged += [
        Judged(
            id=f"x{n}", type="null", asked="", told="", expected="", answerable=False, answered=False, confidence=n / 50
        )
        for n in range(5)
    ]
    assert threshold_at(judged, 0.05) == 0.05
    found = values(judged)
    assert found["decline_recall at 5% false: null"] == pytest.approx(3 / 5)
    assert found["decline_recall at 10% false: null"] == 1.0
    assert found["decline_recall"] == 1.0
    assert found["false_decline_rate"] == 0.0


def test_the_interval_of_declining_at_a_rate_knows_that_the_threshold_is_drawn_too() -> None:
    def asked(answerable: bool, confidence: float, n: int) -> Judged:
        kind = "asked" if answerable else "null"
        return Judged(
            id=f"{kind}-{n}",
            type=kind,
            asked="",
            told="",
            expected="",
            answerable=answerable,
            confidence=confidence,
        )

    few = [asked(True, confidence, n) for n, confidence in enumerate((0.1, 0.3, 0.5, 0.7, 0.9))]
    alike = [asked(False, 0.2, n) for n in range(50)]  # all or none of them is below a threshold
    (figure,) = [each for each in figures([*few, *alike]) if each.name == "decline_recall at 5% false: null"]
    assert figure.value == 0.0
    assert figure.interval == (0.0, 1.0)  # in a third of the draws, the lowest of the answerable is not there
    assert figure.count == 50


def test_the_command_prints_the_figures_and_writes_every_failure(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    options = ["--suite", "squad2", "--data", str(data), "--library", str(tmp_path), "--out", str(out)]
    assert run.main(options) == 0
    printed = capsys.readouterr().out
    assert "first_sentence" in printed
    record = json.loads((out / "squad2.json").read_text(encoding="utf-8"))
    assert record["metrics"]["first_sentence"] == 1.0
    assert len(record["questions"]) == 2
    assert "<h2>To look at" in (out / "squad2.html").read_text(encoding="utf-8")


def test_a_row_that_lacks_something_is_named(tmp_path: Path) -> None:
    write(tmp_path, "queries.jsonl", {"qid": "1"}, {"qid": "2", "passages": [{"n": 1}]})
    first, second = rows(tmp_path / "queries.jsonl")
    with pytest.raises(SuiteError, match=r"queries\.jsonl, line 1: lacks 'query'\.$"):
        first["query"]
    with pytest.raises(SuiteError, match=r"line 2: lacks 'text'\.$"):
        second["passages"][0]["text"]
    assert first.get("query") is None


def test_blank_lines_and_line_ends_within_a_text_part_no_rows(tmp_path: Path) -> None:
    row = '{"query": "one\u2028two"}'
    (tmp_path / "queries.jsonl").write_text(f"{row}\n\n{row}\n", encoding="utf-8")
    assert rows(tmp_path / "queries.jsonl") == [{"query": "one\u2028two"}] * 2


def test_a_report_that_cannot_be_written_is_told_before_anything_is_asked(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.write_text("a file", encoding="utf-8")
    options = ["--suite", "squad2", "--data", str(data), "--library", str(tmp_path / "kept"), "--out", str(out)]
    assert run.main(options) == 2
    assert capsys.readouterr() == ("", f"evals: {out}: cannot be made a folder for the report (File exists).\n")
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("line", [None, "", "no json\n", "[1]\n", '{"qid": "1"}\n'])
def test_a_set_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, line: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if line is not None:
        (tmp_path / "clapnq").mkdir()
        (tmp_path / "clapnq" / "queries.jsonl").write_text(line, encoding="utf-8")
    assert run.main(["--suite", "clapnq", "--data", str(tmp_path), "--library", str(tmp_path / "kept")]) == 2
    assert capsys.readouterr().err.startswith("evals: ")


def test_readers_are_one_or_one_a_fold(data: Path, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="one for each of its 4 folds"):
        judge("clapnq", data, kept=tmp_path, readers=[Path("a"), Path("b")])
    assert set(SUITES) == {
        "realtimeqa",
        "squad2",
        "multihoprag_mini",
        "clapnq",
        "quotesum",
        "mtrag_un",
        "mtrag_rewrite",
    }


def test_a_suite_needs_its_data(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(["--suite", "clapnq"])
    assert stopped.value.code == 2
    assert "--data" in capsys.readouterr().err
