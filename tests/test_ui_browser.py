"""The page as one uses it: a real browser, the real engine, the bundled articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Event as Flag
from typing import TYPE_CHECKING, cast

import pytest
from playwright.sync_api import Browser, Page, expect

from qa.errors import LibraryError
from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import BOX, WAIT, Held, Visit, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OPENED = "Who opened the talks in Astana?"
OPENED_QUOTE = (
    "The Astana talks were opened by Kazakhstan's President Nursultan Nazarbayev, who emphasized that the conflict "
    "in Syria could be solved by political means."
)
UNANSWERED = "Who won the 2014 World Cup?"


@pytest.fixture(scope="module")
def address(engine: Engine) -> Iterator[str]:
    engine.load()  # else the first page would wait for it
    with served(LazyEngine.of(engine)) as address:
        yield address


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return width


def test_ask_and_open_the_quote_from_its_mark(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    exchange = visitor.ask(OPENED)
    expect(exchange.locator(".statement")).to_contain_text(OPENED_QUOTE)
    expect(page.locator(".source blockquote")).to_have_text([OPENED_QUOTE])
    mark = exchange.locator(".mark").first
    expect(mark).to_have_text("[1]")
    expect(mark).to_have_accessible_name("Source 1: publisher unknown, date unknown")
    mark.click()
    assert visitor.marked() == OPENED_QUOTE
    assert visitor.in_view("mark")
    assert visitor.focused("mark")
    expect(page.locator(".reading h2")).to_contain_text("Kick Off In Kazakhstan")
    expect(page.locator(".reading .note").first).to_have_text(texts.DIGEST_NOTE)


def test_the_article_on_the_page_is_the_article_of_the_library(visit: Visit, engine: Engine) -> None:
    visitor = visit().ready()
    visitor.ask(OPENED).locator(".mark").first.click()
    visitor.marked()
    article = engine.article("astana-talks-open")
    assert visitor.page.locator(".reading .text").text_content() == article.text


def test_open_the_quote_from_its_source_and_go_back(visit: Visit) -> None:
    visitor = visit().ready()
    visitor.ask(OPENED)
    source = visitor.page.locator(".source")
    source.locator("blockquote").click()
    assert visitor.marked() == OPENED_QUOTE
    assert visitor.in_view("mark")
    expect(source).to_be_hidden()
    visitor.page.get_by_role("button", name=texts.BACK).click()
    expect(source).to_be_visible()
    expect(visitor.page.locator("mark")).to_have_count(0)


def test_the_sources_of_the_newest_answer_are_in_view_and_those_before_them_above(visit: Visit) -> None:
    visitor = visit(height=500).ready()
    visitor.ask("What did Randa Kassis say about foreign mercenaries?")
    expect(visitor.page.locator("#sources-title")).to_be_in_viewport()
    visitor.ask(OPENED)
    newest = visitor.page.locator(".source.current").first
    expect(newest.locator("blockquote")).to_have_text(OPENED_QUOTE)
    expect(newest.locator(".title")).to_be_in_viewport()
    expect(visitor.page.locator("#sources-title")).not_to_be_in_viewport()


def test_a_quote_far_down_an_article_is_scrolled_into_view(visit: Visit) -> None:
    visitor = visit(height=500).ready()
    exchange = visitor.ask("How many people are in the opposition team?")
    expect(exchange.locator(".short")).to_have_text("14")
    quote = visitor.page.locator(".source blockquote").first.text_content()
    exchange.locator(".mark").first.click()
    assert visitor.marked() == quote
    assert visitor.in_view("mark")
    assert visitor.page.evaluate("document.querySelector('#panel').scrollTop") > 0


def test_numbers_go_on_over_the_conversation_and_marks_open_their_own_quote(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    visitor.ask(OPENED)
    follow_up = visitor.ask("And who backs them?")
    expect(follow_up.locator(".understood")).to_have_text(re.compile(r"^Understood as: .*talks in Astana\?$"))
    expect(follow_up.locator(".mark").first).to_have_text("[2]")
    quotes = page.locator(".source blockquote").all_text_contents()
    for number, quote in enumerate(quotes, start=1):
        page.locator(".mark", has_text=f"[{number}]").first.click()
        expect(page.locator(".kicker")).to_have_text(f"Source {number} of {len(quotes)}")
        assert visitor.marked() == quote
        page.keyboard.press("Escape")
    again = visitor.ask(OPENED)
    expect(again.locator(".mark").first).to_have_text("[1]")
    again.locator(".mark").first.click()
    visitor.marked()
    page.keyboard.press("Escape")
    expect(again.locator(".mark").first).to_be_focused()


def test_a_decline_looks_different_and_cites_nothing(visit: Visit) -> None:
    visitor = visit().ready()
    exchange = visitor.ask(UNANSWERED)
    expect(exchange.get_by_role("heading", name=texts.DECLINED)).to_be_visible()
    expect(exchange.locator(".mark")).to_have_count(0)
    expect(visitor.page.locator(".source")).to_have_count(0)
    expect(exchange.get_by_text(texts.LOOKED_AT)).to_be_visible()
    looked_at = exchange.locator(".passages button").first
    title = looked_at.text_content()
    looked_at.click()
    passage = visitor.page.locator(".reading .passage").first
    expect(passage).to_be_visible()
    expect(visitor.page.locator(".reading h2")).to_have_text(title or "")
    expect(visitor.page.locator("mark")).to_have_count(0)
    assert visitor.in_view(".reading .passage")


def test_by_keyboard_alone(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("Who opened")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("the talks in Astana?")
    expect(page.locator(BOX)).to_have_value("Who opened\nthe talks in Astana?")
    page.keyboard.press("Enter")
    visitor.ended(page.locator(".exchange"))
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("")
    for _ in range(20):  # over what stands under the answer and over the box
        page.keyboard.press("Shift+Tab")
        if visitor.focused(".mark"):
            break
    assert visitor.focused(".mark")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert visitor.marked() == OPENED_QUOTE
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)
    assert visitor.focused(".mark")
    for _ in range(20):  # over the same, the box and its buttons
        page.keyboard.press("Tab")
        if visitor.focused(".source button"):
            break
    assert visitor.focused(".source button")
    page.keyboard.press("Enter")
    assert visitor.marked() == OPENED_QUOTE
    expect(page.locator("mark")).to_be_focused()
    for _ in range(3):  # over the ways to the other sources
        page.keyboard.press("Shift+Tab")
        if visitor.focused(".back"):
            break
    assert visitor.focused(".back")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(0)
    assert visitor.focused(".source button")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone(visit: Visit, width: int) -> None:
    visitor = visit(width, 740, has_touch=True, is_mobile=True).ready()
    page = visitor.page
    assert overflow(page) == 0
    expect(page.locator("#panel")).to_be_hidden()
    exchange = visitor.ask(OPENED)
    assert overflow(page) == 0
    for selector in (BOX, "#ask", "#new", ".open-panel", ".mark"):
        assert visitor.in_view(selector), selector
    exchange.locator(".mark").first.tap()
    assert visitor.marked() == OPENED_QUOTE
    assert visitor.in_view("mark")
    assert overflow(page) == 0
    page.get_by_role("button", name=texts.BACK).tap()
    expect(page.locator(".source")).to_be_visible()
    page.get_by_role("button", name=texts.SOURCES_CLOSE).tap()
    expect(page.locator("#panel")).to_be_hidden()
    page.get_by_role("button", name="Sources (1)").tap()
    page.locator(".source blockquote").tap()
    assert visitor.marked() == OPENED_QUOTE
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    visitor.ask(UNANSWERED)
    assert overflow(page) == 0


def test_an_example_is_asked_by_a_click(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    expect(page.locator(".example")).to_have_text(list(texts.EXAMPLES))
    page.locator(".example", has_text=OPENED).click()
    visitor.ended(page.locator(".exchange"))
    expect(page.locator(".question")).to_contain_text(OPENED)
    expect(page.locator(".statement").first).to_contain_text(OPENED_QUOTE)
    expect(page.locator(".example")).to_have_count(0)
    expect(page.locator(BOX)).to_be_focused()


def test_the_ask_button_and_a_new_conversation(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    page.fill(BOX, OPENED)
    page.locator("#ask").click()
    visitor.ended(page.locator(".exchange"))
    page.locator(".mark").click()
    visitor.marked()
    page.locator("#new").click()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator(".example").first).to_be_visible()
    expect(page.locator(".source")).to_have_count(0)
    expect(page.locator("mark")).to_have_count(0)
    exchange = visitor.ask("Who opened the Astana talks?")
    expect(exchange.locator(".understood")).to_have_count(0)
    expect(exchange.locator(".mark").first).to_have_text("[1]")


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_is_not_asked(visit: Visit, question: str) -> None:
    visitor = visit(390, 740).ready()
    visitor.page.fill(BOX, question)
    visitor.page.press(BOX, "Enter")
    expect(visitor.page.locator(".hint")).to_have_text(texts.QUESTION_EMPTY)
    expect(visitor.page.locator(".hint")).to_be_visible()
    expect(visitor.page.locator(".exchange")).to_have_count(0)


def test_a_question_too_long_is_told_in_one_sentence(visit: Visit) -> None:
    visitor = visit().ready()
    exchange = visitor.ask("long " * 4_000)
    problem = exchange.locator(".problem").text_content() or ""
    assert re.fullmatch(r"[A-Z][^\n]{20,200}\.", problem)
    assert "Traceback" not in visitor.page.content()
    expect(visitor.page.locator(".toast-body")).to_have_count(0)
    expect(visitor.ask(OPENED).locator(".statement")).to_contain_text(OPENED_QUOTE)


def test_stop_works_at_once_and_the_next_question_after_it(browser: Browser, engine: Engine) -> None:
    held = Held(engine)
    with served(held.lazy) as address, visiting(browser, address) as visit:
        visitor = visit().ready()
        page = visitor.page
        expect(page.locator("#stop")).to_be_hidden()
        page.fill(BOX, OPENED)
        page.press(BOX, "Enter")
        expect(page.locator(".progress")).to_contain_text(texts.LOOKING)
        expect(page.locator(".progress")).to_contain_text("Kick Off In Kazakhstan")
        expect(page.locator("#ask")).to_be_hidden()
        assert held.held.wait(10)
        page.locator("#stop").click()
        expect(page.locator(".exchange")).to_contain_text(texts.STOPPED, timeout=2_000)
        expect(page.locator("#stop")).to_be_hidden()
        expect(page.locator(BOX)).to_be_focused()
        held.open.set()
        exchange = visitor.ask(OPENED)
        expect(exchange.locator(".statement")).to_contain_text(OPENED_QUOTE)
        expect(page.locator(".exchange").first.locator(".statement")).to_have_count(0)


def test_a_new_conversation_while_an_answer_comes_stays_empty(browser: Browser, engine: Engine) -> None:
    held = Held(engine)
    with served(held.lazy) as address, visiting(browser, address) as visit:
        visitor = visit().ready()
        visitor.page.fill(BOX, OPENED)
        visitor.page.press(BOX, "Enter")
        assert held.held.wait(10)
        visitor.page.locator("#new").click()
        expect(visitor.page.locator(".exchange")).to_have_count(0)
        held.open.set()
        expect(visitor.ask(OPENED).locator(".mark").first).to_have_text("[1]")
        expect(visitor.page.locator(".exchange")).to_have_count(1)


def test_while_the_engine_loads_the_page_says_so_and_questions_wait(browser: Browser, engine: Engine) -> None:
    loaded = Flag()

    def make() -> Engine:
        loaded.wait(60)
        return engine

    lazy = LazyEngine(make)
    lazy.start()
    with served(lazy) as address, visiting(browser, address) as visit:
        visitor = visit()
        page = visitor.page
        expect(page.locator(".library")).to_have_text(texts.LIBRARY_LOADING)
        page.fill(BOX, OPENED)
        page.press(BOX, "Enter")
        expect(page.locator(".progress")).to_have_text(texts.WAITING_FOR_LIBRARY)
        loaded.set()
        expect(page.locator(".statement")).to_contain_text(OPENED_QUOTE, timeout=WAIT)
        expect(page.locator(".library")).to_have_text("6 articles")


def test_a_library_that_cannot_be_read_is_told_in_one_sentence(browser: Browser) -> None:
    class Broken:
        engines = ("extractive",)

        def count(self) -> int:
            raise LibraryError("The library is broken; mend it with `qa rebuild`.")

    with served(LazyEngine.of(cast("Engine", Broken()))) as address, visiting(browser, address) as visit:
        page = visit().page
        expect(page.locator(".library")).to_have_text(texts.LIBRARY_FAILED)
        expect(page.locator("#shelf .problem")).to_have_text("The library is broken; mend it with `qa rebuild`.")


def test_two_sessions_do_not_mix(visit: Visit) -> None:
    first, second = visit().ready(), visit().ready()
    first.ask(OPENED)
    exchange = second.ask("How many people are in the opposition team?")
    expect(exchange.locator(".mark").first).to_have_text("[1]")
    expect(exchange.locator(".understood")).to_have_count(0)
    expect(first.page.locator(".exchange")).to_have_count(1)
    expect(second.page.locator(".exchange")).to_have_count(1)
    expect(first.page.locator(".source")).to_contain_text([OPENED_QUOTE])
    assert OPENED_QUOTE not in (second.page.locator("#talk").text_content() or "")


def test_nothing_is_loaded_from_elsewhere(visit: Visit) -> None:
    visitor = visit().ready()
    visitor.ask(OPENED).locator(".mark").first.click()
    visitor.marked()
    visitor.ask(UNANSWERED)
    assert len(visitor.requests) > 10
    assert visitor.foreign() == []
    assert visitor.errors == []
    fonts = visitor.page.evaluate("[...document.fonts].filter(font => font.status !== 'unloaded').length")
    assert fonts == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_it_fits_and_follows_the_colours_of_the_system(visit: Visit, width: int, scheme: str) -> None:
    visitor = visit(width, 900, color_scheme=scheme, reduced_motion="reduce").ready()
    page = visitor.page
    visitor.ask(OPENED)
    assert overflow(page) == 0
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(re.findall(r"\d+", background)[0])
    assert (red < 64) == (scheme == "dark")
    assert page.locator("#panel").is_visible() == (width > 900)
