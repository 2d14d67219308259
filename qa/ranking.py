"""Ranking puts the sentences of the found passages in order of how likely each one answers the question.

The reader says where in each passage the answer may stand. A few more measures join it (how well the passage was
found, the share of the question's words that are said, whether the kind of thing asked for is there); their weights
were fitted by logistic regression on questions with known answers (`evals/fit.py`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import sentence_spans
from qa.quantities import is_amount
from qa.questions import Kind, kind_of
from qa.reader.model import Reader, Reading
from qa.retrieval import Found
from qa.wording import content_stems, name_stems, names, number_spans, numbers, stem, when_spans, words
from vectorstore.embedding import EmbeddingModel
from vectorstore.records import StoredPassage

MEASURES = (
    "held",  # log-odds, by the reader, that the answer is anywhere in the sentence, against none in the passage
    "answerable",  # log-odds, by the reader, that the passage answers the question
    "found",  # the fused score of the passage
    "coverage",  # share of the question's content words in the sentence, rare ones weighing more
    "passage_coverage",  # the same for the passage with its title
    "lacks_figure",  # 1 where the question asks for a number or a time, and the sentence has none
    "lacks_name",  # 1 where it asks for a person or a place, and the sentence names none
    "cosine",  # of the sentence's vector to the question's; 0 where it was not compared
)
# Rounded, and the coverage of words nearer to what SQuAD 2.0 asks for, whose questions keep the words of their text.
_WEIGHTS = (0.25, 0.0, 2.0, 0.8, 0.8, -2.3, -0.6, 1.1)
_COSINE = MEASURES.index("cosine")
_COMPARED = 4  # best sentences by the other measures, whose vectors are compared: it takes 3 ms a sentence
_PLACE_LEADS = frozenset("in at to from near into across toward towards outside inside around the".split())


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer the question."""

    passage: StoredPassage
    start: int  # characters into the article's text
    end: int
    text: str
    measures: tuple[float, ...]  # as MEASURES names them
    score: float  # higher is likelier
    margin: float = 0.0  # log-odds, by the reader, that its best words in the sentence answer, against none
    span: tuple[int, int] | None = None  # these words, as characters into the article's text

    @property
    def pointed(self) -> tuple[int, int] | None:
        """These words, as characters into the sentence."""
        return (self.span[0] - self.start, self.span[1] - self.start) if self.span else None


