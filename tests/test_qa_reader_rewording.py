"""Questions in other words and with other names: what changes, and what stays."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qa.reader.rewording import NearWords, reworded, told_first, with_other_fact, with_other_name
from qa.reader.wordnet import WordNet
from tests.wordnet_files import Sense, write

PASSAGE = "The mayor of Perth, Anna Reid, opened the bridge and praised the builders of the bridge."
PLACES = {  # of the words' vectors: a plane of its own for unlike words, an angle in it
    "mayor": (0, 0.0),
    "governor": (0, 0.3),
    "mayors": (0, 0.01),
    "Perth": (0, 0.1),
    "bridge": (1, 0.0),
    "viaduct": (1, 0.4),
    "road": (1, 0.2),
    "bridges": (1, 0.1),
    "tunnel": (1, 1.2),
    "opened": (2, 0.0),
    "closed": (2, 0.1),
    "inaugurated": (2, 1.0),
    "praised": (3, 0.0),
    "rain": (4, 0.0),
}
SENSES: tuple[Sense, ...] = (
    ("verb", "open inaugurate", "start officially", (("!", 1),)),
    ("verb", "close", "bring to an end", (("!", 0),)),
    ("verb", "praise", "speak well of", ()),
    ("noun", "way", "what leads from place to place", (("~", 4), ("~", 5), ("~", 6))),
    ("noun", "bridge", "a structure that lets people cross", (("@", 3),)),
    ("noun", "tunnel", "a passage under the ground", (("@", 3),)),
    ("noun", "road", "a way for traffic", (("@", 3),)),
    ("noun", "builder", "one who builds", ()),
    ("noun", "mayor", "the head of a town", ()),
)


def encode(texts: list[str]) -> np.ndarray:
    vectors = np.zeros((len(texts), 12), dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        plane, angle = PLACES.get(text, (5, 0.0))
        vector[2 * plane : 2 * plane + 2] = np.cos(angle), np.sin(angle)
    return vectors


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> NearWords:
    return NearWords(list(PLACES), encode, WordNet(write(tmp_path_factory.mktemp("wordnet"), SENSES)))


def test_near_words_are_of_another_stem_and_near_enough(near: NearWords) -> None:
    assert [word for word, _ in near.near("mayor")] == ["governor"]
    assert near.near("rain") == []
    assert near.near("Perth") == [] == near.near("unknown")


def test_words_of_the_same_meaning_are_near_and_those_of_another_are_not(near: NearWords) -> None:
    assert [word for word, _ in near.near("opened")] == ["inaugurated"], "the closer 'closed' says the opposite"
    assert [word for word, _ in near.near("bridge")] == ["viaduct"], "the closer 'road' is another thing"


def test_words_that_say_something_else_are_antonyms_or_far_enough(near: NearWords) -> None:
    assert near.others("opened") == ["closed"]
    assert near.others("bridge") == ["tunnel"], "a road is too near to be surely another thing"
    assert near.others("rain") == [] == near.others("unknown")


def test_only_words_shared_with_the_passage_change_and_names_stay(near: NearWords) -> None:
    question = "Which mayor opened the bridge in Perth, in the rain?"
    made = {reworded(question, PASSAGE, near, random.Random(seed)) for seed in range(120)}
    assert len(made) > 3
    assert any("governor" in one for one in made)
    assert any("viaduct" in one for one in made)
    assert any("a structure that lets people cross" in one for one in made)
    assert any("started officially the" in one for one in made), "a verb's meaning takes its ending"
    assert not any("closed" in one or "road" in one for one in made)
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


def test_a_fact_is_exchanged_for_another_of_the_same_kind_that_is_not_told(near: NearWords) -> None:
    question = "When was the bridge opened in Perth?"
    answering = "Anna Reid opened the bridge in Perth."
    made = {
        with_other_fact(question, f"{answering} She praised the builders.", answering, near, random.Random(seed))
        for seed in range(40)
    }
    assert made == {
        "When was the tunnel opened in Perth?",
        "When was the bridge closed in Perth?",
        "When was the bridge praised in Perth?",  # of the passage
    }


@pytest.mark.parametrize("question", ["Who is Anna Reid?", "Which person is it?", "How is the rain?"])
def test_without_a_word_to_exchange_there_is_none(near: NearWords, question: str) -> None:
    assert with_other_fact(question, PASSAGE, PASSAGE, near, random.Random(1)) is None


def test_what_is_told_before_a_question_is_a_sentence_of_some_length_likelier_one_of_its_words() -> None:
    sentences = ["It rained all day in Ulm", "Anna Reid opened the bridge.", "Too short.", "long " * 40]
    made = [told_first("what did it cost?", sentences, random.Random(seed)) for seed in range(40)]
    assert set(made) == {
        "It rained all day in Ulm. What did it cost?",
        "Anna Reid opened the bridge. What did it cost?",
    }
    made = [told_first("Who paid for the bridge?", sentences, random.Random(seed)) for seed in range(40)]
    assert sum("Anna Reid" in str(one) for one in made) > 25
    assert told_first("Who paid?", ["Too short."], random.Random(1)) is None


def test_a_name_that_was_told_becomes_a_pronoun_in_the_question() -> None:
    told = ["Anna Reid opened the bridge."]
    made = {told_first("When did Anna Reid speak?", told, random.Random(seed)) for seed in range(40)}
    assert made == {f"Anna Reid opened the bridge. When did {word} speak?" for word in ("it", "they", "he", "she")}
    assert told_first("What is Anna Reid's age?", told, random.Random(1)) == (
        "Anna Reid opened the bridge. What is Anna Reid's age?"
    )
