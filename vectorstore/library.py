"""The library is one SQLite file with articles, passages and their vectors: the only source of truth.

Every change is one transaction and raises the generation by one. Reading needs no lock: a snapshot
sees one generation, whatever is written meanwhile. Passage ids are never used again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Literal
from uuid import uuid4

import numpy as np

from corpus.article import Article, ArticleHeader
from vectorstore.embedding import Vectors
from vectorstore.errors import LibraryBusyError, LibraryError, LibraryModelError, LibraryVersionError
from vectorstore.records import Fingerprint, StoredPassage, content_hash
from vectorstore.schema import HEADER, SCHEMA_VERSION, TABLES, day, filters, header_fields
from vectorstore.writers_lock import writers_lock

_NO_LIBRARY = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}  # no table, no fact, no database

Change = Literal["added", "changed", "unchanged"]


class Snapshot:
    """The library as it was at one generation; close it soon, since it holds a read transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.generation = int(_meta(connection, "generation"))
        self.uid = _meta(connection, "uid")  # changes when all vectors are made anew
        self.mark = _mark(connection, self.generation)

    @property
    def stamp(self) -> tuple[str, int, str]:
        """As `Library.stamp`, of this one generation."""
        return self.uid, self.generation, self.mark

    def passages(self, ids: Sequence[int] | None = None, *, after: int = 0) -> Iterator[StoredPassage]:
        """The passages with these ids that there are (in the order of their ids), or all above the id `after`."""
        query = (
            "SELECT p.id, p.article_id, p.start, p.end, substr(a.text, p.start + 1, p.end - p.start),"
            " a.title, a.publisher, a.published, a.digest FROM passages p JOIN articles a ON a.id = p.article_id "
        )
        if ids is None:
            rows = self._connection.execute(query + "WHERE p.id > ? ORDER BY p.id", (after,))
        else:
            marks = ",".join("?" * len(ids))
            rows = self._connection.execute(query + f"WHERE p.id IN ({marks}) ORDER BY p.id", list(ids))
        for row in rows:
            yield StoredPassage(row[0], row[1], row[2], row[3], row[4], row[5], row[6], day(row[7]), bool(row[8]))

    def vectors(self, dimension: int, *, after: int = 0) -> tuple[np.ndarray, Vectors]:
        """Ids (int64) and vectors (float32, one row an id) of all passages above the id `after`."""
        rows = self._connection.execute(
            "SELECT passage_id, vector FROM vectors WHERE passage_id > ? ORDER BY passage_id", (after,)
        ).fetchall()
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        matrix = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        return ids, matrix.reshape(len(rows), dimension)

    def has_been(self, uid: str, generation: int, mark: str) -> bool:
        """Whether the library went through a state with this stamp on its way here, or is in it."""
        return self.uid == uid and bool(mark) and _mark(self._connection, generation) == mark

    def removed_since(self, generation: int) -> list[int]:
        """Ids of the passages removed after a generation."""
        rows = self._connection.execute("SELECT passage_id FROM removed WHERE generation > ?", (generation,))
        return [row[0] for row in rows]

    def matching(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> np.ndarray:
        """Ids (int64, ascending) of the passages whose article passes the filters."""
        where, values = filters(since=since, until=until, publishers=publishers)
        if exclude:
            where.append(f"a.id NOT IN ({','.join('?' * len(exclude))})")
            values.extend(exclude)
        rows = self._connection.execute(
            f"SELECT p.id FROM articles a JOIN passages p ON p.article_id = a.id WHERE {' AND '.join(where) or '1'}"
            " ORDER BY p.id",
            values,
        )
        return np.array([row[0] for row in rows], dtype=np.int64)

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        query = f"SELECT {HEADER}, text FROM articles WHERE id = ?"
        row = self._connection.execute(query, (article_id,)).fetchone()
        return Article(**header_fields(row), text=row[-1]) if row else None

    def headers(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        publisher: str | None = None,
        since: date | None = None,
        until: date | None = None,
        text: str | None = None,
    ) -> list[ArticleHeader]:
        """Articles without their text, newest first (undated ones last), then by title."""
        where, values = filters(since=since, until=until, publishers=[publisher] if publisher else [])
        if text:
            where.append("(a.title LIKE ? ESCAPE '\\' OR a.text LIKE ? ESCAPE '\\')")
            pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            values.extend([pattern, pattern])
        rows = self._connection.execute(
            f"SELECT {HEADER}, length(text) FROM articles a WHERE {' AND '.join(where) or '1'}"
            " ORDER BY published IS NULL, published DESC, title, id LIMIT ? OFFSET ?",
            [*values, -1 if limit is None else limit, offset],
        )
        return [ArticleHeader(**header_fields(row), characters=row[-1]) for row in rows]

    def publishers(self) -> list[str]:
        """The known publishers, by name."""
        rows = self._connection.execute("SELECT DISTINCT publisher FROM articles WHERE publisher NOT NULL ORDER BY 1")
        return [row[0] for row in rows]

    def count(self) -> int:
        """How many articles; no passages are counted, so that it is cheap in a large library."""
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def counts(self) -> tuple[int, int, int]:
        """How many articles, how many of them undated, and how many passages."""
        articles, dated = self._connection.execute("SELECT count(*), count(published) FROM articles").fetchone()
        passages = self._connection.execute("SELECT count(*) FROM passages").fetchone()[0]
        return articles, articles - dated, passages


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
                self._create(fingerprint)
            with self._connect() as connection:
                stored = self._stored(connection)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(f"The library {path} cannot be opened ({error}); {_advice(error)}") from error
        self.fingerprint = fingerprint or stored
        self._any_model = any_model or fingerprint is None
        self._check_model(stored)

    def _create(self, fingerprint: Fingerprint) -> None:
        with writers_lock(self.path):
            if self.path.exists():
                return
            _clear_place(self.path)
            unfinished = self.path.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            connection = sqlite3.connect(unfinished)
            try:
                connection.executescript(TABLES)
                values = {"schema": SCHEMA_VERSION, "uid": uuid4().hex, "generation": 0, **vars(fingerprint)}
                connection.executemany("INSERT INTO meta VALUES (?, ?)", [(k, str(v)) for k, v in values.items()])
                connection.execute("INSERT INTO changes VALUES (0, ?)", (token_hex(8),))
                connection.commit()
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            os.replace(unfinished, self.path)

    def _stored(self, connection: sqlite3.Connection) -> Fingerprint:
        version = int(_meta(connection, "schema"))
        if version > SCHEMA_VERSION:
            raise LibraryVersionError(
                f"The library {self.path} was written by a newer version of this program (format {version}, this one "
                f"reads up to {SCHEMA_VERSION}); update the program, or set QA_HOME to another folder."
            )
        return Fingerprint(
            model=_meta(connection, "model"),
            model_hash=_meta(connection, "model_hash"),
            dimension=int(_meta(connection, "dimension")),
            passage_rules=_meta(connection, "passage_rules"),
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
        with self._reading() as connection:
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
        with self._reading() as connection:
            connection.execute("BEGIN")
            generation = int(_meta(connection, "generation"))
            return _meta(connection, "uid"), generation, _mark(connection, generation)

    def state_of(self, article: Article) -> Change:
        """What adding this article would do."""
        with self._reading() as connection:
            row = connection.execute("SELECT hash FROM articles WHERE id = ?", (article.id,)).fetchone()
        if row is None:
            return "added"
        return "unchanged" if row[0] == content_hash(article) else "changed"

    def put(self, entries: Iterable[tuple[Article, Sequence[tuple[int, int]], Vectors]]) -> None:
        """Add articles, or replace those with the same id, each with its passages and their vectors.

        All of them in one transaction, which is on disk when this returns. Raises LibraryBusyError
        where another process is writing, LibraryModelError where the library's vectors have meanwhile been
        made anew by another model.
        """
        with self._transaction() as (connection, generation):
            self._check_model(self._stored(connection))
            for article, passages, vectors in entries:
                _remove(connection, [article.id], generation)
                connection.execute(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        article.id,
                        article.title,
                        article.publisher,
                        article.published.isoformat() if article.published else None,
                        json.dumps(article.authors, ensure_ascii=False),
                        article.url,
                        article.language,
                        article.digest,
                        article.title_derived,
                        article.text,
                        content_hash(article),
                    ),
                )
                _insert_passages(connection, article.id, passages, vectors)

    def remove(self, article_ids: Sequence[str]) -> list[str]:
        """Remove articles with all that was derived from them; the ids that were there."""
        with self._transaction() as (connection, generation):
            return _remove(connection, article_ids, generation)

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
                _insert_passages(connection, article_id, passages, vectors)
            values = {"uid": uuid4().hex, **vars(self.fingerprint)}
            connection.executemany(
                "UPDATE meta SET value = ? WHERE key = ?", [(str(value), key) for key, value in values.items()]
            )

    def _connect(self) -> closing[sqlite3.Connection]:
        """A connection that is closed, and rolled back if need be, at the end of a `with` block."""
        address = f"{self.path.absolute().as_uri()}?mode=rw"  # a plain path would make a missing file anew, empty
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return closing(connection)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._connect() as connection:
                yield connection
        except sqlite3.Error as error:
            raise LibraryError(f"The library {self.path} cannot be read ({error}); {_advice(error)}") from error

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        with writers_lock(self.path):
            try:
                with self._connect() as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    generation = int(_meta(connection, "generation")) + 1
                    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
                    connection.execute("INSERT INTO changes VALUES (?, ?)", (generation, token_hex(8)))
                    yield connection, generation
                    connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise LibraryError(
                    f"The library {self.path} could not be written ({error}); nothing was changed. Check the disk's "
                    "free space and the folder's permissions."
                ) from error


def put_in_place(finished: Path, path: Path) -> None:
    """Move a library that was built elsewhere to its place, unless one has been put there meanwhile."""
    with writers_lock(path):
        if not path.exists():
            _clear_place(path)
            os.replace(finished, path)


def _clear_place(path: Path) -> None:
    """Delete what an earlier library of this name left behind; SQLite would replay its log into the new one."""
    for kind in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + kind).unlink(missing_ok=True)


