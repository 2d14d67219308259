"""What a conversation is limited to, publishers and a period, and how that is shown and changed on the page."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qa.errors import QuestionError
from qa.types import Interpreted, format_date
from qa.ui import texts
from qa.ui.markup import Markup, element

MOST_PUBLISHERS = 50  # that one conversation is limited to
_LONGEST_NAME = 300  # characters
_YEARS_OFFERED = 12
OFFERED = 500  # publishers in the menu, those with the most articles
_SEARCHED = 12  # from so many publishers on, the menu has a box to find one


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The publishers and the days that answers are limited to; none of a kind: no limit."""

    publishers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.publishers or self.since or self.until)

    def to_dict(self) -> dict[str, Any]:
        """As plain values that `read` takes back."""
        return {
            "publishers": list(self.publishers),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }

    @classmethod
    def read(cls, sent: object) -> Filters:
        """The filters that a browser sends. Raises QuestionError, with one sentence, for what makes none."""
        if not isinstance(sent, Mapping):
            raise QuestionError(texts.FILTERS_UNREADABLE)
        publishers = sent.get("publishers") or []
        if not isinstance(publishers, list) or not all(isinstance(each, str) for each in publishers):
            raise QuestionError(texts.FILTERS_UNREADABLE)
        names = tuple(dict.fromkeys(each.strip() for each in publishers if each.strip()))
        if len(names) > MOST_PUBLISHERS or any(len(each) > _LONGEST_NAME for each in names):
            raise QuestionError(texts.FILTERS_TOO_MANY.format(most=MOST_PUBLISHERS))
        since, until = read_day(sent.get("since")), read_day(sent.get("until"))
        if since and until and since > until:
            raise QuestionError(texts.PERIOD_REVERSED.format(since=format_date(since), until=format_date(until)))
        return cls(publishers=names, since=since, until=until)

    def changed(self, sent: object) -> Filters:
        """These with what a browser changes; "without" names a publisher to leave out. Raises as `read` does."""
        if not isinstance(sent, Mapping):
            raise QuestionError(texts.FILTERS_UNREADABLE)
        left = [name for name in self.publishers if name != sent.get("without")]
        return Filters.read({**self.to_dict(), "publishers": left, **sent})

    def words(self) -> str:
        """What they limit to, as one reads it: "SANA, May 2015"."""
        return ", ".join([*self.publishers, *([period(self.since, self.until)] if self.since or self.until else [])])


def read_day(sent: object) -> date | None:
    """A day as a browser sends it ("2015-05-31"), or None for an empty field. Raises QuestionError for another."""
    if sent in (None, ""):
        return None
    try:
        if not isinstance(sent, str) or len(sent) != len("2015-05-31"):
            raise ValueError
        return date.fromisoformat(sent)
    except ValueError:
        raise QuestionError(texts.DAY_UNREADABLE) from None


def period(since: date | None, until: date | None) -> str:
    """A period as people write it: "2018", "May 2015", "24 January 2018", "since 1 May 2015"."""
    if since is None:
        return texts.PERIOD_UNTIL.format(until=format_date(until))
    if until is None:
        return texts.PERIOD_SINCE.format(since=format_date(since))
    if since == until:
        return format_date(since)
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
        return str(since.year) if since.year == until.year else f"{since.year}–{until.year}"
    if since.day == 1 and until.day == monthrange(until.year, until.month)[1]:
        first, last = f"{since:%B} {since.year}", f"{until:%B} {until.year}"
        return first if first == last else texts.PERIOD_BETWEEN.format(since=first, until=last)
    return texts.PERIOD_BETWEEN.format(since=format_date(since), until=format_date(until))


