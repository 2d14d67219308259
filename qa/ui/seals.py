"""Tells answers that this server gave from those that a browser made up: it keeps conversations, and brings them back.

A seal holds until the server ends.
"""

from __future__ import annotations

import hmac
import json
import secrets
from functools import cache
from typing import TYPE_CHECKING

from qa.types import to_plain

if TYPE_CHECKING:
    from qa.ui.conversation import Exchange


def seal_of(exchange: Exchange) -> str:
    """What only this server can write under a question and its answer."""
    answer = exchange.answer
    assert answer is not None
    # All that feedback keeps of it but the passages that were looked at, most of which a browser does not keep.
    said = [answer.text, answer.answered, answer.short, answer.statements, answer.citations, answer.confidence]
    more = [answer.notes, answer.interpreted, answer.engine]
    asked = [exchange.id, exchange.question, exchange.filters.to_dict(), exchange.infer, exchange.generation]
    written = json.dumps(to_plain([*asked, *said, *more]))
    return hmac.new(_secret(), written.encode(), "sha256").hexdigest()


def is_sealed(exchange: Exchange) -> bool:
    """Whether this server gave the answer that the exchange has."""
    return exchange.answer is not None and hmac.compare_digest(exchange.seal, seal_of(exchange))


@cache
def _secret() -> bytes:
    return secrets.token_bytes(32)
