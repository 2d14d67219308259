"""The extractive answer: one to three of the articles' own sentences, word for word, each with its source.

The first is the sentence likeliest to answer the question. A second and a third follow only where they are
nearly as likely and say something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from qa.ranking import Candidate
from qa.short_answers import told_span
from qa.wording import content_stems

MOST_STATEMENTS = 3
_NEAR = 1.5  # of score: a further sentence this far below the first still counts as nearly as likely
_SAME = 0.75  # two sentences that share this part of their content words say the same
_LONGEST_LEAD = 40  # words: a longer sentence is not put in front of the one that leans on it

_LEANING = re.compile(
    r"[\"“‘']?(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|Such|Both|The (?:two|former|latter|same)|"
    r"But (?:he|she|they|it)|And (?:he|she|they|it)|However, (?:he|she|they|it))\b(?! is (?:why|how|when|because))"
)
_SPOKE = re.compile(
    r"\b(?:he|she|they)\s+(?:said|says|added|told|explained|noted|stressed|went on)\b[^.]*[.\"”]?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Quote:
    """Words of one article that are shown as a statement."""

    candidate: Candidate
    start: int  # characters into the article's text
    end: int
    text: str  # the article's words from start to end
    span: tuple[int, int] | None  # the answering words, as offsets into `text`


def select(question: str, candidates: Sequence[Candidate], text_of: Callable[[str], str]) -> list[Quote]:
    """The sentences to show, best first, from candidates ranked best first.

    `text_of` gives an article's whole text by its id.
    """
    if not candidates:
        return []
    first = candidates[0]
    chosen = [first]
    for candidate in candidates[1:]:
        if len(chosen) == MOST_STATEMENTS or first.score - candidate.score > _NEAR:
            break
        if not any(_says_the_same(candidate.text, one.text) for one in chosen):
            chosen.append(candidate)
    quotes: list[Quote] = []
    for candidate in chosen:
        quote = _quote(question, candidate, text_of(candidate.passage.article_id))
        if not any(_overlap(quote, other) for other in quotes):
            quotes.append(quote)
    return quotes


def _quote(question: str, candidate: Candidate, text: str) -> Quote:
    start, end = candidate.start, candidate.end
    if _LEANING.match(candidate.text) or _SPOKE.search(candidate.text):
        start = _lead(text, start)
    words = text[start:end]
    span = _span(question, candidate)
    lead = candidate.start - start
    return Quote(candidate, start, end, words, (span[0] + lead, span[1] + lead) if span else None)


def _lead(text: str, start: int) -> int:
    """Where the sentence before starts, if it belongs to the same paragraph and is not too long."""
    paragraph = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    before = sentence_spans(text[paragraph:start])
    if not before or len(text[paragraph + before[-1][0] : start].split()) > _LONGEST_LEAD:
        return start
    return paragraph + before[-1][0]


def _span(question: str, candidate: Candidate) -> tuple[int, int] | None:
    """The one number or time that is asked for, else the words that the reader points at, if it believes them."""
    told = told_span(question, candidate.text, candidate.pointed, candidate.margin)
    return told or (candidate.pointed if candidate.margin >= 0 else None)


def _says_the_same(one: str, other: str) -> bool:
    a, b = content_stems(one), content_stems(other)
    return len(a & b) >= _SAME * min(len(a), len(b)) if a and b else one == other


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.candidate.passage.article_id == other.candidate.passage.article_id
    return same and one.start < other.end and other.start < one.end
