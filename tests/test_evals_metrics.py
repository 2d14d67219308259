"""The metrics, each on examples worked by hand."""

import numpy as np
import pytest

from evals.metrics import (
    Span,
    area_under_roc,
    bootstrap_interval,
    citation_precision,
    citation_recall,
    contains_answer,
    decline_recall,
    evidence_right,
    expected_calibration_error,
    false_decline_rate,
    is_verbatim,
    near_miss_decline_recall,
    normalise_answer,
    overlaps,
    percentile,
    recall_at,
    reciprocal_rank,
    reliability,
    risk_coverage,
    sentences_right,
    share,
    share_interval,
    short_answer_right,
    token_f1,
    unknown_citation_numbers,
    verbatim_violations,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Foreign Minister, an envoy!", "foreign minister envoy"),
        ("Turkey's “guarantor” role", "turkey guarantor role"),
        ("the rebels’ leader", "rebels leader"),
        ("Davutoğlu", "davutoglu"),
        ("U.S.-backed", "us backed"),
        ("fourteen", "14"),
        ("Twenty-five of thirty", "25 of 30"),
        ("twenty ten", "20 10"),
        ("1,250,000 people, 3.5 %", "1250000 people 3.5 percent"),
        ("in 2016, 300 men", "in 2016 300 men"),
        ("40 per cent", "40 percent"),
        ("It ended in 2016.", "it ended in 2016"),
        ("23 January", "23 january"),
        ("January 23", "23 january"),
        ("Jan. 23rd, 2018", "23 january 2018"),
        ("the 23rd of January 2018", "23 january 2018"),
        ("from January 2018", "from january 2018"),
        ("23 January 24 envoys", "23 january 24 envoys"),
        ("It may be so", "it may be so"),
        ("", ""),
    ],
)
def test_normalise_answer(text: str, expected: str) -> None:
    assert normalise_answer(text) == expected


def test_contains_answer_by_whole_words() -> None:
    sentence = "The talks begin on January 23 and bring fourteen groups to Astana."
    assert contains_answer(sentence, ["23 January"])
    assert contains_answer(sentence, ["none of it", "14 groups"])
    assert not contains_answer(sentence, ["group"])
    assert not contains_answer(sentence, ["4"])
    assert not contains_answer(sentence, ["the", ""])
    assert not contains_answer(sentence, [])


@pytest.mark.parametrize(
    ("sentence", "answer", "expected"),
    [
        ("In May, 14 people came.", "14 people", True),  # no day of a month
        ("In May, 14 people came.", "fourteen", True),
        ("They came on May 14.", "14 May", True),
        ("They came on May 14.", "14 people", False),
        ("It rose by 5.5 percent.", "5", False),
        ("It rose by 0.5 percent.", "5", False),
        ("It cost $5,000.", "5", False),
        ("Twenty-five came.", "5", False),
        ("On the 5th of May they left.", "May 5", True),
        ("Nothing was known.", "no", False),
        ("There was no date.", "No", True),  # a run of words is all that is looked for
    ],
)
def test_contains_short_answers(sentence: str, answer: str, expected: bool) -> None:
    assert contains_answer(sentence, [answer]) is expected


def test_token_f1() -> None:
    assert token_f1("The bridge cost 40 million", "40 million pounds") == pytest.approx(2 * 2 / (4 + 3))
    assert token_f1("no no no", "no") == pytest.approx(2 * 1 / (3 + 1))
    assert token_f1("January 23", "the 23rd of January") == pytest.approx(1.0)
    assert token_f1("", "") == token_f1("the", "a") == token_f1("yes", "no") == 0.0


def test_reliability_and_its_error() -> None:
    confidences, true = [0.05, 0.1, 0.15, 0.95, 1.0], [False, False, True, True, False]
    points = reliability(confidences, true)
    assert [(round(mean, 3), share, count) for mean, share, count in points] == [
        (0.05, 0.0, 1),
        (0.125, 0.5, 2),
        (0.975, 0.5, 2),
    ]
    error = expected_calibration_error(confidences, true)
    assert error == pytest.approx((1 * 0.05 + 2 * 0.375 + 2 * 0.475) / 5)
    assert expected_calibration_error([0.0, 1.0], [False, True]) == 0.0
    assert expected_calibration_error([], []) is None


def test_contains_answer_counts_sixty_words() -> None:
    assert contains_answer("word " * 59 + "Astana", ["Astana"])
    assert not contains_answer("word " * 60 + "Astana", ["Astana"])


def test_sentences_right() -> None:
    assert sentences_right(["In Astana.", "In Moscow."], ["Moscow"]) == (False, True)
    assert sentences_right(["In Moscow."], ["Moscow"]) == (True, True)
    assert sentences_right(["In Geneva."], ["Moscow"]) == (False, False)
    assert sentences_right([], ["Moscow"]) == (False, False)


EVIDENCE = [Span("a", 100, 200), Span("b", 0, 50)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Span("a", 0, 100), Span("a", 50, 150), True),  # 50 of 100
        (Span("a", 0, 100), Span("a", 51, 151), False),  # 49 of 100
        (Span("a", 0, 1000), Span("a", 990, 1010), True),  # 10 of the shorter 20
        (Span("a", 0, 100), Span("b", 0, 100), False),
        (Span("a", 5, 5), Span("a", 0, 10), False),
    ],
)
def test_overlaps(one: Span, other: Span, expected: bool) -> None:
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


def test_evidence_right() -> None:
    hit, miss = Span("a", 100, 180), Span("a", 0, 80)
    assert evidence_right([[miss], [miss, hit]], EVIDENCE) == (False, True)
    assert evidence_right([[hit], []], EVIDENCE) == (True, True)
    assert evidence_right([[], [hit]], EVIDENCE) == (False, True)
    assert evidence_right([], EVIDENCE) == (False, False)


