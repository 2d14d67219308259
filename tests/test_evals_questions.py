"""The questions: enough of each kind, halves that match, verbatim evidence, and wording of their own."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest

from corpus import bundled
from evals.cases import QUESTIONS, TYPES, Case, evidence_problems, imbalances, load_cases
from evals.wording import names_in, shared_wording


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    """All the cases, of both splits."""
    return load_cases(QUESTIONS)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The texts of the bundled articles by id."""
    return {article.id: article.text for article in bundled()}


def test_there_are_enough_cases(cases: tuple[Case, ...]) -> None:
    unanswerable = [case for case in cases if not case.answerable]
    near_misses = [case for case in unanswerable if case.near_miss]
    assert len(cases) >= 160
    assert len(unanswerable) >= 60
    assert 2 * len(near_misses) >= len(unanswerable)


def test_every_type_is_there(cases: tuple[Case, ...]) -> None:
    counts = Counter(case.type for case in cases)
    assert set(counts) == set(TYPES)
    assert counts["follow_up"] >= 12


def test_the_splits_are_halves(cases: tuple[Case, ...]) -> None:
    assert imbalances(cases) == []


def test_ids_and_questions_are_unique(cases: tuple[Case, ...]) -> None:
    assert [id for id, count in Counter(case.id for case in cases).items() if count > 1] == []
    asked = Counter((case.history, case.question.casefold()) for case in cases)
    assert [question for question, count in asked.items() if count > 1] == []


def test_evidence_is_verbatim(cases: tuple[Case, ...], texts: dict[str, str]) -> None:
    assert evidence_problems(cases, texts) == []


def test_questions_are_asked_in_other_words_than_the_articles(cases: tuple[Case, ...], texts: dict[str, str]) -> None:
    names = names_in(texts.values())
    shares = {case.id: shared_wording(case, names) for case in cases if case.answerable}
    assert {id: share for id, share in shares.items() if share > 1 / 2} == {}
    assert median(shares.values()) <= 1 / 3
