"""What the day of publication adds to a passage, seen from the day of asking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qa.questions import Period
from qa.recency import bonus

TODAY = date(2022, 6, 30)
THIS_WEEK = Period(TODAY - timedelta(days=9), TODAY)


def on(days_ago: int, preferred: Period | None = None) -> float:
    return bonus(TODAY - timedelta(days=days_ago), TODAY, preferred or Period())


@pytest.mark.parametrize(("published", "asked_on"), [(None, TODAY), (TODAY, None), (None, None)])
def test_nothing_is_added_where_a_day_is_not_known(published: date | None, asked_on: date | None) -> None:
    assert bonus(published, asked_on, THIS_WEEK) == 0.0


def test_the_news_of_a_week_counts_alike_and_older_news_less_and_less() -> None:
    assert on(0) == on(7) > on(8) > on(20) > on(60) >= 0
    assert on(60) < 0.001


def test_days_that_the_question_names_count_more() -> None:
    assert on(3, THIS_WEEK) == 2 * on(3)
    assert on(9, THIS_WEEK) == on(3, THIS_WEEK) > on(12, THIS_WEEK)


def test_what_came_after_the_day_of_asking_counts_less_than_what_is_old() -> None:
    assert on(-30) < 0 <= on(300)
    assert on(-1) > 0, "the same day, in another time zone"