class SentenceRanker:
    """Ranks sentences by the reader, a few measures of words and, for the best of them, their vectors."""

    def __init__(self, reader: Reader, model: EmbeddingModel) -> None:
        self._reader = reader
        self._model = model

    def rank(self, question: str, found: Sequence[Found]) -> list[Candidate]:
        """The sentences of the found passages, those likeliest to answer the question first."""
        if not found:
            return []
        readings = self._reader.read(question, [item.passage.text for item in found])
        asked = _Asked(question)
        sentences = [
            (item, reading, start, end)
            for item, reading in zip(found, readings, strict=True)
            for start, end in sentence_spans(item.passage.text)
        ]
        said = [content_stems(item.passage.text[start:end]) for item, _, start, end in sentences]
        rarity = _rarity(said)
        around = {item.passage.id: content_stems(f"{item.passage.title}\n{item.passage.text}") for item in found}
        candidates = []
        for (item, reading, start, end), stems in zip(sentences, said, strict=True):
            coverage = _coverage(asked.stems, stems, rarity)
            passage_coverage = _coverage(asked.stems, around[item.passage.id], rarity)
            candidate = _candidate(asked, item, reading, (start, end), (coverage, passage_coverage))
            if candidate is not None:
                candidates.append(candidate)
        return self._compared(question, sorted(candidates, key=lambda candidate: -candidate.score))

    def _compared(self, question: str, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates, the best of them ranked anew with the cosine of their vectors to the question's."""
        best = candidates[:_COMPARED]
        asked, *vectors = self._model.encode([question, *(candidate.text for candidate in best)])
        for at, (candidate, vector) in enumerate(zip(best, vectors, strict=True)):
            measures = list(candidate.measures)
            measures[_COSINE] = float(asked @ vector)
            best[at] = replace(candidate, measures=tuple(measures), score=_score(measures))
        return sorted([*best, *candidates[_COMPARED:]], key=lambda candidate: -candidate.score)


class _Asked:
    """A question with what is looked for in every sentence."""

    def __init__(self, question: str) -> None:
        self.text = question
        self.stems = content_stems(question)
        self.kind = kind_of(question)


def _candidate(
    asked: _Asked, item: Found, reading: Reading, place: tuple[int, int], coverages: tuple[float, float]
) -> Candidate | None:
    start, end = place
    span, held = reading.best_span(start, end), reading.held(start, end)
    if span is None or held is None:
        return None  # past the last token that the reader sees
    passage = item.passage
    text = passage.text[start:end]
    lacks = has_kind(asked.kind, text, asked.text) is False
    measures = (
        held,
        reading.answerable,
        item.score,
        *coverages,
        float(lacks and asked.kind in ("number", "money", "time")),
        float(lacks and asked.kind in ("person", "place")),
        0.0,
    )
    at = passage.start
    pointed = (at + span.start, at + span.end)
    return Candidate(passage, at + start, at + end, text, measures, _score(measures), span.margin, pointed)


def _score(measures: Sequence[float]) -> float:
    return sum(weight * measure for weight, measure in zip(_WEIGHTS, measures, strict=True))


def _rarity(said: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much a stem tells, by the share of sentences that do not have it."""
    counts = Counter(item for stems in said for item in stems)
    return {item: math.log((len(said) + 1) / (count + 0.5)) for item, count in counts.items()}


def _coverage(asked: frozenset[str], stems: frozenset[str], rarity: dict[str, float]) -> float:
    """The share of the question's stems that are among some stems; a stem that no sentence has weighs most."""
    most = max(rarity.values(), default=1.0)
    total = math.fsum(rarity.get(item, most) for item in asked)  # a set has another order in each process
    return math.fsum(rarity.get(item, most) for item in asked & stems) / total if total else 0.0


_QUANTITY = re.compile(
    r"\b(?:(?<!no\s)one(?!\s+(?:of|another|by)\b)|once|twice|both|half|dozens?|hundreds|thousands|millions|billions|"
    r"couple|none|nothing|nobody|single|doubled?|tripled?|quarters?|thirds?|majority|another)\b",
    re.IGNORECASE,
)
_TIME_UNITS = frozenset("second minute hour day week month year decade centuri time old long soon".split())


def _counts(sentence: str, question: str) -> frozenset[str]:
    """The numbers of a sentence that the question does not have.

    Those of days and of spans of time ("25 May", "three months") count only where the question asks for such.
    """
    found = number_spans(sentence)
    if not _TIME_UNITS & {stem(word.text) for word in words(question)}:
        times = when_spans(sentence)
        found = [
            (start, end)
            for start, end in found
            if not any(first <= start < last for first, last in times)
            and not any(stem(word.text) in _TIME_UNITS for word in words(sentence[end : end + 20])[:1])
        ]
    return numbers("; ".join(sentence[start:end] for start, end in found)) - numbers(question)


def has_kind(kind: Kind, sentence: str, question: str) -> bool | None:
    """Whether a sentence has the kind of thing that a question asks for, besides what the question itself says.

    None where that cannot be told from the words.
    """
    if kind == "person":
        asked = name_stems(question)
        return any(not {stem(word.text) for word in words(name)} <= asked for name in names(sentence))
    if kind == "number":
        return bool(_counts(sentence, question)) or bool(_QUANTITY.search(sentence))
    if kind == "money":
        return any(is_amount(sentence, *span) for span in number_spans(sentence))
    if kind == "time":
        asked_text = question.casefold()
        return any(sentence[start:end].casefold() not in asked_text for start, end in when_spans(sentence))
    if kind == "place":
        asked = name_stems(question)
        for name in names(sentence):
            before = sentence[: sentence.find(name)].split()
            if before and before[-1].casefold() in _PLACE_LEADS and not name_stems(f"x {name}") <= asked:
                return True
        return False
    return None
