"""`ask()` and the one engine behind it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import qa.default_engine
import qa.engine
from qa import Engine, ask
from qa.errors import QuestionError


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Engine]]:
    """The engines that are made, with no default engine there at first."""
    engines: list[Engine] = []

    class Counted(Engine):
        def __init__(self, *args: Any, **options: Any) -> None:
            engines.append(self)
            super().__init__(*args, **options)

    monkeypatch.setattr(qa.engine, "Engine", Counted)
    monkeypatch.setattr(qa.default_engine, "_engine", None)
    yield engines
    for engine in engines:
        engine.close()


def test_eight_threads_share_one_engine_made_from_the_environment(made: list[Engine], home: Path) -> None:
    assert made == []
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask("Who signed a joint document in Astana?"), range(8)))
    assert len(made) == 1
    assert made[0].settings.home == home
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].answered
    with pytest.raises(QuestionError):
        ask("")
    assert ask("Who signed a joint document?", publishers=["Nobody"]).answered is False
    assert len(made) == 1
