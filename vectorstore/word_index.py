"""The word index is a Tantivy index of passage id → words: it ranks passages by BM25.

It is derived from the library and can be thrown away at any time. Without a folder it lives in memory.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import tantivy

from vectorstore.records import StoredPassage

_ANALYZER = "words"
_HEAP_BYTES = 64_000_000
_LONGEST_WORD = 60  # characters; longer runs are not words
TITLE_WEIGHT = 0.5  # a word of the title counts half as much as one of the passage


class WordIndex:
    """A Tantivy index of passages, in a folder or in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the index in a folder, or make an empty one; None keeps it in memory."""
        self._schema = _schema()
        if folder is None:
            self._index = tantivy.Index(self._schema)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(folder))
        # By itself it would watch the folder and read what changes there: a file cut short under it ends the process.
        self._index.config_reader(reload_policy="Manual")
        self._analyzer = _analyzer()
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._searcher = self._index.searcher()

    def twin(self) -> WordIndex:
        """A second object on the same index; this one does not see what is updated through the other."""
        return copy.copy(self)

    def count(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def update(self, added: Iterable[StoredPassage], removed: Sequence[int] = ()) -> None:
        """Add passages and delete others, in one commit; what is added replaces what has the same id."""
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for passage_id in removed:
            writer.delete_documents_by_term("id", passage_id)
        for passage in added:
            writer.delete_documents_by_term("id", passage.id)
            document = tantivy.Document()
            document.add_integer("id", passage.id)
            document.add_text("article", passage.article_id)
            document.add_text("title", passage.title)
            document.add_text("text", passage.text)
            if passage.publisher:
                document.add_text("publisher", passage.publisher)
            if passage.published:
                document.add_integer("day", passage.published.toordinal())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(
        self,
        words: str,
        k: int,
        *,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> list[tuple[int, float]]:
        """The k passages that say these words best, as (passage id, BM25 score), best first.

        The filters are those of `Snapshot.matching`: undated articles pass no period.
        """
        terms = list(dict.fromkeys(self._analyzer.analyze(words)))
        if not terms or k < 1:
            return []
        should = tantivy.Occur.Should
        parts = [(should, tantivy.Query.term_query(self._schema, "text", term)) for term in terms]
        parts += [
            (should, tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "title", term), TITLE_WEIGHT))
            for term in terms
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.boolean_query(parts))])
        for condition in self._conditions(since, until, publishers):
            query = query.and_must_match(tantivy.Query.const_score_query(condition, 0.0))
        if exclude:
            query = query.and_must_not_match(tantivy.Query.term_set_query(self._schema, "article", list(exclude)))
        searcher = self._searcher
        hits = searcher.search(query, limit=k, count=False).hits
        return [(int(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def _conditions(self, since: date | None, until: date | None, publishers: Sequence[str]) -> Iterable[tantivy.Query]:
        if since or until:
            yield tantivy.Query.range_query(
                self._schema,
                "day",
                tantivy.FieldType.Integer,
                lower_bound=since.toordinal() if since else None,
                upper_bound=until.toordinal() if until else None,
            )
        if publishers:
            yield tantivy.Query.term_set_query(self._schema, "publisher", list(publishers))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # An integer field: of an unsigned one, documents cannot be deleted by term.
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("publisher", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
