"""A field is what a file says about its article beside the text: title, publisher, date and so on.

Front matter and JSON lines name them alike. A field that is not there is unknown, never guessed; one that
is there and cannot be understood is an error, so that nothing given is lost without a word. (Only an
address that is not of the web and a language that is not named by its code count as unknown.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from corpus.article import Article
from corpus.clean import clean, clean_line
from corpus.dates import read_dateline
from corpus.errors import SourceError
from corpus.ids import ID, id_of_item, id_of_url, is_front_page

Fields = Mapping[str, object]

_UNKNOWN = frozenset({"", "unknown"})  # words, in small letters, by which a file says that it does not know
_FLAGS = {"true": True, "yes": True, "false": False, "no": False, "": False}
_MAX_LINE = 1_000  # characters of a title or a name
_MAX_SHOWN = 60  # characters of a value in a message


def make_article(
    fields: Fields,
    *,
    title: str,
    text: str,
    title_derived: bool = False,
    fallback_id: str | None = None,
) -> Article:
    """The article with this title, text (both as they were read) and fields.

    Its id is the one in the fields, else one made from its url, unless that is the front page of a site, else
    `fallback_id`, else one made from its title, publisher and date. Raises SourceError, with a reason that says
    what to mend, for a text without words and for a field that cannot be understood.
    """
    cleaned = clean(text)
    if not any(map(str.isalpha, cleaned)):
        raise SourceError("the article has no words; give it a text")
    one_line = _line("title", title)
    if not one_line:
        raise SourceError("the title is empty; give the article a title")
    publisher = _known(fields, "publisher", "source")
    published = _day(fields, "published", "published_at", "date")
    url = _url(fields)
    made = id_of_url(url) if url and not is_front_page(url) else fallback_id
    return Article(
        id=_given_id(fields) or made or id_of_item(one_line, publisher, published),
        title=one_line,
        text=cleaned,
        publisher=publisher,
        published=published,
        authors=_authors(fields),
        url=url,
        language=_language(fields),
        digest=_flag(fields, "digest"),
        title_derived=_flag(fields, "title_derived") or title_derived,
    )


def text_field(fields: Fields, *names: str) -> str | None:
    """The text under the first of these names that has one; None where no name has a value."""
    for name in names:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise SourceError(f'"{name}" is {_kind(value)}; make it a text')
        if value and value.strip():
            return value
    return None


def _line(name: str, value: str) -> str:
    line = clean_line(value)
    if len(line) > _MAX_LINE:
        raise SourceError(f"the {name} is longer than {_MAX_LINE:,} characters; shorten it")
    return line


def _known(fields: Fields, *names: str) -> str | None:
    line = _line(names[0], text_field(fields, *names) or "")
    return None if line.lower() in _UNKNOWN else line


def _given_id(fields: Fields) -> str | None:
    for name in ("id", "doc_id"):
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # exports of databases number their rows
        if value is None:
            continue
        if not isinstance(value, str):
            raise SourceError(f'"{name}" is {_kind(value)}; make it a text')
        if not value.strip():
            continue
        if not ID.fullmatch(value.strip()):
            raise SourceError(
                f'"{name}" is {shown(value)}; make it at most 200 of the characters A-Z a-z 0-9 . _ : -, '
                "beginning with a letter or digit"
            )
        return value.strip()
    return None


def _day(fields: Fields, *names: str) -> date | None:
    """The day as the publisher wrote it, whatever the time zone."""
    for name in names:
        value = fields.get(name)
        if value is None:
            continue
        line = clean_line(value) if isinstance(value, str) else None
        if line is not None and line.lower() in _UNKNOWN:
            continue
        try:
            # YAML allows a space before the time zone, ISO 8601 does not.
            return datetime.fromisoformat(re.sub(r" +(?=[+-]\d|Z$)", "", line or "")).date()
        except ValueError:
            dateline = read_dateline(line or "")  # "24 January 2018", "01/24/2018 10:00 AM", but not "05/03/2018"
            if dateline and dateline.day and not dateline.rest:
                return dateline.day
            raise SourceError(
                f'"{name}" is {shown(value)}, which is no date; write it like 2018-01-24, or leave it out'
            ) from None
    return None


def _authors(fields: Fields) -> tuple[str, ...]:
    for name in ("authors", "author"):
        value = fields.get(name)
        if value is None:
            continue
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(item, str) for item in names):
            raise SourceError(f'"{name}" is not a text or a list of texts; write the names as texts')
        lines = dict.fromkeys(_line(name, item) for item in names)
        return tuple(line for line in lines if line.lower() not in _UNKNOWN)
    return ()


def _url(fields: Fields) -> str | None:
    """An http or https address, as it was given; None for anything else, which is not safe to open."""
    url = (text_field(fields, "url") or "").strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        usable = usable and parts.port != 0  # reading the port checks it
    except ValueError:
        return None
    return url if usable and url.isprintable() and " " not in url else None


def _language(fields: Fields) -> str | None:
    """The ISO 639-1 code that a tag such as "en" or "en-GB" begins with; None for anything else."""
    tag = re.match(r"([A-Za-z]{2})(?![^\W_])", (text_field(fields, "language") or "").strip())
    return tag[1].lower() if tag else None


def _flag(fields: Fields, name: str) -> bool:
    value = fields.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in _FLAGS:
        return _FLAGS[value.strip().lower()]
    raise SourceError(f'"{name}" is {shown(value)}; write true or false, or leave it out')


def shown(value: object) -> str:
    """A value as a message shows it: texts and numbers in quotes, cut where long, all else by its kind."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return _kind(value)
    line = clean_line(str(value)[: 10 * _MAX_SHOWN])
    return f'"{line[: _MAX_SHOWN - 1]}…"' if len(line) > _MAX_SHOWN else f'"{line}"'


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, list):
        return "a list"
    return "an object"
