"""The two indexes of a library, kept behind it: built when missing, rebuilt when broken, caught up when behind.

The index folder belongs to one process at a time. A process that finds it taken, or whose indexes are
not ready, searches exactly, and asks again every second.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import filelock

from vectorstore import index_pair, seal
from vectorstore.embedding import Vectors
from vectorstore.errors import LibraryError
from vectorstore.exact_search import ExactSearch, nearest_rows
from vectorstore.index_pair import IndexPair, reraise_exit
from vectorstore.index_state import OWNER_LOCK
from vectorstore.library import Library, Snapshot
from vectorstore.vector_index import VectorIndex
from vectorstore.word_index import WordIndex

Hits = list[tuple[int, float]]  # (passage id, score), best first
_Item = TypeVar("_Item")

_EVERY = 1.0  # seconds between two looks at the library's generation
_SELDOM = 60.0  # at most this many seconds between two tries after the indexes could not be built
_BATCH = 1_000  # vectors put in at once: how soon closing stops a build
_MOST_GONE = 1_000  # removed passages that are still in the index; with more of them exact search is the faster
_log = logging.getLogger(__name__)


class _BuildError(Exception):
    """The indexes cannot be built: a full disk, a folder that cannot be written to."""


class _Closing(Exception):  # noqa: N818  # no error: it ends the building of what is not needed any more
    """The indexes were closed while they were being built."""


@dataclass(frozen=True)
class Filters:
    """Which articles may be searched; undated articles pass no period."""

    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # article ids

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.publishers or self.exclude)


class Indexes:
    """Finds passages by vector and by word; which way it does so is its own affair."""

    def __init__(self, library: Library, folder: Path, *, watch: bool = True) -> None:
        """Take the index folder if it is free, and with `watch` keep up with the library in the background.

        Nothing is built here: call `catch_up`, or let the background thread do it. Raises LibraryError
        where the folder cannot be made.
        """
        self._library = library
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The index folder {folder} cannot be made ({error.strerror}); change the permissions of the folder "
                "above it, or set QA_HOME to another one."
            ) from error
        self._owner = filelock.FileLock(folder / OWNER_LOCK, timeout=0, thread_local=False)
        self._exact = ExactSearch(library.fingerprint.dimension)
        self._changing = threading.Lock()
        self._pair: IndexPair | None = None
        self._broken: list[IndexPair] = []  # given up by a search; closed and deleted by the next to hold the lock
        self._edits = 0  # odd while the vectors are being changed, and another number afterwards
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        if watch:
            self._watcher.start()

    @property
    def state(self) -> str:
        """One word or two for `qa status`: ready, behind, building, or used by another process."""
        pair = self._pair
        if pair is not None:
            return "ready" if pair.stamp == self._library.stamp else "behind"
        return "building" if self._owner.is_locked else "used by another process"

    def nearest(self, snapshot: Snapshot, vector: Vectors, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot whose vectors are nearest, as (id, cosine)."""
        if filters:
            among = snapshot.matching(
                since=filters.since, until=filters.until, publishers=filters.publishers, exclude=filters.exclude
            )
            return self._exact.nearest(snapshot, vector, k, among)
        hits = self._nearest_by_index(snapshot, vector, k)
        return self._exact.nearest(snapshot, vector, k) if hits is None else hits

    def _nearest_by_index(self, snapshot: Snapshot, vector: Vectors, k: int) -> Hits | None:
        """The same from the vector index, or None where it cannot tell: missing, changing, too new, failed, short."""
        edits, pair = self._edits, self._pair
        if pair is None or edits % 2 or not pair.serves(snapshot):
            return None
        gone = set(snapshot.removed_since(pair.generation))
        if len(gone) > _MOST_GONE:
            return None
        try:
            found = pair.vectors.nearest(vector, k + len(gone))
        except BaseException as error:
            self._give_up(pair, error, edits)
            return None
        if self._edits != edits or self._pair is not pair:
            return None  # it changed under the search
        hits = [hit for hit in found if hit[0] not in gone]
        if pair.generation < snapshot.generation:
            ids, vectors = snapshot.vectors(self._library.fingerprint.dimension, after=pair.last_id)
            hits = sorted([*hits, *nearest_rows(ids, vectors, vector, k)], key=lambda hit: -hit[1])
        if len(hits) < k and len(hits) < snapshot.counts()[2]:
            return None
        return hits[:k]

    def best(self, snapshot: Snapshot, words: str, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot that say these words best, as (id, BM25 score).

        While the index is behind, passages that it does not know yet are left to `nearest`.
        """
        pair = self._pair
        if pair is not None and pair.serves(snapshot):
            gone = set(snapshot.removed_since(pair.generation))
            try:
                hits = _best(pair.words, words, k + len(gone), filters)
                return [hit for hit in hits if hit[0] not in gone][:k]
            except BaseException as error:
                self._give_up(pair, error, self._edits)
        return _best(self._exact.words(snapshot), words, k, filters)

    def catch_up(self) -> bool:
        """Bring the indexes to the library's generation now; whether that was possible.

        It is not where they belong to another process or are closed, nor where they cannot be built (a full
        disk): search is exact then. Raises LibraryError where the library cannot be read.
        """
        try:
            return self._catch_up()
        except _BuildError as error:
            _log.warning("The indexes of %s cannot be built: %s", self._library.path, error)
            return False

    def rebuild(self) -> bool:
        """Build both indexes anew from the library; False where they belong to another process or are closed.

        Raises LibraryError where they cannot be built, or the library cannot be read.
        """
        with self._changing:
            try:
                if self._closed.is_set() or not self._take():
                    return False
                with self._library.snapshot() as snapshot:
                    self._replace(self._build(snapshot))
            except _Closing:
                return False
            except _BuildError as error:
                raise LibraryError(
                    f"The indexes of the library {self._library.path} cannot be built ({error}); check the disk's "
                    f"free space and the permissions of {self._folder}."
                ) from error
            return True

    def close(self) -> None:
        """Stop keeping up, and let go of the folder; what is being built is left and deleted."""
        self._closed.set()
        if self._watcher.is_alive():
            self._watcher.join()
        with self._changing:
            pair, self._pair = self._pair, None
            if pair is not None:
                pair.close()
            self._clear_broken()
            self._owner.release(force=True)

    def _take(self) -> bool:
        if self._owner.is_locked and (self._folder / OWNER_LOCK).exists():
            return True
        self._owner.release(force=True)  # of a folder that was deleted
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._owner.acquire()
        except filelock.Timeout:
            return False
        except OSError as error:
            raise _BuildError(str(error)) from error
        return True

    def _watch(self) -> None:
        wait, said = _EVERY, ""
        while not self._closed.is_set():
            pair = self._pair
            try:
                if pair is None or pair.stamp != self._library.stamp:
                    self._catch_up()
                wait, said = _EVERY, ""
            except BaseException as error:  # nothing here may end the process; Chroma panics beside Exception
                wait = min(2 * wait, _SELDOM)
                if str(error) != said:
                    _log.warning("The indexes of %s could not be brought up to date: %s", self._library.path, error)
                said = str(error)
            self._closed.wait(wait)

    def _catch_up(self) -> bool:
        with self._changing:
            if self._closed.is_set() or not self._take():
                return False
            self._clear_broken()
            with self._library.snapshot() as snapshot:
                pair = self._pair or self._open(snapshot)
                if pair is not None and not pair.serves(snapshot):
                    if self._pair is None:
                        pair.throw_away()
                elif pair is not None and self._update(pair, snapshot):
                    return True
                try:
                    self._replace(self._build(snapshot))
                except _Closing:
                    return False
            return True

    def _open(self, snapshot: Snapshot) -> IndexPair | None:
        """The pair that was sealed for this library, if it is whole; all other folders beside it are deleted."""
        found = None
        for folder in self._folders():
            opened = index_pair.open_sealed(folder, snapshot.uid) if found is None else None
            if opened is None:
                shutil.rmtree(folder, ignore_errors=True)
            found = found or opened
        return found

    def _build(self, snapshot: Snapshot) -> IndexPair:
        """A new pair in a new folder. Raises _Closing, or _BuildError with the reason; nothing is left of it then."""
        folder = self._folder / uuid4().hex[:12]
        ids, vectors = snapshot.vectors(self._library.fingerprint.dimension)
        vector_index = None
        try:
            vector_index = VectorIndex(folder / "vectors")
            for at in self._until_closed(range(0, len(ids), _BATCH)):
                vector_index.upsert([int(item) for item in ids[at : at + _BATCH]], vectors[at : at + _BATCH])
            word_index = WordIndex(folder / "words")
            word_index.update(self._until_closed(snapshot.passages()))
            last = int(ids.max(initial=0))
            pair = IndexPair(folder, vector_index, word_index, *snapshot.stamp, last)
            pair.check(len(ids))
            pair.seal()
        except BaseException as error:
            if vector_index is not None:
                index_pair.close(vector_index)
            shutil.rmtree(folder, ignore_errors=True)
            reraise_exit(error)
            if isinstance(error, _Closing):
                raise
            raise _BuildError(str(error)) from error
        return pair

    def _update(self, pair: IndexPair, snapshot: Snapshot) -> bool:
        """Put in what is new and take out what is gone; False where the pair broke and was thrown away."""
        if pair is self._pair and pair.generation == snapshot.generation:
            return True
        ids, vectors = snapshot.vectors(self._library.fingerprint.dimension, after=pair.last_id)
        gone = snapshot.removed_since(pair.generation)
        added = list(snapshot.passages(after=pair.last_id))
        passages = snapshot.counts()[2]
        self._edits += 1
        try:
            words = pair.words
            if pair.generation < snapshot.generation:
                seal.take_off(pair.folder)
                pair.vectors.upsert([int(item) for item in ids], vectors)
                pair.vectors.delete(gone)
                words = words.twin()
                words.update(added, gone)
            last = int(ids.max(initial=pair.last_id))
            newer = replace(pair, words=words, generation=snapshot.generation, mark=snapshot.mark, last_id=last)
            newer.check(passages)
            self._pair = newer
        except BaseException as error:
            self._pair = None
            pair.throw_away()
            reraise_exit(error)
            _log.warning("The index %s is broken and will be built anew: %s", pair.folder, error)
            return False
        finally:
            self._edits += 1
        if pair.generation < snapshot.generation:
            _seal(newer)
        return True

    def _replace(self, pair: IndexPair) -> None:
        old, self._pair = self._pair, pair
        if old is not None:
            old.throw_away()
        self._clear_broken()
        for folder in self._folders():
            if folder != pair.folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[Path]:
        return sorted(path for path in self._folder.iterdir() if path.is_dir() and not path.is_symlink())

    def _give_up(self, pair: IndexPair, error: BaseException, edits: int) -> None:
        """After a failed search: search exactly from now on, until the pair has been built anew."""
        reraise_exit(error)
        if self._pair is not pair or self._edits != edits:
            return  # it was replaced, changed or closed under the search
        self._pair = None
        self._broken.append(pair)
        _log.warning("The index %s failed and will be built anew: %s", pair.folder, error)

    def _clear_broken(self) -> None:
        while self._broken:
            pair = self._broken.pop()
            pair.throw_away()
            if self._pair is not None and self._pair.folder == pair.folder:
                self._pair = None  # brought up to date at the moment it was given up

    def _until_closed(self, items: Iterable[_Item]) -> Iterator[_Item]:
        for item in items:
            if self._closed.is_set():
                raise _Closing
            yield item


def _best(index: WordIndex, words: str, k: int, filters: Filters) -> Hits:
    return index.best(
        words,
        k,
        since=filters.since,
        until=filters.until,
        publishers=filters.publishers,
        exclude=filters.exclude,
    )


def _seal(pair: IndexPair) -> None:
    """Seal what can be sealed: without a seal it is built anew at the next start."""
    try:
        pair.seal()
    except OSError as error:
        _log.warning("The index %s cannot be sealed: %s", pair.folder, error)
