"""Embedding turns a text into a vector whose cosine to another tells how close the two are in meaning.

The default model runs by onnxruntime, which is there in half a second and as quick as PyTorch on a processor. Any
other model, and the default one where there is a GPU, is run by sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from vectorstore.default_model import DEFAULT_MODEL, MAX_TOKENS, check_files, default_folder, sha256
from vectorstore.errors import EmbeddingError

Vectors = npt.NDArray[np.float32]

_BATCH = 8  # measured best on 2 cores: longer batches spend more on padding than they save
_CUT_AT = 20_000  # characters; no model here reads further, and a tokenizer is slow on more


class EmbeddingModel:
    """An embedding model, loaded once; safe to call from several threads."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load a model by its name, or from a folder.

        Raises EmbeddingError where the model cannot be found or its files are not the ones expected.
        """
        folder = default_folder() if model == DEFAULT_MODEL else _folder(model)
        known = check_files(folder) if model == DEFAULT_MODEL else {}
        self.name = model
        self._running: _Running
        if model == DEFAULT_MODEL and not _has_gpu():
            self._running = _ByOnnx(folder)
        else:
            self._running = _BySentenceTransformers(str(folder) if folder.is_dir() else model)
        self.fingerprint = _fingerprint(folder, known) if folder.is_dir() else f"name:{model}"
        self.dimension = self._running.dimension
        self.max_tokens = self._running.max_tokens

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts: float32, one row a text, `dimension` columns, each of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._running.vectors([text[:_CUT_AT] for text in texts])
        lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return np.divide(vectors, lengths)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of the model's tokens each text has, without the marks the model adds around it."""
        return self._running.count_tokens(texts) if texts else []


class _Running(Protocol):
    """A way to run a model. Who asks first is served first; with a lock he would not be."""

    dimension: int
    max_tokens: int

    def vectors(self, texts: Sequence[str]) -> Vectors: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...


class _ByOnnx:
    """The default model; each text is run alone, so that no work goes into padding."""

    max_tokens = MAX_TOKENS

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        from vectorstore import bert_graph

        config = json.loads((folder / "config.json").read_bytes())
        self.dimension = int(config["hidden_size"])
        self._input = bert_graph.TOKENS
        self._session = bert_graph.session(
            load_file(folder / "model.safetensors"),
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            epsilon=config["layer_norm_eps"],
        )
        self._counting: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counting.no_padding()
        self._counting.no_truncation()
        self._cutting: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutting.no_padding()
        self._cutting.enable_truncation(MAX_TOKENS)
        self._workers = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="embedding")

    def vectors(self, texts: Sequence[str]) -> Vectors:
        return np.stack(list(self._workers.map(self._vector, self._cutting.encode_batch(list(texts)))))

    def _vector(self, encoding: Any) -> Vectors:
        vector: Vectors = self._session.run(None, {self._input: np.array(encoding.ids, dtype=np.int64)})[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding) for encoding in self._counting.encode_batch_fast(list(texts), add_special_tokens=False)]


class _BySentenceTransformers:
    """A model by its name or its folder; one thread runs it and its tokenizer."""

    def __init__(self, path: str) -> None:
        self._model = _load(path)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self.dimension = int(self._model.get_embedding_dimension())
        self.max_tokens = int(self._model.max_seq_length or MAX_TOKENS)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        encode = partial(self._model.encode, list(texts), batch_size=_BATCH, show_progress_bar=False)
        return np.asarray(self._worker.submit(encode).result(), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        # The same tokenizer's truncation is switched on for `encode`.
        options = {"add_special_tokens": False, "truncation": False, "return_attention_mask": False, "verbose": False}
        encodings = self._worker.submit(partial(self._model.tokenizer, list(texts), **options)).result()
        return [len(ids) for ids in encodings["input_ids"]]


def _folder(model: str) -> Path:
    try:
        return Path(model).expanduser()
    except RuntimeError:  # "~nobody/model"
        return Path(model)


def _has_gpu() -> bool:
    """Whether PyTorch has a GPU to run on, told without importing it, which takes long."""
    return Path("/dev/nvidia0").exists() and not version("torch").endswith("+cpu")


def _load(path: str) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # published without types
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    try:
        return SentenceTransformer(path)
    except Exception as error:  # what the libraries below raise for broken files is of many kinds
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise EmbeddingError(
            f"The embedding model {path!r} cannot be loaded ({reason}); set QA_EMBEDDING to a "
            "folder or a name that sentence-transformers knows."
        ) from error


def _fingerprint(folder: Path, known: Mapping[str, str]) -> str:
    """A hash of the model's weights and configuration, so that vectors of two models are never mixed.

    `known` are hashes of files, by their places in the folder, that were computed already.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt") and path.is_file():
            name = path.relative_to(folder)
            digest.update(f"{name}:{known.get(name.as_posix()) or sha256(path)}\n".encode())
    return digest.hexdigest()
