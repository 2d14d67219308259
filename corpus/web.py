"""Reading makes articles of addresses on the web: pages, PDFs, plain texts, and the feeds that list them.

Only the command line and the API call this, with the addresses that their user gave: one that is written in a
chat or in an article is never fetched.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from urllib.parse import urlsplit

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.feeds import carries_text, is_feed
from corpus.fetching import Fetcher, HostError, Reply, origin
from corpus.ids import id_of_url
from corpus.parsing import Document
from corpus.paths import shown
from corpus.robots import Robots
from corpus.workers import Workers

_HTML = ("text/html", "application/xhtml+xml")
_XML = ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml")
TYPES = frozenset((*_HTML, *_XML, "application/pdf", "text/plain"))  # content types that are read

MAX_SILENT = 3  # pages of a host that are waited for in vain before no more are asked of it

_CHARSETS = re.compile(  # Python's names of those that pages are written in; its others are none, or slow
    r"utf-16(-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb2312|gbk|gb18030|big5\w*|euc_\w+|shift_ji\w+|iso2022_\w+"
)


def read_urls(
    urls: Iterable[str], *, workers: Workers | None = None, fetcher: Fetcher | None = None
) -> Iterator[Article | Skipped]:
    """The articles at these addresses one by one, and what was skipped, in order; each is fetched when asked for.

    A feed, which is known by what it holds, gives the articles at the addresses it lists. What it says of
    their titles, dates and authors fills in where their pages tell none. Its own text is taken where it
    carries the whole of an article, the article's page is of the same site, and it cannot be read.

    Never raises for what it finds: every address that cannot be read comes as a `Skipped` with the reason.
    `workers` parse what was fetched; where none are given, one is started, and ends with the iterator.
    """
    fetcher = fetcher or Fetcher()
    with nullcontext(workers) if workers else Workers(1) as pool:
        reader = _Reader(fetcher, pool)
        for url in urls:
            yield from reader.read(url)


class _Reader:
    """What is kept from one address to the next."""

    def __init__(self, fetcher: Fetcher, workers: Workers) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._robots = Robots(fetcher)
        self._silent: Counter[str] = Counter()  # pages in vain, by host

    def read(self, url: str) -> Iterator[Article | Skipped]:
        try:
            document = self._fetch(url)
        except SourceError as error:
            yield Skipped(shown(url), str(error))
            return
        items = self._parse(document)
        if document.kind != "feed":
            yield from items
            return
        for item in items:
            yield from [item] if isinstance(item, Skipped) else self._read_entry(item, document.url or url)

    def _read_entry(self, entry: Article, feed: str) -> list[Article | Skipped]:
        """What is at the address of an entry of a feed, or in the entry itself."""
        url = entry.url or ""  # every entry has one
        try:
            document = self._fetch(url)
            if document.kind == "feed":
                raise SourceError("the feed leads to another feed here; add that one by its own address")
            items = self._parse(document)
        except SourceError as error:
            items = [Skipped(shown(url), str(error))]
        articles = [item for item in items if isinstance(item, Article)]
        if not articles and carries_text(entry) and _same_site(url, feed):
            return [entry]
        return [_filled(articles[0], entry)] if len(items) == len(articles) == 1 else items

    def _fetch(self, url: str) -> Document:
        """What is at an address, to be parsed; raises SourceError where it cannot be read."""
        host = origin(url)
        if self._silent[host] >= MAX_SILENT:  # a feed of 200 entries would take hours
            raise SourceError(f"{host} did not answer {MAX_SILENT} times and is not asked again; add this page later")
        try:
            reply = self._fetcher.get(url, types=TYPES, admit=self._robots.admit)
        except HostError:
            self._silent[host] += 1
            raise
        if reply.status != 200:
            raise SourceError(_why_no_page(reply.status))
        if not reply.data.strip():
            raise SourceError("the page is empty; check the address")
        kind = _kind(reply)
        data = _in_utf8(reply) if kind in ("html", "txt") else reply.data
        return Document(source=shown(url), kind=kind, data=data, url=reply.url, fallback_id=id_of_url(reply.url))

    def _parse(self, document: Document) -> list[Article | Skipped]:
        [items] = self._workers.parse_all([document])
        if len(items) == 1 and isinstance(items[0], Article) and items[0].url is None:
            return [replace(items[0], url=document.url)]  # a PDF or a text does not know where it is from
        return items


def _kind(reply: Reply) -> str:
    """What was fetched, as `Document` names it; raises SourceError for XML of another kind."""
    if reply.type == "application/pdf" or reply.data.startswith(b"%PDF-"):
        return "pdf"
    if is_feed(reply.data):
        return "feed"
    if reply.type in _XML and b"<html" not in reply.data[:4096].lower():
        raise SourceError("it is XML, but no feed; give the address of a page or of a feed")
    if reply.type == "text/plain" or not (reply.type or reply.data.lstrip().startswith(b"<")):
        return "txt"
    return "html"


def _in_utf8(reply: Reply) -> bytes:
    """The page in UTF-8 where its server tells its charset, and tells it rightly; else as it came."""
    try:
        reply.data.decode()
        return reply.data
    except UnicodeDecodeError:
        pass
    try:
        name = codecs.lookup(reply.charset or "").name
        if not _CHARSETS.fullmatch(name):
            return reply.data
        # What calls itself Latin-1 or ASCII is Windows-1252, as all browsers know (WHATWG's Encoding Standard).
        text = reply.data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
        return text.encode("utf-8-sig")  # with the mark, which counts for more than what the page says of itself
    except (LookupError, ValueError):
        return reply.data


def _same_site(page: str, feed: str) -> bool:
    """Whether a feed may speak for a page: on the same host, or one below it, but for the usual names in front."""
    first, second = (re.sub(r"^(www|feeds?|rss)\.", "", urlsplit(url).hostname or "") for url in (page, feed))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _filled(article: Article, entry: Article) -> Article:
    """The article with what only its feed tells of it."""
    if article.title_derived and not entry.title_derived:
        article = replace(article, title=entry.title, title_derived=False)
    return replace(article, published=article.published or entry.published, authors=article.authors or entry.authors)


def _why_no_page(status: int) -> str:
    if status in (404, 410):
        return f"the page is not there (the server answers {status}); check the address"
    if status in (401, 402, 403, 451):
        return f"the server does not give the page to programs (it answers {status}); save the page as a file"
    if status == 429 or status >= 500:
        return f"the server cannot give the page now (it answers {status}); try again later"
    return f"the server gives no page (it answers {status}); check the address"
