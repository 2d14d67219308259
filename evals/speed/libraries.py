"""The libraries that are measured, kept between runs: real articles, and made-up ones of any size that look like them.

A made-up passage has words of real sentences, and as its vector a real one moved by the difference of two others:
so it has neighbours as near, and in as many directions, as real ones. (Among vectors drawn evenly, none is near.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.readers import read
from corpus.sentences import sentence_spans
from evals import kept as kept_folders
from qa.retrieval import Retriever
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.indexes import Filters, Indexes
from vectorstore.library import Library
from vectorstore.passages import MAX_TOKENS
from vectorstore.schema import SCHEMA_VERSION

_RECIPE = "1"  # change it whenever a made-up library would come out differently
_PASSAGES = 8  # of a made-up article, as real ones have
_MOVED = 0.6  # of the difference of two vectors: a cosine of about 0.8 to the vector it started from
_REPLACED = 0.5  # share of a real sentence's words that make way for words from anywhere
_FULL = 0.8  # of a passage's room: enough for it to end with its paragraph

_FIRST_DAY = date(2020, 1, 1)
_DAYS = 1_000  # the days of publication, all alike
_PUBLISHERS = ("The Rare Gazette", "The Common Post", "The Other Times", "The Other News")
_SHARES = (0.01, 0.30, 0.35, 0.34)  # of the articles by each of them

FILTERS = {  # that leave a known share of a made-up library
    "publisher 1 %": Filters(publishers=_PUBLISHERS[:1]),
    "publisher 30 %": Filters(publishers=_PUBLISHERS[1:2]),
    "period 1 %": Filters(since=_FIRST_DAY + timedelta(500), until=_FIRST_DAY + timedelta(509)),
    "period 30 %": Filters(since=_FIRST_DAY + timedelta(500), until=_FIRST_DAY + timedelta(799)),
}


@dataclass(frozen=True)
class Opened:
    """A library with what searches it."""

    library: Library
    indexes: Indexes
    model: EmbeddingModel
    retriever: Retriever


@contextmanager
def opened(home: Path, model: EmbeddingModel, *, watch: bool = False) -> Iterator[Opened]:
    """The library in a folder, its indexes ready; with `watch` they are opened and kept up by themselves, as the
    engine has it.
    """
    library = Library(home / "library.sqlite3", ingest.fingerprint_of(model))
    indexes = Indexes(library, home / "indexes", watch=watch)
    try:
        if not watch:
            indexes.catch_up()
        yield Opened(library, indexes, model, Retriever(indexes))
    finally:
        indexes.close()


def read_articles(corpus: Path) -> list[Article]:
    """The articles of a JSONL file; raises ValueError where one cannot be read."""
    articles = []
    for item in read(corpus):
        if not isinstance(item, Article):
            raise ValueError(f"{item.source} cannot be read: {item.reason}")
        articles.append(item)
    return articles


def real(kept: Path, corpus: Path, model: EmbeddingModel) -> Path:
    """The folder of a library of the articles of a JSONL file; made below `kept` unless it is there."""

    def make(home: Path) -> None:
        library = Library(home / "library.sqlite3", ingest.fingerprint_of(model))
        for _ in ingest.add(library, model, read_articles(corpus)):
            pass

    return _kept(kept / "real", _made_from(model, corpus), model, make)


def made_up(kept: Path, passages: int, corpus: Path, model: EmbeddingModel) -> Path:
    """The folder of a made-up library of so many passages (in eights), like the articles of a JSONL file."""

    def make(home: Path) -> None:
        with Library(real(kept, corpus, model) / "library.sqlite3", None).snapshot() as snapshot:
            _, vectors = snapshot.vectors(model.dimension)
        drawn = _Drawn(model, vectors)
        library = Library(home / "library.sqlite3", ingest.fingerprint_of(drawn))
        for _ in ingest.add(library, drawn, made_up_articles(passages // _PASSAGES, read_articles(corpus), model)):
            pass
        with library.snapshot() as snapshot:
            made = snapshot.counts()[2]
        if made != passages // _PASSAGES * _PASSAGES:
            raise RuntimeError(f"{made} passages came of {passages // _PASSAGES} made-up articles")

    return _kept(kept / f"made-up-{passages}", f"{_made_from(model, corpus)} {_RECIPE} {passages}", model, make)


def made_up_articles(count: int, articles: Sequence[Article], model: EmbeddingModel) -> Iterator[Article]:
    """So many articles of eight passages each, made of the words of real ones; the same every time."""
    rng = np.random.default_rng(1)
    sentences = [
        np.array(article.text[start:end].split(), dtype=object)
        for article in articles
        for start, end in sentence_spans(article.text)
    ]
    sentences = [sentence for sentence in sentences if 5 <= len(sentence) <= 40]
    words = np.concatenate(sentences)
    known = sorted(set(words))
    size = dict(zip(known, model.count_tokens(known), strict=True))

    def sentence() -> list[str]:
        kept = sentences[rng.integers(len(sentences))]
        drawn = words[rng.integers(len(words), size=len(kept))]
        return list(np.where(rng.random(len(kept)) < _REPLACED, drawn, kept))

    def paragraph() -> str:
        said: list[str] = []
        filled = 0
        while filled < _FULL * MAX_TOKENS:
            more = sentence()
            tokens = sum(size[word] for word in more)
            if filled + tokens <= MAX_TOKENS:
                said += more
                filled += tokens
        return " ".join(said)

    for number in range(count):
        yield Article(
            id=f"made-up-{number:07}",
            title=" ".join(sentence()[:10]),
            text="\n\n".join(paragraph() for _ in range(_PASSAGES)),
            publisher=str(rng.choice(_PUBLISHERS, p=_SHARES)),
            published=_FIRST_DAY + timedelta(int(rng.integers(_DAYS))),
        )


class _Drawn(EmbeddingModel):
    """The embedding model, but for its vectors, which are drawn to look like some real ones."""

    def __init__(self, model: EmbeddingModel, vectors: Vectors) -> None:
        vars(self).update(vars(model))  # not loaded again
        self._like = vectors
        self._rng = np.random.default_rng(2)

    def encode(self, texts: Sequence[str]) -> Vectors:
        base, plus, minus = (self._like[self._rng.integers(len(self._like), size=len(texts))] for _ in range(3))
        moved = base + _MOVED * (plus - minus)
        vectors: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return vectors


def _made_from(model: EmbeddingModel, corpus: Path) -> str:
    articles = hashlib.sha256(corpus.read_bytes()).hexdigest()
    return f"{SCHEMA_VERSION} {ingest.fingerprint_of(model)} {articles}"


def _kept(home: Path, made_from: str, model: EmbeddingModel, make: Callable[[Path], None]) -> Path:
    """The folder of a library with its indexes, made anew unless it was made from the same."""
    mark = home / "made-from"
    if not kept_folders.is_whole(mark, made_from):
        make(home)
        with opened(home, model):
            pass  # the indexes are built
        kept_folders.note_whole(mark, made_from)
    return home
