"""Questions made from questions, so that the reader learns meaning and not only shared words.

Those who ask seldom use the words of the article. A question of a reading set does, so some of its words are
exchanged for words of near meaning, or for what WordNet says that they mean. Or a name in it is exchanged for another
name, or a word for one that says something else of the same kind: then its passage answers it no longer. And who
asks about news often tells it first ("Storms hit Fiji this week. What is its capital?"): what is told is not asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from qa.reader.wordnet import WordNet, inflected
from qa.wording import content_stems, is_stop, name_stems, names, stem, words

EXCHANGED_SHARE = 0.4  # of the words that a question shares with its passage
DROPPED_SHARE = 0.1
EXPLAINED_SHARE = 0.15  # of the words exchanged that are put as their meaning
FROM_PASSAGE_SHARE = 0.5  # of the facts exchanged whose new word stands elsewhere in the passage
NEAREST = 6  # words that may stand for another, likelier the nearer
_LEAST_COSINE = 0.58
_LEAST_COSINE_ALIKE = 0.4  # of words that WordNet has for the same meaning
_MOST_COSINE_OTHER = 0.6  # of words that it has for something else of the same kind
_LONGEST_MEANING = 8  # words
_LEAD_WORDS = range(4, 25)  # of what is told before the question
_PRONOUNS = ("it", "they", "he", "she")
_TOO_WIDE = frozenset(  # another of these asks nothing else
    "author writer reviewer poster user customer narrator person people product item thing name type kind sort".split()
)


class NearWords:
    """Words of near meaning, by the embeddings of single words and by WordNet; and words that say something else."""

    def __init__(
        self, vocabulary: Sequence[str], encode: Callable[[list[str]], npt.NDArray[np.float32]], wordnet: WordNet
    ) -> None:
        """`encode` gives a matrix (words, dimensions) of unit vectors; words with capitals or marks are left out."""
        self._words = [word for word in vocabulary if word.isalpha() and word.isascii() and len(word) > 2]
        self._words = [word for word in self._words if word == word.lower() and not is_stop(word)]
        self._vectors = encode(self._words)
        self._at = {word: at for at, word in enumerate(self._words)}
        self._encode = encode
        self._wordnet = wordnet
        self._near: dict[str, list[tuple[str, float]]] = {}
        self._meanings: dict[str, tuple[list[str], npt.NDArray[np.float32]]] = {}

    def near(self, word: str) -> list[tuple[str, float]]:
        """The nearest words of another stem with their cosines, nearest first; none for a word that is not known.

        Those that WordNet has for the same count as nearer than they are, those it has for something else do not count.
        """
        if word not in self._at:
            return []
        if word not in self._near:
            cosines = self._vectors @ self._vectors[self._at[word]]
            alike = self._inflected(word, self._wordnet.alike(word))
            opposed = self._inflected(word, self._wordnet.opposed(word))
            found = {self._words[at]: float(cosines[at]) for at in np.argsort(-cosines)[: 5 * NEAREST]}
            kept = {other: cosine for other, cosine in found.items() if cosine >= _LEAST_COSINE}
            for other in alike:
                cosine = float(cosines[self._at[other]])
                if cosine >= _LEAST_COSINE_ALIKE:
                    kept[other] = max(cosine, 0.7)
            self._near[word] = sorted(
                ((other, cosine) for other, cosine in kept.items() if other not in opposed and _differ(word, other)),
                key=lambda item: (-item[1], item[0]),
            )[:NEAREST]
        return self._near[word]

    def others(self, word: str) -> list[str]:
        """Words that say the opposite or something else of the same kind, in the form the word has."""
        if word not in self._at:
            return []
        cosines = self._vectors @ self._vectors[self._at[word]]
        antonyms = self._inflected(word, self._wordnet.antonyms(word))
        siblings = self._inflected(word, self._wordnet.opposed(word))
        far = {other for other in siblings if cosines[self._at[other]] < _MOST_COSINE_OTHER}
        return sorted(other for other in far | antonyms if _differ(word, other))

    def kind(self, word: str) -> tuple[str, bool, bool] | None:
        """The part of speech of a word, whether it ends in -ing, and whether it is a base form; None if not known."""
        base = self._wordnet.base(word)
        return None if base is None else (base[0], word.endswith("ing"), word == base[1])

    def meaning(self, word: str, question: str) -> str | None:
        """What a word means, in a few other words, in the sense that is nearest to the question; None if not known."""
        if word not in self._meanings:
            base = self._wordnet.base(word)
            glosses = [
                gloss
                for gloss in self._wordnet.meanings(word)
                if len(gloss.split()) <= _LONGEST_MEANING and stem(word) not in {stem(one) for one in gloss.split()}
            ]
            if base is not None and base[0] == "verb":
                heads = [gloss.partition(" ") for gloss in glosses]
                glosses = [inflected(head, word, base[1]) + space + rest for head, space, rest in heads]
            self._meanings[word] = glosses, self._encode(glosses) if glosses else self._vectors[:0]
        glosses, vectors = self._meanings[word]
        if not glosses:
            return None
        return glosses[int(np.argmax(vectors @ self._encode([question])[0]))]

    def _inflected(self, word: str, found: frozenset[str]) -> frozenset[str]:
        base = self._wordnet.base(word)
        if base is None:
            return frozenset()
        return frozenset(form for other in found if (form := inflected(other, word, base[1])) in self._at)


def _differ(word: str, other: str) -> bool:
    return stem(word) != stem(other)


def reworded(question: str, passage: str, near: NearWords, chance: random.Random) -> str:
    """A question with some of the words that it shares with a passage exchanged or left out; its names stay."""
    shared = content_stems(passage) - name_stems(question)
    made, end = [], 0
    for word in words(question):
        if word.text != word.text.lower() or stem(word.text) not in shared or is_stop(word.text):
            continue
        drawn = chance.random()
        others = near.near(word.text)
        meaning = near.meaning(word.text, question) if drawn < EXPLAINED_SHARE * EXCHANGED_SHARE else None
        if meaning is not None:
            new = meaning
        elif drawn < EXCHANGED_SHARE and others:
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


def with_other_fact(question: str, passage: str, answering: str, near: NearWords, chance: random.Random) -> str | None:
    """A question with one of its words exchanged, so that its passage answers it no longer.

    The new word is of the same kind, and often one of the passage, though not of the sentences that answer; names and
    small words stay. None where the question has no such word.
    """
    keep = content_stems(question) | content_stems(answering)
    plain = [word for word in words(question) if word.text.isalpha() and word.text.islower()]
    told = [word for word in plain if not is_stop(word.text) and word.text not in _TOO_WIDE]
    chance.shuffle(told)
    for word in told:
        kind = near.kind(word.text)
        if kind is None:
            continue
        found = near.others(word.text)
        if chance.random() < FROM_PASSAGE_SHARE:
            said = {other.text for other in words(passage) if other.text.islower() and not is_stop(other.text)}
            alike = {other for other, _ in near.near(word.text)}
            found = sorted(other for other in said - alike if near.kind(other) == kind) or found
        found = [other for other in found if stem(other) not in keep]
        if found:
            return question[: word.start] + chance.choice(found) + question[word.end :]
    return None


def told_first(
    question: str, sentences: Sequence[str], chance: random.Random, near: NearWords | None = None
) -> str | None:
    """A question after one of some sentences, likelier one that shares its words; None where none will do.

    A name of the question that the sentence has becomes a pronoun. With `near`, the sentence is put in other words.
    """
    leads = [text.strip() for text in sentences if len(text.split()) in _LEAD_WORDS]
    if not leads:
        return None
    asked = content_stems(question)
    (lead,) = chance.choices(leads, [0.3 + len(asked & content_stems(text)) for text in leads])
    lead = reworded(lead, lead, near, chance) if near is not None else lead
    for name in names(question):
        if name in lead and f"{name}'" not in question and f"{name}’" not in question:
            question = question.replace(name, chance.choice(_PRONOUNS))
            break
    return f"{lead}{'' if lead[-1] in '.!?' else '.'} {question[:1].upper()}{question[1:]}"
