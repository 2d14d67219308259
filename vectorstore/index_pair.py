"""A pair is the two indexes of a library at one generation, together in one sealed folder."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from vectorstore import seal
from vectorstore.library import Snapshot
from vectorstore.vector_index import VectorIndex
from vectorstore.word_index import WordIndex

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IndexPair:
    """Both indexes at one generation of the library; brought up to date, it is another pair in the same folder."""

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

    def serves(self, snapshot: Snapshot) -> bool:
        """Whether what the snapshot holds can be told from this pair: it is as old, or older."""
        return snapshot.has_been(*self.stamp)

    def check(self, passages: int) -> None:
        """Raise RuntimeError where the indexes do not hold this many passages."""
        vectors, words = self.vectors.count(), self.words.count()
        if (vectors, words) != (passages, passages):
            raise RuntimeError(f"it holds {vectors} vectors and {words} texts of {passages} passages")

    def seal(self) -> None:
        """Mark the folder as whole."""
        seal.put(
            self.folder, {"uid": self.uid, "generation": self.generation, "mark": self.mark, "last_id": self.last_id}
        )

    def close(self) -> None:
        """Let go of the folder's files; a search that is still running fails."""
        close(self.vectors)

    def throw_away(self) -> None:
        """Close the pair and delete its folder."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_sealed(folder: Path, uid: str) -> IndexPair | None:
    """The pair in a folder, or None where the folder is not whole, or is of another library than `uid`."""
    facts = seal.check(folder)
    if facts is None or facts.get("uid") != uid:
        return None
    vectors = None
    try:
        seal.take_off(folder)
        vectors = VectorIndex(folder / "vectors")
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
