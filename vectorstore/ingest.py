"""Ingesting takes articles into a library: cut into passages, embedded, stored.

An article's outcome is yielded after its transaction is on disk, and not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.article import Article, Skipped
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.library import Library
from vectorstore.passages import HEADER_TOKENS, PASSAGE_RULES, header, split
from vectorstore.records import Fingerprint

_BATCH_PASSAGES = 256  # passages embedded together, so that their lengths can be matched

_Entry = tuple[Article, list[tuple[int, int]]]  # an article and the offsets of its passages


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

    Outcomes come in the order of the items. Raises LibraryBusyError or LibraryError where the library
    cannot be written; what was yielded before stays.
    """
    batch: list[_Entry | Outcome] = []  # what is to be stored, and what became of the items in between
    ids: set[str] = set()  # of the articles in the batch
    filled = 0
    for item in items:
        if isinstance(item, Article) and item.id in ids:
            yield from _store(library, model, batch)
            batch, ids, filled = [], set(), 0
        entry = _look_at(library, model, item)
        if isinstance(entry, Outcome) and not batch:
            yield entry
            continue
        batch.append(entry)
        if not isinstance(entry, Outcome):
            ids.add(entry[0].id)
            filled += len(entry[1])
        if filled >= _BATCH_PASSAGES or len(batch) >= _BATCH_PASSAGES:
            yield from _store(library, model, batch)
            batch, ids, filled = [], set(), 0
    yield from _store(library, model, batch)


def reembed(library: Library, model: EmbeddingModel) -> Iterator[str]:
    """Make all passages and vectors of a library anew, yielding each article's id as it is embedded.

    The library changes in one transaction at the end. Raises LibraryBusyError, changing nothing, where
    articles were added or removed meanwhile.
    """
    entries = []
    with library.snapshot() as snapshot:
        generation = snapshot.generation
        for item in snapshot.headers():
            article = snapshot.article(item.id)
            assert article is not None  # the same snapshot
            passages = split(article, model.count_tokens)
            entries.append((article.id, passages, embed(model, [(article, passages)])))
            yield article.id
    library.replace_vectors(entries, generation=generation)


def _look_at(library: Library, model: EmbeddingModel, item: Article | Skipped) -> _Entry | Outcome:
    """An article to be stored, with its passages, or the outcome of an item that needs no storing."""
    if isinstance(item, Skipped):
        return Outcome(item.source, "skipped", item.reason)
    if library.state_of(item) == "unchanged":
        return Outcome(item.id, "unchanged")
    passages = split(item, model.count_tokens)
    return (item, passages) if passages else Outcome(item.id, "skipped", "The article has no text.")


def _store(library: Library, model: EmbeddingModel, batch: Sequence[_Entry | Outcome]) -> Iterator[Outcome]:
    """Store the articles of a batch in one transaction, then yield what became of each of its items."""
    entries = [entry for entry in batch if not isinstance(entry, Outcome)]
    if not entries:
        return
    vectors = embed(model, entries)
    states = {article.id: library.state_of(article) for article, _ in entries}
    rows = []
    at = 0
    for article, passages in entries:
        rows.append((article, passages, vectors[at : at + len(passages)]))
        at += len(passages)
    library.put(rows)
    for entry in batch:
        yield entry if isinstance(entry, Outcome) else Outcome(entry[0].id, states[entry[0].id])


def embed(model: EmbeddingModel, entries: Iterable[_Entry]) -> Vectors:
    """The vectors of articles' passages, one a row, each preceded by its article's header."""
    texts: list[str] = []
    for article, passages in entries:
        heading = _short_header(article, model)
        texts.extend(f"{heading}\n{article.text[start:end]}" for start, end in passages)
    return model.encode(texts)


def _short_header(article: Article, model: EmbeddingModel) -> str:
    """The header of an article, its title cut where it is too long, so that publisher and date stay."""
    heading = header(article)
    while heading and model.count_tokens([heading])[0] > HEADER_TOKENS:
        if article.title:
            article = replace(article, title=article.title[: len(article.title) * 3 // 4])
            heading = header(article)
        else:
            heading = heading[: len(heading) * 3 // 4]
    return heading
