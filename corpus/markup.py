"""Markup is what the texts in exports of websites and feeds often come with: "<p>It opened.</p>" for "It opened.".

Only the tags go: which part of a page is its story is told from whole pages, by `corpus.html`.
"""

from __future__ import annotations

import html
import re
from itertools import islice

# A tag ends before the next one begins, so that this takes no longer than the text is long.
_TAG = re.compile(r"<!--[^<>]*-->|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[\s/][^<>]*)?>", re.IGNORECASE)
_BLOCKS = frozenset(
    """
    address article aside blockquote div dd dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre
    section table tr ul
    """.split()
)
_INLINE = frozenset("a abbr b cite code del em font i img ins mark q s small span strong sub sup time u wbr".split())
_BETWEEN = dict.fromkeys(_BLOCKS, "\n\n") | dict.fromkeys(_INLINE, "") | {"br": "\n", "td": " ", "th": " "}
_LEFT_OUT = frozenset("script style noscript iframe".split())  # with what is in them
_PARTING = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)
_LEAST = 2  # tags that part paragraphs or lines: a story may quote one


def has_markup(text: str) -> bool:
    """Whether a text is written in HTML: it begins with a block, or tags part its paragraphs."""
    start = _TAG.match(text.lstrip())
    name = (start["name"] or "").lower() if start else ""
    if start and not start["end"] and (name in _BLOCKS or start[0].startswith("<!--")):
        return True
    return sum(1 for _ in islice(_PARTING.finditer(text), _LEAST)) == _LEAST


def without_markup(text: str) -> str:
    """The text of a piece of HTML: its blocks are paragraphs, and entities are the characters they stand for."""
    pieces: list[str] = []
    at = 0
    inside: str | None = None  # the element that is left out
    for tag in _TAG.finditer(text):
        name = (tag["name"] or "").lower()
        if inside is None:
            pieces.append(text[at : tag.start()])
            if name in _LEFT_OUT and not tag["end"]:
                inside = name
            elif name in _BETWEEN or not name:
                pieces.append(_BETWEEN.get(name, ""))
            else:
                pieces.append(tag[0])  # no tag of HTML's, so it is the writer's
        elif name == inside and tag["end"]:
            inside = None
        at = tag.end()
    if inside is None:
        pieces.append(text[at:])
    return html.unescape("".join(pieces))
