"""Exact search compares the question's vector with every one of the library: no index, no error.

It answers while the index is being built or belongs to another process, and wherever a filter leaves
only some of the passages, which a graph index is slow at.
"""

from __future__ import annotations

import threading

import numpy as np

from vectorstore.embedding import Vectors
from vectorstore.snapshot import Snapshot
from vectorstore.word_index import WordIndex


class ExactSearch:
    """The vectors and words of one library in memory, brought up to each snapshot that is searched."""

    def __init__(self, dimension: int) -> None:
        self._lock = threading.Lock()
        self._dimension = dimension
        self._state: tuple[str, int, str] | None = None  # the library's stamp
        self._ids = np.zeros(0, dtype=np.int64)
        self._vectors: Vectors = np.zeros((0, dimension), dtype=np.float32)
        self._words: WordIndex | None = None
        self._words_state: tuple[str, int, str] | None = None

    def nearest(
        self, snapshot: Snapshot, vector: Vectors, k: int, among: np.ndarray | None = None
    ) -> list[tuple[int, float]]:
        """The k nearest of the snapshot's passages (or of those with an id in `among`) as (id, cosine)."""
        with self._lock:
            self._catch_up(snapshot)
            ids, vectors = self._ids, self._vectors
        if among is not None:
            rows = np.isin(ids, among)
            ids, vectors = ids[rows], vectors[rows]
        return nearest_rows(ids, vectors, vector, k)

    def words(self, snapshot: Snapshot) -> WordIndex:
        """A word index of just this snapshot's passages, in memory."""
        with self._lock:
            if self._words is None or self._words_state != snapshot.stamp:
                self._words = WordIndex()
                self._words.update(snapshot.passages())
                self._words_state = snapshot.stamp
            return self._words

    def _catch_up(self, snapshot: Snapshot) -> None:
        if self._state == snapshot.stamp:
            return
        if self._state is not None and snapshot.has_been(*self._state):
            kept = ~np.isin(self._ids, snapshot.removed_since(self._state[1]))
            new_ids, new_vectors = snapshot.vectors(self._dimension, after=int(self._ids.max(initial=0)))
            self._ids = np.concatenate([self._ids[kept], new_ids])
            self._vectors = np.concatenate([self._vectors[kept], new_vectors])
        else:
            self._ids, self._vectors = snapshot.vectors(self._dimension)
        self._state = snapshot.stamp


def nearest_rows(ids: np.ndarray, vectors: Vectors, vector: Vectors, k: int) -> list[tuple[int, float]]:
    """The k rows with the highest dot product with a vector, as (id, product), highest first."""
    wanted = min(k, len(ids))
    if wanted <= 0:
        return []
    products = vectors @ vector
    best = np.argpartition(-products, wanted - 1)[:wanted]
    best = best[np.argsort(-products[best], kind="stable")]
    return [(int(ids[row]), float(products[row])) for row in best]
