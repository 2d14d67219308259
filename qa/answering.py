"""Answering takes one checked request through the stages: understand, retrieve, read, check, answer or decline."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from qa import checking, copies, extractive, given, lives, persons, rewriting
from qa.confidence import confidence
from qa.questions import Period, absent_outlets, period_of, publishers_of, recent_days
from qa.ranking import Candidate, SentenceRanker
from qa.recency import bonus
from qa.request import Request
from qa.retrieval import Found, Retriever
from qa.short_answers import short_answer, undisputed
from qa.sources import Sources
from qa.types import EXTRACTIVE, Answer, Citation, Done, Interpreted, Looking, Passage, Statement, StatementReady
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.indexes import Filters
from vectorstore.snapshot import Snapshot

Event = Looking | StatementReady | Done

DECLINED = "The articles do not say."
_FOUND = 28  # passages taken from retrieval
READ = 7  # of them, those whose sentences are read
_SEARCHES_MORE = 3  # at most, where near-copies of a few articles are most of what was found


@dataclass(frozen=True)
class Understood:
    """A request as it was understood."""

    interpreted: Interpreted
    filters: Filters
    preferred: Period  # days of publication to prefer
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """What was found for a request."""

    request: Request
    understood: Understood
    found: tuple[Found, ...]  # those to read first
    passages: tuple[Passage, ...]  # the same, as they are shown
    among: int  # passages, of which these were found
    sources: Sources
    clock: Clock


class Answerer:
    """Answers requests, each from one snapshot of the library, in the articles' own sentences."""

    name = EXTRACTIVE

    def __init__(
        self, retriever: Retriever, ranker: SentenceRanker, model: EmbeddingModel, *, decline_below: float
    ) -> None:
        self._retriever = retriever
        self._ranker = ranker
        self._model = model
        self._decline_below = decline_below
        self._count: tuple[tuple[str, int, str] | None, int] = (None, 0)  # of passages, with the state they were of

    def stream(self, snapshot: Snapshot, request: Request) -> Iterator[Event]:
        """The events of one answer: what is looked at, each statement once it is checked, the whole answer."""
        looked = self.look(snapshot, request)
        yield Looking(looked.passages)
        answer = self.read(looked)
        yield from ready(answer)
        yield Done(answer)

    def look(self, snapshot: Snapshot, request: Request) -> Looked:
        """A request as it is understood, with what was found for it."""
        clock = Clock()
        understood, found = self.find(snapshot, request, clock)
        sources = Sources(snapshot, request, understood.filters)
        passages = request.passages if request.passages is not None else tuple(_shown(item) for item in found)
        among = self._counted(snapshot) if request.passages is None else len(found)
        return Looked(request, understood, tuple(found), passages, among, sources, clock)

    def _counted(self, snapshot: Snapshot) -> int:
        """How many passages a library holds; they are counted once for each of its states."""
        stamp, count = self._count
        if stamp != snapshot.stamp:
            count = snapshot.counts()[2]
            self._count = snapshot.stamp, count
        return count

    def read(self, looked: Looked) -> Answer:
        """The answer that the best sentences of what was found make, each checked."""
        question = looked.understood.interpreted.question
        read = list(islice(persons.naming_them(question, looked.found, looked.sources.text), READ))
        candidates = self._ranker.rank(question, read)
        telling = lives.telling(question, candidates)
        sure = confidence(question, telling, read, among=looked.among)
        quotes = extractive.select(question, telling, looked.sources.text) if sure >= self._decline_below else []
        looked.clock.lap("read")
        blank = Answer(
            question=looked.request.question,
            text=DECLINED,
            answered=False,
            short=None,
            statements=(),
            citations=(),
            passages=_as_read(looked, candidates),
            confidence=sure,
            notes=looked.understood.notes,
            interpreted=looked.understood.interpreted,
            engine=self.name,
        )
        answer = _compose(blank, question, quotes, looked.sources)
        looked.clock.lap("check")
        return replace(answer, timings=looked.clock.timings())

    def find(self, snapshot: Snapshot, request: Request, clock: Clock | None = None) -> tuple[Understood, list[Found]]:
        """A request as it is understood, and the passages found for it, those to read first."""
        clock = clock or Clock()
        understood = understand(request, snapshot)
        question, filters = understood.interpreted.question, understood.filters
        clock.lap("understand")
        context = rewriting.context(question, request.history) if request.passages is None else ""
        vector, *about = self._model.encode([question, context] if context else [question])
        clock.lap("embed")
        if request.passages is not None:
            found = given.search(request.passages, question, vector, self._model)
        else:
            found = self._search(snapshot, question, vector, filters, about[0] if about else None)
            if trouble := self._retriever.trouble:
                understood = replace(understood, notes=(*understood.notes, trouble))
            if filters.since is None and filters.until is None:
                added = [bonus(item.passage.published, request.asked_on, understood.preferred) for item in found]
                found = [replace(item, score=item.score + more) for item, more in zip(found, added, strict=True)]
                found.sort(key=lambda item: -item.score)
        clock.lap("retrieve")
        return understood, found

    def _search(
        self, snapshot: Snapshot, question: str, vector: Vectors, filters: Filters, about: Vectors | None
    ) -> list[Found]:
        """The passages of the library for a question, the same words of near-copies once."""
        found = self._retriever.search(snapshot, question, vector, k=_FOUND, filters=filters, about=about)
        kept = copies.distinct(snapshot, found, filters)
        for _ in range(_SEARCHES_MORE):
            if len(kept) >= READ or len(kept) == len(found):
                break
            left_out = copies.crowding(snapshot, found, kept, filters)
            filters = replace(filters, exclude=(*filters.exclude, *left_out))
            found = self._retriever.search(snapshot, question, vector, k=_FOUND, filters=filters, about=about)
            kept = copies.distinct(snapshot, found, filters)
        return kept


