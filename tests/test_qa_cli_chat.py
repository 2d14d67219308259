"""`qa chat`: what its options say of who may come to the page, and what they refuse."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from qa import cli_chat, ui
from qa.cli import main
from qa.ui.access import Access, Login

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Access]:
    """Who may come, as each `qa chat` that this test runs would have it; nothing is served."""
    seen: list[Access] = []

    def serve(factory: Callable[[], Any], *, access: Access, port: int, on_ready: Callable[[str], None]) -> None:
        seen.append(access)

    monkeypatch.setattr(ui, "serve", serve)
    monkeypatch.delenv("QA_CHAT_PASSWORD", raising=False)
    return seen


def test_the_page_is_for_this_machine_unless_told_otherwise(served: list[Access], capsys: Capture) -> None:
    assert main(["chat"]) == 0
    assert served == [Access(host="127.0.0.1")]
    assert served[0].may_edit
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example"])
def test_an_address_for_others_needs_a_word_on_who_may_come(served: list[Access], capsys: Capture, host: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["chat", "--host", host])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"qa chat: error: argument --host: {host} can be reached from other machines; add --auth USER to ask for a "
        "password, or --no-auth to let everyone read"
    )
    assert served == []


def test_with_no_auth_everyone_may_read_and_nobody_may_edit(served: list[Access], capsys: Capture) -> None:
    assert main(["chat", "--host", "0.0.0.0", "--no-auth", "--mcp"]) == 0
    assert served == [Access(host="0.0.0.0", mcp=True)]
    assert not served[0].may_edit
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Everyone who can reach this machine may read and ask here")


def test_the_password_comes_from_the_environment(
    served: list[Access], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CHAT_PASSWORD", "geheim")
    assert main(["chat", "--host", "0.0.0.0", "--auth", "anna"]) == 0
    assert served == [Access(host="0.0.0.0", login=Login("anna", "geheim"))]
    assert served[0].may_edit
    written = capsys.readouterr()
    assert written.err.startswith("The password and the page are sent as they are")
    assert "geheim" not in written.out + written.err


def test_the_password_is_asked_for_in_a_terminal(served: list[Access], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return "geheim"

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(cli_chat, "getpass", getpass)
    assert main(["chat", "--auth", "anna"]) == 0
    assert asked == ["Password for anna: "]
    assert served == [Access(login=Login("anna", "geheim"))]


def test_without_a_password_nothing_is_served(
    served: list[Access], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert main(["chat", "--auth", "anna"]) == 1
    assert capsys.readouterr().err == "qa: There is no password for anna: set QA_CHAT_PASSWORD.\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["chat", "--auth", "anna"]) == 1
    assert capsys.readouterr().err == "qa: There is no password for anna: set QA_CHAT_PASSWORD.\n"
    assert served == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--auth", "a:b"], "argument --auth: 'a:b' is no name of a user; choose one without a colon"),
        (["--auth", " "], "argument --auth: ' ' is no name of a user; choose one without a colon"),
        (["--auth", "anna", "--no-auth"], "argument --no-auth: not allowed with argument --auth"),
    ],
)
def test_wrong_usage(served: list[Access], capsys: Capture, arguments: list[str], reason: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["chat", *arguments])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"qa chat: error: {reason}"
    assert served == []
