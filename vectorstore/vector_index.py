"""The vector index is a Chroma collection of passage id → vector: it finds the nearest passages fast.

It is derived from the library and can be thrown away at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings

from vectorstore.embedding import Vectors

_COLLECTION = "passages"
_GRAPH: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 100, "max_neighbors": 16}
}


class VectorIndex:
    """A Chroma collection in a folder that belongs to this process alone."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in a folder, or make an empty one."""
        client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
        assert isinstance(client, Client)  # declared as the interface, which has no `close`
        self._client = client
        try:
            self._collection = client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration=_GRAPH
            )
            self._largest_batch = client.get_max_batch_size()
        except BaseException:
            client.close()
            raise

    def count(self) -> int:
        """How many vectors there are."""
        return self._collection.count()

    def upsert(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors (float32, one row an id), replacing those with the same ids."""
        for at in range(0, len(ids), self._largest_batch):
            batch = slice(at, at + self._largest_batch)
            self._collection.upsert(ids=[str(item) for item in ids[batch]], embeddings=vectors[batch])

    def delete(self, ids: Sequence[int]) -> None:
        """Delete vectors; unknown ids are passed over."""
        for at in range(0, len(ids), self._largest_batch):
            self._collection.delete(ids=[str(item) for item in ids[at : at + self._largest_batch]])

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest passages to one vector as (passage id, cosine), nearest first."""
        wanted = min(k, self.count())
        if wanted == 0:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray(vector, dtype=np.float32)[None, :], n_results=wanted, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(int(item), 1.0 - distance) for item, distance in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()
