"""A source is whatever articles are taken from: a file, a folder, a pattern, standard input, an address, a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from corpus.article import Article, Skipped
from corpus.readers import read
from corpus.workers import Workers


def read_sources(
    sources: Iterable[str | Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Skipped]:
    """The articles of these sources one by one, and what was skipped with its reason, in order.

    What begins with http:// or https:// is fetched from the web, all else is read by `corpus.read`. Never
    raises for what it finds.
    """
    with Workers() as workers:
        for from_web, some in groupby(sources, key=_is_address):
            if from_web:
                from corpus.web import read_urls

                yield from read_urls(map(str, some), workers=workers)
            else:
                yield from read(some, include=include, exclude=exclude, stdin=stdin, workers=workers)


def _is_address(source: str | Path) -> bool:
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))
