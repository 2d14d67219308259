"""Conversations as the browser keeps them: over reloads and restarts, listed, deleted, taken away, never trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from qa.ui import keeping, texts
from qa.ui.loading import LazyEngine
from tests.answers import HOSTILE, answer, citation, conversation_of
from tests.browser import BOX, WAIT, Visit, Visitor, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OPENED = "Who opened the talks in Astana?"
MEMBERS = "How many people are in the opposition team?"
UNANSWERED = "Who won the 2014 World Cup?"
PREFIX = "news-qa:conversation:"


@pytest.fixture(scope="module")
def loaded(engine: Engine) -> LazyEngine:
    engine.load()  # else the first page would wait for it
    return LazyEngine.of(engine)


@pytest.fixture(scope="module")
def address(loaded: LazyEngine) -> Iterator[str]:
    with served(loaded) as address:
        yield address


def again(visitor: Visitor) -> None:
    """Loads the page anew, and waits until it can be used."""
    visitor.page.reload()
    visitor.ready()


def marks(page: Page) -> list[tuple[str | None, ...]]:
    """The marks of the conversation: what they say, and where they lead."""
    names = ("data-number", "data-article", "data-start", "data-end", "data-check")
    return [
        (mark.text_content(), *(mark.get_attribute(name) for name in names)) for mark in page.locator(".mark").all()
    ]


def kept(page: Page) -> list[dict[str, Any]]:
    """What the browser keeps, by the titles of the conversations."""
    entries = page.evaluate(
        "prefix => Object.keys(localStorage).filter(key => key.startsWith(prefix)).map(key => localStorage[key])",
        PREFIX,
    )
    return sorted((json.loads(each)["kept"] for each in entries), key=lambda each: each["title"])


def is_kept(visitor: Visitor, exchanges: int) -> None:
    """Waits until the browser keeps so many exchanges of the conversation on the page."""
    visitor.page.wait_for_function(
        """([prefix, count]) => {
          const id = document.querySelector("#conversation [data-conversation]")?.dataset.conversation;
          const entry = JSON.parse(localStorage.getItem(prefix + id) ?? "null");
          return entry?.kept.exchanges.length === count && entry.kept.exchanges.at(-1).status !== "stopped";
        }""",
        arg=[PREFIX, exchanges],
        timeout=WAIT,
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_after_a_reload_the_marks_are_where_they_were(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    visitor.ask(OPENED)
    visitor.ask("And who backs them?")
    visitor.ask(UNANSWERED)
    visitor.ask(OPENED)
    is_kept(visitor, 4)
    before = marks(page)
    said = page.locator(".conversation").inner_html()
    again(visitor)
    expect(page.locator(".exchange")).to_have_count(4)
    assert marks(page) == before
    assert page.locator(".conversation").inner_html() == said
    page.locator(".mark").nth(1).click()
    expect(page.locator(".kicker")).to_contain_text(f"Source {before[1][1]} of ")
    quote = visitor.marked()
    assert quote == page.locator(f'.source[data-number="{before[1][1]}"] blockquote').text_content()
    page.keyboard.press("Escape")
    follow_up = visitor.ask("How many people are in the team?")  # it goes on
    expect(follow_up.locator(".mark").first).to_be_visible()
    assert len(marks(page)) > len(before)
    assert visitor.errors == []


def test_conversations_outlive_the_server(browser: Browser, loaded: LazyEngine) -> None:
    with served(loaded) as address:
        with visiting(browser, address) as visit:
            visitor = visit().ready()
            page = visitor.page
            visitor.ask(OPENED)
            is_kept(visitor, 1)
            page.locator("#new").click()
            expect(page.locator(".exchange")).to_have_count(0)
            visitor.ask(MEMBERS)
            is_kept(visitor, 1)
            state = page.context.storage_state()
        port = urlsplit(address).port
    assert port
    with served(loaded, port=port) as address, visiting(browser, address) as visit:
        visitor = visit(storage_state=state).ready()
        page = visitor.page
        expect(page.locator(".exchange")).to_have_count(0)  # a new tab begins anew
        page.get_by_role("button", name=texts.CONVERSATIONS).click()
        listed = page.get_by_role("dialog").locator(".kept .title")
        expect(listed).to_have_text([MEMBERS, OPENED])  # the newest first
        listed.nth(1).click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.locator(".question")).to_contain_text(OPENED)
        page.locator(".mark").first.click()
        assert visitor.marked() in (page.locator(".statement").first.text_content() or "")
        page.keyboard.press("Escape")
        expect(visitor.ask("And who backs them?").locator(".understood")).to_contain_text("talks in Astana")
        assert [each["title"] for each in kept(page)] == [MEMBERS, OPENED]


@contextmanager
def to_be_restarted(browser: Browser, loaded: LazyEngine) -> Iterator[tuple[Visitor, int, ExitStack]]:
    """A visitor whose first answer is kept, the port of the server, and what ends the server when it is closed."""
    with ExitStack() as first:
        address = first.enter_context(served(loaded))
        port = urlsplit(address).port
        assert port
        with visiting(browser, address) as visit:
            visitor = visit().ready()
            visitor.ask(OPENED)
            is_kept(visitor, 1)
            yield visitor, port, first


def test_a_page_that_is_open_goes_on_when_the_server_was_started_again(browser: Browser, loaded: LazyEngine) -> None:
    with to_be_restarted(browser, loaded) as (visitor, port, first):
        page = visitor.page
        page.fill(BOX, "And who")
        page.evaluate("window.before = true")
        first.close()
        with served(loaded, port=port):
            page.wait_for_function("!window.before", timeout=WAIT)
            visitor.ready()
            expect(page.locator(".question")).to_contain_text(OPENED)
            expect(page.locator(BOX)).to_have_value("And who")
            expect(visitor.ask("And who backs them?").locator(".understood")).to_contain_text("talks in Astana")


@pytest.mark.parametrize("back", [True, False], ids=["asked-of-the-new-server", "asked-of-none"])
def test_what_was_asked_while_the_server_was_started_again_is_answered(
    browser: Browser, loaded: LazyEngine, back: bool
) -> None:
    with to_be_restarted(browser, loaded) as (visitor, port, first):
        page = visitor.page
        first.close()
        page.fill(BOX, "And who backs them?")
        if not back:
            page.press(BOX, "Enter")
            expect(page.locator(BOX)).to_have_value("And who backs them?")
        with served(loaded, port=port):
            if back:
                page.press(BOX, "Enter")
            expect(page.locator(".exchange")).to_have_count(2)
            visitor.ended(page.locator(".exchange").last)
            expect(page.locator(".question")).to_contain_text([OPENED, "And who backs them?"])
            expect(page.locator(".understood")).to_contain_text("talks in Astana")
            expect(page.locator(BOX)).to_have_value("")


def test_a_conversation_is_deleted_and_put_back_by_keyboard(visit: Visit) -> None:
    visitor = visit(390, 740).ready()
    page = visitor.page
    visitor.ask(OPENED)
    is_kept(visitor, 1)
    page.get_by_role("button", name=texts.CONVERSATIONS).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=texts.CONVERSATIONS)
    dialog.get_by_role("button", name=texts.DELETE_LABEL.format(title=OPENED)).focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_text(texts.CONVERSATIONS_EMPTY)).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)
    assert kept(page) == []
    expect(dialog.get_by_role("button", name=texts.UNDO)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_contain_text(OPENED)
    assert [each["title"] for each in kept(page)] == [OPENED]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name=texts.CONVERSATIONS)).to_be_focused()


def test_two_tabs_that_go_on_with_one_conversation_lose_neither_question(visit: Visit) -> None:
    first = visit().ready()
    first.ask(OPENED)
    is_kept(first, 1)
    second = Visitor(first.page.context, first.address).ready()
    second.page.locator(".open-conversations").click()
    second.page.get_by_role("dialog").get_by_role("button", name=OPENED, exact=True).click()
    expect(second.page.locator(".exchange")).to_have_count(1)
    first.ask(MEMBERS)
    is_kept(first, 2)
    second.ask(UNANSWERED)
    second.ask(MEMBERS)
    second.page.wait_for_function("() => Object.keys(localStorage).length === 2")
    for visitor, questions in ((first, [OPENED, MEMBERS]), (second, [OPENED, UNANSWERED, MEMBERS])):
        again(visitor)
        expect(visitor.page.locator(".exchange h2")).to_contain_text(questions)


def test_the_oldest_goes_where_there_are_too_many_and_it_is_said(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    page.evaluate(
        """prefix => {
          for (let n = 0; n < 50; n += 1) {
            const kept = { id: `c${n}`, title: `Question ${n}` };
            localStorage.setItem(prefix + kept.id, JSON.stringify({ at: n + 1, kept }));
          }
        }""",
        PREFIX,
    )
    visitor.ask(OPENED)
    expect(page.locator("#keeper .notice")).to_have_text(texts.CONVERSATION_GONE.format(most=50))
    titles = {each["title"] for each in kept(page)}
    assert len(titles) == 50
    assert {OPENED, "Question 1"} < titles
    assert "Question 0" not in titles


@pytest.mark.parametrize(
    "entry",
    ["", "{", "7", '{"at":1}', '{"at":1,"kept":{"id":"c","title":"t"}}', '{"at":1,"kept":{"id":"c","title":7}}'],
)
def test_what_is_no_conversation_is_passed_over(visit: Visit, entry: str) -> None:
    visitor = visit().ready()
    page = visitor.page
    page.evaluate(
        "([key, entry]) => { localStorage.setItem(key, entry); sessionStorage.setItem('news-qa:open', 'c') }",
        [f"{PREFIX}c", entry],
    )
    again(visitor)
    expect(page.locator(".example").first).to_be_visible()
    visitor.ask(OPENED)
    assert visitor.errors == []
    assert visitor.dialogs == []


def test_what_a_browser_made_up_is_shown_as_text_and_its_quote_as_changed(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    invented = citation(
        article_id="astana-talks-open", title=HOSTILE, publisher=HOSTILE, quote=HOSTILE, start=0, end=len(HOSTILE)
    )
    made = conversation_of(answer(invented, notes=(HOSTILE,)), question=HOSTILE)
    entry = json.dumps({"at": 1, "kept": json.loads(keeping.keep(made))})
    page.evaluate(
        "([key, entry, id]) => { localStorage.setItem(key, entry); sessionStorage.setItem('news-qa:open', id) }",
        [f"{PREFIX}{made.id}", entry, made.id],
    )
    again(visitor)
    expect(page.locator(".statement")).to_contain_text(HOSTILE)
    page.get_by_role("button", name=texts.CONVERSATIONS).click()
    expect(page.get_by_role("dialog").locator(".title")).to_have_text([HOSTILE])
    page.keyboard.press("Escape")
    page.locator(".mark").hover()
    expect(page.get_by_role("tooltip")).to_contain_text(HOSTILE)
    page.locator(".mark").click()
    expect(page.locator(".reading .problem")).to_have_text(texts.CHANGED)
    expect(page.locator("mark")).to_have_count(0)
    assert page.locator("#conversation, #sources, #reader, #keeper, #card").locator("img, script").count() == 0
    assert (visitor.dialogs, visitor.foreign(), visitor.errors) == ([], [], [])


@pytest.mark.parametrize("width", [390, 1280])
def test_a_conversation_is_saved_as_a_page_that_needs_nothing_else(visit: Visit, tmp_path: Path, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    statement = visitor.ask(OPENED).locator(".words").first.text_content() or ""
    visitor.ask(UNANSWERED)
    is_kept(visitor, 2)
    page.get_by_role("button", name=texts.CONVERSATIONS).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name=texts.EXPORT_HTML).click()
    assert coming.value.suggested_filename == "who-opened-the-talks-in-astana.html"
    saved = tmp_path / "saved.html"
    coming.value.save_as(saved)
    with page.expect_download() as coming:
        page.get_by_role("button", name=texts.EXPORT_MARKDOWN).click()
    assert coming.value.suggested_filename == "who-opened-the-talks-in-astana.md"
    markdown = Path(coming.value.path()).read_text(encoding="utf-8")
    assert re.search(
        r"^\[\^1\]: Digest of the original, publisher unknown, “.*Kazakhstan”, date unknown: “", markdown, re.M
    )
    requests: list[str] = []
    other = page.context.new_page()
    other.on("request", lambda request: requests.append(request.url))
    other.goto(saved.as_uri())
    expect(other.locator("section p").first).to_contain_text(statement.split(" – ")[-1])
    other.locator("sup a").first.click()
    assert other.evaluate("document.querySelector(':target').matches('li')")
    expect(other.locator("li blockquote").first).to_have_text(
        page.locator(".source blockquote").first.text_content() or ""
    )
    assert requests == [saved.as_uri()]
    assert other.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_where_a_file_cannot_be_made_it_is_said_in_view(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    visitor.ask(OPENED)
    is_kept(visitor, 1)
    page.locator(".open-conversations").click()
    page.context.set_offline(True)
    page.get_by_role("button", name=texts.EXPORT_MARKDOWN).click()
    expect(page.locator("#keeper .notice")).to_have_text(texts.EXPORT_FAILED)
    assert visitor.in_view("#keeper .notice")


def test_an_answer_is_copied_with_its_sources(visit: Visit) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"]).ready()
    page = visitor.page
    visitor.ask(MEMBERS)
    exchange = visitor.ask(OPENED)
    is_kept(visitor, 2)
    number = exchange.locator(".mark").first.get_attribute("data-number")
    button = exchange.get_by_role("button", name=texts.COPY, exact=True)
    button.click()
    expect(exchange.get_by_role("button", name=texts.COPIED)).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert text.startswith(f"{OPENED}\n\n")
    assert f" [{number}]\n\n{texts.EXPORT_NOTES}\n\n[{number}] Digest of the original" in text
    exchange.locator("[data-copy=markdown]").click()
    expect(exchange.locator("[data-copy=markdown]")).to_have_text(texts.COPIED)
    assert f"[^{number}]: Digest of the original" in page.evaluate("navigator.clipboard.readText()")
    expect(button).to_be_visible()


def test_where_the_clipboard_is_closed_to_pages_it_is_copied_all_the_same(visit: Visit) -> None:
    visitor = visit(permissions=["clipboard-read"]).ready()
    page = visitor.page
    exchange = visitor.ask(OPENED)
    is_kept(visitor, 1)
    page.evaluate(
        """() => {
          window.read = navigator.clipboard.readText.bind(navigator.clipboard);
          Object.defineProperty(navigator, "clipboard", { value: undefined });
        }"""
    )
    button = exchange.locator("[data-copy=text]")
    button.click()
    expect(button).to_have_text(texts.COPIED)
    expect(button).to_be_focused()
    assert page.evaluate("read()").startswith(OPENED)


@pytest.mark.parametrize("width", [320, 390, 920, 1280])
def test_where_nothing_can_be_kept_it_is_said_and_the_page_works(visit: Visit, width: int) -> None:
    visitor = visit(width).ready()
    page = visitor.page
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    exchange = visitor.ask(OPENED)
    expect(page.locator("#keeper .notice")).to_have_text(texts.CONVERSATION_NOT_KEPT)
    for selector in (BOX, "#ask", "#new", "#keeper .notice"):
        assert visitor.in_view(selector), selector
    exchange.locator(".mark").first.click()
    visitor.marked()
    assert visitor.errors == []


def test_what_one_thinks_of_an_answer_is_kept_with_it(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    visitor.ask(OPENED)
    is_kept(visitor, 1)
    page.get_by_role("button", name=texts.BAD_ANSWER).click()
    page.wait_for_function(
        "prefix => Object.keys(localStorage).some(key => key.startsWith(prefix)"
        " && JSON.parse(localStorage[key]).kept.exchanges[0].verdict === 'down')",
        arg=PREFIX,
        timeout=WAIT,
    )
    again(visitor)
    expect(page.get_by_role("button", name=texts.BAD_ANSWER)).to_have_attribute("aria-pressed", "true")
