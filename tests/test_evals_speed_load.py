"""Many programs that ask at once: each gets its own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.speed import load

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = (
    "Who opened the talks in Astana?",
    "How many people are in the opposition team?",
    "Who won the 2014 World Cup?",
    "What did Randa Kassis say about foreign mercenaries?",
)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_eight_programs_each_get_their_own_answers(library_home: Path) -> None:
    figures = load.measure(library_home, QUESTIONS, clients=8, seconds=2)
    assert figures["load_errors"] == 0
    assert figures["load_wrong"] == 0
    assert figures["load_answers"] >= 8
    assert figures["load_p95_seconds"] > 0


@pytest.mark.soak
def test_fifty_programs_asking_for_two_minutes_leave_nothing_behind(library_home: Path) -> None:
    figures = load.measure(library_home, QUESTIONS)
    assert figures["load_errors"] == 0
    assert figures["load_wrong"] == 0
    assert figures["load_answers"] >= load.CLIENTS
    assert figures["load_growth"] < 0.05
