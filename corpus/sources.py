"""A source is whatever articles are taken from: a file, a folder, a pattern, standard input, an address, a feed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.readers import read
from corpus.workers import Workers

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # of any scheme: why it is not fetched is told there


def read_sources(
    sources: Iterable[str | Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Skipped]:
    """The articles of these sources one by one, and what was skipped with its reason, in order.

    What begins like an address, as "https://" does, is fetched from the web, all else is read by `corpus.read`. Never
    raises for what it finds.
    """
    with Workers() as workers:
        for from_web, some in groupby(sources, key=_is_address):
            if from_web:
                from corpus.web import read_urls

                yield from read_urls(map(str, some), workers=workers)
            else:
                yield from read(some, include=include, exclude=exclude, stdin=stdin, workers=workers)


def listed(given: str | Path | Iterable[str | Path]) -> list[str | Path]:
    """One source or several as a list. Raises SourceError for what is neither a path nor an address."""
    several = not isinstance(given, (str, bytes, os.PathLike, Mapping)) and not hasattr(given, "read")
    sources: list[Any] = list(given) if several and isinstance(given, Iterable) else [given]
    for source in sources:
        if not isinstance(source, (str, os.PathLike)):
            raise SourceError(
                f"What is added must be a path or an address, or a list of such, not {type(source).__name__}; "
                "articles themselves are added from a JSONL file."
            )
    return sources


def _is_address(source: str | Path) -> bool:
    return isinstance(source, str) and _ADDRESS.match(source) is not None
