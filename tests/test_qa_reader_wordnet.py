"""WordNet's files as training reads them: base forms, words alike and opposed, meanings. The files here are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.reader.wordnet import WordNet, inflected
from tests.wordnet_files import Sense, write

SENSES: tuple[Sense, ...] = (
    ("verb", "compete", "take part in a contest", (("~", 1), ("~", 2))),
    ("verb", "win come_first", 'be first (of all); "she won"', (("@", 0), ("!", 2))),
    ("verb", "lose", "be beaten", (("@", 0), ("!", 1))),
    ("noun", "win", "a victory", ()),
    ("noun", "vehicle", "what carries people", (("~", 5), ("~", 6))),
    ("noun", "lorry truck", "a large motor vehicle", (("@", 4),)),
    ("noun", "bus", "a vehicle with seats for many", (("@", 4),)),
    ("adj", "large", "of more than usual size", (("&", 8), ("!", 9))),
    ("adj", "huge(a)", "very large", (("&", 7),)),
    ("adj", "small", "of less than usual size", (("!", 7),)),
)


@pytest.fixture(scope="module")
def wordnet(tmp_path_factory: pytest.TempPathFactory) -> WordNet:
    met = ("win%2:33:00:: 1 9", "win%1:04:00:: 1 2", "huge%5:00:00:large:00 1 7")
    irregular = "won win\nleft leave\n"
    return WordNet(write(tmp_path_factory.mktemp("wordnet"), SENSES, irregular=irregular, met=met))


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("won", ("verb", "win")),
        ("winning", ("verb", "win")),
        ("win", ("verb", "win")),  # met more often than the noun
        ("wins", ("verb", "win")),
        ("competed", ("verb", "compete")),
        ("lorries", ("noun", "lorry")),
        ("buses", None),
        ("larger", ("adj", "large")),
        ("left", None),
        ("unheard", None),
    ],
)
def test_base_forms(wordnet: WordNet, word: str, base: tuple[str, str] | None) -> None:
    assert wordnet.base(word) == base


def test_words_alike_are_of_the_same_sense_or_wider(wordnet: WordNet) -> None:
    assert wordnet.alike("won") == {"win", "compete"}, "words of several words are left out"
    assert wordnet.alike("lorries") == {"lorry", "truck", "vehicle"}
    assert wordnet.alike("large") == {"large", "huge"}
    assert wordnet.alike("unheard") == frozenset()


def test_words_opposed_are_antonyms_and_others_of_the_same_kind(wordnet: WordNet) -> None:
    assert wordnet.opposed("win") == {"lose"} == wordnet.antonyms("win")
    assert wordnet.opposed("truck") == {"bus"}
    assert wordnet.antonyms("truck") == frozenset()
    assert wordnet.antonyms("huge") == {"small"}, "what is like the opposite's opposite"


def test_meanings_are_short(wordnet: WordNet) -> None:
    assert wordnet.meanings("won") == ["be first"]
    assert wordnet.meanings("unheard") == []


@pytest.mark.parametrize(
    ("word", "like", "base", "expected"),
    [
        ("lose", "win", "win", "lose"),
        ("lose", "winning", "win", "losing"),
        ("lose", "wins", "win", "loses"),
        ("pass", "wins", "win", "passes"),
        ("reach", "opened", "open", "reached"),
        ("lose", "opened", "open", "losed"),
        ("small", "larger", "large", "small"),
        ("agree", "winning", "win", "agreeing"),
    ],
)
def test_the_ending_of_another_word(word: str, like: str, base: str, expected: str) -> None:
    assert inflected(word, like, base) == expected


def test_a_folder_without_the_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cntlist"):
        WordNet(tmp_path)
