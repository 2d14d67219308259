"""A migration brings the tables of a library of an older version to the present one; each step stays as it is for good.

They add tables and indexes and leave the articles alone, so that a large library is opened as fast as a small one.
What the new tables hold of articles that were there before is made when something is added next (`Library.link_all`).
"""

from __future__ import annotations

from secrets import token_hex

from vectorstore.database import Connection, meta

_STEPS = {  # from each version to the next
    1: """
CREATE INDEX articles_publisher ON articles (publisher);
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
""",
}


def migrate(connection: Connection, version: int) -> None:
    """Bring the tables from a version to the newest, within one transaction."""
    while version in _STEPS:
        for statement in _STEPS[version].split(";"):
            connection.execute(statement)
        version += 1
    generation = int(meta(connection, "generation"))
    connection.execute("INSERT OR IGNORE INTO changes VALUES (?, ?)", (generation, token_hex(8)))
    connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(version),))
