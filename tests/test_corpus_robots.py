from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from corpus.errors import SourceError
from corpus.robots import MAX_DELAY, MAX_ROBOTS, Robots
from tests.websites import Internet, Website, answer, redirect, website

NO = "the site's robots.txt asks programs not to fetch this page; save it as a file"


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def site(internet: Internet) -> Iterator[Website]:
    with website() as site:
        internet.add("news.example", site)
        yield site


def allowed(robots: Robots, path: str) -> bool:
    try:
        robots.admit(f"http://news.example{path}")
    except SourceError as error:
        assert str(error) == NO
        return False
    return True


def why_none(internet: Internet) -> str:
    with pytest.raises(SourceError) as caught:
        Robots(internet.fetcher()).admit("http://news.example/page")
    return str(caught.value)


def test_the_rules_for_all_programs_hold_where_none_are_for_this_one(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer(
        "User-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\n\nUser-agent: other\nDisallow: /",
        "text/plain",
    )
    robots = Robots(internet.fetcher())
    assert allowed(robots, "/page")
    assert not allowed(robots, "/private/page")
    assert allowed(robots, "/private/open/page")
    assert not allowed(robots, "/a.pdf")
    assert allowed(robots, "/a.pdf?b")


def test_the_rules_for_this_program_come_first(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /\n\nUser-agent: News-QA\nDisallow: /not-you\n")
    robots = Robots(internet.fetcher())
    assert allowed(robots, "/page")
    assert not allowed(robots, "/not-you")


def test_a_byte_order_mark_hides_no_rule(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer("\ufeffUser-agent: *\nDisallow: /private\n", "text/plain")
    assert not allowed(Robots(internet.fetcher()), "/private/page")


def test_it_is_fetched_once_for_each_host(internet: Internet, site: Website) -> None:
    with website() as other:
        internet.add("other.example", other, "8.8.8.8")
        other.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /")
        robots = Robots(internet.fetcher())
        for _ in range(3):
            robots.admit("http://news.example/page")
            with pytest.raises(SourceError):
                robots.admit("http://other.example/page")
        assert (site.paths, other.paths) == (["/robots.txt"], ["/robots.txt"])


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "429 Too Many Requests"])
def test_a_site_without_one_allows_all(internet: Internet, site: Website, status: str) -> None:
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /", status=status)
    assert allowed(Robots(internet.fetcher()), "/page")


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable", "302 Found"])
def test_a_site_that_cannot_give_it_allows_nothing(internet: Internet, site: Website, status: str) -> None:
    site.pages["/robots.txt"] = answer("", status=status)
    assert why_none(internet) == (
        f"the site's robots.txt cannot be fetched (the server answers {status[:3]}); try again later"
    )


def test_a_site_that_does_not_answer_allows_nothing(internet: Internet) -> None:
    internet.names["news.example"] = ["93.184.216.34"]
    assert why_none(internet) == "news.example cannot be reached (Connection refused); check the address"
    internet.names["news.example"] = ["10.0.0.1"]
    assert why_none(internet).startswith("news.example is in a private network, not on the Internet; ")


def test_it_is_fetched_under_the_same_guards(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = redirect("http://127.0.0.1/robots.txt")
    assert why_none(internet).startswith("the site's robots.txt cannot be fetched: 127.0.0.1 is in a private network")


def test_one_that_breaks_off_allows_nothing(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow:", content_length="100")
    assert why_none(internet) == (
        "the site's robots.txt cannot be fetched: news.example broke off in the middle of the page; try again later"
    )


def test_a_page_in_its_place_forbids_nothing(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer("<html><p>Disallow: this page is not found</p>")
    assert allowed(Robots(internet.fetcher()), "/page")


def test_only_its_first_half_megabyte_counts(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer(
        b"User-agent: *\nDisallow: /first\n" + b"#" * MAX_ROBOTS + b"\nDisallow: /second\n\xff\x00"
    )
    robots = Robots(internet.fetcher())
    assert not allowed(robots, "/first")
    assert allowed(robots, "/second")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{number}\n" for number in range(15_000)) + "Disallow: /a\n" * 15_000,
        "User-agent: *\nDisallow: /" + "*a" * 240_000,
        "User-agent: *\n" + "Disallow: /*b*c\n" * 30_000,
        "User-agent: a\n" * 35_000,
    ],
)
def test_one_made_to_be_slow_is_not(internet: Internet, site: Website, text: str) -> None:
    site.pages["/robots.txt"] = answer(text)
    robots = Robots(internet.fetcher())
    started = time.process_time()
    try:
        robots.admit("http://news.example/" + "a" * 5_000)
    except SourceError as error:
        assert str(error) == "the site's robots.txt has too many rules to be read; save the page as a file"
    assert time.process_time() - started < 3.0


def waits(internet: Internet, *paths: str) -> list[float]:
    slept: list[float] = []
    robots = Robots(internet.fetcher(), sleep=slept.append)
    for path in paths:
        robots.admit(f"http://news.example{path}")
    return slept


def test_the_pause_that_it_asks_for_is_kept_between_pages(internet: Internet, site: Website) -> None:
    site.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 5")
    slept = waits(internet, "/1", "/2", "/3")
    assert slept == [pytest.approx(5.0, abs=0.5)] * 2
    site.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 0.2")
    robots = Robots(internet.fetcher())
    started = time.monotonic()
    for path in ("/1", "/2", "/3"):
        robots.admit(f"http://news.example{path}")
    assert 0.4 <= time.monotonic() - started < 3.0


@pytest.mark.parametrize("delay", ["86400", "1e300"])
def test_a_long_pause_is_cut(internet: Internet, site: Website, delay: str) -> None:
    site.pages["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {delay}")
    assert waits(internet, "/1", "/2") == [pytest.approx(MAX_DELAY, abs=0.5)]


@pytest.mark.parametrize("delay", ["0", "-5", "nan", "inf", "soon"])
def test_no_pause_without_a_number_for_it(internet: Internet, site: Website, delay: str) -> None:
    site.pages["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {delay}")
    assert waits(internet, "/1", "/2") == []
