"""The two indexes of a library, kept behind it: built when missing, rebuilt when broken, caught up when behind.

The index folder belongs to one process at a time. A process that finds it taken, or whose indexes are
not ready, searches exactly, and asks again every second.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import filelock
import numpy as np

from vectorstore import seal
from vectorstore.embedding import Vectors
from vectorstore.exact_search import ExactSearch, nearest_rows
from vectorstore.library import Library, Snapshot
from vectorstore.vector_index import VectorIndex
from vectorstore.word_index import WordIndex

Hits = list[tuple[int, float]]  # (passage id, score), best first

_EVERY = 1.0  # seconds between two looks at the library's generation
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filters:
    """Which articles may be searched; undated articles pass no period."""

    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # article ids

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.publishers or self.exclude)


@dataclass(frozen=True)
class _Pair:
    """Both indexes at one generation of the library."""

    folder: Path
    vectors: VectorIndex
    words: WordIndex
    uid: str
    generation: int
    last_id: int  # the highest passage id that has been indexed


class Indexes:
    """Finds passages by vector and by word; which way it does so is its own affair."""

    def __init__(self, library: Library, folder: Path, *, watch: bool = True) -> None:
        """Take the index folder if it is free, and with `watch` keep up with the library in the background.

        Nothing is built here: call `catch_up`, or let the background thread do it.
        """
        self._library = library
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._owner = filelock.FileLock(folder / "owner.lock", timeout=0, thread_local=False)
        self._exact = ExactSearch(library.fingerprint.dimension)
        self._changing = threading.Lock()
        self._pair: _Pair | None = None
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        if watch:
            self._watcher.start()

    @property
    def state(self) -> str:
        """One word or two for `qa status`: ready, behind, building, or used by another process."""
        pair = self._pair
        if pair is not None:
            return "ready" if pair.generation == self._library.generation else "behind"
        return "building" if self._owner.is_locked else "used by another process"

    def nearest(self, snapshot: Snapshot, vector: Vectors, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot whose vectors are nearest, as (id, cosine)."""
        pair = self._pair
        if filters:
            among = snapshot.matching(
                since=filters.since, until=filters.until, publishers=filters.publishers, exclude=filters.exclude
            )
            return self._exact.nearest(snapshot, vector, k, among)
        if pair is None or pair.uid != snapshot.uid or pair.generation > snapshot.generation:
            return self._exact.nearest(snapshot, vector, k)
        try:
            gone = set(snapshot.removed_since(pair.generation))
            hits = [hit for hit in pair.vectors.nearest(vector, k + len(gone)) if hit[0] not in gone]
        except BaseException as error:
            self._give_up(pair, error)
            return self._exact.nearest(snapshot, vector, k)
        if pair.generation < snapshot.generation:
            ids, vectors = snapshot.vectors(self._library.fingerprint.dimension, after=pair.last_id)
            hits = sorted([*hits, *nearest_rows(ids, vectors, vector, k)], key=lambda hit: -hit[1])
        return hits[:k]

    def best(self, snapshot: Snapshot, words: str, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot that say these words best, as (id, BM25 score).

        While the index is behind, passages that it does not know yet are left to `nearest`.
        """
        pair = self._pair
        usable = pair is not None and pair.uid == snapshot.uid and pair.generation <= snapshot.generation
        if pair is not None and usable:
            try:
                gone = set(snapshot.removed_since(pair.generation))
                hits = _best(pair.words, words, k + len(gone), filters)
                return [hit for hit in hits if hit[0] not in gone][:k]
            except BaseException as error:
                self._give_up(pair, error)
        return _best(self._exact.words(snapshot), words, k, filters)

    def catch_up(self) -> bool:
        """Bring the indexes to the library's generation now; False where they belong to another process."""
        with self._changing:
            if self._closed.is_set() or not self._take():
                return False
            with self._library.snapshot() as snapshot:
                pair = self._pair or self._open(snapshot)
                if pair is None or pair.uid != snapshot.uid or pair.generation > snapshot.generation:
                    self._replace(self._build(snapshot))
                elif pair.generation < snapshot.generation:
                    self._update(pair, snapshot)
                elif self._pair is None:
                    self._replace(pair)
            return True

    def rebuild(self) -> bool:
        """Build both indexes anew from the library; False where they belong to another process."""
        with self._changing:
            if not self._take():
                return False
            with self._library.snapshot() as snapshot:
                self._replace(self._build(snapshot))
            return True

    def close(self) -> None:
        """Stop keeping up, and let go of the folder."""
        self._closed.set()
        if self._watcher.is_alive():
            self._watcher.join()
        with self._changing:
            if self._pair is not None:
                self._pair.vectors.close()
                self._pair = None
            self._owner.release(force=True)

    def _take(self) -> bool:
        if self._owner.is_locked:
            return True
        try:
            self._owner.acquire()
        except filelock.Timeout:
            return False
        return True

    def _watch(self) -> None:
        while not self._closed.is_set():
            pair = self._pair
            try:
                if pair is None or pair.generation != self._library.generation:
                    self.catch_up()
            except BaseException as error:  # a broken index must never end the process; Chroma panics beside Exception
                _log.warning("The indexes of %s could not be brought up to date: %s", self._library.path, error)
                self._pair = None
            self._closed.wait(_EVERY)

    def _open(self, snapshot: Snapshot) -> _Pair | None:
        """The pair that was sealed for this library, if it is whole; all else in the folder is deleted."""
        found = None
        for folder in sorted(path for path in self._folder.iterdir() if path.is_dir()):
            facts = seal.check(folder) if found is None else None
            if facts is not None and facts.get("uid") == snapshot.uid:
                try:
                    seal.take_off(folder)
                    found = _Pair(folder, VectorIndex(folder / "vectors"), WordIndex(folder / "words"), **facts)
                    _seal(found)
                    continue
                except BaseException as error:
                    _reraise_exit(error)
                    _log.warning("The index %s is broken and will be built anew: %s", folder, error)
                    found = None
            shutil.rmtree(folder, ignore_errors=True)
        return found

    def _build(self, snapshot: Snapshot) -> _Pair:
        folder = self._folder / uuid4().hex[:12]
        ids, vectors = snapshot.vectors(self._library.fingerprint.dimension)
        vector_index = VectorIndex(folder / "vectors")
        vector_index.upsert([int(item) for item in ids], vectors)
        word_index = WordIndex(folder / "words")
        word_index.update(snapshot.passages())
        last = int(ids.max(initial=0))
        pair = _Pair(folder, vector_index, word_index, snapshot.uid, snapshot.generation, last)
        if vector_index.count() != len(ids) or word_index.count() != len(ids):
            raise RuntimeError(f"{vector_index.count()} vectors and {word_index.count()} texts of {len(ids)} passages")
        _seal(pair)
        return pair

    def _update(self, pair: _Pair, snapshot: Snapshot) -> None:
        """Put in what is new, then take out what is gone."""
        seal.take_off(pair.folder)
        ids, vectors = snapshot.vectors(self._library.fingerprint.dimension, after=pair.last_id)
        gone = snapshot.removed_since(pair.generation)
        pair.vectors.upsert([int(item) for item in ids], vectors)
        pair.words.update(snapshot.passages(after=pair.last_id), gone)
        last = int(ids.max(initial=pair.last_id))
        newer = _Pair(pair.folder, pair.vectors, pair.words, snapshot.uid, snapshot.generation, last)
        self._pair = newer
        pair.vectors.delete(gone)
        _seal(newer)

    def _replace(self, pair: _Pair) -> None:
        old, self._pair = self._pair, pair
        if old is not None and old.folder != pair.folder:
            old.vectors.close()
            shutil.rmtree(old.folder, ignore_errors=True)

    def _give_up(self, pair: _Pair, error: BaseException) -> None:
        _reraise_exit(error)
        _log.warning("The index %s failed and will be built anew: %s", pair.folder, error)
        seal.take_off(pair.folder)
        if self._pair is pair:
            self._pair = None


def _best(index: WordIndex, words: str, k: int, filters: Filters) -> Hits:
    return index.best(
        words,
        k,
        since=filters.since,
        until=filters.until,
        publishers=filters.publishers,
        exclude=filters.exclude,
    )


def _seal(pair: _Pair) -> None:
    seal.put(pair.folder, {"uid": pair.uid, "generation": pair.generation, "last_id": pair.last_id})


def _reraise_exit(error: BaseException) -> None:
    """Chroma's panics are no Exceptions, so everything is caught; what is meant to end the program goes on."""
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
