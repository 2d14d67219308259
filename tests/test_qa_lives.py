"""Facts of somebody's life: told by sentences that are of them and have words for it, and by no others."""

from __future__ import annotations

from datetime import date

import pytest

from qa.lives import telling
from qa.ranking import Candidate
from vectorstore.records import StoredPassage


def candidate(text: str) -> Candidate:
    passage = StoredPassage(1, "reid", 0, len(text), text, "Reid wins", None, date(2024, 5, 6), False)
    return Candidate(passage, 0, len(text), text, (), 0.0)


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("Where was Anna Reid born?", "Anna Reid won the final in Perth.", False),
        ("Where was Anna Reid born?", "Reid, a native of Perth, won the final.", True),
        ("Where was Anna Reid born?", "She was born in Perth.", True),
        ("Where was Anna Reid born?", "Her rival Tay was born in Oban.", True),  # whose, only the sentence tells
        ("Where was Anna Reid born?", "Tay was born in Oban.", False),
        ("When did Anna Reid die?", "Reid won the final on Monday.", False),
        ("When did Anna Reid die?", "Reid passed away on Monday.", True),
        ("When did Anna Reid die?", "Reid was shot on Monday.", True),
        ("Is Anna Reid married?", "Reid and Dan Tay tied the knot in Perth.", True),
        ("When was Anna Reid arrested?", "Reid was picked up on Monday.", True),
        ("What did Anna Reid die of?", "Reid was killed by a falling tree.", True),
        ("Is Anna Reid married?", "Reid met Dan Tay in Perth.", False),
        ("Who is Anna Reid's husband?", "Reid met Dan Tay in Perth.", False),
        ("Who is Anna Reid's husband?", "Reid and Dan Tay wed in 2020.", True),
        ("When was Anna Reid arrested?", "Reid opened the bridge on Monday.", False),
        ("When was Anna Reid arrested?", "Reid was taken into custody on Monday.", True),
        ("Where does Anna Reid live?", "Reid hit a home run in Perth.", False),
        ("Where does Anna Reid live?", "Reid sits in the lower house of parliament.", False),
        ("Where does Anna Reid live?", "Reid has a house in Perth.", True),
        ("Where does Anna Reid live?", "Reid, 34, of Perth, opened the bridge.", True),
        ("Where did Anna Reid study?", "Reid won the final in Perth.", False),
        ("Where did Anna Reid study?", "Reid is a graduate of Perth College.", True),
        ("How many children does Anna Reid have?", "Reid won 3 finals.", False),
        ("How many children does Anna Reid have?", "Reid is a mother of two.", True),
        ("How old is Anna Reid?", "Reid won 3 finals.", False),
        ("How old is Anna Reid?", "Dan Tay, 34, won the final.", False),
        ("How old is Anna Reid?", "Reid, 34, won the final.", True),
        ("How old is Anna Reid?", "The 34-year-old won the final.", True),
        ("How tall is Anna Reid?", "Reid won by 3 points.", False),
        ("How tall is Anna Reid?", "Reid is 1.8 m tall.", True),
        ("When did Anna Reid win?", "Tay lost on Monday.", True),  # no fact of a life
        ("When did the bridge die?", "Tay lost on Monday.", True),  # nor of a person's
    ],
)
def test_a_fact_of_a_life_is_told_in_words_for_it(question: str, sentence: str, told: bool) -> None:
    assert bool(telling(question, [candidate(sentence)])) is told
