"""Sentences that a small real language model wrote, labelled by reading them, and how many the checker judges rightly.

SmolLM2-135M-Instruct was asked the tuning questions of `evals/questions.jsonl` and 26 more by the prompt of
`qa.prompts`, with the two or three best passages, at temperatures from 0 to 0.8. It never marked a sentence with an
id, so each "answer" goes with the three sentences of the evidence that are most like it, and is right where one of
them carries all it says. Since most of what it answered was wrong, it was also given single sentences of the articles
to say in other words or in short: those are "restated", and go with that sentence. What only copies a sentence that it
was to restate, says nothing, speaks of the article and not of its matter, or can be read both ways was left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from evals.pairs.measure import Row
from evals.pairs.pair import PairsError, sentences_of
from qa.support import CitedSentence, SupportChecker

REAL_MODEL = Path(__file__).with_name("real_model.jsonl")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One sentence of the model."""

    made: str  # "answer" or "restated"
    question: str | None  # that it answers
    sentence: str
    evidence: tuple[CitedSentence, ...]  # each by itself may carry it
    right: bool  # whether one of them does

    @property
    def held_out(self) -> bool:
        """Whether it is kept out of tuning, as all sentences of its question or its evidence are."""
        first = self.evidence[0]
        key = self.question or f"{first.article_id}:{first.start}"
        return hashlib.sha256(key.encode()).digest()[0] % 2 == 1

    def is_kept(self, checker: SupportChecker) -> bool:
        """Whether the checker has it carried by some of its evidence, as an answer's unmarked sentence is checked."""
        return any(checker.check(self.sentence, [item], question=self.question).supported for item in self.evidence)


def said_by_model(articles: Sequence[Article], path: Path = REAL_MODEL) -> list[Said]:
    """The labelled sentences. Raises PairsError for a line whose evidence does not fit the articles.

    A line names each sentence of its evidence by the article and its beginning, so that it can be read.
    """
    sentences = {article.id: sentences_of(article) for article in articles}
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        evidence = []
        for article, beginning in row["evidence"]:
            fitting = [item for item in sentences.get(article, []) if item.text.startswith(beginning)]
            if len(fitting) != 1:
                raise PairsError(
                    f"{path.name}, line {number}: {len(fitting)} sentences of {article!r} begin with {beginning!r}."
                )
            evidence += fitting
        found.append(
            Said(
                made=row["made"],
                question=row["question"] or None,
                sentence=row["sentence"],
                evidence=tuple(evidence),
                right=row["right"],
            )
        )
    return found


def rows(checker: SupportChecker, said: Sequence[Said]) -> list[Row]:
    """The shares of wrong sentences caught and of right ones kept, of all and of each way they were made."""
    judged = [(item, item.is_kept(checker)) for item in said]
    found = []
    for title, right in (("real model: wrong ones caught", False), ("real model: right ones kept", True)):
        for name, made in ((title, ("answer", "restated")), ("  answers", ("answer",)), ("  restated", ("restated",))):
            chosen = [kept == right for item, kept in judged if item.right == right and item.made in made]
            found.append(Row(name, sum(chosen), len(chosen)))
    return [row for row in found if row.count]
