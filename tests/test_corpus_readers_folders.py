"""Reading folders: in which order, past what cannot be read, along links, and however deep they go."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus import Article, Skipped, read
from tests.sources import EMPTY, GOOD, KINDS, read_one, reason, write


def titles(items: Iterable[Article | Skipped]) -> list[str]:
    return [item.title if isinstance(item, Article) else f"skipped {Path(item.source).name}" for item in items]


def remove_from_the_top(folder: Path) -> None:
    """Remove a folder that holds one named "d", which holds one, and so on, however many.

    pytest's own clean-up, in a later session, goes down by recursion, and Python would end there.
    """
    spare = folder.with_name("spare")
    while (folder / "d").exists():
        (folder / "d").rename(spare)
        folder.rmdir()
        spare.rename(folder)
    folder.rmdir()


def test_folders_are_read_in_order_with_what_is_below_them(tmp_path: Path) -> None:
    for name in ["b.txt", "a/c.md", "a/b/z.txt", "c.txt"]:
        write(tmp_path / name, f"Title {name}\n\nText." if name.endswith("txt") else f"# Title {name}\nText.")
    for name in [".hidden.txt", ".git/a.txt", "a/.DS_Store"]:
        write(tmp_path / name, GOOD)
    write(tmp_path / "a" / "photo.jpg", b"\xff\xd8\xff")
    expected = ["Title a/b/z.txt", "Title a/c.md", "skipped photo.jpg", "Title b.txt", "Title c.txt"]
    assert titles(read(tmp_path)) == expected
    assert titles(read([str(tmp_path / "c.txt"), tmp_path])) == ["Title c.txt", *expected]
    assert titles(read(tmp_path / ".hidden.txt")) == ["Talks end in Astana"]


def test_bad_files_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"")
    write(tmp_path / "b.txt", b"\0\1\2")
    write(tmp_path / "c.txt", b"Caf\xe9 opened.")
    write(tmp_path / "d.md", "---\na: b: c\n---\nText.")
    (tmp_path / "e.md").symlink_to("none")
    write(tmp_path / "f.md" / "inside.txt", "Inside\n\nText.")
    (tmp_path / "g.md").mkdir()
    write(tmp_path / "h.jsonl", b'{"title": "Line", "text": "Text."}\nnonsense\n')
    write(tmp_path / "i.txt", GOOD)
    assert titles(read([tmp_path / "none", tmp_path])) == [
        "skipped none",
        "skipped a.txt",
        "skipped b.txt",
        "skipped c.txt",
        "skipped d.md",
        "skipped e.md",
        "Inside",
        "Line",
        "skipped h.jsonl:2",
        "Talks end in Astana",
    ]


def test_a_folder_without_files(tmp_path: Path) -> None:
    (tmp_path / "x.md" / "below").mkdir(parents=True)
    assert reason(tmp_path / "x.md") == f"the folder holds no files; put {KINDS} files in it"


def test_links_that_go_round_in_circles_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.txt", "One\n\nText.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    write(tmp_path / "c" / "two.txt", "Two\n\nText.")
    assert titles(read(tmp_path)) == ["One", "Two"]


def test_a_linked_file_is_the_same_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", GOOD)
    (tmp_path / "b.txt").symlink_to(path)
    assert len({item.id for item in read(tmp_path) if isinstance(item, Article)}) == 1


def test_folders_deeper_than_the_stack(tmp_path: Path) -> None:
    start = Path.cwd()
    try:
        try:
            os.chdir(tmp_path)
            for _ in range(1_200):
                Path("d").mkdir()  # each from inside the last: the whole path is too long for one call
                os.chdir("d")
        finally:
            os.chdir(start)
        write(tmp_path / "e.txt", GOOD)
        assert titles(read(tmp_path)) == ["Talks end in Astana"]
    finally:
        remove_from_the_top(tmp_path / "d")


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n.txt")
    try:
        write(tmp_path / name, GOOD)
    except OSError:
        pytest.skip("this file system takes no such name")
    article = read_one(tmp_path / name)
    assert article.id.startswith("caf-")
    write(tmp_path / name, b"")
    [skipped] = read(tmp_path)
    assert skipped == Skipped(f"{tmp_path}/caf\ufffd\ufffd.txt", EMPTY)
