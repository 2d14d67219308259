"""The extractive answer: one to three of the articles' own sentences, word for word, each with its source.

The first is the sentence likeliest to answer the question. A second and a third follow only where they are
nearly as likely and say something else: seldom where the reader is sure of the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from qa.questions import kind_of
from qa.ranking import Candidate
from qa.wording import content_stems, number_spans, numbers, when_spans

MOST_STATEMENTS = 3
_NEAR = 2.0  # of score: a further sentence this far below the first still counts as nearly as likely
_SURE = 3.0  # log-odds: where the reader is this sure of the first, others follow only if it believes them too
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
        if len(chosen) == MOST_STATEMENTS:
            break
        near = first.score - candidate.score <= _NEAR and (first.margin < _SURE or candidate.margin > 0)
        if near and not any(_says_the_same(candidate.text, one.text) for one in chosen):
            chosen.append(candidate)
    quotes: list[Quote] = []
    for candidate in chosen:
        quote = _quote(question, candidate, text_of(candidate.passage.article_id))
        if not any(_overlap(quote, other) for other in quotes):
            quotes.append(quote)
    return quotes


def short_answer(question: str, quote: Quote) -> str | None:
    """A number or a time that answers the question by itself, where the quote has just one that can."""
    if quote.span is None or kind_of(question) not in ("number", "time"):
        return None
    return quote.text[slice(*quote.span)]


def _quote(question: str, candidate: Candidate, text: str) -> Quote:
    start, end = candidate.start, candidate.end
    if _LEANING.match(candidate.text) or _SPOKE.search(candidate.text):
        start = _lead(text, start)
    words = text[start:end]
    return Quote(candidate, start, end, words, _span(question, words))


def _lead(text: str, start: int) -> int:
    """Where the sentence before starts, if it belongs to the same paragraph and is not too long."""
    paragraph = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    before = sentence_spans(text[paragraph:start])
    if not before or len(text[paragraph + before[-1][0] : start].split()) > _LONGEST_LEAD:
        return start
    return paragraph + before[-1][0]


def _span(question: str, words: str) -> tuple[int, int] | None:
    """The one number or time in some words that the question does not have; None where there are more, or none."""
    kind = kind_of(question)
    if kind == "number":
        asked = numbers(question)
        times = when_spans(words)
        found = [
            span
            for span in number_spans(words)
            if not numbers(words[slice(*span)]) <= asked and not any(start <= span[0] < end for start, end in times)
        ]
    elif kind == "time":
        asked_text = question.casefold()
        found = [span for span in when_spans(words) if words[slice(*span)].casefold() not in asked_text]
    else:
        return None
    return found[0] if len(found) == 1 else None


def _says_the_same(one: str, other: str) -> bool:
    a, b = content_stems(one), content_stems(other)
    return len(a & b) >= _SAME * min(len(a), len(b)) if a and b else one == other


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.candidate.passage.article_id == other.candidate.passage.article_id
    return same and one.start < other.end and other.start < one.end
