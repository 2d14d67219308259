"""The command line: what it prints where, what it exits with, and how it takes bad input."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import bundled
from qa import Engine, Settings
from qa.cli import main

HEAVY = "chromadb gradio llama_index sentence_transformers tantivy torch transformers".split()
GOOD = '{"id": "bridge", "title": "Bridge opens", "text": "The Tay bridge opened on Monday. It cost 40 million."}\n'

Capture = pytest.CaptureFixture[str]


def refused(arguments: list[str], capsys: Capture) -> str:
    """The one line that a failing command says."""
    assert main(arguments) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("qa: ")
    assert error.count("\n") == 1
    return error.removeprefix("qa: ").rstrip("\n")


def misused(arguments: list[str], capsys: Capture) -> str:
    """What argparse says of wrong usage."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    out, error = capsys.readouterr()
    assert out == ""
    return error.splitlines()[-1].partition("error: ")[2]


# Asking


def test_ask_prints_the_answer_with_its_sources(library_home: Path, capsys: Capture) -> None:
    assert main(["ask", "Who opened the talks in Astana?"]) == 0
    printed = capsys.readouterr().out
    assert "Nursultan Nazarbayev" in printed
    assert "[1]\n\nSources\n[1] Digest of “" in printed


def test_ask_passes_its_limits_on(library_home: Path, capsys: Capture) -> None:
    limits = "--since 2015-01-01 --until 2015-12-31 --publisher Tengrinews --publisher TASS --asked-on 2015-06-02"
    assert main(["ask", "Which groups signed the document?", "--json", *limits.split()]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["interpreted"] == {
        "question": "Which groups signed the document?",
        "since": "2015-01-01",
        "until": "2015-12-31",
        "publishers": ["Tengrinews", "TASS"],
    }
    assert {passage["article_id"] for passage in answer["passages"]} == {"opposition-signs-joint-document"}


def test_another_script_is_declined(library_home: Path, capsys: Capture) -> None:
    assert main(["ask", "谁支持阿斯塔纳会谈？", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answered"] is False


def test_half_a_character_in_a_question(library_home: Path, capsys: Capture) -> None:
    assert main(["ask", "Who backs the \udce9 talks?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "Who backs the ? talks?"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "The question is empty; ask in a sentence, such as “Who opened the talks?”."),
        (" \n ", "The question is empty; ask in a sentence, such as “Who opened the talks?”."),
        ("why " * 5_000, "The question has 19,999 characters, and at most 4,000 are read; ask it shorter."),
    ],
)
def test_questions_that_cannot_be_asked(question: str, reason: str, empty_home: Path, capsys: Capture) -> None:
    assert refused(["ask", question], capsys) == reason
    assert refused(["ask", question, "--json"], capsys) == reason
    assert not empty_home.exists()


# Looking after the library


def test_list(library_home: Path, capsys: Capture) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[-1] == (
        "astana-talks-open                     date unknown  "
        "Talks Between Syrian Government And ‘Opposition’ Kick Off In Kazakhstan, publisher unknown"
    )


def test_show_says_that_a_digest_is_one(library_home: Path, capsys: Capture) -> None:
    assert main(["show", "astana-talks-open"]) == 0
    head, _, text = capsys.readouterr().out.partition("\n\n")
    assert head.splitlines()[1:] == [
        "publisher unknown, date unknown",
        "This text is a digest: this project tells in its own words what the original says.",
    ]
    assert text.rstrip("\n") in {article.text for article in bundled()}


def test_remove(library_home: Path, capsys: Capture) -> None:
    assert main(["remove", "astana-talks-open", "kazakhstan-responds"]) == 0
    assert capsys.readouterr().out == "2 articles removed\n"
    unknown = "There is no article with the id 'astana-talks-open'; `qa list` shows the ids."
    assert refused(["show", "astana-talks-open"], capsys) == unknown
    assert refused(["remove", "opposition-signs-joint-document", "astana-talks-open"], capsys) == unknown
    assert main(["list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_an_empty_library(library_home: Path, capsys: Capture) -> None:
    assert main(["remove", *(article.id for article in bundled())]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    assert capsys.readouterr().out == "The library is empty; add articles with `qa add`.\n"
    assert main(["list", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert main(["ask", "Who backs the talks?"]) == 0
    assert "The library is empty; add articles with `qa add`." in capsys.readouterr().out


def test_export_is_what_add_takes_back(
    library_home: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = bundled()[0]
    full = replace(full, id="full", text=f"{full.text} More follows.", authors=("A. One", "B. Two"))
    full = replace(full, url="https://news.example/1", language="en")
    with Engine(Settings(home=library_home)) as engine:
        (tmp_path / "full.jsonl").write_text(json.dumps({**vars(full), "published": "2018-01-24"}), encoding="utf-8")
        engine.add(tmp_path / "full.jsonl")
        before = list(engine.export())
    assert len(before) == 7
    exported = tmp_path / "exported.jsonl"
    assert main(["export", str(exported)]) == 0
    assert capsys.readouterr().out == f"7 articles exported to {exported}\n"
    assert main(["export", "-"]) == 0
    assert capsys.readouterr().out == exported.read_text(encoding="utf-8")
    with Engine(Settings(home=tmp_path / "copy")) as engine:
        assert len(engine.add(exported).added) == 7
        assert list(engine.export()) == before
    assert refused(["export", str(tmp_path)], capsys) == f"{tmp_path}: Is a directory."


def test_an_export_that_fails_leaves_the_one_before(library_home: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    exported, link = folder / "exported.jsonl", folder / "link.jsonl"
    link.symlink_to(exported)
    assert main(["export", str(link)]) == 0
    exported.chmod(0o640)
    before = exported.read_bytes()
    assert main(["export", str(exported)]) == 0
    assert (exported.read_bytes(), exported.stat().st_mode & 0o777) == (before, 0o640)
    with closing(sqlite3.connect(library_home / "library.sqlite3")) as connection, connection:
        connection.execute("UPDATE articles SET authors = '[' WHERE id = (SELECT max(id) FROM articles)")  # unreadable
    assert main(["export", str(exported)]) == 1
    (library_home / "library.sqlite3").write_bytes(b"no database" * 100)
    assert main(["export", str(link)]) == 1
    assert exported.read_bytes() == before
    assert sorted(folder.iterdir()) == [exported, link]
    capsys.readouterr()
    nowhere = folder / "none" / "exported.jsonl"
    (library_home / "library.sqlite3").unlink()
    assert refused(["export", str(nowhere)], capsys) == f"{nowhere}: No such file or directory."


def test_status(empty_home: Path, capsys: Capture) -> None:
    assert main(["status"]) == 0
    assert capsys.readouterr().out == (
        f"There is no library yet at {empty_home / 'library.sqlite3'}.\n"
        "`qa chat` and `qa ask` build one from the bundled articles; `qa add` starts one with your own.\n"
    )
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["exists"] is False
    assert not empty_home.exists()


def test_rebuild(library_home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["rebuild"]) == 0
    assert capsys.readouterr().out == "6 articles embedded and indexed anew\n"
    monkeypatch.setenv("QA_EMBEDDING", "another")
    assert main(["status"]) == 0
    told = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert told.pop("passages").isdigit()
    assert told == {
        "library": str(library_home / "library.sqlite3"),
        "articles": "6, 3 of them without a date",
        "embedding": "all-MiniLM-L6-v2 (QA_EMBEDDING is another: `qa rebuild` makes the vectors anew)",
        "indexes": "ready",
    }


# Where it all cannot work


@pytest.mark.parametrize("command", [["ask", "Who?"], ["list"], ["rebuild"], ["show", "x"], ["export", "-"]])
def test_a_home_that_cannot_be_written(
    command: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("QA_HOME", str(tmp_path / "file" / "home"))
    assert refused(command, capsys) == (
        f"The folder {tmp_path}/file/home cannot be written to (Not a directory); change its permissions, or set "
        "QA_HOME to another one."
    )


def test_a_library_that_is_none(library_home: Path, capsys: Capture) -> None:
    (library_home / "library.sqlite3").write_bytes(b"no database" * 1000)
    for path in library_home.glob("library.sqlite3-*"):
        path.unlink()
    for command in (["status"], ["list"]):
        assert refused(command, capsys).startswith(f"The library {library_home}/library.sqlite3 cannot be opened (")


@pytest.mark.parametrize("value", ["high", "1.5", "nan"])
def test_a_setting_that_cannot_be_used(value: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DECLINE_BELOW", value)
    assert refused(["status"], capsys).startswith("QA_DECLINE_BELOW is ")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["add"], "the following arguments are required: SOURCE"),
        (["ask", "Who?", "--since", "24.1.2018"], "argument --since: '24.1.2018' is no day; write it like 2018-01-24"),
        (["chat", "--port", "http"], "argument --port: invalid int value: 'http'"),
    ],
)
def test_wrong_usage(arguments: list[str], reason: str, capsys: Capture) -> None:
    assert misused(arguments, capsys) == reason


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device"), 1, "qa: No space left on device.\n"),
        (
            KeyError("x"),
            1,
            "qa: This is a fault in the program (KeyError('x')); `python -X dev -m qa …` shows where.\n",
        ),
    ],
)
def test_whatever_happens_there_is_no_traceback(
    error: BaseException, code: int, said: str, library_home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Engine, "articles", fail)
    assert main(["list"]) == code
    assert capsys.readouterr() == ("", said)
