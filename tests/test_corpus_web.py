from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import Article, Skipped
from corpus.web import read_urls
from corpus.workers import Workers
from tests.websites import PUBLIC, Internet, Website, answer, redirect, website

STORY = (
    "The talks in Astana ended on Monday without a signed paper, the ministry said in the evening.",
    "Delegates of twelve countries had met for two days. They agreed to meet again in the spring in the capital.",
    "“We are closer than we were,” said the chairman, who has led the meetings since they began three years ago.",
    "He named no date for the next round, and the host country offered to keep a line open between the two staffs.",
    "Observers from four more states followed the talks from another hall, and left on Tuesday morning.",
)
HOME = "http://news.example"


def page(title: str, *, head: str = "", story: tuple[str, ...] = STORY) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body><nav><a href="/">Home</a>'
        f'<a href="/world">World</a></nav><article><h1>{title}</h1>{text}</article></body></html>'
    )


def pdf(title: str) -> bytes:
    buffer = io.BytesIO()
    styles = getSampleStyleSheet()
    SimpleDocTemplate(buffer, title=title).build(
        [Paragraph(title, styles["Title"]), *(Paragraph(text, styles["BodyText"]) for text in STORY)]
    )
    return buffer.getvalue()


def item(address: str, title: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{address}</link>{more}</item>"


def feed(*items: str) -> str:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0"?><rss version="2.0" {names}><channel><title>News</title>{"".join(items)}</channel></rss>'
    )


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as workers:
        yield workers


@pytest.fixture
def internet() -> Internet:
    return Internet()


@pytest.fixture
def site(internet: Internet) -> Iterator[Website]:
    with website() as site:
        internet.add("news.example", site)
        yield site


def read(internet: Internet, workers: Workers, *paths: str) -> list[Article | Skipped]:
    return list(read_urls([f"{HOME}{path}" for path in paths], workers=workers, fetcher=internet.fetcher()))


def read_one(internet: Internet, workers: Workers, path: str) -> Article:
    [article] = read(internet, workers, path)
    assert isinstance(article, Article), article
    return article


def why_skipped(internet: Internet, workers: Workers, path: str) -> str:
    [skipped] = read(internet, workers, path)
    assert isinstance(skipped, Skipped), skipped
    assert skipped.source == f"{HOME}{path}"
    return skipped.reason


def test_a_page_becomes_an_article_at_the_address_it_came_from(
    internet: Internet, workers: Workers, site: Website
) -> None:
    site.pages["/old"] = redirect("/talks")
    site.pages["/talks"] = answer(page("Talks end in Astana"), "text/html; charset=utf-8")
    article = read_one(internet, workers, "/old")
    assert (article.title, article.text) == ("Talks end in Astana", "\n\n".join(STORY))
    assert article.url == f"{HOME}/talks"
    assert article.published is None
    assert article.id.startswith("news.example-")


def test_a_feed_gives_its_articles_and_says_what_of_it_could_not_be_read(
    internet: Internet, workers: Workers, site: Website
) -> None:
    site.pages["/all"] = answer(
        feed(
            item("/talks", "A title of the feed", "<pubDate>Mon, 23 Nov 2026 23:30:00 -0500</pubDate>"),
            item("http://169.254.169.254/latest/meta-data/", "Metadata"),
            item("/report.pdf", "The report of the round", "<dc:creator>Ana Ruiz</dc:creator>"),
        ),
        "application/rss+xml",
    )
    site.pages["/talks"] = answer(page("Talks end in Astana"))
    site.pages["/report.pdf"] = answer(pdf("Report on the talks"), "application/pdf")
    talks, refused, report = read(internet, workers, "/all")
    assert isinstance(talks, Article)
    assert (talks.title, talks.published, talks.url) == ("Talks end in Astana", date(2026, 11, 23), f"{HOME}/talks")
    assert talks.text == "\n\n".join(STORY)
    assert refused == Skipped(
        "http://169.254.169.254/latest/meta-data/",
        "169.254.169.254 is in a private network, not on the Internet; save the page as a file",
    )
    assert isinstance(report, Article)
    assert (report.title, report.authors) == ("Report on the talks", ("Ana Ruiz",))
    assert (report.url, report.published) == (f"{HOME}/report.pdf", None)
    assert report.id.startswith("news.example-")
    assert STORY[-1] in report.text
    assert internet.connected == [PUBLIC] * 4
    assert site.paths == ["/robots.txt", "/all", "/talks", "/report.pdf"]


