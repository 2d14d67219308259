"""The library's view as one uses it: a real browser, the real engine, the bundled articles, files that are dropped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from qa import Settings
from qa.ui import texts
from qa.ui.loading import LazyEngine
from tests.browser import BOX, Visit, Visitor, served
from vectorstore.writers_lock import writers_lock

if TYPE_CHECKING:
    from qa import Engine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

BAKERY = """---
title: Quistown bakery opens
publisher: Quistown Post
published: 2016-03-04
---
The Quistown bakery sells lemon cakes made by Orla Finnbar, who opened it on Friday.
"""
ROWS = """{"title": "Ferry", "text": "The Quistown ferry sank."}
no json
{"title": "Bridge", "text": "A bridge was built."}
"""

OPENED = "Who opened the talks in Astana?"
IMAGE = "<img src=x onerror=alert(1)>"
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
  document.querySelector(".drop").dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture(scope="module")
def library(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on a library of the bundled articles, which the tests change and put back as it was."""
    from qa import Engine

    engine.load()
    home = tmp_path_factory.mktemp("browsed")
    for path in engine.settings.home.glob("library.sqlite3*"):
        shutil.copy(path, home)
    with Engine(Settings(home=home)) as own:
        own.load()
        yield own


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps files that are uploaded."""
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def address(library: Engine, uploads: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(uploads))
        with served(LazyEngine.of(library)) as address:
            yield address


@pytest.fixture(autouse=True)
def as_before(library: Engine) -> Iterator[None]:
    """Each test finds the bundled articles and nothing else."""
    articles = list(library.export())
    yield
    library.remove([header.id for header in library.articles()])
    library.add_articles(articles)


def looking(visitor: Visitor) -> Page:
    """The page, once the library's view shows articles."""
    visitor.page.get_by_role("tab", name=texts.VIEW_LIBRARY).click()
    listed(visitor.page).first.wait_for()
    return visitor.page


def listed(page: Page) -> Any:
    return page.locator(".articles .title")


def choice(page: Page, name: str) -> Any:
    return page.get_by_role("combobox", name=name, exact=True)


def wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return width


def drop(page: Page, *paths: Path) -> None:
    page.locator("#library-side input[type=file]").set_input_files(list(paths))


def made(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("width", [390, 1280])
def test_browse_search_filter_and_sort(visit: Visit, width: int) -> None:
    page = looking(visit(width).ready())
    expect(listed(page)).to_have_count(6)
    assert wide(page) == 0
    newest = listed(page).all_text_contents()
    choice(page, texts.LIBRARY_ORDER).select_option("title")
    expect(listed(page)).to_have_text(sorted(newest, key=str.lower))
    page.get_by_label(texts.LIBRARY_SEARCH).fill("ASTANA talks")
    expect(page.locator(".found")).to_have_text(texts.LIBRARY_FOUND.format(count=3, of=6))
    page.get_by_label(texts.LIBRARY_SEARCH).fill("nowhere at all")
    expect(page.get_by_text(texts.LIBRARY_NO_MATCH)).to_be_visible()
    page.get_by_role("button", name=texts.LIBRARY_SHOW_ALL).click()
    choice(page, texts.LIBRARY_PUBLISHER).select_option("Tengrinews")
    expect(listed(page)).to_have_text(["Syrian opposition groups sign joint document as Syrian talks end in Astana"])
    page.reload()
    expect(listed(page)).to_have_count(1)
    expect(choice(page, texts.LIBRARY_PUBLISHER)).to_have_value("Tengrinews")
    page.get_by_role("button", name=texts.LIBRARY_SHOW_ALL).click()
    page.locator(".look [name=since]").fill("2018-01-01")
    expect(listed(page)).to_have_count(2)
    page.locator(".look [name=until]").fill("2017-01-01")
    expect(page.locator("#library-view .problem")).to_contain_text("swap the two days")


@pytest.mark.parametrize("width", [390, 1280])
def test_reading_an_article_and_going_back_to_where_one_was(visit: Visit, library: Engine, width: int) -> None:
    visitor = visit(width).ready()
    page = looking(visitor)
    title = listed(page).nth(1)
    expected = title.text_content()
    title.click()
    expect(page.locator(".reading h2")).to_have_text(expected or "")
    header = next(header for header in library.articles() if header.title == expected)
    assert page.locator(".reading .text").text_content() == library.article(header.id).text
    page.keyboard.press("Escape")
    expect(page.locator(".reading")).to_have_count(0)
    expect(title).to_be_focused()
    assert visitor.in_view(".articles li:nth-child(2) .title")


def test_the_views_are_tabs_by_keyboard_and_the_way_back_is_the_browsers(visit: Visit) -> None:
    visitor = visit().ready()
    page = visitor.page
    ask, library = (page.get_by_role("tab", name=name) for name in (texts.VIEW_ASK, texts.VIEW_LIBRARY))
    expect(ask).to_have_attribute("aria-selected", "true")
    ask.focus()
    page.keyboard.press("ArrowRight")
    expect(library).to_be_focused()
    expect(library).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name=texts.VIEW_LIBRARY)).to_be_visible()
    expect(page.locator(BOX)).to_be_hidden()
    page.go_back()
    expect(page.locator(BOX)).to_be_visible()
    expect(ask).to_have_attribute("aria-selected", "true")


