"""Phrases: what a question speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phrases import phrases, verb_positions


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where do guinea pigs live?", ["guinea pigs"]),
        ("Where do guinea pigs hibernate?", ["guinea pigs"]),
        ("When did the talks in Astana start?", ["the talks in Astana", "Astana"]),
        ("Who backs the Astana talks?", ["the Astana talks"]),
        ("Who leads the Movement for Pluralistic Society?", ["the Movement for Pluralistic Society"]),
        ("Whose delegation went to Moscow?", ["the delegation that went to Moscow", "Moscow"]),
        ("Which conference is planned in Russia?", ["the conference that is planned in Russia", "Russia"]),
        ("Which city did Hariri visit?", ["the city", "Hariri"]),
        ("How big is it?", []),
        ("What is Hariri's delegation?", ["Hariri's delegation"]),
        ("Climate change is a danger.", ["Climate change", "the danger"]),
        ("Did the bread all go?", ["the bread"]),
        ("Why?", []),
        ("", []),
    ],
)
def test_phrases_of_a_question(question: str, expected: list[str]) -> None:
    assert [phrase.text for phrase in phrases(question)] == expected


def test_a_phrase_tells_how_much_it_says() -> None:
    ranks = {phrase.text: phrase.rank for phrase in phrases("How many people wrote about the price of oil in Syria?")}
    assert ranks == {
        "the people that wrote about the price of oil in Syria": 1,
        "the price": 3,
        "oil in Syria": 0,
        "Syria": 2,
    }


def test_a_phrase_tells_whether_it_is_several() -> None:
    found = {
        phrase.text: phrase.plural for phrase in phrases("Did the envoys show the plan to the team, or to Russia?")
    }
    assert found == {"the envoys": True, "the plan": False, "the team": None, "Russia": None}


def test_verbs() -> None:
    question = "When did the talks start, and who signed it?"
    assert {question[start:].split()[0].strip(",") for start in verb_positions(question)} == {"start", "signed"}


@given(st.text())
def test_any_text_has_phrases_that_lie_in_it(text: str) -> None:
    for phrase in phrases(text):
        assert 0 <= phrase.start < phrase.end <= len(text)
