"""Naming files: folders, patterns, and what is included and excluded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Skipped
from corpus.paths import Filter, files
from tests.sources import write

TREE = [
    "a.html",
    "a.md",
    "drafts/b.md",
    "drafts/old/c.md",
    "news/2018/d.html",
    "news/2018/drafts/e.html",
    "news/2019/f.html",
    "news/[x].html",
]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [*TREE, ".hidden.md", "news/.git/g.html"]:
        write(tmp_path / name, "x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(path: str | Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[str]:
    found = files(path, Filter(include, exclude), kinds=".md")
    return [f"{item.source}: {item.reason}" if isinstance(item, Skipped) else item[0].as_posix() for item in found]


def test_a_folder_is_everything_below_it_by_name(tree: Path) -> None:
    assert named(".") == TREE
    assert named(tree) == [f"{tree.as_posix()}/{name}" for name in TREE]
    assert named("drafts") == ["drafts/b.md", "drafts/old/c.md"]
    assert named("a.md") == ["a.md"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.html", ["a.html"]),
        ("a.*", ["a.html", "a.md"]),
        ("?.md", ["a.md"]),
        ("[ab].md", ["a.md"]),
        ("**/*.html", ["a.html", *TREE[4:]]),
        ("news/**/*.html", TREE[4:]),
        ("news/*.html", ["news/[x].html"]),
        ("news/*/*.html", ["news/2018/d.html", "news/2019/f.html"]),
        ("news/*/f.html", ["news/2019/f.html"]),
        ("*/2018", TREE[4:6]),
        ("news/2018/**", TREE[4:6]),
        ("**/drafts/**", ["drafts/b.md", "drafts/old/c.md", "news/2018/drafts/e.html"]),
        ("**/drafts/*.md", ["drafts/b.md"]),
        ("n*/2019/**/f.html", ["news/2019/f.html"]),
        ("news/[x].html", ["news/[x].html"]),  # a file of that very name
        ("*", TREE),
        (".hid*", [".hid*: no file fits this pattern; check it"]),
        ("*.pdf", ["*.pdf: no file fits this pattern; check it"]),
        ("none/*.md", ["none/*.md: no file fits this pattern; check it"]),
        ("a.md/*.md", ["a.md/*.md: no file fits this pattern; check it"]),
    ],
)
def test_patterns(tree: Path, pattern: str, expected: list[str]) -> None:
    assert named(pattern) == expected
    if not expected[0].endswith("check it"):
        assert named(tree / pattern) == [f"{tree.as_posix()}/{name}" for name in expected]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.md"], [], ["a.md", "drafts/b.md", "drafts/old/c.md"]),
        (["*.md", "f.*"], [], ["a.md", "drafts/b.md", "drafts/old/c.md", "news/2019/f.html"]),
        (["drafts/*.md"], [], ["drafts/b.md"]),
        (["./*.md"], [], ["a.md"]),
        (["/a.*"], [], ["a.html", "a.md"]),
        (["news/2018"], [], TREE[4:6]),
        (["news/2018/"], [], TREE[4:6]),
        (["news/**/*.html"], ["2018"], ["news/2019/f.html", "news/[x].html"]),
        ([], ["drafts"], ["a.html", "a.md", "news/2018/d.html", "news/2019/f.html", "news/[x].html"]),
        ([], ["drafts/*"], ["a.html", "a.md", *TREE[4:]]),
        ([], ["**/drafts/*"], ["a.html", "a.md", "news/2018/d.html", "news/2019/f.html", "news/[x].html"]),
        ([], ["*.html", "old"], ["a.md", "drafts/b.md"]),
        (["*.md"], ["a.*"], ["drafts/b.md", "drafts/old/c.md"]),
        ([""], ["", "*.html"], [".: every file in it is left out; change what is included and excluded"]),
        (["*.pdf"], [], [".: every file in it is left out; change what is included and excluded"]),
        ([], ["*"], [".: every file in it is left out; change what is included and excluded"]),
    ],
)
def test_what_is_included_and_excluded(tree: Path, include: list[str], exclude: list[str], expected: list[str]) -> None:
    assert named(".", include, exclude) == expected


def test_a_file_that_is_named_itself_is_never_left_out(tree: Path) -> None:
    assert named("a.md", ["*.html"], ["a.*"]) == ["a.md"]
    assert named("news/**/*.html", exclude=["2018"]) == ["news/2019/f.html", "news/[x].html"]


def test_a_folder_without_files(tmp_path: Path) -> None:
    assert named(tmp_path) == [f"{tmp_path}: the folder holds no files; put .md files in it"]


def test_patterns_end_where_links_go_round_in_circles(tree: Path) -> None:
    for name in ("x", "y"):
        (tree / "news" / name).symlink_to(tree / "news")
    assert named("news/**/d.html") == ["news/2018/d.html"]


def test_a_broken_link_that_is_not_wanted_is_no_skip(tree: Path) -> None:
    (tree / "drafts" / "link.md").symlink_to("none")
    assert named("drafts") == [
        "drafts/b.md",
        "drafts/link.md: the link leads nowhere; mend or remove it",
        "drafts/old/c.md",
    ]
    assert named("drafts", exclude=["link.*"]) == ["drafts/b.md", "drafts/old/c.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_folder_that_may_not_be_read_is_one_skip(tree: Path) -> None:
    (tree / "drafts").chmod(0)
    try:
        reasons = [line for line in named(".") if line.startswith("drafts")]
    finally:
        (tree / "drafts").chmod(0o755)
    assert reasons == ["drafts: permission to read it is denied; give yourself the right to read it"]
