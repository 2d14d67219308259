"""Reading ranks the sentences of the found passages by how likely each one answers the question.

Each sentence gets a handful of measures (its closeness in meaning, the share of the question's words
it says, whether it has the kind of thing that is asked for, how well its passage was found); their
weights were fitted by logistic regression, see `evals/`.
"""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentence_spans
from qa.questions import Kind, kind_of
from qa.retrieval import Found
from qa.wording import content_stems, name_stems, names, number_spans, numbers, stem, when_spans, words
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.records import StoredPassage

_REMEMBERED = 20_000  # sentences whose vectors are kept, about 30 MB
_PLACE_LEADS = frozenset("in at to from near into across toward towards outside inside around".split())
_REASON_WORDS = frozenset(
    """
    because since due so reason reasons cause causes caused owing therefore order aim aims aimed purpose avoid hope
    hopes hoped want wants wanted refuse refuses refused preparing busy instead
    """.split()
)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer the question."""

    passage: StoredPassage
    start: int  # characters into the article's text
    end: int
    text: str
    measures: tuple[float, ...]  # as MEASURES names them
    score: float  # log-odds that the sentence answers the question


MEASURES = (
    "cosine",  # of the sentence to the question
    "coverage",  # share of the question's content words in the sentence, rare ones weighing more
    "passage_coverage",  # the same for the passage with its title
    "name_coverage",  # share of the question's names in the passage with its title; 1 where it names none
    "has_kind",  # 1 where the sentence has the kind of thing asked for, besides what the question says
    "lacks_kind",  # 1 where the question asks for a kind that can be told and the sentence has none
    "found",  # the fused score of the passage
    "passage_cosine",  # of the passage to the question; 0 where the vectors did not find it
    "length",  # log of the number of words, at most that of 40
    "fragment",  # 1 for fewer than 5 words, or a question
)
_WEIGHTS = (3.6, 2.3, 1.4, 0.0, -0.2, -1.4, 1.7, 0.0, 0.2, 0.0)
_BIAS = 0.0


class Reader:
    """Ranks sentences; keeps the vectors of those it has seen."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def read(self, question: str, vector: Vectors, found: Sequence[Found]) -> list[Candidate]:
        """The sentences of the found passages, those likeliest to answer the question first."""
        sentences = [
            (item, item.passage.text[start:end], start + item.passage.start)
            for item in found
            for start, end in sentence_spans(item.passage.text)
        ]
        if not sentences:
            return []
        cosines = self._encode([text for _, text, _ in sentences]) @ vector
        said = [content_stems(text) for _, text, _ in sentences]
        weights = _rarity(said)
        asked = content_stems(question)
        kind = kind_of(question)
        asked_names = name_stems(question)
        context = {item.passage.id: content_stems(f"{item.passage.title}\n{item.passage.text}") for item in found}
        candidates = []
        for (item, text, start), cosine, stems in zip(sentences, cosines, said, strict=True):
            around = context[item.passage.id]
            has = has_kind(kind, text, question)
            size = len(words(text))
            measures = (
                float(cosine),
                _coverage(asked, stems, weights),
                _coverage(asked, around, weights),
                len(asked_names & around) / len(asked_names) if asked_names else 1.0,
                float(has is True),
                float(has is False),
                item.score,
                item.cosine or 0.0,
                math.log(min(max(size, 1), 40)),
                float(size < 5 or text.endswith("?")),
            )
            score = _BIAS + sum(weight * measure for weight, measure in zip(_WEIGHTS, measures, strict=True))
            candidates.append(Candidate(item.passage, start, start + len(text), text, measures, score))
        return sorted(candidates, key=lambda candidate: -candidate.score)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        known.update(zip(new, self._model.encode(new), strict=True))
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])


def _rarity(said: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a stem tells, by the share of sentences that do not have it."""
    counts = Counter(item for stems in said for item in stems)
    return {item: math.log((len(said) + 1) / (count + 0.5)) for item, count in counts.items()}


def _coverage(asked: frozenset[str], stems: frozenset[str], weights: dict[str, float]) -> float:
    """The share of the question's stems that are among some stems; a stem that no sentence has weighs most."""
    most = max(weights.values(), default=1.0)
    total = sum(weights.get(item, most) for item in asked)
    return sum(weights.get(item, most) for item in asked & stems) / total if total else 0.0


def has_kind(kind: Kind, sentence: str, question: str) -> bool | None:
    """Whether a sentence has the kind of thing that a question asks for, besides what the question itself says.

    None where that cannot be told from the words.
    """
    if kind == "person":
        asked = name_stems(question)
        return any(not {stem(word.text) for word in words(name)} <= asked for name in names(sentence))
    if kind == "number":
        return bool(numbers(sentence) - numbers(question)) and bool(number_spans(sentence))
    if kind == "time":
        asked_text = question.casefold()
        return any(sentence[start:end].casefold() not in asked_text for start, end in when_spans(sentence))
    if kind == "place":
        asked = name_stems(question)
        for name in names(sentence):
            before = sentence[: sentence.find(name)].split()
            if before and before[-1].casefold() in _PLACE_LEADS | {"the"} and not name_stems(f"x {name}") <= asked:
                return True
        return False
    if kind == "reason":
        return bool(_REASON_WORDS & {word.text.casefold() for word in words(sentence)})
    return None
