"""Servers that pack, drip, break off or never end, and what fetching makes of them."""

from __future__ import annotations

import gzip
import random
import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from corpus.errors import SourceError
from corpus.fetching import Fetcher, TimedSocket
from tests.websites import HEAD, PUBLIC, Internet, Website, answer, endless, redirect, website, why_not

PAGE = "<p>The talks ended on Monday.</p>"


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def site(internet: Internet) -> Iterator[Website]:
    """news.example, with one page at /page."""
    with website() as site:
        internet.add("news.example", site)
        site.pages["/page"] = answer(PAGE, "text/html; charset=UTF-8")
        yield site


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)),  # else workers that collect a second apart see other tests
        ("GZIP", gzip.compress(PAGE.encode()[:9], mtime=0) + gzip.compress(PAGE.encode()[9:], mtime=0)),
        ("gzip", gzip.compress(PAGE.encode(), mtime=0) + b"\x00\x00 left over"),
        ("gzip", gzip.compress(PAGE.encode(), mtime=0) + b"\x00" * 100_000),  # as long as several pieces
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),  # as some servers send it, without zlib's header
        ("identity", PAGE.encode()),
    ],
)
def test_packed_pages_are_unpacked(internet: Internet, site: Website, encoding: str, data: bytes) -> None:
    site.pages["/packed"] = answer(data, content_encoding=encoding)
    assert internet.fetcher().get("http://news.example/packed").data == PAGE.encode()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])
