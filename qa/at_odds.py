"""What is at odds: a claim with one that denies what it says, a sentence with what a question takes for granted.

"Who led it in 1917?" is not answered by who led it in 1914, nor "Which states did not sign?" by those that did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.claims import Claim, claim_of
from qa.questions import kind_of
from qa.wording import days

TACIT = re.compile(  # deny, or leave open, without a "not"
    r"\b(?:whether|if|unless|instead|rather than|undecided|unclear|unresolved|unsettled|open|absent|absence|missing|"
    r"rul(?:e[sd]?|ing) out|far from|nowhere)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\bunless\b", re.IGNORECASE)  # "not A unless B" says that A needs B
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?!['’]?s\b|[.,]\d)")
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
    """Whether a sentence says the opposite of what a question takes for granted, or tells of another year or day.

    `published` is the day of its article, whose year need not be said. What asks whether something is so, or which of
    two things, takes neither for granted.
    """
    if kind_of(question) == "yes_no" or _CHOICE.search(question):
        return False
    years = set(_YEAR.findall(sentence))
    if years and not set(_YEAR.findall(question)) <= years | ({str(published.year)} if published else set()):
        return True
    asked, told = ({(day, month) for day, month, _ in days(text)} for text in (question, sentence))
    if asked and told and not asked & told:
        return True
    return opposed(claim_of(question), [claim_of(sentence)]) is not None
