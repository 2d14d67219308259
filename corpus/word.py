"""A Word file (DOCX) is a zip of XML; reading one takes the words of its body, in order.

What was deleted but is still on record is left out, what was inserted is taken. The day on which the file
was made is not the day of publication, which stays unknown.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.clean import clean, clean_line
from corpus.errors import SourceError
from corpus.fields import make_article
from corpus.pdf import choose_title, stands_in

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_LOCKED = "the file is locked with a password, or of an old version of Word; save it as .docx without a password"
_DAMAGED = "the Word file is damaged; open it and save it anew"
_OLD = b"\xd0\xcf\x11\xe0"  # the start of files that are no zip: .doc, and .docx with a password

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same again, for old programs
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TITLES = frozenset({"title", "heading 1"})  # names of styles, in small letters; Word translates only what it shows


def read_docx(
    data: bytes, *, url: str | None = None, fallback_id: str | None = None, characters: int = 50_000_000
) -> Article:
    """The article in a Word file, at most so many characters long; tables are lines, their cells parted by " | ".

    Title and author come from the file's properties where those are credible, the title else from a first
    paragraph in the style of one, else from the first sentence. Raises SourceError for a file that is locked,
    damaged, without words or too long.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if data.startswith(_OLD):
        raise SourceError(_LOCKED)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        names = {style.style_id: str(style.name).lower() for style in document.styles}
        given_title = clean_line(document.core_properties.title or "")
        given_author = clean_line(document.core_properties.author or "")
    except (AttributeError, KeyError, PackageNotFoundError, SyntaxError, ValueError, zipfile.BadZipFile, zlib.error):
        raise SourceError(_DAMAGED) from None
    blocks: list[str] = []
    styles: list[str] = []
    length = 0
    for block, style in _blocks(body):
        blocks.append(block)
        styles.append(names.get(style, ""))
        length += len(block)
        if length > characters:
            raise SourceError(f"its text is longer than {characters:,} characters; split it into articles")
    text = clean("\n\n".join(blocks))
    heading = None
    if blocks and styles[0] in _TITLES and any(map(str.isalpha, "".join(blocks[1:]))):
        heading = clean_line(blocks[0]), clean("\n\n".join(blocks[1:]))
    title, text, derived = choose_title(given_title, text, heading)
    fields = {"url": url, "author": given_author if stands_in(given_author, text) else None}
    return make_article(fields, title=title, text=text, title_derived=derived, fallback_id=fallback_id)


def _blocks(element: BaseOxmlElement) -> Iterator[tuple[str, str]]:
    """The text of each paragraph and table with words in it, and the id of the paragraph's style."""
    for child in element:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            block = ("".join(_text(child)), style.get(f"{_W}val", "") if style is not None else "")
        elif child.tag == f"{_W}tbl":
            rows = (" | ".join(filter(None, _cells(row))) for row in child.iter(f"{_W}tr"))
            block = ("\n".join(filter(None, rows)), "")
        elif child.tag in _LEFT_OUT:
            continue
        else:  # what wraps paragraphs: a field to fill in, an insertion
            yield from _blocks(child)
            continue
        if block[0].strip():
            yield block


def _cells(row: BaseOxmlElement) -> Iterator[str]:
    """The text of each cell on one line; a table inside a cell has rows of its own."""
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is row:
            yield clean_line(" ".join("".join(_text(part)) for part in cell if part.tag != f"{_W}tbl"))


def _text(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _LEFT_OUT:
            apart = "\n\n" if child.tag == f"{_W}p" else ""  # in a text box
            yield apart
            yield from _text(child)
            yield apart
