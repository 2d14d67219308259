"""What the words of a question or a sentence tell without a model: content words, names, numbers, days.

Words are compared by their stems (the Snowball English stemmer), numbers by their value, days by
day and month, so that "five" is 5 and "Jan 23" is 23 January.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import snowballstemmer

QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
STOP_WORDS = QUESTION_WORDS | frozenset(
    """
    a an the and or but nor so yet if then than as of at by for from in into on onto to toward towards with without
    within about above after again against along also although among any anyone anything are aren't around be because
    been before being below between both can can't cannot could couldn't did didn't do does doesn't doing done don't
    down during each either else ever every few further get gets getting give given gives got had hadn't has hasn't
    have haven't having he her here hers herself him himself his however i i'm i've is isn't it it's its itself just
    let like likely make makes many may me might mine more most much must my myself neither no not now off often once
    one only other others our ours out over own per please quite rather really same say said says saying shall she
    should shouldn't since some somebody someone something still such take taken takes tell that that's the their
    theirs them themselves there there's these they they're this those though through thus till too under until up
    upon us very via was wasn't we were weren't what's will with won't would wouldn't yes you your yours
    """.split()
)
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|"
        "october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())  # as date.weekday() counts
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SHORT_SCALES = {"mn": 1_000_000, "bn": 1_000_000_000, "tn": 1_000_000_000_000}
_LETTER_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}  # right behind an amount of money
NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: (position + 2) * 10 for position, word in enumerate(_TENS)
}

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_NUMBER = re.compile(
    r"(?<![\w.,])((?<=[$€£¥₹]))?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(%|per\s?cent\b|percent\b)"
    rf"|[\s-]({'|'.join(_SCALES)})\b|\s?({'|'.join(_SHORT_SCALES)})\b"
    rf"|(?(1)([{''.join(_LETTER_SCALES)}])\b|(?!)))?",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    rf"\b({'|'.join([*_TENS, *_UNITS])}|(?:half )?an?(?=\s(?:{'|'.join(_SCALES)})\b(?!-)))"
    rf"(?:[\s-]({'|'.join(_UNITS[1:10])}))?(?:[\s-]({'|'.join(_SCALES)}))?(?:[\s-](thousand|million|billion|trillion))?(?:\s(per\s?cent))?\b",
    re.IGNORECASE,
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH})\b\.?|(?P<m2>{_MONTH})\b\.?\s+(?P<d2>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?\b(?!\d))(?:,?\s+(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
# An older year is told from a count by what stands before it.
_BEFORE_YEAR = "|".join(
    rf"(?<=\b{word} )" for word in "in by since after before until till from around about of".split()
)
_BEFORE_YEAR += r"|(?<=\()|(?<=[–-])|(?<=\bIn )|(?<=\bBy )|(?<=\bSince )"
_WHEN = re.compile(
    rf"\b(?:(?:1\d|20)\d0['’]?s|(?:19|20)\d\d|(?:{_BEFORE_YEAR})1[0-8]\d\d(?!\w|[.,]\d)"
    r"|(?i:\w+(?:st|nd|rd|th) century)"
    rf"|(?i:{'|'.join(WEEKDAYS)})s?|(?:{'|'.join(name.capitalize() for name in MONTHS if name != 'may')})\b"
    r"|May(?=\s+\d|\s+of|\s*[,.;:?!)]|$)|(?<=\b[Ii]n\s)May\b|(?i:yesterday|today|tonight|tomorrow)"
    r"|(?i:last|next|this|previous|coming|following|past|earlier|first|second|third|fourth|fifth|final|opening|same)"
    r"\s+(?i:\w+\s+)?"
    r"(?i:week|month|year|day|days|weeks|months|years|morning|evening|night|spring|summer|autumn|fall|winter)s?"
    r"|(?i:\w+\s+(?:days?|weeks?|months?|years?|hours?)\s+(?:ago|later|earlier|before|after))"
    r"|(?i:near\s+future|since|until|during))\b"
)

_TITLES = frozenset("mr mrs ms messrs dr prof gen sen rep gov lt col capt sgt rev st".split())
_NAME_PARTS = frozenset("of the and for de la el al bin ibn van von der".split())


@dataclass(frozen=True)
class Word:
    """A word with its place in the text."""

    text: str
    start: int  # characters
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; a possessive ending is no part of a word."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word[-2:] in ("'s", "’s"):
            word = word[:-2]
        found.append(Word(word, match.start(), match.start() + len(word)))
    return found


_ARABIC_ARTICLE = re.compile(r"^(?:al|el)-(?=\w)")
_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word, in lower case and without an Arabic article, so that "Assad" is "al-Assad"."""
    return str(_stemmer.stemWord(_ARABIC_ARTICLE.sub("", word.casefold())))


