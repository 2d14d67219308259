"""An antecedent is what a pronoun stands for, or what a question that says too little leans on.

It is looked for in the earlier questions; the answers are looked at only for the name of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.phrases import Phrase, phrases, verb_positions
from qa.wording import content_stems, is_stop, names

_ORGANISATION = re.compile(
    r"\b(?:Movement|Society|Commission|Committee|Coalition|Ministry|Department|Party|Council|Union|Group|Government|"
    r"Parliament|Nations|League|Federation|Agency|Army|Forces?|Court|Bank|University|Company|Corporation|Corp|Inc|"
    r"Association|Organi[sz]ation|Institute|Front|Conference|Church|States|Republic|Kingdom|Office|Cup|Times|Post|"
    r"News|Observer|Media|House|Senate|Congress|Assembly|Board|Club|Team|League|Bureau|Authority|Alliance|Foundation|"
    r"Zone|Street|City|River|North|South|East|West|American?|Day|War|Agreement|Treaty|Act|Summit|Talks|Process)\b"
)
_PEOPLE = re.compile(
    r"people|men|women|children|police|\w+(?:[eo]rs|ists|ians|ants)|countries|states|nations|governments|powers|groups|"
    r"parties|figures|officials|families|companies|firms|teams|delegates|delegations|organi[sz]ations|allies|troops",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"[A-Z]{2}|\d")  # no person is called so
_NEAR = 3  # earlier questions in which a topic that no pronoun points to is looked for


def person(asked: Sequence[str], answered: Sequence[str]) -> str | None:
    """The person last spoken of: whom an answer to "who" names, else whom a question names, else an answer."""
    for text, answer in zip(reversed(asked), reversed(answered), strict=True):
        told = [name for name in names(f"x {answer}") if may_be_person(name, f"x {answer}")]
        full = [name for name in told if len(name.split()) >= 2] or told
        named = [name for name in names(text) if may_be_person(name, text)]
        whole = [name for name in named if len(name.split()) >= 2] or named
        if re.match(r"\W*who\b(?!\s+(?:is|was)\s+[A-Z])", text, re.IGNORECASE) and full:
            return full[0]
        if whole:
            return whole[-1]
        if full:
            return full[0]
        addressed = [name for name in names(text) if may_be_person(name, text, places=("in", "at", "the"))]
        if addressed:
            return addressed[-1]
    return None


def may_be_person(name: str, text: str, places: Sequence[str] = ("in", "at", "the", "to", "from")) -> bool:
    """Whether a name can be a person's: no organisation, no place, and not the first part of a thing's name."""
    start = text.find(name)
    before = text[:start].split()
    after = re.match(r"\s+([a-z][\w-]*)", text[start + len(name) :])
    first = not before or before[-1].casefold() not in places
    noun = bool(after and not is_stop(after[1]) and start + len(name) + after.start(1) not in verb_positions(text))
    return first and not noun and not _ORGANISATION.search(name) and not _SHORTENED.search(name)


def spoken_of(asked: Sequence[str], plural: bool | None, *, acting: bool = False) -> Iterator[Phrase]:
    """What the conversation spoke of, likeliest first: the last question's things before those of earlier ones.

    For what is `acting`, as only people do, the people that did what a question tells come before what they did it to.
    """

    def place_of(phrase: Phrase) -> int:
        did = acting and phrase.plural and " that " in phrase.text and _PEOPLE.fullmatch(phrase.head)
        return -1 if did else phrase.rank

    found = [sorted((phrase for phrase in phrases(text) if phrase.rank < 3), key=place_of) for text in reversed(asked)]
    for unlike in (False, True) if plural is not None else (False,):
        for of_text in found:
            yield from (
                phrase for phrase in of_text if (plural is not None and phrase.plural is (not plural)) == unlike
            )


def topic(asked: Sequence[str], question: str) -> str | None:
    """What was last asked about; None where the question says it, and so leans on nothing."""
    phrase = next(spoken_of(asked[-_NEAR:], None), None)
    return None if phrase is None or phrase.stems & content_stems(question) else phrase.text


def place(asked: Sequence[str]) -> str | None:
    """The place that "there" stands for: the one last named."""
    for text in reversed(asked):
        match = re.search(r"\b(?:in|to|at|from)\s+((?:[A-Z][\w-]+\s?)+)", text)
        if match:
            return match[1].strip()
        named = [name for name in names(text) if not may_be_person(name, text)]
        if named:
            return named[-1]
    return None
