"""Sources: whatever is named, in the order in which it is named."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.paths import patterns
from corpus.sources import listed, read_sources

LINE = b'{"id": "bridge", "title": "Bridge opens", "text": "The Tay bridge opened on Monday."}\n'


def test_files_addresses_and_standard_input_come_in_order(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text("# Ferry stops\n\nThe ferry stopped on Friday.\n", encoding="utf-8")
    named: list[str | Path] = ["http://127.0.0.1/page", tmp_path / "ferry.md", "HTTPS://10.0.0.1/", "-"]
    items = list(read_sources(named, stdin=io.BytesIO(LINE)))
    first, ferry, second, bridge = items
    assert isinstance(first, Skipped)
    assert first.source == "http://127.0.0.1/page"
    assert isinstance(second, Skipped)
    assert isinstance(ferry, Article)
    assert ferry.title == "Ferry stops"
    assert isinstance(bridge, Article)
    assert bridge.id == "bridge"


@pytest.mark.parametrize("address", ["ftp://news.example/page", "file:///etc/hosts"])
def test_an_address_that_is_not_of_the_web_is_no_file(address: str) -> None:
    (item,) = read_sources([address])
    reason = "only addresses that begin with http:// or https:// are fetched; save the page as a file"
    assert item == Skipped(address, reason)


def test_patterns_hold_for_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text("Rain in Leith\n\nIt rained in Leith on Monday.\n", encoding="utf-8")
    items = list(read_sources([tmp_path], include=["*.txt"], exclude=["b.*"]))
    assert [item.title for item in items if isinstance(item, Article)] == ["Rain in Leith"]
    assert len(items) == 1


def test_one_source_or_several_are_a_list(tmp_path: Path) -> None:
    assert listed("news.jsonl") == ["news.jsonl"]
    assert listed(tmp_path) == [tmp_path]
    assert listed(name for name in ("a", "b")) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (5, "int"),
        (None, "NoneType"),
        (["a.txt", None], "NoneType"),
        (b"a.txt", "bytes"),
        ({"title": "a", "text": "b"}, "dict"),
        ([{"title": "a", "text": "b"}], "dict"),
        (io.StringIO("a\n"), "StringIO"),
    ],
)
def test_what_is_no_source_is_refused_in_one_sentence(given: Any, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        listed(given)
    assert str(caught.value) == (
        f"What is added must be a path or an address, or a list of such, not {kind}; "
        "articles themselves are added from a JSONL file."
    )


@pytest.mark.parametrize("given", [5, ["*.md", 5]])
def test_what_is_no_pattern_is_refused(given: Any) -> None:
    with pytest.raises(SourceError) as caught:
        patterns(given)
    assert str(caught.value) == f"A pattern must be a text or a list of texts, not {given!r}."
