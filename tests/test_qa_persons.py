"""Whom a question names in full must be named in an article that answers it."""

from __future__ import annotations

import pytest

from qa.persons import naming_them
from qa.retrieval import Found
from vectorstore.records import StoredPassage

TEXTS = {
    "reid": "Anna Reid leads the choir. She has 100 followers.",
    "tay": "Bo Tay leads the club. He has 30 followers.",
    "hall": "The hall has 12 doors.",
}


def found(article: str, title: str = "A title") -> Found:
    """A passage of an article, which does not have all of it."""
    text = TEXTS[article]
    return Found(StoredPassage(1, article, 0, 9, text[:9], title, "The Example Weekly", None), 1.0, 0.5, None)


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("How many followers has Anna Reid?", ["reid"]),
        ("How many followers has Ana Reidt?", ["reid"]),
        ("How many followers has Jo Volkov?", []),
        ("How many followers has Anna Volkov?", []),
        ("Did Anna Reid meet Jo Volkov?", ["reid"]),
        ("How many followers has Reid?", ["reid", "tay", "hall"]),
        ("How many followers has he, by The Verge?", ["reid", "tay", "hall"]),
        ("How many followers has he, by the Perth Gazette?", ["reid", "tay", "hall"]),
        ("How many followers has he, by Example Weekly?", ["reid", "tay", "hall"]),
        ("Who has more: Jo Volkov, Mia Lund, Kim Dee or Uma Rao?", ["reid", "tay", "hall"]),
        ("How many followers has the White House?", ["reid", "tay", "hall"]),
        ("How many doors are there – Reid's choir?", ["reid"]),
        ("How many doors are there – the UN?", ["reid", "tay", "hall"]),
        ("How many doors are there?", ["reid", "tay", "hall"]),
    ],
)
def test_articles_on_other_people_are_left_out(question: str, articles: list[str]) -> None:
    kept = list(naming_them(question, [found(article) for article in TEXTS], TEXTS.__getitem__))
    assert [item.passage.article_id for item in kept] == articles


def test_a_name_in_the_title_is_enough() -> None:
    kept = list(naming_them("How many doors has Jo Volkov?", [found("hall", "Volkov's hall")], TEXTS.__getitem__))
    assert [item.passage.article_id for item in kept] == ["hall"]
