"""A JSONL file holds many articles, one JSON object a line; a line that is wrong spoils no other.

Needed are `title` and `text`; `id` (or `doc_id`), `publisher` (or `source`), `published` (or `published_at`, or
`date`), `authors`, `url`, `language`, `digest` and `title_derived` are taken when they are there.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.fields import Fields, make_article, text_field
from corpus.ids import id_of_item
from corpus.markup import has_markup, without_markup

MAX_LINE = 20 * 2**20  # bytes
_CHUNK = 2**20
_OPENINGS = (b"[", b"{", b"[{")  # alone on the first line, of JSON that goes over many
_SPREAD = "it is one JSON text over many lines; write one JSON object a line, as `jq -c '.[]' FILE` does"


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Article | Skipped]:
    """The articles in a stream of UTF-8 lines, as they are read; nothing for an empty line.

    What is skipped is named "source:line", counted from 1. Two lines that name no id and no url and agree in
    title, publisher and date, but not in text, are two articles: the second's id ends in "-2". Raises SourceError
    where the whole is one JSON text over many lines.
    """
    return tell_apart(_items(stream, source))


def tell_apart(items: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """The same, with "-2" and so on after the id of an article that is another's only by its title and date."""
    texts_by_id: defaultdict[str, dict[bytes, int]] = defaultdict(dict)
    for item in items:
        if isinstance(item, Article) and item.id == id_of_item(item.title, item.publisher, item.published):
            texts = texts_by_id[item.id]
            digest = hashlib.blake2b(item.text.encode(), digest_size=16).digest()
            place = texts.setdefault(digest, len(texts) + 1)
            if place > 1:
                yield replace(item, id=f"{item.id}-{place}")
                continue
        yield item


def _items(stream: BinaryIO, source: str) -> Iterator[Article | Skipped]:
    first = True
    for number, line in enumerate(_lines(stream), start=1):
        if line is not None and not line.strip():
            continue
        if first and line is not None and line.strip() in _OPENINGS:
            raise SourceError(_SPREAD)
        first = False
        try:
            yield _article(line)
        except SourceError as error:
            yield Skipped(f"{source}:{number}", str(error))


def _article(line: bytes | None) -> Article:
    if line is None:
        raise SourceError(f"the line is longer than {MAX_LINE // 2**20} MB; split the article")
    fields = _parse(line)
    title = text_field(fields, "title")
    text = text_field(fields, "text")
    if title is None or text is None:
        missing = " and ".join(name for name, value in [("title", title), ("text", text)] if value is None)
        raise SourceError(f"the line has no {missing}; give every article a title and a text")
    return listed_article(fields, title, text)


def listed_article(fields: Fields, title: str, text: str) -> Article:
    """The article of a line or row with these fields; what is written in HTML without its markup.

    What this program exported, as "title_derived" tells, has none: there a tag is the writer's own.
    """
    if "title_derived" not in fields and has_markup(text):
        title, text = html.unescape(title), without_markup(text)
    return make_article(fields, title=title, text=text)


def _parse(line: bytes) -> Fields:
    try:
        values = json.loads(line.decode().strip())
    except UnicodeDecodeError:
        raise SourceError("the line is not UTF-8 text; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            f"the line is not valid JSON (column {error.colno}: {error.msg}); write one JSON object a line"
        ) from None
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        raise SourceError("the line is not usable JSON; write one flat JSON object a line") from None
    if not isinstance(values, dict):
        raise SourceError('the line is no JSON object; write it like {"title": "…", "text": "…"}')
    return {name.lower(): value for name, value in values.items()} | values  # "Title" is "title", as in tables


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of the stream; None for one that is longer than MAX_LINE, which is never held whole."""
    first = True
    while line := stream.readline(MAX_LINE + 1):
        if first:
            line = line.removeprefix(b"\xef\xbb\xbf")
            first = False
        if len(line) <= MAX_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
        yield None
