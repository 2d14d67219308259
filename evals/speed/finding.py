"""How fast passages are found: against the least that can be done, in growing libraries, with filters."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from evals.speed.libraries import FILTERS, Opened
from qa.retrieval import DEPTH
from vectorstore.embedding import Vectors
from vectorstore.indexes import Filters
from vectorstore.vector_index import VectorIndex

_FOUND = 28  # passages that an answer takes from retrieval
_WARM_UP = 5  # questions before the clock runs
_TOP = 10  # of recall

Search = Callable[[str], object]


def retrieval(opened: Opened, filters: Filters | None = None) -> Search:
    """What finds the passages for a question as an answer does: its vector, one snapshot, both searches."""

    def search(question: str) -> None:
        vector = opened.model.encode([question])[0]
        with opened.library.snapshot() as snapshot:
            found = opened.retriever.search(snapshot, question, vector, k=_FOUND, filters=filters or Filters())
        assert found or filters, question  # a filter may leave nothing

    return search


def floor_times(opened: Opened, folder: Path, questions: Sequence[str]) -> list[list[float]]:
    """Seconds for each question of retrieval, and of the least there is: to embed it and to ask Chroma once."""
    with opened.library.snapshot() as snapshot:
        ids, vectors = snapshot.vectors(opened.model.dimension)
    index = VectorIndex(folder)
    index.upsert([int(item) for item in ids], vectors)
    try:
        return side_by_side(
            [retrieval(opened), lambda question: index.nearest(opened.model.encode([question])[0], DEPTH)], questions
        )
    finally:
        index.close()


def filter_times(opened: Opened, questions: Sequence[str]) -> dict[str, list[float]]:
    """Seconds for each question of retrieval without a filter ("none") and with each of `FILTERS`."""
    named = {"none": None, **FILTERS}
    times = side_by_side([retrieval(opened, filters) for filters in named.values()], questions)
    return dict(zip(named, times, strict=True))


def recall(opened: Opened, vectors: Vectors) -> float:
    """The share of the ten passages nearest to each vector that the index finds."""
    if opened.indexes.state != "ready":
        raise RuntimeError(f"the index is {opened.indexes.state}: exact search would be compared with itself")
    found = 0
    wanted = 0
    with opened.library.snapshot() as snapshot:
        ids, rows = snapshot.vectors(opened.model.dimension)
        for vector in vectors:
            cosines = rows @ vector
            best = sorted(cosines, reverse=True)[:_TOP]
            hits = opened.indexes.nearest(snapshot, vector, _TOP, Filters())
            cosine_of = dict(zip(ids.tolist(), cosines.tolist(), strict=True))
            found += sum(cosine_of[item] >= best[-1] for item, _ in hits)  # of equally near ones, any will do
            wanted += len(best)
    return found / wanted


def side_by_side(searches: Sequence[Search], questions: Sequence[str]) -> list[list[float]]:
    """Seconds of each search for each question, taken in turns, so that a busy machine slows all alike."""
    for question in questions[:_WARM_UP]:
        for search in searches:
            search(question)
    times: list[list[float]] = [[] for _ in searches]
    for question in questions:
        for search, taken in zip(searches, times, strict=True):
            start = time.perf_counter()
            search(question)
            taken.append(time.perf_counter() - start)
    return times


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """How many times as long the one takes as the other, by their medians."""
    return median(times) / median(others)
