"""The short answer that stands before the sentence it is taken from: "14", "25 May", "Yes".

There is one only where it is sure to be what the sentence says; else the sentence speaks for itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from qa.at_odds import is_at_odds
from qa.places import is_place_name
from qa.quantities import amount_span, is_age, is_amount, is_cut, is_ordinal, unit_end
from qa.questions import Kind, kind_of
from qa.wording import (
    content_stems,
    is_new_time,
    is_stop,
    name_stems,
    names,
    number_spans,
    numbers,
    stem,
    when_spans,
    words,
)
from qa.yes_no import PLAIN_NEGATION, yes_or_no

SURE = 3.0  # log-odds of the reader's span against no answer
# Of the lone numbers and times told for questions of SQuAD 2.0, half of them without an answer, 3 of 11 are right where
# the log-odds are between -1 and the first (736 questions; chosen on the same), and 11 of 78 below that (312);
# of those that another sentence shown contradicts with log-odds at most the second below, 3 of 24 (the 312).
_DOUBTED = 1.0
_NEARLY = 2.0
_LONGEST = 8  # words
_POINTED = ("person", "place", "number", "money", "time")

_NAME = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)*"
_OF_SOMETHING = re.compile(  # "second day" tells a time only to who knows of what
    r"(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|same|next|following)\s+"
    r"(?:day|night|morning|afternoon|evening|week|weekend|month|year)",
    re.IGNORECASE,
)
_OF_ITS_DAY = re.compile(  # who reads it later takes "last year" for another one
    r"(?:(?:early|late|later|earlier)\s+)?(?:last|next|this|past|coming|previous)\s+(?:\w+\s+)?"
    r"(?:day|night|morning|afternoon|evening|week|weekend|month|year|spring|summer|autumn|fall|winter)s?|"
    r"yesterday|today|tonight|tomorrow",
    re.IGNORECASE,
)
_OF_THE_CLOCK = re.compile(r"\d[:.]\d\d|[ap]\.?m\b|o['’]clock|\bnoon\b|\bmidnight\b|\b\d{3,4}\b", re.IGNORECASE)
_RANKED = re.compile(  # says little without "in three years", "to do so"
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|only|most|least|"
    r"(?:young|old|high|long|larg|bigg|great|lat|fast)e(?:st|r))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s+(?:in|of|since|to|for|from|at|on|among|with|who|that|ever|than)\b")
# Before a place: it is where something else is.
_ELSEWHERE = re.compile(
    r"\b(?:(?:north|south|east|west)\w*\s+of|(?:miles?|kilomet\w+|km|hours?|minutes?|drive|far|away)\s+(?:from|of)|"
    r"near|outside|off|close\s+to|opposite|beyond)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# What is told so is somebody's claim, or is ahead, and no fact.
_CLAIMED = re.compile(
    r"\b(?:claim(?:s|ed|ing)?(?!\s+(?:\w+\s+)?lives)|alleg\w+|purport\w*|rumou?r\w*|false(?:ly)?|baseless\w*|"
    r"unfounded|debunk\w*|unverified|hoax)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"claim|alleg", re.IGNORECASE)
# Asks for what somebody says, so that it may be a claim: "how much does Reid say she took".
_SAID = re.compile(
    r"\b(?:says?|said|claim(?:s|ed)?|alleged?|tells?|told|testif(?:y|ies|ied)|according\s+to)\b", re.IGNORECASE
)
_OWNER = re.compile(rf"(?P<name>{_NAME})(?:['’]s|(?<=s)['’])\s(?:[a-z]\S*\s){{0,4}}$")
_AHEAD = re.compile(
    r"\b(?:chance\s+to|will|would|could|might|(?-i:may)|plan(?:s|ned|ning)?|propos\w+|expect\w*|hop(?:es?|ed|ing)|"
    r"(?:is|are)\s+(?:set|due)|schedul\w+|want(?:s|ed)?|seek(?:s|ing)?|sought|ask(?:s|ed)?)\b[^,;:]*$",
    re.IGNORECASE,
)
_PAST = re.compile(r"^\W*(?:\w+\W+){0,6}?(?:did|was|were|has|have|had)\b", re.IGNORECASE)
_MEASURED = re.compile(r"\bhow\s+(?P<what>long|old|far|large|big|high|tall|often|heavy|fast|much)\b", re.IGNORECASE)
_TIMES = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))"
_LENGTHS = r"(?:\w*met(?:er|re)s?|km|cm|mm|m|miles?|yards?|f(?:ee|oo)t|inch(?:es)?)"
_MEASURES = {  # what a number must count to be so long, old and so on
    "long": re.compile(rf"[\s-](?:{_TIMES}|{_LENGTHS})\b", re.IGNORECASE),
    "old": re.compile(rf"[\s-]{_TIMES}[\s-](?:olds?|of\s+age)\b", re.IGNORECASE),
    "far": re.compile(rf"[\s-](?:{_TIMES}|{_LENGTHS})\b", re.IGNORECASE),
    "tall": re.compile(rf"[\s-](?:{_LENGTHS}|stor(?:y|ies|eys?)|floors?)\b", re.IGNORECASE),
    "often": re.compile(rf"[\s-](?:{_TIMES}|times)\b", re.IGNORECASE),
    "heavy": re.compile(r"[\s-](?:kilos?|kilograms?|kg|grams?|tons?|tonnes?|lbs?|pounds?|ounces?)\b", re.IGNORECASE),
    "fast": re.compile(
        rf"[\s-](?:mph|km/h|kph|knots?|{_LENGTHS}(?:\s\([^)]*\))?(?:\s(?:per|an?)\s|/)\w+)\b", re.IGNORECASE
    ),
}
_AGED = re.compile(r"(?:\b(?:aged?|turn(?:s|ed|ing)?|is|was|be|at|of)|[,(])\s?$", re.IGNORECASE)  # before a bare age
_HOW_MANY = re.compile(
    r"\bhow\s+many\s+(?:[\w'’-]+\s+){0,3}?(?P<what>[\w'’-]+)\s+"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
_NOUN_WITHIN = 4  # words behind a number
_GROUPED = re.compile(r"\s(?:sets?|pairs?|groups?|rounds?|series|batch(?:es)?|teams?|rows?)\s+of\b", re.IGNORECASE)
_NAMED = re.compile(r"[^\W\d]-$")  # before a number that is part of a name: "Covid-19"
_INITIALS = re.compile(r"(?:\b[A-Z]\.)+[A-Z]$")  # "U.S" of "in the U.S."
_NAME_BEFORE_AGE = re.compile(rf"(?P<name>{_NAME}),\s?$")  # "Reid, 34,"
_NAME_BEHIND_AGE = re.compile(rf"[\s-]years?[\s-]olds?\s(?:[a-z-]+\s){{0,2}}(?P<name>{_NAME})")
_NO_TIME = re.compile(r"near\s+future|since|until|during", re.IGNORECASE)  # by themselves
_BETWEEN_TIMES = re.compile(r"[\s,]*(?:of\s+|in\s+)?")
_TIME_LEAD = re.compile(
    r"\b((?:(?:before|after|by|until|till|since|from|between|around|about|early|late|mid|(?:early|late|later|earlier)\s+in|"
    r"(?:the\s+)?(?:end|start|beginning|middle)\s+of|more\s+than|less\s+than|over|at\s+least|up\s+to|some|almost|nearly)"
    r"[\s-]+)+)$",
    re.IGNORECASE,
)
_RANGE_BEHIND = re.compile(r"\s?(?:[-–—]|to\b|and\b|or\b|until\b|through\b)\s?\d")
_RANGE_BEFORE = re.compile(r"\d\s?(?:[-–—]|to|and|or)\s?$")
# One short answer answers one question: "how old is Reid, and how old is Tay", "Who is Reid? And who is Tay?".
_SEVERAL = re.compile(
    r"\b(?:and|or|but)\s+(?:who|whom|whose|what|which|when|where|why|how)\b|\?\s+(?=\w.*\?)", re.IGNORECASE
)


def short_answer(question: str, sentence: str, pointed: tuple[int, int] | None, margin: float) -> str | None:
    """A short answer to a question from a sentence, or None.

    `pointed` is where the reader's words stand in the sentence, as characters, `margin` their log-odds against no
    answer.
    """
    if _SEVERAL.search(question):
        return None
    kind = kind_of(question)
    if kind == "yes_no":
        return yes_or_no(question, sentence) if margin >= SURE else None
    told = told_span(question, sentence, pointed, margin)
    if told and pointed and (margin < _DOUBTED or not _meet(pointed, told)):
        told = None
    span = told or (pointed if margin >= SURE and kind in _POINTED and _may_tell(question, sentence, pointed) else None)
    if span and not told:
        span = _with_bounds(kind, sentence, span)
    if span and _INITIALS.search(sentence[slice(*span)]) and sentence[span[1] : span[1] + 1] == ".":
        span = (span[0], span[1] + 1)
    short = sentence[slice(*span)] if span else ""
    if span is None or _OF_SOMETHING.fullmatch(short) or _OF_ITS_DAY.fullmatch(short):
        return None
    if _is_no_fact(question, sentence, span) or is_at_odds(question, sentence):
        return None
    if not told and kind in ("number", "money") and _counts_another(question, sentence, span):
        return None
    if kind == "place" and _ELSEWHERE.search(sentence[: span[0]]):
        return None
    if kind in ("person", "place") and _RANKED.search(short) and _GOES_ON.match(sentence, span[1]):
        return None
    return short if told or (len(short.split()) <= _LONGEST and _fits(kind, short)) else None


def _is_no_fact(question: str, sentence: str, span: tuple[int, int]) -> bool:
    """Whether a sentence tells some words as somebody else's or as a claim, or as ahead where the past is asked for."""
    asked = _stems(question)
    owner = _OWNER.search(sentence[: span[0]])
    if owner and name_stems(f"x {question}") and not _stems(owner["name"]) & asked:
        return True  # "Tay's total of 23" is not Reid's
    said = _SAID.search(question) and name_stems(f"x {question}") & name_stems(f"x {sentence}")
    claimed = any(
        not (_stems(match[0]) & asked or (said and _CLAIM.match(match[0]))) for match in _CLAIMED.finditer(sentence)
    )
    ahead = _AHEAD.search(sentence[: span[0]]) if _PAST.search(question) else None
    return claimed or bool(ahead and stem(ahead[0].split()[0]) not in asked)


