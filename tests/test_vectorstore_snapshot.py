"""What a snapshot of the library shows, whatever is written meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.libraries import changed, entry, make_article, many, new_library, passage_ids
from vectorstore.library import Library
from vectorstore.records import Coverage, StoredPassage
from vectorstore.snapshot import Snapshot


def shown(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.generation, snapshot.counts(), passage_ids(snapshot), snapshot.article("a0"), snapshot.headers()


def test_a_snapshot_sees_the_old_state_to_its_end(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    with library.snapshot() as snapshot:
        before = shown(snapshot)
        library.put([changed(many(1)[0], "New."), *many(1, first=7)])
        library.remove(["a1"])
        assert shown(snapshot) == before
    with library.snapshot() as snapshot:
        assert shown(snapshot)[:3] == (3, (2, 2, 4), [7, 8, 9, 10])


def test_a_snapshot_that_has_read_nothing_yet(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    with library.snapshot() as snapshot:
        library.remove(["a0", "a1"])
        assert passage_ids(snapshot) == [1, 2, 3, 4, 5, 6]


def test_a_snapshot_read_by_another_thread(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(2))
    seen: list[object] = []
    with library.snapshot() as snapshot:
        before = shown(snapshot)
        library.remove(["a0"])
        thread = threading.Thread(target=lambda: seen.append(shown(snapshot)))
        thread.start()
        thread.join()
    assert seen == [before]


def test_a_snapshot_while_another_thread_writes(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(1))
    stop = threading.Event()
    seen: set[int] = set()

    def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            library.put([changed(many(1)[0], *["Part."] * (n % 5 + 1))])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while thread.is_alive() and len(seen) < 20:
            with library.snapshot() as snapshot:
                seen.add(snapshot.generation)
                passages = list(snapshot.passages())
                article = snapshot.article("a0")
                assert article is not None
                assert snapshot.counts() == (1, 1, len(passages))
                assert [article.text[item.start : item.end] for item in passages] == article.text.split("\n\n")
    finally:
        stop.set()
        thread.join()
    assert len(seen) == 20, "the other thread came to its end"


def test_passages_by_id(tmp_path: Path) -> None:
    with new_library(tmp_path, *many(2)).snapshot() as snapshot:
        assert [item.id for item in snapshot.passages([5, 99, 2])] == [2, 5]
        assert list(snapshot.passages([])) == []
        assert [item.id for item in snapshot.passages(after=4)] == [5, 6]


def test_a_passage_carries_what_is_known_of_its_article(tmp_path: Path) -> None:
    article = make_article("a", "One.", "Two.", publisher="Post", published=date(2018, 1, 24), title="T")
    retold = replace(article, id="b", digest=True)
    with new_library(tmp_path, entry(article), entry(retold)).snapshot() as snapshot:
        assert list(snapshot.passages([2, 3])) == [
            StoredPassage(2, "a", 6, 10, "Two.", "T", "Post", date(2018, 1, 24), digest=False),
            StoredPassage(3, "b", 0, 4, "One.", "T", "Post", date(2018, 1, 24), digest=True),
        ]


@pytest.fixture
def news(tmp_path: Path) -> Library:
    return new_library(
        tmp_path,
        entry(make_article("old", "Prices rose 50% in May.", publisher="Post", published=date(2015, 5, 31))),
        entry(make_article("new", "The file is a_b.txt.", publisher="Post", published=date(2018, 1, 24))),
        entry(make_article("same-day", "A back\\slash.", publisher="Times", published=date(2018, 1, 24), title="A")),
        entry(make_article("undated", "Prices fell by 50 points.", publisher="Post")),
        entry(make_article("nameless", "Nothing.", published=date(2016, 2, 29), title="Prices")),
    )


def listed(library: Library, **options: object) -> list[str]:
    with library.snapshot() as snapshot:
        return [header.id for header in snapshot.headers(**options)]  # type: ignore[arg-type]  # what a test names


def test_headers_are_newest_first(news: Library) -> None:
    assert listed(news) == ["same-day", "new", "nameless", "old", "undated"]
    assert listed(news, limit=2) == ["same-day", "new"]
    assert listed(news, limit=2, offset=3) == ["old", "undated"]
    assert listed(news, offset=4) == ["undated"]
    assert listed(news, limit=0) == []
    assert listed(news, offset=9) == []


def test_headers_by_publisher_and_day(news: Library) -> None:
    assert listed(news, publisher="Post") == ["new", "old", "undated"]
    assert listed(news, publisher="post") == []
    assert listed(news, since=date(2016, 2, 29)) == ["same-day", "new", "nameless"]
    assert listed(news, until=date(2016, 2, 29)) == ["nameless", "old"]
    assert listed(news, since=date(2015, 5, 31), until=date(2015, 5, 31)) == ["old"]
    assert listed(news, publisher="Post", since=date(2018, 1, 1), text="FILE") == ["new"]


def test_a_datetime_counts_as_its_day(news: Library) -> None:
    moment = datetime(2015, 5, 31, 12)  # noqa: DTZ001  # a day has no zone
    assert listed(news, since=moment, until=moment) == ["old"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prices", ["nameless", "old", "undated"]),
        ("50%", ["old"]),
        ("%", ["old"]),
        ("a_b", ["new"]),
        ("_", ["new"]),
        ("k\\s", ["same-day"]),
        ("'", []),
        ("", ["same-day", "new", "nameless", "old", "undated"]),
    ],
)
def test_headers_by_text(news: Library, text: str, expected: list[str]) -> None:
    assert listed(news, text=text) == expected


def test_facts(news: Library) -> None:
    with news.snapshot() as snapshot:
        assert snapshot.counts() == (5, 1, 5)
        assert snapshot.count() == 5
        assert snapshot.publishers() == ["Post", "Times"]
        assert snapshot.article("nobody") is None
        assert snapshot.headers(limit=1)[0].characters == len("A back\\slash.")


def test_matching(news: Library) -> None:
    with news.snapshot() as snapshot:
        assert snapshot.matching().tolist() == [1, 2, 3, 4, 5]
        assert snapshot.matching(publishers=["Post", "Times"]).tolist() == [1, 2, 3, 4]
        assert snapshot.matching(exclude=["old", "nobody"]).tolist() == [2, 3, 4, 5]
        assert snapshot.matching(since=date(2016, 1, 1)).tolist() == [2, 3, 5]
        assert snapshot.matching(since=date(2016, 1, 1), publishers=["Post"], exclude=["new"]).tolist() == []


def test_what_the_articles_cover_is_counted(tmp_path: Path) -> None:
    told = [("Herald", date(2015, 5, 31)), ("Post", date(2018, 1, 24)), ("Post", None), (None, date(2016, 2, 1))]
    articles = [make_article(f"a{n}", publisher=who, published=when) for n, (who, when) in enumerate(told)]
    library = new_library(tmp_path, *(entry(article) for article in articles))
    with library.snapshot() as snapshot:
        assert snapshot.coverage() == Coverage(
            articles=4,
            earliest=date(2015, 5, 31),
            latest=date(2018, 1, 24),
            undated=1,
            publishers=2,
            frequent=(("Post", 2), ("Herald", 1)),
        )
        assert snapshot.coverage(frequent=1).frequent == (("Post", 2),)


def test_an_empty_library_covers_nothing(tmp_path: Path) -> None:
    with new_library(tmp_path).snapshot() as snapshot:
        assert snapshot.coverage() == Coverage(
            articles=0, earliest=None, latest=None, undated=0, publishers=0, frequent=()
        )


def test_any_number_of_articles_can_be_left_out(tmp_path: Path) -> None:
    without = [f"a{n}" for n in range(1, 300_000)]  # more than SQLite takes question marks
    with new_library(tmp_path, *many(2)).snapshot() as snapshot:
        assert snapshot.matching(exclude=without).tolist() == snapshot.passages_of(["a0"])
        assert snapshot.passages_of(without) == snapshot.passages_of(["a1"])
