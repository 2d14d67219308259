"""What a conversation is limited to: what a browser may send, how it is said, and what a question itself limits."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from qa.errors import QuestionError
from qa.types import Interpreted
from qa.ui import filters, texts
from qa.ui.filters import Filters

MAY: dict[str, Any] = {"since": date(2015, 5, 1), "until": date(2015, 5, 31)}
HOSTILE = "<img src=x onerror=alert(1)>"


def test_filters_come_back_as_they_were_sent() -> None:
    for each in (
        Filters(),
        Filters(publishers=("SANA", "Reuters")),
        Filters(**MAY),
        Filters(publishers=("SANA",), since=date(2015, 5, 1)),
    ):
        assert Filters.read(each.to_dict()) == each
        assert bool(each) == (each != Filters())


def test_a_publisher_counts_once_and_empty_fields_are_no_limits() -> None:
    sent = {"publishers": [" SANA ", "SANA", "", "  "], "since": "", "until": None, "more": 1}
    assert Filters.read(sent) == Filters(publishers=("SANA",))


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (None, texts.FILTERS_UNREADABLE),
        ("SANA", texts.FILTERS_UNREADABLE),
        ([], texts.FILTERS_UNREADABLE),
        ({"publishers": "SANA"}, texts.FILTERS_UNREADABLE),
        ({"publishers": [1]}, texts.FILTERS_UNREADABLE),
        ({"publishers": [str(number) for number in range(51)]}, texts.FILTERS_TOO_MANY.format(most=50)),
        ({"publishers": ["x" * 301]}, texts.FILTERS_TOO_MANY.format(most=50)),
        ({"since": "31.5.2015"}, texts.DAY_UNREADABLE),
        ({"since": "2015-02-30"}, texts.DAY_UNREADABLE),
        ({"until": 2015}, texts.DAY_UNREADABLE),
        ({"until": "20150531"}, texts.DAY_UNREADABLE),
        (
            {"since": "2018-01-01", "until": "2015-05-31"},
            texts.PERIOD_REVERSED.format(since="1 January 2018", until="31 May 2015"),
        ),
    ],
)
def test_what_makes_no_filters_is_refused_in_one_sentence(sent: object, problem: str) -> None:
    with pytest.raises(QuestionError) as caught:
        Filters.read(sent)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2015, 1, 1), date(2018, 12, 31), "2015–2018"),
        (date(2015, 5, 1), date(2015, 5, 31), "May 2015"),
        (date(2015, 11, 1), date(2016, 2, 29), "November 2015 to February 2016"),
        (date(2018, 1, 24), date(2018, 1, 24), "24 January 2018"),
        (date(2015, 5, 1), date(2015, 6, 2), "1 May 2015 to 2 June 2015"),
        (date(2015, 5, 1), None, "since 1 May 2015"),
        (None, date(2015, 5, 1), "until 1 May 2015"),
    ],
)
def test_a_period_as_people_write_it(since: date | None, until: date | None, words: str) -> None:
    assert filters.period(since, until) == words


def test_what_a_browser_changes_leaves_the_rest_as_it_is() -> None:
    limits = Filters(publishers=("SANA", "The Post"), **MAY)
    assert limits.changed({"without": "SANA"}) == Filters(publishers=("The Post",), **MAY)
    assert limits.changed({"without": "SANA"}).changed({"without": "SANA"}).publishers == ("The Post",)
    assert limits.changed({"publishers": ["AP"]}) == Filters(publishers=("AP",), **MAY)
    assert limits.changed({"since": None, "until": None}) == Filters(publishers=("SANA", "The Post"))
    assert limits.changed({}) == limits
    for sent in (None, "SANA", ["SANA"], {"publishers": "SANA"}):
        with pytest.raises(QuestionError, match=re.escape(texts.FILTERS_UNREADABLE)):
            limits.changed(sent)


def test_an_answer_says_what_it_was_limited_to() -> None:
    said = filters.limited(Filters(publishers=("SANA",), **MAY))
    assert said is not None
    assert "Limited to SANA, May 2015" in said
    assert filters.limited(Filters()) is None


def test_what_the_question_itself_limits_is_told_from_what_was_set() -> None:
    understood = Interpreted(question="Q?", publishers=("SANA",), **MAY)
    assert filters.inferred(Filters(), understood) == Filters(publishers=("SANA",), **MAY)
    assert filters.inferred(Filters(publishers=("SANA",)), understood) == Filters(**MAY)
    assert filters.inferred(Filters(since=date(2015, 5, 1)), understood) == Filters(publishers=("SANA",))
    assert filters.inferred_chips(Filters(), 0) is None
    chips = filters.inferred_chips(Filters(publishers=("SANA",), **MAY), 3)
    assert chips is not None
    assert "Period from your question: May 2015" in chips
    assert "Publisher from your question: SANA" in chips
    assert chips.count('data-place="3"') == 2


def test_the_line_at_the_question_box_shows_each_limit_with_a_way_to_remove_it() -> None:
    shown = filters.bar(Filters(publishers=("SANA", "Reuters"), **MAY))
    assert shown.count('class="chip"') == 3
    assert 'aria-label="Remove the limit “Publisher: SANA”"' in shown
    assert 'value="2015-05-01"' in shown
    assert "open" not in shown.split(">")[1]
    assert 'class="chip"' not in filters.bar(Filters())


def test_a_problem_keeps_the_menu_of_the_period_open() -> None:
    shown = filters.bar(Filters(), "Swap the two days.")
    assert '<details class="filter period" open>' in shown
    assert '<details class="filter publisher">' in shown
    assert '<p class="problem" role="alert">Swap the two days.</p>' in shown


def test_asking_again_without_one_of_the_limits_that_the_question_names_keeps_the_others() -> None:
    understood = Interpreted(question="Q?", publishers=("SANA",), **MAY)
    assert filters.widened(Filters(), understood, "period") == Filters(publishers=("SANA",))
    assert filters.widened(Filters(), understood, "publishers") == Filters(**MAY)
    given = Filters(since=date(2015, 5, 1), until=date(2015, 5, 31))
    assert filters.widened(given, understood, "publishers") == given
    assert filters.widened(given, understood, "period") == Filters(publishers=("SANA",), **MAY)


def test_publishers_to_choose_from_the_chosen_and_the_most_frequent_first() -> None:
    shown = filters.publisher_choices([("A", 1), ("B", 2_000), ("C", 3)], ["C", "Gone"])
    names = [part.split('"')[0] for part in shown.split('value="')[1:]]
    assert names == ["C", "Gone", "B", "A"]
    assert shown.count("checked") == 2
    assert "2,000" in shown
    assert texts.PUBLISHERS_FIND not in shown
    assert texts.PUBLISHERS_FIND in filters.publisher_choices([(f"P{number}", 1) for number in range(12)], [])
    assert texts.PUBLISHERS_NONE in filters.publisher_choices([], [])


def test_the_newest_years_are_offered_with_how_many_articles_each_has() -> None:
    days: dict[date | None, int] = {date(year, 5, 31): 1 for year in range(2000, 2015)}
    shown = filters.year_choices({**days, date(2014, 6, 1): 1_999, None: 7})
    assert [part.split('"')[0] for part in shown.split('data-year="')[1:]] == [str(y) for y in range(2014, 2002, -1)]
    assert 'aria-label="2014: 2,000 articles"' in shown
    assert 'aria-label="2013: 1 article"' in shown


def test_where_no_article_has_a_date_the_years_say_so() -> None:
    assert texts.YEARS_NONE in filters.year_choices({None: 3})
    assert texts.YEARS_NONE in filters.year_choices({})


def test_a_publisher_with_markup_in_its_name_is_shown_as_text() -> None:
    hostile = Filters(publishers=(HOSTILE,))
    parts = (
        filters.bar(hostile),
        filters.limited(hostile),
        filters.inferred_chips(hostile, 0),
        filters.publisher_choices([(HOSTILE, 1)], [HOSTILE]),
    )
    for part in parts:
        assert part is not None
        assert "<img" not in part
        assert "&lt;img" in part
