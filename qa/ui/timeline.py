"""An answer on an axis of time, as HTML: the articles behind it by their day of publication, each a way into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qa.types import Citation, format_date
from qa.ui import texts
from qa.ui.citing import place_of
from qa.ui.conversation import Exchange
from qa.ui.markup import Markup, element

_EDGE = 5.0  # percent of the width that stays free at either end, so that no dot is cut
_APART = 8.0  # percent of the width between two dots in one row: a dot's width on the narrowest screen
_ROW = 26  # pixels
_WORDS_SHOWN = 90  # characters of a statement
_MOST_TICKS = 40


@dataclass(frozen=True)
class Moment:
    """One quote on the axis, and the statement that it carries."""

    citation: Citation
    number: int  # in the conversation
    words: str
    x: float = 0.0  # percent from the left
    row: int = 0  # from the axis upwards


def timeline(exchange: Exchange, place: int) -> Markup | None:
    """The axis with its list, where the answer stands on articles of at least two days; else None.

    Who cannot see or point at the axis has the list, which says and opens the same.
    """
    moments = _moments(exchange)
    dated = _placed([moment for moment in moments if moment.citation.published])
    if len({moment.citation.published for moment in dated}) < 2:
        return None
    undated = [moment for moment in moments if not moment.citation.published]
    return element(
        "figure",
        element("figcaption", texts.TIMELINE, id=f"timeline-{place}"),
        _axis(dated, place),
        element("ol", *(_item(moment, place) for moment in [*dated, *undated]), class_="moments"),
        class_="timeline",
        aria_labelledby=f"timeline-{place}",
    )


def _moments(exchange: Exchange) -> list[Moment]:
    """The quotes of the statements that are supported, each once, with the first statement that it carries."""
    found: dict[int, Moment] = {}
    for statement in exchange.statements:
        for number in statement.citations if statement.supported else ():
            if number in exchange.citations:
                moment = Moment(exchange.citations[number], exchange.numbers[number], _cut(statement.text))
                found.setdefault(number, moment)
    return list(found.values())


def _placed(moments: list[Moment]) -> list[Moment]:
    """The moments from the earliest to the latest, in rows in which none lies over another."""
    ordered = sorted(moments, key=lambda each: (_day(each), each.number))
    ends: list[float] = []  # where the last dot of each row stands
    placed = []
    for moment in ordered:
        x = _x(_day(moment), _day(ordered[0]), _day(ordered[-1]))
        row = next((row for row, end in enumerate(ends) if x - end >= _APART), len(ends))
        ends[row : row + 1] = [x]
        placed.append(Moment(moment.citation, moment.number, moment.words, x, row))
    return placed


def _day(moment: Moment) -> date:
    assert moment.citation.published is not None  # only dated ones are placed
    return moment.citation.published


def _x(day: date, first: date, last: date) -> float:
    share = (day - first).days / ((last - first).days or 1)
    return _EDGE + share * (100 - 2 * _EDGE)


def _axis(moments: list[Moment], place: int) -> Markup:
    first, last = _day(moments[0]), _day(moments[-1])
    base = (max(moment.row for moment in moments) + 1) * _ROW + 4  # pixels from the top
    ticks = [
        element("line", class_="tick", x1=_percent(x), x2=_percent(x), y1=base - 4, y2=base + 4)
        for x in (_x(day, first, last) for day in _ticks(first, last))
    ]
    return element(
        "svg",
        element("line", class_="axis", x1="0", x2="100%", y1=base, y2=base),
        *ticks,
        *(_dot(moment, base, place) for moment in moments),
        element("text", format_date(first), class_="end", x="0", y=base + 20),
        element("text", format_date(last), class_="end", x="100%", y=base + 20, text_anchor="end"),
        width="100%",
        height=base + 26,
        aria_hidden="true",
    )


def _dot(moment: Moment, base: int, place: int) -> Markup:
    y = base - moment.row * _ROW - _ROW // 2 - 2
    x = _percent(moment.x)
    return element(
        "g",
        element("line", class_="stem", x1=x, x2=x, y1=y, y2=base),
        element("circle", cx=x, cy=y, r=11),
        element("text", str(moment.number), x=x, y=y, dy="0.36em", text_anchor="middle"),
        class_="dot",
        data_origin=_key(moment, place),  # where the focus goes when the article is closed
        **place_of(moment.citation, moment.number),
    )


def _ticks(first: date, last: date) -> list[date]:
    """The first days of the years between, or of the months where they lie in one year or two."""
    if last.year - first.year >= 2:
        days = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    else:
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        days = [date(month // 12, month % 12 + 1, 1) for month in months]
    return days if len(days) <= _MOST_TICKS else []


def _item(moment: Moment, place: int) -> Markup:
    day = moment.citation.published
    return element(
        "li",
        element(
            "button",
            element("span", f"[{moment.number}]", class_="at"),
            " ",
            element("time", format_date(day), datetime=day.isoformat() if day else None),
            " ",
            element("span", moment.words, class_="saying", dir="auto"),
            type="button",
            class_="moment",
            data_key=_key(moment, place),
            **place_of(moment.citation, moment.number),
        ),
    )


def _key(moment: Moment, place: int) -> str:
    return f"moment-{place}-{moment.number}"


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WORDS_SHOWN else words[:_WORDS_SHOWN].rsplit(" ", 1)[0] + "…"


def _percent(x: float) -> str:
    return f"{x:.2f}%"
