"""`qa add`: what it takes, what it says of each article, and what it says of what it could not read."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from qa.cli import main

GOOD = '{"id": "bridge", "title": "Bridge opens", "text": "The Tay bridge opened on Monday. It cost 40 million."}\n'

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with good files and one of every bad kind."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "good.jsonl").write_text(GOOD + "no json\n", encoding="utf-8")
    (folder / "good.txt").write_text("Ferry stops\n\nThe ferry to Ardnamurchan stopped on Friday.\n", encoding="utf-8")
    (folder / "bad-matter.md").write_text("---\ntitle: [open\n---\nText.\n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02")
    (folder / "empty.md").write_bytes(b"")
    (folder / "latin.txt").write_bytes("Café à Orléans".encode("latin-1"))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "lost.md").symlink_to(folder / "nowhere.md")
    return folder


def test_add_says_what_it_skipped_and_why(empty_home: Path, sources: Path, capsys: Capture) -> None:
    assert main(["add", str(sources), "http://127.0.0.1/1", str(sources / "good.jsonl")]) == 0
    out, error = capsys.readouterr()
    assert error == ""
    lines = out.splitlines()
    assert lines[-1] == "2 added, 1 unchanged, 9 skipped"
    assert [line.partition(": ")[0].rpartition("/")[2] for line in lines[:-1]] == [
        "bad-matter.md",
        "binary.txt",
        "empty.md",
        "good.jsonl:2",
        "latin.txt",
        "lost.md",
        "picture.png",
        "1",
        "good.jsonl:2",
    ]
    reasons = dict(line.removeprefix("skipped ").split(": ", 1) for line in lines[:-1])
    assert reasons[str(sources / "binary.txt")] == "the file is binary, not text; save it as UTF-8 text"
    assert reasons[str(sources / "good.jsonl:2")].startswith("the line is not valid JSON (column 1")
    assert reasons["http://127.0.0.1/1"].startswith("127.0.0.1 is in a private network, not on the Internet; ")
    assert main(["show", "bridge"]) == 0
    assert capsys.readouterr().out == (
        "Bridge opens\npublisher unknown, date unknown\n\nThe Tay bridge opened on Monday. It cost 40 million.\n"
    )


def test_add_as_json_is_one_line_an_article(library_home: Path, sources: Path, capsys: Capture) -> None:
    assert main(["add", "--json", str(sources / "good.jsonl"), str(sources / "empty.md")]) == 0
    out, error = capsys.readouterr()
    assert error == ""
    told = [json.loads(line) for line in out.splitlines()]
    assert sorted((item["id"], item["status"]) for item in told) == sorted(
        [("bridge", "added"), (f"{sources}/good.jsonl:2", "skipped"), (f"{sources}/empty.md", "skipped")]
    )
    assert {item["id"]: item["reason"] for item in told}["bridge"] is None


def test_a_file_that_may_not_be_read(empty_home: Path, sources: Path, capsys: Capture) -> None:
    locked = sources / "good.txt"
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read everything")
    assert main(["add", str(locked)]) == 1
    assert "permission to read it is denied" in capsys.readouterr().out


@pytest.mark.parametrize("source", ["/no/such/file", "http://127.0.0.1/1"])
def test_add_fails_where_all_was_skipped(source: str, empty_home: Path, capsys: Capture) -> None:
    assert main(["add", source]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 skipped"
    assert main(["add", source, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["id"] == source
    assert not empty_home.exists()  # a mistyped path must not start an empty library


def test_add_takes_standard_input(empty_home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode()), encoding="utf-8"))
    assert main(["add", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "bridge", "status": "added", "reason": None}


def test_add_where_there_is_no_standard_input(
    empty_home: Path, sources: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["add", str(sources / "good.jsonl"), "-"]) == 0
    assert "skipped standard input: it is closed; give it JSONL, or name a file\n" in capsys.readouterr().out


def test_add_takes_of_a_folder_what_it_is_told_to(empty_home: Path, sources: Path, capsys: Capture) -> None:
    assert main(["add", str(sources), "--include", "good.*", "--include", "*.png", "--exclude", "*.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in lines[:-1]] == ["good.jsonl:2", "picture.png"]
    assert lines[-1] == "1 added, 2 skipped"


def test_what_was_skipped_is_listed_until_it_is_added(empty_home: Path, sources: Path, capsys: Capture) -> None:
    main(["add", str(sources / "good.jsonl"), str(sources / "empty.md"), str(sources / "latin.txt")])
    capsys.readouterr()
    assert main(["status", "--skipped", "--json"]) == 0
    told = {item["source"]: item["reason"] for item in json.loads(capsys.readouterr().out)}
    assert set(told) == {f"{sources}/good.jsonl:2", f"{sources}/empty.md", f"{sources}/latin.txt"}
    assert told[f"{sources}/empty.md"] == "the file is empty; remove it or fill it"
    (sources / "good.jsonl").write_text(GOOD, encoding="utf-8")
    (sources / "empty.md").write_text("Rain in Leith\n\nIt rained in Leith on Monday.\n", encoding="utf-8")
    assert main(["add", str(sources / "good.jsonl"), str(sources / "empty.md")]) == 0
    capsys.readouterr()
    assert main(["status", "--skipped"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert f"  {sources}/latin.txt: the file is not UTF-8 text; " in line


def test_nothing_was_skipped(library_home: Path, capsys: Capture) -> None:
    assert main(["status", "--skipped"]) == 0
    assert capsys.readouterr().out == "nothing was skipped\n"
