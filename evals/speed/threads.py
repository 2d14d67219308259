"""How answering holds up when several ask at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from qa import Engine

THREADS = 8
_ROUNDS = 3  # one thread and many in turn, so that a busy machine slows both


def ask_times(engine: Engine, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds of each answer when one thread asks, and when eight do."""
    alone: list[float] = []
    together: list[float] = []

    def asked(question: str) -> float:
        start = time.perf_counter()
        engine.ask(question)
        return time.perf_counter() - start

    for question in questions[:THREADS]:
        asked(question)
    with ThreadPoolExecutor(THREADS) as threads:
        for at in range(_ROUNDS):
            part = questions[at::_ROUNDS]
            alone += [asked(question) for question in part]
            together += list(threads.map(asked, part))
    return alone, together


def p95(times: Sequence[float]) -> float:
    """The time that 19 of 20 keep below."""
    return float(np.percentile(times, 95))
