"""The two indexes of a library, kept behind it: built when missing, rebuilt when broken, caught up when behind.

The index folder belongs to one process at a time. A process that finds it taken, or whose indexes are
not ready, searches exactly, and asks again four times a second. The vectors may be on a Chroma server instead:
the folder then names the collection that belongs to it, and while the server is away search is exact too.
"""

from __future__ import annotations

import atexit
import logging
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import filelock
import numpy as np

from vectorstore.embedding import Vectors
from vectorstore.errors import LibraryError
from vectorstore.exact_search import ExactSearch, nearest_rows, only
from vectorstore.index_folder import BuildError, IndexFolder, StoppedError
from vectorstore.index_pair import IndexPair, reraise_exit
from vectorstore.index_state import OWNER_LOCK
from vectorstore.library import Library
from vectorstore.snapshot import Snapshot
from vectorstore.vector_index import ChromaServer, ServerGoneError

Hits = list[tuple[int, float]]  # (passage id, score), best first
_Item = TypeVar("_Item")

_EVERY = 0.25  # seconds between two looks at the library's generation; each takes a fraction of a millisecond
_SELDOM = 60.0  # at most this many seconds between two tries after the indexes could not be built
_MOST_GONE = 250  # removed passages that are still in the index; Chroma Cloud gives no more than 300 hits at once
_PATIENCE = 5.0  # at most this many seconds between two tries to reach a server that went away
_OPENING = 5.0  # seconds at most that a search waits for the first look at the index folder
_LOOK = 30.0  # seconds between two looks at whether a server's collection is as it was left
_FEW = 10_000  # passages that a filter leaves: up to here exact search is the faster
_SPARE = 1.5  # how many times as many hits are asked for as should be enough
_MOST_ASKED = 1_000  # hits
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


