"""The embedding model: which files it accepts, and what its vectors are."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus import bundled
from vectorstore import embedding
from vectorstore.default_model import default_folder
from vectorstore.embedding import EmbeddingModel
from vectorstore.errors import EmbeddingError


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the default model's folder."""
    folder = tmp_path / "model"
    shutil.copytree(default_folder(), folder, copy_function=shutil.copyfile)
    return folder


def test_vectors_are_float32_of_length_one(model: EmbeddingModel) -> None:
    vectors = model.encode(["The talks began in Astana.", "x", "", "Переговоры в Астане. " * 100])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_no_texts(model: EmbeddingModel) -> None:
    assert model.encode([]).shape == (0, 384)
    assert model.count_tokens([]) == []


def test_a_text_has_its_vector_whatever_stands_beside_it(model: EmbeddingModel) -> None:
    texts = ["Rice prices rose.", "peace " * 300, "A comet was seen over Peru."]
    assert np.array_equal(model.encode(texts), np.concatenate([model.encode([text]) for text in texts]))


def test_where_there_is_a_gpu_sentence_transformers_runs_it(
    model: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "_has_gpu", lambda: True)
    on_gpu = EmbeddingModel()
    assert isinstance(on_gpu._running, embedding._BySentenceTransformers)
    assert np.allclose(on_gpu.encode(["peace talks"]), model.encode(["peace talks"]), atol=2e-6)
    assert on_gpu.fingerprint == model.fingerprint


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

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(work) for work in (count, count, encode, encode)]:
            done.result()  # raises what was raised there
    assert wrong == []


@pytest.mark.parametrize("name", ["no-such/model", "~no-such-user/model"])
def test_an_unknown_name_is_named(name: str) -> None:
    with pytest.raises(EmbeddingError) as caught:
        EmbeddingModel(name)
    message = str(caught.value)
    assert message.startswith(f"The embedding model '{name}' cannot be loaded (")
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
    """It is run by sentence-transformers, which gives what the graph gives that runs the default model."""
    mine = EmbeddingModel(str(copied))
    assert (mine.name, mine.dimension, mine.max_tokens) == (str(copied), 384, 256)
    texts = [sentence for article in bundled() for sentence in article.text.split("\n\n")]
    texts += ["", "x", "peace " * 3_000, "Переговоры в Астане. " * 100, "和谈在阿斯塔纳开始。", "a\u0301 é ﬁ 😀 \t\n"]
    assert len(texts) > 50
    assert np.allclose(mine.encode(texts), model.encode(texts), atol=2e-6)
    assert mine.count_tokens(texts) == model.count_tokens(texts)
    assert mine.fingerprint == model.fingerprint
    config = copied / "config.json"
    config.write_text(config.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert EmbeddingModel(str(copied)).fingerprint != model.fingerprint