def test_what_a_page_tells_of_itself_stands_over_what_its_feed_tells(
    internet: Internet, workers: Workers, site: Website
) -> None:
    told = "<pubDate>Mon, 23 Nov 2026 23:30:00 -0500</pubDate><dc:creator>Ana Ruiz</dc:creator>"
    site.pages["/all"] = answer(feed(item("/talks", "A title of the feed", told)), "text/html")
    head = '<meta property="article:published_time" content="2026-11-20T10:00:00Z"><meta name="author" content="Bo Li">'
    site.pages["/talks"] = answer(page("Talks end in Astana", head=head))
    article = read_one(internet, workers, "/all")
    assert (article.title, article.published, article.authors) == (
        "Talks end in Astana",
        date(2026, 11, 20),
        ("Bo Li",),
    )


def test_the_feeds_title_stands_where_the_page_has_none(internet: Internet, workers: Workers, site: Website) -> None:
    site.pages["/all"] = answer(feed(item("/note.txt", "A title of the feed")), "text/xml")
    site.pages["/note.txt"] = answer("\n\n".join(STORY), "text/plain")
    article = read_one(internet, workers, "/all")
    assert (article.title, article.title_derived) == ("A title of the feed", False)
    assert article.text == "\n\n".join(STORY)
    derived = read_one(internet, workers, "/note.txt")
    assert derived.title_derived
    assert derived.title.startswith("The talks in Astana ended")
    assert (derived.url, derived.id) == (article.url, article.id)


def test_the_feeds_own_text_is_taken_only_where_the_page_cannot_be_read(
    internet: Internet, workers: Workers, site: Website
) -> None:
    whole = "".join(f"<p>{paragraph}</p>" for paragraph in ("In the feed it reads so.", *STORY))
    told = f"<content:encoded><![CDATA[{whole}]]></content:encoded><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"
    teaser = "<content:encoded><![CDATA[<p>The talks ended.</p>]]></content:encoded>"
    site.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /closed", "text/plain")
    site.pages["/talks"] = answer(page("Talks end in Astana"))
    entries = [item(path, f"Entry {path}", told) for path in ("/talks", "/gone", "/closed")]
    site.pages["/all"] = answer(feed(*entries, item("/teaser", "Teaser", teaser)), "application/xml")
    talks, gone, closed, missing = read(internet, workers, "/all")
    assert isinstance(talks, Article)
    assert talks.text == "\n\n".join(STORY)
    for path, article in (("/gone", gone), ("/closed", closed)):
        assert isinstance(article, Article)
        assert (article.title, article.url) == (f"Entry {path}", f"{HOME}{path}")
        assert article.published == date(2026, 11, 23)
        assert article.text == "\n\n".join(("In the feed it reads so.", *STORY))
    assert missing == Skipped(f"{HOME}/teaser", "the page is not there (the server answers 404); check the address")


def test_a_feed_does_not_speak_for_the_pages_of_another_site(
    internet: Internet, workers: Workers, site: Website
) -> None:
    whole = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    told = f"<content:encoded><![CDATA[{whole}]]></content:encoded>"
    hosts = ["www.news.example", "world.news.example", "other.example", "badnews.example"]
    for host in hosts:
        internet.add(host, site)
    site.pages["/all"] = answer(feed(*(item(f"http://{host}/1", "Title", told) for host in hosts)), "text/xml")
    items = read(internet, workers, "/all")
    assert [type(entry) for entry in items] == [Article, Article, Skipped, Skipped]


