"""How rows are chosen and read."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pytest

from vectorstore.schema import HEADER, day, filters, header_fields


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({}, ["early", "late", "other", "undated"]),
        ({"since": date(2018, 1, 2)}, ["late", "other"]),
        ({"until": date(2018, 1, 1)}, ["early"]),
        ({"since": date(2018, 1, 1), "until": date(2018, 1, 2)}, ["early", "late"]),
        ({"publishers": ["A", 'The "B"']}, ["early", "late", "undated"]),
        ({"exclude": ["early", "no such"]}, ["late", "other", "undated"]),
        ({"since": date(2018, 1, 2), "publishers": ["A"], "exclude": ["early"]}, ["late"]),
    ],
)
def test_filters(asked: dict[str, Any], kept: list[str]) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE a (id TEXT, published TEXT, publisher TEXT)")
    db.executemany(
        "INSERT INTO a VALUES (?, ?, ?)",
        [
            ("early", "2018-01-01", "A"),
            ("late", "2018-01-02", "A"),
            ("other", "2018-01-03", "C"),
            ("undated", None, 'The "B"'),
        ],
    )
    where, values = filters(**{"since": None, "until": None, "publishers": []} | asked)
    rows = db.execute(" AND ".join(["SELECT id FROM a WHERE 1", *where]), values)
    assert sorted(row[0] for row in rows) == kept


def test_header_fields() -> None:
    row = ("a", "T", None, "2018-01-24", '["X", "Ÿ"]', None, "en", 1, 0, "the text")
    fields = header_fields(row)
    assert list(fields) == HEADER.split(", ")
    assert list(fields.values()) == ["a", "T", None, date(2018, 1, 24), ("X", "Ÿ"), None, "en", True, False]


def test_day() -> None:
    assert day(None) is None
    assert day("0987-01-02") == date(987, 1, 2)
