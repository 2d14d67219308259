from __future__ import annotations

import gzip
import re
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.fetching import MAX_REDIRECTS, Fetcher, Reply, TimedSocket, connect, join, origin, resolve
from tests.websites import PUBLIC, Answer, Internet, Website, answer, redirect, website

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


def why_not(internet: Internet, url: str, fetcher: Fetcher | None = None, **options: object) -> str:
    with pytest.raises(SourceError) as caught:
        (fetcher or internet.fetcher()).get(url, **options)  # type: ignore[arg-type]  # each test gives its own
    return str(caught.value)


def test_a_page_comes_with_its_address_type_and_charset(internet: Internet, site: Website) -> None:
    reply = internet.fetcher().get("HTTP://News.Example:80/page#top")
    assert reply == Reply("http://news.example/page", 200, "text/html", "UTF-8", PAGE.encode())
    assert internet.resolved == ["news.example"]
    assert internet.connected == [PUBLIC]


def test_the_request_names_the_host_and_this_program_and_nothing_else(
    internet: Internet, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/page?q=%C3%A4"] = answer(PAGE, set_cookie="seen=1; Path=/")
    fetcher = internet.fetcher()
    fetcher.get("http://news.example/page?q=ä")
    fetcher.get("http://news.example/page")
    for head in site.asked:
        fields = dict(line.split(": ", 1) for line in head.strip().split("\r\n")[1:])
        assert fields["Host"] == "news.example"
        assert re.fullmatch(r"news-qa/\d+(\.\d+)+", fields["User-Agent"])
        assert set(fields) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only addresses that begin with http:// or https://"),
        ("ftp://news.example/page", "only addresses that begin with http:// or https://"),
        ("news.example/page", "only addresses that begin with http:// or https://"),
        ("http://me:secret@news.example/", "the address holds a user name"),
        ("http://news.example@evil.example/", "the address holds a user name"),
        ("http://news.example:22/", "pages are not fetched from port 22"),
        ("http://news.example:0/", "pages are not fetched from port 0"),
        ("http://news.example:99999/", "it is no address of a page"),
        ("http:///page", "it is no address of a page"),
        ("http://./", "it is no address of a page"),
        ("http://news.example/a b", "it is no address of a page"),
        ("http://news.example/\r\nHost: x", "it is no address of a page"),
        ("", "only addresses that begin with http:// or https://"),
    ],
)
def test_an_address_that_is_never_asked_for(internet: Internet, site: Website, url: str, reason: str) -> None:
    assert why_not(internet, url).startswith(reason)
    assert internet.resolved == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",  # 127.0.0.1 as one number
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "localhost.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "[fe80::1]",
        "[fd00:ec2::254]",
    ],
)
def test_no_private_address_is_connected_to_at_first_or_by_redirect(
    internet: Internet, site: Website, host: str
) -> None:
    with website() as inside:
        internet.sites.update({"127.0.0.1": inside, "::1": inside, "169.254.169.254": inside})
        reason = f"{host.strip('[].')} is in a private network, not on the Internet; save the page as a file"
        assert why_not(internet, f"http://{host}/page") == reason
        assert internet.connected == []
        site.pages["/away"] = redirect(f"http://{host}/page")
        assert why_not(internet, "http://news.example/away") == reason
        assert internet.connected == [PUBLIC]
        assert inside.asked == []


def test_the_default_fetcher_refuses_this_machine_where_a_server_listens() -> None:
    with website() as inside:
        inside.pages["/"] = answer(PAGE)
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(SourceError, match="is in a private network"):
                Fetcher().get(f"http://{host}:{inside.port}/")
        assert inside.asked == []
        with connect("127.0.0.1", inside.port, 5.0) as sock:  # and it does listen
            sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert sock.recv(15) == b"HTTP/1.1 200 OK"


def test_a_name_with_one_private_address_among_others_is_refused(internet: Internet, site: Website) -> None:
    internet.names["mixed.example"] = [PUBLIC, "10.0.0.1"]
    internet.names["wrapped.example"] = ["::ffff:169.254.169.254"]
    for host in ("mixed.example", "wrapped.example"):
        assert why_not(internet, f"http://{host}/page").startswith(f"{host} is in a private network")
    assert internet.connected == []


def test_a_host_is_resolved_once_and_connected_to_at_the_address_that_was_checked(
    internet: Internet, site: Website
) -> None:
    with website() as inside:
        internet.sites["127.0.0.1"] = inside
        answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])  # a name that turns private after the check
        fetcher = Fetcher(resolve=lambda host, port: next(answers), connect=internet.connect)
        assert fetcher.get("http://rebinding.example/page").data == PAGE.encode()
        assert internet.connected == [PUBLIC]
        assert why_not(internet, "http://rebinding.example/page", fetcher).startswith("rebinding.example is in a")
        assert internet.connected == [PUBLIC]
        assert inside.asked == []


