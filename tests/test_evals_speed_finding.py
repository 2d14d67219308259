"""Taking times side by side, and the share of the nearest that an index finds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import pytest

from evals.speed.finding import ratio, recall, side_by_side
from evals.speed.libraries import Opened
from tests.libraries import DIMENSION, many, new_library, unit_vectors
from vectorstore.indexes import Hits, Indexes


def test_searches_take_turns() -> None:
    order: list[tuple[str, str]] = []
    times = side_by_side(
        [lambda question: order.append(("one", question)), lambda question: order.append(("two", question))], ["a", "b"]
    )
    assert [len(taken) for taken in times] == [2, 2]
    assert order[-4:] == [("one", "a"), ("two", "a"), ("one", "b"), ("two", "b")]
    assert len(order) == 8  # each was warmed up with both


def test_times_belong_to_their_search() -> None:
    slow, quick = side_by_side([lambda _: time.sleep(0.004), lambda _: None], ["a", "b", "c"])
    assert min(slow) >= 0.004
    assert ratio(slow, quick) > 2


def test_ratio_is_of_medians() -> None:
    assert ratio([1.0, 2.0, 90.0], [1.0, 1.0, 1.0]) == 2.0


def test_recall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        dimension = DIMENSION

    library = new_library(tmp_path, *many(20))
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    there = Opened(library, indexes, cast(Any, Model()), cast(Any, None))
    asked = unit_vectors(5, seed=3)
    with pytest.raises(RuntimeError, match="exact search would be compared with itself"):
        recall(there, asked)
    indexes.catch_up()
    assert recall(there, asked) == 1.0
    nearest = indexes.nearest

    def half(*arguments: Any) -> Hits:
        return nearest(*arguments)[::2]

    monkeypatch.setattr(indexes, "nearest", half)
    assert recall(there, asked) == 0.5
    indexes.close()
