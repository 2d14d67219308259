"""Getting an answer for one exchange without holding up the others."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from datetime import datetime
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.types import Answer, Done, Turn
from qa.ui import texts
from qa.ui.conversation import Conversation, Event, Exchange
from qa.ui.declining import absent
from qa.ui.loading import LazyEngine
from qa.ui.seals import seal_of

if TYPE_CHECKING:
    from qa.engine import Engine

logger = logging.getLogger(__name__)


class Asking:
    """Lets the sessions ask one engine: some at once, the others in their turn, and no more than can be served."""

    def __init__(self, engine: LazyEngine, *, at_once: int, awaited: int) -> None:
        self._engine = engine
        self._turns = asyncio.Semaphore(at_once)
        self._room = awaited

    async def ask(
        self, exchange: Exchange, conversation: Conversation, engine: str | None = None
    ) -> AsyncGenerator[None]:
        """Asks what the exchange asks, of one of the `engines`; yields whenever there is something new to show.

        Raises nothing: what fails is noted in the exchange, as one sentence.
        """
        if self._room <= 0:
            conversation.fail(exchange, texts.BUSY)
            yield
            return
        self._room -= 1
        try:
            async with contextlib.aclosing(self._answer(exchange, conversation, engine)) as news:
                async for _ in news:
                    yield
        except QAError as error:
            conversation.fail(exchange, str(error))
            yield
        except Exception:  # a defect: the log has it, the user a sentence, and the page goes on
            logger.exception("a question could not be answered")
            conversation.fail(exchange, texts.FAILED)
            yield
        finally:
            self._room += 1

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncGenerator[Engine]:
        """The engine, for what is no question of a conversation, once its turn has come; raises QAError where too
        many wait, or what making the engine raised.
        """
        if self._room <= 0:
            raise QAError(texts.BUSY)
        self._room -= 1
        try:
            engine = await self._engine.wait()
            async with self._turns:
                yield engine
        finally:
            self._room += 1

    async def _answer(self, exchange: Exchange, conversation: Conversation, name: str | None) -> AsyncGenerator[None]:
        history = conversation.history()
        if not self._engine.ready:
            exchange.status = "loading"
            yield
        engine = await self._engine.wait()
        if self._turns.locked():
            exchange.status = "queued"
            yield
        async with self._turns, contextlib.aclosing(_stream(engine, exchange, history, name)) as events:
            exchange.status = "looking"
            async for event in events:
                conversation.take(exchange, event)
                if isinstance(event, Done) and exchange.answer is event.answer:  # not stopped meanwhile
                    await asyncio.to_thread(_complete, engine, exchange, event.answer)
                yield


def _complete(engine: Engine, exchange: Exchange, answer: Answer) -> None:
    """Notes what the answer was given of, and what a reader needs who is told that the articles do not say."""
    with engine.snapshot() as snapshot:
        exchange.generation = snapshot.generation
    exchange.seal = seal_of(exchange)
    if not answer.answered:
        exchange.absent = absent(answer.interpreted.question, answer.passages)
        exchange.coverage = engine.coverage()


async def _stream(engine: Engine, exchange: Exchange, history: list[Turn], name: str | None) -> AsyncGenerator[Event]:
    """What the engine streams, made in one thread of its own; closing this lets the thread end at its next event.

    Nobody waits for that thread, so that Stop works at once, however long the engine thinks.
    """
    loop = asyncio.get_running_loop()
    came: asyncio.Queue[Event | Exception | None] = asyncio.Queue()
    given_up = Flag()
    limits = exchange.filters

    def tell(news: Event | Exception | None) -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(came.put_nowait, news)

    def run() -> None:
        try:
            events = engine.stream(
                exchange.question,
                history=history,
                asked_on=datetime.now().astimezone().date(),
                since=limits.since,
                until=limits.until,
                publishers=limits.publishers,
                infer_filters=exchange.infer,
                engine=name,
            )
            for event in events:
                if given_up.is_set():
                    return
                tell(event)
            tell(None)
        except Exception as error:  # raised again where the events are awaited
            tell(error)

    Thread(target=run, name="answer", daemon=True).start()
    try:
        while (news := await came.get()) is not None:
            if isinstance(news, Exception):
                raise news
            yield news
    finally:
        given_up.set()
