"""Choosing the sentences that are shown."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.extractive import MOST_STATEMENTS, Quote, select
from qa.ranking import Candidate
from vectorstore.records import StoredPassage

TEXTS = {
    "a": (
        "Nasr Hariri led the delegation. He met Lavrov on Tuesday. Bread costs 3 euros.\n\n"
        "They left. More than 30 people came on May 25."
    ),
    "b": "Hariri's delegation went to Moscow for talks. Lavrov met the delegation of Hariri on Tuesday.",
    "c": "The Vienna meeting comes next. “We will come,” he said.",
}


def candidate(article: str, sentence: str, score: float = 0.0) -> Candidate:
    """A sentence of an article as reading would rank it."""
    start = TEXTS[article].index(sentence)
    passage = StoredPassage(1, article, 0, len(TEXTS[article]), TEXTS[article], "Title", None, None)
    return Candidate(passage, start, start + len(sentence), sentence, (0.0,) * 10, score)


def chosen(candidates: Sequence[Candidate], question: str = "What happened?") -> list[Quote]:
    """What is selected, each quote checked to stand in its article."""
    quotes = select(question, candidates, lambda article: TEXTS[article])
    for quote in quotes:
        assert TEXTS[quote.candidate.passage.article_id][quote.start : quote.end] == quote.text
        assert quote.span is None or 0 <= quote.span[0] < quote.span[1] <= len(quote.text)
    return quotes


def test_nothing_found_gives_nothing() -> None:
    assert chosen([]) == []


def test_the_best_sentence_comes_first_and_far_ones_are_left_out() -> None:
    found = chosen([candidate("a", "Bread costs 3 euros.", 5.0), candidate("b", TEXTS["b"][:45], 0.0)])
    assert [quote.text for quote in found] == ["Bread costs 3 euros."]


def test_near_sentences_follow_while_they_say_something_else() -> None:
    found = chosen(
        [
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 5.0),
            candidate("b", "Hariri's delegation went to Moscow for talks.", 4.9),
            candidate("c", "The Vienna meeting comes next.", 4.8),
            candidate("a", "Bread costs 3 euros.", 4.7),
        ]
    )
    assert len(found) == MOST_STATEMENTS
    same = chosen(
        [
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 5.0),
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 4.9),
        ]
    )
    assert len(same) == 1


@pytest.mark.parametrize(
    ("article", "sentence", "shown"),
    [
        ("a", "He met Lavrov on Tuesday.", "Nasr Hariri led the delegation. He met Lavrov on Tuesday."),
        ("a", "They left.", "They left."),
        ("a", "Nasr Hariri led the delegation.", "Nasr Hariri led the delegation."),
        ("c", "“We will come,” he said.", "The Vienna meeting comes next. “We will come,” he said."),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(article: str, sentence: str, shown: str) -> None:
    assert [quote.text for quote in chosen([candidate(article, sentence)])] == [shown]


def test_no_words_are_shown_twice() -> None:
    found = chosen(
        [
            candidate("a", "He met Lavrov on Tuesday.", 5.0),
            candidate("a", "Nasr Hariri led the delegation.", 4.9),
        ]
    )
    assert [quote.text for quote in found] == ["Nasr Hariri led the delegation. He met Lavrov on Tuesday."]
