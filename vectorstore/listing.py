"""A listing is the articles of one snapshot that one wants to see: how many, a page of them in order, their days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from corpus.article import ArticleHeader
from vectorstore.database import Connection
from vectorstore.schema import HEADER, day, filters, header_fields

Order = Literal["newest", "oldest", "title", "publisher"]
Kind = Literal["undated", "digests", "originals"]
ORDERS: tuple[Order, ...] = get_args(Order)
KINDS: tuple[Kind, ...] = get_args(Kind)

_ORDER_BY: dict[Order, str] = {  # what is not known comes last
    "newest": "a.published DESC, a.title, a.id",
    "oldest": "a.published IS NULL, a.published, a.title, a.id",
    "title": "a.title COLLATE NOCASE, a.published DESC, a.id",
    "publisher": "a.publisher IS NULL, a.publisher COLLATE NOCASE, a.published DESC, a.title, a.id",
}
_OF_KIND: dict[Kind, str] = {"undated": "a.published IS NULL", "digests": "a.digest", "originals": "NOT a.digest"}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which articles are listed: those that pass all of these."""

    text: str = ""  # stands in the title or in the text, in capitals or not
    publisher: str | None = None
    since: date | None = None  # undated articles pass neither this
    until: date | None = None  # nor this
    kind: Kind | None = None


class Listing:
    """The articles that are wanted, as long as their snapshot is open."""

    def __init__(self, connection: Connection, wanted: Wanted) -> None:
        self._connection = connection
        where, values = filters(
            since=wanted.since, until=wanted.until, publishers=[wanted.publisher] if wanted.publisher else []
        )
        if wanted.kind:
            where.append(_OF_KIND[wanted.kind])
        if wanted.text and not wanted.text.isascii():  # LIKE knows no capitals but those of ASCII, and is quicker
            connection.create_function("folded", 1, str.casefold, deterministic=True)
            where.append("(instr(folded(a.title), ?) OR instr(folded(a.text), ?))")
            values.extend([wanted.text.casefold()] * 2)
        elif wanted.text:
            where.append("(a.title LIKE ? ESCAPE '\\' OR a.text LIKE ? ESCAPE '\\')")
            pattern = "%" + wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            values.extend([pattern, pattern])
        self._where = " AND ".join(where) or "1"
        self._values: Sequence[object] = [_whole(value) for value in values]

    def count(self) -> int:
        """How many there are."""
        row = self._connection.execute(f"SELECT count(*) FROM articles a WHERE {self._where}", self._values).fetchone()
        return int(row[0])

    def page(self, order: Order = "newest", *, limit: int | None = None, offset: int = 0) -> list[ArticleHeader]:
        """Some of them in order, without their text."""
        # First which ones, then what is shown of them: sorting whole rows would read each text.
        chosen = f"SELECT a.rowid FROM articles a WHERE {self._where} ORDER BY {_ORDER_BY[order]} LIMIT ? OFFSET ?"
        rows = self._connection.execute(
            f"SELECT {HEADER}, length(text) FROM articles a WHERE a.rowid IN ({chosen}) ORDER BY {_ORDER_BY[order]}",
            [*self._values, -1 if limit is None else limit, offset],
        )
        return [ArticleHeader(**header_fields(row), characters=row[-1]) for row in rows]

    def days(self) -> dict[date | None, int]:
        """By day, the earliest first, how many were published on it; None stands for those whose day is not known."""
        rows = self._connection.execute(
            f"SELECT a.published, count(*) FROM articles a WHERE {self._where} GROUP BY 1 ORDER BY 1 NULLS LAST",
            self._values,
        )
        return {day(published): count for published, count in rows}


def _whole(value: object) -> object:
    """A text with what is half a character in it replaced, which the database refuses; all else as it is."""
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value
