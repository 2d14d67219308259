"""An article as the page shows it: its text to the character, the quote where it stands."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from corpus.article import Article
from qa.ui import texts
from qa.ui.citing import fingerprint
from qa.ui.reading import Place, article_view

TEXT = "First here. Second <b>there</b>.\n\nThird & last.\nSame paragraph.\n\nThe end 🙂 is near."


class Read(HTMLParser):
    """The text of an article view, and of the parts that stand out in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.text = ""
        self.marked = ""
        self.outlined = ""
        self.paragraphs = 0
        self.links: list[str | None] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.open.append((tag, values.get("class") or ""))
        if tag == "a":
            self.links.append(values.get("href"))
        if tag == "p" and ("div", "text") in self.open:
            self.paragraphs += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if ("div", "text") in self.open:
            self.text += data
        if ("mark", "target") in self.open:
            self.marked += data
        if ("span", "target passage") in self.open:
            self.outlined += data


def article(text: str = TEXT, url: str | None = None, publisher: str | None = "The Post") -> Article:
    return Article(id="a", title="A <title>", text=text, publisher=publisher, published=date(2020, 2, 3), url=url)


def quote(words: str, text: str = TEXT) -> Place:
    start = text.index(words)
    return Place("a", start, start + len(words), fingerprint(words), "quote", 1)


@pytest.mark.parametrize(
    "words",
    [
        "First here.",
        "Second <b>there</b>.",
        "Third & last.",
        "Third & last.\nSame paragraph.",
        "Second <b>there</b>.\n\nThird & last.",
        "First here. Second <b>there</b>.\n\n",
        "The end 🙂 is near.",
        TEXT,
    ],
)
def test_the_mark_holds_the_quote_and_the_text_stays_whole(words: str) -> None:
    read = Read(article_view(article(), quote(words)))
    assert read.marked == words
    assert read.text == TEXT
    assert read.paragraphs == 3


def test_every_place_of_a_text() -> None:
    text = "Aa.\n\nBb\n\n\nC."
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            place = Place("a", start, end, fingerprint(text[start:end]), "quote")
            read = Read(article_view(article(text), place))
            assert read.marked == text[start:end]
            assert read.text == text


def test_a_passage_is_outlined_and_not_marked() -> None:
    place = Place("a", 0, 11, fingerprint("First here."), "passage")
    html = article_view(article(), place)
    read = Read(html)
    assert (read.marked, read.outlined, read.text) == ("", "First here.", TEXT)
    assert texts.PASSAGE in html


def test_an_article_alone_has_nothing_that_stands_out() -> None:
    read = Read(article_view(article(), Place("a")))
    assert (read.marked, read.outlined, read.text) == ("", "", TEXT)


@pytest.mark.parametrize(
    "place",
    [
        Place("a", 0, 11, fingerprint("Other words"), "quote"),
        Place("a", 70, 700, fingerprint("First here."), "quote"),
        Place("a", -5, 11, fingerprint("First here."), "quote"),
    ],
)
def test_words_that_no_longer_stand_there_are_not_marked(place: Place) -> None:
    html = article_view(article(), place)
    read = Read(html)
    assert (read.marked, read.text) == ("", TEXT)
    assert texts.CHANGED in html


def test_what_is_known_of_an_article_is_shown_as_text() -> None:
    html = article_view(article(), Place("a"))
    assert "A &lt;title&gt;" in html
    assert "The Post · 3 February 2020" in html
    assert texts.DIGEST_NOTE not in html


def test_a_digest_says_so_and_names_the_publisher_of_the_original() -> None:
    digest = Article(id="a", title="T", text="Text.", publisher="The Post", digest=True, title_derived=True)
    html = article_view(digest, Place("a"))
    assert "Digest of the original by The Post · date unknown" in html
    assert texts.DIGEST_NOTE in html
    assert texts.TITLE_DERIVED in html


def test_a_web_address_is_linked() -> None:
    html = article_view(article(url="https://example.org/news?a=1&b=2"), Place("a"))
    assert Read(html).links == ["https://example.org/news?a=1&b=2"]
    assert 'rel="noopener noreferrer"' in html
    assert "Read the original on example.org" in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://[", "https:///x", "file:///etc", ""]
)
def test_any_other_address_is_not(url: str) -> None:
    assert Read(article_view(article(url=url), Place("a"))).links == []


def test_a_place_is_read_from_what_a_browser_sends() -> None:
    sent = {"article": "a", "start": "3", "end": "9", "check": "c", "kind": "quote", "number": "2"}
    assert Place.read(sent) == Place("a", 3, 9, "c", "quote", 2)
    assert Place.read({"article": "a"}) == Place("a")
    assert Place.read({"article": "a", "kind": "other"}) == Place("a")


@pytest.mark.parametrize("sent", [None, "a", [], {}, {"article": 1}, {"article": "a", "start": "x"}, {"start": 1}])
def test_what_is_no_place_is_refused(sent: object) -> None:
    assert Place.read(sent) is None
