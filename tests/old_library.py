"""A library as the first version of the program wrote it: its tables, word for word, and a few rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from tests.libraries import FINGERPRINT, Entry
from vectorstore.records import content_hash

TABLES_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT, published TEXT, authors TEXT NOT NULL,
    url TEXT, language TEXT, digest INTEGER NOT NULL, title_derived INTEGER NOT NULL,
    text TEXT NOT NULL, hash BLOB NOT NULL
);
CREATE INDEX articles_published ON articles (published);
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
"""


def library_of_version_1(path: Path, entries: Iterable[Entry]) -> Path:
    """A file of the first version with some articles, at generation 7."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(TABLES_1)
    facts = {"schema": 1, "uid": "old", "generation": 7, **vars(FINGERPRINT)}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in facts.items()])
    for article, spans, vectors in entries:
        day = article.published.isoformat() if article.published else None
        row: list[object] = [
            article.id,
            article.title,
            article.publisher,
            day,
            json.dumps(article.authors),
            article.url,
        ]
        row += [article.language, article.digest, article.title_derived, article.text, content_hash(article)]
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for (start, end), vector in zip(spans, vectors, strict=True):
            cursor = connection.execute(
                'INSERT INTO passages (article_id, start, "end") VALUES (?, ?, ?)', (article.id, start, end)
            )
            connection.execute("INSERT INTO vectors VALUES (?, ?)", (cursor.lastrowid, vector.tobytes()))
    connection.commit()
    connection.close()
    return path
