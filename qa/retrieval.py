"""Retrieval finds the passages of the library that are closest to a question.

Two searches, by meaning (nearest vectors) and by words (BM25), are fused by reciprocal rank (Cormack,
Clarke and Büttcher, SIGIR 2009): a passage scores 1 / (K + rank) in each list that has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.wording import is_stop, words
from vectorstore.embedding import Vectors
from vectorstore.indexes import Filters, Hits, Indexes
from vectorstore.records import StoredPassage
from vectorstore.snapshot import Snapshot

DEPTH = 50  # passages taken from each search, at least
RANK_CONSTANT = 10.0  # K: the smaller, the more the first ranks count
WORD_WEIGHT = 1.0  # of the words' list, against 1 for the vectors'
CONTEXT_WEIGHT = 0.5  # of the list of what was spoken of before


@dataclass(frozen=True)
class Found:
    """A passage that was found, with the scores that found it."""

    passage: StoredPassage
    score: float  # fused; 1 would be first in both lists
    cosine: float | None  # to the question, or None where the vectors did not find it
    bm25: float | None  # or None where the words did not find it


class Retriever:
    """Fuses the nearest vectors with BM25."""

    def __init__(self, indexes: Indexes) -> None:
        """Search a library through its indexes."""
        self._indexes = indexes

    @property
    def trouble(self) -> str | None:
        """A sentence for the user where a Chroma server is set and away, or None."""
        return self._indexes.trouble

    def search(
        self,
        snapshot: Snapshot,
        question: str,
        vector: Vectors,
        *,
        k: int,
        filters: Filters | None = None,
        about: Vectors | None = None,
    ) -> list[Found]:
        """The k best passages of a snapshot for a question and its vector, best first.

        Passages near `about`, the vector of what was spoken of before, are preferred.
        """
        filters = filters or Filters()
        depth = max(k, DEPTH)
        near = self._indexes.nearest(snapshot, vector, depth, filters)
        said = self._indexes.best(snapshot, query_words(question), depth, filters)
        spoken_of = None if about is None else self._indexes.nearest(snapshot, about, depth, filters)
        fused = fuse(near, said, spoken_of)[:k]
        passages = {passage.id: passage for passage in snapshot.passages([item for item, _ in fused])}
        cosines, scores = dict(near), dict(said)
        return [
            Found(passages[item], score, cosines.get(item), scores.get(item))
            for item, score in fused
            if item in passages
        ]


def query_words(question: str) -> str:
    """The question's words without those that any text has; all of them where nothing else is left."""
    kept = [word.text for word in words(question) if not is_stop(word.text)]
    return " ".join(kept) or question


def fuse(near: Hits, said: Hits, spoken_of: Hits | None = None) -> list[tuple[int, float]]:
    """Ranked lists as one, best first; scores are scaled so that first in the first two gives 1."""
    scores: dict[int, float] = {}
    for hits, weight in ((near, 1.0), (said, WORD_WEIGHT), (spoken_of or [], CONTEXT_WEIGHT)):
        for rank, (item, _) in enumerate(hits):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank)
    scale = RANK_CONSTANT / (1.0 + WORD_WEIGHT)
    return sorted(((item, score * scale) for item, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))
