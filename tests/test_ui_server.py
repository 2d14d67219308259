"""Serving the page: its address, its port, how it ends, and what it lets out."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from qa.errors import LibraryError, ServeError
from qa.ui import server
from qa.ui.access import Access
from qa.ui.loading import LazyEngine

if TYPE_CHECKING:
    from qa.engine import Engine


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A page without an engine, which is still being made."""
    ready = threading.Event()
    addresses: list[str] = []

    def on_ready(given: str) -> None:
        addresses.append(given)
        ready.set()

    lazy = LazyEngine(lambda: cast("Engine", None))
    listener = server.listen("127.0.0.1", 0)
    page = server.PageServer(lazy, listener, on_ready)
    thread = threading.Thread(target=page.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    yield addresses[0]
    page.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            server.listen("127.0.0.1", port)
    assert str(caught.value) == f"Port {port} on 127.0.0.1 is in use by another program: choose another with --port."


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ServeError, match=r"There is no address 192\.0\.2\.1 on this machine"):
        server.listen("192.0.2.1", 0)


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(ServeError, match="70000 is no port"):
        server.listen("127.0.0.1", 70_000)


def fails() -> Engine:
    raise LibraryError("The folder /nowhere cannot be written to.")


class Unloadable:
    """An engine that can be made, but not loaded."""

    def load(self) -> None:
        fails()


@pytest.mark.parametrize("make", [fails, Unloadable], ids=["made", "loaded"])
def test_serving_ends_with_the_error_of_an_engine_that_cannot_be_made_or_loaded(make: Callable[[], Engine]) -> None:
    ready: list[str] = []
    with pytest.raises(LibraryError, match="cannot be written to"):
        server.serve(make, access=Access(), port=0, on_ready=ready.append)


def test_the_page_answers_before_the_engine_is_there(address: str) -> None:
    with urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        policy = answer.headers["content-security-policy"]
        page = answer.read().decode()
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "connect-src 'self'" in policy
    assert "fonts.googleapis.com" not in page


def test_the_page_itself_is_sent_compressed(address: str) -> None:
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=30) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        sent = answer.read()
    with urlopen(address, timeout=30) as answer:
        assert answer.headers["content-encoding"] is None
        page = answer.read()
    assert len(gzip.decompress(sent)) == pytest.approx(len(page), rel=0.01)
    assert len(sent) < len(page) / 3


def test_gradios_own_extras_are_off(address: str) -> None:
    with urlopen(f"{address}/config", timeout=30) as answer:
        config = json.load(answer)
    assert config["footer_links"] == []
    assert config["analytics_enabled"] is False
    public = {each["api_name"] for each in config["dependencies"] if each["api_visibility"] != "private"}
    assert public == {"ask", "search", "read_article"}
    assert config.get("mcp_server") is not True


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/file=http://example.com/",
        "/assets/../../../../../../../../etc/passwd",
        "/assets/..%2F..%2F..%2F..%2F..%2F..%2F..%2F..%2Fetc%2Fpasswd",
        "/assets/%2Fetc%2Fpasswd",
        "/assets/..%5C..%5Croutes.py",
        "/static/..%2F..%2F..%2Froutes.py",
        "/svelte/%2e%2e%2f%2e%2e%2f%2e%2e%2froutes.py",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/runs",
        "/gradio_api/run-history/records",
        "/gradio_api/mcp/",
        "/docs",
    ],
)
def test_no_file_of_the_machine_and_no_record_of_use_is_served(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{address}{path}", timeout=30)
    assert caught.value.code in (403, 404)