def _counts_another(question: str, sentence: str, span: tuple[int, int]) -> bool:
    """Whether a number outside a span counts more of what is asked: 3 of "2 in gross and 3 in net income"."""
    asked = content_stems(question)
    spans = number_spans(sentence)
    bounds = pairwise([*spans, (len(sentence), len(sentence))])
    counted = [asked & set(_noun_stems(sentence[end:following])) for (_, end), (following, _) in bounds]
    own = [stems for (start, _), stems in zip(spans, counted, strict=True) if span[0] <= start < span[1]]
    return bool(own) and any(stems > own[0] for stems in counted)


def undisputed(question: str, found: Sequence[tuple[str | None, float]], sentences: Sequence[str] = ()) -> str | None:
    """The short answer of the first sentence shown, unless another one has another number, time or "No" as surely.

    `found` has each sentence's own short answer with the log-odds of the reader's words in it. A number is none either
    where another of the `sentences` counts what is asked for and comes to another one.
    """
    (short, margin), *others = found
    if short is None or kind_of(question) in ("person", "place"):
        return short  # there may be several of them
    rivals = (other for other, odds in others if other and odds >= margin - _NEARLY)
    if not all(_same_value(short, other) for other in rivals) or _is_elsewhere(question, *sentences[:1]):
        return None
    counted = [_counted(question, sentence) for sentence in sentences[1:]]
    return short if all(not values or values & numbers(short) for values in counted) else None


