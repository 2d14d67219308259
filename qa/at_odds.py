"""What is at odds: a claim with one that denies what it says, a sentence with what a question takes for granted.

"Who led it in 1917?" is not answered by who led it in 1914, nor "Which states did not sign?" by those that did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.attribution import name_keys
from qa.claims import Claim, claim_of
from qa.lexicon import concept
from qa.questions import kind_of
from qa.wording import days, is_stop, number_spans, numbers, stem, when_spans, words

TACIT = re.compile(  # deny, or leave open, without a "not"
    r"\b(?:whether|if|unless|instead|rather than|undecided|unclear|unresolved|unsettled|open|absent|absence|missing|"
    r"rul(?:e[sd]?|ing) out|far from|nowhere)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(r"\bunless\b", re.IGNORECASE)  # "not A unless B" says that A needs B
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?!['’]?s\b|[.,]\d)")
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*"
_DOES = re.compile(
    rf"\b(?:did|does|has|have|had|will) (?P<who>{_NAME})(?<!['’]s)(?:, [^,?]*,)? "
    r"(?:(?:ever|first|\w+ly) )*(?P<verb>[a-z]\w+)"
)
_DOER = re.compile(  # stands before its verb
    rf"(?P<who>{_NAME})(?:,? who| and (?:his|her|their) \w+)?(?: (?:has|had|have|also|then|later|will))*\s$"
)
_OBJECT = 8  # words behind a verb
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
    """Whether a sentence denies what a question takes for granted, or tells of another year, day, count or doer.

    `published` is the day of its article, whose year need not be said. What asks whether something is so, or which of
    two things, takes neither for granted.
    """
    if kind_of(question) == "yes_no" or _CHOICE.search(question):
        return False
    return (
        _tells_another_time(question, sentence, published)
        or _tells_another_count(question, sentence)
        or _tells_of_another_doer(question, sentence)
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


def _tells_of_another_doer(question: str, sentence: str) -> bool:
    """Whether all that a sentence has of what a question asks of somebody is of another one: "Reid, who resigned"."""
    asked = _DOES.search(question)
    if asked is None:
        return False
    verb, own = concept(asked["verb"])[0], name_keys(asked["who"])
    found = [word for word in words(sentence) if concept(word.text.casefold())[0] == verb]
    doers = [_DOER.search(sentence[: word.start]) for word in found]
    objects = [" ".join(sentence[word.end :].split()[:_OBJECT]) for word in found]
    theirs = [name_keys(doer["who"]) if doer else frozenset() for doer in doers]
    return bool(found) and all(
        doer and not own & (doer | name_keys(f"and {behind}")) for doer, behind in zip(theirs, objects, strict=True)
    )


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
