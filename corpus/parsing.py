"""Parsing makes articles of one document: the bytes of a file or a page, of a kind that is known.

The bytes may be anybody's and the libraries that read them have bugs, so `parse` runs in a worker process:
see `corpus.workers`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.markdown import read_markdown

KINDS = ("docx", "feed", "html", "md", "pdf", "txt")  # of documents that `parse` reads

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 1_024  # bytes that tell what a file is, whatever it is called
_PAGES = (b"<!doctype html", b"<html")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is to be parsed: the bytes, what they are, and where they came from."""

    source: str  # as it is shown to the user: a path or an address
    kind: str  # one of KINDS
    data: bytes
    url: str | None = None  # the address the bytes came from, after redirects
    fallback_id: str | None = None  # the article's id where the document gives none


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What parsing one document may cost; what crosses one of these is skipped."""

    memory: int = 2**30  # bytes of address space of a worker
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    pages: int = 2_000  # of a PDF
    characters: int = 5_000_000  # that come out, where that is more than the bytes that went in


def parse(document: Document, *, limits: Limits | None = None) -> list[Article | Skipped]:
    """The articles in a document, in order, and what was skipped in it.

    Raises SourceError, with what to do, where nothing in it can be read; a damaged document may also raise
    whatever the library for its kind raises. Only `pages` and `characters` of the limits are held here.
    """
    limits = limits or Limits()
    most = max(limits.characters, len(document.data))
    items: list[Article | Skipped]
    if document.kind == "feed":
        from corpus.feeds import read_feed

        items = read_feed(document.data, url=document.url or document.source)
    else:
        items = list(_articles(document, pages=limits.pages, characters=most))
    if sum(len(item.text) for item in items if isinstance(item, Article)) > most:
        raise SourceError(f"its text is longer than {most:,} characters; split it into articles")
    return items


def _articles(document: Document, *, pages: int, characters: int) -> list[Article]:
    data, name = document.data, document.fallback_id
    start = data[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if document.kind in ("md", "txt") and start.startswith(b"{\\rtf"):
        raise SourceError("the file is RTF, not text; open it and save it as UTF-8 text or .docx")
    if document.kind == "txt" and start.startswith(_PAGES):
        document = replace(document, kind="html")
    if document.kind == "md":
        return [read_markdown(decode(data), fallback_id=name)]
    if document.kind == "txt":
        from corpus.dumps import read_dump

        return read_dump(decode(data), fallback_id=name)
    if document.kind == "html":
        from corpus.html import read_html

        return read_html(data, url=document.url, fallback_id=name)
    if document.kind == "pdf":
        from corpus.pdf import read_pdf

        return [read_pdf(data, url=document.url, fallback_id=name, pages=pages, characters=characters)]
    if document.kind == "docx":
        from corpus.word import read_docx

        return [read_docx(data, url=document.url, fallback_id=name, characters=characters)]
    raise ValueError(f"{document.kind} is not one of {KINDS}")


def decode(data: bytes) -> str:
    """The text in UTF-8, with or without a byte order mark, or in UTF-16 with one; raises SourceError."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in data:
        raise SourceError("the file is binary, not text; save it as UTF-8 text")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise SourceError("the file is not UTF-8 text; save it as UTF-8") from None
    if not text.strip():
        raise SourceError("the file is empty; remove it or fill it")
    return text
