"""Ask a collection of news articles; every sentence of every answer points to the words that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.default_engine import ask
    from qa.engine import Engine
    from qa.errors import QAError
    from qa.settings import Settings
    from qa.types import Answer, Citation, Done, Interpreted, Looking, Passage, Statement, StatementReady, Turn

_HOMES = {
    "Answer": "qa.types",
    "Citation": "qa.types",
    "Done": "qa.types",
    "Engine": "qa.engine",
    "Interpreted": "qa.types",
    "Looking": "qa.types",
    "Passage": "qa.types",
    "QAError": "qa.errors",
    "Settings": "qa.settings",
    "Statement": "qa.types",
    "StatementReady": "qa.types",
    "Turn": "qa.types",
    "ask": "qa.default_engine",
}

__all__ = [
    "Answer",
    "Citation",
    "Done",
    "Engine",
    "Interpreted",
    "Looking",
    "Passage",
    "QAError",
    "Settings",
    "Statement",
    "StatementReady",
    "Turn",
    "ask",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import qa` costs little."""
    if name not in _HOMES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
