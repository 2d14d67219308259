"""When the articles of the library were published, as a plot of bars: one for each month, or for each year of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qa.ui import texts
from qa.ui.filters import month_of, period
from qa.ui.markup import Markup, element

_MOST_MONTHS = 60  # that are shown as bars of their own
_STEP = 10  # units of the drawing from one bar to the next
_WIDE = 7.5  # units of a bar
_HIGH = 100.0  # units of the highest bar
_LOW = 4.0  # units of the lowest one, so that one article beside thousands can be seen


@dataclass(frozen=True)
class Bar:
    """The articles of one month or one year."""

    since: date
    until: date
    count: int


def bars_of(days: Mapping[date | None, int], since: date | None, until: date | None) -> list[Bar]:
    """The bars for articles counted by day, without a gap between the first and the last.

    Months are shown where there are at most sixty of them; else years, or the months of the one year that
    `since` and `until` lie in.
    """
    dated = {day: count for day, count in days.items() if day is not None}
    if not dated:
        return []
    first, last = min(dated), max(dated)
    if since and until and since.year == until.year and _months_between(first, last) > _MOST_MONTHS:
        first, last = date(since.year, 1, 1), date(since.year, 12, 1)
    if _months_between(first, last) <= _MOST_MONTHS:
        months = Counter[tuple[int, int]]()
        for day, count in dated.items():
            months[day.year, day.month] += count
        return [Bar(*month_of(*each), months[each]) for each in _months(first, last)]
    years = Counter[int]()
    for day, count in dated.items():
        years[day.year] += count
    return [Bar(date(year, 1, 1), date(year, 12, 31), years[year]) for year in range(first.year, last.year + 1)]


def plot(days: Mapping[date | None, int], since: date | None, until: date | None) -> Markup:
    """The bars as a drawing, each a button that limits the list to its month or year; undated articles apart."""
    bars = bars_of(days, since, until)
    undated = days.get(None, 0)
    if not bars:
        return element("div", element("p", texts.MONTHS_NONE, class_="note"), _undated(undated), class_="months")
    most = max(bar.count for bar in bars)
    chosen = [bool(since and until and since <= bar.since and bar.until <= until) for bar in bars]
    stop = next((at for at, bar in enumerate(bars) if bar.count), 0)  # the one bar that the Tab key stops at
    if any(chosen):
        stop = chosen.index(True)
    drawn = [
        _drawn(bar, at, most, chosen=chosen[at], narrowed=any(chosen), stop=at == stop) for at, bar in enumerate(bars)
    ]
    return element(
        "div",
        element(
            "svg",
            *drawn,
            viewBox=f"0 0 {_STEP * len(bars)} {_HIGH + 8:g}",
            preserveAspectRatio="none",
            style=f"max-width: {len(bars) * 2.5:g}rem",
            role="group",
            aria_label=texts.MONTHS,
        ),
        element(
            "p",
            element("span", _name(bars[0])),
            element("span", _name(bars[-1])) if len(bars) > 1 else None,
            class_="ends",
            style=f"max-width: {max(len(bars) * 2.5, 16):g}rem",
            aria_hidden="true",
        ),
        _undated(undated),
        class_="months",
    )


def _drawn(bar: Bar, at: int, most: int, *, chosen: bool, narrowed: bool, stop: bool) -> Markup:
    high = max(_LOW, _HIGH * bar.count / most) if bar.count else 1.0
    x = at * _STEP + (_STEP - _WIDE) / 2
    shape = element("rect", x=f"{x:g}", y=f"{_HIGH + 4 - high:g}", width=f"{_WIDE:g}", height=f"{high:g}", class_="bar")
    if not bar.count:
        return element("g", shape, class_="none", aria_hidden="true")
    words = (texts.MONTH_ONE if bar.count == 1 else texts.MONTH_MANY).format(period=_name(bar), count=bar.count)
    return element(
        "g",
        element("title", words),
        element("rect", x=str(at * _STEP), y="0", width=str(_STEP), height=f"{_HIGH + 8:g}", class_="reach"),
        shape,
        class_="month on" if chosen else "month off" if narrowed else "month",
        role="button",
        tabindex="0" if stop else "-1",
        aria_label=words,
        aria_pressed="true" if chosen else "false",
        data_since=bar.since.isoformat(),
        data_until=bar.until.isoformat(),
        data_key=f"month-{bar.since.isoformat()}",
    )


def _undated(count: int) -> Markup | None:
    if not count:
        return None
    words = texts.UNDATED_ONE if count == 1 else texts.UNDATED_MANY.format(count=f"{count:,}")
    return element(
        "p", element("button", words, type="button", data_undated=True, data_key="undated"), class_="undated"
    )


def _name(bar: Bar) -> str:
    return period(bar.since, bar.until)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(_months_between(first, last)):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        yield year, month + 1
