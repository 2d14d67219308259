"""An answer on an axis of time: where it is shown, what stands where, and that each item opens its quote."""

from __future__ import annotations

import re
from datetime import date

from qa.types import Citation
from qa.ui import rendering
from qa.ui.conversation import Conversation
from qa.ui.timeline import timeline
from tests.answers import HOSTILE, answer, citation, conversation_of, shown, tags


def told(*days: date | None) -> Conversation:
    """A conversation with one answer, each of its sentences from an article of one of these days."""
    cited = [
        citation(number, article_id=f"a{number}", published=day, quote=f"Sentence {number} says so.")
        for number, day in enumerate(days, start=1)
    ]
    return conversation_of(answer(*cited))


def drawn(conversation: Conversation) -> str:
    html = timeline(conversation.exchanges[-1], 1)
    assert html is not None
    return html


def dots(html: str) -> list[tuple[int, float, int]]:
    """Of each dot its number, how far right it stands in percent, and how far down in pixels."""
    found = re.findall(r'data-number="(\d+)"[^>]*><line[^>]*><[^>]*><circle cx="([\d.]+)%" cy="(\d+)"', html)
    return [(int(number), float(x), int(y)) for number, x, y in found]


def test_it_is_shown_where_two_days_are_told_of() -> None:
    day, other = date(2015, 5, 31), date(2018, 1, 24)
    for days in [(), (day,), (None, None), (day, None), (day, day)]:
        conversation = told(*days)
        assert timeline(conversation.exchanges[-1], 1) is None
        assert "<svg" not in rendering.conversation(conversation)
    assert drawn(told(day, other)) in rendering.conversation(told(day, other))


def test_time_runs_to_the_right() -> None:
    html = drawn(told(date(2018, 1, 1), date(2016, 1, 1), date(2017, 1, 1)))
    (second, first_x, _), (third, middle_x, _), (first, last_x, _) = dots(html)
    assert (second, third, first) == (2, 3, 1)
    assert (first_x, last_x) == (5.0, 95.0)
    assert abs(middle_x - 50) < 0.2
    assert re.findall(r'class="end"[^>]*>([^<]*)<', html) == ["1 January 2016", "1 January 2018"]
    assert len(tags(html, 'line class="tick"')) == 2


def test_dots_of_near_days_stand_over_one_another() -> None:
    day = date(2017, 6, 1)
    html = drawn(told(date(2016, 1, 1), day, day, date(2017, 6, 2), date(2018, 1, 1)))
    places = dots(html)
    assert len(places) == 5
    for position, (_, x, y) in enumerate(places):
        for _, other_x, other_y in places[:position]:
            assert abs(x - other_x) >= 8 or abs(y - other_y) >= 22
    height = int(re.findall(r'height="(\d+)"', html)[0])
    assert all(11 <= y <= height for _, _, y in places)


def test_the_list_says_the_same_in_the_order_of_time_with_undated_ones_last() -> None:
    html = drawn(told(None, date(2018, 1, 24), date(2015, 5, 31)))
    buttons = re.findall(r"<button.*?</button>", html)
    assert [shown(button) for button in buttons] == [
        "[3] 31 May 2015 Sentence 3 says so.",
        "[2] 24 January 2018 Sentence 2 says so.",
        "[1] date unknown Sentence 1 says so.",
    ]
    assert [re.findall(r'data-article="([^"]*)"', button) for button in buttons] == [["a3"], ["a2"], ["a1"]]
    assert [number for number, _, _ in dots(html)] == [3, 2]


def test_a_sentence_that_is_not_supported_is_not_on_it() -> None:
    conversation = told(date(2015, 5, 31), date(2018, 1, 24), date(2016, 1, 1))
    exchange = conversation.exchanges[-1]
    first, *others = exchange.statements
    exchange.statements = (first.__class__(text="No.", citations=(1,), support=0.0, supported=False), *others)
    assert [number for number, _, _ in dots(drawn(conversation))] == [3, 2]


def test_hostile_words_are_text() -> None:
    cited: list[Citation] = [
        citation(number, article_id=HOSTILE, quote=HOSTILE, published=day)
        for number, day in [(1, date(2015, 5, 31)), (2, date(2018, 1, 24))]
    ]
    html = drawn(conversation_of(answer(*cited)))
    assert tags(html, "script") == tags(html, "img") == []
