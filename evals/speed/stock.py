"""The stock way that ours is compared with: LlamaIndex's VectorStoreIndex over Chroma, with its own defaults.

The embedding model is the same. Needs the extra `bench`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import TextNode

from corpus.article import Article
from vectorstore.default_model import default_folder
from vectorstore.records import StoredPassage


class Stock:
    """A library of the stock way, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Raises ModuleNotFoundError where the extra `bench` is not installed."""
        from llama_index.core.utils import globals_helper
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore
        from nltk.tokenize import PunktSentenceTokenizer

        # What the splitter would make itself; but it also reads a list of words that it does not need, which nltk
        # refuses where the installer has linked it.
        globals_helper._punkt_tokenizer = PunktSentenceTokenizer()
        self._store: Any = ChromaVectorStore.from_params(collection_name="stock", persist_dir=str(folder))
        self._model: Any = HuggingFaceEmbedding(model_name=str(default_folder()))
        self._splitter = SentenceSplitter()
        self._index = VectorStoreIndex.from_vector_store(self._store, embed_model=self._model)

    def add(self, articles: Sequence[Article]) -> int:
        """Cut articles into passages by its own defaults, embed and store them; how many passages there were."""
        documents = [
            Document(
                text=article.text,
                metadata={
                    "title": article.title,
                    "publisher": article.publisher or "",
                    "published": str(article.published or ""),
                },
            )
            for article in articles
        ]
        nodes = self._splitter.get_nodes_from_documents(documents)
        self._index.insert_nodes(nodes)
        return len(nodes)

    def add_passages(self, passages: Sequence[StoredPassage]) -> None:
        """Embed and store passages as they were cut by us."""
        self._index.insert_nodes(
            [TextNode(text=passage.text, metadata={"title": passage.title}) for passage in passages]
        )

    def find(self, question: str, *, k: int) -> int:
        """Retrieve the k nearest passages; how many there were."""
        return len(self._index.as_retriever(similarity_top_k=k).retrieve(question))
