"""The short answer that stands before the sentence it is taken from: "14", "25 May", "Yes".

There is one only where it is sure to be what the sentence says; else the sentence speaks for itself.
"""

from __future__ import annotations

import re

from qa.quantities import amount_span, is_amount
from qa.questions import Kind, kind_of
from qa.wording import content_stems, is_stop, number_spans, numbers, stem, when_spans, words

SURE = 3.0  # log-odds of the reader's span against no answer
_LONGEST = 8  # words
_POINTED = ("person", "place", "number", "money", "time")

_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|\w+n['’]t|cannot|refus\w+|den(?:y|ie[sd])|reject\w*|"
    r"fail\w*|lack\w*|unlikely|hardly|declin\w+|stop\w*|prevent\w*|avoid\w*)\b",
    re.IGNORECASE,
)
_PLAIN_NEGATION = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)(?:\s+not|n['’]t)\b", re.I
)
_OF_SOMETHING = re.compile(  # "second day" tells a time only to who knows of what
    r"(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|same|next|following)\s+"
    r"(?:day|night|morning|afternoon|evening|week|weekend|month|year)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:if|whether|unless|would|could|should|may|might|must|perhaps|possibly|reportedly|alleged\w*|accus\w+|claim\w*|"
    r"hop\w+|plan\w*|want\w*|intend\w*|expect\w*|ask\w*|urg\w+|demand\w*|propos\w+|suggest\w*|invit\w+|rumou?r\w*|"
    r"likely|almost|nearly|only|before|until|rather|instead)\b",
    re.IGNORECASE,
)


def short_answer(question: str, sentence: str, pointed: tuple[int, int] | None, margin: float) -> str | None:
    """A short answer to a question from a sentence, or None.

    `pointed` is where the reader's words stand in the sentence, as characters, `margin` their log-odds against no
    answer.
    """
    kind = kind_of(question)
    if kind == "yes_no":
        return _yes_or_no(question, sentence) if margin >= SURE else None
    told = told_span(question, sentence)
    span = told or (pointed if margin >= SURE and kind in _POINTED else None)
    short = sentence[slice(*span)] if span else ""
    if not short or _OF_SOMETHING.fullmatch(short):
        return None
    return short if told or (len(short.split()) <= _LONGEST and _fits(kind, short)) else None


def told_span(question: str, sentence: str) -> tuple[int, int] | None:
    """The one number or time in a sentence that the question does not have; None where there are more, or none.

    A number comes with what bounds it: who reads "30" for "more than 30" is told what the article does not say.
    """
    kind = kind_of(question)
    if kind in ("number", "money"):
        asked = numbers(question)
        times = when_spans(sentence)
        found = [
            span
            for span in number_spans(sentence)
            if not numbers(sentence[slice(*span)]) <= asked and not any(start <= span[0] < end for start, end in times)
        ]
        if kind == "money":
            found = [span for span in found if is_amount(sentence, *span)]
        found = [amount_span(sentence, *span) for span in found]
    elif kind == "time":
        asked_text = question.casefold()
        found = [span for span in when_spans(sentence) if sentence[slice(*span)].casefold() not in asked_text]
    else:
        return None
    return found[0] if len(found) == 1 else None


def _fits(kind: Kind, short: str) -> bool:
    if kind == "number":
        return bool(number_spans(short))
    if kind == "money":
        return any(is_amount(short, *span) for span in number_spans(short))
    if kind == "time":
        return bool(when_spans(short)) or bool(number_spans(short))
    return any(word.text[0].isupper() for word in words(short))


def _yes_or_no(question: str, sentence: str) -> str | None:
    """Whether a sentence says what is asked in the same words and order, or denies it with a plain "not"."""
    if _NEGATION.search(question) or _HEDGE.search(question) or _HEDGE.search(sentence):
        return None
    if not numbers(question) <= numbers(sentence):
        return None
    asked = [stem(word.text) for word in words(question) if not is_stop(word.text)]
    said = [stem(word.text) for word in words(sentence)]
    if len(asked) < 2 or not set(asked) <= content_stems(sentence) or not _in_order(asked, said):
        return None
    denials = len(_NEGATION.findall(sentence))
    if not denials:
        return "Yes"
    plain = _PLAIN_NEGATION.search(sentence)
    if denials == 1 and plain and {stem(word.text) for word in words(sentence[plain.end() :])[:2]} & set(asked):
        return "No"
    return None


def _in_order(asked: list[str], said: list[str]) -> bool:
    at = 0
    for item in asked:
        try:
            at = said.index(item, at) + 1
        except ValueError:
            return False
    return True
