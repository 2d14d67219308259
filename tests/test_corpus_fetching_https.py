"""Fetching over https, from a server of the test's own."""

from __future__ import annotations

import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.fetching import Fetcher, TimedSocket
from tests.websites import HEAD, PUBLIC, Internet, Website, answer, endless, redirect, website, why_not

PAGE = "<p>The talks ended on Monday.</p>"


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.example with its key, signed by itself."""
    pem = tmp_path_factory.mktemp("tls") / "news.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=news.example"
    subprocess.run(
        [*made.split(), "-addext", "subjectAltName=DNS:news.example", "-keyout", pem, "-out", f"{pem}.crt"],
        check=True,
        capture_output=True,
    )
    pem.write_text(pem.read_text() + Path(f"{pem}.crt").read_text())
    return pem


@pytest.fixture
def secure(internet: Internet, certificate: Path) -> Iterator[Website]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with website(context) as site:
        internet.add("news.example", site)
        internet.add("other.example", site)
        site.pages["/page"] = answer(PAGE)
        yield site


@pytest.fixture
def plain(internet: Internet) -> Iterator[Website]:
    """A server that speaks http where https is expected."""
    with website() as site:
        internet.add("plain.example", site, "8.8.8.8")
        yield site


def test_https_is_checked_for_the_name_at_the_address_that_was_checked(
    internet: Internet, secure: Website, certificate: Path
) -> None:
    names: list[str | None] = []
    assert secure.context is not None
    secure.context.sni_callback = lambda connection, name, context: names.append(name)
    fetcher = internet.fetcher(cafile=str(certificate))
    assert fetcher.get("https://news.example/page").data == PAGE.encode()
    assert (names, internet.connected) == (["news.example"], [PUBLIC])
    reason = why_not(internet, "https://other.example/page", fetcher)
    assert reason.startswith("the certificate of other.example is not to be trusted (Hostname mismatch")
    assert why_not(internet, "https://news.example/page") == (
        "the certificate of news.example is not to be trusted (self-signed certificate); check the address"
    )
    assert len(secure.asked) == 1


def test_https_does_not_lead_back_to_http(internet: Internet, secure: Website, certificate: Path) -> None:
    secure.pages["/away"] = redirect("http://news.example/page")
    reason = why_not(internet, "https://news.example/away", internet.fetcher(cafile=str(certificate)))
    assert reason.startswith("it leads from https to http://news.example/page, which anyone on the way could change;")
    assert internet.connected == [PUBLIC]


def test_http_may_lead_to_https(internet: Internet, secure: Website, plain: Website, certificate: Path) -> None:
    plain.pages["/page"] = redirect("https://news.example/page")
    reply = internet.fetcher(cafile=str(certificate)).get("http://plain.example/page")
    assert (reply.url, reply.data) == ("https://news.example/page", PAGE.encode())


def test_no_secure_connection(internet: Internet, plain: Website) -> None:
    def connect_and_be_answered(address: str, port: int, seconds: float) -> TimedSocket:
        sock = internet.connect(address, port, seconds)
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        return sock

    fetcher = Fetcher(resolve=internet.resolve, connect=connect_and_be_answered)
    reason = "no secure connection to plain.example can be made; check the address"
    assert why_not(internet, "https://plain.example/", fetcher) == reason


def test_a_server_that_drips_is_left_in_time(
    internet: Internet, secure: Website, plain: Website, certificate: Path
) -> None:
    fetcher = internet.fetcher(seconds=0.6, cafile=str(certificate))
    secure.pages["/drip"] = endless(b"x", pause=0.05, head=HEAD + b"\r\n")
    started = time.monotonic()
    assert "does not answer in time" in why_not(internet, "https://news.example/drip", fetcher)
    # It waits for the end of a request, and does not shake hands.
    assert "does not answer in time" in why_not(internet, "https://plain.example/", fetcher)
    assert time.monotonic() - started < 5.0
