"""What is at odds: a claim with one that denies what it says, a sentence with what a question takes for granted.

"Who led it in 1917?" is not answered by who led it in 1914, nor "Which states did not sign?" by those that did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.claims import Claim, claim_of
from qa.questions import kind_of
from qa.wording import days, is_stop, number_spans, numbers, stem, when_spans, words

TACIT = re.compile(  # deny, or leave open, without a "not"
    r"\b(?:whether|if|unless|instead|rather than|undecided|unclear|unresolved|unsettled|open|absent|absence|missing|"
    r"rul(?:e[sd]?|ing) out|far from|nowhere)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\bunless\b", re.IGNORECASE)  # "not A unless B" says that A needs B
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?!['’]?s\b|[.,]\d)")
_WHICH = re.compile(r"\b(?:which|what|whose)\s$", re.IGNORECASE)
_CHOICE = re.compile(r"\bor\b", re.IGNORECASE)


def opposed(said: Claim, claims: Sequence[Claim]) -> str | None:
    """Why some words of a claim are opposed to others: they deny them or mean the opposite; None where they agree."""
    tacit = TACIT.search(said.text) is not None
    needed = _NEEDED.search(said.text) is not None
    theirs: dict[str, set[int]] = {}
    for claim in claims:
        for token in claim.tokens:
            theirs.setdefault(token.concept, set()).update(token.signs)
    for token in said.tokens:
        if token.name or token.concept not in theirs or (needed and token.denied):
            continue
        if not token.signs & theirs[token.concept] and not (tacit and not token.denied):
            return f"The cited words say the opposite, or deny it: “{token.text}”."
    denied = [token for token in said.tokens if token.denied and not needed]
    if denied and not any(-1 in signs for signs in theirs.values()):
        return f"The cited words do not deny it: “{denied[0].text}”."
    return None


def is_at_odds(question: str, sentence: str, published: date | None = None) -> bool:
    """Whether a sentence says the opposite of what a question takes for granted, or has another year, day or count.

    `published` is the day of its article, whose year need not be said. What asks whether something is so, or which of
    two things, takes neither for granted.
    """
    if kind_of(question) == "yes_no" or _CHOICE.search(question):
        return False
    return (
        _tells_another_time(question, sentence, published)
        or _tells_another_count(question, sentence)
        or opposed(claim_of(question), [claim_of(sentence)]) is not None
    )


def _tells_another_time(question: str, sentence: str, published: date | None) -> bool:
    years = set(_YEAR.findall(sentence))
    known = years | {str(published.year)} if published else years
    if years and not set(_YEAR.findall(question)) <= known:
        return True
    asked, told = ({(day, month) for day, month, _ in days(text)} for text in (question, sentence))
    return bool(asked and told) and not asked & told


def _tells_another_count(question: str, sentence: str) -> bool:
    asked, told = _counts(question), _counts(sentence)
    return any(not asked[what] & told[what] for what in asked.keys() & told.keys())


def _counts(text: str) -> dict[str, frozenset[str]]:
    """The numbers of a text by what they count, the stem of the next word; "which two states" counts nothing."""
    times = when_spans(text)
    found: dict[str, frozenset[str]] = {}
    for start, end in number_spans(text):
        behind = words(text[end:])[:1]
        timed = any(first <= start < last for first, last in times)
        if behind and not is_stop(behind[0].text) and not timed and not _WHICH.search(text[:start]):
            what = stem(behind[0].text)
            found[what] = found.get(what, frozenset()) | numbers(text[start:end])
    return found
