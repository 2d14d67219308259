"""A feed is a site's list of its newest articles, in RSS or Atom: their addresses, titles, dates, sometimes their text.

It is anybody's XML, so it is read in a worker process (see `corpus.workers`), and from bytes only: the library
that reads it would open an address or a path.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from corpus.article import Article, Skipped
from corpus.clean import clean, clean_line
from corpus.errors import SourceError
from corpus.fetching import join
from corpus.fields import make_article, shown

MAX_ENTRIES = 200  # of a feed that are read, from its beginning: the newest
MIN_WHOLE = 500  # characters of a text that may be a whole article

_LOOKED_AT = 4_096  # bytes of a document that tell whether it is a feed
_ROOT = re.compile(rb"<([A-Za-z][\w.-]*:)?(rss|rdf|feed)[\s>/]", re.IGNORECASE)
_BEFORE_ROOT = re.compile(rb"<!--.*?-->|<[?!][^>]*>|[\s\]>]+|\xef\xbb\xbf|\xff\xfe|\xfe\xff", re.DOTALL)
_NO_DAY = (date(1, 1, 1), date(1970, 1, 1))  # what programs write that have no date
_CUT = ("…", "...", "…]", "...]")  # how a text ends that goes on elsewhere


def is_feed(data: bytes) -> bool:
    """Whether a document is a feed, by the name of its first element, whatever its server calls it."""
    start = data[:_LOOKED_AT].replace(b"\0", b"")  # UTF-16, as far as it matters here
    place = 0
    while found := _BEFORE_ROOT.match(start, place):
        place = found.end()
    return _ROOT.match(start, place) is not None


def read_feed(data: bytes, *, url: str) -> list[Article | Skipped]:
    """What a feed tells of its articles, in its order, each address once; `url` is the feed's own.

    The text of each is the whole article where the feed carries it, see `carries_text`; else its title
    stands in its place. An entry without an address is skipped, and so are those beyond the first 200.
    Raises SourceError where the document is no feed or has no entries.
    """
    import feedparser  # here, like trafilatura below: only workers need them

    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise SourceError("it is no feed that can be read; give the addresses of its articles")
    if not feed.entries:
        raise SourceError("the feed has no entries; add it again when it has")
    entries: dict[str, Article | Skipped] = {}
    for entry in feed.entries[:MAX_ENTRIES]:
        item = _read_entry(entry, url, rss=feed.version.startswith("rss"))
        entries.setdefault((item.url or "") if isinstance(item, Article) else item.reason, item)
    items = list(entries.values())
    if len(feed.entries) > MAX_ENTRIES:
        left = f"the feed has {len(feed.entries):,} entries, of which the first {MAX_ENTRIES} are read"
        items.append(Skipped(url, f"{left}; add the others by their own addresses"))
    return items


def carries_text(entry: Article) -> bool:
    """Whether the feed that an entry stands in carries the whole article, rather than its title or a teaser."""
    return entry.text != entry.title and len(entry.text) >= MIN_WHOLE and not entry.text.endswith(_CUT)


def _read_entry(entry: Mapping[str, Any], base: str, *, rss: bool) -> Article | Skipped:
    title = _title(entry)
    link = join(base, str(entry.get("link") or ""))
    named = f"the entry {shown(title)}" if title else "an entry without a title"
    none = Skipped(base, f"{named} has no address; save the article as a file")
    if not entry.get("link") or not link.startswith(("http://", "https://")):
        return none
    # RSS has one date, by several names; Atom's second one is that of the last change.
    written = entry.get("published") or (entry.get("updated") if rss else None)
    day = _day(str(written)) if written else None
    fields = {
        "url": link,
        "published": day.isoformat() if day else None,
        "authors": _authors(entry, rss=rss),
    }
    shown_title = title or link  # the page has a better one, which is taken where this one is marked as made up
    try:
        article = make_article(
            fields, title=shown_title, text=_carried(entry, shown_title, link), title_derived=not title
        )
    except SourceError as error:
        return Skipped(base, f"{named} cannot be read: {error}")
    return article if article.url else none  # such as one with a port that there cannot be


def _title(entry: Mapping[str, Any]) -> str:
    title = str(entry.get("title") or "")
    if (entry.get("title_detail") or {}).get("type") in ("text/html", "application/xhtml+xml"):
        title = html.unescape(re.sub("<[^<>]*>", "", title))
    return clean_line(title)


def _authors(entry: Mapping[str, Any], *, rss: bool) -> list[str]:
    authors = entry.get("authors") or []
    names = [str(author.get("name") or "") for author in authors]
    if rss and any(author.get("email") for author in authors):
        # RSS writes "ana@news.example (Ana Ruiz)", which feedparser takes apart wrongly for long domains.
        names = [parseaddr(str(entry.get("author") or ""))[0]]
    return [name for name in names if name and "@" not in name]


def _carried(entry: Mapping[str, Any], title: str, link: str) -> str:
    """The text of the article as the feed carries it, else the title."""
    contents = [content for content in entry.get("content") or [] if content.get("value")]
    if not contents:
        return title
    longest = max(contents, key=lambda content: len(content["value"]))
    value = str(longest["value"])
    if len(value) < MIN_WHOLE:
        return title
    if longest.get("type") == "text/plain":
        return value
    from corpus.html import read_html

    page = f"<html><head><title>{html.escape(title)}</title></head><body><article><h1>{html.escape(title)}</h1>"
    try:
        found = read_html(f"{page}{value}</article></body></html>".encode("utf-8", "replace"), url=link)
    except SourceError:
        return title
    return clean("\n\n".join(article.text for article in found)) or title


def _day(written: str) -> date | None:
    """The day of a date in the formats of Atom (ISO 8601) and RSS (RFC 822), as it was written, whatever the zone."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            day = read(re.sub(r"(?<=\d) +(?=[+-]\d|Z$)", "", written.strip())).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return None if day in _NO_DAY else day
    return None