def test_citation_precision_and_recall() -> None:
    shown = [Span("a", 100, 150), Span("a", 150, 200), Span("c", 0, 50)]
    assert citation_precision(shown, EVIDENCE) == (2, 3)
    assert citation_recall(shown, EVIDENCE) == (1, 2)
    assert citation_precision([], EVIDENCE) == (0, 0)
    assert citation_recall([], EVIDENCE) == (0, 2)


def test_verbatim_violations() -> None:
    texts = {"a": "Talks begin. They end."}
    right = ("They end.", Span("a", 13, 22))
    shifted = ("They end.", Span("a", 12, 21))
    elsewhere = ("They end.", Span("b", 13, 22))
    assert verbatim_violations([right], texts) == 0
    assert verbatim_violations([right, shifted, elsewhere], texts) == 2
    assert not is_verbatim("", "Talks", 2, 2)
    assert not is_verbatim("end.", "They end.", -4, 9)


def test_unknown_citation_numbers() -> None:
    assert unknown_citation_numbers([(1, 2), (2, 3), ()], [1, 2]) == 1
    assert unknown_citation_numbers([], [1]) == 0


def test_declining() -> None:
    assert decline_recall(answerable=False, answered=False) == (1, 1)
    assert decline_recall(answerable=False, answered=True) == (0, 1)
    assert decline_recall(answerable=True, answered=False) == (0, 0)
    assert near_miss_decline_recall(near_miss=True, answered=False) == (1, 1)
    assert near_miss_decline_recall(near_miss=True, answered=True) == (0, 1)
    assert near_miss_decline_recall(near_miss=False, answered=False) == (0, 0)
    assert false_decline_rate(answerable=True, answered=False) == (1, 1)
    assert false_decline_rate(answerable=True, answered=True) == (0, 1)
    assert false_decline_rate(answerable=False, answered=False) == (0, 0)


def test_area_under_roc() -> None:
    assert area_under_roc([0.9, 0.4], [0.4, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert area_under_roc([1.0], [0.0]) == 1.0
    assert area_under_roc([0.5, 0.5], [0.5]) == 0.5
    assert area_under_roc([], [0.5]) is None


def test_risk_coverage() -> None:
    points = risk_coverage([0.5, 0.9, 0.5, 0.7], [True, False, False, True], total=8)
    assert points == [(1 / 8, 0.0), (2 / 8, 1 / 2), (4 / 8, 2 / 4)]
    assert risk_coverage([], [], total=8) == []


def test_recall_and_reciprocal_rank() -> None:
    passages = [Span("c", 0, 300), Span("a", 0, 300), Span("b", 0, 300)]
    assert recall_at(1, passages, EVIDENCE) == (0, 1)
    assert recall_at(2, passages, EVIDENCE) == (0.5, 1)
    assert recall_at(3, passages, EVIDENCE) == (1, 1)
    assert recall_at(3, passages, []) == (0, 0)
    assert reciprocal_rank(passages, EVIDENCE) == (0.5, 1)
    assert reciprocal_rank(passages, [Span("d", 0, 9)]) == (0, 1)
    assert reciprocal_rank(passages, []) == (0, 0)


def test_share() -> None:
    assert share([(1, 2), (0, 0), (2, 2)]) == 0.75
    assert share([(0, 0)]) is None
    assert share([]) is None


def test_percentile() -> None:
    assert percentile([10, 20, 30, 40], 50) == 25.0
    assert percentile([0, 100], 95) == 95.0
    assert percentile([], 50) is None


def test_bootstrap_interval() -> None:
    assert bootstrap_interval([[3.0]] * 5, lambda rows: float(rows.mean())) == (3.0, 3.0)
    assert bootstrap_interval([], lambda rows: float(rows.mean())) is None
    assert bootstrap_interval([[1.0]], lambda rows: None) is None
    draws = np.random.default_rng(7).integers(4, size=(200, 4))
    means = np.array([0.0, 0.0, 1.0, 1.0])[draws].mean(axis=1)
    expected = (float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5)))
    found = bootstrap_interval([[0.0], [0.0], [1.0], [1.0]], lambda rows: float(rows.mean()), resamples=200, seed=7)
    assert found == expected


def test_share_interval() -> None:
    half = [(1, 1), (0, 1)] * 50
    assert share_interval([(1, 1)] * 9) == (1.0, 1.0)
    paired = [(1.0, 1), (-1.0, 1)] * 30  # differences of the same cases, which part their ways as often as not
    below, above = share_interval(paired) or (0, 0)
    assert -0.3 < below < -0.2 and 0.2 < above < 0.3  # about 0 ± 1.96 / sqrt(60)
    low, high = share_interval(half) or (0, 0)
    assert 0.38 <= low <= 0.42 and 0.58 <= high <= 0.62  # about 0.5 ± 1.96 * sqrt(0.25 / 100)
    assert share_interval(half) == (low, high)
    assert share_interval([*half, (0, 0)]) == (low, high)
    assert share_interval([(0, 0)]) is None


@pytest.mark.parametrize(
    ("short", "answers", "part"),
    [
        ("14", ["14 members"], (1, 1)),
        ("14 men", ["14"], (1, 1)),
        ("4", ["14"], (0, 1)),
        ("4", [], (0, 1)),
        (None, ["4"], (0, 0)),
    ],
)
def test_short_answers_are_judged_where_there_are_any(
    short: str | None, answers: list[str], part: tuple[int, int]
) -> None:
    assert short_answer_right(short, answers) == part
