"""Reading makes articles of files and folders; what cannot be read is skipped, with the reason named."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from corpus.article import Article, Skipped
from corpus.clean import clean
from corpus.errors import SourceError
from corpus.fields import make_article
from corpus.ids import id_of_file
from corpus.jsonl import read_jsonl
from corpus.markdown import read_markdown
from corpus.titles import derive_title, split_title

SUFFIXES = (".jsonl", ".md", ".txt")  # the kinds of files that are read
MAX_FILE = 50 * 2**20  # bytes of a file that is one article

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 8 * 1024  # bytes of a file that tell what it is


def read(paths: str | Path | Iterable[str | Path]) -> Iterator[Article | Skipped]:
    """The articles in these files and folders one by one, and what was skipped, in order.

    A `.md` or `.txt` file is one article, a `.jsonl` file one a line. A folder is read with all its
    subfolders by name, hidden ones left out, a linked one once. Never raises for what it finds: every file or
    line that cannot be read, and every file of another kind, comes as a `Skipped` with the reason.
    """
    for path in [paths] if isinstance(paths, str | Path) else paths:
        yield from _read_path(path)


def bundled() -> list[Article]:
    """The articles that come with this package, by id: the name of their file without ".md".

    Raises SourceError where they are missing or damaged.
    """
    articles = []
    for file in resources.files("corpus").joinpath("articles").iterdir():
        if not file.name.endswith(".md"):
            continue
        try:
            article = read_markdown(_decode(file.read_bytes()), article_id=file.name.removesuffix(".md"))
        except SourceError as error:
            raise SourceError(f"the bundled article {file.name} is damaged: {error}") from None
        articles.append(article)
    if not articles:
        raise SourceError("the bundled articles are missing; install the package again")
    return sorted(articles, key=lambda article: article.id)


def _read_path(named: str | Path) -> Iterator[Article | Skipped]:
    """Everything under one path that was asked for, in order of name."""
    if not os.fspath(named):
        yield Skipped('""', "there is no such file or folder; check the path")
        return
    root = Path(named)  # no recursion: folders may be nested deeper than the interpreter's stack
    folders: set[tuple[int, int]] = set()
    found = False
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                key = (status.st_dev, status.st_ino)
                if key not in folders:
                    folders.add(key)
                    inside = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                    waiting.extend(sorted(inside, key=lambda entry: entry.name, reverse=True))
                continue
        except (OSError, ValueError) as error:
            found = True
            yield Skipped(_shown(path), _why_not_opened(path, error))
            continue
        found = True
        yield from _read_file(path, status)
    if not found:
        yield Skipped(_shown(root), f"the folder holds no files; put {_kinds()} files in it")


def _read_file(path: Path, status: os.stat_result) -> Iterator[Article | Skipped]:
    source = _shown(path)
    kind = path.suffix.lower()
    try:
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("this is no regular file; name a file or folder")
        if kind not in SUFFIXES:
            raise SourceError(f"this kind of file is not read; save it as {_kinds()}")
        if status.st_size == 0:
            raise SourceError("the file is empty; remove it or fill it")
        if kind == ".jsonl":
            yield from _read_lines(path, source)
        else:
            yield _read_document(path, kind)
    except SourceError as error:
        yield Skipped(source, str(error))
    except OSError as error:
        yield Skipped(source, _why_not_opened(path, error))


def _read_document(path: Path, kind: str) -> Article:
    text = _decode(_read_bytes(path))
    if kind == ".md":
        return read_markdown(text, fallback_id=id_of_file(path))
    body = clean(text)
    titled = split_title(body)
    title, body = titled or (derive_title(body), body)
    derived = titled is None
    return make_article({}, title=title, text=body, title_derived=derived, fallback_id=id_of_file(path))


def _read_lines(path: Path, source: str) -> Iterator[Article | Skipped]:
    with path.open("rb") as file:
        start = file.read(_SNIFFED)
        file.seek(0)
        if start.startswith(_UTF16_MARKS):
            lines = _decode(_read_bytes(path)).encode()
            yield from _at_least_one(read_jsonl(io.BytesIO(lines), source))
        elif b"\0" in start and not start.removeprefix(_UTF8_MARK).lstrip().startswith(b"{"):
            raise SourceError("the file is binary, not text; save it as UTF-8 text")
        else:
            yield from _at_least_one(read_jsonl(file, source))


def _at_least_one(items: Iterator[Article | Skipped]) -> Iterator[Article | Skipped]:
    first = next(items, None)
    if first is None:
        raise SourceError("the file is empty; remove it or fill it")
    yield first
    yield from items


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise SourceError(f"the file is larger than {MAX_FILE // 2**20} MB; split it into articles")
    return data


def _decode(data: bytes) -> str:
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


def _why_not_opened(path: Path, error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "permission to read it is denied; give yourself the right to read it"
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ELOOP) and path.is_symlink():
        return "the link leads nowhere; mend or remove it"
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, None):
        return "there is no such file or folder; check the path"
    return f"it cannot be read ({os.strerror(number)}); check the file and the disk"


def _kinds() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def _shown(path: Path) -> str:
    """The path as one line that can be printed and stored: all else in it is U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in str(path))
