"""The README: what it says to type is typed, and must print what it says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.gate import BASELINE, load_baseline
from qa import Engine, default_engine
from qa.ui.access import Access
from qa.ui.loading import LazyEngine
from tests.browser import served

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    language: str
    text: str
    line: int


def blocks(*languages: str) -> list[Block]:
    """The blocks in these languages, in order."""
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    every = [Block(match[1], match[2], README.count("\n", 0, match.start()) + 1) for match in found]
    return [block for block in every if block.language in languages]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with no library yet, and the installed commands at hand."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(default_engine, "_engine", None)
    yield tmp_path
    if default_engine._engine is not None:
        default_engine._engine.close()


def test_every_block_is_of_a_kind_that_is_checked() -> None:
    assert {block.language for block in blocks("", *re.findall(r"^```(\w+)$", README, re.MULTILINE))} == {
        "console",
        "pycon",
        "python",
        "sh",
        "text",
    }


@pytest.mark.timeout(400)
def test_what_is_typed_prints_what_it_says(folder: Path) -> None:
    for block in blocks("console", "pycon"):
        if block.language == "pycon":
            run_python(block)
        else:
            run_commands(block)


def run_python(block: Block) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, {}, "README", "README.md", block.line)
    assert test.examples
    wrong: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=wrong.append, clear_globs=False)
    assert not wrong, "".join(wrong)


def run_commands(block: Block) -> None:
    typed = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    assert typed
    for each in typed:
        command, _, printed = each.partition("\n")
        assert command.split()[0] in ("qa", "echo")
        done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", timeout=110)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert done.stdout == printed, command


@pytest.mark.timeout(300)
def test_programs_print_what_they_say_on_a_page_that_is_served(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = blocks("python")
    assert len(programs) == 2
    with served(LazyEngine.of(engine), access=Access(mcp=True)) as address:
        for program in programs:
            assert "http://127.0.0.1:7860" in program.text
            expected = re.findall(r"^# prints: (.*)$", program.text, re.MULTILINE)
            assert expected
            exec(compile(program.text.replace("http://127.0.0.1:7860", address), "README.md", "exec"), {})
            assert capsys.readouterr().out.splitlines() == expected


def test_make_commands_are_targets() -> None:
    lines = [line.partition("#")[0].strip() for block in blocks("sh") for line in block.text.splitlines()]
    lines += re.findall(r"`(make [^`]+)`", README)
    assert {"make chat", "make test", "make evals"} <= set(lines)
    assert {line.removeprefix("make ") for line in lines} <= TARGETS


def test_the_way_without_make() -> None:
    assert "`pip install . && qa chat`" in README
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "qa" in project["scripts"]


def test_commands_are_those_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    from qa.cli import main

    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    assert commands
    assert set(re.findall(r"^\| `qa (\w+)", README, re.MULTILINE)) == commands


def test_settings_are_those_there_are() -> None:
    there_are = set(re.findall(r"QA_[A-Z_]+", (ROOT / "qa" / "settings.py").read_text(encoding="utf-8")))
    assert set(re.findall(r"^\| `(QA_[A-Z_]+)`", README, re.MULTILINE)) == there_are


def test_the_figures_are_those_of_the_accepted_run() -> None:
    kept = load_baseline(BASELINE)
    assert kept is not None and kept.split == "gate"
    names = ["answer_accuracy", "first_sentence_accuracy", "citation_precision", "citation_precision_two"]
    names += ["decline_recall", "near_miss_decline_recall", "false_decline_rate"]
    told = README.partition("<!-- evals -->")[2].partition("<!-- /evals -->")[0]
    head, _, *rows = told.strip().splitlines()
    numbers = [number for row in rows for number in re.findall(r"\d+(?:\.\d+)?", row.split("|")[2])]
    assert numbers == [*(f"{kept.metrics[name]:.2f}" for name in names), str(kept.metrics["verbatim_violations"])]
    counts = (kept.metrics["cases_answerable"], kept.metrics["cases_unanswerable"])
    assert "({} with an answer, {} without)".format(*counts) in head


def test_folders_and_links_are_there() -> None:
    places = re.findall(r"\]\(([^)]+)\)", README)
    for (block,) in [blocks("text")]:
        places += [line.split()[0] for line in block.text.splitlines()]
    assert len(places) >= 7
    assert [place for place in places if not (ROOT / place).exists()] == []
