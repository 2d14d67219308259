"""Websites on this machine under made-up names and public addresses, which answer as a test wants them to."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from corpus import fetching
from corpus.errors import SourceError

PUBLIC = "93.184.216.34"  # a public address that stands for a website of a test

Answer = bytes | Callable[[socket.socket], None]  # all that is sent, or what sends it


def answer(body: bytes | str = b"", kind: str | None = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer, with its length; `content_encoding="gzip"` adds a header."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    if "content_length" not in headers:
        lines.append(f"Content-Length: {len(data)}")
    return "\r\n".join([*lines, "", ""]).encode() + data


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"  # the beginning of an answer that goes on


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, location=to)


class Website(socketserver.ThreadingTCPServer):
    """A server on loopback: `pages` by path, 404 for all others, and in `asked` the requests that came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []  # whole heads of requests
        self.context = context
        super().__init__(("127.0.0.1", 0), _Visit)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def paths(self) -> list[str]:
        return [head.split(" ", 2)[1] for head in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that hangs up is no news."""


class _Visit(socketserver.BaseRequestHandler):
    server: Website

    def handle(self) -> None:
        connection: socket.socket = self.request
        if self.server.context is not None:
            connection = self.server.context.wrap_socket(connection, server_side=True)
        with connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            self.server.asked.append(head.decode("latin-1"))
            found = self.server.pages.get(self.server.paths[-1], answer("nothing here", status="404 Not Found"))
            if isinstance(found, bytes):
                connection.sendall(found)
            else:
                found(connection)


@contextmanager
def website(context: ssl.SSLContext | None = None) -> Iterator[Website]:
    with Website(context) as site:
        threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield site
        site.shutdown()


class Internet:
    """Names and public addresses of a test's websites, and in `connected` the addresses that were connected to."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.sites: dict[str, Website] = {}  # by address
        self.resolved: list[str] = []
        self.connected: list[str] = []

    def add(self, name: str, site: Website, address: str = PUBLIC) -> None:
        self.names[name] = [address]
        self.sites[address] = site

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a made-up name; what is no name of the test is resolved as always."""
        self.resolved.append(host)
        return self.names[host] if host in self.names else fetching.resolve(host, port)

    def connect(self, address: str, port: int, seconds: float) -> fetching.TimedSocket:
        self.connected.append(address)
        if address not in self.sites:
            raise ConnectionRefusedError(111, "Connection refused")
        return fetching.connect("127.0.0.1", self.sites[address].port, seconds)

    def fetcher(self, **options: Any) -> fetching.Fetcher:
        return fetching.Fetcher(resolve=self.resolve, connect=self.connect, **options)


def endless(piece: bytes, *, pause: float = 0.0, head: bytes = b"") -> Answer:
    """Sends the head, then the piece again and again until the visitor hangs up, at most for 20 s."""

    def send(connection: socket.socket) -> None:
        until = time.monotonic() + 20
        connection.sendall(head)
        while time.monotonic() < until:
            connection.sendall(piece)
            time.sleep(pause)

    return send


def why_not(internet: Internet, url: str, fetcher: fetching.Fetcher | None = None, **options: object) -> str:
    with pytest.raises(SourceError) as caught:
        (fetcher or internet.fetcher()).get(url, **options)  # type: ignore[arg-type]  # each test gives its own
    return str(caught.value)
