"""What LlamaIndex's pipelines see of a library: its retriever, whose nodes are passages.

LlamaIndex takes seconds to import, so nothing that answers imports this.
"""

from __future__ import annotations

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.retrieval import Retriever
from vectorstore.embedding import EmbeddingModel
from vectorstore.indexes import Filters, Indexes
from vectorstore.library import Library
from vectorstore.records import StoredPassage


class HybridRetriever(BaseRetriever):
    """Fuses the nearest vectors with BM25, as answering does."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        model: EmbeddingModel,
        *,
        top_k: int = 10,
        filters: Filters | None = None,
    ) -> None:
        """Find the `top_k` best passages that pass the filters for each query."""
        super().__init__(callback_manager=CallbackManager([]))
        self._library = library
        self._retriever = Retriever(indexes)
        self._model = model
        self._top_k = top_k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        vector = self._model.encode([query_bundle.query_str])[0]
        with self._library.snapshot() as snapshot:
            found = self._retriever.search(
                snapshot, query_bundle.query_str, vector, k=self._top_k, filters=self._filters
            )
        return [NodeWithScore(node=_node(item.passage), score=item.score) for item in found]


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
