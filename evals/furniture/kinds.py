"""The kinds of furniture that pages are made of, each with its places and many wordings.

A wording is a text of lines. `{name}` and its like are filled in by `evals.furniture.pages`; a line that
begins with "*3-6 " is made three to six times anew. Places: `top` (above the title), `head` (between the
title and the story), `inside` (between its paragraphs), `end` (below it).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from evals.furniture.wordings import WORDINGS

PLACES: dict[str, str] = {
    "menu": "top end",
    "breadcrumb": "top end",
    "share bar": "head inside end",
    "social counts": "head end",
    "advert": "top head inside end",
    "newsletter": "inside end",
    "cookie notice": "top end",
    "comments": "end",
    "related": "inside end",
    "tags": "end",
    "exchange rates": "top end",
    "weather": "top end",
    "photo credit": "head inside",
    "author bio": "end",
    "copyright": "end",
    "continue reading": "inside",
    "page tools": "head end",
    "login": "top end",
    "video player": "head inside",
    "poll": "inside end",
    "app": "top inside end",
    "paywall": "inside end",
    "most read": "top end",
    "languages": "top end",
    "timestamps": "head",
    "logo": "top",
    "site search": "top end",
    "donation": "inside end",
    "audio player": "head inside",
    "byline": "head",
    "skip links": "top",
    "legal links": "end",
    "follow us": "inside end",
    "live ticker": "top",
    "tips": "end",
    "pager": "end",
    "own promotions": "inside end",
    "feedback": "end",
    "gallery": "head inside",
    "embedded post": "inside",
}


@dataclass(frozen=True)
class Kind:
    """One kind of furniture."""

    name: str
    places: tuple[str, ...]
    wordings: tuple[str, ...]


def all_kinds() -> list[Kind]:
    """Every kind, by name."""
    return [Kind(name, tuple(PLACES[name].split()), WORDINGS[name]) for name in sorted(PLACES)]


def halves() -> tuple[list[Kind], list[Kind]]:
    """The kinds that rules are tuned on, and those held out: drawn once by chance, never moved since."""
    kinds = all_kinds()
    random.Random("halves of the kinds").shuffle(kinds)
    middle = len(kinds) // 2
    return sorted(kinds[:middle], key=lambda kind: kind.name), sorted(kinds[middle:], key=lambda kind: kind.name)
