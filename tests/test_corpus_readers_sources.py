"""Reading sources of every kind in one go: order, standard input, patterns, and only as far as is asked for."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from corpus import Article, Skipped, read
from tests.sources import write


def titles(items: Iterable[Article | Skipped]) -> list[str]:
    return [item.title if isinstance(item, Article) else f"{item.source}: {item.reason}" for item in items]


LINES = b'{"title": "Line 1", "text": "Text."}\nnonsense\n{"title": "Line 2", "text": "Text."}\n'


def test_all_kinds_keep_their_order(tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path / f"{number:02}.md", f"# File {number}\nText.")
    write(tmp_path / "10.jsonl", LINES.replace(b"nonsense\n", b""))
    write(tmp_path / "20.csv", "title,text\nRow 1,Text.\nRow 2,Text.\n")
    write(tmp_path / "30.jpg", b"x")
    expected = [f"File {number}" for number in range(40)]
    expected[30:30] = [f"{tmp_path / '30.jpg'}: this kind of file is not read; save it as "]
    expected[20:20] = ["Row 1", "Row 2"]
    expected[10:10] = ["Line 1", "Line 2"]
    found = titles(read(tmp_path))
    found[34] = found[34].partition(".md")[0]
    assert found == expected


def test_standard_input_is_jsonl(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "# File\nText.")
    assert titles(read(["-", path], stdin=io.BytesIO(LINES))) == [
        "Line 1",
        "standard input:2: the line is not valid JSON (column 1: Expecting value); write one JSON object a line",
        "Line 2",
        "File",
    ]
    assert titles(read("-", stdin=io.BytesIO(b"\n"))) == [
        "standard input: it holds no articles; write one JSON object a line"
    ]


def test_the_process_has_its_own_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES)))
    assert titles(read("-"))[::2] == ["Line 1", "Line 2"]


def test_a_process_without_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert titles(read("-")) == ["standard input: it is closed; give it JSONL, or name a file"]


def test_patterns_and_what_is_left_out(tmp_path: Path) -> None:
    for name in ("one.md", "two.md", "below/three.md", "below/four.txt"):
        write(tmp_path / name, f"# {name}\nText.")
    assert titles(read(f"{tmp_path}/**/*.md")) == ["below/three.md", "one.md", "two.md"]
    assert titles(read(tmp_path, include=["*.md"], exclude=["below"])) == ["one.md", "two.md"]
    assert titles(read(tmp_path, include="*.md", exclude="below")) == ["one.md", "two.md"]


def test_files_are_opened_only_a_little_ahead(tmp_path: Path) -> None:
    asked = 0

    def paths() -> Iterator[Path]:
        nonlocal asked
        for number in range(1_000):
            asked += 1
            yield write(tmp_path / f"{number}.md", f"# File {number}\nText.")

    found = read(paths())
    assert asked == 0
    assert titles([next(found)]) == ["File 0"]
    assert asked < 100


def test_a_file_that_goes_away_in_between_is_a_skip(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", LINES)
    write(tmp_path / "b.jsonl", LINES)
    found = read(tmp_path)
    next(found)
    (tmp_path / "b.jsonl").unlink()
    assert titles(found)[-1] == f"{tmp_path / 'b.jsonl'}: there is no such file or folder; check the path"


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "# File\nText.")
    code = (
        "import os, sys, corpus\n"
        "found = corpus.read([sys.argv[1]] * 2)\n"
        "print(next(found).title, os.waitpid(-1, os.WNOHANG))\n"
        "found.close()\n"
        "try: os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError: print('none')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("File (0, 0)\nnone\n", "")
