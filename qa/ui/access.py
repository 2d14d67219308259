"""Who may ask for what: the names the page is served under, the login where there is one, the addresses there are.

A page on this machine alone is still in reach of every website that is open in a browser here. So a request counts
only if it names this server as its host (else a website could point a name of its own here, and read), and if it
does not come from another site's page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from qa.hosts import is_address, is_this_machine

_EVERYWHERE = ("0.0.0.0", "::", "")

# What the page, Gradio's clients and MCP's clients ask for. Gradio has more: it would show files and run histories,
# fetch other addresses, log in by a way of its own, write code.
_PAGE = (
    r"/ | /config/? | /theme\.css | /favicon\.ico | /robots\.txt | /(assets|static|svelte)/.+ | "
    r"/gradio_api/( info/? | app_id | startup-events | heartbeat/\w[\w-]* | queue/(join|data) | cancel | reset/? | "
    r"component_server/? | run/predict/? | call/(v2/)?\w+(/\w+)?/? )"
)
_UPLOADS = r"/gradio_api/upload(_progress)?"
_MCP = r"/gradio_api/mcp(/.*)?"


@dataclass(frozen=True)
class Login:
    """The one user who may use the page."""

    user: str  # without a colon, which ends it in a header
    password: str = field(repr=False)

    def lets_in(self, authorization: str | None) -> bool:
        """Whether a header's user and password are these; how long that takes tells nothing of them."""
        scheme, _, sent = (authorization or "").partition(" ")
        try:
            given = base64.b64decode(sent.strip(), validate=True) if scheme.lower() == "basic" else b""
        except (binascii.Error, ValueError):
            given = b""
        wanted = f"{self.user}:{self.password}".encode()
        return hmac.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(wanted).digest())


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered: a status of HTTP, and one sentence."""

    status: int
    sentence: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True)
class Access:
    """Says of each request whether it is answered."""

    host: str = "127.0.0.1"  # the name or address that the page is served at
    login: Login | None = None
    mcp: bool = False  # whether the MCP server is there

    @property
    def may_edit(self) -> bool:
        """Whether the library may be changed from the page: by whoever sits at this machine, or has logged in."""
        return self.login is not None or is_this_machine(self.host)

    def refusal(self, path: str, headers: Iterable[tuple[bytes, bytes]]) -> Refusal | None:
        """Why this is not answered, or None where it is."""
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
        host = sent.get("host", "")
        if not self._is_ours(_name(host)):
            return Refusal(421, "This page is not served under that name: open the address that `qa chat` printed.")
        origin = sent.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return Refusal(403, "This request comes from the page of another site: open this page by itself.")
        if self.login is not None and not self.login.lets_in(sent.get("authorization")):
            asks = (b"www-authenticate", b'Basic realm="News QA", charset="UTF-8"')
            return Refusal(401, "This page asks for a user and a password: send them by HTTP Basic.", (asks,))
        if not self._is_there(path):
            return Refusal(404, "There is nothing at this address.")
        return None

    def _is_ours(self, name: str) -> bool:
        if is_this_machine(name) or name == self.host.lower():
            return True
        # Who is served everywhere is asked for by the addresses of this machine, or by its name. A name that
        # somebody else made point here is none of these.
        return self.host in _EVERYWHERE and (is_address(name) or name in _names_of_this_machine())

    def _is_there(self, path: str) -> bool:
        patterns = [_PAGE, *([_UPLOADS] if self.may_edit else []), *([_MCP] if self.mcp else [])]
        return any(re.fullmatch(pattern, path, re.VERBOSE) for pattern in patterns)


def _name(host: str) -> str:
    """The name or address in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _names_of_this_machine() -> set[str]:
    name = socket.gethostname().lower()
    return {name, f"{name}.local"}
