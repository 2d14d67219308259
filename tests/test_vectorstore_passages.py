"""How articles are cut into passages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.article import Article
from corpus.sentences import sentence_spans
from vectorstore.embedding import EmbeddingModel
from vectorstore.passages import MAX_TOKENS, header, split


def article(text: str, **fields: object) -> Article:
    return Article(id="a", title="A title", text=text, **fields)  # type: ignore[arg-type]  # what a test names


def words(texts: Sequence[str]) -> list[int]:
    """A model whose tokens are words of up to four letters, and pieces of longer ones."""
    return [sum(math.ceil(len(word) / 4) for word in text.split()) for text in texts]


def cut(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in split(article(text), words, max_tokens=limit)]


def test_passages_are_whole_sentences() -> None:
    text = "One two. Six ten. Red sun.\n\nBig cat. Old dog."  # two tokens a sentence
    assert cut(text, 4) == ["One two. Six ten.", "Red sun.\n\nBig cat.", "Old dog."]
    assert cut(text, 100) == [text]


def test_a_passage_that_is_full_enough_ends_with_its_paragraph() -> None:
    text = "One two. Six ten. Red sun.\n\nBig cat. Old dog."
    assert cut(text, 8) == ["One two. Six ten. Red sun.", "Big cat. Old dog."]


def test_offsets_point_into_the_text() -> None:
    assert split(article("  One two.  Six ten. "), words, max_tokens=2) == [(2, 10), (12, 20)]


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_no_text_has_no_passages(text: str) -> None:
    assert split(article(text), words) == []


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "Start. " + " ".join(["Alpha"] + ["alpha"] * 4) + " end. Next."
    assert cut(text, 4) == ["Start.", "Alpha alpha", "alpha alpha", "alpha end.", "Next."]


def test_a_long_run_without_spaces_is_cut() -> None:
    assert cut("abcdefghijklmno", 2) == ["abcdefgh", "ijklmno"]
    assert "".join(cut("x" * 1_000, 7)) == "x" * 1_000


@given(
    st.text(alphabet="abcXYZ.!?。\n ’”\t", max_size=300),
    st.integers(min_value=1, max_value=12),
)
def test_passages_hold_the_text(text: str, limit: int) -> None:
    spans = split(article(text), words, max_tokens=limit)
    assert all(size <= limit for size in words([text[start:end] for start, end in spans]))
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
    cuts = {offset for span in spans for offset in span}
    for start, end in sentence_spans(text):
        if words([text[start:end]])[0] <= limit:
            assert not any(start < offset < end for offset in cuts)


def sizes(model: EmbeddingModel, text: str) -> list[int]:
    return model.count_tokens([text[start:end] for start, end in split(article(text), model.count_tokens)])


def test_sizes_by_the_models_tokens(model: EmbeddingModel) -> None:
    for item in corpus.bundled():
        spans = split(item, model.count_tokens)
        assert max(model.count_tokens([item.text[start:end] for start, end in spans])) <= MAX_TOKENS
        sentences = set(sentence_spans(item.text))
        assert {start for start, _ in spans} <= {start for start, _ in sentences}
        assert {end for _, end in spans} <= {end for _, end in sentences}
        covered = [any(start >= low and end <= high for low, high in spans) for start, end in sentences]
        assert all(covered)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(["extraordinary"] * 2_000) + ".",  # one sentence
        "x" * 5_000,
        "https://example.com/" + "aB3" * 1_600,
        "中文" * 2_500,  # no spaces, a token a character
        "naïve café " * 500,
        "ภาษาไทยไม่มีช่องว่าง" * 200,
    ],
    ids=["words", "run", "address", "ideographs", "accents", "Thai"],
)
def test_no_passage_is_longer_than_the_limit(model: EmbeddingModel, text: str) -> None:
    spans = split(article(text), model.count_tokens)
    assert max(sizes(model, text)) <= MAX_TOKENS
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_long_sentence_is_filled_up(model: EmbeddingModel) -> None:
    assert sizes(model, " ".join(["peace"] * 2_000) + ".") == [160] * 12 + [81]


@pytest.mark.parametrize(
    ("publisher", "published", "expected"),
    [
        ("The Daily", date(2018, 1, 4), "A title, The Daily, 4 January 2018"),
        (None, date(2018, 12, 24), "A title, 24 December 2018"),
        ("The Daily", None, "A title, The Daily"),
        (None, None, "A title"),
    ],
)
def test_header(publisher: str | None, published: date | None, expected: str) -> None:
    assert header(article("Text.", publisher=publisher, published=published)) == expected
