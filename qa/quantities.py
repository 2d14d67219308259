"""Numbers, amounts, days and times of a sentence that the cited words do not have, told by value and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from qa.lexicon import concept, plain
from qa.wording import MONTHS, NUMBER_WORDS, WEEKDAYS, days, is_stop, number_spans, numbers, stem, words

_UNITS = frozenset("second minute hour day week month year decade century".split())
_UNIT_STEMS = frozenset(stem(unit) for unit in _UNITS)
_HARD_UNITS = frozenset("minute hour week month year decade century".split())
_REPORTED = re.compile(
    r"\b(?:reported|reports|published|wrote|writes|according to|the article|said|says|announced|told)\b", re.I
)
_SIDES = frozenset(concept(word)[0] for word in ("sides", "parties"))  # always two, so that nobody counts them
_VAGUE = {"dozens": 12, "tens": 10, "hundreds": 100, "thousands": 1_000, "millions": 10**6, "billions": 10**9}
ORDINALS = {
    word: value
    for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
_ABOVE = re.compile(
    r"\b(?:more than|over|at least|no (?:fewer|less) than|above|exceed\w*|in excess of|upwards of|minimum of)\s+\S?$",
    re.I,
)
_BELOW = re.compile(
    r"\b(?:(?<!no )(?:less|fewer) than|under|at most|no more than|below|up to|not more than|nearly|almost)\s+\S?$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|close to|over|more than|an estimated)\s+\S?$", re.I
)
_MONEY = re.compile(r"(?:\b[A-Z]{1,3})?[$€£¥₹]\s?$|\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|Rs)\s?$")
_CURRENCY = re.compile(
    r"\s?(?:(?-i:[A-Z][a-z]+|US)\s)?(?:dollars?|euros?|pounds?|ro?ubles?|yen|yuan|tenge|cents?|pence|francs?|rupees?|crores?|"
    r"liras?|kron(?:a|or|er|e)|pesos?|shekels?|riyals?|dirhams?|dinars?|zlotys?|USD|EUR|GBP|CHF|JPY|CNY|INR)\b",
    re.I,
)
_RATE = re.compile(
    r"\s(?:per\s\w+|apiece|each|an?\s(?:share|barrel|gallon|lit(?:er|re)|hour|day|night|week|month|year|person|head|"
    r"ounce|pound|kilo(?:gram)?|ton(?:ne)?|unit|piece|ticket|bottle))\b",
    re.I,
)
_UNIT = re.compile(
    r"[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|km/h|kilomet\w+|met(?:er|re)s?|"
    r"centimet\w+|millimet\w+|km|cm|mm|m|miles?|yards?|f(?:ee|oo)t|inch(?:es)?|kilos?|kilograms?|kg|grams?|tons?|tonnes?|"
    r"lbs?|lit(?:er|re)s?|gallons?|acres?|hectares?|degrees?|mph|knots?|stor(?:y|ies|eys?))\b",
    re.I,
)
_SOME_NUMBER = rf"[$€£¥₹]?(?:\d|(?:{'|'.join(NUMBER_WORDS)})\b)"
_CUT_BEHIND = re.compile(
    rf"\w|\s?(?:[-–—]|\bto\b|\bor\b)\s?{_SOME_NUMBER}|[\s-](?:dozen|score|half|halves|third|quarter|fifth|tenth)s?\b|"
    rf"\s(?:out\s+of|in\s+every|of\s+every|in\s+(?:{'|'.join(NUMBER_WORDS)}|\d+)|times)\b",
    re.I,
)
_CUT_BEFORE = re.compile(
    rf"(?:\d|\b(?:{'|'.join(NUMBER_WORDS)}))(?:\s?[-–—]\s?|\s(?:to|or|in|out\s+of|in\s+every|of\s+every)\s)[$€£¥₹]?$",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_BEFORE_MAY = "|".join(f"(?<=\\b{word} )" for word in "in In of early mid late since until by last this next".split())
_MONTH_NAME = re.compile(
    rf"\b(?:{'|'.join(name.capitalize() for name in MONTHS if name not in ('may', 'mar', 'sep', 'dec', 'jan'))})\b"
    rf"|(?:{_BEFORE_MAY})May\b"
)
_AUXILIARY = "is|are|was|were|be|has|have|had|will|would|did|do|does|can|could|may|might"  # before no noun
_NAMED = re.compile(r"\b[A-Z][\w]*-$")  # "Covid-19" counts nothing
_LIST = re.compile(r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)*(?:, [A-Z][\w'-]*(?: [A-Z][\w'-]*)*)+,? and [A-Z]")  # of names
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(ORDINALS)}))\b", re.I)


@dataclass(frozen=True)
class Quantity:
    """One number of a text."""

    value: str  # as `wording.numbers` writes it: "200000", "5%"
    shown: str  # as it stands in the text
    bound: int  # 1: more than it, -1: less than it, 0: it
    about: bool
    money: bool
    unit: str  # of money or measure, "" where none is told
    noun: str  # the concept of the next content word, "" where none follows


@lru_cache(maxsize=4_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, in order; "one" is left out, it is a pronoun as often."""
    found = []
    for start, end in number_spans(text):
        for value in numbers(text[max(0, start - 1) : end]):  # a "m" behind "£3" is a million
            after = text[end : end + 40]
            above, below, about = _bounds(text, start)
            bound = 1 if above else -1 if below else 0
            noun = next((word.text for word in words(after.split(",")[0])[:3] if not is_stop(word.text)), "")
            noun = "" if re.match(rf"\s*(?:[.;:,]|(?:{_AUXILIARY})\b)", after) else noun
            noun = "" if _NAMED.search(text, 0, start) else noun
            shown = text[start:end]
            money = is_money(text, start, end)
            found.append(
                Quantity(
                    value, shown, bound, bool(about), money, _unit(text, start, end), concept(noun)[0] if noun else ""
                )
            )
    return tuple(found)


