from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from corpus.errors import SourceError
from corpus.fetching import MAX_REDIRECTS, Fetcher, Reply, connect, join, origin, resolve
from tests.websites import PUBLIC, Internet, Website, answer, redirect, website, why_not

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
