"""Training examples for the reader: a question, a passage, and where in the passage the answer stands, if it does.

The texts are cut into passages as a library cuts them. Every answerable question gives a positive example and a few
negative ones: with a passage about the same things that word search finds (a near miss), with another passage of its
text, with its own after the answering sentence is taken out, and with its own after a name or another word in the
question is exchanged.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.sentences import sentence_spans
from qa.reader.rewording import NearWords, reworded, told_first, with_other_fact, with_other_name
from qa.wording import content_stems, names
from vectorstore.passages import MAX_TOKENS, CountTokens, split
from vectorstore.records import StoredPassage
from vectorstore.word_index import WordIndex

NEAR_MISS_SHARE = 0.4  # of the answerable questions that also come with a wrong passage found for them
BESIDE_SHARE = 0.5  # of those that also come with another passage of the same text, where there is one
TAKEN_OUT_SHARE = 0.2  # of those that also come with their own passage without its answer
OTHER_NAME_SHARE = 0.2  # of those that also come with another name in them, where they have one
OTHER_FACT_SHARE = 0.3  # of those that also come with another word in them
FOLDS = 4
REWORDED_SHARE = 0.5  # of the questions whose words are exchanged
_LEAST_TOKENS = 96  # of the passages' greatest length, which is drawn anew for each text


@dataclass(frozen=True)
class Example:
    """One question with one passage."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]  # of the answer, as characters into the passage; none where it has no answer
    group: str  # the examples made of one question


@dataclass(frozen=True)
class Asked:
    """A question with the passage it was asked about."""

    question: str
    passage: str
    answers: tuple[tuple[int, str], ...]  # start and text; none where the passage does not answer it
    group: str  # what the passage is from: folds are made of whole groups
    beside: tuple[str, ...] = ()  # the other passages of the same text


def folds(groups: Iterable[str]) -> dict[str, int]:
    """The fold of each group, by turns in the order of their names."""
    return {group: place % FOLDS for place, group in enumerate(sorted(set(groups)))}


def article_of(row: Mapping[str, Any]) -> str:
    """The article that a question of SQuAD 2.0 is about a paragraph of; the folds are of whole articles."""
    return str(row["doc_id"]).rsplit("-", 1)[0]


