"""Rules that change one fact of a sentence, so that its evidence no longer carries it.

Each rule takes a sentence, the dice and some words to put in, and gives the changed sentence, or None where there
is nothing of its kind to change.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.wording import names

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_UNITS = "days weeks months years".split()
_COUNTRIES = """
Syria Russia China Ukraine Germany France Italy Spain Mexico Canada Brazil India Japan Egypt Turkey Iran Iraq Israel
Kenya Nigeria Poland Sweden Norway Chile Peru Cuba Kazakhstan Uzbekistan Lebanon Yemen Australia England Scotland Taiwan
""".split()
_DEMONYMS = """
Syrian Russian Chinese Ukrainian German French Italian Spanish Mexican Canadian Brazilian Indian Japanese
Egyptian Turkish Iranian
Iraqi Israeli Nigerian Polish Swedish Cuban Australian British American European Arab Korean Greek Dutch
""".split()
_TOWNS = """
Moscow Geneva Astana Vienna Paris London Berlin Rome Madrid Cairo Beirut Damascus Ankara Tehran Kyiv Warsaw Washington
Chicago Boston Houston Dallas Seattle Denver Atlanta Miami Toronto Sydney Tokyo Beijing Shanghai Sochi Leipzig Fresno
Texas Florida California Ohio Georgia Michigan Nevada Arizona Virginia Uvalde Buffalo Phoenix Detroit
""".split()
_PLACES = (_COUNTRIES, _DEMONYMS, _TOWNS)
PLACE_WORDS = frozenset(word for places in _PLACES for word in places)

_COMPARED = {
    "more than": "less than",
    "less than": "more than",
    "fewer than": "more than",
    "at least": "at most",
    "at most": "at least",
    "before": "after",
    "after": "before",
    "first": "last",
    "higher": "lower",
    "lower": "higher",
    "largest": "smallest",
    "biggest": "smallest",
    "highest": "lowest",
    "lowest": "highest",
    "most": "fewest",
    "best": "worst",
    "better": "worse",
    "worse": "better",
    "increased": "decreased",
    "increase": "decrease",
    "rose": "fell",
    "fell": "rose",
    "rising": "falling",
    "up from": "down from",
    "down from": "up from",
    "larger": "smaller",
    "smaller": "larger",
    "bigger": "smaller",
    "faster": "slower",
    "earlier": "later",
    "many": "few",
    "older": "younger",
    "younger": "older",
    "above": "below",
    "below": "above",
    "more": "less",
    "less": "more",
}
_TURNED = {
    "agreed to": "refused to",
    "refused to": "agreed to",
    "accepted": "rejected",
    "rejected": "accepted",
    "confirmed": "denied",
    "denied": "confirmed",
    "supports": "opposes",
    "supported": "opposed",
    "approved": "rejected",
    "allowed": "banned",
    "allows": "bans",
    "failed to": "managed to",
    "continued to": "stopped",
    "with": "without",
    "won": "lost",
    "able to": "unable to",
    "always": "never",
    "never": "often",
}
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)\b(?!\s+not\b|n['’]t)"
)
_DENIAL = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)(?: not|n['’]t)\b")
_TENSES = {
    "will be": "was",
    "will": "did",
    "has been": "will be",
    "have been": "will be",
    "was": "will be",
    "were": "will be",
    "may": "did",
    "might": "did",
    "could": "will certainly",
    "would": "did",
    "is expected to": "was seen to",
    "plans to": "was seen to",
    "had": "will have",
    "has": "will have",
}
_SAYING = re.compile(
    r"(?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}) "
    r"(?P<verb>said|told|says|added|stressed|announced|wrote|explained|noted)\b"
    r"|\b(?P<verb2>said|according to) (?P<who2>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})"
)
_TAILS = (
    """