def month_of(year: int, number: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def bar(filters: Filters, problem: str | None = None) -> Markup:
    """The line at the question box: what the answers are limited to, and two menus that change it.

    With a `problem` the menu of the period stays open and says it.
    """
    return element(
        "div",
        _menu("publisher", texts.ANY_PUBLISHER, _publisher_form()),
        _menu("period", texts.ANY_TIME, _period_form(filters, problem), opened=problem is not None),
        *_chips(filters),
        class_="filters",
        role="group",
        aria_label=texts.FILTERS,
        data_publishers=len(filters.publishers),
    )


def publisher_choices(counted: Iterable[tuple[str, int]], chosen: Iterable[str]) -> Markup:
    """The publishers of the library to choose from, with how many articles each has; chosen ones come first."""
    counts = dict(counted)
    picked = list(dict.fromkeys(chosen))
    others = sorted((name for name in counts if name not in picked), key=lambda name: (-counts[name], name))
    items = [
        element(
            "li",
            element(
                "label",
                element("input", type="checkbox", name="publisher", value=name, checked=name in picked),
                element("span", name, dir="auto"),
                element("span", f"{counts.get(name, 0):,}", class_="count"),
            ),
        )
        for name in [*picked, *others[:OFFERED]]
    ]
    if not items:
        return element("p", texts.PUBLISHERS_NONE, class_="note")
    finder = None
    if len(items) >= _SEARCHED:
        finder = element(
            "input",
            type="search",
            class_="find",
            placeholder=texts.PUBLISHERS_FIND,
            aria_label=texts.PUBLISHERS_FIND,
            autocomplete="off",
        )
    return element("div", finder, element("ul", *items, class_="choices"))


def year_choices(days: Mapping[date | None, int]) -> Markup:
    """The newest years of the library to limit to, with how many articles each has, by the days of all articles."""
    counts: Counter[int] = Counter()
    for day, count in days.items():
        if day is not None:
            counts[day.year] += count
    if not counts:
        return element("p", texts.YEARS_NONE, class_="note")
    buttons = [
        element(
            "button",
            str(year),
            " ",
            element("span", f"{counts[year]:,}", class_="count", aria_hidden="true"),
            type="button",
            class_="year",
            aria_label=(texts.YEAR_ONE if counts[year] == 1 else texts.YEAR_MANY).format(
                year=year, count=f"{counts[year]:,}"
            ),
            data_year=year,
        )
        for year in sorted(counts, reverse=True)[:_YEARS_OFFERED]
    ]
    return element("div", *buttons, class_="years", role="group", aria_label=texts.YEARS)


def limited(filters: Filters) -> Markup | None:
    """The line at an answer that says what it was limited to."""
    if not filters:
        return None
    return element("p", texts.LIMITED_TO.format(filters=filters.words()), class_="limited", dir="auto")


def inferred(filters: Filters, interpreted: Interpreted) -> Filters:
    """What an answer was limited to by the words of its question alone."""
    given_period = bool(filters.since or filters.until)
    return Filters(
        publishers=() if filters.publishers else interpreted.publishers,
        since=None if given_period else interpreted.since,
        until=None if given_period else interpreted.until,
    )


def widened(filters: Filters, interpreted: Interpreted, without: str) -> Filters:
    """What to ask again with, once "period" or "publishers" of what the question itself limits is taken away."""
    found = inferred(filters, interpreted)
    keep_period = without != "period"
    return Filters(
        publishers=filters.publishers or (found.publishers if without != "publishers" else ()),
        since=filters.since or (found.since if keep_period else None),
        until=filters.until or (found.until if keep_period else None),
    )


def inferred_chips(found: Filters, place: int) -> Markup | None:
    """What was read from a question as limits, each with a way to ask again without it; `place` counts from 0."""
    chips = []
    if found.since or found.until:
        words = texts.PERIOD_INFERRED.format(period=period(found.since, found.until))
        chips.append(_chip(words, data_again="period", data_place=place, data_key=f"again-period-{place}"))
    if found.publishers:
        words = texts.PUBLISHER_INFERRED.format(publishers=", ".join(found.publishers))
        chips.append(_chip(words, data_again="publishers", data_place=place, data_key=f"again-publishers-{place}"))
    return element("p", *chips, class_="inferred") if chips else None


def _chips(filters: Filters) -> list[Markup]:
    chips = [
        _chip(texts.CHIP_PUBLISHER.format(publisher=name), data_drop="publisher", data_name=name)
        for name in filters.publishers
    ]
    if filters.since or filters.until:
        chips.append(_chip(period(filters.since, filters.until), data_drop="period"))
    return chips


def _chip(words: str, **data: str | int) -> Markup:
    return element(
        "button",
        element("span", words, dir="auto"),
        element("span", "×", class_="cross", aria_hidden="true"),
        type="button",
        class_="chip",
        aria_label=texts.CHIP_REMOVE.format(chip=words),
        **data,
    )


def _menu(name: str, label: str, form: Markup, *, opened: bool = False) -> Markup:
    return element(
        "details",
        element("summary", label, data_menu=name),
        element("div", form, class_="menu"),
        class_=f"filter {name}",
        open=opened,
    )


def _publisher_form() -> Markup:
    """Filled with `publisher_choices` when it is opened, so that it is always right."""
    return element(
        "form",
        element("div", element("p", texts.PUBLISHERS_LOADING, class_="note"), class_="offered"),
        _apply(),
        data_form="publishers",
        aria_label=texts.ANY_PUBLISHER,
    )


def _period_form(filters: Filters, problem: str | None) -> Markup:
    """Its years are filled with `year_choices` when it is opened."""
    return element(
        "form",
        _day_field("since", texts.PERIOD_FROM, filters.since),
        _day_field("until", texts.PERIOD_TO, filters.until),
        element("p", problem, class_="problem", role="alert") if problem else None,
        _apply(),
        element("div", element("p", texts.YEARS_LOADING, class_="note"), class_="offered"),
        data_form="period",
        data_since=filters.since.isoformat() if filters.since else "",
        data_until=filters.until.isoformat() if filters.until else "",
        aria_label=texts.ANY_TIME,
        novalidate=True,
    )


def _day_field(name: str, label: str, day: date | None) -> Markup:
    return element(
        "label",
        element("span", label),
        element("input", type="date", name=name, value=day.isoformat() if day else "", min="1800-01-01"),
    )


def _apply() -> Markup:
    return element("button", texts.FILTERS_APPLY, type="submit", class_="apply")