def ready(answer: Answer) -> Iterator[StatementReady]:
    """Each statement of an answer, with the citations that it uses."""
    for statement in answer.statements:
        yield StatementReady(
            statement, tuple(citation for citation in answer.citations if citation.number in statement.citations)
        )


def understand(request: Request, snapshot: Snapshot) -> Understood:
    """What a request asks once the conversation is taken in, and which articles it limits itself to."""
    question = rewriting.rewrite(request.question, request.history)
    since, until, publishers = request.since, request.until, request.publishers
    preferred = Period()
    known = snapshot.publishers() if request.passages is None else []
    absent: tuple[str, ...] = ()
    if request.infer_filters and request.passages is None:
        if since is None and until is None:
            named = period_of(question)
            since, until = named.since, named.until
        if not publishers:
            publishers = publishers_of(question, known)
            absent = absent_outlets(question, known)
        if since is None and until is None:
            preferred = recent_days(question, request.asked_on)
    unknown = [publisher for publisher in publishers if publisher not in known]
    filters = Filters(since=since, until=until, publishers=publishers, exclude=request.exclude)
    return Understood(
        Interpreted(
            question=question,
            since=since or preferred.since,
            until=until or preferred.until,
            publishers=publishers,
        ),
        filters,
        preferred,
        tuple(_notes(request, snapshot, filters, [*unknown, *absent])),
    )


def _notes(request: Request, snapshot: Snapshot, filters: Filters, unknown: Sequence[str]) -> Iterator[str]:
    """What the user should know of what is looked through: how many articles are left out, whose there are none."""
    if request.passages is not None:
        if request.left_out:
            what = f"{request.left_out} of the passages given {'was' if request.left_out == 1 else 'were'} left out"
            yield f"{what}: not known to be of the days and publishers asked for."
        return
    if snapshot.count() == 0:
        yield "The library is empty; add articles with `qa add`."
    elif (filters.since or filters.until) and (undated := snapshot.undated(filters.publishers)):
        left_out = f"{undated} articles whose day" if undated > 1 else "1 article whose day"
        yield f"{left_out} of publication is not known {'were' if undated > 1 else 'was'} left out."
    for publisher in unknown:
        yield f"No article in the library is known to be by “{publisher}”."


def _compose(blank: Answer, question: str, quotes: Sequence[extractive.Quote], sources: Sources) -> Answer:
    """The answer that some quotes make, each checked; the declined answer where none holds."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    shorts: list[tuple[str | None, float]] = []
    for quote in quotes:
        number = len(citations) + 1
        citation = sources.cite(number, quote.candidate.passage.article_id, quote.start, quote.text, quote.span)
        if not checking.is_verbatim(citation, sources.text(citation.article_id)):
            continue  # never shown, whatever went wrong before
        if any(_overlap(citation, other) for other in citations):
            continue  # quotes of two near-copies that stand in one place of the earliest
        support = checking.check(quote.text, [citation.quote])
        read = quote.candidate
        shorts.append((short_answer(question, read.text, read.pointed, read.margin), read.margin))
        citations.append(citation)
        statements.append(
            Statement(
                text=quote.text,
                citations=(number,),
                support=support.score,
                supported=support.supported,
                reason=support.reason,
            )
        )
    if not statements:
        return blank
    return replace(
        blank,
        text=" ".join(statement.text for statement in statements),
        answered=True,
        short=undisputed(question, shorts, [statement.text for statement in statements]),
        statements=tuple(statements),
        citations=tuple(citations),
    )


def _overlap(one: Citation, other: Citation) -> bool:
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end


def _as_read(looked: Looked, candidates: Sequence[Candidate]) -> tuple[Passage, ...]:
    """The passages in the order that reading puts them in, those that were not read last; given ones as they came."""
    if looked.request.passages is not None:
        return looked.passages
    best: dict[int, float] = {}
    for candidate in candidates:  # the best first
        best.setdefault(candidate.passage.id, 1 / (1 + math.exp(-candidate.score)))
    shown = list(zip((item.passage.id for item in looked.found), looked.passages, strict=True))
    unread = [passage for number, passage in shown if number not in best]
    above = max((passage.score for passage in unread), default=0.0)
    read = [replace(passage, score=above + best[number]) for number, passage in shown if number in best]
    return (*sorted(read, key=lambda passage: -passage.score), *unread)


def _shown(item: Found) -> Passage:
    passage = item.passage
    return Passage(
        article_id=passage.article_id,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=item.score,
        title=passage.title,
        publisher=passage.publisher,
        published=passage.published,
        digest=passage.digest,
    )


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = now - self._last
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._laps, "total": time.perf_counter() - self._start}
