"""Removing articles and putting them back, as one session does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa import Settings
from qa.ui import texts
from qa.ui.library.removing import Removals, discard, restore
from vectorstore.writers_lock import writers_lock

if TYPE_CHECKING:
    from qa import Engine


@pytest.fixture
def library(library_home: Path) -> Iterator[Engine]:
    from qa import Engine

    with Engine(Settings(home=library_home)) as engine:
        yield engine


def test_what_was_removed_comes_back_as_it_was(library: Engine) -> None:
    before = {article.id: article for article in library.export()}
    first, second, third = list(before)[:3]
    removals = Removals()
    assert discard(library, [first, second, first, "unknown", 5], removals) is None
    assert discard(library, [third], removals) is None
    assert library.count() == len(before) - 3
    assert [len(removal.articles) for _, removal in removals.shown()] == [2, 1]
    assert restore(library, "1", removals) is None
    assert restore(library, 2, removals) is None
    assert {article.id: article for article in library.export()} == before
    assert removals.shown() == []


def test_what_is_gone_already_is_said_to_be(library: Engine) -> None:
    removals = Removals()
    nothing: list[object] = [["unknown"], [], None, "unknown", [None]]
    for sent in nothing:
        assert discard(library, sent, removals) == texts.REMOVED_ALREADY
    no_number: list[object] = ["1", 7, None, "x", [1], -1]
    for sent in no_number:
        assert restore(library, sent, removals) is None
    assert removals.shown() == []


def test_what_somebody_else_added_meanwhile_is_not_there_twice(library: Engine) -> None:
    removals = Removals()
    article = next(library.export())
    discard(library, [article.id], removals)
    library.add_articles([article])
    assert restore(library, 1, removals) == texts.RESTORED_ALREADY.format(titles=f"“{article.title}”")
    assert [each for each in library.export() if each.id == article.id] == [article]


def test_a_newer_version_that_was_added_meanwhile_stays(library: Engine) -> None:
    removals = Removals()
    old, other = list(library.export())[:2]
    newer = replace(old, text=f"{old.text} It was corrected on Monday.")
    discard(library, [old.id, other.id], removals)
    library.add_articles([newer])
    assert restore(library, 1, removals) == texts.RESTORED_ALREADY.format(titles=f"“{old.title}”")
    assert library.article(old.id).text == newer.text
    assert library.article(other.id) == other


def test_nothing_changes_while_another_process_writes(library: Engine) -> None:
    removals = Removals()
    ids = [header.id for header in library.articles()]
    discard(library, ids[:1], removals)
    with writers_lock(library.settings.home / "library.sqlite3"):
        assert discard(library, ids[1:2], removals) == texts.LIBRARY_BUSY
        assert restore(library, 1, removals) == texts.LIBRARY_BUSY
    assert library.count() == len(ids) - 1
    assert restore(library, 1, removals) is None
    assert library.count() == len(ids)