_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"}
_CODES = {
    "usd": "dollar",
    "eur": "euro",
    "gbp": "pound",
    "jpy": "yen",
    "inr": "rupee",
    "cny": "yuan",
    "chf": "franc",
    "rs": "rupee",
}
_SAME_UNITS = {
    "km": "kilomet",
    "cm": "centimet",
    "mm": "millimet",
    "kg": "kilogram",
    "kilo": "kilogram",
    "feet": "foot",
    "ft": "foot",
    "metr": "meter",
    "roubl": "rubl",
    "m": "meter",
    "kilometr": "kilomet",
    "kilometer": "kilomet",
    "kilometre": "kilomet",
    "metre": "meter",
    "tonn": "ton",
}


def _unit(text: str, start: int, end: int) -> str:
    """The unit behind a number, or the currency before or behind it, by one name for each."""
    if before := _MONEY.search(text, max(0, start - 5), start):
        sign = before[0].strip().casefold()
        return _SIGNS.get(sign[-1:]) or _CODES.get(sign, sign)
    found = _CURRENCY.match(text, end) or _UNIT.match(text, end)
    if not found:
        return ""
    word = found[0].split()[-1].strip("-").casefold()
    if stem(word) in _UNIT_STEMS:
        return ""  # a time, looked at as what is counted
    return _CODES.get(word) or _SAME_UNITS.get(word) or _SAME_UNITS.get(stem(word)) or stem(word)


def is_money(text: str, start: int, end: int) -> bool:
    """Whether a number of a text, told by its place, has a currency."""
    return bool(_MONEY.search(text, max(0, start - 5), start) or _CURRENCY.match(text, end))


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether a number of a text, told by its place, is one of money, or a share."""
    return is_money(text, start, end) or any(value.endswith("%") for value in numbers(text[start:end]))


def amount_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A number's place in a text with what bounds or blurs it, its currency, and for what: "more than $20 an hour"."""
    paid = is_amount(text, start, end)
    if currency := _CURRENCY.match(text, end):
        end = currency.end()
    if paid and (rate := _RATE.match(text, end)):
        end = rate.end()
    if sign := _MONEY.search(text, max(0, start - 5), start):
        start = sign.start()
    return min((bound.start() for bound in _bounds(text, start) if bound), default=start), end


def unit_end(text: str, end: int) -> int | None:
    """Where the unit behind a number ends ("3 km", "three years"); None where none stands there."""
    found = _UNIT.match(text, end)
    return found.end() if found else None


def is_ordinal(text: str, end: int) -> bool:
    """Whether a number counts nothing: "9th", "34-year-old"."""
    return bool(re.match(r"(?:st|nd|rd|th)\b|[\s-]years?[\s-]olds?\b", text[end : end + 12], re.I))


def is_age(text: str, end: int) -> bool:
    """Whether a number counts the years of somebody's life: "34-year-old", "34 years old"."""
    return bool(re.match(r"[\s-](?:days?|weeks?|months?|years?)[\s-]olds?\b", text[end : end + 14], re.I))


