"""WordNet's files: which words say much the same, which say something else of the same kind, and what a word means.

Only training needs them: the folder with `index.*`, `data.*` and `*.exc` of WordNet 3 (Princeton; Debian's package
`wordnet-base`), with `cntlist.rev`, which counts how often each sense was met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SENSES = 3  # of a word, the commonest; rarer ones mislead more than they help
_PARTS = ("noun", "verb", "adj", "adv")
_NUMBERS = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}  # in the names of senses
_LETTERS = {"v": "verb", "n": "noun", "a": "adj", "s": "adj", "r": "adv"}
_ENDINGS = {
    "verb": (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    "noun": (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("men", "man"), ("s", "")),
    "adj": (("ier", "y"), ("iest", "y"), ("er", "e"), ("er", ""), ("est", "e"), ("est", "")),
    "adv": (),
}
_ANTONYM, _KIND_OF, _KIND, _LIKE = "!", "@", "~", "&"  # as the files write them

Place = tuple[str, int]  # part of speech, offset in its data file


@dataclass(frozen=True)
class _Sense:
    words: tuple[str, ...]
    pointers: tuple[tuple[str, Place], ...]
    gloss: str


class WordNet:
    """The words of WordNet with their commonest senses; all words are lower case, in their base form."""

    def __init__(self, folder: Path) -> None:
        """OSError where the files are not there."""
        self._senses: dict[Place, _Sense] = {}
        self._places: dict[tuple[str, str], tuple[Place, ...]] = {}
        self._irregular: dict[tuple[str, str], str] = {}
        self._met: Counter[tuple[str, str]] = Counter()
        for line in _lines(folder / "cntlist.rev"):
            name, _, count = line.split()
            word, _, place = name.partition("%")
            self._met[_NUMBERS[place[0]], word] += int(count)
        for part in _PARTS:
            for line in _lines(folder / f"data.{part}"):
                head, _, gloss = line.partition(" | ")
                fields = head.split()
                self._senses[part, int(fields[0])] = _sense(fields, gloss)
            for line in _lines(folder / f"index.{part}"):
                fields = line.split()
                places = tuple((part, int(field)) for field in fields[-int(fields[2]) :])
                self._places[part, fields[0]] = places[:SENSES]
            for line in _lines(folder / f"{part}.exc"):
                form, base, *_ = line.split()
                self._irregular[part, form] = base

    def base(self, word: str) -> tuple[str, str] | None:
        """The commoner part of speech and the base form of a word as it stands in a text; None for an unknown one."""
        found = [(part, base) for part in _PARTS if (base := self._base(part, word)) is not None]
        return max(found, key=lambda place: self._met[place], default=None)

    def alike(self, word: str) -> frozenset[str]:
        """Single words that say the same as some sense of a word, or something wider that it is a kind of."""
        found = set()
        for sense in self._of(word):
            found |= set(sense.words)
            for wider in (*self._pointed(sense, _KIND_OF), *self._pointed(sense, _LIKE)):
                found |= set(wider.words)
        return _single(found)

    def opposed(self, word: str) -> frozenset[str]:
        """Single words that say the opposite, or another thing of the same kind: "lose" and "tie" for "win"."""
        found = set(self.antonyms(word))
        for sense in self._of(word):
            for wider in self._pointed(sense, _KIND_OF):
                for sibling in self._pointed(wider, _KIND):
                    found |= set(sibling.words)
        return _single(found - self.alike(word))

    def antonyms(self, word: str) -> frozenset[str]:
        """Single words that say the opposite of some sense of a word."""
        found = set()
        for sense in self._of(word):
            for one in (sense, *self._pointed(sense, _LIKE)):
                for opposite in self._pointed(one, _ANTONYM):
                    found |= set(opposite.words)
        return _single(found)

    def meanings(self, word: str) -> list[str]:
        """What each sense of a word means, in a few words, the commonest sense first."""
        return [sense.gloss for sense in self._of(word)]

    def _of(self, word: str) -> Iterator[_Sense]:
        base = self.base(word)
        return (self._senses[place] for place in self._places[base]) if base is not None else iter(())

    def _pointed(self, sense: _Sense, kind: str) -> list[_Sense]:
        return [self._senses[place] for pointer, place in sense.pointers if pointer == kind]

    def _base(self, part: str, word: str) -> str | None:
        for base in (self._irregular.get((part, word)), word):
            if base is not None and (part, base) in self._places:
                return base
        for ending, instead in _ENDINGS[part]:
            if word.endswith(ending):
                stem = word[: -len(ending)]
                bases = [stem + instead, stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem + instead]
                for base in bases:
                    if (part, base) in self._places:
                        return base
        return None


def inflected(word: str, like: str, base: str) -> str:
    """A base form with the ending by which another word differs from its own base form."""
    if like == base:
        return word
    if like.endswith("ing"):
        return (word[:-1] if word.endswith("e") and not word.endswith("ee") else word) + "ing"
    if like.endswith("s"):
        return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    if like.endswith(("er", "est")):
        return word
    return word + ("d" if word.endswith("e") else "ed")


def _lines(path: Path) -> Iterator[str]:
    with open(path, encoding="utf-8") as lines:
        yield from (line for line in lines if not line.startswith("  "))  # the licence stands before the words


def _sense(fields: list[str], gloss: str) -> _Sense:
    count = int(fields[3], 16)
    words = tuple(word.lower().partition("(")[0] for word in fields[4 : 4 + 2 * count : 2])
    rest = fields[5 + 2 * count :]
    pointers = tuple(
        (rest[at], (_LETTERS[rest[at + 2]], int(rest[at + 1]))) for at in range(0, 4 * int(fields[4 + 2 * count]), 4)
    )
    meaning = re.sub(r"\([^)]*\)", "", gloss.split(";")[0].split('"')[0])
    return _Sense(words, pointers, " ".join(meaning.split()))


def _single(found: set[str]) -> frozenset[str]:
    return frozenset(word for word in found if word.isalpha() and word.isascii())
