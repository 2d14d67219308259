"""Whether many programs that ask at once each get their own answers, and whether the server gives back what it took."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from gradio_client import Client

from evals.speed.page import served
from evals.speed.threads import p95

CLIENTS = 50
SECONDS = 120.0
_WARM_UP = 0.5  # of the clock: memory that is taken once, by whatever is asked first, is no growth


@dataclass(frozen=True)
class Asked:
    """What came of one question of one client."""

    seconds: float
    right: bool  # the answer is to the question that this client asked
    error: str | None = None


def measure(
    home: Path, questions: Sequence[str], *, clients: int = CLIENTS, seconds: float = SECONDS
) -> dict[str, float]:
    """The figures of so many clients asking for so long, in a server of its own, after half as long to warm up."""
    with served(home) as server, ThreadPoolExecutor(clients) as threads:
        made = list(
            threads.map(lambda _: Client(server.address, verbose=False, analytics_enabled=False), range(clients))
        )
        _together(threads, made, questions, seconds * _WARM_UP)
        before = memory(server.pid)
        asked = _together(threads, made, questions, seconds)
        after = memory(server.pid)
        for client in made:
            client.close()
    answered = [each for each in asked if each.error is None]
    return {
        "load_answers": float(len(answered)),
        "load_errors": float(len(asked) - len(answered)),
        "load_wrong": float(sum(not each.right for each in answered)),
        "load_growth": max(0.0, after / before - 1.0),
        "load_p95_seconds": p95([each.seconds for each in answered]),
    }


def memory(pid: int) -> float:
    """Kilobytes that a process holds. Raises OSError but on Linux."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))


def _together(
    threads: ThreadPoolExecutor, clients: Sequence[Client], questions: Sequence[str], seconds: float
) -> list[Asked]:
    """What all clients asked until the time was over, each at least once."""
    until = time.monotonic() + seconds
    numbered = enumerate(clients)
    return list(itertools.chain(*threads.map(lambda each: _ask_until(each[1], each[0], questions, until), numbered)))


def _ask_until(client: Client, number: int, questions: Sequence[str], until: float) -> list[Asked]:
    asked: list[Asked] = []
    while not asked or time.monotonic() < until:
        # No other client asks this, so that an answer that went astray is known.
        question = f"{questions[(number + len(asked)) % len(questions)]} [{number}.{len(asked)}]"
        start = time.monotonic()
        try:
            answer = client.predict(question, api_name="/ask")
        except Exception as error:  # whatever it is, it is counted
            asked.append(Asked(time.monotonic() - start, False, repr(error)))
        else:
            asked.append(Asked(time.monotonic() - start, answer["question"] == question))
    return asked
