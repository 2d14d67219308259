"""Putting the sentences of passages in order of how likely they answer."""

from __future__ import annotations

from itertools import permutations

import pytest

from qa import ranking
from qa.ranking import MEASURES, SentenceRanker, has_kind
from qa.reader.model import Reader
from qa.retrieval import Found
from vectorstore.embedding import EmbeddingModel
from vectorstore.records import StoredPassage

TEXT = (
    "The town of Quistown opened a bakery on 3 May. Orla Finnbar runs the bakery with 14 helpers. "
    "The mayor praised the smell of its bread."
)


@pytest.fixture(scope="session")
def ranker(model: EmbeddingModel) -> SentenceRanker:
    return SentenceRanker(Reader(), model)


def found(text: str, *, at: int = 1, start: int = 0, score: float = 1.0) -> Found:
    """A passage as retrieval would hand it on."""
    return Found(
        StoredPassage(at, f"article-{at}", start, start + len(text), text, "A bakery", None, None), score, 0.5, 1.0
    )


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        ("Who is in charge of the bakery?", "Orla Finnbar runs the bakery with 14 helpers.", "Orla Finnbar"),
        ("How many helpers are there?", "Orla Finnbar runs the bakery with 14 helpers.", "14"),
        ("When did the bakery open?", "The town of Quistown opened a bakery on 3 May.", "3 May"),
    ],
)
def test_the_answering_sentence_comes_first_and_the_span_points_at_the_answer(
    ranker: SentenceRanker, question: str, sentence: str, span: str
) -> None:
    best = ranker.rank(question, [found(TEXT, start=100)])[0]
    assert best.text == sentence
    assert best.start == 100 + TEXT.index(sentence)
    assert best.end == best.start + len(sentence)
    assert best.span is not None
    assert TEXT[best.span[0] - 100 : best.span[1] - 100] == span


def test_every_sentence_is_ranked_and_scores_fall(ranker: SentenceRanker) -> None:
    ranked = ranker.rank("Who is in charge of the bakery?", [found(TEXT), found("It rained in Ulm.", at=2, score=0.0)])
    assert len(ranked) == 4
    assert [item.score for item in ranked] == sorted((item.score for item in ranked), reverse=True)
    assert all(len(item.measures) == len(MEASURES) for item in ranked)
    assert ranked[-1].passage.article_id == "article-2"
    cosine = MEASURES.index("cosine")
    assert ranked[0].measures[cosine] > ranked[-1].measures[cosine]


def test_only_the_best_few_sentences_are_compared_by_their_vectors(ranker: SentenceRanker) -> None:
    cosines = [
        item.measures[MEASURES.index("cosine")] for item in ranker.rank("Who runs it?", [found(f"{TEXT} {TEXT}")])
    ]
    assert len(cosines) == 6
    assert sum(cosine != 0.0 for cosine in cosines) == 4


def test_nothing_found_gives_nothing(ranker: SentenceRanker) -> None:
    assert ranker.rank("Who?", []) == []


def test_a_score_is_the_same_in_whichever_order_a_set_of_words_comes() -> None:
    shares = {
        ranking._coverage(frozenset("abcd"), frozenset("abc"), dict(zip("abcd", rarity, strict=True)))
        for rarity in ((*most, 0.7) for most in permutations((0.1, 0.2, 0.3)))
    }
    assert len(shares) == 1


def test_a_passage_longer_than_the_reader_sees_is_read_as_far_as_it_goes(ranker: SentenceRanker) -> None:
    text = TEXT + " Bread was sold." * 200
    ranked = ranker.rank("Who is in charge of the bakery?", [found(text)])
    assert ranked[0].text == "Orla Finnbar runs the bakery with 14 helpers."
    assert 3 <= len(ranked) < 203


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "has"),
    [
        ("person", "Orla Finnbar runs it.", "Who runs it?", True),
        ("person", "Orla Finnbar runs it.", "Who helps Orla Finnbar?", False),
        ("number", "It has 14 helpers.", "How many helpers?", True),
        ("number", "It has helpers.", "How many helpers?", False),
        ("money", "It has 14 helpers.", "How much does it pay its helpers?", False),
        ("money", "Each of the 14 helpers gets $20 an hour.", "How much does it pay its helpers?", True),
        ("money", "They want 5 percent more.", "How much more pay do they want?", True),
        ("time", "It opened on 3 May.", "When did it open?", True),
        ("time", "It opened.", "When did it open?", False),
        ("place", "It opened in Quistown.", "Where did it open?", True),
        ("place", "Quistown opened it.", "Where did it open?", False),
        ("other", "It opened.", "What opened?", None),
        ("yes_no", "It opened.", "Did it open?", None),
    ],
)
def test_the_kind_of_thing_that_is_asked_for(kind: str, sentence: str, question: str, has: bool | None) -> None:
    assert has_kind(kind, sentence, question) is has  # type: ignore[arg-type]  # the kinds are spelled out above
