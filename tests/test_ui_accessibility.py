"""The page for everyone: what axe-core finds in each of its states, few colours, writing from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import Visit, Visitor, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OPENED = "Who opened the talks in Astana?"


def welcome(visitor: Visitor) -> None:
    expect(visitor.page.locator(".example").first).to_be_visible()


def answer(visitor: Visitor) -> None:
    visitor.ask(OPENED)


def judged(visitor: Visitor) -> None:
    exchange = visitor.ask(OPENED)
    exchange.get_by_role("button", name=texts.BAD_ANSWER).click()
    expect(exchange.get_by_label(texts.FEEDBACK_WHY)).to_be_visible()


def declined(visitor: Visitor) -> None:
    visitor.ask("Who won the 2014 World Cup?")


def article_open(visitor: Visitor) -> None:
    visitor.ask(OPENED).locator(".mark").first.click()
    visitor.marked()


def library(visitor: Visitor) -> None:
    visitor.page.get_by_role("tab", name=texts.VIEW_LIBRARY).click()
    expect(visitor.page.get_by_role("tabpanel", name=texts.VIEW_LIBRARY)).to_contain_text("Astana")


STATES: dict[str, Callable[[Visitor], None]] = {
    "welcome": welcome,
    "answer": answer,
    "judged": judged,
    "declined": declined,
    "article open": article_open,
    "library": library,
}
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (1280, "dark"), (390, "light")]


@pytest.fixture(scope="module")
def visit(browser: Browser, engine: Engine) -> Iterator[Visit]:
    engine.load()
    with served(LazyEngine.of(engine)) as address, visiting(browser, address) as visit:
        yield visit


@pytest.mark.parametrize("state", STATES)
def test_nothing_serious_is_found(visit: Visit, state: str) -> None:
    # The page's own policy would not let axe in. Nothing may move: half a fade has half its contrast.
    visitor = visit(bypass_csp=True, reduced_motion="reduce").ready()
    STATES[state](visitor)
    for width, scheme in LOOKS:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.emulate_media(color_scheme=scheme)
        found = Axe().run(visitor.page)
        serious = [
            f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary']}"
            for each in found.response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == [], (width, scheme)
        assert found.response["testEngine"]["name"] == "axe-core"


def test_in_few_colours_one_sees_the_tab_that_is_chosen_and_the_thumbs(visit: Visit) -> None:
    visitor = visit(forced_colors="active").ready()
    edge = "tab => getComputedStyle(tab).borderBottomColor"
    assert visitor.page.locator("#tab-ask").evaluate(edge) != visitor.page.locator("#tab-library").evaluate(edge)
    thumb = visitor.ask(OPENED).locator(".thumb").first
    drawn = thumb.evaluate("thumb => getComputedStyle(thumb, '::before').backgroundColor")
    assert drawn == visitor.page.locator("h1").evaluate("title => getComputedStyle(title).color")


def test_a_question_from_right_to_left_begins_at_the_right(visit: Visit) -> None:
    question = visit().ready().ask("من افتتح المحادثات في أستانا؟").locator(".question")
    assert question.evaluate("question => getComputedStyle(question).direction") == "rtl"
