"""Small libraries for tests: one passage a paragraph, with vectors drawn at random, so that no model is needed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from corpus.article import Article
from vectorstore.embedding import Vectors
from vectorstore.indexes import Filters, Hits, Indexes
from vectorstore.library import Library
from vectorstore.records import Fingerprint
from vectorstore.snapshot import Snapshot

ROOT = Path(__file__).parent.parent
DIMENSION = 8
FINGERPRINT = Fingerprint("test-model", "0123", DIMENSION, "1")
ALL = Filters()

Entry = tuple[Article, list[tuple[int, int]], Vectors]


def unit_vectors(count: int, *, dimension: int = DIMENSION, seed: int = 0) -> Vectors:
    """Random vectors of length 1, one a row."""
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    vectors: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return vectors


def make_article(
    article_id: str, *paragraphs: str, publisher: str | None = None, published: date | None = None, title: str = ""
) -> Article:
    return Article(
        id=article_id,
        title=title or f"About {article_id}",
        text="\n\n".join(paragraphs or (f"The text of {article_id}.",)),
        publisher=publisher,
        published=published,
    )


def entry(article: Article, *, seed: int = 0) -> Entry:
    """An article as `Library.put` takes it: each paragraph is a passage."""
    spans, at = [], 0
    for paragraph in article.text.split("\n\n"):
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return article, spans, unit_vectors(len(spans), seed=seed)


def many(count: int, *, first: int = 0, passages: int = 3) -> list[Entry]:
    """Articles a0, a1, … of a few passages each, which all say "common" and each a word of its own."""
    return [
        entry(make_article(f"a{n}", *(f"Common word {n}x{part} here." for part in range(passages))), seed=1_000 + n)
        for n in range(first, first + count)
    ]


def new_library(folder: Path, *entries: Entry) -> Library:
    library = Library(folder / "library.sqlite3", FINGERPRINT)
    if entries:
        library.put(entries)
    return library


def changed(library_entry: Entry, *paragraphs: str, seed: int = 9) -> Entry:
    """The same article with another text."""
    return entry(replace(library_entry[0], text="\n\n".join(paragraphs)), seed=seed)


def passage_ids(snapshot: Snapshot, article_id: str | None = None) -> list[int]:
    return [item.id for item in snapshot.passages() if article_id in (None, item.article_id)]


def nearest(indexes: Indexes, library: Library, vector: Vectors, k: int = 5, filters: Filters = ALL) -> Hits:
    with library.snapshot() as snapshot:
        return indexes.nearest(snapshot, vector, k, filters)


def best(indexes: Indexes, library: Library, words: str, k: int = 5, filters: Filters = ALL) -> Hits:
    with library.snapshot() as snapshot:
        return indexes.best(snapshot, words, k, filters)


def started(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that runs some code in the project's root; what it prints can be read from `stdout`."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