def test_on_a_phone_the_browsers_way_to_the_other_view_leaves_no_article_over_it(visit: Visit) -> None:
    visitor = visit(390).ready()
    page = visitor.page
    exchange = visitor.ask(OPENED)
    looking(visitor)
    page.go_back()
    exchange.locator(".mark").first.click()
    visitor.marked()
    page.go_forward()
    expect(page.locator("#panel")).to_be_hidden()
    listed(page).first.click()
    expect(page.locator(".reading h2")).to_be_visible()


@pytest.mark.parametrize("text", ["newest", "1"])
def test_what_is_looked_for_stays_over_a_reload(visit: Visit, text: str) -> None:
    page = looking(visit().ready())
    page.get_by_label(texts.LIBRARY_SEARCH).fill(text)
    expect(page.locator(".found")).to_contain_text(" of 6 articles")
    page.reload()
    expect(page.get_by_label(texts.LIBRARY_SEARCH)).to_have_value(text)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_bar_of_the_plot_limits_the_list_to_its_month(visit: Visit, width: int) -> None:
    page = looking(visit(width).ready())
    bar = page.get_by_role("button", name=texts.MONTH_MANY.format(period="January 2018", count=2))
    bar.click()
    expect(listed(page)).to_have_count(2)
    expect(bar).to_have_attribute("aria-pressed", "true")
    bar.click()
    expect(listed(page)).to_have_count(6)
    bar.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(listed(page)).to_have_count(1)
    page.get_by_role("button", name=texts.UNDATED_MANY.format(count=3)).click()
    expect(listed(page)).to_have_count(3)
    expect(page.locator(".articles .byline").first).to_contain_text("date unknown")


@pytest.mark.parametrize("width", [390, 1280])
def test_dropping_files_adds_them_and_says_of_each_what_became_of_it(
    visit: Visit, tmp_path: Path, width: int, uploads: Path
) -> None:
    visitor = visit(width).ready()
    page = looking(visitor)
    good, rows = made(tmp_path, "bakery.md", BAKERY), made(tmp_path, "rows.jsonl", ROWS)
    rotten, foreign = made(tmp_path, "rotten.pdf", b"%PDF-1.7 nothing"), made(tmp_path, "photo.png", b"\x89PNG")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(51 * 2**20)
    drop(page, good, rows, rotten, foreign, large)
    files = page.locator(".taken > li")
    expect(page.locator("[data-adding=done]")).to_be_visible()
    expect(files.nth(0)).to_contain_text("1 added")
    expect(files.nth(1)).to_contain_text("2 added, 1 skipped")
    expect(files.nth(1)).to_contain_text("Line 2: ")
    expect(files.nth(2)).to_contain_text("1 skipped")
    expect(files.nth(2).locator(".skips")).not_to_be_empty()
    expect(files.nth(3).locator(".skips")).to_contain_text("This kind of file is not read")
    expect(files.nth(4)).to_contain_text(texts.REFUSED["large"].format(most=50))
    assert str(uploads) not in (page.locator(".taken").text_content() or "")
    expect(listed(page)).to_have_count(9)
    expect(page.locator(".masthead .library")).to_have_text("9 articles")
    expect(choice(page, texts.LIBRARY_PUBLISHER).locator("option")).to_contain_text(["Quistown Post (1)"])
    expect(page.get_by_role("button", name="March 2016: 1 article")).to_be_visible()
    files.nth(0).get_by_role("button").click()
    expect(page.locator(".reading .text")).to_contain_text("lemon cakes")
    assert [path for path in uploads.rglob("*") if path.is_file()] == []
    assert visitor.errors == []
    assert visitor.foreign() == []


