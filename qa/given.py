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

# Pieces that are compared by meaning, at about 30 ms of one core each: those with most of the question's words. This
# many keep the same first piece for each of 86 questions asked of all the pieces of its domain (59 to 271).
_COMPARED = 48


def search(passages: Sequence[Passage], question: str, vector: Vectors, model: EmbeddingModel) -> list[Found]:
    """The pieces of some passages, those likeliest to answer a question (its vector is `vector`) first.

    Ordered by meaning and by the share of the question's words they have, as a library's passages are by
    `Retriever`; of very many pieces only those with most of these words are looked at.
    """
    cut = [
        (passage, article, span)
        for passage, article in ((passage, _article(passage)) for passage in passages)
        for span in split(article, model.count_tokens)
    ]
    asked = content_stems(question)
    shared = [len(asked & content_stems(f"{of.title}\n{of.text[start:end]}")) for of, _, (start, end) in cut]
    likeliest = sorted(sorted(range(len(cut)), key=lambda at: -shared[at])[:_COMPARED])
    if not likeliest:
        return []
    cosines = ingest.embed(model, [(cut[at][1], [cut[at][2]]) for at in likeliest]) @ vector
    near = sorted(zip(likeliest, map(float, cosines), strict=True), key=lambda hit: -hit[1])
    said = sorted(((at, float(shared[at])) for at in likeliest if shared[at]), key=lambda hit: -hit[1])
    cosine = dict(near)
    return [Found(_piece(at, cut[at][0], cut[at][2]), score, cosine[at], None) for at, score in fuse(near, said)]


def _piece(number: int, passage: Passage, span: tuple[int, int]) -> StoredPassage:
    start, end = span
    return StoredPassage(
        id=number,
        article_id=passage.article_id,
        start=passage.start + start,
        end=passage.start + end,
        text=passage.text[start:end],
        title=passage.title,
        publisher=passage.publisher,
        published=passage.published,
        digest=passage.digest,
    )


def _article(passage: Passage) -> Article:
    return Article(
        id=passage.article_id,
        title=passage.title,
        text=passage.text,
        publisher=passage.publisher,
        published=passage.published,
    )
