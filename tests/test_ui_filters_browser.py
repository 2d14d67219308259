"""Limits of a conversation as one sets them: a real browser, the real engine, the bundled articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import BOX, Visit, served

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PUBLISHER = "Tengrinews"
SIGNED = "Who signed a joint document in Astana?"
MET = "Who met the Chinese delegation?"
IN_2018 = "What was published in 2018 about the Chinese delegation?"


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    engine.load()
    with served(LazyEngine.of(engine)) as address:
        yield address


def limit_period(page: Page, since: str, until: str) -> None:
    page.locator("[data-menu=period]").click()
    page.locator("[data-form=period] [name=since]").fill(since)
    page.locator("[data-form=period] [name=until]").fill(until)
    page.locator("[data-form=period]").get_by_role("button", name=texts.FILTERS_APPLY).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_limits_hold_for_the_conversation_and_show_at_each_answer(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    page.locator("[data-menu=publisher]").click()
    page.get_by_role("checkbox", name=PUBLISHER).check()
    page.get_by_role("button", name=texts.FILTERS_APPLY).first.click()
    publisher = page.get_by_role("button", name=texts.CHIP_PUBLISHER.format(publisher=PUBLISHER))
    expect(publisher).to_be_visible()
    limit_period(page, "2015-05-01", "2015-05-31")
    expect(page.get_by_role("button", name="May 2015")).to_be_visible()
    for question in (SIGNED, MET):
        exchange = visitor.ask(question)
        expect(exchange.locator(".limited")).to_have_text(f"Limited to {PUBLISHER}, May 2015")
        for shown in exchange.locator(".byline").all_text_contents():
            assert PUBLISHER in shown
    publisher.click()
    expect(publisher).to_have_count(0)
    expect(page.locator("[data-menu=publisher]")).to_be_focused()
    expect(visitor.ask(SIGNED).locator(".limited")).to_have_text("Limited to May 2015")
    page.locator("#new").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(visitor.ask(MET).locator(".limited")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_period_that_the_question_names_is_shown_and_can_be_removed(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    exchange = visitor.ask(IN_2018)
    chip = exchange.get_by_role("button", name=texts.PERIOD_INFERRED.format(period="2018"))
    expect(chip).to_be_visible()
    chip.click()
    again = visitor.page.locator(".exchange").nth(1)
    visitor.ended(again)
    expect(again.locator(".question")).to_contain_text(IN_2018)
    expect(again.locator(".inferred")).to_have_count(0)
    expect(again.locator(".limited")).to_have_count(0)


def test_days_in_the_wrong_order_are_refused_in_one_sentence_and_can_be_mended(visit: Visit) -> None:
    page = visit().ready().page
    limit_period(page, "2018-01-01", "2015-01-01")
    expect(page.locator(".menu .problem")).to_have_text(
        texts.PERIOD_REVERSED.format(since="1 January 2018", until="1 January 2015")
    )
    expect(page.locator("[data-form=period] [name=since]")).to_have_value("2018-01-01")
    expect(page.locator("[data-form=period] [name=since]")).to_be_focused()
    page.locator("[data-form=period] [name=until]").fill("2018-12-31")
    page.keyboard.press("Enter")
    chip = page.locator(".chip")
    expect(chip).to_contain_text("2018")
    expect(page.locator("[data-menu=period]")).to_be_focused()
    chip.click()
    expect(chip).to_have_count(0)
    page.locator("[data-menu=period]").click()
    expect(page.locator("[data-form=period] [name=since]")).to_have_value("")


def test_the_menus_by_keyboard(visit: Visit) -> None:
    page = visit().ready().page
    page.locator("[data-menu=publisher]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".choices input").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".choices")).to_be_hidden()
    expect(page.locator("[data-menu=publisher]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".choices input").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(BOX).click()
    expect(page.locator("details.filter[open]")).to_have_count(0)


def test_escape_closes_a_menu_and_leaves_the_article_open(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    visitor.ask(SIGNED).locator(".mark").first.click()
    visitor.marked()
    page.locator("[data-menu=publisher]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".choices input").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-menu=publisher]")).to_be_focused()
    expect(page.locator("details.filter[open]")).to_have_count(0)
    expect(page.locator("mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)


def test_limits_removed_one_right_after_the_other_are_all_removed(visit: Visit) -> None:
    page = visit().ready().page
    page.locator("[data-menu=publisher]").click()
    boxes = page.locator(".choices input")
    expect(boxes).to_have_count(4)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name=texts.FILTERS_APPLY).first.click()
    chips = page.locator(".chip")
    expect(chips).to_have_count(4)
    last = chips.last.text_content() or ""
    chips.evaluate_all("chips => chips.slice(0, 3).forEach((chip) => chip.click())")
    expect(chips).to_have_text([last])


def test_what_is_being_written_stays_when_a_question_is_asked_by_a_click(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    page.fill(BOX, "And who paid")
    page.locator(".example").first.click()
    visitor.ended(page.locator(".exchange").first)
    expect(page.locator(BOX)).to_have_value("And who paid")
    exchange = visitor.ask(IN_2018)
    page.fill(BOX, "And who paid")
    exchange.locator("[data-again=period]").click()
    visitor.ended(page.locator(".exchange").nth(2))
    expect(page.locator(BOX)).to_have_value("And who paid")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_year_of_the_library_is_chosen_by_keyboard(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    page.locator("[data-menu=period]").focus()
    page.keyboard.press("Enter")
    years = page.get_by_role("group", name=texts.YEARS).get_by_role("button")
    expect(years).to_have_text(["2018 2", "2015 1"])
    expect(years.first).to_have_accessible_name("2018: 2 articles")
    expect(page.locator("[data-form=period] [name=since]")).to_be_focused()
    for year in (years.first, years.last):
        expect(year).to_be_in_viewport(ratio=1)
    years.last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_contain_text("2015")
    expect(page.locator("[data-menu=period]")).to_be_focused()
    expect(years).to_have_count(0)
    expect(visitor.ask(SIGNED).locator(".limited")).to_have_text("Limited to 2015")
    page.locator("[data-menu=period]").click()
    expect(page.locator("[data-form=period] [name=until]")).to_have_value("2015-12-31")
    years.first.click()
    expect(page.locator(".chip")).to_contain_text("2018")
    assert visitor.errors == []


def test_the_years_are_still_offered_once_a_period_was_refused(visit: Visit) -> None:
    page = visit().ready().page
    limit_period(page, "2018-01-01", "2015-01-01")
    expect(page.locator("[data-form=period] .problem")).to_be_visible()
    page.get_by_role("button", name="2018: 2 articles").click()
    expect(page.locator(".chip")).to_contain_text("2018")
    expect(page.locator("[data-form=period] .problem")).to_have_count(0)
