"""Understanding a question: what kind of thing it asks for, and which publishers and days it names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa.wording import MONTHS, NUMBER_WORDS

Kind = Literal["person", "time", "number", "money", "place", "yes_no", "reason", "other"]

_NUMBER = re.compile(
    r"\bhow\s+(?:many|much(?!\s+of\s+an?\b)|old|long(?!\s+ago)|far(?!\s+along\b)|large|big|high|tall|often|few|heavy|"
    r"fast)\b|\bwhat\s+(?:number|share|percentage|proportion|fraction)\b|\bnumber\s+of\b.*\?|\bcount\s+of\b|\bwhat(?:['’]s|\s+(?:is|are|was|were))\s+the\s+"
    r"(?:\w+\s+)?(?:population|toll|cost|price|age|size|height|length|amount|total)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\bwhen\b|\b(?:what|which|on\s+what|on\s+which|in\s+what|in\s+which)\s+(?:\w+\s+)?(?:days?|dates?|years?|months?|"
    r"weeks?|time|weekday|period)\b|\bhow\s+(?:long\s+ago|soon)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bwho(?:m|se)?\b|\b(?:what|which)\s+(?:person|man|woman|politician|official|diplomat)\b", re.IGNORECASE
)
_PLACE = re.compile(
    r"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:city|cities|country|countries|town|place|region|capital|venue)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bwhy\b|\bhow\s+come\b|\bwhat\s+(?:\w+\s+)?(?:reasons?|causes?|caused|made)\b|\bfor\s+what\s+reason", re.I
)
_PAYING = (
    r"\b(?:money|pa(?:y|ys|id|ying)|cost(?:s|ing)?|worth|pric\w+|fin(?:e|es|ed)|sell(?:s|ing)?|sold|wages?|salar\w+|"
    r"earn\w*|spen[dt]\w*|raised?|donat\w+|charg\w+|ow(?:e|es|ed)|invest\w*|bid|bonus(?:es)?|fund\w*|budget)\b"
)
# What follows "how much" when it asks for money: "how much time did he spend" does not.
_BEFORE_PRICE = (
    r"(?:do(?:es)?|did|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|more|less|extra|of|in|the|an?|"
    r"it|they|he|she|we|you|his|her|their|its|our|this|that|these|those|money|cash|tax(?:es)?|aid|funding|per|(?-i:[A-Z])\w+)"
)
_MONEY = re.compile(
    rf"\bhow\s+much\b(?=\W*$|\W+{_BEFORE_PRICE}\b).*{_PAYING}|{_PAYING}.*\bhow\s+much\b|"
    r"\bhow\s+much(?:['’]s|\s+(?:is|are|was|were))\s+"
    r"(?:it|they|this|that|these|those|an?|one)\b",
    re.IGNORECASE | re.DOTALL,
)
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must)(?:n['’]t)?\b"
)
_QUESTION_WORD = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
# Asks for money, too: "What does a gallon of petrol cost?", "What was the firm's profit in May?".
_ENDS = (
    r"(?=\W*$|\s+(?:in|at|to|for|from|on|of|a|an|per|each|now|today|this|last|when|if|after|before|during|by|then)\b)"
)
_PRICED = re.compile(
    rf"\bwhat\s+(?:do(?:es)?|did|will|would)\s+(?:(?!(?:say|tell|think|mean|know|about)\b)[\w'’.&-]+\s+){{1,8}}?"
    rf"(?:charge\s+for\b|(?<!the\s)(?<!its\s)(?<!\ba\s)(?:cost|sell\s+for|fetch|earn){_ENDS})|"
    r"\bwhat(?:['’]s|\s+(?:is|are|was|were))\s+(?:(?:the|its|his|her|their)|(?:[\w.&-]+\s+){0,3}[\w.&-]+(?:['’]s|s['’]))\s+"
    rf"(?:[\w-]+\s+){{0,3}}?(?:price|cost(?!\s+of\s+living)|profits?|revenues?|turnover|income|net\s+worth|salary|budget|"
    rf"valuation){_ENDS}",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    rf"^\W*(?:(?:and|but|so|then)\W+)?(?:{_AUXILIARY}|won['’]t\b)",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b(?!\s+not\b)", re.IGNORECASE)
# What is said before the question proper.
_POLITE = re.compile(
    r"^\W*(?:(?:and|but|so|please)\W+)*(?:(?:can|could|would|will)\s+(?:you|anyone|somebody|someone)\s+(?:please\s+)?"
    r"(?:tell|remind|explain|say|show)(?:\s+(?:me|us|to\s+me))?|(?:do|does|did)\s+(?:you|anyone|anybody|we)\s+(?:happen\s+to\s+)?"
    r"know|may\s+i\s+ask|are\s+you\s+able\s+to\s+(?:tell|say)(?:\s+(?:me|us))?|is\s+it\s+known)\b"
    r"(?=.*\b(?:who|whom|whose|what|which|when|where|why|how|if|whether)\b)",
    re.IGNORECASE,
)
# A clause before the question proper: "After the talks ended, did they meet again?"
_CLAUSE = re.compile(
    r"^\W*(?:when|after|before|while|as|if|since|once|(?:al)?though|because|following|given|considering)\s+"
    rf"(?!{_AUXILIARY})[^?]*?,\s+(?=(?:then\s+)?{_AUXILIARY})|"
    rf"^\W*(?:when|while|as|if|since|once)\s+(?!{_AUXILIARY})[^?]*,\s+(?={_QUESTION_WORD})",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"^\W*(?:if|whether)\b", re.IGNORECASE)
_ASKS = re.compile(rf"\b{_QUESTION_WORD}", re.IGNORECASE)

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", _NUMBER),
    ("time", _TIME),
    ("place", _PLACE),
    ("person", _PERSON),
    ("reason", _REASON),
)


def kind_of(question: str) -> Kind:
    """What kind of thing answers the question, told by its question words."""
    question = _CLAUSE.sub("", _POLITE.sub("", question))
    if _YES_NO.search(question) or _WHETHER.search(question):
        return "other" if _OR.search(question) else "yes_no"
    first = _ASKS.search(question)  # in "what happened when he left", "when" asks nothing
    starts = [
        (match.start(), order)
        for order, (_, pattern) in enumerate(_KINDS)
        if (match := pattern.search(question))
        and (first is None or match.start() <= first.start() or not _ASKS.match(match[0]))
    ]
    kind = _KINDS[min(starts)[1]][0] if starts else "other"
    priced = (kind == "number" and _MONEY.search(question)) or (
        kind in ("number", "other") and _PRICED.search(question)
    )
    return "money" if priced else kind


@dataclass(frozen=True)
class Period:
    """Days from `since` to `until`, both included; None leaves that end open."""

    since: date | None = None
    until: date | None = None


_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))


def _date_pattern(number: int) -> str:
    """A pattern for a day, a month or a year; its groups end in the number."""
    return (
        rf"(?:(?P<iso{number}>(?:19|20)\d\d-\d\d-\d\d)|(?:the\s+(?=\d{{1,2}}(?!\d)|year\b))?(?:year\s+)?"
        rf"(?:(?P<day{number}>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:(?P<month{number}>{_MONTH_NAMES})\b\.?,?\s+)?"
        rf"(?:(?P<later{number}>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year{number}>(?:19|20)\d\d)(?![\w-]))"
    )


_ITEMS = r"(?:articles?|news|stor(?:y|ies)|coverage|headlines?)"
_WHEN_PUBLISHED = re.compile(
    rf"\b(?:{_ITEMS}(?:\s+(?:about|on|of)(?:\s+[\w'’-]+){{1,3}}?(?!\s+of\b))?(?:\s+(?:that\s+)?(?:was|were|are|is))?"
    r"(?:\s+(?:published|written|reported|dated|that\s+appeared))?"
    rf"|what\s+(?:was|were|is|are|has\s+been|(?:has\s+)?(?=appeared))\s*(?:published|reported|appeared)(?:\s+(?:about|on)(?:\s+[\w'’-]+){{1,3}}?)?|reports?(?=\s+\w+\s+(?:the\s+)?(?:\d\d?(?!\d)|{_MONTH_NAMES})))"
    r"\s+(?P<how>in|on|from|of|since|after|before|until|till|by|during|between|dated)\s+"
    rf"{_date_pattern(1)}(?:\s+(?:and|to|until|till|through)\s+{_date_pattern(2)})?(?!\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "from May to July 2018", "between 1 and 5 May 2018": the first day has its month and year from the second.
_SHORT_RANGE = re.compile(
    rf"\b(?P<how>from|between)\s+(?:the\s+)?(?=\w)(?P<day>\d{{1,2}}(?!\d)(?:st|nd|rd|th)?)?(?:\s*(?:of\s+)?(?P<month>{_MONTH_NAMES})"
    rf"(?:\s+(?P<later>\d{{1,2}})(?:st|nd|rd|th)?)?)?\s+(?P<join>and|to|until|till|through)\s+"
    rf"(?P<end>(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<end_month>{_MONTH_NAMES})\b\.?"
    rf"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?,?\s+(?P<year>(?:19|20)\d\d))(?!\d)",
    re.IGNORECASE,
)


def period_of(question: str) -> Period:
    """The days of publication that a question limits itself to ("articles from January 2018"); mostly none.

    A day that is only spoken of ("what happened on 23 January") limits nothing: articles tell of days
    other than their own.
    """
    match = _WHEN_PUBLISHED.search(_SHORT_RANGE.sub(_whole_range, question))
    if match is None or (match["how"].casefold() == "on" and not (match["iso1"] or match["day1"] or match["later1"])):
        return Period()
    first, last = _range(match, 1)
    if first is None or last is None:
        return Period()
    how = match["how"].casefold()
    if how in ("between", "from") and (match["year2"] or match["iso2"]):
        _, end = _range(match, 2)
        return Period(since=first, until=end) if end and first <= end else Period()
    if how == "since":
        return Period(since=first)
    if how == "after":
        return Period(since=last + timedelta(days=1))
    if how == "before":
        return Period(until=first - timedelta(days=1))
    if how in ("until", "till", "by"):
        return Period(until=last)
    return Period(since=first, until=last)


def _whole_range(match: re.Match[str]) -> str:
    """A short range with the month and the year of its end in its start, too."""
    day, month = match["day"] or match["later"] or "", match["month"] or match["end_month"]
    return f"{match['how']} {day} {month} {match['year']} {match['join']} {match['end']}"


def _range(match: re.Match[str], number: int) -> tuple[date | None, date | None]:
    """The first and the last day that a date spans; None where there is no such day."""
    try:
        if match[f"iso{number}"]:
            day = date.fromisoformat(match[f"iso{number}"])
            return day, day
        year, month = int(match[f"year{number}"]), match[f"month{number}"]
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        of_month = match[f"day{number}"] or match[f"later{number}"]
        if of_month is None:
            last = calendar.monthrange(year, MONTHS[month.casefold()])[1]
            return date(year, MONTHS[month.casefold()], 1), date(year, MONTHS[month.casefold()], last)
        day = date(year, MONTHS[month.casefold()], int(of_month))
        return day, day
    except ValueError:
        return None, None


def publishers_of(question: str, publishers: Sequence[str]) -> tuple[str, ...]:
    """The publishers that a question names as its source ("according to Tengrinews", "in The Astana Times").

    A publisher that is only spoken of is no source: the whole name must stand with such words as
    "according to". After "in" or "from" it must be written as a name, since some are common words (The Week).
    """
    plain = question.replace("’", "'")
    folded = plain.casefold()
    named = []
    for publisher in publishers:
        short = re.sub(r"^the(?:\s+|$)", "", publisher.replace("’", "'").strip(), flags=re.IGNORECASE)
        if short and short.casefold() in folded and _is_source(short, plain):
            named.append(publisher)
    return tuple(named)


OUTLET = re.compile(
    r"\b(?:(?:[A-Z][\w.&'-]*\s+){1,3}(?:Times|Post|News|Journal|Herald|Tribune|Gazette|Telegraph|Chronicle|Observer|Mail|"
    r"Mirror|Express|Press|Today|Globe|Monitor|Inquirer|Examiner|Register|Standard)|Times|Guardian|Independent|Economist|"
    r"Telegraph|BBC|CNN|NPR|CNBC|MSNBC|Reuters|AFP|Bloomberg|Politico|Axios|Al\s+Jazeera|Le\s+Monde|Der\s+Spiegel)\b"
)


def absent_outlets(question: str, publishers: Sequence[str]) -> tuple[str, ...]:
    """The newspapers, agencies and channels that a question names as its source and that are none of the publishers."""
    plain = re.sub(r"^(\W*)The\b", r"\1the", question.replace("’", "'"))
    known = [publisher.replace("’", "'").casefold() for publisher in publishers]
    found = dict.fromkeys(re.sub(r"^The\s+", "", match[0]) for match in OUTLET.finditer(plain))
    return tuple(name for name in found if _is_source(name, plain) and not any(name.casefold() in one for one in known))


_ITEM = r"(?:articles?|news|stor(?:y|ies)|coverage|headlines?|reports?|interviews?|anything|something|pieces?)"
_TELLS = r"(?:report(?:s|ed)?|says?|said|writes?|wrote|publish(?:es|ed)?|cover(?:s|ed)?|describe[sd]?|mention(?:s|ed)?)"


def _is_source(name: str, question: str) -> bool:
    named = rf"(?:the\s+)?[\"“‘]?(?P<name>{re.escape(name)})(?!\w|'s?\s+\w)"
    surely = (
        rf"\b(?:according\s+to|(?:reported|published|written)\s+(?:by|in)|{_ITEM}\s+(?:by|from|in|of))\s+{named}",
        rf"^\W*{named}[\"”’]?(?::|\s+{_TELLS}\b)",
        rf"\b(?:did|does|do|has|have)\s+{named}[\"”’]?\s+{_TELLS}\b",
        rf"(?<!\w)(?:the\s+)?{re.escape(name)}'s?\s+{_ITEM}\b",
    )
    if any(re.search(pattern, question, re.IGNORECASE) for pattern in surely):
        return True
    written = re.finditer(rf"(?:\b(?:in|per)|^\W*from)\s+{named}", question, re.IGNORECASE)
    return any(match["name"] != match["name"].casefold() for match in written)


_RELATIVE = re.compile(
    r"\b(?P<today>today|tonight|this\s+morning)\b|\b(?P<yesterday>yesterday|last\s+night)\b"
    r"|\b(?P<which>this|last|past|previous|recent)\s+(?:(?:few|couple\s+of|several|(?P<count>\w+))\s+)?"
    r"(?P<unit>day|week|weekend|month|year)s?\b|\b(?P<recent>recently|latest|currently|now)\b",
    re.IGNORECASE,
)


def recent_days(question: str, asked_on: date | None) -> Period:
    """The days that a question's "today" or "last week" means, seen from the day of asking.

    It is a preference, not a limit. Nothing where the day of asking is not known.
    """
    match = _RELATIVE.search(question) if asked_on else None
    if match is None or asked_on is None:
        return Period()
    if match["today"]:
        return Period(_days_before(asked_on, 1), asked_on)
    if match["yesterday"]:
        return Period(_days_before(asked_on, 2), asked_on)
    if match["recent"]:
        return Period(_days_before(asked_on, 30), asked_on)
    unit, which, count = match["unit"].casefold(), match["which"].casefold(), (match["count"] or "").casefold()
    length = {"day": 1, "week": 7, "weekend": 7, "month": 31, "year": 366}[unit]
    if (count.isdecimal() and len(count) <= 4) or count in NUMBER_WORDS:
        many = NUMBER_WORDS[count] if count in NUMBER_WORDS else int(count)
        return Period(_days_before(asked_on, length * many + 2), asked_on)
    if which == "recent" or match[0].casefold().endswith("s"):
        return Period(_days_before(asked_on, 4 * length + 2), asked_on)
    return Period(_days_before(asked_on, length + 2 if which in ("this", "past") else 2 * length), asked_on)


def _days_before(day: date, count: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - count))
