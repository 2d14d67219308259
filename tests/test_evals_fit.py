"""Fitting: the weights found put right sentences first, and answerable questions above the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from evals.fit import Read, fit_confidence, fit_ranking, ranked
from qa.ranking import MEASURES, Candidate
from qa.retrieval import Found
from vectorstore.records import StoredPassage

ROOT = Path(__file__).parent.parent
PASSAGE = StoredPassage(1, "a", 0, 9, "A passage", "Title", None, None)
ASKED = "When did it open?"
FOUND = [Found(PASSAGE, 1.0, 0.5, None)]


def candidate(held: float, noise: float) -> Candidate:
    measures = {"held": held, "answerable": 0.1 * noise, "found": noise}
    return Candidate(PASSAGE, 0, 9, "A passage", tuple(measures.get(name, 0.0) for name in MEASURES), 0.0)


@pytest.fixture
def items() -> list[Read]:
    """Questions whose right sentence holds more, nearly always; the others hold little throughout."""
    drawn = np.random.default_rng(1)
    made = []
    for n in range(60):
        weighed = (3.0 + drawn.normal(), -3.0 + drawn.normal())
        right = [True, False] if n % 10 else [False, True]
        made.append(Read(ASKED, True, [candidate(held, drawn.normal()) for held in weighed], FOUND, right))
        made.append(Read(ASKED, False, [candidate(-4.0 + drawn.normal(), drawn.normal())], FOUND, [False]))
    return made


@pytest.mark.parametrize("module", ["evals.pairs.fit", "evals.fit"])
def test_sets_that_are_not_there_are_told_in_one_line(module: str, tmp_path: Path) -> None:
    options = ["--data", str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", module, *options], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("fit: ") and "--data names the folder of the sets" in done.stderr


def test_what_tells_right_sentences_weighs_most(items: list[Read]) -> None:
    weights = dict(zip(MEASURES, fit_ranking([items]).tolist(), strict=True))
    assert weights["held"] > 0.1
    assert abs(weights["found"]) < weights["held"]
    assert weights["coverage"] == 0.0, "it is the same for all"


def test_ranking_keeps_each_sentence_with_its_judgement(items: list[Read]) -> None:
    weights = np.array([1.0 if name == "held" else 0.0 for name in MEASURES])
    turned = Read(ASKED, True, items[2].candidates[::-1], FOUND, items[2].right[::-1])
    again = ranked(turned, weights)
    assert [one.measures for one in again.candidates] == [one.measures for one in items[2].candidates]
    assert again.right == items[2].right
    assert [one.score for one in again.candidates] == [one.measures[0] for one in again.candidates]


def test_the_printed_threshold_lets_few_answerable_questions_go(
    items: list[Read], capsys: pytest.CaptureFixture[str]
) -> None:
    fit_confidence({"one": items, "other": items})
    printed = capsys.readouterr().out
    assert "AUC 1.000" in printed
    assert "lie 5% of the answerable and 100% of the others" in printed
