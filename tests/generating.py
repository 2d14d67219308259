"""The generative answerer over a few articles, with nothing to load: all of them are found, in the order given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from corpus.article import Article
from corpus.sentences import sentence_spans
from qa.answering import DECLINED, Answerer, Clock, Looked, Understood
from qa.generative import GenerativeAnswerer
from qa.language_models import LanguageModel
from qa.questions import Period
from qa.request import Request, checked
from qa.retrieval import Found
from qa.sources import Sources
from qa.support import SupportChecker
from qa.types import Answer, Citation, Done, Interpreted, Looking, Passage, Statement, StatementReady
from qa.wording import content_stems
from tests.libraries import entry, new_library
from vectorstore.embedding import Vectors
from vectorstore.indexes import Filters
from vectorstore.library import Library
from vectorstore.snapshot import Snapshot


class FirstSentence(Answerer):
    """Finds every passage, and quotes the first sentence of the first one; declines where there is none."""

    def __init__(self) -> None:
        pass

    def look(self, snapshot: Snapshot, request: Request) -> Looked:
        passages = [passage for passage in snapshot.passages() if passage.article_id not in request.exclude]
        found = tuple(Found(passage, 1.0, None, None) for passage in passages)
        shown = tuple(
            Passage(
                article_id=item.passage.article_id,
                start=item.passage.start,
                end=item.passage.end,
                text=item.passage.text,
                score=item.score,
            )
            for item in found
        )
        understood = Understood(Interpreted(question=request.question), Filters(), Period(), ())
        return Looked(request, understood, found, shown, len(found), Sources(snapshot, request, Filters()), Clock())

    def read(self, looked: Looked) -> Answer:
        statements: tuple[Statement, ...] = ()
        citations: tuple[Citation, ...] = ()
        if looked.found:
            passage = looked.found[0].passage
            start, end = sentence_spans(passage.text)[0]
            cited = looked.sources.cite(1, passage.article_id, passage.start + start, passage.text[start:end])
            citations = (cited,)
            statements = (Statement(text=cited.quote, citations=(1,), support=1.0, supported=True),)
        return Answer(
            question=looked.request.question,
            text=statements[0].text if statements else DECLINED,
            answered=bool(statements),
            short=None,
            statements=statements,
            citations=citations,
            passages=looked.passages,
            confidence=0.9 if statements else 0.01,
            notes=(),
            interpreted=looked.understood.interpreted,
            engine="extractive",
            timings=looked.clock.timings(),
        )


def library_of(folder: Path, articles: Sequence[Article]) -> Library:
    """A library of some articles, each paragraph a passage."""
    return new_library(folder, *(entry(article, seed=at) for at, article in enumerate(articles)))


def shared_words(texts: Sequence[str]) -> Vectors:
    """Vectors of texts whose product is the greater, the more content words they share."""
    vectors = np.zeros((len(texts), 4_096), dtype=np.float32)
    for row, text in enumerate(texts):
        for each in content_stems(text):
            vectors[row, crc32(each.encode()) % 4_096] = 1.0
        vectors[row] /= max(1.0, float(np.linalg.norm(vectors[row])))
    return vectors


def stream(
    library: Library, model: LanguageModel, question: str, *, timeout: float = 5.0, **options: Any
) -> Iterator[Any]:
    """What is streamed for a question that a model answers from a whole library, within some seconds."""
    answerer = GenerativeAnswerer(FirstSentence(), model, SupportChecker(), shared_words, timeout=timeout)
    with library.snapshot() as snapshot:
        yield from answerer.stream(snapshot, checked(question, **options))


def events(library: Library, model: LanguageModel, question: str, **options: Any) -> list[Any]:
    """The same as a list."""
    return list(stream(library, model, question, **options))


def answer_of(streamed: Sequence[Any]) -> Answer:
    """The whole answer; checks that the stream is as it must be."""
    looking, *ready, done = streamed
    assert isinstance(looking, Looking)
    assert all(isinstance(event, StatementReady) for event in ready)
    assert isinstance(done, Done)
    return done.answer
