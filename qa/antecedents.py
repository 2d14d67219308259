"""An antecedent is what a pronoun stands for, or what a question that says too little leans on.

It is looked for in the earlier questions; the answers are looked at only for the name of a person or of a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.phrases import Phrase, phrases, verb_positions
from qa.places import is_place, is_place_name
from qa.wording import MONTHS, content_stems, is_stop, names

_ORGANISATION = re.compile(
    r"\b(?:Movement|Society|Commission|Committee|Coalition|Ministry|Department|Party|Council|Union|Group|Government|"
    r"Parliament|Nations|League|Federation|Agency|Army|Forces?|Court|Bank|University|Company|Corporation|Corp|Inc|"
    r"Association|Organi[sz]ation|Institute|Front|Conference|Church|States|Republic|Kingdom|Office|Cup|Times|Post|"
    r"News|Observer|Media|House|Senate|Congress|Assembly|Board|Club|Team|League|Bureau|Authority|Alliance|Foundation|"
    r"Zone|Street|City|River|North|South|East|West|American?|Day|War|Agreement|Treaty|Act|Summit|Talks|Process)\b"
)
_THING_FIRST = re.compile(r"(?:Mount|Mt\.?|Lake|Cape|Hurricane|Typhoon|Cyclone|Tropical|Storm)\s")
_PEOPLE = re.compile(
    r"people|men|women|children|police|\w+(?:[eo]rs|ists|ians|ants)|countries|states|nations|governments|powers|groups|"
    r"parties|figures|officials|families|companies|firms|teams|delegates|delegations|organi[sz]ations|allies|troops",
    re.IGNORECASE,
)
_ASIDE = "about|of|on|over|against|for"  # who stands behind these is spoken of, and seldom the one meant by "he"
_PLAIN_VERB = re.compile(r"\s(?:say|says|said|make|made|makes|take|took|takes|give|gave|gives|get|got|gets)\b")
_IS_DONE = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_SHORTENED = re.compile(r"(?<![IVX])(?![IVX]+\b)[A-Z]{2}|\d")  # no person is called so; "Charles III" is one
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_ASKS_PLACE = re.compile(
    r"\bwhere\b|\b(?:which|what)\b(?:\W+[\w'’]+){0,3}?\W+"
    r"(?:capital|city|country|town|village|island|region|province|district|place|venue)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:[Ii]n|to|[Aa]t|from|[Nn]ear)\s+((?:[A-Z][\w-]+\s?)+)")
_HIS = r"(?:step)?brother|husband|(?:grand)?father|(?:grand)?son|boyfriend|uncle|nephew|fianc[eé]"
_HER = r"(?:step)?sister|wife|(?:grand)?mother|(?:grand)?daughter|girlfriend|aunt|niece|widow|fianc[eé]e"
_THEIRS = r"partner|cousin|predecessor|successor|rival|opponent|lawyer|coach|doctor|boss|deputy|spokes\w+"
_BY_PRONOUN = dict.fromkeys("he him his".split(), "he") | dict.fromkeys("she her hers".split(), "she")
_OTHER = {"he": "she", "she": "he"}
_BEFORE_PLACES = ("in", "at", "the", "to", "from")
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_BY_PRONOUN)})\b", re.IGNORECASE)
_GENDERED = re.compile(r"(?:(?P<he>King|Prince|Mr|Sir|Lord|Pope|Duke)|Queen|Princess|Mrs|Ms|Lady|Dame|Duchess)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+|\n+")
_NEAR = 3  # earlier questions in which a topic that no pronoun points to is looked for


def person(asked: Sequence[str], answered: Sequence[str], pronoun: str = "") -> str | None:
    """The person last spoken of: whom an answer to "who" names, else whom a question names, else an answer.

    Of an answer that names several persons none is meant where one of the questions before names a person. "She" is
    nobody whom the conversation tells to be a man.
    """

    other = _OTHER.get(_BY_PRONOUN.get(pronoun.casefold(), ""), "")

    def may_be(name: str, text: str, places: Sequence[str] = _BEFORE_PLACES) -> bool:
        return may_be_person(name, text, places) and not (other and _gender(name, answered) == other)

    aside_of_all = None
    for back, (text, answer) in enumerate(zip(reversed(asked), reversed(answered), strict=True)):
        if aside_of_all and back > _NEAR:
            break
        told = [name for name in names(f"x {answer}") if may_be(name, f"x {answer}")]
        full = [name for name in told if len(name.split()) >= 2] or told
        named = [name for name in names(text) if may_be(name, text)]
        aside = [name for name in named if re.search(rf"\b(?:{_ASIDE})\s+{re.escape(name)}", text)]
        named = [name for name in named if name not in aside] or named
        whole = [name for name in named if len(name.split()) >= 2] or named
        if re.match(r"\W*who\b(?!\s+(?:is|was)\s+(?-i:[A-Z]))", text, re.IGNORECASE) and full:
            return full[0]
        if whole:
            return _with_relative(whole[-1], text, pronoun)
        if full and len(set(full)) == 1:
            return full[0]
        aside_of_all = aside_of_all or next(iter(full), None)
        addressed = [name for name in names(text) if may_be(name, text, places=("in", "at", "the"))]
        if addressed:
            return addressed[-1]
    return aside_of_all


def _gender(name: str, told: Sequence[str]) -> str | None:
    """Whether a person is "he" or "she": by a title, else by the pronoun in answers that name nobody else before it."""
    if title := _GENDERED.match(name):
        return "he" if title["he"] else "she"
    last = name.split()[-1]
    found = set()
    for sentence in (part for answer in told for part in _SENTENCE_END.split(answer) if last in part):
        pronoun = _PRONOUN.search(sentence, sentence.find(last))
        before = names(f"x {sentence[: pronoun.start()]}") if pronoun else []
        if pronoun and all(last in one or _is_no_person(one) or describes(one, sentence) for one in before):
            found.add(_BY_PRONOUN[pronoun[0].casefold()])
    return found.pop() if len(found) == 1 else None


def _is_no_person(name: str) -> bool:
    """Whether a name tells by itself that it is no person's."""
    of_things = (_ORGANISATION.search(name), _SHORTENED.search(name), _THING_FIRST.match(name), _WEEKDAY.match(name))
    return is_place_name(name) or any(of_things)


