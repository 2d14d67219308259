"""Seals: which answers this server gave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qa.types import Answer, Interpreted
from qa.ui.conversation import Exchange
from qa.ui.seals import is_sealed, seal_of


def sealed() -> Exchange:
    answer = Answer(
        question="Who?",
        text="Somebody.",
        answered=True,
        short=None,
        statements=(),
        citations=(),
        passages=(),
        confidence=0.5,
        notes=(),
        interpreted=Interpreted(question="Who?"),
        engine="scripted",
    )
    exchange = Exchange(question="Who?", answer=answer, generation=3)
    exchange.seal = seal_of(exchange)
    return exchange


def test_an_answer_as_it_was_given_is_sealed() -> None:
    assert is_sealed(sealed())


def test_what_is_changed_later_is_not() -> None:
    for name, value in [("question", "Who else?"), ("generation", 4), ("id", "another"), ("infer", False)]:
        exchange = sealed()
        setattr(exchange, name, value)
        assert not is_sealed(exchange), name
    changes: list[dict[str, Any]] = [
        {"text": "Nobody."},
        {"confidence": 0.9},
        {"engine": "other"},
        {"notes": ("Sure.",)},
    ]
    for change in changes:
        exchange = sealed()
        assert exchange.answer is not None
        exchange.answer = replace(exchange.answer, **change)
        assert not is_sealed(exchange), change


def test_nothing_is_sealed_without_an_answer_or_a_seal() -> None:
    assert not is_sealed(Exchange(question="Who?"))
    exchange = sealed()
    exchange.seal = ""
    assert not is_sealed(exchange)