because of a lack of money|after a long delay|despite protests from residents|and received an award for it
in front of thousands of spectators|at a cost of several million dollars|which surprised most experts
and plans to write a book about it|following pressure from investors|and was sued for it last year
with the help of volunteers|although scientists had warned against it|and blamed the weather
which led to several arrests|and later apologised to the victims|to the anger of local farmers
after consulting his lawyers|and the police opened an investigation|as part of a secret programme
which critics called a mistake|while the prices of food doubled|and thanked the army for its support
""".strip()
    .replace("\n", "|")
    .split("|")
)


@dataclass(frozen=True)
class Pool:
    """Words to put in: names of other articles, and what the evidence already says."""

    names: Sequence[str]  # of persons and bodies, from elsewhere
    own_names: Sequence[str]  # from the same article, but not in the evidence
    others: Sequence[str]  # sentences of the same article, not cited
    cited: str


Change = Callable[[str, random.Random, Pool], str | None]


def number(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """One number made another one."""
    spans = [
        match
        for match in re.finditer(
            rf"(?<![\w.,$])\d[\d,]*(?:\.\d+)?(?![\w,.]\d)|\b(?:{'|'.join(_NUMBER_WORDS)})\b", sentence
        )
        if not re.search(rf"(?:{'|'.join(_MONTHS)})\.? $", sentence[: match.start()])
        and not re.match(rf" (?:{'|'.join(_MONTHS)})", sentence[match.end() :])
        and not re.fullmatch(r"(?:19|20)\d\d", match[0])
    ]
    if not spans:
        return None
    match = dice.choice(spans)
    for _ in range(10):
        if match[0][0].isdigit():
            value = float(match[0].replace(",", ""))
            other = dice.choice([value + dice.randint(1, 9), value * 2, value * 10, value + 10, max(2, value // 2)])
            put = f"{other:,.0f}" if other == int(other) else f"{other:.1f}"
        else:
            put = dice.choice(_NUMBER_WORDS)
        if put != match[0] and not re.search(rf"\b{put}\b", pool.cited):
            return sentence[: match.start()] + put + sentence[match.end() :]
    return None


def day(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """One month, weekday, day of a month, year or length of time made another one."""
    spans = [
        *re.finditer(rf"\b(?:{'|'.join(_MONTHS)})\b", sentence),
        *re.finditer(rf"\b(?:{'|'.join(_WEEKDAYS)})\b", sentence),
        *re.finditer(r"\b(?:19|20)\d\d\b(?!-)", sentence),
        *re.finditer(rf"(?<=\d )(?:{'|'.join(_UNITS)})\b", sentence),
    ]
    if not spans:
        return None
    match = dice.choice(spans)
    if match[0] == "May" and not re.match(r" \d", sentence[match.end() :]):
        return None
    for _ in range(10):
        if match[0] in _MONTHS:
            put = dice.choice(_MONTHS)
        elif match[0] in _WEEKDAYS:
            put = dice.choice(_WEEKDAYS)
        elif match[0] in _UNITS:
            put = dice.choice(_UNITS)
        else:
            put = str(int(match[0]) + dice.choice([-10, -3, -2, -1, 1, 2, 3, 10]))
        if put not in pool.cited:
            return sentence[: match.start()] + put + sentence[match.end() :]
    return None


def name(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """One name of a person or body made another's, wherever it stands in the sentence."""
    own = [item for item in names(sentence) if not PLACE_WORDS & set(item.split()) and len(item) > 3]
    candidates = [item for item in (pool.own_names or pool.names) if item not in pool.cited]
    if dice.random() < 0.5 or not candidates:
        candidates = [item for item in pool.names if item not in pool.cited]
    if not own or not candidates:
        return None
    return sentence.replace(dice.choice(own), dice.choice(candidates))


def place(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """One place made another one of its sort."""
    there = [(word, sort) for sort in _PLACES for word in sort if re.search(rf"\b{word}\b", sentence)]
    if not there:
        return None
    word, sort = dice.choice(there)
    put = dice.choice([other for other in sort if other not in pool.cited and other != word])
    return re.sub(rf"\b{word}\b", put, sentence)


def speaker(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """What one says said by another: by somebody in the sentence where there is one, else by one of the article."""
    match = _SAYING.search(sentence)
    if match is None:
        return None
    who = match["who"] or match["who2"]
    rest = sentence.replace(who, "")
    inside = [
        item
        for item in names(rest)
        if len(item) > 3 and item in sentence and not set(item.split()) & {*who.split(), *_WEEKDAYS, *_MONTHS}
    ]
    if set(who.split()) & {*_WEEKDAYS, *_MONTHS}:
        return None
    if inside:
        other = dice.choice(inside)
        mark = "\u0000"
        return sentence.replace(who, mark).replace(other, who).replace(mark, other)
    candidates = [item for item in pool.own_names if item not in who and who not in item] or list(pool.names)
    return sentence.replace(who, dice.choice(candidates)) if candidates else None


def negation(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """Something denied that is said, or said that is denied."""
    rules: list[str] = []
    if match := _DENIAL.search(sentence):
        rules.append(sentence[: match.start()] + match[1] + sentence[match.end() :])
    aux = list(_AUXILIARY.finditer(sentence))
    if aux:
        match = dice.choice(aux)
        rules.append(f"{sentence[: match.end()]} not{sentence[match.end() :]}")
    turned = [word for word in _TURNED if re.search(rf"\b{word}\b", sentence) and word != "with"]
    if turned:
        word = dice.choice(turned)
        rules.append(re.sub(rf"\b{word}\b", _TURNED[word], sentence, count=1))
    return dice.choice(rules) if rules else None


def comparison(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """More made less, before made after, rising made falling."""
    there = [word for word in _COMPARED if re.search(rf"\b{word}\b", sentence)]
    if not there:
        return None
    word = there[0] if dice.random() < 0.5 else dice.choice(there)
    return re.sub(rf"\b{word}\b", _COMPARED[word], sentence, count=1)


def tense(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """What is done put into the future, what is to come told as done."""
    there = [word for word in _TENSES if re.search(rf"\b{word}\b", sentence)]
    if not there:
        return None
    word = dice.choice(there)
    return re.sub(rf"\b{word}\b", _TENSES[word], sentence, count=1)


def half_truth(sentence: str, dice: random.Random, pool: Pool) -> str | None:
    """Something added that the evidence does not say: from elsewhere in the article, or made up."""
    stem = sentence.rstrip(" .")
    others = [item for item in pool.others if 6 <= len(item.split()) <= 18 and item[-1] == "."]
    if others and dice.random() < 0.5:
        other = dice.choice(others)
        first = other.split()[0]
        start = other if first in names(other) or first in pool.cited else other[0].lower() + other[1:]
        return f"{stem}, and {start}"
    return f"{stem} {dice.choice(_TAILS)}." if dice.random() < 0.5 else f"{stem}, {dice.choice(_TAILS)}."


RULES: Mapping[str, Change] = {
    "number": number,
    "date": day,
    "name": name,
    "place": place,
    "speaker": speaker,
    "negation": negation,
    "comparison": comparison,
    "tense": tense,
    "half_truth": half_truth,
}