def test_the_next_address_is_tried_where_the_first_does_not_answer(internet: Internet, site: Website) -> None:
    internet.names["news.example"] = ["2606:2800::1", PUBLIC]
    assert internet.fetcher().get("http://news.example/page").status == 200
    assert internet.connected == ["2606:2800::1", PUBLIC]
    internet.names["news.example"] = ["2606:2800::1", "2606:2800::2"]
    reason = "news.example cannot be reached (Connection refused); check the address"
    assert why_not(internet, "http://news.example/page") == reason


def test_a_host_that_is_not_found(internet: Internet) -> None:
    internet.names["gone.example"] = []
    assert why_not(internet, "http://gone.example/") == "no host named gone.example is found; check the address"


def test_resolving_gives_each_address_once_and_fails_for_what_is_no_name() -> None:
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
    assert resolve("2130706433", 80) == ["127.0.0.1"]
    assert resolve("a" * 300, 80) == []


def test_redirects_are_followed_each_admitted_anew(internet: Internet, site: Website) -> None:
    admitted: list[str] = []
    site.pages["/1"] = redirect("2", "301 Moved Permanently")
    site.pages["/2"] = redirect("//news.example/3", "303 See Other")
    site.pages["/3"] = redirect(" http://news.example/ä b", "307 Temporary Redirect")
    site.pages["/%C3%A4%20b"] = redirect("http://news.example/page", "308 Permanent Redirect")
    reply = internet.fetcher().get("http://news.example/1", admit=admitted.append)
    assert (reply.url, reply.data) == ("http://news.example/page", PAGE.encode())
    assert admitted == [f"http://news.example/{path}" for path in ("1", "2", "3", "%C3%A4%20b", "page")]
    assert internet.resolved == ["news.example"] * 5


def test_a_redirect_that_is_not_admitted_is_not_asked_for(internet: Internet, site: Website) -> None:
    def admit(url: str) -> None:
        if url.endswith("/page"):
            raise SourceError("not this one")

    site.pages["/away"] = redirect("/page")
    assert why_not(internet, "http://news.example/away", admit=admit) == "not this one"
    assert site.paths == ["/away"]


def test_redirects_end(internet: Internet, site: Website) -> None:
    site.pages["/loop"] = redirect("/loop")
    assert why_not(internet, "http://news.example/loop").startswith("it redirects more than 5 times")
    assert len(site.asked) == 1 + MAX_REDIRECTS


@pytest.mark.parametrize("to", ["file:///etc/passwd", "http://u:p@news.example/", "gopher://x/", "http://[", "\x00"])
def test_a_redirect_to_what_is_never_asked_for(internet: Internet, site: Website, to: str) -> None:
    site.pages["/away"] = redirect(to)
    assert "; " in why_not(internet, "http://news.example/away")
    assert len(site.asked) == 1


def test_other_answers_come_without_their_bodies(internet: Internet, site: Website) -> None:
    site.pages["/broken"] = answer("sorry", status="500 Internal Server Error")
    site.pages["/nowhere"] = answer("no place", status="302 Found")
    assert internet.fetcher().get("http://news.example/none").status == 404
    for path, status in (("broken", 500), ("nowhere", 302)):
        reply = internet.fetcher().get(f"http://news.example/{path}")
        assert (reply.status, reply.data) == (status, b"")


def test_only_the_types_asked_for_are_read(internet: Internet, site: Website) -> None:
    types = {"text/html"}
    site.pages["/video"] = answer(PAGE, "Video/MP4; codecs=x")
    site.pages["/untold"] = answer(PAGE, None)
    reason = "it is video/mp4, which is not read; give the address of a page or PDF"
    assert why_not(internet, "http://news.example/video", types=types) == reason
    assert internet.fetcher().get("http://news.example/untold", types=types).data == PAGE.encode()
    assert internet.fetcher().get("http://news.example/video").type == "video/mp4"


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("GZIP", gzip.compress(PAGE.encode()[:9]) + gzip.compress(PAGE.encode()[9:])),
        ("deflate", zlib.compress(PAGE.encode())),
        ("identity", PAGE.encode()),
    ],
)
def test_packed_pages_are_unpacked(internet: Internet, site: Website, encoding: str, data: bytes) -> None:
    site.pages["/packed"] = answer(data, content_encoding=encoding)
    assert internet.fetcher().get("http://news.example/packed").data == PAGE.encode()


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
    bomb = b"".join(packer.compress(megabyte) for _ in range(300)) + packer.flush()
    assert len(bomb) < 2**19
    site.pages["/bomb"] = answer(bomb, content_encoding=encoding)
    tracemalloc.start()
    try:
        reason = why_not(internet, "http://news.example/bomb", internet.fetcher(max_page=2**22))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reason == "the page is larger than 4 MB; save a part as a file"
    assert peak < 2**24


