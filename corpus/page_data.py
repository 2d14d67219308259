"""What a page says of its article for machines: JSON-LD (schema.org), Open Graph and meta elements.

Nothing is inferred: a page that does not name its publisher has none, though its address has a host.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from corpus.clean import clean_line
from corpus.dates import read_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|LiveBlogPosting)$")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date.published",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_date",
    "date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
)
_PUBLISHER = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher")
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "sailthru.author",
)
_CDATA = re.compile(r"^\s*(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|(?://|/\*)?\s*\]\]>\s*(?:\*/)?\s*$")
_MAX_JSON = 1_000_000  # characters of one JSON-LD element
_MAX_NODES = 10_000


@dataclass(frozen=True)
class PageData:
    """What is said there; None or empty where nothing is."""

    title: str | None
    publisher: str | None
    published: date | None
    authors: list[str]
    language: str | None


def read_page_data(tree: HtmlElement) -> PageData:
    """What the page says of itself, JSON-LD before the meta elements."""
    articles = [node for node in _nodes(tree) if _is_article(node)]
    meta = _meta(tree)
    linked = _own(articles, tree, meta)
    names = _names(linked.get("author")) or [name for key in _AUTHOR if key in meta for name in [meta[key]]][:1]
    return PageData(
        title=_text(linked.get("headline")),
        publisher=next(iter(_names(linked.get("publisher"))), None) or _first(meta, _PUBLISHER),
        published=_day(_text(linked.get("datePublished"))) or _first_day(meta) or _marked_day(tree),
        authors=[name for name in names if not name.startswith(("http:", "https:", "@"))],
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale")),
    )


def _nodes(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD, from the outside in."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MAX_JSON:
            continue
        try:
            waiting: list[object] = [json.loads(_CDATA.sub("", script.text), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                yield node
                waiting.extend(
                    value for key, value in node.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")
                )


def _own(articles: list[dict[str, object]], tree: HtmlElement, meta: dict[str, str]) -> dict[str, object]:
    """Of the articles that JSON-LD tells of, the one that has the page's title; else the first."""
    headings = [heading.text_content()[:1_000] for heading in tree.iter("h1", "title")]
    titles = " ".join([meta.get("og:title", ""), *headings]).casefold()
    own = (node for node in articles if (headline := _text(node.get("headline"))) and headline.casefold() in titles)
    return next(own, next(iter(articles), {}))


def _is_article(node: dict[str, object]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _names(value: object) -> list[str]:
    """The names of the people or bodies that JSON-LD names, as texts, objects or lists of them."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        name = _text(each.get("name") if isinstance(each, dict) else each)
        if name:
            found.append(name)
    return found


def _text(value: object) -> str | None:
    return clean_line(html.unescape(value[:1_000])) or None if isinstance(value, str) else None


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta element, by its name, property or itemprop in small letters."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _text(element.get("content"))
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[key] for key in keys if key in meta and not meta[key].startswith(("http:", "https:"))), None)


def _first_day(meta: dict[str, str]) -> date | None:
    return next((day for key in _PUBLISHED if key in meta and (day := _day(meta[key]))), None)


def _marked_day(tree: HtmlElement) -> date | None:
    """The day of an element that is marked as the date of publication."""
    for element in tree.iter("time", "span", "div", "p", "abbr"):
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            value = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
            if day := _day(_text(value)):
                return day
    return None


def _day(value: str | None) -> date | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return read_day(value)
