"""A dateline is the line of a page, or the start of its first sentence, that says on which day it was published.

Any other date in a text is a day of something that happened, and tells nothing about the publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.labels import BYLINE

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ENGLISH_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"""
    (?<![\w.])(?:
        (?P<y1>\d{4})(?P<mark1>[-/.])(?P<m1>\d{1,2})(?P=mark1)(?P<d1>\d{1,2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?
      | (?P<d2>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[ -](?:(?:of|de|del)[ ])?(?P<m2>[^\W\d_]{3,12}\.?),?
        [ -](?:(?:de|del)[ ])?(?P<y2>\d{4})
      | (?P<m3>[^\W\d_]{3,12}\.?)[ ](?P<d3>\d{1,2})(?:st|nd|rd|th)?,?[ ](?P<y3>\d{4})
      | (?P<a>\d{1,2})(?P<mark4>[./])(?P<b>\d{1,2})(?P=mark4)(?P<y4>\d{4})
      | (?P<y5>\d{4})[ ]?[年년][ ]?(?P<m5>\d{1,2})[ ]?[月월][ ]?(?P<d5>\d{1,2})[ ]?[日일]
    )(?!\w)
    """,
    re.VERBOSE,
)
_PUBLISHED = re.compile(
    r"\b(?:(?:first |originally |article |date )?(?:published|posted|created|issued|released)|(?:publication"
    r"|publish|pub) date"
    r"|date|veröffentlicht|erschienen|publié|publicado|pubblicato|опубликован[оа]?|дата(?: публикации)?|datum|fecha)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:(?:last )?(?:updated|modified|edited|reviewed)|aktualisiert|stand|zuletzt geändert|mis à jour|modifié"
    r"|actualizado|aggiornato|обновлен[оа]?)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(  # what stands around the date of a dateline and says no more than when
    r"""
    \d{1,2}(?:[:.h]\d{2}){1,2}\s*(?:[ap]\.?m\b\.?)? | \b\d{1,2}\s*[ap]\.?m\b\.?
    | \b(?:GMT|UTC|BST|E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|CEST|MSK|МСК|IST|JST|AEST|Uhr
      |hrs)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?
    | \b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b
    | \b(?:mon|diens|donners|frei|sams|sonn)tag\b | \bmittwoch\b
    | \b(?:luned|marted|mercoled|gioved|venerd)ì\b | \b(?:s[áa]bato|domenica)\b
    | \b(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?\b
    | \b(?:lun|mar|mercre|jeu|vendre|same)di\b
    | \b(?:dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)\b
    | \b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b
    | \b(?:on|at|am|um|le|el|à|a[ ]las|в|года|г|kl)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKS = " \t,.;:()[]|•·—–/-"
_REST = re.compile(r"\s*(?:[|•·—–/-]|(?:in|by|from|von|par|por|dans|en|в)\s)", re.IGNORECASE)
_NAMED = re.compile(r"(?:[^\W\d_a-zа-я][\w.'’&-]*\s+){1,5}[|•·]\s*")  # "The Marlow Herald | " before the date
_MAX_LINE = 140  # characters of a dateline
_MAX_REST = 6  # words beside the date: a section, a name
_INLINE = re.compile(r"\s*(?:[^\W\d_][\w.'’-]*[ ,.]+){1,6}\(?$")  # "ASTANA, Kazakhstan, " before the date
_AFTER_INLINE = re.compile(r"\)?,?\s*(?:[(\[/][^)\]]{1,40}[)\]]?|[A-Z]{2,12}/?)?\s*(?:[–—-]{1,2}|:)\s")


@dataclass(frozen=True)
class Dateline:
    """What a line says that gives the time of publication."""

    day: date | None  # of publication; None where it only tells the time of an update
    rest: str  # what else it names: a section, an author; "" for nothing


def read_day(text: str) -> date | None:
    """The first full date that is written in the text, in any of many languages; None without one.

    Of a day and a month in figures only, the order must be certain: 24/01/2018, 24.01.2018, 2018-01-24.
    """
    return next((day for match in _DATE.finditer(text) if (day := _day(match))), None)


def read_dateline(line: str) -> Dateline | None:
    """What a line of its own says of the time of publication, or None where it is no dateline.

    A dateline is a full date with no more than a label, a weekday, a time, a section or a name beside it.
    """
    if len(line) > _MAX_LINE:
        return None
    found = [(match, day) for match in _DATE.finditer(line) if (day := _day(match))]
    if not found:
        return None
    first = found[0][0]
    before, after = line[: first.start()], line[first.end() :]
    label = _AROUND.sub(" ", _UPDATED.sub(" ", _PUBLISHED.sub(" ", before))).strip(_MARKS)
    byline = BYLINE.match(label)
    named = _NAMED.fullmatch(before)
    if label and not byline and not named:
        return None
    rest = _DATE.sub(" ", after)
    bare = _AROUND.sub(" ", _UPDATED.sub(" ", _PUBLISHED.sub(" ", rest)))
    other = bare.strip(_MARKS)
    if other and (
        rest.startswith(":") or len(other.split()) > _MAX_REST or not _REST.match(bare) or line.endswith(".")
    ):
        return None
    return Dateline(_of_publication(line, found), label if byline or named else other)


def read_inline_dateline(paragraph: str) -> date | None:
    """The full date in the dateline that a first paragraph begins with: "ASTANA, May 31, 2015 (Reuters) – …"."""
    match = _DATE.search(paragraph[:100])
    if match is None:
        return None
    place = paragraph[: match.start()]
    if _INLINE.fullmatch(place) and place[0].isupper() and _AFTER_INLINE.match(paragraph, match.end()):
        return _day(match)
    return None


def _of_publication(line: str, found: list[tuple[re.Match[str], date]]) -> date | None:
    """Of the dates of a dateline, the first that is not said to be the day of an update."""
    start = 0
    for match, day in found:
        label = line[start : match.start()]
        if not _UPDATED.search(label) or _PUBLISHED.search(label):
            return day
        start = match.end()
    return None


def _day(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    try:
        if group["y1"] or group["y5"]:
            year, month, day = (
                (group["y1"], group["m1"], group["d1"]) if group["y1"] else (group["y5"], group["m5"], group["d5"])
            )
            return date(int(year), int(month), int(day))
        if group["y4"]:
            first, second = int(group["a"]), int(group["b"])
            if group["mark4"] == "/" and first <= 12:
                if second <= 12 and first != second:
                    return None  # the third of April or the fourth of March
                first, second = second, first
            return date(int(group["y4"]), second, first)
        name, day, year = (
            (group["m2"], group["d2"], group["y2"]) if group["y2"] else (group["m3"], group["d3"], group["y3"])
        )
        if _ENGLISH_MONTH.fullmatch(name):
            return date(int(year), _MONTHS[name[:3].lower()], int(day))
    except ValueError:
        return None
    return _foreign(f"{day} {name} {year}")


def _foreign(text: str) -> date | None:
    """The date in another language than English, or None where the word in it is no month."""
    import dateparser  # slow to load, and seldom needed

    parsed = dateparser.parse(text, settings={"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True})
    return parsed.date() if parsed and parsed.year == int(text[-4:]) else None
