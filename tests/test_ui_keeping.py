"""What a browser keeps of a conversation comes back as it was; what it made up, or broke, does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qa.types import Done, Interpreted, Looking, StatementReady
from qa.ui import keeping, rendering, sources
from qa.ui.conversation import Conversation
from qa.ui.filters import Filters
from tests.answers import HOSTILE, answer, citation, conversation_of, declined, passage, tags
from vectorstore.records import Coverage

COVERAGE = Coverage(
    articles=2, earliest=date(2015, 5, 31), latest=None, undated=1, publishers=1, frequent=(("Post", 2),)
)


def long_one() -> Conversation:
    """A conversation with everything in it that there can be."""
    other = citation(2, article_id="b", quote="It met on Monday.", start=0, end=17, also_in=("c", "d"))
    conversation = conversation_of(
        answer(citation(span=(13, 15)), other, short="14", notes=("One left out.",)),
        declined(
            passages=tuple(passage(article_id=f"p{n}") for n in range(9)),
            interpreted=Interpreted(question="Who won?", since=date(2016, 1, 1), publishers=("Post",)),
        ),
        answer(replace(other, number=1), engine="ollama:small", timings={"total": 1.5}),
    )
    conversation.exchanges[1].coverage = COVERAGE
    conversation.exchanges[1].absent = ("Cup",)
    conversation.exchanges[2].verdict, conversation.exchanges[2].reason = "down", "It is old."
    conversation.filters = Filters(publishers=("Post",), until=date(2018, 1, 1))
    stopped = conversation.begin("And then?", infer=False)
    third = citation(1, article_id="e", quote="It ended.", start=4, end=13)
    conversation.take(stopped, StatementReady(answer(third).statements[0], (third,)))
    conversation.stop(stopped)
    conversation.fail(conversation.begin("What?"), "The question is too long.")
    return conversation


def kept(conversation: Conversation | None = None) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(keeping.keep(conversation or conversation_of(answer(citation()))))
    return made


def test_a_conversation_comes_back_as_it_was() -> None:
    conversation = long_one()
    back = keeping.restore(keeping.keep(conversation))
    assert back is not None
    assert rendering.conversation(back) == rendering.conversation(conversation)
    assert sources.sources(back) == sources.sources(conversation)
    assert [exchange.numbers for exchange in back.exchanges] == [{1: 1, 2: 2}, {}, {1: 2}, {1: 3}, {}]
    assert (back.id, back.filters, back.history()) == (conversation.id, conversation.filters, conversation.history())
    for exchange, before in zip(back.exchanges, conversation.exchanges, strict=True):
        for name in ("id", "status", "filters", "infer", "verdict", "reason", "generation", "coverage", "absent"):
            assert getattr(exchange, name) == getattr(before, name), name
    assert keeping.keep(back) == keeping.keep(conversation)


def test_it_goes_on_with_the_next_numbers() -> None:
    back = keeping.restore(keeping.keep(long_one()))
    assert back is not None
    exchange = back.begin("More?")
    back.take(exchange, Done(answer(citation(1, article_id="f", quote="New.", start=0, end=4))))
    assert exchange.numbers == {1: 4}


def test_what_was_still_running_is_kept_as_stopped() -> None:
    conversation = conversation_of(answer(citation()))
    conversation.take(conversation.begin("And?"), Looking((passage(),)))
    back = keeping.restore(keeping.keep(conversation))
    assert back is not None
    assert [exchange.status for exchange in back.exchanges] == ["done", "stopped"]
    assert conversation.running


def test_only_what_is_shown_of_the_passages_is_kept() -> None:
    first, second, *_ = kept(long_one())["exchanges"]
    assert first["answer"]["passages"] == []
    assert [each["article_id"] for each in second["answer"]["passages"]] == ["p0", "p1", "p2"]


def test_nothing_is_kept_of_nothing_and_of_too_much() -> None:
    assert keeping.keep(Conversation()) == ""
    assert keeping.keep(conversation_of(answer(citation(quote="x" * keeping.LONGEST)))) == ""


def test_it_is_named_after_its_first_question() -> None:
    assert kept(conversation_of(answer(citation()), question="How\n many?"))["title"] == "How many?"
    assert kept(conversation_of(answer(citation()), question="x" * 500))["title"] == "x" * 120 + "…"


def test_no_tag_stands_in_what_is_kept() -> None:
    conversation = conversation_of(answer(citation(title=HOSTILE)), question=HOSTILE)
    written = keeping.keep(conversation)
    assert "<" not in written
    back = keeping.restore(written)
    assert back is not None
    assert back.sources[0].title == HOSTILE
    assert tags(rendering.conversation(back) + sources.sources(back), "script") == []


def changed(**changes: Any) -> str:
    return json.dumps({**kept(), **changes})


def of_citation(**changes: Any) -> str:
    made = kept()
    made["exchanges"][0]["answer"]["citations"][0].update(changes)
    return json.dumps(made)


def of_exchange(**changes: Any) -> str:
    made = kept()
    made["exchanges"][0].update(changes)
    return json.dumps(made)


MADE_UP: dict[str, object] = {
    "none": None,
    "a number": 7,
    "empty": "",
    "null": "null",
    "a list": "[]",
    "an object": "{}",
    "broken": "{",
    "deep": "[" * 100_000,
    "a later version": changed(version=2),
    "no id": changed(id=""),
    "no exchange": changed(exchanges=[]),
    "an empty exchange": changed(exchanges=[{}]),
    "a reversed period": changed(filters={"publishers": [], "since": "2018-01-01", "until": "2017-01-01"}),
    "many publishers": changed(filters={"publishers": [f"p{n}" for n in range(10_000)]}),
    "too long": changed(title="x" * keeping.LONGEST),
    "still running": of_exchange(status="looking"),
    "stopped with a whole answer": of_exchange(status="stopped"),
    "done without an answer": of_exchange(answer=None),
    "an unknown verdict": of_exchange(verdict="sideways"),
    "number 0": of_citation(number=0),
    "before the text": of_citation(start=-1),
    "longer than its quote": of_citation(end=10_000),
    "a reversed span": of_citation(span=[2, 1]),
    "a span outside": of_citation(span=[0, 10_000]),
    "no day": of_citation(published="yesterday"),
    "no quote": of_citation(quote=None),
}


@pytest.mark.parametrize("name", MADE_UP)
def test_what_is_no_conversation_is_not_taken_back(name: str) -> None:
    assert keeping.restore(MADE_UP[name]) is None


def test_two_citations_with_one_number_are_not_taken_back() -> None:
    made = kept()
    made["exchanges"][0]["answer"]["citations"] *= 2
    assert keeping.restore(json.dumps(made)) is None
    assert keeping.restore(json.dumps(kept())) is not None
