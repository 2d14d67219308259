"""Which articles a listing holds, in which order, and how they spread over the months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.libraries import entry, make_article, new_library
from vectorstore.listing import Order, Wanted
from vectorstore.snapshot import Snapshot

ARTICLES = [
    make_article("talks", "They met in Astana.", title="beta talks", publisher="SANA", published=date(2018, 1, 24)),
    make_article("truce", "A truce held.", title="Alpha truce", publisher="Reuters", published=date(2015, 5, 31)),
    make_article("aid", "Aid of 100% came.", title="Gamma aid", publisher="reuters", published=date(2015, 5, 1)),
    make_article("note", "Someone met nobody.\n\nL’Été 100%: größer.", title="delta note"),
    replace(make_article("digest", "They met again.", title="Beta again", publisher="SANA"), digest=True),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with new_library(tmp_path_factory.mktemp("listing"), *map(entry, ARTICLES)).snapshot() as snapshot:
        yield snapshot


def ids(snapshot: Snapshot, wanted: Wanted, order: Order = "newest") -> list[str]:
    listing = snapshot.listing(wanted)
    page = [header.id for header in listing.page(order)]
    assert listing.count() == len(page)
    return page


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", ["talks", "truce", "aid", "digest", "note"]),
        ("oldest", ["aid", "truce", "talks", "digest", "note"]),
        ("title", ["truce", "digest", "talks", "note", "aid"]),
        ("publisher", ["truce", "aid", "talks", "digest", "note"]),
    ],
)
def test_each_order_with_what_is_not_known_last(snapshot: Snapshot, order: Order, expected: list[str]) -> None:
    assert ids(snapshot, Wanted(), order) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(text="MET"), ["talks", "digest", "note"]),
        (Wanted(text="alpha"), ["truce"]),
        (Wanted(text="100%"), ["aid", "note"]),
        (Wanted(text="ÉTÉ 100%"), ["note"]),
        (Wanted(text="été 100%"), ["note"]),
        (Wanted(text="GRÖSSER"), ["note"]),
        (Wanted(text="été_"), []),
        (Wanted(text="_"), []),
        (Wanted(text="\ud800"), []),
        (Wanted(publisher="\ud800"), []),
        (Wanted(publisher="SANA"), ["talks", "digest"]),
        (Wanted(since=date(2015, 5, 2)), ["talks", "truce"]),
        (Wanted(since=date(2015, 5, 1), until=date(2015, 5, 31)), ["truce", "aid"]),
        (Wanted(kind="undated"), ["digest", "note"]),
        (Wanted(kind="digests"), ["digest"]),
        (Wanted(kind="originals", text="met"), ["talks", "note"]),
        (Wanted(kind="undated", publisher="SANA", text="again"), ["digest"]),
        (Wanted(kind="undated", since=date(2015, 5, 1)), []),
    ],
)
def test_what_is_wanted_passes_every_filter(snapshot: Snapshot, wanted: Wanted, expected: list[str]) -> None:
    assert ids(snapshot, wanted) == expected


def test_pages_follow_one_another_without_gap_or_repeat(snapshot: Snapshot) -> None:
    listing = snapshot.listing(Wanted())
    for order in ("newest", "title"):
        pages = [[header.id for header in listing.page(order, limit=2, offset=at)] for at in (0, 2, 4, 6)]
        assert [len(page) for page in pages] == [2, 2, 1, 0]
        assert [each for page in pages for each in page] == ids(snapshot, Wanted(), order)


def test_the_days_of_what_is_wanted_and_the_undated_apart(snapshot: Snapshot) -> None:
    days = snapshot.listing(Wanted()).days()
    assert days == {date(2015, 5, 1): 1, date(2015, 5, 31): 1, date(2018, 1, 24): 1, None: 2}
    assert list(days) == [date(2015, 5, 1), date(2015, 5, 31), date(2018, 1, 24), None]
    assert snapshot.listing(Wanted(publisher="SANA")).days() == {date(2018, 1, 24): 1, None: 1}
    assert snapshot.listing(Wanted(text="nowhere")).days() == {}