def _is_elsewhere(question: str, sentence: str = "") -> bool:
    """Whether a sentence names a place and nothing that a question names: "killed 10 in Oban", asked of Perth."""
    asked = name_stems(f"x {question}")
    placed = any(is_place_name(name) for name in names(f"x {sentence}"))
    return placed and bool(asked) and not asked & _stems(sentence)


def _counted(question: str, sentence: str) -> frozenset[str]:
    """The numbers by which a sentence counts what a question asks the number of: 25 of "with 25 drama nominations"."""
    asked = _HOW_MANY.search(question)
    if asked is None or asked["what"].casefold() == "people":
        return frozenset()  # of people each sentence tells something else
    what = stem(asked["what"])
    spans = [(start, end) for start, end in number_spans(sentence) if what in _noun_stems(sentence[end:])]
    return frozenset(value for start, end in spans for value in numbers(sentence[start:end]))


def _noun_stems(behind: str) -> list[str]:
    """The stems of the next words, up to a mark."""
    return [stem(word.text) for word in words(re.split(r"[^\w\s'’-]", behind)[0])[:_NOUN_WITHIN]]


def _same_value(one: str, other: str) -> bool:
    """Whether two short answers may tell the same: "May 25" and "25 May 2015", "14" and "fourteen people"."""
    if numbers(one) and numbers(other):
        return bool(numbers(one) & numbers(other))
    return bool(_stems(one) & _stems(other))


