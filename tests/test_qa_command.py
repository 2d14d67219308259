"""The command `qa` as a process of its own: what reaches the terminal, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import bundled

HEAVY = "chromadb gradio llama_index sentence_transformers tantivy torch transformers".split()


def start(*arguments: str, home: Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        env={**os.environ, "QA_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
    )


def qa(*arguments: str, home: Path) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of the command in a process of its own."""
    process = start(*arguments, home=home)
    out, error = process.communicate(timeout=110)
    return process.returncode, out, error


def test_the_first_question_builds_the_library(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="Windows has no terminals of this kind")
    import fcntl
    import termios

    terminal, error = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    process = start("ask", "Who backs the Astana talks?", "--json", home=tmp_path, stderr=error)
    out, _ = process.communicate(timeout=110)
    os.write(error, b"end")
    shown = ""
    while not shown.endswith("end"):
        shown += os.read(terminal, 10_000).decode(errors="replace")
    assert process.returncode == 0, shown
    assert out.count("\n") == 1
    answer = json.loads(out)
    assert answer["answered"]
    assert answer["citations"][0]["article_id"] == "astana-talks-open"
    assert re.match(r"\rBuilding the library: +0%.* 0/6 .*\rBuilding the library: +\d+%.* [1-6]/6 ", shown, re.DOTALL)
    assert shown.rpartition("\r")[2] == "end"  # the bar is taken away
    assert (tmp_path / "library.sqlite3").exists()


def test_standard_error_is_silent_where_nothing_fails(library_home: Path) -> None:
    code, out, error = qa("ask", "Who won the 2014 World Cup?", home=library_home)
    assert (code, error) == (0, "")
    assert out.startswith("The articles do not say.\n")


def test_list_loads_no_model(library_home: Path) -> None:
    code = "import sys; from qa.cli import main; main(['list', '--json']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    headers, modules = done.stdout.splitlines()
    assert {header["id"] for header in json.loads(headers)} == {article.id for article in bundled()}
    assert set(HEAVY) & set(modules.split()) == set()
    assert done.stderr == ""


def test_a_question_loads_no_pytorch(library_home: Path) -> None:
    """It takes longer to import than the question to answer."""
    code = "import sys; from qa.cli import main; main(['ask', 'Who backs the Astana talks?']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    *answer, modules = done.stdout.splitlines()
    assert "Astana" in answer[0]
    assert "onnxruntime" in modules.split()
    assert {"sentence_transformers", "torch", "transformers"}.isdisjoint(modules.split())


def test_a_reader_that_has_gone(library_home: Path) -> None:
    process = start("export", "-", home=library_home)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 141


def test_help_and_version_load_nothing() -> None:
    code = "import sys; from qa.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*sys.modules)"
    for argument, said in [("--help", "usage: qa [-h] [--version] COMMAND"), ("--version", "news-qa 0.1.0\n")]:
        done = subprocess.run([sys.executable, "-c", code, argument], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(said)
        assert not {"numpy", *HEAVY} & set(done.stdout.split())


@pytest.fixture
def page(library_home: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The page served by a process of its own, and the lines it prints until it answers."""
    process = start("chat", "--port", "0", home=library_home)
    assert process.stdout
    lines = [process.stdout.readline(), process.stdout.readline()]
    yield process, lines
    process.kill()
    process.communicate()


def test_chat(page: tuple[subprocess.Popen[str], list[str]], library_home: Path) -> None:
    process, (first, second) = page
    assert first == "Starting News QA…\n"
    told = re.fullmatch(r"News QA is at (http://127\.0\.0\.1:(\d+)) \(Ctrl-C ends it\)\.\n", second)
    assert told
    with urllib.request.urlopen(told[1]) as response:
        assert response.status == 200
    code, out, error = qa("chat", "--port", told[2], home=library_home)
    assert (code, out) == (1, "Starting News QA…\n")
    assert error == f"qa: Port {told[2]} on 127.0.0.1 is in use by another program: choose another with --port.\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert process.stderr
    assert process.stderr.read() == ""
