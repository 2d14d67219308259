"""Questions made from questions, so that the reader learns meaning and not only shared words.

Those who ask seldom use the words of the article. A question of a reading set does, so some of its words are
exchanged for words of near meaning; or a name in it for another name, after which its passage answers it no longer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from qa.wording import content_stems, is_stop, name_stems, names, stem, words

EXCHANGED_SHARE = 0.4  # of the words that a question shares with its passage
DROPPED_SHARE = 0.1
NEAREST = 6  # words that may stand for another, likelier the nearer
_LEAST_COSINE = 0.58


class NearWords:
    """Words of near meaning, by the embeddings of single words."""

    def __init__(self, vocabulary: Sequence[str], encode: Callable[[list[str]], npt.NDArray[np.float32]]) -> None:
        """`encode` gives a matrix (words, dimensions) of unit vectors; words with capitals or marks are left out."""
        self._words = [word for word in vocabulary if word.isalpha() and word.isascii() and len(word) > 2]
        self._words = [word for word in self._words if word == word.lower() and not is_stop(word)]
        self._vectors = encode(self._words)
        self._at = {word: at for at, word in enumerate(self._words)}
        self._near: dict[str, list[tuple[str, float]]] = {}

    def near(self, word: str) -> list[tuple[str, float]]:
        """The nearest words of another stem with their cosines, nearest first; none for a word that is not known."""
        if word not in self._at:
            return []
        if word not in self._near:
            cosines = self._vectors @ self._vectors[self._at[word]]
            found = [(self._words[at], float(cosines[at])) for at in np.argsort(-cosines)[: 5 * NEAREST]]
            self._near[word] = [
                (other, cosine) for other, cosine in found if cosine >= _LEAST_COSINE and stem(other) != stem(word)
            ][:NEAREST]
        return self._near[word]


def reworded(question: str, passage: str, near: NearWords, chance: random.Random) -> str:
    """A question with some of the words that it shares with a passage exchanged or left out; its names stay."""
    shared = content_stems(passage) - name_stems(question)
    made, end = [], 0
    for word in words(question):
        if word.text != word.text.lower() or stem(word.text) not in shared or is_stop(word.text):
            continue
        drawn = chance.random()
        others = near.near(word.text)
        if drawn < EXCHANGED_SHARE and others:
            new = chance.choices([other for other, _ in others], [cosine - 0.5 for _, cosine in others])[0]
        elif 1 - drawn < DROPPED_SHARE:
            new = ""
        else:
            continue
        made += [question[end : word.start], new]
        end = word.end
    return " ".join("".join([*made, question[end:]]).split())


def with_other_name(question: str, passage: str, others: Sequence[str], chance: random.Random) -> str | None:
    """A question with one of its names exchanged for a name that its passage does not have; None where it has none."""
    lowered = passage.casefold()
    told = [name for name in names(question) if name.casefold() in lowered]
    if not told or not others:
        return None
    name = chance.choice(told)
    for other in chance.sample(others, min(20, len(others))):
        if len(other.split()) == len(name.split()) and other.casefold() not in lowered:
            return question.replace(name, other)
    return None
