"""Answers for several sessions at once, from an engine that is scripted so that each step can be held."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, aclosing, nullcontext
from datetime import date, datetime
from threading import Event as Flag
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from qa.errors import QAError, QuestionError
from qa.types import Answer, Done, Interpreted, Looking, Turn
from qa.ui import texts
from qa.ui.asking import Asking
from qa.ui.conversation import Conversation, Exchange
from qa.ui.filters import Filters
from qa.ui.loading import LazyEngine
from qa.ui.seals import is_sealed
from vectorstore.records import Coverage

if TYPE_CHECKING:
    from qa.engine import Engine


def declined(question: str) -> Answer:
    return Answer(
        question=question,
        text="The articles do not say.",
        answered=False,
        short=None,
        statements=(),
        citations=(),
        passages=(),
        confidence=0.0,
        notes=(),
        interpreted=Interpreted(question=question),
        engine="scripted",
    )


class Scripted:
    """An engine that declines everything, once it is let go on."""

    def __init__(self) -> None:
        self.go_on = Flag()
        self.asked: list[tuple[str, list[Turn]]] = []
        self.limits: list[dict[str, Any]] = []  # by which each was to be answered
        self.days: list[date | None] = []  # on which each was asked
        self.ended = Flag()
        self.error: Exception | None = None
        self.loaded = 0  # how many times
        self.can_load = Flag()  # it waits for it while it loads
        self.can_load.set()

    def load(self) -> None:
        self.can_load.wait(10)
        self.loaded += 1

    def stream(
        self, question: str, *, history: list[Turn], asked_on: date | None, **limits: Any
    ) -> Iterator[Looking | Done]:
        self.asked.append((question, history))
        self.days.append(asked_on)
        self.limits.append(limits)
        if self.error:
            raise self.error
        return self._stream(question)

    def snapshot(self) -> AbstractContextManager[SimpleNamespace]:
        return nullcontext(SimpleNamespace(generation=7))

    def coverage(self) -> Coverage:
        return Coverage(articles=0, earliest=None, latest=None, undated=0, publishers=0, frequent=())

    def _stream(self, question: str) -> Iterator[Looking | Done]:
        try:
            yield Looking(())
            self.go_on.wait(10)
            yield Done(declined(question))
        finally:
            self.ended.set()


def asking_of(engine: Scripted, *, at_once: int = 4, awaited: int = 4) -> Asking:
    return Asking(LazyEngine.of(cast("Engine", engine)), at_once=at_once, awaited=awaited)


async def begin(asking: Asking, question: str) -> tuple[Exchange, asyncio.Task[list[str]]]:
    """Asks in a conversation of its own; the task gives the statuses seen on the way."""
    conversation = Conversation()
    exchange = conversation.begin(question)

    async def follow() -> list[str]:
        return [exchange.status async for _ in asking.ask(exchange, conversation)]

    task = asyncio.create_task(follow())
    await asyncio.sleep(0.05)
    return exchange, task


def in_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(test())

    run.__name__ = test.__name__
    return run


@in_loop
async def test_an_answer_with_the_conversation_so_far() -> None:
    engine = Scripted()
    engine.go_on.set()
    conversation = Conversation()
    for question in ("Who?", "When?"):
        exchange = conversation.begin(question)
        assert [exchange.status async for _ in asking_of(engine).ask(exchange, conversation)] == ["looking", "done"]
    assert engine.asked == [
        ("Who?", []),
        ("When?", [Turn("user", "Who?"), Turn("assistant", "The articles do not say.")]),
    ]


@in_loop
async def test_an_answer_on_the_day_of_asking() -> None:
    engine = Scripted()
    engine.go_on.set()
    conversation = Conversation()
    before = datetime.now().astimezone().date()
    async for _ in asking_of(engine).ask(conversation.begin("What happened this week?"), conversation):
        pass
    (day,) = engine.days
    assert day is not None
    assert before <= day <= datetime.now().astimezone().date()


@in_loop
async def test_an_answer_is_sealed_and_names_the_generation_of_the_library_that_gave_it() -> None:
    engine = Scripted()
    engine.go_on.set()
    conversation = Conversation()
    exchange = conversation.begin("Who?")
    async for _ in asking_of(engine).ask(exchange, conversation):
        pass
    assert exchange.generation == 7
    assert is_sealed(exchange)


@in_loop
async def test_calls_wait_for_their_turn_and_too_many_are_asked_to_come_again() -> None:
    asking = asking_of(Scripted(), at_once=1, awaited=2)
    async with asking.turn():
        second = asyncio.create_task(_take_a_turn(asking))
        await asyncio.sleep(0.05)
        assert not second.done()
        with pytest.raises(QAError, match=re.escape(texts.BUSY)):
            await _take_a_turn(asking)
    await asyncio.wait_for(second, 10)
    await _take_a_turn(asking)


async def _take_a_turn(asking: Asking) -> None:
    async with asking.turn():
        pass


@in_loop
async def test_an_answer_within_what_the_conversation_is_limited_to() -> None:
    engine = Scripted()
    engine.go_on.set()
    conversation = Conversation()
    conversation.filters = Filters(publishers=("SANA",), since=date(2015, 5, 1), until=date(2015, 5, 31))
    limited = conversation.begin("Who?")
    conversation.filters = Filters()
    free = conversation.begin("When?", infer=False)
    for exchange in (limited, free):
        async for _ in asking_of(engine).ask(exchange, conversation):
            pass
    nothing = {"since": None, "until": None, "publishers": (), "engine": None}
    assert engine.limits == [
        {
            **nothing,
            "since": date(2015, 5, 1),
            "until": date(2015, 5, 31),
            "publishers": ("SANA",),
            "infer_filters": True,
        },
        {**nothing, "infer_filters": False},
    ]


@in_loop
async def test_who_comes_while_all_are_busy_waits_and_is_told() -> None:
    engine = Scripted()
    asking = asking_of(engine, at_once=1)
    first, first_task = await begin(asking, "First?")
    second, second_task = await begin(asking, "Second?")
    assert (first.status, second.status) == ("looking", "queued")
    engine.go_on.set()
    assert await first_task == ["looking", "done"]
    assert await second_task == ["queued", "looking", "done"]


@in_loop
async def test_who_comes_when_too_many_wait_is_asked_to_come_again() -> None:
    engine = Scripted()
    asking = asking_of(engine, awaited=1)
    _, first_task = await begin(asking, "First?")
    second, second_task = await begin(asking, "Second?")
    assert await second_task == ["failed"]
    assert second.problem == texts.BUSY
    engine.go_on.set()
    await first_task
    _, third_task = await begin(asking, "Third?")
    assert await third_task == ["looking", "done"]


@in_loop
async def test_giving_up_frees_the_place_at_once_and_ends_the_engine_soon() -> None:
    engine = Scripted()
    asking = asking_of(engine, at_once=1, awaited=1)
    _, task = await begin(asking, "First?")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not engine.ended.is_set()
    second, second_task = await begin(asking, "Second?")
    assert second.status == "looking"
    engine.go_on.set()
    assert await second_task == ["looking", "done"]
    assert await asyncio.to_thread(engine.ended.wait, 5)


@in_loop
async def test_closing_between_two_events_frees_the_place_too() -> None:
    engine = Scripted()
    asking = asking_of(engine, at_once=1, awaited=1)
    conversation = Conversation()
    async with aclosing(asking.ask(conversation.begin("First?"), conversation)) as news:
        await anext(news)
    engine.go_on.set()
    _, task = await begin(asking, "Second?")
    assert await task == ["looking", "done"]


@in_loop
async def test_an_error_on_purpose_is_told_in_its_own_words() -> None:
    engine = Scripted()
    engine.error = QuestionError("The question is too long.")
    exchange, task = await begin(asking_of(engine), "Long?")
    assert await task == ["failed"]
    assert exchange.problem == "The question is too long."


def test_any_other_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    async def ask() -> None:
        engine = Scripted()
        engine.error = ZeroDivisionError("a secret")
        exchange, task = await begin(asking_of(engine), "Who?")
        assert await task == ["failed"]
        assert exchange.problem == texts.FAILED

    asyncio.run(ask())
    assert "a secret" in caplog.text


@in_loop
async def test_a_question_asked_while_the_engine_loads_waits_for_it() -> None:
    engine = Scripted()
    engine.go_on.set()
    engine.can_load.clear()
    lazy = LazyEngine(lambda: cast("Engine", engine))
    lazy.start()
    exchange, task = await begin(Asking(lazy, at_once=1, awaited=1), "Who?")
    assert (lazy.ready, exchange.status, engine.asked) == (False, "loading", [])
    engine.can_load.set()
    assert await task == ["loading", "looking", "done"]
    assert engine.loaded == 1


def fails() -> Engine:
    raise QuestionError("The library cannot be opened.")


class Unloadable(Scripted):
    """An engine that can be made, but not loaded."""

    def load(self) -> None:
        fails()


@pytest.mark.parametrize("make", [fails, Unloadable], ids=["made", "loaded"])
def test_an_engine_that_cannot_be_made_or_loaded_is_told_in_its_own_words(make: Callable[[], Engine]) -> None:
    asyncio.run(_told_in_its_own_words(make))


async def _told_in_its_own_words(make: Callable[[], Engine]) -> None:
    failed = Flag()
    lazy = LazyEngine(make, on_failure=failed.set)
    lazy.start()
    assert await asyncio.to_thread(failed.wait, 5)
    exchange, task = await begin(Asking(lazy, at_once=1, awaited=1), "Who?")
    assert await task == ["failed"]
    assert exchange.problem == "The library cannot be opened."
    assert str(lazy.failure()) == "The library cannot be opened."
