"""Writing puts articles and what was derived from them into the tables, and takes them out, within one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex
from uuid import uuid4

from corpus.article import Article, Skipped
from vectorstore import links
from vectorstore.database import Connection, meta
from vectorstore.embedding import Vectors
from vectorstore.records import Fingerprint, content_hash
from vectorstore.schema import SCHEMA_VERSION, TABLES

MOST_SKIPPED = 1_000  # sources of which it is kept why they were skipped


def write_tables(connection: Connection, fingerprint: Fingerprint) -> None:
    """The tables of a new library, and what it knows about itself."""
    connection.executescript(TABLES)
    values = {"schema": SCHEMA_VERSION, "uid": uuid4().hex, "generation": 0, **vars(fingerprint)}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in values.items()])
    connection.execute("INSERT INTO changes VALUES (0, ?)", (token_hex(8),))


def next_generation(connection: Connection) -> int:
    """Count one more change, and mark it."""
    generation = int(meta(connection, "generation")) + 1
    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
    connection.execute("INSERT INTO changes VALUES (?, ?)", (generation, token_hex(8)))
    return generation


def put_article(
    connection: Connection, article: Article, passages: Sequence[tuple[int, int]], vectors: Vectors, generation: int
) -> None:
    """Add an article, or replace the one with the same id, which keeps its place in the order of adding."""
    place = links.place_of(connection, article.id)
    remove_article(connection, article.id, generation)
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
    put_passages(connection, article.id, passages, vectors)
    links.link(connection, article, place)


def put_passages(
    connection: Connection, article_id: str, passages: Sequence[tuple[int, int]], vectors: Vectors
) -> None:
    """Add the passages of an article with their vectors."""
    for (start, end), vector in zip(passages, vectors, strict=True):
        cursor = connection.execute(
            'INSERT INTO passages (article_id, start, "end") VALUES (?, ?, ?)', (article_id, start, end)
        )
        connection.execute("INSERT INTO vectors VALUES (?, ?)", (cursor.lastrowid, vector.tobytes()))


def remove_article(connection: Connection, article_id: str, generation: int) -> bool:
    """Remove an article with all that was derived from it; whether it was there."""
    copies = links.unlink(connection, article_id)
    connection.execute("INSERT INTO removed SELECT id, ? FROM passages WHERE article_id = ?", (generation, article_id))
    there = connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount > 0
    links.settle(connection, copies)
    return there


def replace_skipped(connection: Connection, forgotten: Sequence[str], skipped: Sequence[Skipped]) -> None:
    """Forget some of the skipped sources, and note others, of which the newest are kept."""
    gone = [*forgotten, *(item.source for item in skipped)]
    connection.executemany("DELETE FROM skipped WHERE source = ?", [(source,) for source in gone])
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.executemany(
        "INSERT INTO skipped (source, reason, noted) VALUES (?, ?, ?)",
        [(item.source, item.reason, now) for item in skipped],
    )
    connection.execute(
        "DELETE FROM skipped WHERE number NOT IN (SELECT number FROM skipped ORDER BY number DESC LIMIT ?)",
        (MOST_SKIPPED,),
    )