def test_a_feed_within_a_feed_is_not_read(internet: Internet, workers: Workers, site: Website) -> None:
    site.pages["/all"] = answer(feed(item("/all", "Itself")), "application/xml")
    reason = "the feed leads to another feed here; add that one by its own address"
    assert read(internet, workers, "/all") == [Skipped(f"{HOME}/all", reason)]


def test_each_page_is_fetched_only_when_it_is_asked_for(internet: Internet, workers: Workers, site: Website) -> None:
    site.pages["/all"] = answer(feed(*(item(f"/{number}", "A title") for number in range(50))), "application/xml")
    for number in range(50):
        site.pages[f"/{number}"] = answer(page(f"Talks, day {number}"))
    items = read_urls([f"{HOME}/all", f"{HOME}/more"], workers=workers, fetcher=internet.fetcher())
    assert site.asked == []
    titles = [article.title for article in (next(items), next(items)) if isinstance(article, Article)]
    assert titles == ["Talks, day 0", "Talks, day 1"]
    assert site.paths == ["/robots.txt", "/all", "/0", "/1"]
    items.close()  # type: ignore[attr-defined]  # a generator's
    assert len(site.asked) == 4


def test_what_fails_is_skipped_in_its_place_and_the_rest_is_read(
    internet: Internet, workers: Workers, site: Website
) -> None:
    site.pages["/1"] = answer(page("Talks end in Astana"))
    addresses = ["http://127.0.0.1/", f"{HOME}/1", "no\naddress", f"{HOME}/none", f"{HOME}/1"]
    items = list(read_urls(addresses, workers=workers, fetcher=internet.fetcher()))
    assert [type(item) for item in items] == [Skipped, Article, Skipped, Skipped, Article]
    assert [item.source for item in items if isinstance(item, Skipped)] == [
        "http://127.0.0.1/",
        "no\ufffdaddress",
        f"{HOME}/none",
    ]


def test_a_host_that_does_not_answer_is_not_waited_for_again_and_again(
    internet: Internet, workers: Workers, site: Website
) -> None:
    with website() as other:
        internet.add("other.example", other, "8.8.8.8")
        other.pages["/1"] = answer(page("Talks end in Astana"))
        for number in range(6):
            site.pages[f"/{number}"] = b""
        urls = [*(f"{HOME}/{number}" for number in range(6)), "http://other.example/1"]
        *silent, last = read_urls(urls, workers=workers, fetcher=internet.fetcher())
    assert isinstance(last, Article)
    reasons = [item.reason for item in silent if isinstance(item, Skipped)]
    assert reasons[:3] == ["news.example does not answer as a web server does; check the address"] * 3
    assert reasons[3:] == [f"{HOME} did not answer 3 times and is not asked again; add this page later"] * 3
    assert site.paths == ["/robots.txt", "/0", "/1", "/2"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("404 Not Found", "the page is not there (the server answers 404); check the address"),
        ("403 Forbidden", "the server does not give the page to programs (it answers 403); save the page as a file"),
        ("429 Too Many", "the server cannot give the page now (it answers 429); try again later"),
        ("500 Oh", "the server cannot give the page now (it answers 500); try again later"),
        ("204 No Content", "the server gives no page (it answers 204); check the address"),
        ("206 Partial Content", "the server gives no page (it answers 206); check the address"),
    ],
)
def test_only_a_whole_page_is_read(
    internet: Internet, workers: Workers, site: Website, status: str, reason: str
) -> None:
    site.pages["/page"] = answer(page("Talks end in Astana"), status=status)
    assert why_skipped(internet, workers, "/page") == reason


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", "text/html", "the page is empty; "),
        (b" \r\n", "text/plain", "the page is empty; "),
        (b"\x00\x01\x02", "application/octet-stream", "it is application/octet-stream, which is not read; "),
        (b"{}", "application/json", "it is application/json, which is not read; "),
        (b"<urlset><url/></urlset>", "application/xml", "it is XML, but no feed; "),
        (b"<rss version='2.0'><channel></channel></rss>", "text/html", "the feed has no entries; "),
        (b"%PDF-1.7 and no more", "text/html", "the PDF is damaged; "),
    ],
)
def test_what_holds_no_article(
    internet: Internet, workers: Workers, site: Website, body: bytes, kind: str, reason: str
) -> None:
    site.pages["/page"] = answer(body, kind)
    skipped = why_skipped(internet, workers, "/page")
    assert skipped.startswith(reason)
    assert "; " in skipped


