"""Scoring and reporting, on answers made by hand: four cases of one article."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from evals.cases import Case, Evidence
from evals.gate import (
    BASELINE,
    THRESHOLDS,
    Baseline,
    GateError,
    Threshold,
    breaches,
    load_baseline,
    load_thresholds,
    save_baseline,
)
from evals.page import to_html
from evals.plots import bar_chart, histogram, line_chart
from evals.report import Run, align, describe_failure, format_value, metric_rows, to_json, to_text, type_rows
from evals.scoring import run_cases, score
from qa.types import Answer, Citation, Interpreted, Passage, Statement, Turn

TEXT = "The talks are held in Astana. They end on 24 January. Fog closed the airport."
TEXTS = {"talks": TEXT}
ASTANA, JANUARY, FOG = (0, 29), (30, 53), (54, 77)

WHERE = Case(
    id="where",
    type="where",
    split="gate",
    question="Which city?",
    answerable=True,
    answers=("Astana",),
    evidence=(Evidence("talks", "The talks are held in Astana."),),
)
WHY = Case(
    id="why",
    type="why",
    split="gate",
    question="Why did no plane land?",
    answerable=True,
    answers=("mist",),
    evidence=(Evidence("talks", "Fog closed the airport."),),
)
FOLLOW_UP = Case(
    id="follow",
    type="follow_up",
    split="gate",
    question="And until when?",
    history=(Turn("user", "Which city?"),),
    answerable=True,
    answers=("January 24",),
    evidence=(Evidence("talks", "They end on 24 January."),),
)
NEAR_MISS = Case(
    id="near", type="who", split="gate", question="Who paid <b>for it</b>?", answerable=False, near_miss=True
)
CASES = (WHERE, WHY, FOLLOW_UP, NEAR_MISS)


def citation(number: int, at: tuple[int, int]) -> Citation:
    return Citation(
        number=number,
        article_id="talks",
        title="Talks",
        publisher=None,
        published=None,
        url=None,
        digest=True,
        quote=TEXT[slice(*at)],
        start=at[0],
        end=at[1],
    )


def answer(*quotes: tuple[int, int], confidence: float) -> Answer:
    """An answer of one statement for each quote, over one passage that holds the whole article."""
    return Answer(
        question="",
        text="",
        answered=bool(quotes),
        short=None,
        statements=tuple(
            Statement(text=TEXT[slice(*at)], citations=(number,), support=1.0, supported=True)
            for number, at in enumerate(quotes, start=1)
        ),
        citations=tuple(citation(number, at) for number, at in enumerate(quotes, start=1)),
        passages=(
            Passage(article_id="other", start=0, end=9, text="", score=2.0),
            Passage(article_id="talks", start=0, end=len(TEXT), text=TEXT, score=1.0),
        ),
        confidence=confidence,
        notes=(),
        interpreted=Interpreted(question=""),
        engine="extractive",
    )


ANSWERS = {
    "where": replace(answer(JANUARY, FOG, ASTANA, confidence=0.9), short="Astana"),
    "why": replace(answer(FOG, confidence=0.8), short="Fog"),
    "follow": answer(confidence=0.3),
    "near": replace(answer(ASTANA, confidence=0.5), short="Astana"),
}
LIMITS = {"answer_accuracy": Threshold(min=0.5), "false_decline_rate": Threshold(max=0.1)}


@pytest.fixture(scope="module")
def run() -> Run:
    outcomes = run_cases(CASES, lambda case: ANSWERS[case.id], TEXTS)
    baseline = Baseline(split="gate", cases=5, metrics={"answer_accuracy": 0.5, "false_decline_rate": 0.5})
    return Run(split="gate", outcomes=outcomes, scores=score(outcomes), thresholds=LIMITS, baseline=baseline)


def test_the_first_case_is_asked_once_more_to_warm_up() -> None:
    order: list[str] = []

    def ask(case: Case) -> Answer:
        order.append(case.id)
        return ANSWERS[case.id]

    assert len(run_cases(CASES[:2], ask, TEXTS)) == 2
    assert order == ["where", "where", "why"]
    assert run_cases([], ask, TEXTS) == ()


def test_scores(run: Run) -> None:
    values = {name: value for name, value in run.scores.metrics.items() if not name.startswith("latency")}
    assert values == {
        "answer_accuracy": 2 / 3,
        "first_sentence_accuracy": 1 / 3,  # "why" is right by its evidence alone
        "short_answer_precision": 1 / 2,  # wrong for the near miss; "why" may be right in other words
        "follow_up_accuracy": 0.0,
        "citation_precision": 2 / 4,  # the near miss has no labelled evidence, and is left out
        "citation_precision_two": 1 / 3,
        "citation_recall": 2 / 3,
        "decline_recall": 0.0,
        "near_miss_decline_recall": 0.0,
        "false_decline_rate": 1 / 3,
        "retrieval_recall_at_1": 0.0,
        "retrieval_recall_at_3": 1.0,
        "retrieval_recall_at_10": 1.0,
        "mrr": 0.5,
        "decline_auc": 2 / 3,
        "verbatim_violations": 0,
        "unknown_citations": 0,
        "cases": 4,
        "cases_answerable": 3,
        "cases_unanswerable": 1,
    }
    assert run.scores.metrics["latency_p50_ms"] is not None
    assert run.scores.intervals["mrr"] == (0.5, 0.5)
    assert "cases" not in run.scores.intervals


def test_a_metric_without_cases_is_none() -> None:
    outcomes = run_cases([WHERE], lambda case: ANSWERS[case.id], TEXTS)
    values = score(outcomes).metrics
    assert values["decline_recall"] is None
    assert values["decline_auc"] is None
    assert breaches(values, {"decline_recall": Threshold(min=0.6)}) == [
        "decline_recall was not measured, and must be ≥ 0.6"
    ]


def test_citations_that_fail_are_counted() -> None:
    broken = ANSWERS["where"]
    shifted = replace(broken.citations[0], start=1, end=2)
    pointing = replace(broken.statements[0], citations=(1, 9))
    broken = replace(
        broken,
        citations=(shifted, *broken.citations[1:]),
        statements=(pointing, *broken.statements[1:]),
    )
    (outcome,) = run_cases([WHERE], lambda case: broken, TEXTS)
    assert (outcome.verbatim_violations, outcome.unknown_citations) == (1, 1)
    assert outcome.right_any and outcome.failed
    assert describe_failure(outcome)["citations"] == "1 not verbatim, 1 with an unknown number"


def test_types(run: Run) -> None:
    assert type_rows(run) == [
        [
            "type",
            "answerable",
            "accuracy",
            "first sentence",
            "citation precision",
            "false declines",
            "unanswerable",
            "decline recall",
        ],
        ["who", "0", "–", "–", "–", "–", "1", "0.000"],
        ["where", "1", "1.000", "0.000", "0.333", "0.000", "0", "–"],
        ["why", "1", "1.000", "1.000", "1.000", "0.000", "0", "–"],
        ["follow_up", "1", "0.000", "0.000", "–", "1.000", "0", "–"],
    ]


def test_the_main_table(run: Run) -> None:
    rows = {row[0]: row[1:] for row in metric_rows(run)}
    assert rows["metric"] == ["value", "95 % interval", "threshold", "ok", "baseline", "change"]
    assert rows["answer_accuracy"] == ["0.667", "0.000 – 1.000", "≥ 0.5", "yes", "0.500", "+0.167"]
    assert rows["false_decline_rate"][2:] == ["≤ 0.1", "NO", "0.500", "-0.167"]
    assert rows["cases"] == ["4", "", "", "", "", ""]


def test_a_baseline_of_another_split_is_not_compared_with(run: Run) -> None:
    other = replace(run, baseline=Baseline(split="tuning", cases=4, metrics={"answer_accuracy": 0.5}))
    rows = {row[0]: row[1:] for row in metric_rows(other)}
    assert rows["answer_accuracy"][-2:] == ["", ""]
    assert "The baseline is of the split 'tuning', so it is not compared with." in to_text(other)


def test_what_has_not_changed_has_no_sign_of_less(run: Run) -> None:
    rounded = Baseline(split="gate", cases=4, metrics={"answer_accuracy": 0.666667})
    rows = {row[0]: row[1:] for row in metric_rows(replace(run, baseline=rounded))}
    assert rows["answer_accuracy"][-2:] == ["0.667", "+0.000"]


def test_the_text_lists_failures_and_breaches(run: Run) -> None:
    text = to_text(run)
    assert "2 of 4 cases failed:" in text
    assert (
        "     case: follow (follow_up)\n"
        "    asked: user: Which city? → And until when?\n"
        " answered: declined (confidence 0.30)\n"
        " expected: January 24\n"
        " evidence: They end on 24 January.\n"
    ) in text
    assert (
        "     case: near (who, near miss)\n"
        "    asked: Who paid <b>for it</b>?\n"
        " answered: The talks are held in Astana. (confidence 0.50)\n"
        " expected: a decline\n"
    ) in text
    assert "The baseline is of 5 cases, this run of 4." in text
    assert text.endswith("FAILED: false_decline_rate is 0.333, and must be ≤ 0.1.\n")


def test_the_json(run: Run) -> None:
    record = json.loads(to_json(run))
    assert record["metrics"]["answer_accuracy"] == 2 / 3
    assert record["intervals"]["answer_accuracy"] == [0.0, 1.0]
    assert record["thresholds"] == {"answer_accuracy": {"min": 0.5}, "false_decline_rate": {"max": 0.1}}
    assert record["breaches"] == ["false_decline_rate is 0.333, and must be ≤ 0.1"]
    assert record["types"]["why"]["answer_accuracy"] == 1.0
    assert [case["failed"] for case in record["cases"]] == [False, False, True, True]
    assert record["cases"][0]["evidence"] == [
        {"article": "talks", "quote": "The talks are held in Astana.", "start": 0, "end": 29}
    ]
    assert record["cases"][0]["answer"]["citations"][2]["quote"] == "The talks are held in Astana."


def test_the_page_is_self_contained_and_escaped(run: Run) -> None:
    page = to_html(run)
    assert page.count("<svg ") == 4
    assert "Who paid &lt;b&gt;for it&lt;/b&gt;?" in page
    assert "<b>" not in page
    assert "false_decline_rate is 0.333, and must be ≤ 0.1" in page
    assert "<p>The baseline is of 5 cases, this run of 4.</p>" in page
    assert re.findall(r"<(?:script|link|img|iframe)|src=|href=|url\(|@import", page) == []
    assert set(re.findall(r"https?://[^\"' ]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_page_of_a_run_without_answers() -> None:
    outcomes = run_cases([NEAR_MISS], lambda case: ANSWERS["follow"], TEXTS)
    page = to_html(Run(split="all", outcomes=outcomes, scores=score(outcomes), thresholds={}))
    assert "Every threshold holds." in page
    assert "Failed cases (0 of 1)" in page


def test_charts() -> None:
    bars = bar_chart([("why & who", 0.5, "of 4"), ("when", None, "of 0")], title="Bars")
    assert bars.count("<rect ") == 1
    assert "why &amp; who: 0.50 of 4" in bars
    assert "<polyline" in line_chart([(0.5, 0.1), (1.0, 0.2)], title="Line", x_label="x", y_label="y")
    assert "<polyline" not in line_chart([], title="Line", x_label="x", y_label="y")
    assert histogram([("a", [0.1, 0.1, 2.0])], title="H", x_label="x", upper=1.0).count("<rect ") == 2
    assert histogram([("a", []), ("b", [])], title="H", x_label="x", upper=1.0).count("<rect ") == 2


def test_align() -> None:
    assert align([["a", "n"], ["long", "1"], ["x", ""]]) == "a     n\n-------\nlong  1\nx"


def test_the_thresholds_kept_in_the_project() -> None:
    assert {name: str(limit) for name, limit in load_thresholds(THRESHOLDS).items()} == {
        "answer_accuracy": "≥ 0.75 (goal 0.9)",
        "first_sentence_accuracy": "≥ 0.45 (goal 0.7)",
        "decline_recall": "≥ 0.6 (goal 0.8)",
        "false_decline_rate": "≤ 0.1",
        "verbatim_violations": "≤ 0",
        "unknown_citations": "≤ 0",
    }
    assert BASELINE.name == "baseline.json"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",  # nothing is asked, so that nothing could fail
        "oops",
        '{"mrr": 0.5}',
        '{"mrr": {}}',
        '{"mrr": {"least": 1}}',
        '{"mrr": {"goal": 0.9}}',
        '{"mrr": {"min": -Infinity}}',
        '{"mrr": {"max": NaN}}',
        '{"mrr": {"min": 0.9}, "mrr": {"min": 0}}',
    ],
)
def test_bad_thresholds(tmp_path: Path, text: str) -> None:
    path = tmp_path / "thresholds.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match=r"thresholds\.json"):
        load_thresholds(path)


def test_a_threshold_holds_at_its_bound() -> None:
    assert Threshold(min=0.5).holds(0.5) and not Threshold(min=0.5).holds(0.49)
    assert Threshold(max=0).holds(0) and not Threshold(max=0).holds(1)


def test_a_breach_is_told_with_as_many_decimals_as_show_it() -> None:
    limits = {"mrr": Threshold(min=0.75)}
    assert breaches({"mrr": 0.7}, limits) == ["mrr is 0.700, and must be ≥ 0.75"]
    assert breaches({"mrr": 0.74996}, limits) == ["mrr is 0.749960, and must be ≥ 0.75"]
    assert breaches({"mrr": 0.75}, limits) == []
    assert breaches({"mrr": float("nan")}, limits) == ["mrr is nan, and must be ≥ 0.75"]


def test_the_baseline_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert load_baseline(path) is None
    save_baseline(path, Baseline(split="gate", cases=4, metrics={"mrr": 5 / 68, "decline_auc": None}))
    kept = load_baseline(path)
    assert kept == Baseline(split="gate", cases=4, metrics={"mrr": 0.073529, "decline_auc": None})
    assert format_value("mrr", kept.metrics["mrr"]) == format_value("mrr", 5 / 68)


@pytest.mark.parametrize(
    "text", ["{}", '{"split": "gate", "cases": true, "metrics": {}}', '{"split": "gate", "cases": 1, "metrics": [1]}']
)
def test_a_bad_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match="must hold split, cases and metrics; remove it"):
        load_baseline(path)
