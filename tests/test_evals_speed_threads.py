"""Times of answers to one thread and to many."""

from __future__ import annotations

import threading
import time
from typing import cast

import pytest

from evals.speed.threads import THREADS, ask_times, p95
from qa import Engine


class OneAtATime:
    """Stands for an engine that answers one question after another, each in 5 ms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.asked: list[tuple[str, str]] = []

    def ask(self, question: str) -> None:
        with self._lock:
            self.asked.append((question, threading.current_thread().name))
            time.sleep(0.005)


def test_every_question_is_asked_alone_and_together() -> None:
    engine = OneAtATime()
    questions = [f"question {number}" for number in range(48)]
    alone, together = ask_times(cast(Engine, engine), questions)
    assert (len(alone), len(together)) == (48, 48)
    counted = [question for question, _ in engine.asked]
    assert all(counted.count(question) == 2 + (question in questions[:THREADS]) for question in questions)
    assert len({name for _, name in engine.asked}) > 2
    assert p95(together) > 3 * min(alone)  # they waited for one another


def test_p95() -> None:
    assert p95([float(number) for number in range(101)]) == pytest.approx(95.0)
    assert p95([1.0, 2.0]) == pytest.approx(1.95), "never more than the longest"
    assert p95([1.0]) == 1.0