class Indexes:
    """Finds passages by vector and by word; which way it does so is its own affair."""

    def __init__(
        self, library: Library, folder: Path, *, server: ChromaServer | None = None, watch: bool = True
    ) -> None:
        """Take the index folder if it is free, and with `watch` keep up with the library in the background.

        With a `server` the vectors are kept there. Nothing is built here: call `catch_up`, or let the background
        thread do it. Raises LibraryError where the folder cannot be made.
        """
        self._library = library
        self._folder = folder
        self._server = server
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The index folder {folder} cannot be made ({error.strerror}); change the permissions of the folder "
                "above it, or set QA_HOME to another one."
            ) from error
        self._owner = filelock.FileLock(folder / OWNER_LOCK, timeout=0, thread_local=False)
        self._place = IndexFolder(folder, server)
        self._dimension = library.fingerprint.dimension
        self._exact = ExactSearch(self._dimension)
        self._changing = threading.Lock()
        self._pair: IndexPair | None = None
        self._broken: list[IndexPair] = []  # given up by a search; closed and deleted by the next to hold the lock
        self._edits = 0  # odd while the vectors are being changed, and another number afterwards
        self._trouble: str | None = None
        self._looked = 0.0  # when the server's collection was last seen to be right
        self._closed = threading.Event()
        self._opened = threading.Event()  # set once it is known whether there are indexes to search
        if not watch or server is not None:
            self._opened.set()
        self._watcher = threading.Thread(target=self._watch, name="index-watch", daemon=True)
        if watch:
            atexit.register(self.close)  # a thread inside Chroma when Python ends takes the process down with it
            self._watcher.start()

    @property
    def state(self) -> str:
        """A few words for `qa status`: ready, behind, building, used by another process, waiting for the server."""
        pair = self._pair
        if self._trouble is not None:
            return "waiting for the server"
        if pair is not None:
            return "ready" if pair.stamp == self._library.stamp else "behind"
        return "building" if self._owner.is_locked else "used by another process"

    @property
    def trouble(self) -> str | None:
        """Why search is exact although a server is set: a sentence for the user, or None while all is well."""
        return self._trouble

    def nearest(self, snapshot: Snapshot, vector: Vectors, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot whose vectors are nearest, as (id, cosine)."""
        if filters:
            among = self._exact.matching(snapshot, **vars(filters))
            hits = self._nearest_among(snapshot, vector, k, among) if len(among) > _FEW else None
            return self._exact.nearest(snapshot, vector, k, among) if hits is None else hits
        hits = self._nearest_by_index(snapshot, vector, k)
        return self._exact.nearest(snapshot, vector, k) if hits is None else hits

    def _nearest_among(self, snapshot: Snapshot, vector: Vectors, k: int, among: np.ndarray) -> Hits | None:
        """The nearest of passages with some ids (ascending) by the vector index, or None where it cannot tell."""
        wanted = int(_SPARE * k * snapshot.counts()[2] / len(among))  # so that k should be left of them
        if wanted > _MOST_ASKED or self._server is not None:  # Chroma Cloud gives few hits at once
            return None
        left = only(self._nearest_by_index(snapshot, vector, wanted) or [], among)
        return left[:k] if len(left) >= k else None

    def _nearest_by_index(self, snapshot: Snapshot, vector: Vectors, k: int) -> Hits | None:
        """The same from the vector index, or None where it cannot tell: missing, changing, too new, failed, short."""
        self._await_opening()
        edits, pair = self._edits, self._pair
        if pair is None or edits % 2 or self._trouble is not None or not pair.serves(snapshot):
            return None
        gone = set(snapshot.removed_since(pair.generation))
        if len(gone) > _MOST_GONE or (pair.on_server and k + len(gone) > _MOST_GONE + 50):
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
            ids, vectors = snapshot.vectors(self._dimension, after=pair.last_id)
            hits = sorted([*hits, *nearest_rows(ids, vectors, vector, k)], key=lambda hit: -hit[1])
        return None if len(hits) < min(k, snapshot.counts()[2]) else hits[:k]

    def best(self, snapshot: Snapshot, words: str, k: int, filters: Filters) -> Hits:
        """The k passages of the snapshot that say these words best, as (id, BM25 score).

        While the index is behind, passages that it does not know yet are left to `nearest`.
        """
        self._await_opening()
        pair = self._pair
        late = self._trouble is not None and pair is not None and pair.generation < snapshot.generation
        if pair is not None and not late and pair.serves(snapshot):
            gone = set(snapshot.removed_since(pair.generation))
            try:
                hits = pair.words.best(words, k + len(gone), **vars(filters))
                return [hit for hit in hits if hit[0] not in gone][:k]
            except BaseException as error:
                self._give_up(pair, error, self._edits)
        return self._exact.words(snapshot).best(words, k, **vars(filters))

    def _await_opening(self) -> None:
        """Wait while indexes that are there are being opened: searching a large library without them takes longer."""
        if not self._opened.wait(_OPENING):
            self._opened.set()

    def catch_up(self) -> bool:
        """Bring the indexes to the library's generation now; whether that was possible.

        It is not where they belong to another process or are closed, nor where they cannot be built (a full
        disk): search is exact then. Raises LibraryError where the library cannot be read.
        """
        try:
            return self._catch_up()
        except BuildError as error:
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
                    self._replace(self._place.build(snapshot, self._dimension, self._until_closed))
            except StoppedError:
                return False
            except ServerGoneError as error:
                self._say_trouble(error)
                raise LibraryError(
                    f"The indexes of the library {self._library.path} cannot be built: {self._trouble}"
                ) from error
            except BuildError as error:
                raise LibraryError(
                    f"The indexes of the library {self._library.path} cannot be built ({error}); check the disk's "
                    f"free space and the permissions of {self._folder}."
                ) from error
            return True

    def close(self) -> None:
        """Stop keeping up, and let go of the folder; what is being built is left and deleted."""
        atexit.unregister(self.close)
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
            raise BuildError(str(error)) from error
        return True

    def _watch(self) -> None:
        wait, said = _EVERY, ""
        while not self._closed.is_set():
            pair = self._pair
            try:
                if pair is None or self._trouble or self._unseen(pair) or pair.stamp != self._library.stamp:
                    self._catch_up()
                wait, said = (min(2 * wait, _PATIENCE) if self._trouble else _EVERY), ""
            except BaseException as error:  # nothing here may end the process; Chroma panics beside Exception
                wait = min(2 * wait, _SELDOM)
                if str(error) != said:
                    _log.warning("The indexes of %s could not be brought up to date: %s", self._library.path, error)
                said = str(error)
            finally:
                self._opened.set()
            self._closed.wait(wait)

    def _catch_up(self) -> bool:
        with self._changing:
            if self._closed.is_set() or not self._take():
                return False
            self._clear_broken()
            with self._library.snapshot() as snapshot:
                try:
                    pair = self._pair or self._place.open(snapshot.uid)
                    if pair is not None and not pair.serves(snapshot):
                        if self._pair is None:
                            pair.throw_away()
                    elif pair is not None and self._trusted(pair, snapshot) and self._update(pair, snapshot):
                        self._trouble = None
                        return True
                    self._opened.set()  # there are none yet
                    self._replace(self._place.build(snapshot, self._dimension, self._until_closed))
                except StoppedError:
                    return False
                except ServerGoneError as error:
                    self._say_trouble(error)
                    return False
            return True

    def _unseen(self, pair: IndexPair) -> bool:
        """Whether a server's collection has not been looked at for long."""
        return pair.on_server and time.monotonic() - self._looked > _LOOK

    def _trusted(self, pair: IndexPair, snapshot: Snapshot) -> bool:
        """Whether a pair's collection on a server is as it was left; False where it is not and the pair was left.

        Raises ServerGoneError where the server does not answer; the pair then stays, for its words.
        """
        known = pair is self._pair and self._trouble is None
        if not pair.on_server or (known and not self._unseen(pair)):
            return True
        there = snapshot.matching()
        ids = [] if known else there[there <= pair.last_id].tolist()
        late = pair is self._pair and pair.generation < snapshot.generation
        try:
            pair.check_server(changing=late, ids=ids)
        except ServerGoneError as error:
            self._say_trouble(error)
            self._pair = pair
            raise
        except BaseException as error:
            self._pair = None
            pair.close()  # its collection may be another's by now
            shutil.rmtree(pair.folder, ignore_errors=True)
            reraise_exit(error)
            _log.warning("The index %s is broken and will be built anew: %s", pair.folder, error)
            return False
        self._looked = time.monotonic()
        return True

    def _update(self, pair: IndexPair, snapshot: Snapshot) -> bool:
        """Put in what is new and take out what is gone; False where the pair broke and was thrown away."""
        newly = pair.generation < snapshot.generation
        if pair is self._pair and not newly and self._trouble is None:
            return True
        ids, vectors = snapshot.vectors(self._dimension, after=pair.last_id)
        gone = snapshot.removed_since(pair.generation)
        added = list(snapshot.passages(after=pair.last_id))
        passages = snapshot.counts()[2]
        self._edits += 1
        try:
            words = pair.words
            if newly:
                pair.unseal()
                pair.vectors.upsert([int(item) for item in ids], vectors)
                pair.vectors.delete(gone)
                words = words.twin()
                words.update(added, gone)
            last = int(ids.max(initial=pair.last_id))
            newer = replace(pair, words=words, generation=snapshot.generation, mark=snapshot.mark, last_id=last)
            newer.check(passages)
            if newly:
                newer.seal_server()
            self._pair = newer
        except ServerGoneError as error:
            self._say_trouble(error)
            self._pair = pair  # the change is made again when the server is back
            raise
        except BaseException as error:
            self._pair = None
            pair.throw_away()
            reraise_exit(error)
            _log.warning("The index %s is broken and will be built anew: %s", pair.folder, error)
            return False
        finally:
            self._edits += 1
        if newly:
            _seal(newer)
        return True

    def _replace(self, pair: IndexPair) -> None:
        old, self._pair, self._trouble = self._pair, pair, None
        self._looked = time.monotonic()
        if old is not None:
            old.throw_away()
        self._clear_broken()
        self._place.clear(keep=pair.folder)

    def _say_trouble(self, error: BaseException) -> None:
        assert self._server is not None
        if self._trouble is None:
            _log.warning("The Chroma server of %s cannot be used: %s", self._library.path, error)
        self._trouble = (
            f"The Chroma server at {self._server.url} cannot be used ({error}); the library's own vectors were "
            "compared one by one instead, which finds the same and takes longer."
        )

    def _give_up(self, pair: IndexPair, error: BaseException, edits: int) -> None:
        """After a failed search: search exactly from now on, until the pair has been built anew."""
        reraise_exit(error)
        if self._pair is not pair or self._edits != edits:
            return  # it was replaced, changed or closed under the search
        if isinstance(error, ServerGoneError):
            self._say_trouble(error)
            return
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
                raise StoppedError
            yield item


def _seal(pair: IndexPair) -> None:
    """Seal what can be sealed: without a seal it is built anew at the next start."""
    try:
        pair.seal()
    except OSError as error:
        _log.warning("The index %s cannot be sealed: %s", pair.folder, error)
