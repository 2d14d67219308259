"""What is written beside the articles: what was skipped, and why."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.article import Skipped
from corpus.ids import id_of_file, id_of_url
from tests.libraries import many, new_library
from vectorstore import writing
from vectorstore.library import Library
from vectorstore.writers_lock import writers_lock

EMPTY = Skipped("news/a.txt", "The file is empty.")
LINE = Skipped("news/b.jsonl:7", "The line has no title.")
PAGE = Skipped("https://example.com/a", "The page has no article.")


def noted(library: Library, limit: int | None = None) -> list[Skipped]:
    with library.snapshot() as snapshot:
        found = snapshot.skipped(limit)
        assert limit is not None or len(found) == snapshot.count_skipped()
    return [Skipped(item.source, item.reason) for item in found]


def test_what_was_skipped_is_kept_with_its_reason_and_time(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    stamp = library.stamp
    library.note_skipped([EMPTY, LINE])
    library.note_skipped([PAGE])
    assert noted(Library(library.path, None)) == [PAGE, LINE, EMPTY]
    assert noted(library, 2) == [PAGE, LINE]
    assert library.stamp == stamp  # no article has changed
    with library.snapshot() as snapshot:
        assert all(timedelta(0) <= datetime.now(UTC) - item.noted < timedelta(minutes=1) for item in snapshot.skipped())


def test_the_newest_reason_counts(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    library.note_skipped([EMPTY, LINE])
    other = Skipped(EMPTY.source, "The file is too large.")
    library.note_skipped([other, other])
    assert noted(library) == [other, LINE]


def test_what_is_read_anew_is_forgotten(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    beside = Skipped("news-of-2018/a.txt", "The file is empty.")
    library.note_skipped([EMPTY, LINE, PAGE, beside])
    library.note_skipped([], read=["news/a.txt"])
    assert noted(library) == [beside, PAGE, LINE]
    library.note_skipped([EMPTY], read=["news/b.jsonl", PAGE.source])
    assert noted(library) == [EMPTY, beside]
    library.note_skipped([EMPTY, LINE], read=["news"])
    assert noted(library) == [LINE, EMPTY, beside]
    library.note_skipped([], read=["news"])
    assert noted(library) == [beside]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("news/", {"other/c.md", PAGE.source, "/abs/a.md", "../a.md"}),
        ("./news/b.jsonl", {EMPTY.source, "other/c.md", PAGE.source, "/abs/a.md", "../a.md"}),
        (".", {PAGE.source, "/abs/a.md", "../a.md"}),
        ("./", {PAGE.source, "/abs/a.md", "../a.md"}),
        ("", {EMPTY.source, LINE.source, "other/c.md", PAGE.source, "/abs/a.md", "../a.md"}),
        ("/abs//", {EMPTY.source, LINE.source, "other/c.md", PAGE.source, "../a.md"}),
    ],
)
def test_a_place_may_be_written_in_several_ways(tmp_path: Path, place: str, left: set[str]) -> None:
    library = new_library(tmp_path)
    others = [Skipped(source, "The file is empty.") for source in ("other/c.md", "/abs/a.md", "../a.md")]
    library.note_skipped([EMPTY, LINE, PAGE, *others])
    library.note_skipped([], read=[place])
    assert {item.source for item in noted(library)} == left


def test_what_an_article_came_of_is_forgotten(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    odd = Skipped("https://[::1", "No address.")
    library.note_skipped([EMPTY, LINE, PAGE, odd])
    library.note_skipped([], articles=["another", id_of_url(PAGE.source), id_of_file(Path(EMPTY.source))])
    assert noted(library) == [odd, LINE]
    library.note_skipped([PAGE], articles=[id_of_url(PAGE.source)])  # it was skipped after all
    assert noted(library) == [PAGE, odd, LINE]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    library.note_skipped([EMPTY])
    with writers_lock(library.path):  # who wrote would be refused
        library.note_skipped([EMPTY], read=["news", "other"])
        library.note_skipped([])
    assert noted(library) == [EMPTY]


def test_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_SKIPPED", 3)
    library = new_library(tmp_path)
    library.note_skipped(Skipped(f"{n}.txt", "why") for n in range(5))
    library.note_skipped([Skipped("0.txt", "why")])
    assert [item.source for item in noted(library)] == ["0.txt", "4.txt", "3.txt"]


def test_a_note_that_cannot_be_written_breaks_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = new_library(tmp_path, *many(1))
    with writers_lock(library.path), caplog.at_level(logging.WARNING):
        library.note_skipped([EMPTY])
    assert "What was skipped could not be noted: Another process" in caplog.text
    assert noted(library) == []
    library.path.unlink()
    library.note_skipped([EMPTY])