def endless(piece: bytes, *, pause: float = 0.0, head: bytes = b"") -> Answer:
    """Sends the head, then the piece again and again until the visitor hangs up, at most for 20 s."""

    def send(connection: socket.socket) -> None:
        until = time.monotonic() + 20
        connection.sendall(head)
        while time.monotonic() < until:
            connection.sendall(piece)
            time.sleep(pause)

    return send


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_an_endless_page_stops_at_the_limit(internet: Internet, site: Website) -> None:
    site.pages["/endless"] = endless(b"word " * 10_000, head=_HEAD + b"\r\n")
    site.pages["/chunked"] = endless(
        b"2710\r\n" + b"word " * 2_000 + b"\r\n", head=_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    )
    for path in ("endless", "chunked"):
        reason = why_not(internet, f"http://news.example/{path}", internet.fetcher(max_page=2**20))
        assert reason == "the page is larger than 1 MB; save a part as a file"


_EMPTY_MEMBER = gzip.compress(b"")

DRIPS = {
    "nothing at all": endless(b"", pause=0.05),
    "status line": endless(b"H", pause=0.05),
    "interim answers": endless(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "headers": endless(b"X", pause=0.05, head=_HEAD + b"X: "),
    "body": endless(b"x", pause=0.05, head=_HEAD + b"Content-Length: 100000\r\n\r\n"),
    "body without a length": endless(b"x", pause=0.05, head=_HEAD + b"\r\n"),
    "chunks": endless(b"1\r\nx\r\n", pause=0.05, head=_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "chunk length": endless(b"0", pause=0.05, head=_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "trailers": endless(b"X: y\r\n", head=_HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"),
    "packed nothing": endless(_EMPTY_MEMBER, head=_HEAD + b"Content-Encoding: gzip\r\n\r\n"),
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
    site.pages["/chunked"] = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>Th\r\n"
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


def test_an_address_on_a_page_is_joined_to_that_of_the_page() -> None:
    base = "http://news.example/a/b?c"
    assert join(base, " /ä b\n") == "http://news.example/ä%20b"
    assert join(base, "?d") == "http://news.example/a/b?d"
    assert join(base, "//other.example/") == "http://other.example/"
    assert join(base, "http://[") == ""
    assert join(base, "/a\x00b") == ""


def test_origin_is_what_robots_txt_is_asked_of() -> None:
    assert origin("HTTPS://News.Example:443/a?b#c") == "https://news.example"
    assert origin("http://[2606:2800::1]:8080/") == "http://[2606:2800::1]:8080"
    with pytest.raises(SourceError):
        origin("mailto:me@news.example")


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


def test_http_may_lead_to_https(internet: Internet, secure: Website, certificate: Path) -> None:
    with website() as plain:
        internet.add("old.example", plain, "8.8.8.8")
        plain.pages["/page"] = redirect("https://news.example/page")
        reply = internet.fetcher(cafile=str(certificate)).get("http://old.example/page")
    assert (reply.url, reply.data) == ("https://news.example/page", PAGE.encode())


def test_a_server_that_drips_over_https_is_left_in_time(
    internet: Internet, secure: Website, site: Website, certificate: Path
) -> None:
    fetcher = internet.fetcher(seconds=0.6, cafile=str(certificate))
    internet.add("news.example", secure)
    secure.pages["/drip"] = endless(b"x", pause=0.05, head=_HEAD + b"\r\n")
    started = time.monotonic()
    assert "does not answer in time" in why_not(internet, "https://news.example/drip", fetcher)
    internet.add("silent.example", site)  # it waits for a request instead of shaking hands
    assert "does not answer in time" in why_not(internet, "https://silent.example/", fetcher)
    assert time.monotonic() - started < 5.0


def test_no_secure_connection(internet: Internet, site: Website, certificate: Path) -> None:
    def connect_to_nonsense(address: str, port: int, seconds: float) -> TimedSocket:
        sock = internet.connect(address, port, seconds)
        sock.sendall(b"\r\n\r\n")  # the site answers in plain words
        return sock

    fetcher = Fetcher(resolve=internet.resolve, connect=connect_to_nonsense)
    assert why_not(internet, "https://news.example/", fetcher) == (
        "no secure connection to news.example can be made; check the address"
    )
