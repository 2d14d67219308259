"""One article as HTML, with the quote where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.article import Article
from qa.ui import texts
from qa.ui.citing import byline_of, fingerprint
from qa.ui.markup import Markup, element, join
from qa.ui.originals import at_quote, host_of

_GAPS = re.compile(r"\n\n+|\Z")  # between paragraphs, and after the last


@dataclass(frozen=True)
class Place:
    """What of an article is to be shown: a quote, a passage that was looked at, or the article alone."""

    article_id: str
    start: int = 0
    end: int = 0
    check: str = ""  # the fingerprint of the words that stood there
    kind: Literal["quote", "passage", "article"] = "article"
    number: int | None = None  # of the source, in the conversation
    of: int | None = None  # how many sources the conversation has

    @classmethod
    def read(cls, sent: object) -> Place | None:
        """The place that a browser asks for, or None where it asks for something that is no place."""
        if not isinstance(sent, Mapping) or not isinstance(sent.get("article"), str):
            return None
        kind = sent.get("kind")
        try:
            return cls(
                article_id=sent["article"],
                start=int(sent.get("start") or 0),
                end=int(sent.get("end") or 0),
                check=str(sent.get("check") or ""),
                kind=kind if kind in ("quote", "passage") else "article",
                number=int(sent["number"]) if sent.get("number") else None,
                of=int(sent["of"]) if sent.get("of") else None,
            )
        except (TypeError, ValueError):
            return None

    def holds(self, article: Article) -> bool:
        """Whether the words that stood there still do."""
        inside = 0 <= self.start < self.end <= len(article.text)
        return inside and fingerprint(article.text[self.start : self.end]) == self.check


def article_view(article: Article, place: Place) -> Markup:
    """The article, with the quote in `<mark>` exactly where it stands; a passage is outlined instead.

    The text content of the element with the class `text` is `article.text`, to the character.
    """
    changed = place.kind != "article" and not place.holds(article)
    start, end = (place.start, place.end) if place.kind != "article" and not changed else (0, 0)
    return _view(
        _kicker(place),
        element("h2", article.title, class_="title", id="article-title", dir="auto", tabindex="-1"),
        element("p", byline_of(article), class_="byline"),
        _authors(article),
        element("p", texts.DIGEST_NOTE, class_="note") if article.digest else None,
        element("p", texts.TITLE_DERIVED, class_="note") if article.title_derived else None,
        _original(article, article.text[start:end] if place.kind == "quote" else ""),
        element("p", texts.CHANGED, class_="problem") if changed else None,
        element(
            "div",
            *_paragraphs(article.text, start, end, place.kind),
            class_="text",
            dir="auto",
            lang=article.language,
        ),
        labelled=True,
    )


def problem_view(sentence: str) -> Markup:
    """In the place of an article, the sentence that says why it cannot be shown."""
    return _view(element("p", sentence, class_="problem", tabindex="-1"))


def _view(*children: Markup | None, labelled: bool = False) -> Markup:
    return element(
        "article",
        element("button", texts.BACK, type="button", class_="back", data_close=True),
        *children,
        class_="reading",
        aria_labelledby="article-title" if labelled else None,
    )


def _authors(article: Article) -> Markup | None:
    if not article.authors:
        return None
    return element("p", texts.BY.format(authors=", ".join(article.authors)), class_="authors", dir="auto")


def _kicker(place: Place) -> Markup | None:
    """What this is, over the title; of a source also the way to the others."""
    if place.kind == "passage":
        return element("p", texts.PASSAGE, class_="kicker")
    if place.number is None:
        return None
    if place.of is None:
        return element("p", texts.SOURCE.format(number=place.number), class_="kicker")
    return element(
        "nav",
        element("p", texts.SOURCE_OF.format(number=place.number, of=place.of), class_="kicker"),
        _step(texts.PREVIOUS, -1, place.number > 1),
        _step(texts.NEXT, 1, place.number < place.of),
        class_="steps",
        aria_label=texts.SOURCES,
    )


def _step(label: str, by: int, possible: bool) -> Markup:
    return element("button", label, type="button", data_step=by, disabled=not possible)


def _original(article: Article, quote: str) -> Markup | None:
    """A link to the original, at the quote, where the address is one of the web's; a digest has other words."""
    host = host_of(article.url)
    if article.url is None or host is None:
        return None
    link = element(
        "a",
        texts.ORIGINAL.format(host=host),
        href=article.url if article.digest or not quote else at_quote(article.url, quote),
        target="_blank",
        rel="noopener noreferrer",
    )
    return element("p", link, class_="original")


def _paragraphs(text: str, start: int, end: int, kind: str) -> Iterator[Markup]:
    """The text in paragraphs; the empty lines between them stay in it, unseen."""
    begin = 0
    for gap in _GAPS.finditer(text):
        first, last = max(begin, start), min(gap.end(), end)
        if first < last:
            target = _target(_run(text, first, last, gap.start()), kind)
            pieces = [_run(text, begin, first, gap.start()), target, _run(text, last, gap.end(), gap.start())]
        else:
            pieces = [_run(text, begin, gap.end(), gap.start())]
        yield element("p", *pieces)
        begin = gap.end()


def _target(words: Markup, kind: str) -> Markup:
    """What is scrolled to and takes the focus; only a quote is marked as one."""
    if kind == "quote":
        return element("mark", words, class_="target", tabindex="-1")
    return element("span", words, class_="target passage", tabindex="-1")


def _run(text: str, begin: int, end: int, seen: int) -> Markup:
    """What stands between `begin` and `end`; what comes after `seen` is there, but unseen."""
    middle = min(max(begin, seen), end)
    unseen = element("span", text[middle:end], class_="gap") if middle < end else None
    return join([text[begin:middle], unseen])
