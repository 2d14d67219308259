"""A path names a file, a folder with all that is below it, or, with *, ? or [], every file that fits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from corpus.article import Skipped
from corpus.errors import SourceError

Parts = tuple[str, ...]  # of a path below a folder: ("2018", "talks.html")

_MISSING = "there is no such file or folder; check the path"


@dataclass(frozen=True)
class Filter:
    """Which files below a folder are wanted.

    A pattern fits a file by the file's name, by its path below the folder ("drafts/*.md", "**/drafts/*.md"),
    or by a folder that it lies in. Within a pattern * stands for any part of one name, ** for any folders.
    """

    include: Sequence[str] = ()  # one of them must fit, where there are any
    exclude: Sequence[str] = ()  # none may fit

    def takes(self, parts: Parts) -> bool:
        """Whether the file with this path below the folder is wanted."""
        return (not self.include or _fits_any(parts, self.include)) and not _fits_any(parts, self.exclude)

    def leaves_out(self, parts: Parts) -> bool:
        """Whether nothing in this folder is wanted."""
        return _fits_any(parts, self.exclude)


def patterns(given: str | Iterable[str]) -> tuple[str, ...]:
    """Patterns as they are given: several, or one alone, whose letters are no patterns; else raises SourceError."""
    found = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    if not all(isinstance(pattern, str) for pattern in found):
        raise SourceError(f"A pattern must be a text or a list of texts, not {given!r}.")
    return found


def files(named: str | Path, wanted: Filter, *, kinds: str) -> Iterator[tuple[Path, os.stat_result] | Skipped]:
    """The files that a path names, with their status, and what cannot be opened, in order of name.

    A folder is read with all its subfolders, hidden ones left out, a linked one once. `kinds` says in words
    which files are read. Never raises for what it finds.
    """
    if not os.fspath(named):
        yield Skipped('""', _MISSING)
        return
    path = Path(named)
    pattern: Parts = ()
    if not os.path.lexists(path):
        path, pattern = _split(path)
    found = False
    left_out = False
    for item in _below(path, wanted, pattern):
        if item is None:
            left_out = True
        else:
            found = True
            yield item
    if not found:
        yield Skipped(shown(Path(named)), _why_nothing(pattern, left_out=left_out, kinds=kinds))


def why_not_opened(path: Path, error: Exception) -> str:
    """The reason why a path cannot be opened, and what to do."""
    if isinstance(error, PermissionError):
        return "permission to read it is denied; give yourself the right to read it"
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ELOOP) and path.is_symlink():
        return "the link leads nowhere; mend or remove it"
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, None):
        return _MISSING
    return f"it cannot be read ({os.strerror(number)}); check the file and the disk"


def shown(place: Path | str) -> str:
    """A path or an address as one line that can be printed and stored: all else in it is U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in str(place))


def _below(root: Path, wanted: Filter, pattern: Parts) -> Iterator[tuple[Path, os.stat_result] | Skipped | None]:
    """The files at and below a path; None for one that is not wanted."""
    folders: set[tuple[int, int]] = set()
    waiting: list[tuple[Path, Parts]] = [(root, ())]  # no recursion: folders may be deeper than the stack
    while waiting:
        path, parts = waiting.pop()
        fits = not pattern or _fits(parts, pattern)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if parts and wanted.leaves_out(parts):
                    yield None
                    continue
                key = (status.st_dev, status.st_ino)
                if key not in folders and (fits or _may_lead(parts, pattern)):
                    folders.add(key)
                    inside = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                    inside.sort(key=lambda entry: entry.name, reverse=True)
                    waiting.extend((entry, (*parts, entry.name)) for entry in inside)
                continue
        except (OSError, ValueError) as error:
            if fits:  # a folder may hold files that are wanted
                wants = not parts or wanted.takes(parts) or os.path.isdir(path)
                yield Skipped(shown(path), why_not_opened(path, error)) if wants else None
            continue
        if fits:
            yield (path, status) if not parts or wanted.takes(parts) else None


def _split(path: Path) -> tuple[Path, Parts]:
    """The folder that a pattern begins with, and the pattern below it; no pattern where there is none."""
    for place, part in enumerate(path.parts):
        if any(sign in part for sign in "*?["):
            return Path(*path.parts[:place]), path.parts[place:]
    return path, ()


def _why_nothing(pattern: Parts, *, left_out: bool, kinds: str) -> str:
    if left_out:
        return "every file in it is left out; change what is included and excluded"
    if pattern:
        return "no file fits this pattern; check it"
    return f"the folder holds no files; put {kinds} files in it"


def _fits_any(parts: Parts, patterns: Sequence[str]) -> bool:
    return any(_fits(parts, _below_any(pattern)) for pattern in patterns if pattern)


def _below_any(pattern: str) -> Parts:
    """A pattern without a folder fits in every folder."""
    parts = tuple(part for part in pattern.replace(os.sep, "/").split("/") if part not in ("", "."))
    return parts if len(parts) > 1 or pattern.startswith(("/", "./")) else ("**", *parts)


def _fits(parts: Parts, pattern: Parts) -> bool:
    """Whether a pattern fits this path, or that of a folder in which it lies."""
    places = {0}  # in the pattern, up to which it fits the parts so far
    for part in parts:
        places = _past_any(places, pattern)
        if len(pattern) in places:
            return True
        places = {
            place if pattern[place] == "**" else place + 1
            for place in places
            if pattern[place] == "**" or fnmatch(part, pattern[place])
        }
    return len(pattern) in _past_any(places, pattern) and bool(parts)


def _past_any(places: set[int], pattern: Parts) -> set[int]:
    """The places, and those behind a ** there, which may stand for no folder at all."""
    found = set(places)
    for place in sorted(places):
        while place < len(pattern) and pattern[place] == "**":
            place += 1
            found.add(place)
    return found


def _may_lead(parts: Parts, pattern: Parts) -> bool:
    """Whether something below this folder may fit the pattern."""
    for part, wanted in zip(parts, pattern, strict=False):
        if wanted == "**":
            return True
        if not fnmatch(part, wanted):
            return False
    return True
