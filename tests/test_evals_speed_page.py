"""Measuring the page in a real browser, on a small library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.speed import page
from evals.speed.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = ["Who opened the talks in Astana?", "How many people are in the opposition team?"]


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.timeout(300)
def test_every_figure_is_measured_in_its_order(chromium: str, library_home: Path) -> None:
    figures, asked = page.measure(library_home, [*QUESTIONS, *QUESTIONS, QUESTIONS[0]])
    assert {name for name in TARGETS if name.startswith("page_")} <= set(figures)
    assert figures["page_usable_seconds"] > 0
    assert 10 < figures["page_again_kilobytes"] < figures["page_kilobytes"]
    assert {name: len(times) for name, times in asked.items()} == dict.fromkeys(asked, 2)
    for feedback, titles, words, answer in zip(*list(asked.values())[:4], strict=True):
        assert 0 < feedback <= titles <= words <= answer
    assert min(asked["a mark's quote"]) > 0