def told_span(
    question: str, sentence: str, pointed: tuple[int, int] | None = None, margin: float = -math.inf
) -> tuple[int, int] | None:
    """The one number or time in a sentence that the question does not have; None where there are more, or none.

    It comes with what bounds it: who reads "30" for "more than 30", or "2020" for "before 2020", is told what the
    article does not say. There is none where the reader, which is as sure as `margin` tells, points at other words,
    nor in a sentence that denies what is asked.
    """
    kind = kind_of(question)
    asked = _stems(question)
    for denial in PLAIN_NEGATION.finditer(sentence):
        if asked & {stem(word.text) for word in words(sentence[denial.end() :])[:2]}:
            return None
    if kind in ("number", "money"):
        found = _numbers_told(question, sentence, money=kind == "money")
    elif kind == "time":
        found = _times_told(question, sentence)
    else:
        return None
    if len(found) != 1:
        return None
    return None if pointed and margin >= 0 and not _meet(pointed, found[0]) else found[0]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _numbers_told(question: str, sentence: str, *, money: bool) -> list[tuple[int, int]]:
    """Where a sentence counts something; more than one place where a number is only part of what is said."""
    asked, asked_stems = numbers(question), _stems(question)
    times = when_spans(sentence)
    measure = _measure(question)
    found = []
    for start, end in number_spans(sentence):
        known = numbers(sentence[max(0, start - 1) : end]) <= asked or bool(_NAMED.search(sentence[:start]))
        aged = measure == "old" and is_age(sentence, end)
        if known or (is_ordinal(sentence, end) and not aged) or any(first <= start < last for first, last in times):
            continue
        if measure == "old" and not _is_age_of(question, sentence, start, end):
            continue
        if money:
            if not is_amount(sentence, start, end):
                continue
        elif measure in _MEASURES and not _measures(measure, sentence, start, end):
            continue
        elif (behind := unit_end(sentence, end)) is not None:
            if aged and sentence[end:behind].strip(" -").startswith("year"):
                pass  # "34" for "34-year-old"
            elif measure:
                end = behind
            elif not _stems(sentence[end:behind]) & asked_stems:
                continue
        grouped = _GROUPED.match(sentence, end)
        if is_cut(sentence, start, end) or (grouped and not _stems(grouped[0]) & asked_stems):
            return []
        if _is_part(sentence[end:], asked_stems):
            return []
        found.append(amount_span(sentence, start, end))
    return found


