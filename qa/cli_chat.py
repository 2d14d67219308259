"""The options of `qa chat`: where the page is served, and who may come to it."""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass

from qa.errors import SettingsError
from qa.hosts import is_this_machine

_PASSWORD = "QA_CHAT_PASSWORD"
_OPEN = "Everyone who can reach this machine may read and ask here; the library cannot be changed from the page."
_PLAIN = "The password and the page are sent as they are: put a server with TLS in front where others can listen."


def add_options(chat: argparse.ArgumentParser) -> None:
    """Adds the options to the command's parser."""
    chat.set_defaults(wrong=chat.error)
    chat.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address or name to serve at; another than this machine's own (default: %(default)s) needs --auth or "
        "--no-auth",
    )
    chat.add_argument("--port", type=int, default=7860, help="default: %(default)s")
    who = chat.add_mutually_exclusive_group()
    who.add_argument(
        "--auth",
        metavar="USER",
        type=_user,
        help=f"ask for this user and a password, which is read from {_PASSWORD} or asked for at the start",
    )
    who.add_argument("--no-auth", action="store_true", help="let everyone read and ask, and nobody change the library")
    chat.add_argument("--mcp", action="store_true", help="also serve the tools ask, search and read_article over MCP")


def password_of(options: argparse.Namespace) -> str | None:
    """The password that the page asks for, asked for here where it is not set, or None where the page asks for none.

    Ends the command as wrong usage where an address that others can reach comes without a word on who may come.
    Raises SettingsError where there is no password.
    """
    here = is_this_machine(options.host)
    if not here and not options.auth and not options.no_auth:
        options.wrong(
            f"argument --host: {options.host} can be reached from other machines; add --auth USER to ask for a "
            "password, or --no-auth to let everyone read"
        )
    password = _password(options.auth) if options.auth else None
    if not here:
        print(_OPEN if password is None else _PLAIN, file=sys.stderr)
    return password


def _password(user: str) -> str:
    asked = sys.stdin is not None and sys.stdin.isatty()
    password = os.environ.get(_PASSWORD) or (getpass(f"Password for {user}: ") if asked else "")
    if not password:
        raise SettingsError(f"There is no password for {user}: set {_PASSWORD}.")
    return password


def _user(value: str) -> str:
    if not value.strip() or ":" in value:
        raise argparse.ArgumentTypeError(f"{value!r} is no name of a user; choose one without a colon")
    return value
