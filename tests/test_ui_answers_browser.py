"""An answer on the page as one uses it: its cards, its keys, its trust, its axis of time, and what stands for none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from qa import Engine, Settings
from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import BOX, Visit, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

COST = "How much do the Northgate bridge repairs cost?"
COSTS = {  # by the day that each was published
    "2 March 2019": "The Northgate bridge repairs will cost 3 million euros, said Mayor Olga Brandt.",
    "15 June 2020": "The Northgate bridge repairs will cost 5 million euros, said the builder Karl Ode.",
}
URL = "https://hill.example/bridge"
ARTICLES = [
    {
        "id": "closed",
        "title": "Northgate bridge closed",
        "publisher": "Tamsin Post",
        "published": "2019-03-02",
        "text": f"The Northgate bridge was closed on Monday. {COSTS['2 March 2019']}",
    },
    {
        "id": "begun",
        "title": "Repairs begin",
        "publisher": "Hill News",
        "published": "2020-06-15",
        "url": URL,
        "text": f"Workers came to the Northgate bridge on Monday. {COSTS['15 June 2020']}",
    },
    {
        "id": "wolves",
        "title": "Wolves return",
        "text": "A pack of wolves has settled in the Harrow hills, ranger Tom Iverson said. He counted nine animals.",
    },
]
UNANSWERED = "Who won the chess match in Reykjavik?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("bridges")
    written = folder / "articles.jsonl"
    written.write_text("\n".join(json.dumps(each) for each in ARTICLES), encoding="utf-8")
    with Engine(Settings(home=folder / "home")) as engine:
        engine.add(written)
        engine.load()  # else the first page would wait for it
        with served(LazyEngine.of(engine)) as address:
            yield address


def within(page: Page, part: Locator) -> bool:
    """Whether a part lies within the window, whole."""
    box = part.bounding_box()
    size = page.viewport_size
    assert box and size
    across = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return width


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_pointing_at_a_mark_shows_its_source_on_a_card(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    exchange = visitor.ask(COST)
    card = page.get_by_role("tooltip")
    expect(card).to_be_hidden()
    for mark in exchange.locator(".mark").all():
        mark.hover()
        expect(card).to_be_visible()
        expect(mark).to_have_attribute("aria-describedby", "card")
        day = (mark.get_attribute("aria-label") or "").split(", ")[-1]
        expect(card.locator("blockquote")).to_have_text(COSTS[day])
        expect(card.locator(".byline")).to_contain_text(day)
        expect(card.locator("blockquote strong")).to_contain_text("million")
        assert within(page, card)
        assert mark.get_attribute("title") is None
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("[aria-describedby=card]")).to_have_count(0)
    assert visitor.errors == []


def test_the_focus_shows_the_card_too_and_escape_closes_it_first(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    mark = visitor.ask(COST).locator(".mark").first
    card = page.get_by_role("tooltip")
    mark.click()
    visitor.marked()
    expect(card).to_be_hidden()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(mark).to_be_focused()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()
    page.keyboard.press("Tab")
    expect(card).to_be_hidden()


def test_a_tap_opens_the_article_and_shows_no_card(visit: Visit) -> None:
    visitor = visit(390, 740, has_touch=True, is_mobile=True).ready()
    visitor.ask(COST).locator(".mark").first.tap()
    assert visitor.marked() in COSTS.values()
    expect(visitor.page.get_by_role("tooltip")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_from_source_to_source_by_keys_and_by_buttons(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    visitor.ask(COST)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".kicker")).to_have_text("Source 1 of 2")
    first = visitor.marked()
    assert visitor.in_view("mark")
    page.keyboard.press("Alt+ArrowUp")  # there is none before
    expect(page.get_by_role("button", name=texts.PREVIOUS)).to_be_disabled()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".kicker")).to_have_text("Source 2 of 2")
    assert {first, visitor.marked()} == set(COSTS.values())
    expect(page.locator("mark")).to_be_focused()
    expect(page.get_by_role("button", name=texts.NEXT)).to_be_disabled()
    page.get_by_role("button", name=texts.PREVIOUS).click()
    expect(page.locator(".kicker")).to_have_text("Source 1 of 2")
    assert visitor.marked() == first


def test_the_keys_leave_a_text_that_is_being_written_alone(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    visitor.ask(COST)
    page.fill(BOX, "Who")
    page.keyboard.press("Alt+ArrowDown")
    page.fill(BOX, "")
    expect(page.locator(".kicker")).to_have_count(0)
    page.keyboard.press("Alt+ArrowUp")  # with none open, the last
    expect(page.locator(".kicker")).to_have_text("Source 2 of 2")


def test_the_original_is_linked_at_the_quote(visit: Visit) -> None:
    visitor = visit().ready()
    exchange = visitor.ask(COST)
    exchange.get_by_role("button", name="Hill News").click()
    link = visitor.page.locator(".original a")
    expect(link).to_have_attribute(
        "href",
        f"{URL}#:~:text=The%20Northgate%20bridge%20repairs%20will%20cost%205%20million%20euros%2C%20said%20"
        "the%20builder%20Karl%20Ode.",
    )
    assert visitor.foreign() == []


def test_each_sentence_says_how_far_to_trust_it_and_why_on_demand(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    exchange = visitor.ask(COST)
    line = exchange.locator(".trust summary").first
    expect(line).to_have_text(f"{texts.QUOTED} · {texts.TOLD_BY_ONE}")
    expect(exchange.get_by_text(texts.QUOTED_WHY).first).to_be_hidden()
    exchange.locator(".mark").first.focus()
    page.keyboard.press("Tab")
    expect(line).to_be_focused()
    page.keyboard.press("Enter")
    expect(exchange.get_by_text(texts.QUOTED_WHY).first).to_be_visible()


def test_lines_of_trust_stay_as_they_were_opened_and_closed_while_the_conversation_lasts(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    lines = visitor.ask(COST).locator(".trust")
    expect(lines).to_have_count(2)
    lines.first.locator("summary").click()
    visitor.ask(UNANSWERED)
    expect(lines.first).to_have_attribute("open", "")
    expect(lines.last).not_to_have_attribute("open", "")
    lines.first.locator("summary").click()
    lines.last.locator("summary").click()
    visitor.ask("How many wolves did Tom Iverson count?")
    expect(lines.first).not_to_have_attribute("open", "")
    expect(lines.last).to_have_attribute("open", "")
    page.locator("#new").click()
    expect(lines).to_have_count(0)
    visitor.ask(COST)
    expect(lines).to_have_count(2)
    expect(page.locator(".trust[open]")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_axis_of_time_leads_to_the_quotes(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    axis = visitor.ask(COST).locator(".timeline")
    assert overflow(page) == 0
    expect(axis.locator("time")).to_have_text(list(COSTS))
    for number, day in enumerate(COSTS):
        axis.locator(".moment").nth(number).focus()
        page.keyboard.press("Enter")
        assert visitor.marked() == COSTS[day]
        page.keyboard.press("Escape")
        expect(axis.locator(".moment").nth(number)).to_be_focused()
        axis.locator("svg .dot").nth(number).click()
        assert visitor.marked() == COSTS[day]
        page.keyboard.press("Escape")
        expect(page.locator("mark")).to_have_count(0)


def test_an_answer_from_one_day_has_no_axis(visit: Visit) -> None:
    exchange = visit().ready().ask("How many wolves did Tom Iverson count?")
    expect(exchange.locator(".statement")).to_have_count(1)
    expect(exchange.locator(".timeline")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_decline_says_what_was_looked_for_what_there_is_and_what_to_do(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    declined = visitor.ask(UNANSWERED).locator(".declined")
    assert overflow(visitor.page) == 0
    expect(declined.locator("q")).to_have_text(UNANSWERED)
    expect(declined.get_by_role("heading", name=texts.LOOKED_AT)).to_be_visible()
    expect(declined.locator(".covers")).to_have_text(
        "The library holds 3 articles, published from 2 March 2019 to 15 June 2020, 1 of them undated. "
        "Publishers: Hill News (1); Tamsin Post (1)."
    )
    expect(declined.locator(".advice")).to_contain_text("“Reykjavik”")
    later = visitor.ask("What did articles from 1987 say about the Northgate bridge?").locator(".declined")
    expect(later.locator(".looked-for")).to_contain_text("(1987)")
    expect(later.locator(".advice")).to_contain_text(texts.ADVICE_NO_SUCH_TIME)


def test_what_is_looked_in_is_said_while_one_waits(visit: Visit) -> None:
    visitor = visit().ready()
    seen: list[str] = []
    visitor.page.expose_function("seen", lambda text: seen.append(text))
    visitor.page.evaluate(
        """() => new MutationObserver(() => {
          const progress = document.querySelector(".progress");
          if (progress) seen(progress.textContent);
        }).observe(document.querySelector("#conversation"), { childList: true, subtree: true, characterData: true })"""
    )
    visitor.ask(COST)
    assert texts.WAITING in seen
    assert any("Northgate bridge closed" in each for each in seen)