def is_cut(text: str, start: int, end: int) -> bool:
    """Whether a number is part of one that says something else: "12k", "3-4 million", "two thirds", "one in five"."""
    return bool(_CUT_BEHIND.match(text, end) or _CUT_BEFORE.search(text, max(0, start - 24), start))


def _bounds(text: str, start: int) -> list[re.Match[str] | None]:
    """What stands before a number: that it is more, that it is less, that it is about so much."""
    return [pattern.search(text, max(0, start - 24), start) for pattern in (_ABOVE, _BELOW, _ABOUT)]


def missing_quantity(said: str, cited: str, titles: str = "", published: Sequence[date] = ()) -> str | None:
    """Why the numbers and times of a sentence are not those of the cited words; None where they are.

    `published` are the days the cited articles appeared on; these days, and years in titles, count as cited
    where the cited words name no year.
    """
    said, cited = plain(said), plain(cited)
    return (
        _missing_day(said, cited, published)
        or _missing_number(said, cited, titles, published)
        or _not_first(said, cited)
        or _missing_time(said, cited, published)
    )


def _missing_day(said: str, cited: str, published: Sequence[date]) -> str | None:
    known = {(day, month) for day, month, _ in days(cited)}
    for day in published:
        if _REPORTED.search(said):
            known.add((day.day, day.month))
        known |= {
            (then.day, then.month)
            for back in range(min(7, day.toordinal()))
            if _names_day(cited, then := day - timedelta(back), back)
        }
    for number, month, _ in days(said):
        if (number, month) not in known:
            return f"The day {number} {_month(month)} does not stand in the cited words."
    return None


def _names_day(text: str, day: date, back: int) -> bool:
    """Whether a text names a day so many days before it appeared by its weekday, or as today or yesterday."""
    told = {0: "|today|tonight|this morning", 1: "|yesterday"}.get(back, "")
    return bool(re.search(rf"\b(?:{WEEKDAYS[day.weekday()]}{told})\b", text, re.IGNORECASE))


def _missing_number(said: str, cited: str, titles: str, published: Sequence[date]) -> str | None:
    there = quantities(cited)
    years = set(_YEAR.findall(titles))
    if not _YEAR.search(cited):
        years |= {str(day.year) for day in published}
    years |= {str(day.year + step) for day in published for step in _steps(cited, "year")}
    years |= {str(day.day) for day in published if (day.day, day.month) in {(d, m) for d, m, _ in days(said)}}
    ordinals = {str(value) for value in _ordinals(cited)}
    for quantity in quantities(said):
        if quantity.value == "1" or (quantity.value == "2" and quantity.noun in _SIDES):
            continue
        same = [other for other in there if other.value == quantity.value]
        if not same and quantity.about:
            same = [other for other in there if _close(quantity, other)]
            if same:
                continue
        if not same:
            if quantity.value in years | ordinals | _listed(cited) or _vaguely(quantity.value, cited):
                continue
            return f"The number {quantity.shown} does not stand in the cited words."
        if quantity.money and not any(other.money for other in same):
            return f"The cited words do not say that {quantity.shown} is an amount of money."
        if quantity.unit and all(other.unit and other.unit != quantity.unit for other in same):
            return f"The cited words say {quantity.shown} in another unit."
        bounds = {other.bound for other in same}
        if quantity.bound and -quantity.bound in bounds and quantity.bound not in bounds:
            return f"The cited words bound the number {quantity.shown} from the other side."
        if quantity.bound and 0 in bounds and quantity.bound not in bounds:
            return f"The cited words say {quantity.shown}, neither more nor less."
        if quantity.noun and not _counts(quantity, same, there):
            return f"The cited words say the number {quantity.shown} of something else."
    another = {2} if re.search(r"\ba second\b", said, re.I) and re.search(r"\b(?:an)?other\b", cited, re.I) else set()
    for ordinal in sorted(_ordinals(said) - {1} - another):
        if ordinal not in _ordinals(cited) and str(ordinal) not in {other.value for other in there}:
            return f"The cited words do not have the ordinal {ordinal}."
    for word, least in _VAGUE.items():
        if re.search(rf"\b{word}\b", said, re.I) and not re.search(rf"\b{word}\b", cited, re.I):
            values = [_value(other.value) for other in there]
            if not any(value is not None and least <= value < 1_000 * least for value in values):
                return f"The cited words do not say “{word}”."
    return None