@pytest.mark.parametrize("varied", [False, True])
def test_packed_pages_of_any_size_are_unpacked_whole(
    internet: Internet, site: Website, size: int, varied: bool
) -> None:
    page = random.Random(size).randbytes(size) if varied else b"x" * size
    site.pages["/packed"] = HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(page, mtime=0)
    assert internet.fetcher().get("http://news.example/packed").data == page


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(PAGE.encode() * 50, mtime=0)),
        ("gzip", gzip.compress(PAGE.encode(), mtime=0) * 2),
        ("deflate", zlib.compress(PAGE.encode() * 50)),
    ],
)
@pytest.mark.parametrize("missing", [1, 8, 20])
def test_a_packed_page_that_breaks_off_is_not_taken_for_whole(
    internet: Internet, site: Website, encoding: str, data: bytes, missing: int
) -> None:
    site.pages["/short"] = HEAD + f"Content-Encoding: {encoding}\r\n\r\n".encode() + data[:-missing]
    reason = "news.example broke off in the middle of the page; try again later"
    assert why_not(internet, "http://news.example/short") == reason


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "unheard-of"])
def test_what_is_packed_in_a_way_not_asked_for_is_refused(internet: Internet, site: Website, encoding: str) -> None:
    site.pages["/packed"] = answer(gzip.compress(gzip.compress(PAGE.encode())), content_encoding=encoding)
    assert why_not(internet, "http://news.example/packed").startswith("the page is packed in a way")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_what_is_not_packed_as_it_says_is_refused(internet: Internet, site: Website, encoding: str) -> None:
    site.pages["/packed"] = answer(b"\x00" + PAGE.encode(), content_encoding=encoding)
    reason = "the page is not packed as its server says; try again later"
    assert why_not(internet, "http://news.example/packed") == reason


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_stops_at_the_limit_of_the_unpacked_page(internet: Internet, site: Website, encoding: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    megabyte = bytes(2**20)
    bomb = b"".join(packer.compress(megabyte) for _ in range(100)) + packer.flush()
    assert len(bomb) < 2**18
    site.pages["/bomb"] = answer(bomb, content_encoding=encoding)
    tracemalloc.start()
    try:
        reason = why_not(internet, "http://news.example/bomb", internet.fetcher(max_page=2**22))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reason == "the page is larger than 4 MB; save a part as a file"
    assert peak < 2**24


def test_an_endless_page_stops_at_the_limit(internet: Internet, site: Website) -> None:
    site.pages["/endless"] = endless(b"word " * 10_000, head=HEAD + b"\r\n")
    site.pages["/chunked"] = endless(
        b"2710\r\n" + b"word " * 2_000 + b"\r\n", head=HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    )
    for path in ("endless", "chunked"):
        reason = why_not(internet, f"http://news.example/{path}", internet.fetcher(max_page=2**20))
        assert reason == "the page is larger than 1 MB; save a part as a file"


_EMPTY_MEMBER = gzip.compress(b"", mtime=0)

DRIPS = {
    "nothing at all": endless(b"", pause=0.05),
    "status line": endless(b"H", pause=0.05),
    "interim answers": endless(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "headers": endless(b"X", pause=0.05, head=HEAD + b"X: "),
    "body": endless(b"x", pause=0.05, head=HEAD + b"Content-Length: 100000\r\n\r\n"),
    "body without a length": endless(b"x", pause=0.05, head=HEAD + b"\r\n"),
    "chunks": endless(b"1\r\nx\r\n", pause=0.05, head=HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "chunk length": endless(b"0", pause=0.05, head=HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "trailers": endless(b"X: y\r\n", head=HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"),
    "packed nothing": endless(_EMPTY_MEMBER, head=HEAD + b"Content-Encoding: gzip\r\n\r\n"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_is_left_in_time(internet: Internet, site: Website, drip: str) -> None:
    site.pages["/drip"] = DRIPS[drip]
    started = time.monotonic()
    reason = why_not(internet, "http://news.example/drip", internet.fetcher(seconds=0.4))
    assert reason == "news.example does not answer in time; try again later"
    assert time.monotonic() - started < 3.0


def test_the_time_is_for_all_redirects_together_but_not_for_what_admits_them(internet: Internet, site: Website) -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(redirect("/slow"))

    site.pages["/slow"] = slow
    reason = why_not(internet, "http://news.example/slow", internet.fetcher(seconds=0.8))
    assert reason == "news.example does not answer in time; try again later"
    assert len(site.asked) == 3
    fetcher = internet.fetcher(seconds=0.8)
    assert fetcher.get("http://news.example/page", admit=lambda url: time.sleep(1.0)).status == 200


def test_a_page_shorter_than_it_says_is_not_taken_for_whole(internet: Internet, site: Website) -> None:
    site.pages["/short"] = answer(PAGE, content_length=str(len(PAGE) + 1))
    site.pages["/chunked"] = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>Th\r\n"
    site.pages["/lengths"] = answer(PAGE, content_length="10, 20")
    for path in ("short", "chunked"):
        reason = "news.example broke off in the middle of the page; try again later"
        assert why_not(internet, f"http://news.example/{path}") == reason
    assert "does not answer as a web server does" in why_not(internet, "http://news.example/lengths")


@pytest.mark.parametrize(
    "sent",
    [b"", b"\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200],
)
def test_what_is_no_web_server(internet: Internet, site: Website, sent: bytes) -> None:
    site.pages["/page"] = sent
    reason = "news.example does not answer as a web server does; check the address"
    assert why_not(internet, "http://news.example/page") == reason


def mutated(draw: random.Random, data: bytes) -> bytes:
    """The data with a few bytes changed, cut out, put in or repeated."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at, length = draw.randrange(len(changed) + 1), draw.randint(1, 12)
        piece = draw.choice(
            [
                b"",
                draw.randbytes(length),
                bytes(changed[at : at + length]) * 9,
                b"\r\n",
                b"\r\n\r\n",
                b"9" * 30,
                b"\x00",
            ]
        )
        changed[at : at + draw.choice([0, length])] = piece
    return bytes(changed)


def fetch_mutated(count: int) -> dict[str, int]:
    """How often mutated answers gave a page, and how often a reason; all else raises."""
    draw = random.Random(4711)
    packed = gzip.compress(PAGE.encode() * 50)
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (packed[:40], packed[40:], b""))
    originals = [
        answer(PAGE, "text/html; charset=utf-8"),
        answer(packed, content_encoding="gzip"),
        answer(zlib.compress(PAGE.encode()), content_encoding="deflate"),
        HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
        redirect("https://other.example/a?b#c", "301 Moved"),
    ]
    told = {"page": 0, "reason": 0}
    for number in range(count):
        sent = mutated(draw, originals[number % len(originals)])

        ends: list[socket.socket] = []

        def connect(
            address: str, port: int, seconds: float, sent: bytes = sent, ends: list[socket.socket] = ends
        ) -> TimedSocket:
            ours, theirs = socket.socketpair()
            theirs.sendall(sent)
            theirs.shutdown(socket.SHUT_WR)
            ends.append(theirs)  # open, so that it takes the request
            return TimedSocket(fileno=ours.detach())

        fetcher = Fetcher(resolve=lambda host, port: [PUBLIC], connect=connect, seconds=5.0, max_page=2**20)
        try:
            fetcher.get("http://news.example/page")
        except SourceError as error:
            assert "; " in str(error)
            assert str(error).isprintable()
            told["reason"] += 1
        else:
            told["page"] += 1
        for end in ends:
            end.close()
    return told


def test_mutated_answers_give_a_page_or_a_reason() -> None:
    told = fetch_mutated(300)
    assert told["page"] > 50
    assert told["reason"] > 50


@pytest.mark.soak
@pytest.mark.timeout(1_200)
def test_many_mutated_answers_give_a_page_or_a_reason() -> None:
    assert sum(fetch_mutated(10_000).values()) == 10_000
