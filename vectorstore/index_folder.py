"""The folder of a library's indexes: each pair has a folder of its own in it, of which one is whole and open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from vectorstore import index_pair
from vectorstore.index_pair import IndexPair, reraise_exit
from vectorstore.snapshot import Snapshot
from vectorstore.vector_index import ChromaServer, ServerGoneError, ServerVectorIndex
from vectorstore.word_index import WordIndex

_BATCH = 1_000  # vectors put in at once: how soon closing stops a build

Going = Callable[[Iterable[Any]], Iterator[Any]]  # hands items on, or raises StoppedError


class BuildError(Exception):
    """The indexes cannot be built: a full disk, a folder that cannot be written to."""


class StoppedError(Exception):
    """The indexes were closed while they were being built: no failure, it ends what is not needed any more."""


class IndexFolder:
    """Finds, builds and deletes the pairs of one library, and the collections on a server that belong to them."""

    def __init__(self, path: Path, server: ChromaServer | None = None) -> None:
        self._path = path
        self._server = server

    def open(self, uid: str) -> IndexPair | None:
        """The pair that was sealed for the library `uid`, if it is whole; all others are deleted."""
        found = None
        for folder in self._folders():
            opened = index_pair.open_sealed(folder, uid, self._server) if found is None else None
            if opened is None:
                self._discard(folder)
            found = found or opened
        return found

    def build(self, snapshot: Snapshot, dimension: int, going: Going) -> IndexPair:
        """A new pair in a new folder, made of what `going` hands on.

        Raises StoppedError, ServerGoneError, or BuildError with the reason; nothing is left of it then.
        """
        folder = self._path / f"{snapshot.uid[:12]}-{uuid4().hex[:12]}"
        ids, vectors = snapshot.vectors(dimension)
        vector_index = None
        try:
            if self._server is None:
                vector_index = index_pair.new_vectors(folder, None)
            else:
                vector_index = self._made(folder, snapshot)
            for at in going(range(0, len(ids), _BATCH)):
                vector_index.upsert([int(item) for item in ids[at : at + _BATCH]], vectors[at : at + _BATCH])
            word_index = WordIndex(folder / "words")
            word_index.update(going(snapshot.passages()))
            pair = IndexPair(folder, vector_index, word_index, *snapshot.stamp, int(ids.max(initial=0)))
            pair.check(len(ids))
            pair.seal_server()
            pair.seal()
        except BaseException as error:
            index_pair.throw_away(folder, vector_index)
            reraise_exit(error)
            if isinstance(error, (StoppedError, ServerGoneError)):
                raise
            raise BuildError(str(error)) from error
        return pair

    def _made(self, folder: Path, snapshot: Snapshot) -> ServerVectorIndex:
        """The server's collection for a folder, both made; the folder first, by which the collection is found again."""
        assert self._server is not None
        vector_index = index_pair.on_server(folder, self._server)
        try:
            vector_index.facts()  # whether the server is there: else each try would leave a folder
            folder.mkdir()
            vector_index.make({"uid": snapshot.uid, "whole": False})
        except BaseException:  # an interrupt too leaves no half of the pair; it goes on
            index_pair.throw_away(folder, vector_index if folder.exists() else None)
            raise
        return vector_index

    def clear(self, *, keep: Path) -> None:
        """Delete all folders but one."""
        for folder in self._folders():
            if folder != keep:
                self._discard(folder)

    def _folders(self) -> list[Path]:
        return sorted(path for path in self._path.iterdir() if path.is_dir() and not path.is_symlink())

    def _discard(self, folder: Path) -> None:
        """Delete a folder that no pair is open in, and the collection that is named after it."""
        index_pair.throw_away(folder, index_pair.on_server(folder, self._server) if self._server else None)
