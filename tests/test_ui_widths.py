"""The page from the narrowest phone to the widest screen: nothing cut off, over another, or scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import Visitor, served, visiting

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SIZES = ((320, 640), (390, 740), (768, 1024), (1024, 768), (1280, 800), (1920, 1080), (2560, 1440))
NARROW = 900  # pixels, up to which the panel lies over the conversation

# Whatever scrolls or could, by how much it is wider than what one sees of it; what is for ears alone has no width.
SIDEWAYS = """() => {
  const scrolls = ["auto", "scroll", "hidden", "clip"];
  const wide = (element) => element.scrollWidth > element.clientWidth + 1;
  const seen = (element) => element.checkVisibility() && element.clientWidth > 1;
  const cut = (element) => getComputedStyle(element).textOverflow === "ellipsis";
  const inner = [...document.querySelectorAll("body *")].filter((element) =>
    scrolls.includes(getComputedStyle(element).overflowX) && seen(element) && !cut(element));
  return [document.scrollingElement, ...inner].filter(wide).map((element) =>
    `${element.tagName}#${element.id}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`);
}"""

# What one presses or writes in, as far as it is to be seen: what reaches out of the window, and pairs over one another.
CONTROLS = """() => {
  const inSight = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowY === "visible") continue;
      const around = outer.getBoundingClientRect();
      [left, top] = [Math.max(left, around.left), Math.max(top, around.top)];
      [right, bottom] = [Math.min(right, around.right), Math.min(bottom, around.bottom)];
    }
    return { left, top, right, bottom };
  };
  const pressable = ({ left, top, right, bottom }, element) =>
    right - left > 1 && bottom - top > 1 &&
    element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  const controls = [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
    .filter((element) => element.checkVisibility())
    .map((element) => [element, inSight(element)])
    .filter(([element, box]) => pressable(box, element));
  const name = (element) => element.id || element.getAttribute("aria-label") || element.textContent || element.name;
  const out = controls.filter(([element]) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  });
  const over = controls.flatMap(([one, a], at) => controls.slice(at + 1).filter(([other, b]) =>
    !one.contains(other) && !other.contains(one) &&
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  ).map(([other]) => `${name(one)} / ${name(other)}`));
  return { count: controls.length, out: out.map(([element]) => name(element)), over };
}"""

# Those of the selectors whose middle is not to be seen and pressed.
HIDDEN = """selectors => selectors.filter((selector) => {
  const element = document.querySelector(selector);
  const box = element.getBoundingClientRect();
  const whole = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
  return !whole || !element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
})"""

# Widths of a statement, in pixels, at which its first mark stands on a line without its last word.
PARTED = """() => {
  const statement = document.querySelector(".statement");
  const [words, mark] = [statement.querySelector(".words"), statement.querySelector(".mark")];
  const parted = [];
  for (let width = 240; width <= 700; width += 3) {
    statement.style.width = `${width}px`;
    const last = [...words.getClientRects()].pop();
    if (mark.getBoundingClientRect().top >= last.bottom - 2) parted.push(width);
  }
  statement.style.width = "";
  return parted;
}"""

ASKING = ("#question textarea", "#ask", "#tab-library")


def welcome(visitor: Visitor) -> None:
    expect(visitor.page.locator(".example").first).to_be_visible()


def answer(visitor: Visitor) -> None:
    visitor.ask("Who opened the talks in Astana?")


def article_open(visitor: Visitor) -> None:
    visitor.page.locator(".mark").first.click()
    visitor.marked()


def declined(visitor: Visitor) -> None:
    visitor.page.locator(".reading .back").click()
    visitor.ask("Who won the 2014 World Cup?")


def library(visitor: Visitor) -> None:
    visitor.page.get_by_role("tab", name=texts.VIEW_LIBRARY).click()
    visitor.page.locator(".articles .title").first.wait_for()


# One after the other in one page; each with what has to stay in view, and where the panel lies over it on a phone.
STATES: dict[str, tuple[Callable[[Visitor], None], tuple[str, ...]]] = {
    "welcome": (welcome, ASKING),
    "answer": (answer, ASKING),
    "article open": (article_open, (*ASKING, ".reading .back")),
    "declined": (declined, ASKING),
    "library": (library, (".look input[type=search]", "#tab-ask", "#tab-library")),
}


def settled(page: Page, width: int, height: int) -> None:
    """Gives the window a size, and waits until what depends on it is drawn."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def faults(page: Page, state: str, in_view: tuple[str, ...]) -> list[str]:
    """What is wrong with the page in a state, at each of the sizes."""
    found = []
    for width, height in SIZES:
        settled(page, width, height)
        covered = state == "article open" and width <= NARROW
        needed = [each for each in in_view if not covered or each not in ASKING]
        controls = page.evaluate(CONTROLS)
        assert controls["count"] >= len(needed)
        found += [f"{width} px, sideways: {each}" for each in page.evaluate(SIDEWAYS)]
        found += [f"{width} px, out of the window: {each}" for each in controls["out"]]
        found += [f"{width} px, one over another: {each}" for each in controls["over"]]
        found += [f"{width} px, not in view: {each}" for each in page.evaluate(HIDDEN, needed)]
    return found


@pytest.fixture(scope="module")
def visitor(browser: Browser, engine: Engine) -> Iterator[Visitor]:
    engine.load()
    with served(LazyEngine.of(engine)) as address, visiting(browser, address) as visit:
        yield visit(reduced_motion="reduce").ready()


def test_nothing_is_cut_off_or_scrolls_sideways_at_any_width(visitor: Visitor) -> None:
    found = {}
    for state, (reach, in_view) in STATES.items():
        settled(visitor.page, 1280, 800)
        reach(visitor)
        found[state] = faults(visitor.page, state, in_view)
    assert found == {state: [] for state in STATES}


def test_the_first_mark_stays_with_the_last_word_at_any_width(visitor: Visitor) -> None:
    visitor.page.get_by_role("tab", name=texts.VIEW_ASK).click()
    answer(visitor)
    assert visitor.page.evaluate(PARTED) == []
    visitor.page.add_style_tag(content=".words::after { content: none !important; }")
    assert visitor.page.evaluate(PARTED) != []


def test_a_part_that_is_too_wide_is_found(visitor: Visitor) -> None:
    settled(visitor.page, 1280, 800)
    visitor.page.get_by_role("tab", name=texts.VIEW_ASK).click()
    visitor.page.evaluate("document.querySelector('#conversation .conversation').style.minWidth = '1400px'")
    assert any("conversation" in each for each in visitor.page.evaluate(SIDEWAYS))
    visitor.page.evaluate("document.querySelector('#tab-library').style.marginInlineStart = '-1rem'")
    assert visitor.page.evaluate(CONTROLS)["over"] == ["tab-ask / tab-library"]
    visitor.page.evaluate("document.querySelector('#ask').style.translate = '100vw'")
    assert visitor.page.evaluate(HIDDEN, list(ASKING)) == [ASKING[1]]