def is_stop(word: str) -> bool:
    """Whether a word is one that any text has; "US" and "May" are not, though "us" and "may" are."""
    return word not in ("US", "May") and word.casefold().replace("’", "'") in STOP_WORDS


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, those left out that any text has."""
    return frozenset(stem(word.text) for word in words(text) if not is_stop(word.text))


def names(text: str) -> list[str]:
    """The names in a text: runs of capitalised words ("Nasr Hariri", "Syrian Coalition"), in order.

    The first word of a text counts only where more of a name follows it or it has capitals inside.
    """
    found = []
    run: list[Word] = []
    for word in [*words(text), None]:
        if word is not None and _is_capitalised(word.text):
            if run and not _is_within_name(run[-1].text, text[run[-1].end : word.start]):
                found.append(run)
                run = []
            run.append(word)
        elif run:
            if word is not None and word.text in _NAME_PARTS and text[run[-1].end : word.start] == " ":
                following = _WORD.match(text, word.end + 1)
                if following and _is_capitalised(following[0]) and word.text in ("of", "al", "de", "la", "bin", "el"):
                    run.append(word)
                    continue
            found.append(run)
            run = []
    kept = []
    for run in found:
        starts = _starts_sentence(text, run[0].start)
        while run and (is_stop(run[0].text) if starts else re.fullmatch(r"I(?:['’]\w+)?", run[0].text)):
            run = run[1:]
            starts = False
        if (
            starts
            and len(run) == 1
            and not _has_inner_capital(run[0].text)
            and text[run[0].end : run[0].end + 2] not in ("'s", "’s")
        ):
            run = []
        while run and run[0].text.casefold() in NUMBER_WORDS:
            run = run[1:]
        if run and not (len(run) == 1 and _is_plain(run[0].text)):
            kept.append(text[run[0].start : run[-1].end])
    return kept


def name_stems(text: str) -> frozenset[str]:
    """The stems of all words of a text's names, small words left out."""
    return frozenset(stem(word.text) for name in names(text) for word in words(name) if word.text not in _NAME_PARTS)


def _is_within_name(word: str, between: str) -> bool:
    """Whether a name goes on after a word, given what stands before the next: "John F. Kennedy", "Mr. Smith", "S&P"."""
    if between.startswith(".") and (word.casefold() in _TITLES or len(word) == 1 or "." in word):
        between = between[1:]
    return between == "&" or not between.strip("-–\u00a0 ")


def _is_plain(word: str) -> bool:
    """Whether a word is no name by itself: a month, or one that any text has, unless in capitals ("the WHO")."""
    return word.casefold() in MONTHS or (is_stop(word) and not (word.isupper() and len(word) > 1))


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() or (len(word) > 2 and word[:2].casefold() in ("al", "el") and "-" in word[:3])


def _has_inner_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])


def _starts_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - 20) : position].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:;\n"


def numbers(text: str) -> frozenset[str]:
    """The numbers in a text by value: "five" and "5" are "5", "5 percent" is "5%", "200 thousand" is "200000".

    Days of a month and years count as numbers too. "One" is left out: it is a pronoun as often.
    """
    found = set()
    for match in _NUMBER.finditer(text):
        _, written, share, scale, short, letter = match.groups()
        value = Decimal(written.replace(",", ""))
        if scale:
            value *= _SCALES[scale.casefold()]
        elif short:
            value *= _SHORT_SCALES[short.casefold()]
        elif letter:
            value *= _LETTER_SCALES[letter.casefold()]
        found.add(_plain(value) + ("%" if share else ""))
    for match in _NUMBER_WORD.finditer(text):
        first = match[1].casefold()
        total: int = NUMBER_WORDS.get(first, 1)
        if match[2] and total >= 20:
            total += NUMBER_WORDS[match[2].casefold()]
        if match[3]:
            total *= _SCALES[match[3].casefold()]
        if match[4]:
            total *= _SCALES[match[4].casefold()]
        if first.startswith("half"):
            total //= 2
        if total != 1 or match[2] or match[3] or match[4] or match[5]:
            found.add(f"{total}%" if match[5] else str(total))
    return frozenset(found)


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written.lstrip("0") or "0"


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers of a text stand: (start, end) in characters, in order."""
    spans = [match.span() for match in _NUMBER.finditer(text)]
    spans += [match.span() for match in _NUMBER_WORD.finditer(text) if match[0].casefold() != "one"]
    return sorted(spans)


def _day_matches(text: str) -> Iterator[re.Match[str]]:
    """The days in a text; "10 may attend" is none, "on 10 may" is one."""
    for match in _DAY.finditer(text):
        month = match["m1"] or match["m2"]
        before = text[max(0, match.start() - 12) : match.start()].split()[-1:] if month in ("may", "march") else ["on"]
        if before and before[0].casefold() in _BEFORE_DAYS:
            yield match


_BEFORE_DAYS = frozenset("on since before after until from by".split())


def days(text: str) -> Iterator[tuple[int, int, int | None]]:
    """The days in a text as (day, month, year or None)."""
    for match in _day_matches(text):
        month = MONTHS[(match["m1"] or match["m2"]).casefold()]
        yield int(match["d1"] or match["d2"]), month, int(match["year"]) if match["year"] else None


_YEAR_BEHIND = re.compile(r"(?<=\w),?\s+(?:19|20)\d\d$")


def when_spans(text: str) -> list[tuple[int, int]]:
    """Where a text tells a time (a day, a year, a weekday, "last week"): (start, end) in characters, in order."""
    spans = [match.span() for match in _day_matches(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    for match in _WHEN.finditer(text):
        before = bisect_right(starts, match.start())
        if not before or match.start() >= ends[before - 1]:
            spans.append(match.span())
    return sorted(spans)


def is_new_time(told: str, question: str) -> bool:
    """Whether a time is none that a question names; "January 6, 2021" is what one on "the January 6 attack" names.

    Its year is new only to a question that asks for a year.
    """
    asked, told = question.casefold(), told.casefold()
    day = _YEAR_BEHIND.sub("", told)
    named = re.search(r"\d", day) and day in asked and "year" not in asked
    return told not in asked and not named
