"""The default engine: one a process, made by the first `ask` from the environment."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from qa.types import Answer

if TYPE_CHECKING:
    from qa.engine import Engine

_lock = threading.Lock()
_engine: Engine | None = None


def ask(question: str, **options: Any) -> Answer:
    """Answer a question with the default engine, which the first call makes from the environment.

    The options are those of `Engine.ask`. One engine serves the process, from any thread.
    """
    return _default().ask(question, **options)


def _default() -> Engine:
    global _engine
    with _lock:
        if _engine is None:
            from qa.engine import Engine  # loads a model: not before it is needed

            _engine = Engine()
        return _engine
