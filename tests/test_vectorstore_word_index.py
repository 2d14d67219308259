"""The Tantivy index: which words it knows, how it ranks, and what its filters leave."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.libraries import within
from vectorstore.records import StoredPassage
from vectorstore.word_index import WordIndex


def passage(
    passage_id: int,
    text: str,
    *,
    article_id: str | None = None,
    title: str = "Title",
    publisher: str | None = None,
    published: date | None = None,
) -> StoredPassage:
    return StoredPassage(passage_id, article_id or f"a{passage_id}", 0, len(text), text, title, publisher, published)


@pytest.fixture(params=["memory", "disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> WordIndex:
    return WordIndex(None if request.param == "memory" else tmp_path / "words")


def found(index: WordIndex, words: str, k: int = 10, **filters: Any) -> list[int]:
    return [item for item, _ in index.best(words, k, **filters)]


def test_an_empty_index(index: WordIndex) -> None:
    assert index.count() == 0
    assert found(index, "anything") == []


def test_words_are_stemmed_and_folded(index: WordIndex) -> None:
    index.update([passage(1, "Two bakeries opened in Zürich."), passage(2, "The Café of Orhan Pamuk's uncle.")])
    for words in ("bakery", "BAKERIES", "opening", "zurich", "Zu\u0308rich".replace("u\u0308", "ü")):
        assert found(index, words) == [1], words
    for words in ("cafe", "CAFÉ", "pamuk"):
        assert found(index, words) == [2], words
    assert found(index, "bread") == []


def test_other_scripts(index: WordIndex) -> None:
    index.update([passage(1, "Переговоры в Астане."), passage(2, "محادثات أستانا")])
    assert found(index, "астане") == [1]
    assert found(index, "أستانا") == [2]


@pytest.mark.parametrize("words", ["", " ", "?! — «…»", "😀", "x" * 100_000, "\x00"])
def test_nothing_to_look_for(index: WordIndex, words: str) -> None:
    index.update([passage(1, f"Some text {words[:500]}.")])
    assert index.best(words, 5) == []


@pytest.mark.parametrize("words", ["AND", 'talks" OR (', "title:talks", "talks~2 +astana -peace", "[a TO b]"])
def test_query_marks_are_only_marks(index: WordIndex, words: str) -> None:
    index.update([passage(1, "Peace talks and more, or a title to b.")])
    assert found(index, words) == [1]


def test_more_of_the_words_rank_higher(index: WordIndex) -> None:
    index.update([passage(1, "Peace in the north."), passage(2, "Peace talks in the north."), passage(3, "Rain.")])
    assert found(index, "peace talks") == [2, 1]
    assert found(index, "peace talks", 1) == [2]
    assert found(index, "peace talks", 0) == []


def test_the_title_counts_half(index: WordIndex) -> None:
    index.update([passage(1, "zebra", title="lion"), passage(2, "lion", title="zebra")])
    hits = dict(index.best("zebra", 5))
    assert list(hits) == [1, 2]
    assert hits[2] == pytest.approx(hits[1] / 2)


def test_repeated_words_of_the_question_count_once(index: WordIndex) -> None:
    index.update([passage(1, "zebra lion")])
    assert index.best("zebra zebras ZEBRA", 5) == index.best("zebra", 5)


DATED = [
    passage(1, "talks", publisher="Post", published=date(2015, 5, 31)),
    passage(2, "talks", publisher="The Times, London", published=date(2018, 1, 24)),
    passage(3, "talks", publisher="Post"),
    passage(4, "talks", published=date(2018, 1, 25), article_id="x" * 300),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {1, 2, 3, 4}),
        ({"since": date(2018, 1, 24)}, {2, 4}),
        ({"since": date(2018, 1, 25)}, {4}),
        ({"until": date(2018, 1, 24)}, {1, 2}),
        ({"until": date(2015, 5, 30)}, set()),
        ({"since": date(2015, 5, 31), "until": date(2015, 5, 31)}, {1}),
        ({"publishers": ("Post",)}, {1, 3}),
        ({"publishers": ("post",)}, set()),
        ({"publishers": ("The Times, London", "Post")}, {1, 2, 3}),
        ({"exclude": ("a1", "x" * 300, "nobody")}, {2, 3}),
        ({"since": date(2015, 1, 1), "publishers": ("Post",), "exclude": ("a3",)}, {1}),
    ],
    ids=str,
)
def test_filters(index: WordIndex, filters: dict[str, Any], expected: set[int]) -> None:
    index.update(DATED)
    assert set(found(index, "talks", **filters)) == expected


def test_filters_do_not_change_scores(index: WordIndex) -> None:
    index.update(DATED)
    assert dict(index.best("talks", 5, publishers=("Post",)))[1] == dict(index.best("talks", 5))[1]


def test_updating(index: WordIndex) -> None:
    index.update([passage(1, "zebra"), passage(2, "lion")])
    index.update([passage(2, "tiger"), passage(3, "zebra")], [1, 99])
    assert index.count() == 2
    assert found(index, "zebra lion tiger") == [2, 3]
    assert found(index, "lion") == []


def test_an_update_that_fails_changes_nothing(index: WordIndex) -> None:
    index.update([passage(1, "zebra")])

    def passages() -> Iterator[StoredPassage]:
        yield passage(2, "lion")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        index.update(passages(), [1])
    assert found(index, "zebra lion") == [1]
    index.update([passage(3, "tiger")])
    assert sorted(found(index, "zebra lion tiger")) == [1, 3]


def test_a_twin_does_not_see_what_the_other_updates(index: WordIndex) -> None:
    index.update([passage(1, "zebra")])
    for number in range(2, 12):  # enough for segments to be merged
        twin = index.twin()
        twin.update([passage(number, "zebra")], [number - 1])
        assert found(index, "zebra") == [number - 1]
        assert index.count() == 1
        index = twin
    assert found(index, "zebra") == [11]


def test_reopened(tmp_path: Path) -> None:
    WordIndex(tmp_path / "words").update(DATED)
    again = WordIndex(tmp_path / "words")
    assert again.count() == 4
    assert set(found(again, "talk", since=date(2018, 1, 1))) == {2, 4}


def test_nothing_deprecated_is_called(index: WordIndex) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        index.update(DATED, [1])
        index.best("talks", 5)


def test_what_others_change_in_its_folder_is_not_read(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "words")
    index.update([passage(1, "The first one.")])
    WordIndex(tmp_path / "words").update([passage(2, "The second one.")])
    assert not within(1.5, lambda: index._index.searcher().num_docs != 1)
    assert found(index, "one") == [1]
