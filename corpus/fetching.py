"""Fetching gets one page over http or https, from public addresses only and within limits of time and size.

A host is resolved once, each of its addresses must be public, and the connection goes to one of those; each
redirect is checked the same way. No proxy and no cookie is used. Only `corpus.web` and what it stands on use
this: an address that is written in a chat or in an article is never fetched.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from corpus.addresses import is_public
from corpus.errors import SourceError

if TYPE_CHECKING:
    from urllib3.response import HTTPResponse

MAX_PAGE = 50 * 2**20  # bytes of a page, after decompression
MAX_REDIRECTS = 5
SECONDS = 30.0  # for a page with its redirects, whatever the servers do
CONNECT_SECONDS = 10.0  # for finding the addresses of a host, and for connecting to each of them

_PORTS = {"http": 80, "https": 443}  # the lower ones that are used; those from 1024 on may be
_REDIRECTS = (301, 302, 303, 307, 308)
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")  # what can be unpacked piece by piece
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, application/xml;q=0.9, */*;q=0.5"
_PIECE = 64 * 1024  # bytes


class HostError(SourceError):
    """The host of an address cannot be talked to, whichever of its pages is asked for."""


class TimedSocket(socket.socket):
    """A socket that receives until a given instant and no longer, however small the pieces that come."""

    deadline: float  # of time.monotonic()

    def recv_into(self, *args: object, **options: object) -> int:
        self.settimeout(_left(self.deadline))
        return super().recv_into(*args, **options)  # type: ignore[arg-type]  # handed on as they came


class _TimedSSLSocket(ssl.SSLSocket):
    deadline: float

    def recv_into(self, *args: object, **options: object) -> int:
        self.settimeout(_left(self.deadline))
        return super().recv_into(*args, **options)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reply:
    """What a server answered in the end."""

    url: str  # the address after the redirects
    status: int
    type: str  # "text/html"; "" where the server does not tell
    charset: str | None  # as the server names it
    data: bytes  # empty unless the status is 200


@dataclass(frozen=True)
class _Target:
    """An address, taken apart."""

    scheme: str
    host: str  # ASCII, without brackets
    port: int
    path: str  # with the query

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        return self.origin + self.path


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, each once, in the system's order; raises OSError where it has none."""
    found: list[list[str]] = []

    def ask() -> None:
        try:
            found.append([str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError):
            found.append([])

    # The system's resolver knows no time limit, so it is left behind where it takes too long.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(CONNECT_SECONDS)
    if not found:
        raise TimeoutError
    return list(dict.fromkeys(found[0]))


def connect(address: str, port: int, seconds: float) -> TimedSocket:
    """A connection to this very address; raises OSError."""
    sock = TimedSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
    except BaseException:  # an interrupt too leaves no socket open; it goes on
        sock.close()
        raise
    return sock


class _Packed:
    """A body that comes packed: gzip, of one member or several, deflate with zlib's header or without, or as it is.

    urllib3 unpacks as well, but takes what broke off for whole where the server tells no length.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._member: zlib._Decompress | None = None  # that has not ended
        self._ended = False  # one has; what follows and is none is no part of the page

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """What the next piece of it holds, in parts of limited size. Raises zlib.error for what is not so packed."""
        if self._encoding in ("", "identity"):
            yield piece
            return
        part = b""
        while piece or len(part) == _PIECE:  # zlib may keep more than it was asked for
            if self._member is None:
                if self._ended and not (self._encoding.endswith("gzip") and piece.startswith(b"\x1f")):
                    return
                self._member = zlib.decompressobj(self._window(piece))
            part = self._member.decompress(piece, _PIECE)
            yield part
            piece = self._member.unconsumed_tail
            if self._member.eof:
                piece, part = self._member.unused_data, b""
                self._member, self._ended = None, True

    def end(self) -> None:
        """Nothing follows. Raises IncompleteRead where the end is missing."""
        if self._member is not None:
            raise http.client.IncompleteRead(b"")

    def _window(self, start: bytes) -> int:
        if self._encoding.endswith("gzip"):
            return zlib.MAX_WBITS + 16
        headed = start[0] & 0x8F == 8  # as zlib's header begins
        return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS


class Fetcher:
    """Gets pages, one at a time; see the module for what it takes care of."""

    def __init__(
        self,
        *,
        resolve: Callable[[str, int], list[str]] = resolve,
        connect: Callable[[str, int, float], TimedSocket] = connect,
        seconds: float = SECONDS,
        max_page: int = MAX_PAGE,
        cafile: str | None = None,
    ) -> None:
        """`cafile` names the certificates that are trusted, in PEM; without it those that the system trusts."""
        self._resolve = resolve
        self._connect = connect
        self._seconds = seconds
        self._max_page = max_page
        self._cafile = cafile

    def get(
        self, url: str, *, types: Collection[str] | None = None, admit: Callable[[str], None] | None = None
    ) -> Reply:
        """What is at this address, after at most five redirects.

        `types` are the content types that are read (all where it is None; a server that tells none is
        believed). `admit` is called with each address before it is fetched, and may wait, or raise
        SourceError. Raises SourceError, one sentence, where the address may not be fetched and where the answer
        is too long, broken or of another type; a HostError where the host does not answer, or may not be asked.
        """
        target = _target(url)
        left = self._seconds
        for _ in range(1 + MAX_REDIRECTS):
            if admit is not None:
                admit(target.url)
            started = time.monotonic()
            reply = self._guarded(target, started + left, types)
            if isinstance(reply, Reply):
                return reply
            left -= time.monotonic() - started
            following = _target(join(target.url, reply))
            if (target.scheme, following.scheme) == ("https", "http"):
                raise SourceError(
                    f"it leads from https to {following.url}, which anyone on the way could change; "
                    "give that address itself if you trust it"
                )
            target = following
        raise SourceError(f"it redirects more than {MAX_REDIRECTS} times; give the address where the page is")

    def _guarded(self, target: _Target, deadline: float, types: Collection[str] | None) -> Reply | str:
        """`_once`, with all that can go wrong on the way put in a sentence."""
        from urllib3.exceptions import HTTPError, ProtocolError, SSLError

        host = target.host
        try:
            return self._once(target, deadline, types)
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message.rstrip(".")
            raise HostError(f"the certificate of {host} is not to be trusted ({why}); check the address") from None
        except ssl.SSLError:
            raise HostError(f"no secure connection to {host} can be made; check the address") from None
        except zlib.error:
            raise SourceError("the page is not packed as its server says; try again later") from None
        except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
                raise HostError(f"{host} does not answer in time; try again later") from None
            if isinstance(error, ProtocolError | SSLError | http.client.IncompleteRead):
                raise SourceError(f"{host} broke off in the middle of the page; try again later") from None
            if isinstance(error, OSError) and error.strerror:
                raise HostError(f"{host} cannot be reached ({error.strerror}); check the address") from None
            raise HostError(f"{host} does not answer as a web server does; check the address") from None

    def _once(self, target: _Target, deadline: float, types: Collection[str] | None) -> Reply | str:
        """The answer to one request, or where it redirects to."""
        from urllib3.connection import HTTPConnection

        connection = HTTPConnection(target.host, target.port, timeout=_left(deadline))
        with self._open(target, deadline) as sock:
            connection.sock = sock
            connection.request(
                "GET",
                target.path,
                headers={
                    "Host": target.origin.partition("://")[2],
                    "User-Agent": user_agent(),
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                    "Connection": "close",
                },
                preload_content=False,
            )
            response = connection.getresponse()
            with response:
                location = response.headers.get("Location")
                if response.status in _REDIRECTS and location:
                    # Header bytes come as Latin-1; an address that is not ASCII is written in UTF-8.
                    return location.encode("latin-1", "replace").decode("utf-8", "replace")
                told = response.headers.get("Content-Type", "")
                kind = told.partition(";")[0].strip().lower()
                charset = re.search(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", told, re.IGNORECASE)
                data = b""
                if response.status == 200:
                    if types is not None and kind and kind not in types:
                        raise SourceError(f"it is {kind[:60]}, which is not read; give the address of a page or PDF")
                    data = self._body(response, deadline)
                return Reply(target.url, response.status, kind, charset[1] if charset else None, data)

    def _body(self, response: HTTPResponse, deadline: float) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise SourceError("the page is packed in a way that was not asked for; save it as a file")
        packed = _Packed(encoding)
        data = bytearray()
        while piece := response.read1(_PIECE, decode_content=False):
            for part in packed.unpack(piece):
                data += part
                if len(data) > self._max_page:
                    raise SourceError(f"the page is larger than {self._max_page / 2**20:g} MB; save a part as a file")
            _left(deadline)
        packed.end()
        return bytes(data)

    def _open(self, target: _Target, deadline: float) -> socket.socket:
        """A connection to one of the host's addresses, all of which are public; with TLS for https."""
        try:
            addresses = self._resolve(target.host, target.port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise HostError(f"no host named {target.host} is found; check the address")
        if not all(map(is_public, addresses)):
            raise HostError(f"{target.host} is in a private network, not on the Internet; save the page as a file")
        for number, address in enumerate(addresses, start=1):
            try:
                sock = self._connect(address, target.port, min(CONNECT_SECONDS, _left(deadline)))
                break
            except OSError:
                if number == len(addresses):
                    raise
        sock.deadline = deadline
        if target.scheme == "http":
            return sock
        with sock:  # from here on it is the encrypted one's
            context = ssl.create_default_context(cafile=self._cafile)
            context.sslsocket_class = _TimedSSLSocket
            sock.settimeout(_left(deadline))  # for the whole handshake
            secure = context.wrap_socket(sock, server_hostname=target.host)
        assert isinstance(secure, _TimedSSLSocket)
        secure.deadline = deadline
        return secure


@cache
def user_agent() -> str:
    """How the servers are told who asks: the name and version of this program."""
    return f"news-qa/{metadata.version('news-qa')}"


def origin(url: str) -> str:
    """Scheme, host and port of an address: "https://example.org"; raises SourceError as `Fetcher.get` does."""
    return _target(url).origin


def join(base: str, address: str) -> str:
    """The whole of an address that stands on the page at `base`; "" for one that is none."""
    try:
        # Many sites forget to escape spaces; a control is no mistake.
        return urljoin(base, address.strip().replace(" ", "%20")) if address.strip().isprintable() else ""
    except ValueError:
        return ""


def _target(url: str) -> _Target:
    """The address as it is asked for; raises SourceError for one that is never asked for."""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        # Spaces and controls are not mended: who reads the address must see what is asked for.
        parts = parse_url(url) if url.isprintable() and " " not in url else None
    except LocationParseError:
        parts = None
    if parts is not None and parts.scheme not in _PORTS:
        raise SourceError("only addresses that begin with http:// or https:// are fetched; save the page as a file")
    host = (parts.host or "").strip("[]").rstrip(".") if parts else ""
    if parts is None or not parts.scheme or not host:
        raise SourceError("it is no address of a page; check how it is written")
    if parts.auth is not None:
        raise SourceError("the address holds a user name; leave it out, or save the page as a file")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if port not in _PORTS.values() and port < 1024:
        raise SourceError(f"pages are not fetched from port {port}; save the page as a file")
    return _Target(parts.scheme, host, port, parts.request_uri)


def _left(deadline: float) -> float:
    """The seconds until an instant of time.monotonic(); raises TimeoutError where it is past."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
