"""Reading makes articles of files and folders; what cannot be read is skipped, with the reason named.

A file of many articles is read here, row by row. Any other is parsed in a worker process.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.ids import id_of_file
from corpus.jsonl import read_jsonl
from corpus.markdown import read_markdown
from corpus.parsing import Document, decode
from corpus.paths import Filter, files, patterns, shown, why_not_opened
from corpus.table import read_csv
from corpus.workers import Workers

# The files that are one article, or a few, and what they are.
DOCUMENTS = {
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".md": "md",
    ".pdf": "pdf",
    ".txt": "txt",
    ".xhtml": "html",
}
SUFFIXES = (".csv", ".jsonl", *DOCUMENTS)  # the kinds of files that are read
MAX_FILE = 50 * 2**20  # bytes of a file that is one article
STDIN = "standard input"  # what "-" is called where it is shown

_KINDS = ".md, .txt, .html, .pdf, .docx, .jsonl or .csv"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 8 * 1024  # bytes of a file that tell what it is
_EMPTY = "the file is empty; remove it or fill it"
_BINARY = "the file is binary, not text; save it as UTF-8 text"

Found = Iterable[Article | Skipped]


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    stdin: BinaryIO | None = None,
    workers: Workers | None = None,
) -> Iterator[Article | Skipped]:
    """The articles in these files and folders one by one, and what was skipped, in order.

    A path is a file; a folder, read with all its subfolders by name, hidden ones left out, a linked one once; a
    pattern such as "archive/**/*.html", where no file has that very name; or "-", which is JSONL from
    `stdin`, by default the process's standard input. `include` and `exclude` are patterns for what is found in
    folders and by patterns, for a file's name or its path below the folder: see `corpus.paths.Filter`.

    A `.jsonl` file is one article a line, a `.csv` file one a row, any other one or a few. Files are read a little
    ahead and parsed in `workers`, by default in some that end when the iterator does. Never raises for what it
    finds: every file, line or row that cannot be read, and every file of another kind, comes as a `Skipped` with
    the reason.
    """
    named = [paths] if isinstance(paths, str | Path) else paths
    sources = _sources(named, Filter(patterns(include), patterns(exclude)), stdin)
    if workers:
        for items in workers.in_order(sources):
            yield from items
        return
    with Workers() as own:
        for items in own.in_order(sources):
            yield from items


def bundled() -> list[Article]:
    """The articles that come with this package, by id: the name of their file without ".md".

    Raises SourceError where they are missing or damaged.
    """
    articles = []
    for file in resources.files("corpus").joinpath("articles").iterdir():
        if not file.name.endswith(".md"):
            continue
        try:
            article = read_markdown(decode(file.read_bytes()), article_id=file.name.removesuffix(".md"))
        except SourceError as error:
            raise SourceError(f"the bundled article {file.name} is damaged: {error}") from None
        articles.append(article)
    if not articles:
        raise SourceError("the bundled articles are missing; install the package again")
    return sorted(articles, key=lambda article: article.id)


def _sources(named: Iterable[str | Path], wanted: Filter, stdin: BinaryIO | None) -> Iterator[Document | Found]:
    """What is to be parsed in a worker and what is read here, in order; a file of many articles as an iterator."""
    for path in named:
        if path == "-":
            stream = stdin or (sys.stdin and sys.stdin.buffer)  # None where the process was started without one
            closed = [Skipped(STDIN, "it is closed; give it JSONL, or name a file")]
            yield _guarded(read_jsonl(stream, STDIN), STDIN) if stream else closed
            continue
        for found in files(path, wanted, kinds=_KINDS):
            yield [found] if isinstance(found, Skipped) else _file(*found)


def _file(path: Path, status: os.stat_result) -> Document | Found:
    source = shown(path)
    suffix = path.suffix.lower()
    try:
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("this is no regular file; name a file or folder")
        if suffix not in SUFFIXES:
            raise SourceError(f"this kind of file is not read; save it as {_KINDS}")
        if status.st_size == 0:
            raise SourceError(_EMPTY)
        if suffix in DOCUMENTS:
            data = _read_bytes(path)
            return Document(source=source, kind=DOCUMENTS[suffix], data=data, fallback_id=id_of_file(path))
        return _guarded(_lines(path, source) if suffix == ".jsonl" else _rows(path, source), source, path)
    except SourceError as error:
        return [Skipped(source, str(error))]
    except OSError as error:
        return [Skipped(source, why_not_opened(path, error))]


def _guarded(items: Iterator[Article | Skipped], source: str, path: Path | None = None) -> Iterator[Article | Skipped]:
    """The items, or the reason why there are none; a file that fails half-way ends with the reason."""
    empty = True
    try:
        for item in items:
            empty = False
            yield item
        if empty:
            raise SourceError("it holds no articles; write one JSON object a line" if path is None else _EMPTY)
    except SourceError as error:
        yield Skipped(source, str(error))
    except (OSError, ValueError) as error:  # ValueError: a stream that is closed
        yield Skipped(source, why_not_opened(path or Path(source), error))


def _lines(path: Path, source: str) -> Iterator[Article | Skipped]:
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
        file.seek(0)
        if start.startswith(_UTF16_MARKS):
            yield from read_jsonl(io.BytesIO(decode(_read_bytes(path)).encode()), source)
        elif b"\0" in start and not start.removeprefix(_UTF8_MARK).lstrip().startswith(b"{"):
            raise SourceError(_BINARY)
        else:
            yield from read_jsonl(file, source)


def _rows(path: Path, source: str) -> Iterator[Article | Skipped]:
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
        file.seek(0)
        if start.startswith(_UTF16_MARKS):
            yield from read_csv(io.StringIO(decode(_read_bytes(path)), newline=""), source)
        elif b"\0" in start:
            raise SourceError(_BINARY)
        elif start.removeprefix(_UTF8_MARK).strip():
            text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
            yield from read_csv(text, source)


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise SourceError(f"the file is larger than {MAX_FILE // 2**20} MB; split it into articles")
    return data
