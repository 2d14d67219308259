"""Questions in other words and with other names: what changes, and what stays."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qa.reader.rewording import NearWords, reworded, with_other_name

PASSAGE = "The mayor of Perth, Anna Reid, opened the bridge and praised the builders of the bridge."
PLACES = {"mayor": 0.0, "governor": 0.3, "mayors": 0.01, "bridge": 2.0, "viaduct": 2.4, "rain": 4.0, "Perth": 0.1}


def encode(texts: list[str]) -> np.ndarray:
    angles = np.array([PLACES[text] for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture
def near() -> NearWords:
    return NearWords(list(PLACES), encode)


def test_near_words_are_of_another_stem_and_near_enough(near: NearWords) -> None:
    assert [word for word, _ in near.near("mayor")] == ["governor"]
    assert near.near("rain") == []
    assert near.near("Perth") == [] == near.near("unknown")


def test_only_words_shared_with_the_passage_change_and_names_stay(near: NearWords) -> None:
    question = "Which mayor opened the bridge in Perth, in the rain?"
    made = {reworded(question, PASSAGE, near, random.Random(seed)) for seed in range(60)}
    assert len(made) > 3
    assert any("governor" in one for one in made)
    assert any("viaduct" in one for one in made)
    assert all("Perth" in one and "rain" in one and one.startswith("Which") and one.endswith("?") for one in made)


def test_a_passage_that_shares_no_word_changes_nothing(near: NearWords) -> None:
    question = "Which mayor opened the bridge?"
    assert {reworded(question, "It rained.", near, random.Random(seed)) for seed in range(20)} == {question}


def test_a_name_is_exchanged_for_one_that_the_passage_does_not_have() -> None:
    others = ["Anna Reid", "Perth", "Tom Hale", "Ulm", "Lisbon"]
    made = {with_other_name("What did Anna Reid open?", PASSAGE, others, random.Random(seed)) for seed in range(20)}
    assert made == {"What did Tom Hale open?"}


@pytest.mark.parametrize(
    ("question", "others"),
    [("What was opened?", ["Ulm"]), ("What did Bo Lee open?", ["Ulm"]), ("Who is Anna Reid?", [])],
)
def test_without_a_name_of_the_passage_or_another_there_is_none(question: str, others: list[str]) -> None:
    assert with_other_name(question, PASSAGE, others, random.Random(1)) is None
