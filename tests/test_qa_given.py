"""Searching the passages that come with a question."""

from __future__ import annotations

from datetime import date

import pytest

from qa.given import search
from qa.types import Passage
from vectorstore.embedding import EmbeddingModel

QUESTION = "How much did the bridge cost?"
FILLER = "The weather in Ulm was fine all week, and people sat in the sun by the river with their dogs. "
COST = "The bridge cost 40 million pounds to build."


def passage(text: str, *, article_id: str = "a", start: int = 0) -> Passage:
    return Passage(article_id=article_id, start=start, end=start + len(text), text=text, score=0.0, title="The Tay")


def test_a_long_passage_is_cut_and_its_likeliest_piece_comes_first(model: EmbeddingModel) -> None:
    text = FILLER * 20 + COST + " " + FILLER * 20
    found = search([passage(text, start=100)], QUESTION, model.encode([QUESTION])[0], model)
    assert len(found) > 3
    assert COST in found[0].passage.text
    for item in found:
        assert text[item.passage.start - 100 : item.passage.end - 100] == item.passage.text


def test_every_passage_keeps_what_is_known_of_it(model: EmbeddingModel) -> None:
    dated = Passage(
        article_id="b",
        start=0,
        end=len(COST),
        text=COST,
        score=0.0,
        publisher="The Day",
        published=date(2024, 5, 6),
        digest=True,
    )
    first, second = search([passage(FILLER.strip()), dated], QUESTION, model.encode([QUESTION])[0], model)
    found = first.passage
    assert (found.article_id, found.publisher, found.published, found.digest) == (
        "b",
        "The Day",
        date(2024, 5, 6),
        True,
    )
    assert second.passage.article_id == "a"
    assert first.cosine is not None and second.cosine is not None and first.cosine > second.cosine


@pytest.mark.parametrize("texts", [[], ["   "]])
def test_nothing_given_finds_nothing(model: EmbeddingModel, texts: list[str]) -> None:
    assert search([passage(text) for text in texts], QUESTION, model.encode([QUESTION])[0], model) == []


def test_of_very_many_pieces_those_with_the_words_asked_for_are_compared(model: EmbeddingModel) -> None:
    texts = [f"{FILLER.strip()} That was day {number}." for number in range(100)]
    given = [passage(text, article_id=str(number)) for number, text in enumerate([*texts, COST])]
    found = search(given, QUESTION, model.encode([QUESTION])[0], model)
    assert found[0].passage.text == COST
    assert len(found) < len(given)
    assert all(item.cosine is not None for item in found)
    assert len({item.passage.id for item in found}) == len(found)
