"""Yes and no: told only where a sentence says what is asked in the question's own words, or denies just that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qa.wording import Word, is_stop, numbers, stem, when_spans, words

PLAIN_NEGATION = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)(?:\s+not|n['’]t)\b", re.I
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|\w+n['’]t|cannot|refus\w+|den(?:y|ie[sd])|reject\w*|"
    r"fail\w*|lack\w*|unlikely|hardly|declin\w+|stop\w*|prevent\w*|avoid\w*)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"\b(?:far\s+from|few|just|postpon\w+|delay\w*|let|letting|once|used|myth|call\w*|tr(?:y|ied|ies|ying)|threat\w*|"
    r"offer\w*|about|agree\w*|promis\w*|vow\w*|said|says|say|told|tells?|believ\w*|think\w*|thought|fear\w*)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\w['’]s\b|s['’](?=\s)")
# In a question and a sentence that says it alike, these are the same.
_TELLING = frozenset(
    "to who which that when while where because as of and or but by for yet half more most fewer less least over under "
    "up all every each some many both".split()
)
# These, too, tell who did what to whom, or where; each must be said as often as it is asked.
_PREPOSITIONS = frozenset(
    "in at on of from to with without into onto against about above below after during near off out down through "
    "within outside inside except beyond besides across behind like unlike around between among toward towards".split()
)
_DETERMINERS = frozenset("the a an its his her their our this that these those".split())
# Verbs that are no content words, in the present and in any tense.
_PLAIN_VERBS = {
    verb: (frozenset(present.split()), frozenset(f"{present} {past}".split()))
    for verb, present, past in (
        ("make", "make makes", "made"),
        ("take", "take takes", "took taken"),
        ("give", "give gives", "gave given"),
        ("get", "get gets", "got gotten"),
        ("have", "have has", "had"),
        ("do", "do does", "did done"),
    )
}
_ANOTHER = re.compile(  # before a noun: a deputy mayor is no mayor
    r"deputy|vice|former|ex|acting|assistant|interim|future|next|first|second|third|last|fake|false|mock|self|part|half",
    re.IGNORECASE,
)
_AUXILIARY = dict.fromkeys("is are am".split(), "is") | dict.fromkeys("was were".split(), "was")
_AUXILIARY |= dict.fromkeys("be been being".split(), "been")
_AUXILIARY |= dict.fromkeys("will shall".split(), "will") | {"can": "can", "cannot": "can"}
_HEDGE = re.compile(
    r"\b(?:if|whether|unless|would|could|should|(?-i:may)|might|must|perhaps|possibly|reportedly|alleged\w*|accus\w+|claim\w*|"
    r"hop\w+|plan\w*|want\w*|intend\w*|expect\w*|ask\w*|urg\w+|demand\w*|propos\w+|suggest\w*|invit\w+|rumou?r\w*|"
    r"likely|almost|nearly|only|before|until|rather|instead)\b",
    re.IGNORECASE,
)


def yes_or_no(question: str, sentence: str) -> str | None:
    """Whether a sentence says what is asked in the same words and order, or denies it with a plain "not".

    Only its words up to the last one asked count, and where they have another clause, voice, tense or bound than the
    question, nothing is told.
    """
    asked = [word for word in words(question) if not is_stop(word.text)]
    said = words(sentence)
    places = _in_order([stem(word.text) for word in asked], [stem(word.text) for word in said])
    if len(asked) < 2 or places is None:
        return None
    last = places[-1]
    told = sentence[: said[last].end]
    rest = sentence[said[last].end :]
    if not _same_verb(question, told) or not _nothing_else_between(sentence, said, places):
        return None
    if _prepositions(question[asked[0].start : asked[-1].end]) != _prepositions(told[said[places[0]].start :]):
        return None
    if any(pattern.search(text) for pattern in (_HEDGE, _UNDONE) for text in (question, told)):
        return None
    if _NEGATION.search(question) or _HEDGE.search(rest) or re.search("[;:]", told):
        return None
    if len(_POSSESSIVE.findall(told + rest[:2])) != len(_POSSESSIVE.findall(question)):
        return None
    if not numbers(question) <= numbers(told) or _small_words(question) != _small_words(told):
        return None
    denials = len(_NEGATION.findall(sentence))
    if not denials:
        return "Yes"
    plain = PLAIN_NEGATION.search(told)
    if (
        denials == 1
        and plain
        and {stem(word.text) for word in words(told[plain.end() :])[:1]} & {stem(word.text) for word in asked}
    ):
        return "No"
    return None


def _small_words(text: str) -> frozenset[str]:
    """The words of a text that join clauses or bound a number, and the kinds of its auxiliaries."""
    found = [word.text.casefold() for word in words(text)]
    return frozenset(_AUXILIARY.get(word, word) for word in found if word in _AUXILIARY or word in _TELLING)


def _same_verb(question: str, told: str) -> bool:
    """Whether a verb of the question that is no content word ("have", "make") is in what is told, too."""
    first, *others = [word.text.casefold() for word in words(question)]
    there = {word.text.casefold() for word in words(told)}
    present = first in ("do", "does", "don't", "doesn't")
    return all(there & _PLAIN_VERBS[verb][0 if present else 1] for verb in others if verb in _PLAIN_VERBS)


def _nothing_else_between(sentence: str, said: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether a sentence says nothing between the words asked, at these places, but what belongs to one of them.

    What describes a noun may stand there ("the new bridge", "met the Russian minister Lavrov"), another verb or noun
    may not: who "opened a shop near the bridge" did not open the bridge.
    """
    first, last = places[0], places[-1]
    leads = [word.text.casefold() for word in said[max(0, first - 3) : first]]
    if leads and _ANOTHER.fullmatch(leads[-1]) and said[first].text.islower():
        return False
    while leads and leads[-1] in _DETERMINERS:
        leads.pop()
    if leads and leads[-1] in _PREPOSITIONS:
        return False  # "the brother of Reid"
    if not all(_describes(said[one : two + 1]) for one, two in pairwise(places)):
        return False
    following = said[last + 1] if last + 1 < len(said) else None
    if following is None or sentence[said[last].end : following.start] != " " or is_stop(following.text):
        return True
    behind = sentence[following.start :]
    return following.text.endswith("ly") or any(start == 0 for start, _ in when_spans(behind))


def _describes(between: Sequence[Word]) -> bool:
    """Whether all words between the first and the last of some are small, or describe the last."""
    start, *inside = [word.text for word in between[:-1]]
    noun = between[-1].text
    lead = start
    while inside and is_stop(inside[0]):
        lead, inside = inside[0], inside[1:]
    if not inside:
        return True
    if any(is_stop(word) for word in inside) or (noun.islower() and any(_ANOTHER.fullmatch(word) for word in inside)):
        return False
    if lead == start:
        return start.islower() and not noun.islower()  # "met minister Lavrov"
    return lead.casefold() in _DETERMINERS | _PREPOSITIONS


def _prepositions(text: str) -> Counter[str]:
    return Counter(folded for word in words(text) if (folded := word.text.casefold()) in _PREPOSITIONS)


def _in_order(asked: list[str], said: list[str]) -> list[int] | None:
    """Where some stems stand among others that have all of them in their order."""
    places: list[int] = []
    for item in asked:
        try:
            places.append(said.index(item, places[-1] + 1 if places else 0))
        except ValueError:
            return None
    return places
