"""Sources: whatever is named, in the order in which it is named."""

from __future__ import annotations

import io
from pathlib import Path

from corpus.article import Article, Skipped
from corpus.sources import read_sources

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


def test_patterns_hold_for_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_text("Rain in Leith\n\nIt rained in Leith on Monday.\n", encoding="utf-8")
    items = list(read_sources([tmp_path], include=["*.txt"], exclude=["b.*"]))
    assert [item.title for item in items if isinstance(item, Article)] == ["Rain in Leith"]
    assert len(items) == 1
