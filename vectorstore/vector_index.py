"""The vector index is a Chroma collection of passage id → vector: it finds the nearest passages fast.

It is derived from the library and can be thrown away at any time. It lies in a folder of this process, or
on a Chroma server; there it carries facts about itself, since no seal can be put on a server's files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, InternalError, InvalidArgumentError, InvalidDimensionException, NotFoundError
from overrides import override

from vectorstore.embedding import Vectors

_COLLECTION = "passages"
_GRAPH: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 100, "max_neighbors": 16}
}
_TELLING = (NotFoundError, InternalError, InvalidArgumentError, InvalidDimensionException)  # about the collection
_CONNECT = 1.0  # seconds to reach a server
_ANSWER = 3.0  # seconds for a server to answer a search
_WORK = 10.0  # and to answer anything else
_MOST_RECORDS = 300  # that Chroma Cloud takes in one request
_SAME = 1e-3  # a vector is nearer than this to itself, whatever was rounded


class ServerGoneError(Exception):
    """A Chroma server does not answer, or refuses to."""


@dataclass(frozen=True, kw_only=True)
class ChromaServer:
    """Where a Chroma server is, and who asks it."""

    url: str  # http(s)://host:port
    tenant: str = "default_tenant"
    database: str = "default_database"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold keys: never shown

    @property
    def place(self) -> str:
        """Which database of which server this is, in one line without secrets."""
        return f"{self.url} {self.tenant} {self.database}"


class VectorIndex:
    """A Chroma collection in a folder that belongs to this process alone."""

    place = ""  # of a server: its address
    _collection: Collection
    _largest_batch: int

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
        if k < 1:
            return []
        found = self._collection.query(
            query_embeddings=np.asarray(vector, dtype=np.float32)[None, :], n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(int(item), 1.0 - distance) for item, distance in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()

    def erase(self) -> None:
        """Delete what lies outside the index's folder, and close."""
        self.close()


class ServerVectorIndex(VectorIndex):
    """A Chroma collection on a server. Every method raises ServerGoneError where the server does not answer."""

    def __init__(self, server: ChromaServer, name: str) -> None:
        """Name a collection, which `make` makes; nothing is asked of the server yet."""
        self._server = server
        self._name = name
        self._api = _Api(server)
        self._known: Collection | None = None

    @property
    def place(self) -> str:  # type: ignore[override]  # of each server its own
        """Which database of which server the collection is in."""
        return self._server.place

    def make(self, facts: Mapping[str, Any]) -> None:
        """Make the collection, empty and with these facts about it. A database that there is not counts as gone."""
        try:
            model = self._api.create_collection(
                self._name,
                configuration=_GRAPH,
                metadata=dict(facts),
                tenant=self._server.tenant,
                database=self._server.database,
            )
        except _TELLING as error:
            raise ServerGoneError(self._api.reason(error)) from None
        self._known = self._wrapped(model)

    def facts(self) -> dict[str, Any] | None:
        """What the collection was last said to be, or None where there is no such collection."""
        try:
            self._known = self._wrapped(
                self._api.get_collection(self._name, tenant=self._server.tenant, database=self._server.database)
            )
        except NotFoundError:
            self._known = None
            return None
        return dict(self._known.metadata or {})

    def say(self, facts: Mapping[str, Any]) -> None:
        """Replace the facts about the collection (its metadata: strings, numbers, truth values)."""
        self._collection.modify(metadata=dict(facts))

    def finds(self, ids: Sequence[int]) -> bool:
        """Whether all these vectors are there and a search comes upon them; a few misses are an HNSW graph's own."""
        if not ids:
            return True
        there = self._collection.get(ids=[str(item) for item in ids], include=["embeddings"])["embeddings"]
        if there is None or len(there) != len(ids):
            return False
        distances = self._collection.query(query_embeddings=there, n_results=1, include=["distances"])["distances"]
        near = sum(1 for row in distances or [] if row and abs(row[0]) < _SAME)
        return near >= 0.9 * len(ids)

    def close(self) -> None:
        """Let go of the connection."""
        self._api.stop()

    def erase(self) -> None:
        """Delete the collection, if there is one, and close."""
        try:
            self._delete_collection()
        finally:
            self.close()

    def _delete_collection(self) -> None:
        with suppress(NotFoundError):
            self._api.delete_collection(self._name, tenant=self._server.tenant, database=self._server.database)
        self._known = None

    @property
    def _collection(self) -> Collection:  # type: ignore[override]  # looked up at its first use
        if self._known is None and self.facts() is None:
            raise NotFoundError(f"the collection {self._name} is not on the server")
        assert self._known is not None
        return self._known

    @property
    def _largest_batch(self) -> int:  # type: ignore[override]  # asked of the server
        told = self._api.get_max_batch_size()
        return min(told, _MOST_RECORDS) if told > 0 else _MOST_RECORDS

    def _wrapped(self, model: Any) -> Collection:
        return Collection(client=self._api, model=model, embedding_function=None)


class _Api(FastAPI):
    """Chroma's HTTP client with limits on time: its own waits for ever, and asks five things before the first."""

    def __init__(self, server: ChromaServer) -> None:
        address = urlsplit(server.url)
        host = address.hostname or ""
        secure = address.scheme == "https"
        self._server = server
        super().__init__(
            System(
                Settings(
                    chroma_api_impl="chromadb.api.fastapi.FastAPI",
                    chroma_server_host=f"[{host}]" if ":" in host else host,
                    chroma_server_http_port=address.port or (443 if secure else 80),
                    chroma_server_ssl_enabled=secure,
                    chroma_server_headers=dict(server.headers),
                    anonymized_telemetry=False,
                )
            )
        )

    @override
    def _make_request(self, method: str, path: str, **kwargs: Any) -> Any:
        seconds = _ANSWER if path.endswith("/query") else _WORK
        try:
            return super()._make_request(method, path, timeout=(_CONNECT, seconds, seconds, seconds), **kwargs)  # type: ignore[arg-type]  # handed on to httpx
        except _TELLING:
            raise
        except Exception as error:
            raise ServerGoneError(self.reason(error)) from None

    @override
    def stop(self) -> None:
        super().stop()
        self._session.close()

    def reason(self, error: Exception) -> str:
        """What failed, in one short line in which no header's value is repeated."""
        text = error.message() if isinstance(error, ChromaError) else str(error)
        for value in self._server.headers.values():
            text = text.replace(value, "…") if value else text
        return " ".join(text.split())[:200] or type(error).__name__
