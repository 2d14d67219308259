"""What an answer is made of.

An answer is a list of statements. A statement is one sentence (an extractive one may carry the
sentence it leans on), and points by number to its citations. A citation points to the exact words
of one article: `article.text[start:end] == quote`, always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from corpus.article import Skipped

EXTRACTIVE = "extractive"  # the engine that needs no language model


@dataclass(frozen=True)
class Turn:
    """One earlier turn of a conversation. What the assistant is said to have said is never evidence."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A run of whole sentences of one article that was looked at for an answer."""

    article_id: str
    start: int  # characters into the article's text
    end: int
    text: str
    score: float  # higher is better; comparable within one answer only
    title: str = ""
    publisher: str | None = None
    published: date | None = None
    digest: bool = False  # True: the article retells its original in other words


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A numbered pointer to the exact words of an article that carry a statement."""

    number: int  # from 1, counted within one answer
    article_id: str
    title: str
    publisher: str | None
    published: date | None
    url: str | None
    digest: bool  # True: the article retells its original in other words
    quote: str  # article.text[start:end], verbatim
    start: int
    end: int
    span: tuple[int, int] | None = None  # the answering words inside the quote, as offsets into the quote
    also_in: tuple[str, ...] = ()  # ids of near-copies of the article that tell the same, the earliest first


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence of an answer, with the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    support: float  # 0..1: how well the cited words carry the text
    supported: bool
    reason: str | None = None  # why it is not supported


@dataclass(frozen=True, kw_only=True)
class Interpreted:
    """The question as it was understood."""

    question: str  # stands alone, without the conversation
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the articles say to a question, or that they do not say it (`answered` is False)."""

    question: str
    text: str  # its supported statements
    answered: bool
    short: str | None  # a short answer such as "14" or "Yes"
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]  # looked at, those likeliest to answer first; given ones as they were given
    confidence: float  # probability that the articles answer the question, also when declined
    notes: tuple[str, ...]  # sentences for the user: what failed, what was left out
    interpreted: Interpreted
    engine: str  # what wrote the answer: EXTRACTIVE or the model's name
    timings: Mapping[str, float] = field(default_factory=dict)  # seconds, by stage

    def __str__(self) -> str:
        """The text with `[1]` marks, sentences that are not supported apart, and the numbered list of sources."""
        if not self.answered:
            return "\n".join([self.text, *self.notes])
        lines = [
            " ".join([statement.text, *(f"[{number}]" for number in statement.citations)])
            for statement in self.statements
            if statement.supported
        ]
        body = " ".join(lines)
        if self.short:
            body = f"{self.short} – {body}"
        doubted = [
            f"Not supported by the articles: “{statement.text}” ({statement.reason})"
            for statement in self.statements
            if not statement.supported
        ]
        sources = [f"[{citation.number}] {describe(citation)}" for citation in self.citations]
        return "\n".join([body, *doubted, *self.notes, "", "Sources", *sources])

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain dicts, lists, strings and numbers: dates as ISO 8601, ready for `json.dumps`."""
        plain = to_plain(self)
        assert isinstance(plain, dict)
        return plain


@dataclass(frozen=True)
class Looking:
    """Streamed first: the passages that the answer will be looked for in, those found best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class StatementReady:
    """Streamed for each statement once it is checked, with the citations that it is the first to use.

    Where a language model fails after some, Done has another answer, which alone counts.
    """

    statement: Statement
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Done:
    """Streamed last: the whole answer."""

    answer: Answer


@dataclass(frozen=True)
class AddReport:
    """What became of the articles that were to be added: their ids, and what was skipped with its reason."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def describe(citation: Citation) -> str:
    """One line that names a citation's source, saying so where it is this project's digest of the original."""
    parts = [
        f"“{citation.title}”",
        citation.publisher or "publisher unknown",
        format_date(citation.published),
    ]
    line = ", ".join(parts)
    if citation.digest:
        line = f"Digest of {line}"
    if citation.also_in:
        line = f"{line} (also in {others(len(citation.also_in))})"
    return f"{line}: “{citation.quote}”"


def others(count: int) -> str:
    """How many near-copies there are: "1 other", "2 others"."""
    return "1 other" if count == 1 else f"{count} others"


def format_date(day: date | None) -> str:
    """A day as people write it (24 January 2018), or "date unknown"."""
    return f"{day.day} {day:%B %Y}" if day else "date unknown"


def to_plain(value: object) -> object:
    """Dataclasses as dicts, tuples as lists, dates as ISO 8601 strings; all else as it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(item) for item in value]
    return value