def _is_part(behind: str, asked: set[str]) -> bool:
    """Whether a number counts a part of what is asked, by a name: "six US Open titles" are not all titles."""
    named = False
    last = 0
    for word in words(behind):
        if behind[last : word.start].strip() or is_stop(word.text):
            return False
        if stem(word.text) in asked:
            return named
        named = named or word.text[0].isupper()
        last = word.end
    return False


def _measure(question: str) -> str:
    """What a question asks the extent of, "long" of "how long"; "" where it asks none."""
    match = _MEASURED.search(question)
    return match["what"].casefold() if match else ""


def _measures(measure: str, sentence: str, start: int, end: int) -> bool:
    """Whether a number of a sentence can tell how long, old, fast and so on something is."""
    if _MEASURES[measure].match(sentence, end):
        return True
    following = re.match(r"\s(\w+)", sentence[end:])
    return measure == "old" and bool(_AGED.search(sentence[:start])) and (not following or is_stop(following[1]))


def _is_age_of(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether an age may be that of whom a question names: in "Reid met Tay, 34," it is not Reid's."""
    asked = name_stems(question)
    match = _NAME_BEHIND_AGE.match(sentence, end) or _NAME_BEFORE_AGE.search(sentence[:start])
    return not asked or not match or bool(_stems(match["name"]) & asked)


def _may_tell(question: str, sentence: str, pointed: tuple[int, int] | None) -> bool:
    """Whether words that the reader points at have a number that can tell how long, old and so on something is."""
    if pointed is None:
        return True
    measure = _measure(question)
    spans = [span for span in number_spans(sentence) if pointed[0] <= span[0] < pointed[1]]
    asked = _stems(question)
    if kind_of(question) in ("number", "money") and any(_is_part(sentence[end:], asked) for _, end in spans):
        return False
    if measure not in _MEASURES:
        return True
    if measure == "old":
        spans = [span for span in spans if _is_age_of(question, sentence, *span)]
    since = measure == "long" and bool(when_spans(sentence[slice(*pointed)]))  # "since 2015"
    return since or any(_measures(measure, sentence, *span) for span in spans)


def _with_bounds(kind: Kind, sentence: str, span: tuple[int, int]) -> tuple[int, int]:
    """The words that the reader points at, with what bounds the number or the time that they start with."""
    start, end = span
    if kind == "time":
        lead = _TIME_LEAD.search(sentence[:start])
        return (lead.start(1) if lead else start, end)
    for first, last in number_spans(sentence[:end]):
        if kind in ("number", "money") and first - 3 <= start <= first:
            return min(start, amount_span(sentence, first, last)[0]), end
    return span


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in words(text)}


def _times_told(question: str, sentence: str) -> list[tuple[int, int]]:
    """Where a sentence tells a time; what stands side by side ("in January 2015") is one."""
    found: list[tuple[int, int]] = []
    for start, end in when_spans(sentence):
        if _NO_TIME.fullmatch(sentence, start, end):
            continue
        if found and _BETWEEN_TIMES.fullmatch(sentence, found[-1][1], start):
            start = found.pop()[0]
        found.append((start, end - (sentence[end - 1] == ".")))
    found = [(start, end) for start, end in found if is_new_time(sentence[start:end], question)]
    if any(_RANGE_BEHIND.match(sentence, end) or _RANGE_BEFORE.search(sentence[:start]) for start, end in found):
        return []
    leads = [_TIME_LEAD.search(sentence[:start]) for start, _ in found]
    return [(lead.start(1) if lead else start, end) for lead, (start, end) in zip(leads, found, strict=True)]


def _fits(kind: Kind, short: str) -> bool:
    if kind == "number":
        return bool(number_spans(short))
    if kind == "money":
        return any(is_amount(short, *span) for span in number_spans(short))
    if kind == "time":
        return bool(when_spans(short)) or bool(_OF_THE_CLOCK.search(short))
    return bool(names(f"x {short}"))
