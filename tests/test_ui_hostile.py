"""Markup in articles, questions, file names and models' replies is shown as text: it runs, loads and links nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, expect

from qa import Engine, Settings
from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import Visit, Visitor, served, visiting
from tests.payloads import ADDRESSES, PAYLOADS
from tests.providers import Behaviour, provider_server

if TYPE_CHECKING:
    from tests.providers import ProviderServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOWNS = ("Quistown", "Brambury", "Foxmere", "Ottersby", "Larkham", "Wexleigh", "Thornby", "Ashcombe")


def article(number: int) -> dict[str, Any]:
    """An article of one town, with a share of the payloads in each of its fields."""
    town = TOWNS[number]
    share = PAYLOADS[number :: len(TOWNS)]
    told = " ".join(f"The bakery of {town} sells cake {place} called {each} now." for place, each in enumerate(share))
    return {
        "id": f"bakery-{number}",
        "title": f"{share[-1]} Bakery of {town} {share[0]}",
        "text": f"The bakery of {town} was opened by Orla Finnbar {share[1]} in May.\n\n{told}",
        "publisher": f"Post {share[2]}",
        "authors": [share[3], share[-2]],
        "url": ADDRESSES[number],
        "published": "2024-05-06",
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of such articles, and of one in a file whose name is a payload."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = "".join(f"{json.dumps(article(number))}\n" for number in range(len(TOWNS)))
    (folder / "bakeries.jsonl").write_text(lines, encoding="utf-8")
    (folder / "'><img src=x onerror=alert(61)>.md").write_text("The mill of Nethercote was sold in June.", "utf-8")
    home = tmp_path_factory.mktemp("home")
    with Engine(Settings(home=home)) as engine:
        report = engine.add([folder])
        assert len(report.added) == len(TOWNS) + 1, report
    return home


@pytest.fixture(scope="module")
def hostile(home: Path) -> Iterator[Engine]:
    with Engine(Settings(home=home)) as engine:
        yield engine


@pytest.fixture(scope="module")
def visit(browser: Browser, hostile: Engine) -> Iterator[Visit]:
    with served(LazyEngine.of(hostile)) as address, visiting(browser, address) as visit:
        yield visit


def assert_inert(visitor: Visitor) -> None:
    # Frames are drawn after what would have failed to load has failed: its handlers have run.
    visitor.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    assert visitor.dialogs == []
    assert visitor.foreign() == []
    assert visitor.errors == []
    assert [request for request in visitor.requests if request.endswith(("/x", "/%60x%60onerror=alert(4)"))] == []
    assert visitor.page.evaluate(_MADE_OF_MARKUP) == []


def test_the_list_is_long_enough() -> None:
    assert len(set(PAYLOADS) | set(ADDRESSES)) >= 40
    assert set().union(*(PAYLOADS[number :: len(TOWNS)] for number in range(len(TOWNS)))) == set(PAYLOADS)


@pytest.mark.parametrize("number", range(len(TOWNS)), ids=TOWNS)
def test_in_the_conversation_the_sources_and_the_article(visit: Visit, hostile: Engine, number: int) -> None:
    visitor = visit().ready()
    page = visitor.page
    payload = PAYLOADS[number + 1]
    exchange = visitor.ask(f"Who opened the bakery of {TOWNS[number]}? {payload}")
    expect(exchange.locator(".question")).to_contain_text(payload)
    given = article(number)
    page.locator(f"[data-article={given['id']}]").first.click()
    expect(page.locator(".reading h2")).to_have_text(" ".join(given["title"].split()))
    expect(page.locator(".reading .byline")).to_contain_text(given["publisher"])
    for author in given["authors"]:
        expect(page.locator(".reading .authors")).to_contain_text(author)
    assert page.locator(".reading .text").text_content() == hostile.article(given["id"]).text
    links = page.locator(".reading a").evaluate_all("links => links.map(link => link.href)")
    assert [link for link in links if not link.startswith("https://news.example/")] == []
    assert_inert(visitor)


def test_all_of_them_as_questions(visit: Visit) -> None:
    visitor = visit().ready()
    for start in range(0, len(PAYLOADS), 17):
        question = " ".join(PAYLOADS[start : start + 17])
        exchange = visitor.ask(question)
        shown = exchange.locator(".question").text_content() or ""
        assert question[:500] in shown
    assert_inert(visitor)


def test_in_the_library(visit: Visit) -> None:
    visitor = visit().ready()
    visitor.page.get_by_role("tab", name=texts.VIEW_LIBRARY).click()
    library = visitor.page.get_by_role("tabpanel", name=texts.VIEW_LIBRARY)
    for number in range(len(TOWNS)):
        expect(library).to_contain_text(" ".join(article(number)["title"].split()))
    assert_inert(visitor)


def test_on_the_shelf_and_in_the_name_of_a_file(visit: Visit, hostile: Engine) -> None:
    visitor = visit().ready()
    (mill,) = (header for header in hostile.articles() if header.id not in {article(at)["id"] for at in range(8)})
    assert "onerror" in mill.id + mill.title
    for each in hostile.articles(limit=3):
        expect(visitor.page.locator("#shelf")).to_contain_text(" ".join(each.title.split()))
    assert_inert(visitor)


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with provider_server() as server:
        yield server


def test_in_the_reply_of_a_model(browser: Browser, home: Path, provider: ProviderServer) -> None:
    settings = Settings(home=home, llm=("openai-like:small",), llm_url=f"{provider.address}/v1")
    with (
        Engine(settings) as engine,
        served(LazyEngine.of(engine)) as address,
        visiting(browser, address) as visit,
    ):
        engine.load()
        visitor = visit().ready()
        for start in range(0, len(PAYLOADS), 17):
            told = " ".join(PAYLOADS[start : start + 17])
            provider.behave(Behaviour(f"The bakery of Quistown was opened by Orla Finnbar {told} in May [1]."))
            visitor.ask(f"Who opened the bakery of Quistown in the {start}th place?")
        assert provider.requests
        assert_inert(visitor)


_MADE_OF_MARKUP = r"""() => {
  const own = [location.origin + "/", "https://news.example/"];
  const bad = [];
  const parts = "#head, #masthead, #conversation, #sources, #shelf, #reader, #filters, #library-main, #library-side";
  const tags = "img, script, iframe, object, embed, link, style, base, meta, form[action], video, audio, math, " +
    "marquee, textarea:not([data-testid]), svg script, svg animate, svg image, details[open] > img, b, body";
  for (const part of document.querySelectorAll(parts)) {
    for (const element of part.querySelectorAll(tags)) bad.push(element.outerHTML.slice(0, 200));
  }
  for (const element of document.querySelectorAll("body, body *")) {
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) bad.push(`${name}=${value}`);
      if (/^(href|src|action|formaction|xlink:href|srcset|ping|poster|background)$/i.test(name)) {
        const address = new URL(value, location.href);
        if (!own.some(start => address.href.startsWith(start)) && address.protocol !== "data:") bad.push(value);
        if (address.protocol === "data:" && !/^data:image\//.test(value)) bad.push(value);
      }
      if (name === "style" && /url\(/i.test(value)) bad.push(value);
    }
  }
  return bad;
}"""
