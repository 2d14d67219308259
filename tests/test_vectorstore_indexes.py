"""What the indexes find, while they are missing, behind, up to date, or ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.libraries import (
    ALL,
    DIMENSION,
    best,
    changed,
    entry,
    make_article,
    many,
    nearest,
    new_library,
    passage_ids,
    unit_vectors,
    within,
)
from tests.searching import QUERY, K, agree, by_index, close_to, exact, folders
from vectorstore.errors import LibraryError
from vectorstore.indexes import Filters, Indexes
from vectorstore.library import Library
from vectorstore.records import Fingerprint


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return new_library(tmp_path, *many(10))


def test_search_works_before_anything_is_built(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    indexes = open_indexes()
    assert folders(library) == []
    agree(indexes, library)


def test_built_when_missing(
    library: Library, open_indexes: Callable[..., Indexes], monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = open_indexes()
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert len(folders(library)) == 1
    by_index(indexes, monkeypatch)
    agree(indexes, library)


def test_an_empty_library(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    assert nearest(indexes, library, QUERY) == []
    assert best(indexes, library, "common") == []
    library.put(many(1))
    assert indexes.catch_up()
    agree(indexes, library)
    indexes.close()


def test_reopened_without_building_again(
    library: Library, open_indexes: Callable[..., Indexes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = None
    for _ in range(3):
        indexes = open_indexes()
        assert indexes.catch_up()
        assert folders(library) == (before or folders(library))
        before = folders(library)
        with monkeypatch.context() as patch:
            by_index(indexes, patch)
            agree(indexes, library)
        indexes.close()
    library.put(many(1, first=20))  # while it is closed
    library.remove(["a3"])
    indexes = open_indexes()
    assert indexes.catch_up()
    assert folders(library) == before
    by_index(indexes, monkeypatch)
    agree(indexes, library)


CHANGES: dict[str, Callable[[Library], object]] = {
    "add": lambda library: library.put(many(2, first=20)),
    "replace": lambda library: library.put([changed(many(1)[0], "Common but other.", "And common too.")]),
    "remove": lambda library: library.remove(["a1", "a9"]),
    "remove all": lambda library: library.remove([f"a{n}" for n in range(10)]),
    "replace many": lambda library: library.put([changed(item, "Common.") for item in many(6)]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_behind_and_caught_up(
    library: Library,
    open_indexes: Callable[..., Indexes],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Library], object],
) -> None:
    indexes = open_indexes()
    assert indexes.catch_up()
    before = folders(library)
    by_index(indexes, monkeypatch)
    change(library)
    assert indexes.state == "behind"
    with library.snapshot() as snapshot:  # behind, but right
        present = set(passage_ids(snapshot))
        assert indexes.nearest(snapshot, QUERY, K, ALL) == close_to(exact(snapshot))
        assert {item for item, _ in indexes.best(snapshot, "common", 100, ALL)} == {n for n in present if n <= 30}
    assert indexes.catch_up()
    assert indexes.state == "ready"
    assert folders(library) == before
    agree(indexes, library)


def test_an_old_snapshot_is_answered_with_the_old_state(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    indexes = open_indexes()
    assert indexes.catch_up()
    with library.snapshot() as old:
        near = indexes.nearest(old, QUERY, K, ALL)
        said = indexes.best(old, "0x1 1x2 common", 100, ALL)
        library.put([changed(many(1)[0], "Common nothing."), entry(make_article("new", "Common."), seed=77)])
        library.remove(["a1", "a2", "a3"])
        assert indexes.catch_up()
        assert indexes.nearest(old, QUERY, K, ALL) == close_to(near)
        assert sorted(indexes.best(old, "0x1 1x2 common", 100, ALL)) == close_to(sorted(said))
    agree(indexes, library)


def test_many_removed_passages_leave_enough_hits(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    indexes = open_indexes()
    assert indexes.catch_up()
    library.remove([f"a{n}" for n in range(9)])
    with library.snapshot() as snapshot:
        assert len(indexes.nearest(snapshot, QUERY, 3, ALL)) == 3
        assert [item for item, _ in indexes.best(snapshot, "common", 3, ALL)] == passage_ids(snapshot)


FILTERS = [
    Filters(since=date(2018, 1, 24)),
    Filters(until=date(2018, 1, 23)),
    Filters(publishers=("Post",)),
    Filters(publishers=("Post", "Times"), exclude=("p1",)),
    Filters(since=date(2015, 1, 1), until=date(2018, 1, 24), publishers=("Post",)),
    Filters(exclude=("p0", "p1", "p2", "p3")),
    Filters(publishers=("Nobody",)),
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_filters(tmp_path: Path, filters: Filters) -> None:
    days = [date(2015, 5, 31), date(2018, 1, 24), None, date(2018, 1, 23)]
    publishers = ["Post", "Post", "Times", None]
    library = new_library(
        tmp_path,
        *(
            entry(make_article(f"p{n}", "Common one.", "Common two.", publisher=by, published=on), seed=n)
            for n, (on, by) in enumerate(zip(days, publishers, strict=True))
        ),
    )
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    with library.snapshot() as snapshot:
        expected = set(
            snapshot.matching(
                since=filters.since, until=filters.until, publishers=filters.publishers, exclude=filters.exclude
            ).tolist()
        )
        for _ in ("before", "after"):
            near = indexes.nearest(snapshot, QUERY, 50, filters)
            assert [item for item, _ in near] == [item for item, _ in exact(snapshot, 50) if item in expected]
            assert {item for item, _ in indexes.best(snapshot, "common", 50, filters)} == expected
            assert indexes.catch_up()
    indexes.close()


def test_what_a_filter_leaves_of_many_comes_from_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by = [entry(make_article(f"p{n}", publisher=["Post", "Times"][n % 2]), seed=n) for n in range(200)]
    indexes = Indexes(new_library(tmp_path, *by), tmp_path / "indexes", watch=False)
    assert indexes.catch_up()
    monkeypatch.setattr("vectorstore.indexes._FEW", 50)
    monkeypatch.setattr("vectorstore.indexes._SPARE", 0.1)  # so too few of them are left, and search is exact
    half = Filters(publishers=("Post",))
    with indexes._library.snapshot() as snapshot:
        expected = [item for item, _ in exact(snapshot, 200) if item in snapshot.matching(publishers=["Post"])]
        assert [item for item, _ in indexes.nearest(snapshot, QUERY, 5, half)] == expected[:5]
        with pytest.raises(AssertionError, match="searched exactly"), monkeypatch.context() as patch:
            by_index(indexes, patch)
            indexes.nearest(snapshot, QUERY, 5, half)
        monkeypatch.setattr("vectorstore.indexes._SPARE", 2.0)
        by_index(indexes, monkeypatch)
        assert [item for item, _ in indexes.nearest(snapshot, QUERY, 5, half)] == expected[:5]
    indexes.close()


def test_no_filter_is_none() -> None:
    assert not Filters()
    assert all(FILTERS)


def test_rebuild(library: Library, open_indexes: Callable[..., Indexes], monkeypatch: pytest.MonkeyPatch) -> None:
    indexes = open_indexes()
    assert indexes.rebuild()
    first = folders(library)
    assert indexes.rebuild()
    second = folders(library)
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    indexes.close()
    again = open_indexes()
    assert again.rebuild()  # without having opened the one that is there
    assert len(folders(library)) == 1
    by_index(again, monkeypatch)
    agree(again, library)


def test_vectors_made_anew_by_another_model(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    indexes = open_indexes()
    assert indexes.catch_up()
    before = folders(library)
    other = Library(library.path, Fingerprint("same-model", "0123", DIMENSION, "1"), any_model=True)
    with library.snapshot() as old:
        near = indexes.nearest(old, QUERY, K, ALL)
        entries = [(f"a{n}", [(0, 6)], unit_vectors(1, seed=n)) for n in range(10)]
        other.replace_vectors(entries, generation=1)
        assert indexes.state == "behind"
        agree(indexes, library)  # not yet built anew
        assert indexes.nearest(old, QUERY, K, ALL) == close_to(near)
    assert indexes.catch_up()
    assert folders(library) != before
    assert len(folders(library)) == 1
    agree(indexes, library)


def test_a_library_that_was_put_back(library: Library, open_indexes: Callable[..., Indexes]) -> None:
    copy = library.path.read_bytes()
    library.put(many(1, first=20))
    for reopened in (False, True):
        indexes = open_indexes()
        assert indexes.catch_up()
        if reopened:
            indexes.close()
        library.path.write_bytes(copy)
        if reopened:
            indexes = open_indexes()
        agree(indexes, library)
        assert indexes.catch_up()
        assert len(folders(library)) == 1
        agree(indexes, library)
        library.put(many(1, first=21))
        indexes.close()


@pytest.mark.parametrize("more", [0, 2], ids=["as many changes", "more changes"])
def test_a_library_that_was_put_back_and_changed_otherwise(
    library: Library, open_indexes: Callable[..., Indexes], more: int
) -> None:
    copy = library.path.read_bytes()
    library.put(many(1, first=20))
    indexes = open_indexes()
    assert indexes.catch_up()
    agree(indexes, library)
    library.path.write_bytes(copy)
    for n in range(1 + more):
        library.put([entry(make_article(f"other{n}", "Common but not the same."), seed=50 + n)])
    assert indexes.state == "behind"
    agree(indexes, library)  # exactly
    assert indexes.catch_up()
    assert indexes.state == "ready"
    agree(indexes, library)


def test_another_library_of_the_same_generation(library: Library, tmp_path: Path) -> None:
    indexes = Indexes(library, tmp_path / "indexes")
    assert within(30, lambda: indexes.state == "ready")
    other = new_library(tmp_path / "other", *many(5, first=30))
    library.path.write_bytes(other.path.read_bytes())
    assert indexes.state == "behind"
    assert within(30, lambda: indexes.state == "ready")
    agree(indexes, library)
    indexes.close()


def test_a_folder_that_cannot_be_made(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "indexes"
    with pytest.raises(LibraryError) as caught:
        Indexes(library, folder)
    assert str(caught.value) == (
        f"The index folder {folder} cannot be made (Not a directory); change the permissions of the folder above it, "
        "or set QA_HOME to another one."
    )
