"""How fast the page is in a real browser: what one sees after Enter, after a click on a mark, and after opening it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from evals.speed.threads import p95

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent.parent
_WARM_UP = 3  # questions before the clock runs
_OPENINGS = 5
_PATIENCE = 60.0  # seconds until the server must answer
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def measure(home: Path, questions: Sequence[str]) -> tuple[dict[str, float], dict[str, list[float]]]:
    """The figures, and the seconds of each question after Enter; raises ModuleNotFoundError without Playwright."""
    from playwright.sync_api import sync_playwright

    with served(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, _BROWSERS)), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        opened, received, received_again = opening(browser, server.address)
        asked = asking(browser, server.address, questions)
        browser.close()
    return {
        "page_usable_seconds": median(opened),
        "page_kilobytes": received / 1024,
        "page_again_kilobytes": received_again / 1024,
        "page_feedback_p95_ms": 1000 * p95(asked["first feedback"]),
        "page_titles_p95_ms": 1000 * p95(asked["titles"]),
        "page_words_p95_ms": 1000 * p95(asked["first words"]),
        "page_answer_p95_ms": 1000 * p95(asked["whole answer"]),
        "page_mark_p95_ms": 1000 * p95(asked["a mark's quote"]),
    }, asked


@dataclass(frozen=True)
class Server:
    """A running `qa chat`."""

    address: str
    pid: int


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """`qa chat` on a library, in a process of its own, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "chat", "--port", str(port)]
    environment = {**os.environ, "QA_HOME": str(home)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                break
        address = f"http://127.0.0.1:{port}"
        urlopen(address, timeout=_PATIENCE).close()
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def opening(browser: Browser, address: str) -> tuple[list[float], float, float]:
    """Seconds until the page can be used; bytes over the wire the first time, and the second in the same browser."""
    first: list[float] = []
    for _ in range(_OPENINGS):
        context = browser.new_context()
        page = context.new_page()
        received = _counting(page)
        start = time.perf_counter()
        _open(page, address)
        first.append(time.perf_counter() - start)
        page.wait_for_load_state("load")
        of_first = received()
        again = context.new_page()
        received = _counting(again)
        _open(again, address)
        again.wait_for_load_state("load")
        of_second = received()
        context.close()
    return first, of_first, of_second


def asking(browser: Browser, address: str, questions: Sequence[str]) -> dict[str, list[float]]:
    """Seconds from Enter to what one sees, and from a click on a mark to its quote in view; by what it is."""
    page = browser.new_page()
    _open(page, address)
    page.locator(".library").filter(has_text="article").wait_for(timeout=_PATIENCE * 1000)
    seen: dict[str, list[float]] = {
        "first feedback": [],
        "titles": [],
        "first words": [],
        "whole answer": [],
        "a mark's quote": [],
    }
    for number, question in enumerate(questions):
        if number:
            page.locator("#new").click()
            page.wait_for_function("() => !document.querySelector('.exchange')")
        page.fill("#question textarea", question)
        took: dict[str, float] = page.evaluate(_WATCH)
        if number < _WARM_UP:
            continue
        seen["first feedback"].append(took["feedback"])
        seen["titles"].append(took["titles"])
        seen["whole answer"].append(took["answer"])
        if took["words"] is not None:
            seen["first words"].append(took["words"])
            seen["a mark's quote"].append(page.evaluate(_OPEN_MARK))
    return seen


def _open(page: Page, address: str) -> None:
    """Opens the page and waits until a question can be typed and asked."""
    page.goto(address, wait_until="commit")
    page.locator("#question textarea").wait_for(timeout=_PATIENCE * 1000)
    page.locator("#ask").wait_for(timeout=_PATIENCE * 1000)


def _counting(page: Page) -> Callable[[], float]:
    """Counts the bytes that a page is sent, headers and all; returns what tells how many so far."""
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def note(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", note)
    return lambda: sum(received)


# The times are taken inside the browser, at the first frame that is drawn with what is looked for.
_WATCH = """() => new Promise((resolve, reject) => {
  const took = {feedback: null, titles: null, words: null, answer: null};
  const box = document.querySelector("#question textarea");
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  const look = () => {
    const exchange = document.querySelector(".exchange");
    if (exchange && took.feedback === null) took.feedback = since();
    const titles = exchange?.querySelector(".progress cite, .said") || exchange?.matches(".done");
    if (titles && took.titles === null) took.titles = since();
    if (exchange?.querySelector(".said") && took.words === null) took.words = since();
    if (exchange?.matches(".done")) { took.answer = since(); return resolve(took); }
    if (exchange?.matches(".failed, .stopped") || since() > 60) return reject(new Error("no answer came"));
    requestAnimationFrame(look);
  };
  box.focus();
  box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
  box.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", bubbles: true, cancelable: true}));
  requestAnimationFrame(look);
})"""
_OPEN_MARK = """() => new Promise((resolve, reject) => {
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  const look = () => {
    const box = document.querySelector("#reader mark")?.getClientRects()[0];
    if (box && box.top >= 0 && box.top < innerHeight) return resolve(since());
    if (since() > 60) return reject(new Error("no quote came into view"));
    requestAnimationFrame(look);
  };
  document.querySelector(".exchange .mark").click();
  requestAnimationFrame(look);
})"""
