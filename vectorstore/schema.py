"""The library's tables, and how their rows are chosen and read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

SCHEMA_VERSION = 2  # `migrations` brings older ones here
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT, published TEXT, authors TEXT NOT NULL,
    url TEXT, language TEXT, digest INTEGER NOT NULL, title_derived INTEGER NOT NULL,
    text TEXT NOT NULL, hash BLOB NOT NULL
);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_publisher ON articles (publisher);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE INDEX passages_article ON passages (article_id);
CREATE TABLE vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE, vector BLOB NOT NULL
);
CREATE TABLE removed (passage_id INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
CREATE TABLE changes (generation INTEGER PRIMARY KEY, mark TEXT NOT NULL);
CREATE TABLE identities (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
    text_key BLOB NOT NULL, address TEXT, first INTEGER NOT NULL
);
CREATE INDEX identities_text ON identities (text_key);
CREATE INDEX identities_address ON identities (address);
CREATE INDEX identities_first ON identities (first);
CREATE TABLE bands (band INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (band, number)) WITHOUT ROWID;
CREATE TABLE skipped (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, reason TEXT NOT NULL, noted TEXT NOT NULL
);
"""

# What articles and their headers have in common.
HEADER = "id, title, publisher, published, authors, url, language, digest, title_derived"


def header_fields(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of an article or its header, from a row that begins with the columns of `HEADER`."""
    names = HEADER.split(", ")
    return {
        **dict(zip(names, row, strict=False)),
        "published": day(row[3]),
        "authors": tuple(json.loads(row[4])),
        "digest": bool(row[7]),
        "title_derived": bool(row[8]),
    }


AMONG = "(SELECT value FROM json_each(?))"  # of a list as JSON: question marks there may be too few for a long one


def filters(
    *, since: date | None, until: date | None, publishers: Sequence[str], exclude: Sequence[str] = ()
) -> tuple[list[str], list[object]]:
    """Conditions on the table of articles `a`, and the values of their question marks."""
    where: list[str] = []
    values: list[object] = []
    if since:
        where.append("a.published >= ?")
        values.append(date.isoformat(since))  # of a datetime its day, too
    if until:
        where.append("a.published <= ?")
        values.append(date.isoformat(until))
    if publishers:
        where.append(f"a.publisher IN {AMONG}")
        values.append(json.dumps(list(publishers)))
    if exclude:
        where.append(f"a.id NOT IN {AMONG}")
        values.append(json.dumps(list(exclude)))
    return where, values


def day(value: str | None) -> date | None:
    """A day as it is stored, or None for an unknown one."""
    return date.fromisoformat(value) if value else None
