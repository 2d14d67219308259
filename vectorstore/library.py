"""The library is one SQLite file with articles, passages and their vectors: the only source of truth.

Every change is one transaction and raises the generation by one. Reading needs no lock: a snapshot
sees one generation, whatever is written meanwhile. Passage ids are never used again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from corpus.article import Article, Skipped
from corpus.ids import id_of_file, id_of_url
from corpus.paths import shown
from vectorstore import database, links, writing
from vectorstore.database import Connection, DatabaseError, mark_of, meta
from vectorstore.embedding import Vectors
from vectorstore.errors import LibraryBusyError, LibraryError, LibraryModelError, LibraryVersionError
from vectorstore.migrations import migrate
from vectorstore.records import Fingerprint, State, address_of, content_hash, same_text, text_key
from vectorstore.schema import HEADER, SCHEMA_VERSION, header_fields
from vectorstore.snapshot import Snapshot
from vectorstore.writers_lock import writers_lock

_LINKED_AT_ONCE = 200  # articles linked in one transaction
_log = logging.getLogger(__name__)


class Library:
    """The file itself: opened, read by snapshots, changed one article at a time."""

    def __init__(self, path: Path, fingerprint: Fingerprint | None, *, any_model: bool = False) -> None:
        """Open a library, or start an empty one where there is none.

        Raises LibraryVersionError for one of a newer version, LibraryModelError for one made by another
        embedding model (unless `any_model`: such a one must be made anew by `replace_vectors` before it
        is searched), LibraryError where the file cannot be opened. Without a fingerprint it opens one that
        is there, whatever made it: enough for reading and removing articles.
        """
        self.path = path
        try:
            if not path.exists():
                if fingerprint is None:
                    raise FileNotFoundError("there is no such file")
                path.parent.mkdir(parents=True, exist_ok=True)
                database.create(path, lambda connection: writing.write_tables(connection, fingerprint))
            with database.connect(path) as connection:
                version = int(meta(connection, "schema"))
            if version < SCHEMA_VERSION:
                self._migrate(version)
            with database.connect(path) as connection:
                stored = self._stored(connection)
        except (OSError, DatabaseError) as error:
            raise LibraryError(f"The library {path} cannot be opened ({error}); {database.advice(error)}") from error
        self.fingerprint = fingerprint or stored
        self._any_model = any_model or fingerprint is None
        self._check_model(stored)

    def _migrate(self, version: int) -> None:
        try:
            with database.writing(self.path) as connection:
                migrate(connection, int(meta(connection, "schema")))  # another process may have done it meanwhile
        except LibraryBusyError:
            raise
        except LibraryError as error:
            raise LibraryError(
                f"The library {self.path} was written by an older version of this program (format {version}) and could "
                f"not be brought to this one's (format {SCHEMA_VERSION}); nothing was changed. Check that its folder "
                "can be written to and the disk's free space, or set QA_HOME to another folder."
            ) from error

    def _stored(self, connection: Connection) -> Fingerprint:
        version = int(meta(connection, "schema"))
        if version > SCHEMA_VERSION:
            raise LibraryVersionError(
                f"The library {self.path} was written by a newer version of this program (format {version}, this one "
                f"reads up to {SCHEMA_VERSION}); update the program, or set QA_HOME to another folder."
            )
        return Fingerprint(
            model=meta(connection, "model"),
            model_hash=meta(connection, "model_hash"),
            dimension=int(meta(connection, "dimension")),
            passage_rules=meta(connection, "passage_rules"),
        )

    def _check_model(self, stored: Fingerprint) -> None:
        if self._any_model or self.fingerprint.searches_like(stored):
            return
        if stored.model_hash == self.fingerprint.model_hash:
            what = "was cut into passages by other rules; run `qa rebuild` to make them anew."
        else:
            what = (
                f"was made with the embedding model {stored.model!r}, this is {self.fingerprint.model!r}; run "
                "`qa rebuild` to make its vectors anew, or set QA_EMBEDDING back."
            )
        raise LibraryModelError(f"The library {self.path} {what}")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One generation of the library, for reading.

        Raises LibraryError where the file cannot be read, also from within the `with` block, and
        LibraryModelError where its vectors have meanwhile been made anew by another model.
        """
        with database.reading(self.path) as connection:
            connection.execute("BEGIN")
            self._check_model(self._stored(connection))
            yield Snapshot(connection)

    @property
    def generation(self) -> int:
        """The number of changes so far."""
        return self.stamp[1]

    @property
    def stamp(self) -> tuple[str, int, str]:
        """The uid, the generation and its mark: while they stay the same, so does what the library holds.

        The mark is drawn at random by each change, since a library that was put back from a copy may come to
        as many changes by another way.
        """
        with database.reading(self.path) as connection:
            connection.execute("BEGIN")
            generation = int(meta(connection, "generation"))
            return meta(connection, "uid"), generation, mark_of(connection, generation)

    def state_of(self, article: Article) -> State:
        """What adding this article would do.

        It may be there under another id: with the same address, of which it is then an edit, or with the same
        text, which is not added twice. The id it comes with is looked up first.
        """
        with database.reading(self.path) as connection:
            return _state_of(connection, article)

    def put(self, entries: Iterable[tuple[Article, Sequence[tuple[int, int]], Vectors]]) -> None:
        """Add articles, or replace those with the same id, each with its passages and their vectors.

        All of them in one transaction, which is on disk when this returns; each is linked to its near-copies.
        Raises LibraryBusyError where another process is writing, LibraryModelError where the library's vectors
        have meanwhile been made anew by another model.
        """
        with self._transaction() as (connection, generation):
            self._check_model(self._stored(connection))
            for article, passages, vectors in entries:
                writing.put_article(connection, article, passages, vectors, generation)

    def remove(self, article_ids: Sequence[str]) -> list[str]:
        """Remove articles with all that was derived from them; the ids that were there."""
        with self._transaction() as (connection, generation):
            return [item for item in article_ids if writing.remove_article(connection, item, generation)]

    def link_all(self) -> int:
        """Link the articles that an older version of this program stored to their near-copies; how many there were.

        Some hundreds in a transaction: what is done stays done if it is interrupted. Costs nothing where all
        articles are linked.
        """
        done = 0
        while waiting := self._not_linked():
            with self._transaction() as (connection, _):
                for article_id in waiting:
                    article = _article(connection, article_id)
                    if article is not None and links.place_of(connection, article_id) is None:
                        links.link(connection, article)
            done += len(waiting)
        return done

    def _not_linked(self) -> list[str]:
        with database.reading(self.path) as connection:
            count = "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM identities)"
            if not connection.execute(count).fetchone()[0]:
                return []
            rows = connection.execute(
                "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM identities) ORDER BY rowid LIMIT ?",
                (_LINKED_AT_ONCE,),
            )
            return [row[0] for row in rows]

    def note_skipped(
        self, skipped: Iterable[Skipped], *, read: Iterable[str] = (), articles: Iterable[str] = ()
    ) -> None:
        """Keep which sources were skipped and why; the newest thousand are kept.

        What was noted before is forgotten of the sources named by `read`, which were read anew (files, folders,
        addresses), and of what lies in them; and of the file or the address that one of `articles`, ids of what
        is there now, has its id from. Writes nothing where nothing is new, and never fails: where the library
        cannot be written it says so in the log.
        """
        now = {item.source: item for item in skipped}
        anew, there = tuple(read), frozenset(articles)
        try:
            with self.snapshot() as snapshot:
                noted = {item.source: item.reason for item in snapshot.skipped()}
            gone = [
                source
                for source in noted
                if source not in now and (_id_of(source) in there or any(_lies_in(source, each) for each in anew))
            ]
            new = [item for item in now.values() if noted.get(item.source) != item.reason]
            if gone or new:
                with database.writing(self.path) as connection:
                    writing.replace_skipped(connection, gone, new)
        except LibraryError as error:
            _log.warning("What was skipped could not be noted: %s", error)

    def replace_vectors(
        self, entries: Iterable[tuple[str, Sequence[tuple[int, int]], Vectors]], *, generation: int
    ) -> None:
        """Give every article (named by its id) new passages and vectors, of this library's fingerprint.

        One transaction: the old ones stay until the last new one is there. `generation` is the one the entries
        were made from; raises LibraryBusyError, changing nothing, where articles have come or gone since.
        """
        made_from = generation
        with self._transaction() as (connection, generation):
            if generation != made_from + 1:
                raise LibraryBusyError(
                    f"Articles of the library {self.path} were added or removed while its vectors were being made "
                    "anew; nothing was changed, try again."
                )
            connection.execute("INSERT INTO removed SELECT id, ? FROM passages", (generation,))
            connection.execute("DELETE FROM passages")
            for article_id, passages, vectors in entries:
                writing.put_passages(connection, article_id, passages, vectors)
            values = {"uid": uuid4().hex, **vars(self.fingerprint)}
            connection.executemany(
                "UPDATE meta SET value = ? WHERE key = ?", [(str(value), key) for key, value in values.items()]
            )

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Connection, int]]:
        with database.writing(self.path) as connection:
            yield connection, writing.next_generation(connection)


