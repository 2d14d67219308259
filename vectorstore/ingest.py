"""Ingesting takes articles into a library: cut into passages, embedded, stored.

An article's outcome is yielded after its transaction is on disk, and not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.article import Article, Skipped
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.library import Library
from vectorstore.passages import HEADER_TOKENS, PASSAGE_RULES, header, split
from vectorstore.records import Fingerprint

_BATCH_PASSAGES = 256  # passages embedded together, so that their lengths can be matched


@dataclass(frozen=True)
class Outcome:
    """What became of one article, or of one source that gave none."""

    source: str  # the article's id, or the path of what was skipped
    status: Literal["added", "changed", "unchanged", "skipped"]
    reason: str | None = None  # why it was skipped


def fingerprint_of(model: EmbeddingModel) -> Fingerprint:
    """What a library whose vectors this model makes depends on."""
    return Fingerprint(model.name, model.fingerprint, model.dimension, PASSAGE_RULES)


def add(library: Library, model: EmbeddingModel, items: Iterable[Article | Skipped]) -> Iterator[Outcome]:
    """Take articles in, yielding what became of each; those that are there unchanged cost nothing.

    Raises LibraryBusyError or LibraryError where the library cannot be written; what was yielded
    before stays.
    """
    batch: dict[str, tuple[Article, list[tuple[int, int]]]] = {}
    waiting = 0
    for item in items:
        if isinstance(item, Skipped):
            yield Outcome(item.source, "skipped", item.reason)
            continue
        if item.id in batch:
            yield from _store(library, model, batch)
            batch, waiting = {}, 0
        if library.state_of(item) == "unchanged":
            yield Outcome(item.id, "unchanged")
            continue
        passages = split(item, model.count_tokens)
        if not passages:
            yield Outcome(item.id, "skipped", "The article has no text.")
            continue
        batch[item.id] = (item, passages)
        waiting += len(passages)
        if waiting >= _BATCH_PASSAGES:
            yield from _store(library, model, batch)
            batch, waiting = {}, 0
    yield from _store(library, model, batch)


def reembed(library: Library, model: EmbeddingModel) -> Iterator[str]:
    """Make all passages and vectors of a library anew, yielding each article's id as it is embedded.

    The library changes in one transaction at the end.
    """
    entries = []
    with library.snapshot() as snapshot:
        for item in snapshot.headers():
            article = snapshot.article(item.id)
            assert article is not None  # the same snapshot
            passages = split(article, model.count_tokens)
            entries.append((article.id, passages, _embed(model, [(article, passages)])))
            yield article.id
    library.replace_vectors(entries)


def _store(
    library: Library, model: EmbeddingModel, batch: dict[str, tuple[Article, list[tuple[int, int]]]]
) -> Iterator[Outcome]:
    if not batch:
        return
    entries = list(batch.values())
    vectors = _embed(model, entries)
    states = [library.state_of(article) for article, _ in entries]
    rows = []
    at = 0
    for article, passages in entries:
        rows.append((article, passages, vectors[at : at + len(passages)]))
        at += len(passages)
    library.put(rows)
    for (article, _), state in zip(entries, states, strict=True):
        yield Outcome(article.id, state)


def _embed(model: EmbeddingModel, entries: Iterable[tuple[Article, list[tuple[int, int]]]]) -> Vectors:
    texts = []
    for article, passages in entries:
        heading = _short_header(article, model)
        texts.extend(f"{heading}\n{article.text[start:end]}" for start, end in passages)
    return model.encode(texts)


def _short_header(article: Article, model: EmbeddingModel) -> str:
    heading = header(article)
    while heading and model.count_tokens([heading])[0] > HEADER_TOKENS:
        heading = heading[: len(heading) * 3 // 4]
    return heading