def squad_json(path: Path) -> list[Asked]:
    """The questions of a file in SQuAD 1.1 format."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [
        Asked(
            item["question"].strip(),
            paragraph["context"],
            tuple((answer["answer_start"], answer["text"]) for answer in item["answers"]),
            str(article.get("title", path.stem)),
        )
        for article in articles
        for paragraph in article["paragraphs"]
        for item in paragraph["qas"]
    ]


def squad2_folder(folder: Path) -> list[Asked]:
    """The questions of a folder with `corpus.jsonl` and `queries.jsonl`, half of them without an answer."""
    passages = {row["doc_id"]: row for row in _rows(folder / "corpus.jsonl")}
    return [
        Asked(
            row["query"],
            passages[row["doc_id"]]["text"],
            tuple((start, text) for start, text in row["spans"]) if row["answerable"] else (),
            article_of(row),
        )
        for row in _rows(folder / "queries.jsonl")
    ]


def in_passages(asked: Iterable[Asked], count_tokens: CountTokens, *, seed: int) -> list[Asked]:
    """Questions about texts of any length as questions about one passage each, the rest of the text beside it.

    The passage is the one with the first answer, or, where the text has none, the one with most of the question's
    words. A question whose answers all reach over the end of a passage is left out.
    """
    chance = random.Random(seed)
    cut: dict[str, list[tuple[int, int]]] = {}
    made = []
    for item in asked:
        if item.passage not in cut:
            longest = chance.randint(_LEAST_TOKENS, MAX_TOKENS)
            cut[item.passage] = split(Article(id="", title="", text=item.passage), count_tokens, max_tokens=longest)
        spans = cut[item.passage]
        held = [span for at, text in item.answers for span in spans if span[0] <= at and at + len(text) <= span[1]]
        if item.answers and not held:
            continue
        stems = content_stems(item.question)
        alike = [len(stems & content_stems(item.passage[start:end])) for start, end in spans]
        start, end = held[0] if held else spans[alike.index(max(alike))]
        answers = [(at - start, text) for at, text in item.answers if start <= at and at + len(text) <= end]
        beside = tuple(item.passage[slice(*span)] for span in spans if span != (start, end))
        made.append(replace(item, passage=item.passage[start:end], answers=tuple(answers), beside=beside))
    return made


def examples(
    asked: Sequence[Asked], *, seed: int, near: NearWords | None = None, told_share: float = 0.0
) -> list[Example]:
    """Examples of some questions, those of a group together, in random order; the same seed gives the same ones.

    With `near`, some questions are put in other words; `told_share` of them come after a sentence of their text.
    """
    chance = random.Random(seed)
    passages = sorted({item.passage for item in asked})
    index = WordIndex()
    index.update(StoredPassage(at, "", 0, len(text), text, "", None, None) for at, text in enumerate(passages))
    known_names = sorted({name for item in asked for name in names(item.question)})
    groups = []
    for at, item in enumerate(asked):
        group = f"{seed}:{item.group}:{at}"
        spans = tuple(dict.fromkeys((start, start + len(text)) for start, text in item.answers))
        question = item.question
        if near is not None and chance.random() < REWORDED_SHARE:
            question = reworded(question, item.passage, near, chance) or question
        plain = question
        if chance.random() < told_share:
            question = _told_first(question, item, spans, near, chance) or question
        made = [Example(question, item.passage, spans, group)]
        if spans:
            if chance.random() < NEAR_MISS_SHARE:
                wrong = _near_miss(item, index, passages, chance)
                made += [Example(question, wrong, (), group)] if wrong is not None else []
            if chance.random() < BESIDE_SHARE:
                wrong = _beside(item, chance)
                made += [Example(question, wrong, (), group)] if wrong is not None else []
            if chance.random() < TAKEN_OUT_SHARE:
                rest = _taken_out(item, spans)
                made += [Example(question, rest, (), group)] if rest is not None else []
            if chance.random() < OTHER_NAME_SHARE:
                other = with_other_name(plain, item.passage, known_names, chance)
                made += [Example(other, item.passage, (), group)] if other is not None else []
            if near is not None and chance.random() < OTHER_FACT_SHARE:
                other = with_other_fact(plain, item.passage, _answering(item.passage, spans), near, chance)
                made += [Example(other, item.passage, (), group)] if other is not None else []
        groups.append(made)
    chance.shuffle(groups)
    return [example for group in groups for example in group]


def _near_miss(item: Asked, index: WordIndex, passages: Sequence[str], chance: random.Random) -> str | None:
    """One of the passages that word search finds for a question and that has none of its answers."""
    best = (passages[at] for at, _ in index.best(item.question, 6))
    found = _unanswering(item, (passage for passage in best if passage != item.passage))
    return found[min(int(chance.expovariate(1.0)), len(found) - 1)] if found else None


def _beside(item: Asked, chance: random.Random) -> str | None:
    """One of the other passages of the same text, if one has none of the answers."""
    found = _unanswering(item, item.beside)
    return chance.choice(found) if found else None


def _unanswering(item: Asked, passages: Iterable[str]) -> list[str]:
    answers = [text.casefold() for _, text in item.answers]
    return [passage for passage in passages if not any(answer in passage.casefold() for answer in answers)]


def _taken_out(item: Asked, spans: Iterable[tuple[int, int]]) -> str | None:
    """The question's own passage without the sentences that hold an answer, if enough is left of it."""
    kept = [text for text, answers in _sentences(item.passage, spans) if not answers]
    rest = " ".join(kept)
    if len(kept) < 2 or any(text.casefold() in rest.casefold() for _, text in item.answers):
        return None
    return rest


def _told_first(
    question: str, item: Asked, spans: Iterable[tuple[int, int]], near: NearWords | None, chance: random.Random
) -> str | None:
    """The question after a sentence of its text that does not answer it, that sentence in other words or not."""
    told = [text for text, answers in _sentences(item.passage, spans) if not answers]
    told += _unanswering(item, (text for passage in item.beside for text, _ in _sentences(passage, ())))
    return told_first(question, told, chance, near if chance.random() < REWORDED_SHARE else None)


def _answering(passage: str, spans: Iterable[tuple[int, int]]) -> str:
    """The sentences of a passage that hold an answer."""
    return " ".join(text for text, answers in _sentences(passage, spans) if answers)


def _sentences(passage: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The sentences of a passage, each with whether it holds some of an answer."""
    return [
        (passage[start:end], any(answer_start < end and start < answer_end for answer_start, answer_end in spans))
        for start, end in sentence_spans(passage)
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
