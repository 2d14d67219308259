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
from vectorstore.records import Fingerprint, State, address_of, same_text, text_key

_BATCH_PASSAGES = 256  # passages embedded together, so that their lengths can be matched


@dataclass(frozen=True)
class Outcome:
    """What became of one article, or of one source that gave none."""

    source: str  # the id under which the article is in the library, or the path of what was skipped
    status: Literal["added", "changed", "unchanged", "skipped"]
    reason: str | None = None  # why it was skipped, or how it is known where it came under another id


@dataclass(frozen=True)
class _Entry:
    """An article that is to be stored."""

    article: Article  # with the id that it will have
    passages: list[tuple[int, int]]
    state: State


def fingerprint_of(model: EmbeddingModel) -> Fingerprint:
    """What a library whose vectors this model makes depends on."""
    return Fingerprint(model.name, model.fingerprint, model.dimension, PASSAGE_RULES)


def add(library: Library, model: EmbeddingModel, items: Iterable[Article | Skipped]) -> Iterator[Outcome]:
    """Take articles in, yielding what became of each; those that are there already cost nothing.

    An article is there already with the same id and content, or with the same text under another id. Outcomes
    come in the order of the items. Raises LibraryBusyError or LibraryError where the library cannot be written;
    what was yielded before stays.
    """
    batch = _Batch()
    linked = False
    for item in items:
        if not linked:
            library.link_all()
            linked = True
        if isinstance(item, Article) and batch.has_version_of(item):
            yield from _store(library, model, batch)
            batch = _Batch()
        entry = _look_at(library, model, item, batch)
        if isinstance(entry, Outcome) and not batch.items:
            yield entry
            continue
        batch.take(entry)
        if batch.passages >= _BATCH_PASSAGES or len(batch.items) >= _BATCH_PASSAGES:
            yield from _store(library, model, batch)
            batch = _Batch()
    yield from _store(library, model, batch)


class _Batch:
    """What is to be stored together, and what became of the items in between."""

    def __init__(self) -> None:
        self.items: list[_Entry | Outcome] = []
        self.passages = 0
        self.texts: dict[bytes, str] = {}  # the ids of the articles by their texts
        self._ids: set[str] = set()
        self._addresses: set[str] = set()

    def take(self, entry: _Entry | Outcome) -> None:
        self.items.append(entry)
        if isinstance(entry, Outcome):
            return
        self.passages += len(entry.passages)
        self.texts.setdefault(text_key(entry.article), entry.article.id)
        self._ids.add(entry.article.id)
        if address := address_of(entry.article):
            self._addresses.add(address)

    def has_version_of(self, article: Article) -> bool:
        """Whether it has an article with this id or this address: that one is to be stored first."""
        return article.id in self._ids or address_of(article) in self._addresses


def reembed(library: Library, model: EmbeddingModel) -> Iterator[str]:
    """Make all passages and vectors of a library anew, yielding each article's id as it is embedded.

    The library changes in one transaction at the end. Raises LibraryBusyError, changing nothing, where
    articles were added or removed meanwhile.
    """
    library.link_all()
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


def _look_at(library: Library, model: EmbeddingModel, item: Article | Skipped, batch: _Batch) -> _Entry | Outcome:
    """An article to be stored, with its passages, or the outcome of an item that needs no storing."""
    if isinstance(item, Skipped):
        return Outcome(item.source, "skipped", item.reason)
    state = library.state_of(item)
    if state.change == "added" and (same := batch.texts.get(text_key(item))):
        state = State("unchanged", same, same_text(same, item.id))
    if state.change == "unchanged":
        return Outcome(state.id, "unchanged", state.reason)
    passages = split(item, model.count_tokens)
    if not passages:
        return Outcome(item.id, "skipped", "The article has no text.")
    return _Entry(replace(item, id=state.id), passages, state)


def _store(library: Library, model: EmbeddingModel, batch: _Batch) -> Iterator[Outcome]:
    """Store the articles of a batch in one transaction, then yield what became of each of its items."""
    entries = [entry for entry in batch.items if not isinstance(entry, Outcome)]
    if not entries:
        return
    vectors = embed(model, [(entry.article, entry.passages) for entry in entries])
    rows = []
    at = 0
    for entry in entries:
        rows.append((entry.article, entry.passages, vectors[at : at + len(entry.passages)]))
        at += len(entry.passages)
    library.put(rows)
    for item in batch.items:
        if isinstance(item, Outcome):
            yield item
        else:
            yield Outcome(item.state.id, item.state.change, item.state.reason)


def embed(model: EmbeddingModel, entries: Iterable[tuple[Article, Sequence[tuple[int, int]]]]) -> Vectors:
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
