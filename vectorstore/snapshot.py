"""A snapshot is the library as it was at one generation: what all reading goes through."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np

from corpus.article import Article, ArticleHeader
from vectorstore.database import Connection, mark_of, meta
from vectorstore.embedding import Vectors
from vectorstore.listing import Listing, Wanted
from vectorstore.records import Coverage, SkippedSource, StoredPassage
from vectorstore.schema import AMONG, HEADER, day, filters, header_fields


class Snapshot:
    """The library as it was at one generation; close it soon, since it holds a read transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.generation = int(meta(connection, "generation"))
        self.uid = meta(connection, "uid")  # changes when all vectors are made anew
        self.mark = mark_of(connection, self.generation)

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
        above = "FROM vectors WHERE passage_id > ?"
        count = self._connection.execute(f"SELECT count(*) {above}", (after,)).fetchone()[0]
        ids = np.zeros(count, dtype=np.int64)
        matrix: Vectors = np.zeros((count, dimension), dtype=np.float32)
        rows = self._connection.execute(f"SELECT passage_id, vector {above} ORDER BY passage_id", (after,))
        for row, (passage_id, vector) in enumerate(rows):  # one at a time: together they are most of the file
            ids[row] = passage_id
            matrix[row] = np.frombuffer(vector, dtype=np.float32)
        return ids, matrix

    def has_been(self, uid: str, generation: int, mark: str) -> bool:
        """Whether the library went through a state with this stamp on its way here, or is in it."""
        return self.uid == uid and bool(mark) and mark_of(self._connection, generation) == mark

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
        where, values = filters(since=since, until=until, publishers=publishers, exclude=exclude)
        rows = self._connection.execute(
            f"SELECT p.id FROM articles a JOIN passages p ON p.article_id = a.id WHERE {' AND '.join(where) or '1'}"
            " ORDER BY p.id",
            values,
        )
        return np.array([row[0] for row in rows], dtype=np.int64)

    def origins(self, *, after: int = 0) -> list[tuple[int, str | None, date | None]]:
        """Id, publisher and day of publication of every passage above the id `after`, by ascending id."""
        rows = self._connection.execute(
            "SELECT p.id, a.publisher, a.published FROM passages p JOIN articles a ON a.id = p.article_id"
            " WHERE p.id > ? ORDER BY p.id",
            (after,),
        )
        return [(passage_id, publisher, day(published)) for passage_id, publisher, published in rows]

    def passages_of(self, article_ids: Sequence[str]) -> list[int]:
        """Ids of the passages of some articles."""
        query = f"SELECT id FROM passages WHERE article_id IN {AMONG}"
        rows = self._connection.execute(query, (json.dumps(list(article_ids)),))
        return [row[0] for row in rows]

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        query = f"SELECT {HEADER}, text FROM articles WHERE id = ?"
        try:
            row = self._connection.execute(query, (article_id,)).fetchone()
        except UnicodeEncodeError:  # half a character, which no id has
            return None
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
        wanted = Wanted(publisher=publisher, since=since, until=until, text=text or "")
        return self.listing(wanted).page(limit=limit, offset=offset)

    def listing(self, wanted: Wanted) -> Listing:
        """The articles that are wanted: how many, a page of them, their days."""
        return Listing(self._connection, wanted)

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

    def undated(self, publishers: Sequence[str] = ()) -> int:
        """How many articles have no known day, of some publishers or of all."""
        where, values = filters(since=None, until=None, publishers=publishers)
        query = f"SELECT count(*) FROM articles a WHERE {' AND '.join(['a.published IS NULL', *where])}"
        return int(self._connection.execute(query, values).fetchone()[0])

    def coverage(self, *, frequent: int = 5) -> Coverage:
        """Which days and whose articles the library covers; two indexes tell it, so it is cheap in a large one."""
        articles, dated, earliest, latest = self._connection.execute(
            "SELECT count(*), count(published), (SELECT min(published) FROM articles),"
            " (SELECT max(published) FROM articles) FROM articles"
        ).fetchone()
        rows = self._connection.execute(
            "SELECT publisher, count(*) FROM articles WHERE publisher NOT NULL GROUP BY publisher ORDER BY 2 DESC, 1"
        ).fetchall()
        return Coverage(
            articles=articles,
            earliest=day(earliest),
            latest=day(latest),
            undated=articles - dated,
            publishers=len(rows),
            frequent=tuple((publisher, count) for publisher, count in rows[:frequent]),
        )

    def group_of(
        self,
        article_id: str,
        *,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> list[str]:
        """Ids of an article and its near-copies, as far as they pass the filters; the earliest published first.

        None for an article that an older version of this program stored and `Library.link_all` has not linked yet.
        """
        where, values = filters(since=since, until=until, publishers=publishers, exclude=exclude)
        rows = self._connection.execute(
            "SELECT a.id FROM identities i JOIN identities o USING (first) JOIN articles a ON a.id = o.article_id"
            f" WHERE {' AND '.join(['i.article_id = ?', *where])} ORDER BY a.published IS NULL, a.published, o.number",
            [article_id, *values],
        )
        return [row[0] for row in rows]

    def groups(self, article_ids: Sequence[str]) -> dict[str, int]:
        """By the ids of articles, a number that an article has in common with its near-copies alone."""
        marks = ",".join("?" * len(article_ids))
        rows = self._connection.execute(
            f"SELECT article_id, first FROM identities WHERE article_id IN ({marks})", list(article_ids)
        )
        return dict(rows)

    def skipped(self, limit: int | None = None) -> list[SkippedSource]:
        """The sources that were skipped and not added since, the newest first."""
        rows = self._connection.execute(
            "SELECT source, reason, noted FROM skipped ORDER BY number DESC LIMIT ?", (-1 if limit is None else limit,)
        )
        return [SkippedSource(source, reason, datetime.fromisoformat(noted)) for source, reason, noted in rows]

    def count_skipped(self) -> int:
        """How many sources were skipped and not added since."""
        return int(self._connection.execute("SELECT count(*) FROM skipped").fetchone()[0])
