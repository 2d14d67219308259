"""The bounds of the benchmark's figures."""

from __future__ import annotations

import pytest

from evals.speed.targets import TARGETS, Target


def test_at_most() -> None:
    target = Target("seconds", at_most=3.0)
    assert target.holds(3.0)
    assert not target.holds(3.1)
    assert target.used(1.5) == 0.5
    assert str(target) == "≤ 3"


def test_at_least() -> None:
    target = Target("share", at_least=0.85)
    assert target.holds(0.85)
    assert not target.holds(0.84)
    assert not target.holds(0.0)
    assert target.used(1.7) == pytest.approx(0.5)
    assert str(target) == "≥ 0.85"


def test_where_nothing_is_allowed_one_is_too_many() -> None:
    target = Target("errors", at_most=0.0)
    assert target.holds(0.0)
    assert not target.holds(1.0)
    assert target.used(1.0) == float("inf")


def test_every_target_is_one_bound() -> None:
    assert len(TARGETS) == 21
    for target in TARGETS.values():
        assert (target.at_most is None) != (target.at_least is None)
