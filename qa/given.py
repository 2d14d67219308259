"""Passages that come with a question are searched like those of a library: cut to size, the likeliest pieces first."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.article import Article
from qa.retrieval import Found, fuse
from qa.types import Passage
from qa.wording import content_stems
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.passages import split
from vectorstore.records import StoredPassage


def search(passages: Sequence[Passage], question: str, vector: Vectors, model: EmbeddingModel) -> list[Found]:
    """The pieces of some passages, those likeliest to answer a question (its vector is `vector`) first.

    Ordered by meaning and by the share of the question's words they have, as a library's passages are by
    `HybridRetriever`.
    """
    entries = [(article, split(article, model.count_tokens)) for article in map(_article, passages)]
    pieces = [
        StoredPassage(
            id=at,
            article_id=passage.article_id,
            start=passage.start + start,
            end=passage.start + end,
            text=passage.text[start:end],
            title=passage.title,
            publisher=passage.publisher,
            published=passage.published,
            digest=passage.digest,
        )
        for at, (passage, start, end) in enumerate(
            (passage, *span) for passage, (_, spans) in zip(passages, entries, strict=True) for span in spans
        )
    ]
    if not pieces:
        return []
    cosines = ingest.embed(model, entries) @ vector
    near = sorted(((piece.id, float(cosines[piece.id])) for piece in pieces), key=lambda hit: -hit[1])
    asked = content_stems(question)
    shared = ((piece.id, float(len(asked & content_stems(f"{piece.title}\n{piece.text}")))) for piece in pieces)
    said = sorted((hit for hit in shared if hit[1]), key=lambda hit: -hit[1])
    return [Found(pieces[at], score, float(cosines[at]), None) for at, score in fuse(near, said)]


def _article(passage: Passage) -> Article:
    return Article(
        id=passage.article_id,
        title=passage.title,
        text=passage.text,
        publisher=passage.publisher,
        published=passage.published,
    )
