"""The engine takes seconds to load; the page answers meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.engine import Engine


class LazyEngine:
    """An engine that a thread of its own makes and loads, once `start` is called."""

    def __init__(self, factory: Callable[[], Engine], *, on_failure: Callable[[], None] = lambda: None) -> None:
        self._factory = factory
        self._on_failure = on_failure
        self._made: Future[Engine] = Future()
        self._thread = Thread(target=self._make, name="engine", daemon=True)

    @classmethod
    def of(cls, engine: Engine) -> LazyEngine:
        """An engine that is there already; it is not loaded here."""
        lazy = cls(lambda: engine)
        lazy._made.set_result(engine)
        return lazy

    @property
    def ready(self) -> bool:
        """Whether `wait` returns (or raises) at once."""
        return self._made.done()

    def start(self) -> None:
        """Begins to make and load the engine, and returns at once."""
        if not self.ready:
            self._thread.start()

    async def wait(self) -> Engine:
        """The engine, once it is made and loaded; raises what either raised."""
        return await asyncio.shield(asyncio.wrap_future(self._made))

    def failure(self) -> BaseException | None:
        """What making or loading the engine raised, or None."""
        return self._made.exception() if self._made.done() else None

    def close(self) -> None:
        """Closes the engine where it was made; one that is still being made ends with the process."""
        if self._made.done() and self._made.exception() is None:
            self._made.result().close()

    def _make(self) -> None:
        try:
            engine = self._factory()
            engine.load()  # else the first question would wait for the model
            self._made.set_result(engine)
        except BaseException as error:  # whatever it is, whoever waits is told
            self._made.set_exception(error)
            self._on_failure()
