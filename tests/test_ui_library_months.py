"""Which bars the plot of the library's articles has, and what each of them says."""

from __future__ import annotations

from datetime import date

from qa.ui import texts
from qa.ui.library.months import Bar, bars_of, plot

TALKS, TRUCE, AID = date(2018, 1, 24), date(2015, 5, 31), date(2015, 5, 1)
DAYS: dict[date | None, int] = {AID: 2, TRUCE: 1, TALKS: 4, None: 3}


def months(bars: list[Bar]) -> list[tuple[str, int]]:
    return [(f"{bar.since:%Y-%m}", bar.count) for bar in bars]


def test_a_bar_for_each_month_from_the_first_to_the_last_without_a_gap() -> None:
    bars = bars_of(DAYS, None, None)
    assert len(bars) == 33
    assert months(bars)[:2] == [("2015-05", 3), ("2015-06", 0)]
    assert months(bars)[-1] == ("2018-01", 4)
    assert sum(bar.count for bar in bars) == 7
    assert (bars[0].since, bars[0].until) == (date(2015, 5, 1), date(2015, 5, 31))


def test_years_where_there_would_be_too_many_months() -> None:
    days: dict[date | None, int] = {date(2005, 3, 1): 2, date(2005, 4, 1): 1, date(2018, 1, 24): 4}
    bars = bars_of(days, None, None)
    assert [(bar.since.year, bar.count) for bar in bars if bar.count] == [(2005, 3), (2018, 4)]
    assert len(bars) == 14
    assert (bars[0].since, bars[0].until) == (date(2005, 1, 1), date(2005, 12, 31))


def test_the_months_of_one_year_of_many_once_it_is_chosen() -> None:
    days: dict[date | None, int] = {date(2005, 3, 1): 2, date(2005, 4, 1): 1, date(2018, 1, 24): 4}
    bars = bars_of(days, date(2005, 1, 1), date(2005, 12, 31))
    assert len(bars) == 12
    assert [each for each in months(bars) if each[1]] == [("2005-03", 2), ("2005-04", 1)]


def test_each_bar_is_a_button_that_says_its_month_and_one_of_them_stops_the_tab_key() -> None:
    drawn = plot(DAYS, None, None)
    assert drawn.count('role="button"') == 2
    assert 'aria-label="May 2015: 3 articles"' in drawn
    assert 'data-since="2015-05-01" data-until="2015-05-31"' in drawn
    assert drawn.count('tabindex="0"') == 1
    assert "3 undated" in drawn


def test_the_bar_of_the_month_that_is_chosen_is_pressed_and_stops_the_tab_key() -> None:
    drawn = plot(DAYS, date(2018, 1, 1), date(2018, 1, 31))
    assert drawn.count('aria-pressed="true"') == 1
    pressed = next(part for part in drawn.split("<g ") if 'aria-pressed="true"' in part)
    assert 'tabindex="0" aria-label="January 2018: 4 articles"' in pressed


def test_a_library_without_dates_says_so() -> None:
    assert texts.MONTHS_NONE in plot({None: 1}, None, None)
    assert texts.UNDATED_ONE in plot({None: 1}, None, None)
    assert "undated" not in plot({}, None, None)
