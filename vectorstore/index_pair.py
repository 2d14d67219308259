"""A pair is the two indexes of a library at one generation: words in a sealed folder, vectors there or on a server."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore import seal
from vectorstore.snapshot import Snapshot
from vectorstore.vector_index import ChromaServer, ServerGoneError, ServerVectorIndex, VectorIndex
from vectorstore.word_index import WordIndex

_SAMPLE = 8  # passages that are looked for on a server before its collection is trusted
_STAMPED = ("uid", "generation", "mark", "last_id")  # what the seal tells of a pair
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IndexPair:
    """Both indexes at one generation of the library; brought up to date, it is another pair of the same name."""

    folder: Path
    vectors: VectorIndex
    words: WordIndex
    uid: str
    generation: int
    mark: str  # of that generation
    last_id: int  # the highest passage id that has been indexed

    @property
    def stamp(self) -> tuple[str, int, str]:
        """The library's stamp when this pair was made from it."""
        return self.uid, self.generation, self.mark

    @property
    def on_server(self) -> bool:
        """Whether the vectors are on a server, which may go away and come back."""
        return isinstance(self.vectors, ServerVectorIndex)

    def serves(self, snapshot: Snapshot) -> bool:
        """Whether what the snapshot holds can be told from this pair: it is as old, or older."""
        return snapshot.has_been(*self.stamp)

    def check(self, passages: int) -> None:
        """Raise RuntimeError where the indexes do not hold this many passages."""
        vectors, words = self.vectors.count(), self.words.count()
        if (vectors, words) != (passages, passages):
            raise RuntimeError(f"it holds {vectors} vectors and {words} texts of {passages} passages")

    def check_server(self, *, changing: bool = False, ids: Sequence[int] = ()) -> None:
        """Raise RuntimeError where the server's collection is not what this pair left there.

        With `changing` it may have been left in the middle of a change from this pair. Some of `ids`, which the
        pair holds, are looked for. Raises ServerGoneError where the server does not answer.
        """
        if not isinstance(self.vectors, ServerVectorIndex):
            return
        found = self.vectors.facts()
        if found != self._facts(whole=True) and not (changing and found == self._facts(whole=False)):
            raise RuntimeError("the server's collection is missing, half written, or was written by another")
        if not self.vectors.finds(ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]):
            raise RuntimeError("the server's collection has lost vectors")

    def unseal(self) -> None:
        """Mark the pair as changing: what is found like this is not trusted."""
        seal.take_off(self.folder)
        if isinstance(self.vectors, ServerVectorIndex):
            self.vectors.say(self._facts(whole=False))

    def seal_server(self) -> None:
        """Mark the server's collection as whole, if the vectors are on a server."""
        if isinstance(self.vectors, ServerVectorIndex):
            self.vectors.say(self._facts(whole=True))

    def seal(self) -> None:
        """Mark the folder as whole."""
        place = {"place": self.vectors.place} if self.on_server else {}
        seal.put(self.folder, {**self._stamped(), **place})

    def close(self) -> None:
        """Let go of the folder's files; a search that is still running fails."""
        close(self.vectors)

    def throw_away(self) -> None:
        """Close the pair and delete its collection and its folder."""
        throw_away(self.folder, self.vectors)

    def _stamped(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _STAMPED}

    def _facts(self, *, whole: bool) -> dict[str, Any]:
        return {**self._stamped(), "whole": whole}


def new_vectors(folder: Path, server: ChromaServer | None) -> VectorIndex:
    """The vector index that belongs to a pair's folder: in it, or the server's collection that is named after it."""
    return VectorIndex(folder / "vectors") if server is None else on_server(folder, server)


def on_server(folder: Path, server: ChromaServer) -> ServerVectorIndex:
    """The server's collection that is named after a folder, whether it is there or not."""
    return ServerVectorIndex(server, f"news-qa-{folder.name}")


def open_sealed(folder: Path, uid: str, server: ChromaServer | None = None) -> IndexPair | None:
    """The pair in a folder, or None where the folder is not whole, or is of another library or place.

    A server is not asked yet: see `IndexPair.check_server`.
    """
    facts = seal.check(folder)
    if facts is None or facts.get("uid") != uid or facts.pop("place", "") != (server.place if server else ""):
        return None
    if set(facts) != set(_STAMPED):
        _log.info("The index %s was made by another version of this program and will be built anew.", folder)
        return None
    vectors = None
    try:
        seal.take_off(folder)
        vectors = new_vectors(folder, server)
        if server is None:
            vectors.count()  # opening Chroma changes files, and so does the first look into it: seal after both
        pair = IndexPair(folder, vectors, WordIndex(folder / "words"), **facts)
        pair.seal()
    except BaseException as error:
        if vectors is not None:
            close(vectors)
        reraise_exit(error)
        _log.warning("The index %s is broken and will be built anew: %s", folder, error)
        return None
    return pair


def throw_away(folder: Path, vectors: VectorIndex | None) -> None:
    """Close a vector index, delete what it has on a server, then its folder.

    Where the server does not answer, the folder stays, unsealed: by its name the collection is found again.
    """
    try:
        if vectors is not None:
            vectors.erase()
    except ServerGoneError as error:
        seal.take_off(folder)
        _log.warning("The collection of the index %s cannot be deleted yet: %s", folder, error)
        return
    except BaseException as error:
        reraise_exit(error)
        _log.warning("A vector index could not be closed: %s", error)
    shutil.rmtree(folder, ignore_errors=True)


def close(vectors: VectorIndex) -> None:
    """Close a vector index that may be broken."""
    try:
        vectors.close()
    except BaseException as error:
        reraise_exit(error)
        _log.warning("A vector index could not be closed: %s", error)


def reraise_exit(error: BaseException) -> None:
    """Chroma's panics are no Exceptions, so everything is caught; what is meant to end the program goes on."""
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
