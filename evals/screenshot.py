"""Take the README's picture: the real page, one question asked, its first source open at the quote.

python evals/screenshot.py [--question QUESTION] [--out FILE]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_WAIT = 120_000  # milliseconds; the page builds its library first


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _options(arguments)
    found = [path for name in _CHROMIUM if (path := shutil.which(name))]
    if not found:
        print("screenshot: There is no Chromium; `make browser` installs it.", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.set_default_timeout(_WAIT)
        page.goto(address)
        page.fill("#question textarea", options.question)
        page.press("#question textarea", "Enter")
        page.locator(".exchange.done .mark").first.click()
        page.locator("mark").wait_for()
        page.mouse.move(640, 790)
        page.wait_for_timeout(1000)  # for what fades in
        page.screenshot(path=options.out)
        browser.close()
    print(f"Screenshot: {options.out}")
    return 0


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
    parser = argparse.ArgumentParser(prog="python evals/screenshot.py", description="Take the README's picture.")
    parser.add_argument("--question", default="Who opened the talks in Astana?", help="default: %(default)s")
    parser.add_argument("--out", type=Path, metavar="FILE", default=ROOT / "evals" / "screenshots" / "chat.png")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
