"""How rows are chosen and read."""

from __future__ import annotations

from datetime import date

from vectorstore.schema import HEADER, day, filters, header_fields


def test_filters() -> None:
    assert filters(since=None, until=None, publishers=[]) == ([], [])
    assert filters(since=date(2018, 1, 2), until=date(2019, 3, 4), publishers=["A", "B"]) == (
        ["a.published >= ?", "a.published <= ?", "a.publisher IN (?,?)"],
        ["2018-01-02", "2019-03-04", "A", "B"],
    )


def test_header_fields() -> None:
    row = ("a", "T", None, "2018-01-24", '["X", "Ÿ"]', None, "en", 1, 0, "the text")
    fields = header_fields(row)
    assert list(fields) == HEADER.split(", ")
    assert list(fields.values()) == ["a", "T", None, date(2018, 1, 24), ("X", "Ÿ"), None, "en", True, False]


def test_day() -> None:
    assert day(None) is None
    assert day("0987-01-02") == date(987, 1, 2)
