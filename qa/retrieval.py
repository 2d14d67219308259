"""Retrieval finds the passages of the library that are closest to a question.

Two searches, by meaning (nearest vectors) and by words (BM25), are fused by reciprocal rank (Cormack,
Clarke and Büttcher, SIGIR 2009): a passage scores 1 / (K + rank) in each list that has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.wording import is_stop, words
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.indexes import Filters, Hits, Indexes
from vectorstore.library import Library
from vectorstore.records import StoredPassage
from vectorstore.snapshot import Snapshot

DEPTH = 50  # passages taken from each search
RANK_CONSTANT = 10.0  # K: the smaller, the more the first ranks count
WORD_WEIGHT = 1.0  # of the words' list, against 1 for the vectors'
CONTEXT_WEIGHT = 0.5  # of the list of what was spoken of before


@dataclass(frozen=True)
class Found:
    """A passage that was found, with the scores that found it."""

    passage: StoredPassage
    score: float  # fused; 1 would be first in both lists
    cosine: float | None  # to the question, or None where the vectors did not find it
    bm25: float | None  # or None where the words did not find it


class HybridRetriever(BaseRetriever):
    """Fuses the nearest vectors with BM25; a LlamaIndex retriever, so that it fits into its pipelines."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        model: EmbeddingModel,
        *,
        top_k: int = 10,
        filters: Filters | None = None,
    ) -> None:
        """Search a library through its indexes; `top_k` and `filters` hold for LlamaIndex's calls."""
        super().__init__(callback_manager=CallbackManager([]))
        self._library = library
        self._indexes = indexes
        self._model = model
        self._top_k = top_k
        self._filters = filters or Filters()

    @property
    def trouble(self) -> str | None:
        """A sentence for the user where a Chroma server is set and away, or None."""
        return self._indexes.trouble

    def search(
        self,
        snapshot: Snapshot,
        question: str,
        vector: Vectors,
        *,
        k: int,
        filters: Filters | None = None,
        about: Vectors | None = None,
    ) -> list[Found]:
        """The k best passages of a snapshot for a question and its vector, best first.

        Passages near `about`, the vector of what was spoken of before, are preferred.
        """
        filters = self._filters if filters is None else filters
        near = self._indexes.nearest(snapshot, vector, DEPTH, filters)
        said = self._indexes.best(snapshot, query_words(question), DEPTH, filters)
        spoken_of = None if about is None else self._indexes.nearest(snapshot, about, DEPTH, filters)
        fused = fuse(near, said, spoken_of)[:k]
        passages = {passage.id: passage for passage in snapshot.passages([item for item, _ in fused])}
        cosines, scores = dict(near), dict(said)
        return [
            Found(passages[item], score, cosines.get(item), scores.get(item))
            for item, score in fused
            if item in passages
        ]

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        vector = self._model.encode([query_bundle.query_str])[0]
        with self._library.snapshot() as snapshot:
            found = self.search(snapshot, query_bundle.query_str, vector, k=self._top_k)
        return [NodeWithScore(node=_node(item.passage), score=item.score) for item in found]


def query_words(question: str) -> str:
    """The question's words without those that any text has; all of them where nothing else is left."""
    kept = [word.text for word in words(question) if not is_stop(word.text)]
    return " ".join(kept) or question


def fuse(near: Hits, said: Hits, spoken_of: Hits | None = None) -> list[tuple[int, float]]:
    """Ranked lists as one, best first; scores are scaled so that first in the first two gives 1."""
    scores: dict[int, float] = {}
    for hits, weight in ((near, 1.0), (said, WORD_WEIGHT), (spoken_of or [], CONTEXT_WEIGHT)):
        for rank, (item, _) in enumerate(hits):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank)
    scale = RANK_CONSTANT / (1.0 + WORD_WEIGHT)
    return sorted(((item, score * scale) for item, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))


def _node(passage: StoredPassage) -> TextNode:
    return TextNode(
        id_=str(passage.id),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "article_id": passage.article_id,
            "title": passage.title,
            "publisher": passage.publisher,
            "published": passage.published.isoformat() if passage.published else None,
        },
    )
