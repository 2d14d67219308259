"""Markup in articles and questions is shown as text: it runs nothing, loads nothing, links nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from qa.ui.loading import LazyEngine
from tests.browser import ARGUMENTS, Visit, Visitor, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

IMAGE = "<img src=x onerror=alert(1)>"
TITLE = f"{IMAGE} Quistown bakery"
PUBLISHER = f"</p></section><b onmouseover=alert(2)>Post</b>{IMAGE}"
AUTHOR = "<iframe src='https://example.com/frame'></iframe>"
SENTENCES = (
    "The Quistown bakery sells lemon cakes <script>alert(3)</script> made by Orla Finnbar.",
    "Its oven ${alert(4)} {{constructor.constructor('alert(5)')()}} `burns` <svg/onload=alert(6)> peat.",
    "The bakery opened <a href='javascript:alert(7)'>in Quistown</a> <style>@import '//example.com/x.css';</style>.",
    "![pixel](https://example.com/pixel.png) [link](https://example.com/) </textarea><mark>nobody</mark> bought it.",
)
ARTICLE = f"""---
title: "{TITLE}"
publisher: "{PUBLISHER}"
authors: ["{AUTHOR}"]
url: "javascript:alert(8)"
---
{" ".join(SENTENCES[:2])}

{" ".join(SENTENCES[2:])}
"""
QUESTIONS = (
    "What does the Quistown bakery sell?",
    "What does the oven of the Quistown bakery burn?",
    "Where did the Quistown bakery open?",
    f"Who bought the Quistown bakery? {IMAGE}<script>alert(9)</script>${{alert(10)}}",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the bundled articles and one that tries everything."""
    from qa import Engine, Settings

    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "bakery.md").write_text(ARTICLE, encoding="utf-8")
    with Engine(Settings(home=tmp_path_factory.mktemp("home"))) as engine:
        engine.articles()  # builds the bundled library
        report = engine.add([folder])
        assert len(report.added) == 1, report
        yield engine


@pytest.fixture(scope="module")
def visit(chromium: str, hostile: Engine) -> Iterator[Visit]:
    with (
        sync_playwright() as playwright,
        served(LazyEngine.of(hostile)) as address,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with visiting(browser, address) as visit:
            yield visit
        browser.close()


def assert_inert(visitor: Visitor) -> None:
    page = visitor.page
    page.wait_for_timeout(300)  # for an error handler to run
    assert visitor.dialogs == []
    assert visitor.foreign() == []
    assert [request for request in visitor.requests if request.endswith("/x")] == []
    parts = "#masthead, #conversation, #sources, #shelf, #reader"
    assert page.locator(parts).locator("img, script, iframe, svg, style, a, b, textarea").count() == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_in_the_conversation_the_sources_and_the_article(visit: Visit, hostile: Engine, question: str) -> None:
    visitor = visit().ready()
    page = visitor.page
    exchange = visitor.ask(question)
    expect(exchange.locator(".question")).to_contain_text(question)
    assert_inert(visitor)
    (bakery,) = (header.id for header in hostile.articles() if header.title == TITLE)
    page.locator(f'#conversation [data-article="{bakery}"]').first.click()
    expect(page.locator(".reading h2")).to_have_text(TITLE)
    expect(page.locator(".reading .byline")).to_contain_text(PUBLISHER)
    expect(page.locator(".reading .authors")).to_contain_text(AUTHOR)
    article = hostile.article(bakery)
    assert page.locator(".reading .text").text_content() == article.text
    assert all(sentence in article.text for sentence in SENTENCES)
    assert_inert(visitor)


def test_in_the_answer_the_words_stand_as_they_are(visit: Visit) -> None:
    visitor = visit().ready()
    exchange = visitor.ask(QUESTIONS[0])
    expect(exchange.locator(".statement").first).to_contain_text("<script>alert(3)</script>")
    exchange.locator(".mark").first.click()
    assert visitor.marked() == SENTENCES[0]


def test_on_the_shelf(visit: Visit) -> None:
    visitor = visit().ready()
    shelf = visitor.page.locator(".shelf")
    expect(shelf.get_by_role("button", name=TITLE)).to_be_visible()
    expect(shelf).to_contain_text(PUBLISHER)
    shelf.get_by_role("button", name=TITLE).click()
    expect(visitor.page.locator(".reading h2")).to_have_text(TITLE)
    assert_inert(visitor)
