"""Which article each near-copy is linked to, whatever comes, goes and changes."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from corpus.article import Article
from tests.libraries import entry, new_library
from tests.stories import CREDIT, HARBOUR, VIEWS, WEATHER, edited, story, without_paragraph
from vectorstore import links
from vectorstore.library import Library
from vectorstore.near_copies import Likeness, are_near_copies, likeness_of

FIRST = story("first", day=3)
SECOND = story("second", edited(), day=4)
THIRD = story("third", without_paragraph(3), day=5)
UNDATED = story("undated", HARBOUR + CREDIT, day=None)
OTHER = story("other", VIEWS, day=1)
ALL = (FIRST, SECOND, THIRD, UNDATED, OTHER)


def put(library: Library, *articles: Article) -> None:
    library.put([entry(article) for article in articles])


def group(library: Library, article_id: str, **filters: object) -> list[str]:
    with library.snapshot() as snapshot:
        return snapshot.group_of(article_id, **filters)  # type: ignore[arg-type]  # what a test names


def standing(library: Library) -> set[str]:
    """The ids of the articles that stand in the bands, each of which must stand in all of them."""
    connection = sqlite3.connect(library.path)
    rows = connection.execute(
        "SELECT article_id, count(*), first = b.number FROM bands b JOIN identities USING (number) GROUP BY 1"
    ).fetchall()
    orphans = connection.execute("SELECT count(*) FROM bands WHERE number NOT IN (SELECT number FROM identities)")
    assert orphans.fetchone() == (0,)
    connection.close()
    assert all(count == 32 and first for _, count, first in rows)
    return {row[0] for row in rows}


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_earliest_is_found_in_any_order_of_adding(tmp_path: Path, order: tuple[int, ...]) -> None:
    library = new_library(tmp_path)
    for at in order:
        put(library, ALL[at])
    put(library, OTHER)
    for article in ALL[:4]:
        assert group(library, article.id) == ["first", "second", "third", "undated"]
    assert group(library, "other") == ["other"]
    assert group(library, "nobody") == []
    assert standing(library) == {"first", "other"}


def test_of_one_day_the_first_added_is_the_earliest(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, replace(SECOND, published=FIRST.published), FIRST, OTHER)
    assert group(library, "first") == ["second", "first"]
    put(library, replace(SECOND, published=FIRST.published, title="Another title"))
    assert group(library, "first") == ["second", "first"]  # an edit keeps its place
    undated = [replace(article, id=f"un{at}", published=None) for at, article in enumerate((THIRD, UNDATED))]
    put(library, *undated)
    assert group(library, "un1") == ["second", "first", "un0", "un1"]


def test_removing_the_earliest_links_the_others_anew(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, *ALL)
    library.remove(["first"])
    assert group(library, "third") == ["second", "third", "undated"]
    assert standing(library) == {"second", "other"}
    library.remove(["third"])  # not the earliest
    assert group(library, "undated") == ["second", "undated"]
    library.remove(["second", "undated", "other"])
    assert standing(library) == set()


def test_editing_the_earliest_links_the_others_anew(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, *ALL)
    put(library, replace(FIRST, text=VIEWS + CREDIT))
    assert group(library, "first") == ["other", "first"]
    assert group(library, "third") == ["second", "third", "undated"]
    put(library, replace(FIRST, published=date(2021, 5, 9)))
    assert group(library, "third") == ["second", "third", "first", "undated"]
    assert group(library, "other") == ["other"]
    assert standing(library) == {"second", "other"}


def test_what_is_near_to_a_copy_alone_is_not_drawn_in(tmp_path: Path) -> None:
    """A story that changes day by day is linked as far as it is near the earliest, and no farther."""
    parts = [f"{VIEWS} {HARBOUR}".split()[at : at + 12] for at in range(0, 150, 12)]
    days = [story(f"day{at}", " ".join(" ".join(part) for part in parts[at : at + 8]), day=at + 1) for at in range(4)]
    library = new_library(tmp_path)
    put(library, *days)
    assert group(library, "day0") == ["day0", "day1"]
    assert group(library, "day2") == ["day2", "day3"]
    library.remove(["day0"])
    assert group(library, "day1") == ["day1", "day2"]  # the later stories in turn
    assert group(library, "day3") == ["day3"]


def test_reports_of_a_series_stand_alone(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    random = Random(1)
    texts = [WEATHER.format(*random.sample(range(1, 40), 5)) for _ in range(30)]
    put(library, *(story(f"day{at}", text, day=at + 1) for at, text in enumerate(texts)))
    put(library, story("again", texts[7] + CREDIT, day=31))
    assert group(library, "again") == ["day7", "again"]
    assert sum(len(group(library, f"day{at}")) for at in range(30)) == 31


def test_a_group_as_far_as_it_passes_filters(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, *(replace(article, publisher=f"P{at % 2}") for at, article in enumerate(ALL)))
    assert group(library, "third", since=date(2021, 5, 4)) == ["second", "third"]
    assert group(library, "third", until=date(2021, 5, 4)) == ["first", "second"]
    assert group(library, "third", publishers=["P0"]) == ["first", "third"]
    assert group(library, "third", exclude=["first", "third"]) == ["second", "undated"]


def test_groups_by_number(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, *ALL)
    with library.snapshot() as snapshot:
        groups = snapshot.groups(["undated", "first", "other", "nobody"])
        assert snapshot.groups([]) == {}
    assert groups.keys() == {"undated", "first", "other"}
    assert groups["undated"] == groups["first"] != groups["other"]


def test_short_texts_are_linked_to_none(tmp_path: Path) -> None:
    library = new_library(tmp_path)
    put(library, story("a", "No trains run today."), story("b", "No trains run today."))
    assert group(library, "a") == ["a"]
    assert standing(library) == set()


def test_at_random_no_link_is_wrong(tmp_path: Path) -> None:
    """After any changes, who is linked is a near-copy of the first of its group, and who stands is near no earlier."""
    random = Random(5)
    texts = [HARBOUR, edited(), VIEWS, *(without_paragraph(at) for at in range(4)), HARBOUR + CREDIT, VIEWS + CREDIT]
    library = new_library(tmp_path)
    there: dict[str, Article] = {}
    for _ in range(80):
        name = f"a{random.randrange(8)}"
        if random.random() < 0.3 and name in there:
            library.remove([name])
            del there[name]
        else:
            there[name] = story(name, random.choice(texts), day=random.choice([None, 1, 2, 3, 4]))
            put(library, there[name])
        firsts = {article_id: group(library, article_id)[0] for article_id in there}
        assert standing(library) == set(firsts.values())
        for article_id, first in firsts.items():
            assert firsts[first] == first
            one, other = likeness_of(there[article_id].text), likeness_of(there[first].text)
            assert one and other and are_near_copies(one, other)


def test_a_story_printed_very_often_is_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = new_library(tmp_path)
    put(library, FIRST, *(story(f"copy{at}", f"{edited()} {at}", day=5) for at in range(40)))
    assert len(group(library, "first")) == 41
    assert standing(library) == {"first"}
    compared = 0

    def counted(one: Likeness, other: Likeness) -> bool:
        nonlocal compared
        compared += 1
        return are_near_copies(one, other)

    monkeypatch.setattr(links, "are_near_copies", counted)
    put(library, UNDATED)
    assert compared == 1
