"""Reading the files of a question set, and a library of its articles that is kept between runs."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from evals import kept
from qa import Engine, Settings

Row = Mapping[str, Any]


class SuiteError(ValueError):
    """A question set cannot be measured: its files are missing or are not what they should be."""


class _Record(dict[str, Any]):
    """An object of a row: it says what it lacks, and where."""

    def __init__(self, place: str, record: Mapping[str, Any]) -> None:
        super().__init__(record)
        self._place = place

    def __missing__(self, name: str) -> Any:
        raise SuiteError(f"{self._place}: lacks {name!r}.")


def rows(path: Path) -> list[Row]:
    """The rows of a JSONL file; blank lines are passed over.

    Raises SuiteError where it is missing or a line is no JSON object, and later where a row lacks what is asked of it.
    """
    found: list[Row] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise SuiteError(f"{path} cannot be read ({error.strerror}); --data names the folder of the sets.") from error
    except UnicodeDecodeError as error:
        raise SuiteError(f"{path} is not UTF-8 text: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line, object_hook=partial(_Record, place))
        except (ValueError, RecursionError) as error:
            raise SuiteError(f"{place}: is no JSON: {error}") from error
        if not isinstance(row, dict):
            raise SuiteError(f"{place}: must be a JSON object.")
        found.append(row)
    if not found:
        raise SuiteError(f"{path} is empty.")
    return found


def open_library(corpus: Path, folder: Path, *, reader: Path | None = None) -> Engine:
    """An engine on the articles of a JSONL file; the library is made in `folder`, or used if it is of this file.

    Raises SuiteError where the file cannot be used, or `folder` holds other things.
    """
    try:
        digest = hashlib.sha256(corpus.read_bytes()).hexdigest()
    except OSError as error:
        raise SuiteError(f"{corpus} cannot be read ({error.strerror}); --data names the folder of the sets.") from error
    mark = folder / "corpus.sha256"
    try:
        there = kept.is_whole(mark, digest)
    except ValueError as error:
        raise SuiteError(f"{error} --library names where libraries are kept.") from error
    engine = Engine(Settings(home=folder, reader=reader))
    if not there:
        report = engine.add(corpus)
        if report.skipped:
            engine.close()
            shutil.rmtree(folder)
            raise SuiteError(f"{corpus}: {len(report.skipped)} articles were skipped: {report.skipped[0].reason}")
        kept.note_whole(mark, digest)
    engine.load()
    return engine