@pytest.mark.parametrize("width", [390, 1280])
def test_an_adding_is_brought_into_view_and_can_be_stopped_by_keyboard(
    visit: Visit, library: Engine, tmp_path: Path, width: int
) -> None:
    visitor = visit(width).ready()
    page = looking(visitor)
    rows = "".join(f'{{"title": "Ferry {n}", "text": "Ferry number {n} sank."}}\n' for n in range(100_000))
    drop(page, made(tmp_path, "rows.jsonl", rows), made(tmp_path, "late.md", BAKERY))
    stop = page.get_by_role("button", name=texts.STOP_ADDING)
    expect(stop).to_be_in_viewport()
    said = page.locator("#library-taken").get_by_role("status")
    expect(said).to_have_text(texts.ADDING)
    expect(page.locator(".taken .outcome").first).to_contain_text("added")
    stop.focus()
    page.keyboard.press("Enter")
    expect(said).to_contain_text(f"{texts.ADDED_STOPPED}: ")
    expect(stop).to_have_count(0)
    expect(said).to_be_focused()
    files = page.locator(".taken > li")
    expect(files.nth(0).locator(".problem")).to_have_text(texts.ADD_CUT_SHORT)
    expect(files.nth(1).locator(".problem")).to_have_text(texts.ADD_NOT_BEGUN)
    count = library.count()
    assert 6 < count < 100_006
    expect(page.locator(".masthead .library")).to_have_text(f"{count:,} articles")
    expect(listed(page)).to_have_count(25)
    expect(said).to_be_in_viewport()
    assert visitor.errors == []


def test_files_can_be_dropped_with_the_mouse_and_their_names_and_titles_stay_text(
    visit: Visit, library: Engine
) -> None:
    visitor = visit().ready()
    page = looking(visitor)
    page.evaluate(DROP, [f"{IMAGE}.md", f'---\ntitle: "{IMAGE} opens"\npublisher: "{IMAGE}"\n---\nIt {IMAGE} opened.'])
    expect(page.locator("[data-adding=done]")).to_be_visible()
    expect(page.locator(".taken .name")).to_have_text(f"{IMAGE}.md")
    expect(listed(page).filter(has_text=f"{IMAGE} opens")).to_have_count(1)
    page.locator(".articles li", has_text=IMAGE).locator(".discard").click()
    expect(page.locator(".removals")).to_contain_text(texts.REMOVED_ONE.format(title=f"{IMAGE} opens"))
    expect(listed(page)).to_have_count(6)
    assert page.locator("#workspace img").count() == 0
    assert (visitor.dialogs, visitor.errors, visitor.foreign()) == ([], [], [])


@pytest.mark.parametrize("width", [390, 1280])
def test_removing_and_undoing_gives_back_the_very_same_article(visit: Visit, library: Engine, width: int) -> None:
    visitor = visit(width).ready()
    page = looking(visitor)
    before = list(library.export())
    title = listed(page).first.text_content() or ""
    page.get_by_role("button", name=texts.REMOVE_ONE.format(title=title)).click()
    expect(listed(page)).to_have_count(5)
    expect(page.locator(".masthead .library")).to_have_text("5 articles")
    expect(page.locator(".removals")).to_contain_text(texts.REMOVED_ONE.format(title=title))
    for place in (0, 1):
        page.locator("[data-pick]").nth(place).check()
    page.get_by_role("button", name=texts.REMOVE_PICKED.format(count=2)).click()
    expect(listed(page)).to_have_count(3)
    undo = page.get_by_role("button", name=texts.UNDO)
    expect(undo).to_have_count(2)
    expect(undo.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(listed(page)).to_have_count(5)
    expect(undo).to_have_count(1)  # the list may be drawn anew before what was removed is
    undo.click()
    expect(listed(page)).to_have_count(6)
    expect(page.locator(".removals")).to_have_count(0)
    assert list(library.export()) == before


def test_articles_removed_one_right_after_the_other_are_all_removed(visit: Visit) -> None:
    page = looking(visit().ready())
    page.locator(".articles").evaluate(
        "list => [...list.querySelectorAll('.discard')].slice(0, 3).forEach(b => b.click())"
    )
    expect(listed(page)).to_have_count(3)
    expect(page.get_by_role("button", name=texts.UNDO)).to_have_count(3)


def test_while_another_process_writes_one_is_told_and_nothing_is_lost(visit: Visit, library: Engine) -> None:
    page = looking(visit().ready())
    with writers_lock(library.settings.home / "library.sqlite3"):
        page.locator(".discard").first.click()
        expect(page.locator(".removals .problem")).to_have_text(texts.LIBRARY_BUSY)
    expect(listed(page)).to_have_count(6)


def test_what_another_process_changes_is_there_without_a_reload(visit: Visit, library: Engine) -> None:
    page = looking(visit().ready())
    search = page.get_by_label(texts.LIBRARY_SEARCH)
    search.focus()
    subprocess.run(
        [sys.executable, "-m", "qa", "remove", library.articles()[0].id],
        env={**os.environ, "QA_HOME": str(library.settings.home)},
        check=True,
        capture_output=True,
    )
    expect(listed(page)).to_have_count(5)
    expect(page.locator(".masthead .library")).to_have_text("5 articles")
    expect(page.get_by_role("button", name=texts.MONTH_ONE.format(period="January 2018"))).to_be_visible()
    expect(search).to_be_focused()
