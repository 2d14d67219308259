"""A CSV file holds many articles, one a row, below a row that names the columns; a row that is wrong spoils no other.

The columns have the names that fields have in JSONL. The delimiter is a comma, a semicolon or a tab, whichever
makes the most of the first row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.fields import Fields, shown, text_field
from corpus.jsonl import listed_article, tell_apart

MAX_ROW = 20_000_000  # characters
_CHUNK = 2**20
_SNIFFED = 64 * 1024  # characters that hold the first row
_DELIMITERS = ",;\t"
_NEEDED = ("title", "text")


def read_csv(stream: TextIO, source: str) -> Iterator[Article | Skipped]:
    """The articles in a table, as they are read; nothing for an empty row.

    `stream` must be seekable, opened with newline="" and, where its bytes may be no UTF-8, with
    errors="surrogateescape". What is skipped is named "source:line" after the line that the row begins in,
    counted from 1. Raises SourceError where the first row does not name the columns that are needed, or stands
    alone.
    """
    delimiter = _delimiter(stream.read(_SNIFFED))
    stream.seek(0)
    return tell_apart(_items(stream, source, delimiter))


def _delimiter(start: str) -> str:
    names = {delimiter: _names(start, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda each: (sum(name in names[each] for name in _NEEDED), len(names[each])))
    missing = [name for name in _NEEDED if name not in names[best]]
    if missing:
        raise SourceError(
            f"the first row names no column {' and no column '.join(missing)}; name the columns in the first row"
        )
    twice = [name for name in names[best] if name and names[best].count(name) > 1]
    if twice:
        raise SourceError(f"the first row names two columns {shown(twice[0])}; give every column a name of its own")
    return best


def _names(start: str, delimiter: str) -> list[str]:
    try:
        row = next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
    return [_name(cell) for cell in row]


def _name(cell: str) -> str:
    return cell.strip().removeprefix("\ufeff").lower()


def _items(stream: TextIO, source: str, delimiter: str) -> Iterator[Article | Skipped]:
    csv.field_size_limit(MAX_ROW)  # of the whole process; Python's own is 131,072, and articles are longer
    lines = _Lines(stream)
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    names: list[str] | None = None
    empty = True
    while True:
        lines.room = MAX_ROW
        number = lines.number + 1
        try:
            row = next(table, None)
            if row is None:
                break
            if names is None:
                names = [_name(cell) for cell in row]
                continue
            if not any(cell.strip() for cell in row):
                continue
            item: Article | Skipped = _article(names, row)
        except SourceError as error:
            item = Skipped(f"{source}:{number}", str(error))
        except csv.Error as error:
            reason = f"the row is not valid CSV ({error}); put texts in quotes, and double quotes in them"
            item = Skipped(f"{source}:{number}", reason)
        empty = False
        yield item
    if empty:
        raise SourceError("the file has no rows below the first; add some")


def _article(names: list[str], row: list[str]) -> Article:
    if len(row) != len(names):
        counts = f"the row has {len(row)} cells and the first row {len(names)}"
        raise SourceError(f"{counts}; put texts that hold the delimiter in quotes")
    try:
        "".join(row).encode()
    except UnicodeEncodeError:
        raise SourceError("the row is not UTF-8 text; save the file as UTF-8") from None
    fields: Fields = {name: cell for name, cell in zip(names, row, strict=True) if name and cell.strip()}
    title, text = text_field(fields, "title"), text_field(fields, "text")
    if title is None or text is None:
        missing = " and ".join(name for name in _NEEDED if name not in fields)
        raise SourceError(f"the row has no {missing}; give every article a title and a text")
    return listed_article(fields, title, text)


class _Lines:
    """The lines of a stream with their number, of which one row may take `room` characters."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self.room = MAX_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self.room + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.room -= len(line)
        if self.room < 0:
            while line and line[-1] not in "\r\n":
                line = self._stream.readline(_CHUNK)
            raise SourceError(f"the row is longer than {MAX_ROW:,} characters; split the article")
        return line
