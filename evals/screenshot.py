"""Take the README's pictures: the real page, one question asked, its source open at the quote; light, dark, phone.

python evals/screenshot.py [--question QUESTION] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_WAIT = 120_000  # milliseconds; the page builds its library first
_COLOURS = 128
_WIDE = {"viewport": {"width": 1280, "height": 800}}
_PHONE = {"viewport": {"width": 390, "height": 740}, "has_touch": True, "is_mobile": True}

PICTURES: dict[str, dict[str, Any]] = {
    "light": {**_WIDE, "color_scheme": "light"},
    "dark": {**_WIDE, "color_scheme": "dark"},
    "phone": {**_PHONE, "color_scheme": "light"},
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _options(arguments)
    found = [path for name in _CHROMIUM if (path := shutil.which(name))]
    if not found:
        print("screenshot: There is no Chromium; `make browser` installs it.", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=["--no-sandbox"])
        for name, look in PICTURES.items():
            file = options.out / f"{name}.png"
            take(browser, address, options.question, look, file)
            print(f"Screenshot: {file}")
        browser.close()
    return 0


def take(browser: Browser, address: str, question: str, look: dict[str, Any], file: Path) -> None:
    """One picture, of a page that nobody asked anything before."""
    page = browser.new_page(**look, reduced_motion="reduce")
    page.set_default_timeout(_WAIT)
    page.goto(address)
    page.locator(".library", has_text="articles").wait_for()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(".exchange.done").wait_for()
    if "is_mobile" not in look:  # there the article would lie over the answer
        page.locator(".exchange.done .mark").first.click()
        page.locator("mark").wait_for()
    page.mouse.move(640, 600)
    page.locator("#card").wait_for(state="hidden")
    picture = Image.open(io.BytesIO(page.screenshot()))
    # A palette is enough for text on paper, and a third of the size.
    picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    page.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of the page, served by a process of its own from a new library of the bundled articles."""
    with tempfile.TemporaryDirectory(prefix="screenshot-") as home:
        process = subprocess.Popen(
            [sys.executable, "-m", "qa", "chat", "--port", "0"],
            cwd=ROOT,
            env={**os.environ, "QA_HOME": home},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        try:
            assert process.stdout is not None
            addresses = (match[0] for line in process.stdout if (match := re.search(r"http://\S+", line)))
            yield next(addresses)
        finally:
            process.terminate()
            process.wait()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python evals/screenshot.py", description="Take the README's pictures.")
    parser.add_argument("--question", default="Who opened the talks in Astana?", help="default: %(default)s")
    parser.add_argument("--out", type=Path, metavar="FOLDER", default=ROOT / "evals" / "screenshots")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
