from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.feeds import MAX_ENTRIES, MIN_WHOLE, carries_text, is_feed, read_feed
from corpus.parsing import Document
from corpus.workers import Workers

URL = "http://news.example/feeds/all.xml"
WHOLE = (
    "<p>The talks in Astana ended on Monday without a signed paper, the ministry said in the evening.</p>"
    "<p>Delegates of twelve countries had met for two days. They agreed to meet again in the spring, and to "
    "keep a line open between the two staffs until then.</p>"
    "<p>“We are closer than we were,” said the chairman of the round, who has led the meetings since they "
    "began three years ago. He named no date. The host country offered its capital for the next meeting.</p>"
    "<p>Observers from four more states followed the talks from another hall, and left on Tuesday.</p>"
)


def rss(items: str, *, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'{prolog}<rss version="2.0" {names}><channel><title>All news</title>{items}</channel></rss>'.encode()


def atom(entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>All news</title>{entries}</feed>'.encode()


def item(number: int = 1, more: str = "") -> str:
    return f"<item><title>Title {number}</title><link>http://news.example/{number}</link>{more}</item>"


def one(feed: bytes) -> Article:
    [entry] = read_feed(feed, url=URL)
    assert isinstance(entry, Article), entry
    return entry


def test_an_rss_item_gives_address_title_day_and_authors() -> None:
    entry = one(
        rss(
            "<item><title>Talks &amp;amp; &lt;i&gt;terms&lt;/i&gt;</title><link> /2026/talks?a=1&amp;b=2 </link>"
            "<pubDate>Mon, 23 Nov 2026 23:30:00 -0500</pubDate><dc:creator>Ana Ruiz</dc:creator>"
            "<dc:creator>Bo Li</dc:creator><description>A teaser</description></item>"
        )
    )
    assert (entry.title, entry.title_derived) == ("Talks & terms", False)
    assert entry.url == "http://news.example/2026/talks?a=1&b=2"
    assert entry.published == date(2026, 11, 23)
    assert entry.authors == ("Ana Ruiz", "Bo Li")
    assert entry.text == entry.title
    assert not carries_text(entry)


def test_an_atom_entry_gives_the_page_it_is_about_and_the_day_of_publication() -> None:
    entry = one(
        atom(
            '<entry><title type="html">A &lt;b&gt;deal&lt;/b&gt;</title>'
            '<link rel="self" href="http://news.example/entry.xml"/><link rel="alternate" href="/deal"/>'
            "<updated>2026-11-25T09:00:00Z</updated><published>2026-11-23T23:30:00-05:00</published>"
            "<author><name>Ana Ruiz</name></author><author><name>Bo Li</name></author></entry>"
        )
    )
    assert (entry.title, entry.url) == ("A deal", "http://news.example/deal")
    assert (entry.published, entry.authors) == (date(2026, 11, 23), ("Ana Ruiz", "Bo Li"))


def test_rdf_feeds_have_their_dates_by_another_name() -> None:
    entry = one(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>All</title></channel>'
        b'<item rdf:about="http://news.example/1"><title>One</title><link>http://news.example/1</link>'
        b"<dc:date>2026-11-23T23:30:00-05:00</dc:date></item></rdf:RDF>"
    )
    assert (entry.url, entry.published) == ("http://news.example/1", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon, 23 Nov 2026 00:10:00 +0900", date(2026, 11, 23)),
        ("Mon, 23 Nov 2026 23:50:00 PST", date(2026, 11, 23)),
        ("23 Nov 2026 10:00 GMT", date(2026, 11, 23)),
        ("Mon, 23 Nov 26 10:00:00 GMT", date(2026, 11, 23)),
        ("2026-11-23T23:50:00.5-08:00", date(2026, 11, 23)),
        ("2026-11-23 23:50:00 -0800", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("03/04/2026", None),
        ("2026", None),
        ("31 Feb 2026 10:00 GMT", None),
        ("yesterday", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("0001-01-01T00:00:00Z", None),
        ("9" * 5_000, None),
    ],
)
def test_the_day_is_that_which_was_written_and_never_guessed(written: str, day: date | None) -> None:
    assert one(rss(item(more=f"<pubDate>{written}</pubDate>"))).published == day


def test_the_day_of_a_change_is_not_the_day_of_publication() -> None:
    entry = '<entry><title>A deal</title><link href="/deal"/><updated>2026-11-25T09:00:00Z</updated></entry>'
    assert one(atom(entry)).published is None


def test_an_address_of_mail_is_no_author() -> None:
    assert one(rss(item(more="<author>ana@news.example (Ana Ruiz)</author>"))).authors == ("Ana Ruiz",)
    assert one(rss(item(more="<author>desk@news.example</author>"))).authors == ()


def test_a_text_that_the_feed_carries_whole_is_kept() -> None:
    in_rss = one(
        rss(item(more=f"<description>Short</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded>"))
    )
    in_atom = one(
        atom(f'<entry><title>Title 1</title><link href="/1"/><content type="html">{escape(WHOLE)}</content></entry>')
    )
    for entry in (in_rss, in_atom):
        assert carries_text(entry)
        assert entry.title == "Title 1"
        assert entry.text.startswith("The talks in Astana ended on Monday without a signed paper")
        assert entry.text.endswith("and left on Tuesday.")
        assert "Short" not in entry.text
        assert "<" not in entry.text


@pytest.mark.parametrize("content", ["<p>A teaser of the article.</p>", WHOLE.replace("on Tuesday.", "[…]"), ""])
def test_a_teaser_is_not_taken_for_the_article(content: str) -> None:
    entry = one(rss(item(more=f"<content:encoded><![CDATA[{content}]]></content:encoded>")))
    assert not carries_text(entry)


def test_a_long_summary_is_not_taken_for_the_article() -> None:
    entry = one(rss(item(more=f"<description>{escape(WHOLE)}</description>")))
    assert len(WHOLE) > MIN_WHOLE
    assert entry.text == "Title 1"


def test_an_entry_without_a_title_has_one_that_is_marked_as_made_up() -> None:
    entry = one(rss("<item><link>http://news.example/1</link></item>"))
    assert (entry.title, entry.title_derived) == ("http://news.example/1", True)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "mailto:desk@news.example",
        "javascript:alert(1)",
        "http://[",
        "file:///etc/passwd",
        "http://news.example:99999/",
    ],
)
def test_an_entry_without_an_address_is_skipped_and_the_others_are_read(link: str) -> None:
    items = read_feed(rss(f"<item><title>First</title><link>{link}</link></item>" + item(2)), url=URL)
    assert items[0] == Skipped(URL, 'the entry "First" has no address; save the article as a file')
    assert [entry.url for entry in items[1:] if isinstance(entry, Article)] == ["http://news.example/2"]


def test_each_address_comes_once() -> None:
    items = read_feed(rss(item(1) + item(2) + item(1)), url=URL)
    assert [entry.url for entry in items if isinstance(entry, Article)] == [
        "http://news.example/1",
        "http://news.example/2",
    ]


def test_the_entries_are_counted_and_those_beyond_the_bound_are_not_read() -> None:
    def entries(count: int) -> list[Article | Skipped]:
        return read_feed(rss("".join(map(item, range(count)))), url=URL)

    assert len(entries(MAX_ENTRIES)) == MAX_ENTRIES
    *read, last = entries(MAX_ENTRIES + 50)
    assert len(read) == MAX_ENTRIES
    assert last == Skipped(
        URL, "the feed has 250 entries, of which the first 200 are read; add the others by their own addresses"
    )


def test_a_feed_without_entries_and_what_is_no_feed() -> None:
    with pytest.raises(SourceError, match="the feed has no entries; "):
        read_feed(rss(""), url=URL)
    for data in (b"", b"<html><p>x</p></html>", b"<sitemap/>", b"\x00\xff\xfe"):
        with pytest.raises(SourceError, match="it is no feed"):
            read_feed(data, url=URL)


def test_a_broken_feed_gives_what_can_be_read() -> None:
    items = read_feed(rss(item(1) + item(2))[:-16].replace(b"Title 2", b"Title & 2"), url=URL)
    assert [entry.title for entry in items if isinstance(entry, Article)] == ["Title 1", "Title & 2"]


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (rss(""), True),
        (atom(""), True),
        (b"\xef\xbb\xbf\n<!-- <html> --><?xml-stylesheet href='x'?><!DOCTYPE rss><rss version='0.91'>", True),
        (rss("").decode().replace("UTF-8", "UTF-16").encode("utf-16"), True),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<atom:feed xmlns:atom='x'>", True),
        (b"<!DOCTYPE html><html><body><rss>", False),
        (b"<feedback>", False),
        (b"<urlset xmlns='x'>", False),
        (b"<svg/>", False),
        (b"Some text about <rss> feeds", False),
        (b"%PDF-1.7", False),
        (b"<", False),
        (b"", False),
        (b"<!--" * 2_000, False),
    ],
)
def test_a_feed_is_known_by_its_first_element(data: bytes, is_one: bool) -> None:
    assert is_feed(data) == is_one


