"""A raw web page becomes an article: its story by trafilatura, then without the furniture that is left in it.

What the page says of itself (JSON-LD, Open Graph, meta elements, the line below the title) gives publisher,
date and address; what it does not say is unknown. An address or a date somewhere on the page is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.article import Article
from corpus.clean import clean, clean_line
from corpus.dates import read_dateline, read_day, read_inline_dateline
from corpus.errors import SourceError
from corpus.fields import make_article
from corpus.furniture import PERHAPS, is_standfirst, look_at, names_of, same_words, sort_lines
from corpus.ids import is_front_page
from corpus.page_data import PageData, read_page_data
from corpus.titles import MAX_TITLE, derive_title

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_BLOCKS = frozenset("p head quote item row code list table ab fw div".split())  # trafilatura's own names
_ALL = 0.9  # share of a line's characters that are a link's, from which on the line is a link
_LONGEST_BLOCK = 20_000  # characters of a paragraph
_NOTHING = "there is no article on this page; save the page of one article"
_HEAD = 4_096  # bytes in which a page names its encoding
_LATIN1 = re.compile(
    rb"((?:charset|encoding)\s*=\s*[\"']?)(?:iso-?8859-1|latin-?1|us-ascii|ascii)(?![\w-])", re.IGNORECASE
)
_HEAD_TAGS = tuple("h1 h2 h3 h4 p div span time li figcaption address".split())


@dataclass(frozen=True)
class _Line:
    text: str
    linked: bool
    spaced: bool  # it begins a paragraph


def read_html(data: bytes, *, url: str | None = None, fallback_id: str | None = None) -> list[Article]:
    """The article of one raw page, in a list of its own, whatever the page's encoding.

    `url` is where the page came from; the page's own canonical address is preferred, if it is of that site.
    Without an address the id is `fallback_id`. Paragraphs are those of the page, word for word. Raises
    SourceError, with one sentence, where there is no article on the page.
    """
    import trafilatura  # slow to load

    # What calls itself Latin-1 or ASCII is Windows-1252, as all browsers know (WHATWG's Encoding Standard).
    start = _LATIN1.sub(rb"\1windows-1252", data[:_HEAD])
    tree = trafilatura.load_html(start + data[_HEAD:])
    if tree is None:
        raise SourceError(_NOTHING)
    page = read_page_data(tree)
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=True,  # without the other extractors it falls back on, which lose the subheadings
        favor_recall=True,
        include_comments=False,
        include_links=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False},  # its date is not used: it may be a guess
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise SourceError(_NOTHING)
    lines = _with_headings(list(_lines(found.body)), tree)
    title = _title(found.title, page)
    story = _story(lines, title)
    if not story:
        raise SourceError(_NOTHING)
    first = story[0].text
    text = "".join(("\n\n" if line.spaced else "\n") + line.text for line in story).strip()
    published = page.published or _dateline(tree, title, first) or read_inline_dateline(first)
    fields: dict[str, object] = {
        "publisher": page.publisher,
        "published": published.isoformat() if published else None,
        "authors": page.authors or _names(found.author, tree),
        "url": _address(found.url, url),
        "language": page.language,
    }
    article = make_article(
        fields, title=title or derive_title(text), text=text, title_derived=not title, fallback_id=fallback_id
    )
    return [article]


def _lines(body: _Element) -> Iterator[_Line]:
    """The lines of trafilatura's tree in order: a paragraph, heading, item or row each, and what breaks part."""
    from lxml import etree

    pieces: list[tuple[str, bool]] = []
    depth = 0  # of links
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                yield from _flush(pieces)
            elif tag == "lb":
                pieces.append(("\n", False))
            depth += tag == "ref"
            pieces.append((_spaces(element.text), depth > 0))
        else:
            if tag in _BLOCKS:
                yield from _flush(pieces)
            depth -= tag == "ref"
            pieces.append((" " if tag == "cell" else "", False))
            pieces.append((_spaces(element.tail), depth > 0))
    yield from _flush(pieces)


def _with_headings(lines: list[_Line], tree: HtmlElement) -> list[_Line]:
    """The lines with the page's subheadings that trafilatura left out, each above the paragraph it stands on."""
    present = {line.text for line in lines}
    below: dict[str, list[_Line]] = {}
    waiting: list[_Line] = []
    for element in tree.iter("h2", "h3", "h4", "p"):
        text = clean_line(element.text_content()[:_LONGEST_BLOCK])
        if element.tag != "p":
            linked = sum(len(link.text_content()) for link in element.iter("a")) > 0
            waiting = [*waiting, _Line(text, linked, True)][-2:] if text and text not in present else []
        elif text:
            if waiting and text in present:
                below.setdefault(text, waiting)
            waiting = []
    return [each for line in lines for each in (*below.get(line.text, ()), line)]


def _spaces(text: str | None) -> str:
    """Text with every run of white space as one space: only breaks and blocks end a line of a page."""
    return re.sub(r"\s+", " ", text or "")