def _not_first(said: str, cited: str) -> str | None:
    there = ordinals(cited)
    firsts = {noun for value, noun in ordinals(said) - there if value == 1} & {noun for _, noun in there}
    return f"The cited words do not say that it is the first “{min(firsts)}”." if firsts else None


def _counts(quantity: Quantity, same: Sequence[Quantity], there: Sequence[Quantity]) -> bool:
    """Whether a number may count what the sentence says: no if the cited words give that thing another number."""
    nouns = {other.noun for other in same}
    if quantity.noun in nouns or "" in nouns:
        return True
    if quantity.noun in _UNITS and nouns & _UNITS:
        return False
    others = {other.noun for other in there if other.value != quantity.value}
    return quantity.noun not in others


def _missing_time(said: str, cited: str, published: Sequence[date]) -> str | None:
    folded = {word.text.casefold() for word in words(cited)}
    for weekday in WEEKDAYS:
        if re.search(rf"\b{weekday}s?\b", said, re.I) and weekday not in folded and f"{weekday}s" not in folded:
            return f"The day {weekday.capitalize()} does not stand in the cited words."
    months = {month for _, month, _ in days(cited)} | {_number(name) for name in _MONTH_NAME.findall(cited)}
    months |= {(day.month - 1 + step) % 12 + 1 for day in published for step in _steps(cited, "month")}
    for name in _MONTH_NAME.findall(said):
        dated = {(day.month, day.year) for day in published}
        with_year = any((_number(name), int(year)) in dated for year in _YEAR.findall(said))
        with_day = {month for _, month, _ in days(said)}  # those are looked at as days
        if _number(name) not in months and _number(name) not in with_day and not with_year:
            return f"The month {name} does not stand in the cited words."
    stems = {stem(part) for word in folded for part in (word, *word.split("-"))}  # "78th-minute"
    for word in words(said):
        root = stem(word.text)
        if root in _HARD_STEMS and root not in stems and not (root == stem("year") and _YEAR.search(cited)):
            return f"The cited words say nothing of “{word.text}”."
    return None


def _steps(text: str, unit: str) -> set[int]:
    """How far the months or years that a text tells from its day of publication lie from it: "last year" is -1."""
    steps = {"last": -1, "this": 0, "next": 1}
    return {steps[match[1].casefold()] for match in re.finditer(rf"\b(last|this|next)\s+{unit}\b", text, re.I)}


_HARD_STEMS = frozenset(stem(unit) for unit in _HARD_UNITS)


def _listed(text: str) -> set[str]:
    """How many names the lists of a text have: "Moscow, Ankara and Tehran" are three."""
    return {str(match[0].count(",") + 2 - match[0].count(", and ")) for match in _LIST.finditer(text)}


def _ordinals(text: str) -> set[int]:
    return {_ordinal_value(match) for match in _ORDINAL.finditer(text)}


def _ordinal_value(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else ORDINALS[match[2].casefold()]


def ordinals(text: str) -> set[tuple[int, str]]:
    """The ordinals of a text, each with the stem of the word behind it: (2, "day"); "the first time" is none."""
    found = set()
    for match in _ORDINAL.finditer(text):
        following = re.match(r"\s+([a-z]+)", text[match.end() :])
        if following and following[1] != "time":
            found.add((_ordinal_value(match), stem(following[1])))
    return found


def _number(month: str) -> int:
    return MONTHS[month.casefold()]


def _month(number: int) -> str:
    return date(2000, number, 1).strftime("%B")


def _value(written: str) -> float | None:
    return None if written.endswith("%") else float(written)


def _close(quantity: Quantity, other: Quantity) -> bool:
    """Whether a rounded number may stand for another: rounder, within a twentieth of it, on the side it says."""
    one, two = quantity.value, other.value
    if one.endswith("%") != two.endswith("%"):
        return False
    first, second = float(one.rstrip("%")), float(two.rstrip("%"))
    rounder = len(one.rstrip("%").rstrip("0")) < len(two.rstrip("%").rstrip("0"))
    if (quantity.bound or other.bound) and (second - first) * (quantity.bound or -other.bound) < 0:
        return False
    return rounder and (second > 10 or "." in two) and abs(first - second) <= 0.05 * second


def _vaguely(value: str, cited: str) -> bool:
    """Whether "half" or "a dozen" in the cited words gives a number."""
    words_for = {
        "50%": r"\bhalf\b",
        "12": r"\b(?:a|one) dozen\b",
        "25%": r"\ba quarter\b",
        "2": r"\b(?:both|pair|couple|twice)\b",
    }
    return value in words_for and bool(re.search(words_for[value], cited, re.I))