SECRET = "sesame-4711"

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMBS = {
    "laughs on one line": f'<!DOCTYPE rss [<!ENTITY a0 "lol">{_LAUGHS}]>',
    "laughs on many lines": f'\n<!DOCTYPE rss [<!ENTITY a0 "lol">{_LAUGHS}]>'.replace("<!E", "\n<!E"),
    "laughs behind a comment": f'<!-- <rss -->\n<!DOCTYPE rss [<!ENTITY a0 "lol">{_LAUGHS}]>',
    "one long entity": f'<!-- <rss --><!DOCTYPE rss [<!ENTITY a11 "{"lol " * 250_000}">]>',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_entities_do_not_explode(bomb: str) -> None:
    """In the worker it runs in: in time, or stopped by the worker's limits."""
    data = rss("<item><title>Talks</title><link>http://news.example/1</link>" + "<description>&a11;</description>" * 300
               + "</item>", prolog=BOMBS[bomb])  # fmt: skip
    started = time.monotonic()
    with Workers(1) as workers:
        [items] = workers.parse_all([Document(source=URL, kind="feed", data=data, url=URL)])
    assert time.monotonic() - started < 30.0
    for entry in items:
        assert isinstance(entry, Skipped) or (entry.title, entry.text) == ("Talks", "Talks")


@pytest.mark.parametrize("prolog", ["", "<!-- <rss -->", "\n"])
def test_external_entities_are_not_read(tmp_path: Path, prolog: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    for declared in (
        f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{secret.as_uri()}">\n]>',
        f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]>',
        f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}">',
    ):
        items = read_feed(rss(item(1, "<description>&x;</description>") + "<item><title>a&x;b</title></item>",
                              prolog=prolog + declared), url=URL)  # fmt: skip
        assert items
        assert SECRET not in repr(items)