def put_in_place(finished: Path, path: Path) -> None:
    """Move a library that was built elsewhere to its place, unless one has been put there meanwhile."""
    with writers_lock(path):
        if not path.exists():
            database.clear_place(path)
            os.replace(finished, path)


def _state_of(connection: Connection, article: Article) -> State:
    own = content_hash(article)
    row = connection.execute("SELECT hash FROM articles WHERE id = ?", (article.id,)).fetchone()
    if row is not None:
        return State("unchanged" if row[0] == own else "changed", article.id)
    query = "SELECT a.id, a.hash FROM identities i JOIN articles a ON a.id = article_id WHERE i.{} = ? ORDER BY number"
    row = connection.execute(query.format("address"), (address_of(article),)).fetchone()
    if row is not None and row[1] != own:
        return State(
            "changed", row[0], f"It has the same address as {row[0]} and replaced it; it came as {article.id}."
        )
    row = row or connection.execute(query.format("text_key"), (text_key(article),)).fetchone()
    return State("unchanged", row[0], same_text(row[0], article.id)) if row is not None else State("added", article.id)


def _article(connection: Connection, article_id: str) -> Article | None:
    row = connection.execute(f"SELECT {HEADER}, text FROM articles WHERE id = ?", (article_id,)).fetchone()
    return Article(**header_fields(row), text=row[-1]) if row else None


def _id_of(source: str) -> str:
    """The id that an article has from its address or its file."""
    try:
        return id_of_url(source) if _is_address(source) else id_of_file(Path(source))
    except (OSError, ValueError):  # no address and no path that there could be
        return source


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _lies_in(source: str, place: str) -> bool:
    """Whether a source is a file or folder, or a file in that folder, or a line of that file."""
    if not place:
        return False
    if not _is_address(place):
        place = shown(Path(place))  # as sources are: "./news/" is "news"
    if place == ".":
        return not (_is_address(source) or Path(source).is_absolute() or ".." in Path(source).parts)
    return source == place or source.startswith((f"{place}/", f"{place}{os.sep}", f"{place}:"))