def _flush(pieces: list[tuple[str, bool]]) -> Iterator[_Line]:
    """The lines that the pieces of text make up; takes the pieces away."""
    text = "".join(piece for piece, _ in pieces)
    link = sum(len(piece.strip()) for piece, linked in pieces if linked)
    pieces.clear()
    cleaned = clean(text)
    linked = link >= _ALL * len(cleaned)
    spaced = True
    for line in cleaned.split("\n"):
        if line:
            yield _Line(line, linked, spaced)
        spaced = not line


def _title(found: str | None, page: PageData) -> str | None:
    """The article's title, without the site's name before or behind it."""
    title = clean_line(page.title or found or "")
    name = page.publisher
    if name:
        parts = re.split(r"\s+[|–—-]\s+", title)
        parts = [part for part in parts if not same_words(part, name)]
        if len(parts) < len(re.split(r"\s+[|–—-]\s+", title)):
            title = title.removesuffix(name).removeprefix(name).strip(" |–—-")
    return title[:MAX_TITLE] or None


def _story(lines: list[_Line], title: str | None) -> list[_Line]:
    """The lines of the story, with its standfirst, without the title."""
    found = sort_lines([line.text for line in lines], linked=[line.linked for line in lines])
    if all(line.points >= PERHAPS for line in found.lines):
        return []
    is_title = [bool(title) and same_words(line.text, title or "") for line in lines]
    start = max((at + 1 for at in found.above if is_title[at]), default=0)
    above = [
        at for at in found.above if at >= start and found.lines[at].points < PERHAPS and is_standfirst(lines[at].text)
    ]
    if not any(is_title[at] for at in found.above):
        above = [at for at in above if found.story and at == found.story[0] - 1]
    return [lines[at] for at in [*above, *found.story] if not is_title[at]]


def _dateline(tree: HtmlElement, title: str | None, first: str) -> date | None:
    """The day in a line of its own between title and story, below a first line with a byline, or above the title."""
    above: date | None = None  # in the line straight above the title
    below: date | None = None  # in the first line below it that has one
    seen_title = seen_first = named = False
    for element, text in _head_lines(tree):
        dateline = None if element.tag == "figcaption" else read_dateline(_with_time(element, text))
        if (title and same_words(text, title)) or (not seen_first and _is_heading_of_story(element)):
            seen_title, below = True, None
        elif first.startswith(text[:60]) and len(text) >= min(60, len(first)):
            seen_first = True
        elif not seen_title and not seen_first:
            above = dateline.day if dateline else None
        elif (
            seen_title and dateline and (named or not seen_first)
        ):  # a day below the first line may be one of a timeline
            below = below or dateline.day
        else:
            named = look_at(text).byline
            if seen_first and not named:
                break
    return (below or above) if seen_title else None


def _head_lines(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The page's lines in order: what has no lines in it, or is a dateline as a whole."""
    told: HtmlElement | None = None  # the line before, whose parts are no lines
    for element in tree.iter(*_HEAD_TAGS):
        if told is not None and told in element.iterancestors():
            continue
        text = clean_line(" ".join(_start_of(element)))
        whole = not any(child.tag in _HEAD_TAGS for child in element)
        headed = next(element.iter("h1", "h2", "h3", "h4"), None) is not None
        if text and (whole or (not headed and read_dateline(_with_time(element, text)))):
            told = element
            yield element, text


def _with_time(element: HtmlElement, text: str) -> str:
    """A line's text with the day that its one time element has for machines: "Published 3 hours ago" has none else."""
    times = list(element.iter("time"))
    told = clean_line(times[0].text_content()) if len(times) == 1 else ""
    day = re.match(r"\d{4}-\d\d-\d\d", times[0].get("datetime") or "") if told else None
    return text.replace(told, day[0]) if day and not read_day(told) else text


def _is_heading_of_story(element: HtmlElement) -> bool:
    """Whether an element is the h1 of the page's article, which search engines may be told another title of."""
    return element.tag == "h1" and any(each.tag in ("article", "main") for each in element.iterancestors())


def _start_of(element: HtmlElement) -> Iterator[str]:
    """The pieces of an element's text, comments left out, the first 2,000 characters of them."""
    room = 2_000
    for piece in element.itertext("*"):
        yield piece[:room]
        room -= len(piece)
        if room <= 0:
            break


def _names(author: str | None, tree: HtmlElement) -> list[str]:
    """The authors that trafilatura found, those of them that stand alone or in a byline somewhere on the page."""
    found = [name for each in (author or "").split(";") if names_of(f"By {(name := clean_line(each))}") == [name]]
    if not found:
        return []
    lines = {clean_line(" ".join(_start_of(each))) for each in tree.iter(*_HEAD_TAGS, "a", "em", "i", "strong", "b")}
    told = lines | {name for line in lines for name in names_of(line)}
    return [name for name in found if name in told]


def _address(canonical: str | None, given: str | None) -> str | None:
    """The page's canonical address, unless it came from another site than that says, or that is a front page's."""
    if canonical and ((given and _site(canonical) != _site(given)) or is_front_page(canonical)):
        return given  # many sites name their front page on every page by mistake
    return canonical or given


def _site(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host)
