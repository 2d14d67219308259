"""Checking that cited words carry a statement: the same for every statement, whoever wrote it.

A statement is supported when the words it cites say its numbers, days and names, and enough of its
content. Words that are the statement, letter for letter, support it wholly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.types import Answer, Citation
from qa.wording import content_stems, days, name_stems, numbers, stem, words

ENOUGH = 0.5  # share of a statement's content words that the cited words must have


@dataclass(frozen=True)
class Support:
    """How well some cited words carry a statement."""

    score: float  # 0..1
    reason: str | None = None  # what they do not say; None where they carry it

    @property
    def supported(self) -> bool:
        return self.reason is None


def check(statement: str, quotes: Sequence[str]) -> Support:
    """How well some quotes together carry a statement."""
    cited = "\n".join(quotes)
    if not statement.strip():
        return Support(0.0, "It says nothing.")
    if not cited.strip():
        return Support(0.0, "It cites nothing.")
    if _stands_in(statement, cited):
        return Support(1.0)
    said = content_stems(statement)
    score = len(said & content_stems(cited)) / len(said) if said else 0.0
    missing = sorted(numbers(statement) - numbers(cited))
    if missing:
        return Support(score, f"The cited words do not have the number {missing[0]}.")
    cited_days = {(day, month) for day, month, _ in days(cited)}
    if any((day, month) not in cited_days for day, month, _ in days(statement)):
        return Support(score, "The cited words do not have the day it names.")
    cited_words = {stem(word.text) for word in words(cited)}
    unnamed = sorted(name_stems(statement) - cited_words)
    if unnamed:
        return Support(score, f"The cited words do not have the name “{unnamed[0].capitalize()}”.")
    if score < ENOUGH:
        return Support(score, "The cited words say too little of it.")
    return Support(score)


def _stands_in(statement: str, cited: str) -> bool:
    """Whether a statement stands in some words letter for letter: "5 died" does not stand in "15 died"."""
    return bool(re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(statement)}(?!\w)(?![.,]\d)", cited))


def is_verbatim(citation: Citation, text: str) -> bool:
    """Whether a citation's quote stands in its article's text at the place it names."""
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def problems(answer: Answer, texts: dict[str, str]) -> list[str]:
    """What is wrong with an answer's citations, given the texts of the articles it cites by their ids; mostly nothing.

    Every citation must exist once, lie in its article word for word, and be used by a statement; every
    supported statement must have one.
    """
    found = []
    by_number = {citation.number: citation for citation in answer.citations}
    if sorted(by_number) != list(range(1, len(answer.citations) + 1)):
        found.append("The citations are not numbered 1, 2, 3 and so on.")
    for citation in answer.citations:
        if not is_verbatim(citation, texts.get(citation.article_id, "")):
            found.append(f"The quote of source {citation.number} does not stand in its article.")
    used = {number for statement in answer.statements for number in statement.citations}
    found += [f"There is no source {number}." for number in sorted(used - set(by_number))]
    found += [f"No sentence uses source {number}." for number in sorted(set(by_number) - used)]
    if any(statement.supported and not statement.citations for statement in answer.statements):
        found.append("A sentence has no source.")
    if answer.answered != bool(answer.statements):
        found.append("An answered question has statements, a declined one has none.")
    return found
