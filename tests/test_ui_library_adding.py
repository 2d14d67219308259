"""Adding files that a browser brought: which paths count, what is told of each file, and that none stays behind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.article import Article
from qa import Settings
from qa.ui import texts
from qa.ui.library.adding import Adding, Addings, Taken, Upload, uploads
from vectorstore.writers_lock import writers_lock

if TYPE_CHECKING:
    from qa import Engine

TEXT = (
    "The Quistown bakery sells lemon cakes made by Orla Finnbar, who opened it on Friday together with her brother "
    "and two old friends from the north of the town."
)


@pytest.fixture
def library(library_home: Path) -> Iterator[Engine]:
    from qa import Engine

    with Engine(Settings(home=library_home)) as engine:
        yield engine


def uploaded(folder: Path, **files: str) -> dict[str, Path]:
    """Files as the server keeps them, each in a folder of its own."""
    paths = {}
    for number, (name, content) in enumerate(files.items()):
        path = folder / str(number) / name.replace("_", ".")
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
        paths[name] = path
    return paths


def taken(engine: Engine, files: list[Upload], known: set[str]) -> list[Taken]:
    async def follow() -> list[Taken]:
        adding = Adding(files, known)
        async for _ in adding.run(engine):
            assert [each.name for each in adding.taken] == [file.name for file in files]
        assert adding.state == "done"
        return adding.taken

    return asyncio.run(follow())


def test_only_what_was_uploaded_to_this_page_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT, encoding="utf-8")
    known = {str(tmp_path / "0" / "a.md")}
    sent = [
        {"name": "a.md", "path": str(tmp_path / "0" / "a.md")},
        {"name": "again.md", "path": str(tmp_path / "0" / "a.md")},
        {"name": "secret.txt", "path": str(secret)},
        {"name": "up.txt", "path": f"{tmp_path}/0/../secret.txt"},
        {"name": "web", "path": "https://example.com/"},
        {"name": "big.txt", "refused": "large"},
        {"refused": "folder"},
        {"name": "odd", "refused": ["large"]},
        "a.md",
    ]
    assert uploads(sent, known) == [
        Upload("again.md", tmp_path / "0" / "a.md"),
        Upload("secret.txt", None, texts.UPLOAD_FAILED),
        Upload("up.txt", None, texts.UPLOAD_FAILED),
        Upload("web", None, texts.UPLOAD_FAILED),
        Upload("big.txt", None, texts.REFUSED["large"].format(most=50)),
        Upload(texts.FILE_UNNAMED, None, texts.REFUSED["folder"]),
        Upload("odd", None, texts.UPLOAD_FAILED),
    ]
    assert uploads(None, known) == uploads({"name": "a.md"}, known) == []


def test_of_files_that_are_too_many_it_is_told_how_many_were_not_taken() -> None:
    sent = [{"name": f"{number}.md", "refused": "folder"} for number in range(1_203)]
    for count, left in ((1_000, None), (1_001, "The last file"), (1_203, "The last 203 files")):
        told = uploads(sent[:count], set())
        assert [each.name for each in told[:1_000]] == [f"{number}.md" for number in range(1_000)]
        assert [each.name for each in told[1_000:]] == ([left] if left else [])
    assert "at most 1,000 files" in (told[-1].problem or "")


def test_each_file_is_told_of_and_deleted(library: Engine, tmp_path: Path) -> None:
    rows = f'{{"title": "Ferry", "text": "The ferry sank."}}\nno json\n{{"title": "Cakes", "text": "{TEXT}"}}\n'
    paths = uploaded(tmp_path, good_md=TEXT, rows_jsonl=rows, empty_txt="", photo_png="x")
    known = {str(path) for path in paths.values()}
    files = [Upload(path.name, path) for path in paths.values()]
    files.insert(1, Upload("lost.md", None, texts.UPLOAD_FAILED))
    good, lost, lines, empty, photo = taken(library, files, known)
    assert (good.added, good.problem, good.done) == (1, None, True)
    assert library.article(good.articles[0][0]).text == TEXT
    assert (lost.added, lost.problem, lost.done) == (0, texts.UPLOAD_FAILED, True)
    assert (lines.added, lines.unchanged, lines.skipped) == (1, 1, 1)
    assert lines.skips[0].place == "Line 2"
    assert (empty.skipped, empty.skips[0].place) == (1, "")
    assert empty.skips[0].reason == "The file is empty; remove it or fill it"
    assert photo.skips[0].reason.startswith("This kind of file is not read")
    assert library.count() == 8
    assert list(tmp_path.iterdir()) == [library.settings.home]
    assert known == set()


def test_of_a_file_of_many_the_first_skips_are_told_and_the_others_counted(library: Engine, tmp_path: Path) -> None:
    paths = uploaded(tmp_path, rows_jsonl="no json\n" * 40)
    [lines] = taken(library, [Upload("rows.jsonl", paths["rows_jsonl"])], {str(paths["rows_jsonl"])})
    assert (lines.skipped, len(lines.skips)) == (40, 10)


def test_while_another_process_writes_one_is_told_and_the_file_is_deleted(library: Engine, tmp_path: Path) -> None:
    paths = uploaded(tmp_path, good_md=TEXT)
    with writers_lock(library.settings.home / "library.sqlite3"):
        [good] = taken(library, [Upload("good.md", paths["good_md"])], {str(paths["good_md"])})
    assert (good.added, good.problem, good.done) == (0, texts.LIBRARY_BUSY, True)
    assert not paths["good_md"].exists()
    assert library.count() == 6


def test_who_leaves_meanwhile_ends_the_adding_and_leaves_no_file_behind(library: Engine, tmp_path: Path) -> None:
    rows = "".join(f'{{"title": "Ferry {n}", "text": "Ferry number {n} sank."}}\n' for n in range(5_000))
    paths = uploaded(tmp_path, rows_jsonl=rows)

    async def leave() -> None:
        news = Adding([Upload("rows.jsonl", paths["rows_jsonl"])], {str(paths["rows_jsonl"])}).run(library)
        async with aclosing(news):
            await anext(news)
        while paths["rows_jsonl"].exists():
            await asyncio.sleep(0.05)

    asyncio.run(leave())
    assert library.count() < 5_006


def test_stopping_keeps_what_was_added_and_says_of_each_other_file_that_it_was_not(
    library: Engine, tmp_path: Path
) -> None:
    rows = "".join(f'{{"title": "Ferry {n}", "text": "Ferry number {n} sank."}}\n' for n in range(100_000))
    paths = uploaded(tmp_path, good_md=TEXT, rows_jsonl=rows, late_md=f"Late. {TEXT}", empty_txt="")
    files = [Upload(path.name, path) for path in paths.values()]
    adding = Adding(files, {str(path) for path in paths.values()})
    states = []

    async def stop() -> None:
        async for _ in adding.run(library):
            states.append(adding.state)
            if adding.taken[1].added and "stopping" not in states:
                adding.stop()

    asyncio.run(stop())
    good, ferries, late, empty = adding.taken
    assert (states[0], states[-1]) == ("running", "stopped")
    assert (good.added, good.problem, good.cut_short) == (1, None, False)
    assert 0 < ferries.added < 100_000
    assert (ferries.problem, ferries.cut_short) == (texts.ADD_CUT_SHORT, True)
    assert (late.count, late.problem, late.cut_short) == (0, texts.ADD_NOT_BEGUN, True)
    assert (empty.count, empty.problem, empty.cut_short) == (0, texts.ADD_NOT_BEGUN, True)
    assert library.count() == 7 + ferries.added
    assert not any(path.exists() for path in paths.values())


def test_a_document_that_is_being_read_when_one_stops_is_let_go(library: Engine, tmp_path: Path) -> None:
    paths = uploaded(tmp_path, slow_html="".join(f"<div>{n}" for n in range(1_000_000)))
    adding = Adding([Upload("slow.html", paths["slow_html"])], {str(paths["slow_html"])})

    async def stop() -> None:
        async for _ in adding.run(library):
            adding.stop()

    asyncio.run(stop())
    assert (adding.state, adding.taken[0].problem) == ("stopped", texts.ADD_NOT_BEGUN)
    assert not paths["slow_html"].exists()


def test_only_the_session_that_adds_can_stop_it(library: Engine, tmp_path: Path) -> None:
    own, other = (Adding([], set()) for _ in range(2))
    assert own.token != other.token
    addings = Addings({own.token: own})
    for sent in (other.token, "", None, [own.token], {own.token: 1}):
        addings.stop(sent)
        assert own.state == other.state == "running"
    addings.stop(own.token)
    assert (own.state, other.state) == ("stopping", "running")


def test_an_article_that_was_read_already_is_added_as_it_is(library: Engine) -> None:
    article = Article(id="own-id", title="Own", text=TEXT, publisher="Post", authors=("A", "B"))
    assert library.add_articles([article]).added == ("own-id",)
    assert library.article("own-id") == article