def _advice(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_NOTADB) if isinstance(error, sqlite3.Error) else None
    if code in _NO_LIBRARY:
        return "it is damaged or no library of this program: move it away, or set QA_HOME to another folder."
    return "check that the folder can be written to, or set QA_HOME to another one."


def _meta(connection: sqlite3.Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"its table of facts about itself has no {key}")
    return str(row[0])


def _mark(connection: sqlite3.Connection, generation: int) -> str:
    row = connection.execute("SELECT mark FROM changes WHERE generation = ?", (generation,)).fetchone()
    return "" if row is None else str(row[0])


def _insert_passages(
    connection: sqlite3.Connection, article_id: str, passages: Sequence[tuple[int, int]], vectors: Vectors
) -> None:
    for (start, end), vector in zip(passages, vectors, strict=True):
        cursor = connection.execute(
            'INSERT INTO passages (article_id, start, "end") VALUES (?, ?, ?)', (article_id, start, end)
        )
        connection.execute("INSERT INTO vectors VALUES (?, ?)", (cursor.lastrowid, vector.tobytes()))


def _remove(connection: sqlite3.Connection, article_ids: Sequence[str], generation: int) -> list[str]:
    there = []
    for article_id in article_ids:
        connection.execute(
            "INSERT INTO removed SELECT id, ? FROM passages WHERE article_id = ?", (generation, article_id)
        )
        if connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount:
            there.append(article_id)
    return there
