"""Files to read, written for a test, and what reading one of them gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus import Article, Skipped, read
from corpus.workers import Workers

KINDS = ".md, .txt, .html, .pdf, .docx, .jsonl or .csv"
EMPTY = "the file is empty; remove it or fill it"
GOOD = "Talks end in Astana\n\nThe talks ended on Monday.\n"


@cache
def workers() -> Workers:
    """A pool for all tests, so that not each one starts a process; it ends with the tests."""
    return Workers()


def read_one(path: str | Path) -> Article:
    [item] = read([path], workers=workers())
    assert isinstance(item, Article), item
    return item


def reason(path: str | Path) -> str:
    [item] = read([path], workers=workers())
    assert isinstance(item, Skipped), item
    assert item.source == str(path)
    return item.reason


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