def test_robots_txt_is_respected_on_the_way_too(internet: Internet, workers: Workers, site: Website) -> None:
    site.pages["/robots.txt"] = answer("User-agent: news-qa\nDisallow: /closed", "text/plain")
    site.pages["/closed"] = answer(page("Talks end in Astana"))
    site.pages["/open"] = redirect("/closed")
    reason = "the site's robots.txt asks programs not to fetch this page; save it as a file"
    for path in ("/closed", "/open"):
        assert why_skipped(internet, workers, path) == reason
    assert "/closed" not in site.paths


@pytest.mark.parametrize(
    ("charset", "written", "meta"),
    [
        ("windows-1251", "cp1251", ""),
        ("windows-1251", "cp1251", '<meta charset="iso-8859-2">'),
        ("utf-8", "utf-8", '<meta charset="windows-1251">'),
        ("iso-8859-1", "utf-8", ""),
        ("unheard-of", "utf-8", ""),
    ],
)
def test_a_page_is_read_in_the_charset_that_its_server_tells_unless_it_is_utf_8(
    internet: Internet, workers: Workers, site: Website, charset: str, written: str, meta: str
) -> None:
    ended = "Переговоры в Астане завершились в понедельник вечером, сообщили в министерстве."
    story = tuple(f"{ended} Делегации двенадцати стран встречались {n} дня и договорились о встрече." for n in (2, 3))
    site.pages["/page"] = answer(
        page("Переговоры завершились", head=meta, story=story).encode(written), f"text/html; charset={charset}"
    )
    article = read_one(internet, workers, "/page")
    assert (article.title, article.text) == ("Переговоры завершились", "\n\n".join(story))


def test_what_calls_itself_latin_1_has_the_quotes_of_windows(
    internet: Internet, workers: Workers, site: Website
) -> None:
    text = "Talks\n\n“We are closer,” said the chairman – who led them.\n"
    site.pages["/note"] = answer(text.encode("cp1252"), "text/plain; charset=ISO-8859-1")
    assert read_one(internet, workers, "/note").text == "“We are closer,” said the chairman – who led them."


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "zlib", "undefined", "no\x00ne"])
def test_a_charset_that_is_none_is_not_believed(
    internet: Internet, workers: Workers, site: Website, charset: str
) -> None:
    site.pages["/note"] = answer(b"Talks\n\nThe talks\xff ended.\n", f"text/plain; charset={charset}")
    assert "UTF-8" in why_skipped(internet, workers, "/note")


def test_a_worker_is_started_where_none_is_given_and_ends(internet: Internet, site: Website) -> None:
    before = set(threading.enumerate())
    site.pages["/1"] = answer(page("Talks end in Astana"))
    [article] = read_urls([f"{HOME}/1"], fetcher=internet.fetcher())
    assert isinstance(article, Article)
    started = set(threading.enumerate()) - before
    assert [thread for thread in started if thread.name.startswith("corpus-worker")] == []


def test_by_default_this_machine_is_refused() -> None:
    with website() as inside:
        url = f"http://127.0.0.1:{inside.port}/"
        inside.pages["/"] = answer(page("Talks end in Astana"))
        [skipped] = read_urls([url])
        assert skipped == Skipped(
            url, "127.0.0.1 is in a private network, not on the Internet; save the page as a file"
        )
        assert inside.asked == []
