"""What was said in one session, and the numbers that its sources carry.

An answer numbers its citations from 1. A conversation numbers them once: the same words of the same article
keep the number they were first given, however many answers cite them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from qa.types import Answer, Citation, Done, Looking, Passage, Statement, StatementReady, Turn
from qa.ui.filters import Filters
from vectorstore.records import Coverage

Status = Literal["queued", "loading", "looking", "done", "stopped", "failed"]
Verdict = Literal["up", "down"]
Event = Looking | StatementReady | Done

_RUNNING: frozenset[Status] = frozenset({"queued", "loading", "looking"})


@dataclass
class Exchange:
    """One question and what came of it."""

    question: str
    filters: Filters = field(default_factory=Filters)  # what the answer is limited to
    infer: bool = True  # whether the question itself may limit it, by a period or a publisher that it names
    status: Status = "looking"
    passages: tuple[Passage, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: dict[int, Citation] = field(default_factory=dict)  # by their numbers within the answer
    numbers: dict[int, int] = field(default_factory=dict)  # from the answer's numbers to the conversation's
    answer: Answer | None = None
    problem: str | None = None  # why there is no answer, in one sentence
    coverage: Coverage | None = None  # of the library, where it does not answer
    absent: tuple[str, ...] = ()  # words of the question that nothing says that was looked at
    sources_before: int = 0  # how many sources the conversation had when this was asked
    id: str = field(default_factory=lambda: uuid4().hex)  # what feedback on it names
    generation: int | None = None  # of the library that it was asked of
    seal: str = ""  # that this server gave the answer
    verdict: Verdict | None = None  # what the user thinks of the answer
    reason: str = ""  # why
    turn: int = 0  # of the word that said so, among those that the browser sent

    @property
    def running(self) -> bool:
        """Whether an answer is still awaited."""
        return self.status in _RUNNING


def _said(answer: Answer) -> str:
    """An answer with the name that stands in bold before it, which "he" or "there" means rather than a later one."""
    short = answer.short
    named = short and short not in ("Yes", "No") and not any(map(str.isdigit, short))
    return f"{short}. {answer.text}" if named else answer.text


@dataclass
class Conversation:
    """The exchanges of one session, oldest first, and their sources: number 1 is `sources[0]`."""

    exchanges: list[Exchange] = field(default_factory=list)
    sources: list[Citation] = field(default_factory=list)
    filters: Filters = field(default_factory=Filters)  # what the next answers are limited to
    id: str = ""  # by which the browser keeps it; made with its first exchange

    @property
    def running(self) -> bool:
        """Whether an answer is still awaited."""
        return bool(self.exchanges) and self.exchanges[-1].running

    @property
    def current(self) -> Mapping[int, int]:
        """The numbers of the newest exchange's sources: from the answer's to the conversation's."""
        return self.exchanges[-1].numbers if self.exchanges else {}

    def begin(self, question: str, *, filters: Filters | None = None, infer: bool = True) -> Exchange:
        """A new exchange, at the end of the conversation; limited as the conversation is, unless told otherwise."""
        exchange = Exchange(
            question=question,
            filters=self.filters if filters is None else filters,
            infer=infer,
            sources_before=len(self.sources),
        )
        self.id = self.id or uuid4().hex
        self.exchanges.append(exchange)
        return exchange

    def take(self, exchange: Exchange, event: Event) -> None:
        """Notes what the engine streamed; what comes for an exchange that has ended is left aside."""
        if not exchange.running:
            return
        exchange.status = "looking"
        match event:
            case Looking(passages=passages):
                exchange.passages = passages
            case StatementReady(statement=statement, citations=citations):
                self._number(exchange, citations)
                exchange.statements += (statement,)
            case Done(answer=answer):
                self._finish(exchange, answer)

    def stop(self, exchange: Exchange) -> None:
        """Ends an exchange that is still running; what it has shown so far stays."""
        if exchange.running:
            exchange.status = "stopped"

    def fail(self, exchange: Exchange, problem: str) -> None:
        """Ends an exchange that is still running with the sentence that says why it has no answer."""
        if exchange.running:
            exchange.status = "failed"
            exchange.problem = problem

    def clear(self) -> None:
        """Forgets everything; an answer that is still on its way finds no place here."""
        for exchange in self.exchanges:
            self.stop(exchange)
        self.exchanges.clear()
        self.sources.clear()
        self.filters = Filters()
        self.id = ""

    def become(self, other: Conversation) -> None:
        """Takes the place of what was said here; an answer that is still on its way finds no place here."""
        self.clear()
        self.exchanges[:], self.sources[:] = other.exchanges, other.sources
        self.filters, self.id = other.filters, other.id

    def history(self) -> list[Turn]:
        """The finished exchanges as the engine takes them: each question as it stands alone, and its answer."""
        turns = []
        for exchange in self.exchanges:
            if exchange.answer is not None:
                turns.append(Turn("user", exchange.answer.interpreted.question))
                turns.append(Turn("assistant", _said(exchange.answer)))
        return turns

    def _finish(self, exchange: Exchange, answer: Answer) -> None:
        # The whole answer counts, not its parts as they came: numbers given to parts are given anew.
        del self.sources[exchange.sources_before :]
        exchange.citations.clear()
        exchange.numbers.clear()
        exchange.answer = answer
        exchange.passages = answer.passages
        exchange.statements = answer.statements if answer.answered else ()
        self._number(exchange, answer.citations if answer.answered else ())
        exchange.status = "done"

    def _number(self, exchange: Exchange, citations: tuple[Citation, ...]) -> None:
        known = {_place(source): index for index, source in enumerate(self.sources)}
        for citation in sorted(citations, key=lambda each: each.number):
            index = known.setdefault(_place(citation), len(self.sources))
            self.sources[index : index + 1] = [citation]  # the newest, because its span answers what was asked
            exchange.citations[citation.number] = citation
            exchange.numbers[citation.number] = index + 1


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.article_id, citation.start, citation.end
