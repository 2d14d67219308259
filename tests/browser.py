"""A real page in a real Chromium, for the tests of the page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from typing import TYPE_CHECKING, Any, cast

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from qa.ui import server
from qa.ui.access import Access
from qa.ui.loading import LazyEngine

if TYPE_CHECKING:
    from qa import Engine

ARGUMENTS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BOX = "#question textarea"
WAIT = 30_000  # milliseconds; two busy cores are slow


@contextmanager
def served(engine: LazyEngine, *, port: int = 0, access: Access | None = None) -> Iterator[str]:
    """The address of a page over an engine, for as long as it is served; `access` says to whom."""
    ready = Flag()
    addresses: list[str] = []

    def on_ready(address: str) -> None:
        addresses.append(address)
        ready.set()

    listener = server.listen("127.0.0.1", port)
    page = server.PageServer(engine, listener, on_ready, access)
    thread = threading.Thread(target=page.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield addresses[0]
    finally:
        page.stop()
        thread.join(10)


class Held:
    """An engine that goes on to its next event only when it is let: for what happens while one waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.open = Flag()
        self.held = Flag()  # set once it waits

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def stream(self, question: str, **options: Any) -> Iterator[Any]:
        for event in self._engine.stream(question, **options):
            yield event
            self.held.set()
            self.open.wait(60)

    @property
    def lazy(self) -> LazyEngine:
        return LazyEngine.of(cast("Engine", self))


class Visitor:
    """A browser on the page; notes each request, dialog and error of it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WAIT)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self._refuse)
        self.page.on("pageerror", lambda error: self.errors.append(error.message))
        self.page.goto(address)
        self.page.wait_for_selector(BOX)

    def _refuse(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ready(self) -> Visitor:
        """The same, once the library is shown."""
        expect(self.page.locator(".library")).to_contain_text("article", timeout=WAIT)
        return self

    def ask(self, question: str) -> Any:
        """Asks, waits for the end, and gives the exchange."""
        before = self.page.locator(".exchange").count()
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")
        exchange = self.page.locator(".exchange").nth(before)
        self.ended(exchange)
        return exchange

    def ended(self, exchange: Any) -> None:
        """Waits until the exchange is done, stopped or failed."""
        exchange.and_(self.page.locator(".done, .failed, .stopped")).wait_for()

    def marked(self) -> str:
        """The text of the quote in the article that is open, once it is there."""
        mark = self.page.locator("mark")
        mark.wait_for()
        return cast("str", mark.text_content())

    def in_view(self, selector: str) -> bool:
        """Whether an element lies within the window, and nothing lies over it."""
        return cast("bool", self.page.evaluate(_IN_VIEW, selector))

    def focused(self, selector: str) -> bool:
        """Whether the focus is on what the selector names."""
        return cast("bool", self.page.evaluate("s => document.activeElement.matches(s)", selector))

    def foreign(self) -> list[str]:
        """The requests that went elsewhere."""
        own = (self.address, "data:", "blob:")
        return [request for request in self.requests if not request.startswith(own)]


Visit = Callable[..., Visitor]


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens browsers on a page, each with a session of its own, and closes them in the end."""
    contexts: list[BrowserContext] = []
    expect.set_options(timeout=WAIT)

    def visit(width: int = 1280, height: int = 800, **options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Visitor(context, address)

    try:
        yield visit
    finally:
        for context in contexts:
            context.close()


_IN_VIEW = """selector => {
  const element = document.querySelector(selector);
  const box = element.getClientRects()[0];
  const [x, y] = [box.left + 4, box.top + box.height / 2];
  const inside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  return inside && element.contains(document.elementFromPoint(x, y));
}"""
