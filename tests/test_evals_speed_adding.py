"""Adding beside LlamaIndex's own way, where the extra `bench` is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from evals.speed.adding import rounds
from vectorstore.embedding import EmbeddingModel

pytest.importorskip("llama_index.vector_stores.chroma", reason="the extra `bench` is not installed")
pytest.importorskip("llama_index.embeddings.huggingface", reason="the extra `bench` is not installed")


def test_rounds(tmp_path: Path, model: EmbeddingModel) -> None:
    (tmp_path / "ours").mkdir()
    done = rounds(corpus.bundled()[:4], tmp_path, model, count=1, size=2)
    assert len(done) == 1
    assert all(rate > 0 for rate in vars(done[0]).values())
    assert list((tmp_path / "stock").iterdir())  # it was stored