def _with_relative(name: str, text: str, pronoun: str) -> str:
    """A name with whoever is theirs, if a text speaks of one that the pronoun may stand for: "Reid's sister"."""
    own = {"he": _HIS, "she": _HER}.get(_BY_PRONOUN.get(pronoun.casefold(), ""), f"{_HIS}|{_HER}")
    who = f"{own}|{_THEIRS}"
    match = re.search(rf"{re.escape(name)}['’]s?\s+(?:\w+\s+)?(?:{who})\b", text)
    return match[0] if match else name


def may_be_person(name: str, text: str, places: Sequence[str] = _BEFORE_PLACES) -> bool:
    """Whether a name can be a person's: no organisation, no place, and not the first part of a thing's name."""
    before = text[: text.find(name)].split()
    first = not before or before[-1].casefold() not in places
    return first and not _is_no_person(name) and not describes(name, text)


def describes(name: str, text: str) -> bool:
    """Whether a name is the first part of a thing's name in a text: "Emmy" in "how many Emmy nominations"."""
    end = text.find(name) + len(name)
    after = re.match(r"\s+(?!\w+(?:ly|ed)\b)([a-z][\w-]*)", text[end:])
    return bool(after and not is_stop(after[1]) and end + after.start(1) not in verb_positions(text))


def spoken_of(asked: Sequence[str], plural: bool | None, *, acting: bool = False) -> Iterator[Phrase]:
    """What the conversation spoke of, likeliest first: the last question's things before those of earlier ones.

    For what is `acting`, as only people do, the people that did what a question tells come before what they did it to.
    For a thing that does not act, what was done comes before who did it: in "when did Apple release the phone", the
    phone.
    """

    def of(text: str) -> list[Phrase]:
        verbs = verb_positions(text)

        def place_of(phrase: Phrase) -> float:
            did = acting and phrase.plural and " that " in phrase.text and _PEOPLE.fullmatch(phrase.head)
            doer = plural is False and not acting and phrase.rank == 0
            doer = doer and (phrase.end + 1 in verbs or _PLAIN_VERB.match(text, phrase.end) is not None)
            doer = doer and not _IS_DONE.search(text[: phrase.start])
            return -1 if did else phrase.rank + 0.5 * doer

        return sorted((phrase for phrase in phrases(text) if phrase.rank < 3), key=place_of)

    found = [of(text) for text in reversed(asked)]
    for unlike in (False, True) if plural is not None else (False,):
        for of_text in found:
            yield from (
                phrase for phrase in of_text if (plural is not None and phrase.plural is (not plural)) == unlike
            )


def topic(asked: Sequence[str], question: str) -> str | None:
    """What was last asked about; None where the question says it, and so leans on nothing."""
    phrase = next(spoken_of(asked[-_NEAR:], None), None)
    return None if phrase is None or phrase.stems & content_stems(question) else phrase.text


def place(asked: Sequence[str], answered: Sequence[str]) -> str | None:
    """The place that "there" stands for: the one last named, by an answer only where the question asks for a place."""
    for text, answer in zip(reversed(asked), reversed(answered), strict=True):
        if _ASKS_PLACE.search(text) and (told := _place_told(answer, text)):
            return told
        match = _PLACED.search(text)
        if match:
            return match[1].strip()
        named = [name for name in names(text) if not may_be_person(name, text)]
        if named:
            return named[-1]
    return None


def _place_told(answer: str, question: str) -> str | None:
    """The first place that an answer names and the question does not."""
    told = [match[1].strip() for match in _PLACED.finditer(answer)]
    told += [name for name in names(f"x {answer}") if is_place(name) or name in answer.split(".")[0].split(" – ")]
    said = [name for name in told if not is_stop(name.split()[0]) and name.split()[0].casefold() not in MONTHS]
    new = [name for name in said if name not in question]
    return min(new, key=answer.find, default=None)
