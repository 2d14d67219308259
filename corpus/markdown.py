"""A Markdown file may begin with front matter: fields in YAML between two lines of three dashes.

Every value in it is read as the text that stands there, so that a title `1984` stays a title and the
language `no` stays Norwegian.
"""

from __future__ import annotations

import re

import yaml

from corpus.article import Article
from corpus.clean import clean, clean_line
from corpus.errors import SourceError
from corpus.fields import Fields, make_article, text_field
from corpus.titles import derive_title, split_heading

MAX_FRONT_MATTER = 64 * 1024  # characters; the YAML parser takes a second for 200,000

_OPENING = re.compile(r"---[ \t]*(?:\n|$)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_EMPTY = frozenset({"~", "null", "Null", "NULL"})  # YAML's ways to write "no value"


def read_markdown(text: str, *, fallback_id: str | None = None, article_id: str | None = None) -> Article:
    """The article in a Markdown file's text.

    The title is the front matter's, else the first-level heading on top, else the first sentence. A heading
    that is the title is not part of the text; other markup stays as it is. `article_id` overrules the front
    matter. Raises SourceError for front matter that does not parse and for what `make_article` refuses.
    """
    fields, body = split_front_matter(text)
    body = clean(body)
    if article_id is not None:
        fields = {**fields, "id": article_id}
    title = text_field(fields, "title")
    heading = split_heading(body)
    if heading and (title is None or heading[0] == clean_line(title)):
        title, body = heading
    return make_article(
        fields,
        title=derive_title(body) if title is None else title,
        text=body,
        title_derived=title is None,
        fallback_id=fallback_id,
    )


def split_front_matter(text: str) -> tuple[Fields, str]:
    """The fields on top of a Markdown text, none where it has no front matter, and the text below them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER)
    if closing is None:
        raise SourceError(
            'the front matter has no end; close it with a line "---", or begin the file without that line'
        )
    return _parse(text[opening.end() : closing.start()]), text[closing.end() :]


def _parse(block: str) -> Fields:
    try:
        # The base loader makes nothing but texts, lists and dicts, whatever tags the file carries.
        values = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 2}: " if mark else ""  # line 1 of the file is the opening line
        raise SourceError(
            f"the front matter is not valid YAML ({where}{clean_line(str(error.problem))}); mend it, and put "
            "values with a colon in quotes"
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise SourceError('the front matter is not valid YAML; write it as lines of the form "key: value"') from None
    if not values:
        return {}
    if not isinstance(values, dict):
        raise SourceError('the front matter has no fields; write it as lines of the form "key: value"')
    return {key: value for key, value in values.items() if not (isinstance(value, str) and value in _EMPTY)}
