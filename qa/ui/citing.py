"""Ways into an article as HTML: who published it and when, and where in it the words stand."""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from corpus.article import Article, ArticleHeader
from qa.types import Citation, Passage, format_date
from qa.ui import texts
from qa.ui.markup import Markup, element, join


def byline_of(source: Citation | Passage | Article | ArticleHeader) -> str:
    """Who published it and when; of a digest, who published its original."""
    publisher = source.publisher
    if source.digest:
        publisher = texts.DIGEST_BY.format(publisher=publisher) if publisher else texts.DIGEST_UNKNOWN
    return f"{_isolated(publisher or texts.PUBLISHER_UNKNOWN)} · {format_date(source.published)}"


def _isolated(name: str) -> str:
    """A name written from right to left within marks that keep it from turning what stands beside it around."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def fingerprint(quote: str) -> str:
    """What tells, when an article is opened later, whether the quoted words still stand in their place."""
    return sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def emphasised(text: str, start: int, end: int) -> Markup:
    """The text, with the part from `start` to `end` in bold."""
    return join([text[:start], element("strong", text[start:end], class_="span"), text[end:]])


def opener(title: str, article_id: str, *, key: str, passage: Passage | None = None) -> Markup:
    """A button that opens an article, at a passage where one is given."""
    place: dict[str, str | int] = {"data_article": article_id}
    if passage is not None:
        place |= {
            "data_start": passage.start,
            "data_end": passage.end,
            "data_check": fingerprint(passage.text),
            "data_kind": "passage",
        }
    return element("button", title, type="button", class_="title", dir="auto", data_key=key, **place)


def place_of(citation: Citation, number: int) -> dict[str, str | int]:
    """Where a quote stands, as the attributes by which the page's script opens it; `number` is the conversation's."""
    return {
        "data_article": citation.article_id,
        "data_start": citation.start,
        "data_end": citation.end,
        "data_check": fingerprint(citation.quote),
        "data_number": number,
        "data_kind": "quote",
    }


def also_in(citation: Citation) -> list[str]:
    """How many near-copies of its article tell the same, where there are any."""
    count = len(citation.also_in)
    if not count:
        return []
    return [texts.ALSO_IN_ONE if count == 1 else texts.ALSO_IN_MANY.format(count=count)]
