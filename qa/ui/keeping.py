"""What a browser keeps of a conversation, and how it is taken back.

The browser keeps it in its own storage, under a key for each conversation, so that it outlives the server. Gradio's
`BrowserState` would do no more: it gives the secret by which it encrypts to every browser, and one value for all
conversations, which two tabs would take from one another. What comes back may be anything: it is checked here, shown
as text, and no evidence for anything; the words of a quote are looked up in the library when its article is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from qa.errors import QuestionError
from qa.types import Answer, Citation, Done, Statement, StatementReady, to_plain
from qa.ui.conversation import Conversation, Exchange, Verdict
from qa.ui.declining import nearest
from qa.ui.filters import Filters
from vectorstore.records import Coverage

LONGEST = 500_000  # characters of one conversation; a longer one is not kept
_TITLE_SHOWN = 120  # characters


@dataclass(frozen=True, kw_only=True)
class KeptExchange:
    """One question and what came of it, as it is kept."""

    question: str
    status: Literal["done", "stopped", "failed"]
    id: str
    filters: Filters
    infer: bool
    problem: str | None = None
    answer: Answer | None = None
    statements: tuple[Statement, ...] = ()  # where there is no whole answer: what came of it
    citations: tuple[Citation, ...] = ()
    coverage: Coverage | None = None
    absent: tuple[str, ...] = ()
    generation: int | None = None
    seal: str = ""
    verdict: Verdict | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A conversation as it is kept."""

    version: Literal[1]
    id: str
    title: str  # its first question
    filters: Filters
    exchanges: tuple[KeptExchange, ...]


def keep(conversation: Conversation) -> str:
    """The conversation as JSON, for the browser to keep; empty where there is nothing, or too much, to keep."""
    if not conversation.exchanges:
        return ""
    title = " ".join(conversation.exchanges[0].question.split())
    kept = Kept(
        version=1,
        id=conversation.id,
        title=title if len(title) <= _TITLE_SHOWN else title[:_TITLE_SHOWN] + "…",
        filters=conversation.filters,
        exchanges=tuple(_kept(exchange) for exchange in conversation.exchanges),
    )
    written = json.dumps(to_plain(kept), ensure_ascii=False, separators=(",", ":"))
    # Gradio warns of script tags in what it sends, and of a lone surrogate it can send none.
    written = written.replace("<", "\\u003c").encode("utf-8", "replace").decode()
    return written if len(written) <= LONGEST else ""


def restore(sent: object) -> Conversation | None:
    """The conversation that a browser kept, with the numbers that its sources had; None where it is none."""
    if not isinstance(sent, str) or len(sent) > LONGEST:
        return None
    try:
        kept = _reader().validate_json(sent)
        for filters in (kept.filters, *(each.filters for each in kept.exchanges)):
            Filters.read(filters.to_dict())
    except (ValidationError, QuestionError):
        return None
    if not (kept.id and kept.exchanges and all(_holds(exchange) for exchange in kept.exchanges)):
        return None
    conversation = Conversation(id=kept.id)
    for each in kept.exchanges:
        _replay(conversation, each)
    conversation.filters = kept.filters
    return conversation


@cache
def _reader() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)


def _kept(exchange: Exchange) -> KeptExchange:
    answer = exchange.answer
    if answer is not None:
        shown = () if answer.answered else tuple(nearest(answer.passages))
        answer = replace(answer, passages=shown, timings={})
    partial = exchange.answer is None
    return KeptExchange(
        question=exchange.question,
        status="stopped" if exchange.running else exchange.status,  # type: ignore[arg-type]  # what runs was left out
        id=exchange.id,
        filters=exchange.filters,
        infer=exchange.infer,
        problem=exchange.problem,
        answer=answer,
        statements=exchange.statements if partial else (),
        citations=tuple(exchange.citations.values()) if partial else (),
        coverage=exchange.coverage,
        absent=exchange.absent,
        generation=exchange.generation,
        seal=exchange.seal,
        verdict=exchange.verdict,
        reason=exchange.reason,
    )


def _replay(conversation: Conversation, kept: KeptExchange) -> None:
    """Takes in what was said as it was said then, which gives the sources the same numbers."""
    exchange = conversation.begin(kept.question, filters=kept.filters, infer=kept.infer)
    for statement in kept.statements:
        cited = tuple(each for each in kept.citations if each.number in statement.citations)
        conversation.take(exchange, StatementReady(statement, cited))
    if kept.answer is not None:
        conversation.take(exchange, Done(kept.answer))
    exchange.status = kept.status
    exchange.id, exchange.problem = kept.id, kept.problem
    exchange.coverage, exchange.absent = kept.coverage, kept.absent
    exchange.generation, exchange.seal = kept.generation, kept.seal
    exchange.verdict, exchange.reason = kept.verdict, kept.reason


def _holds(kept: KeptExchange) -> bool:
    """Whether what was kept fits together, so that it can be shown."""
    if (kept.status == "done") != (kept.answer is not None):
        return False
    citations = kept.answer.citations if kept.answer else kept.citations
    numbers = [citation.number for citation in citations]
    return len(set(numbers)) == len(numbers) and all(_is_whole(citation) for citation in citations)


def _is_whole(citation: Citation) -> bool:
    start, end = citation.span or (0, 0)
    return (
        citation.number > 0
        and citation.start >= 0
        and citation.end - citation.start == len(citation.quote)
        and 0 <= start <= end <= len(citation.quote)
    )