def test_an_address_or_a_path_in_place_of_a_feed_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item(1)))
    for data in (str(path).encode(), path.as_uri().encode(), b"http://127.0.0.1:9/feed"):
        with pytest.raises(SourceError, match="it is no feed"):
            read_feed(data, url=URL)


def test_a_feed_is_read_in_a_worker() -> None:
    with Workers(1) as workers:
        data = rss("<item><title>No address</title></item>" + item(1))
        [items] = workers.parse_all([Document(source=URL, kind="feed", data=data, url=URL)])
    assert items == read_feed(data, url=URL)


def read_mutated(count: int) -> list[str]:
    """What mutated feeds give in a worker, the reason or a title each."""
    draw = random.Random(4711)
    content = f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
    originals = [
        rss(item(1) + item(2, "<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>") + item(3, content)),
        atom(f'<entry><title type="html">One</title><link href="/1"/><content>{escape(WHOLE)}</content></entry>'),
        rss(item(1)).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ]

    def mutated(data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(draw.randint(1, 8)):
            at, length = draw.randrange(len(changed) + 1), draw.randint(1, 20)
            pieces = (
                b"",
                draw.randbytes(length),
                bytes(changed[at : at + length]) * 50,
                b"<item>" * 50,
                b"]]>",
                b"&x;",
            )
            changed[at : at + draw.choice([0, length, 200])] = draw.choice(pieces)
        return bytes(changed)

    documents = (
        Document(source=URL, kind="feed", data=mutated(originals[number % len(originals)]), url=URL)
        for number in range(count)
    )
    with Workers(1) as workers:
        return [
            entry.reason if isinstance(entry, Skipped) else entry.title
            for items in workers.parse_all(documents)
            for entry in items[:1]
        ]


def test_mutated_feeds_give_entries_or_reasons() -> None:
    given = read_mutated(200)
    assert len(given) == 200
    assert given.count("Title 1") + given.count("One") > 50
    assert [each for each in given if "ends its parser" in each or "took longer" in each] == []


@pytest.mark.soak
@pytest.mark.timeout(1_200)
def test_many_mutated_feeds_give_entries_or_reasons() -> None:
    assert len(read_mutated(10_000)) == 10_000
