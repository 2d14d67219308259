"""Exact search compares the question's vector with every one of the library: no index, no error.

It answers while the index is being built or belongs to another process, and where a filter leaves few of the
passages, which a graph index is slow at. What filters ask for is kept beside the vectors.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from vectorstore.embedding import Vectors
from vectorstore.snapshot import Snapshot
from vectorstore.word_index import WordIndex


class ExactSearch:
    """The vectors and words of one library in memory, brought up to each snapshot that is searched."""

    def __init__(self, dimension: int) -> None:
        self._lock = threading.Lock()
        self._dimension = dimension
        self._vectors = _Rows(np.zeros((0, dimension), dtype=np.float32))
        self._origins = _Rows(np.zeros((0, 2), dtype=np.int32))  # each publisher's number and day of publication
        self._publishers: dict[str | None, int] = {}  # by name, the number it goes by
        self._words: WordIndex | None = None
        self._words_state: tuple[str, int, str] | None = None

    def nearest(
        self, snapshot: Snapshot, vector: Vectors, k: int, among: np.ndarray | None = None
    ) -> list[tuple[int, float]]:
        """The k nearest of the snapshot's passages (or of those with an id in `among`) as (id, cosine)."""
        with self._lock:
            self._vectors.catch_up(snapshot, lambda after: snapshot.vectors(self._dimension, after=after))
            ids, vectors = self._vectors.ids, self._vectors.values
        if among is not None:
            rows = np.flatnonzero(are_among(ids, among))
            ids, vectors = ids[rows], vectors[rows]
        return nearest_rows(ids, vectors, vector, k)

    def matching(
        self,
        snapshot: Snapshot,
        *,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> np.ndarray:
        """Ids (int64, ascending) of the snapshot's passages whose article passes the filters.

        The same as `Snapshot.matching`, in a hundredth of the time once what filters ask for is in memory.
        """
        with self._lock:
            self._origins.catch_up(snapshot, lambda after: self._read_origins(snapshot, after))
            ids, origins = self._origins.ids, self._origins.values
            numbers = [self._publishers[name] for name in publishers if name in self._publishers]
        passing = np.ones(len(ids), dtype=bool)
        if publishers:
            passing &= np.isin(origins[:, 0], numbers)
        if since:
            passing &= origins[:, 1] >= since.toordinal()
        if until:
            passing &= (origins[:, 1] <= until.toordinal()) & (origins[:, 1] > 0)
        if exclude:
            passing &= ~are_among(ids, np.array(sorted(snapshot.passages_of(exclude)), dtype=np.int64))
        return ids[passing]

    def words(self, snapshot: Snapshot) -> WordIndex:
        """A word index of just this snapshot's passages, in memory."""
        with self._lock:
            if self._words is None or self._words_state != snapshot.stamp:
                self._words = WordIndex()
                self._words.update(snapshot.passages())
                self._words_state = snapshot.stamp
            return self._words

    def _read_origins(self, snapshot: Snapshot, after: int) -> tuple[np.ndarray, np.ndarray]:
        """Ids of the passages above an id, and their publishers' numbers and days; 0 for an unknown day."""
        rows = snapshot.origins(after=after)
        values = [
            (self._publishers.setdefault(publisher, len(self._publishers)), day.toordinal() if day else 0)
            for _, publisher, day in rows
        ]
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        return ids, np.array(values, dtype=np.int32).reshape(len(rows), 2)


class _Rows:
    """One row of numbers for each passage of a library, by ascending id, as of the snapshot that was seen last."""

    def __init__(self, values: np.ndarray) -> None:
        self.ids = np.zeros(0, dtype=np.int64)
        self.values = values
        self._state: tuple[str, int, str] | None = None  # the library's stamp

    def catch_up(self, snapshot: Snapshot, read: Callable[[int], tuple[np.ndarray, np.ndarray]]) -> None:
        """Become what the snapshot holds; `read` gives the ids and the rows of the passages above an id."""
        if self._state == snapshot.stamp:
            return
        if self._state is not None and snapshot.has_been(*self._state):
            gone = np.array(sorted(snapshot.removed_since(self._state[1])), dtype=np.int64)
            new_ids, new_values = read(int(self.ids.max(initial=0)))
            kept = ~are_among(self.ids, gone)
            self.ids = np.concatenate([self.ids[kept], new_ids])
            self.values = np.concatenate([self.values[kept], new_values])
        else:
            self.ids, self.values = read(0)
        self._state = snapshot.stamp


def are_among(ids: np.ndarray, among: np.ndarray) -> np.ndarray:
    """For each id (ascending), whether it is in `among` (ascending): one True or False an id."""
    found = np.zeros(len(ids), dtype=bool)
    if len(ids):
        places = np.searchsorted(ids, among)
        there = places < len(ids)
        places, among = places[there], among[there]
        found[places[ids[places] == among]] = True
    return found


def only(hits: Sequence[tuple[int, float]], among: np.ndarray) -> list[tuple[int, float]]:
    """The hits whose id is in `among` (ascending), in their order."""
    places = [min(int(place), len(among) - 1) for place in np.searchsorted(among, [item for item, _ in hits])]
    return [hit for hit, place in zip(hits, places, strict=True) if len(among) and among[place] == hit[0]]


def nearest_rows(ids: np.ndarray, vectors: Vectors, vector: Vectors, k: int) -> list[tuple[int, float]]:
    """The k rows with the highest dot product with a vector, as (id, product), highest first."""
    wanted = min(k, len(ids))
    if wanted <= 0:
        return []
    products = vectors @ vector
    best = np.argpartition(-products, wanted - 1)[:wanted]
    best = best[np.argsort(-products[best], kind="stable")]
    return [(int(ids[row]), float(products[row])) for row in best]
