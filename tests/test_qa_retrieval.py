"""Two searches, fused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus import bundled
from qa.retrieval import Found, Retriever, fuse, query_words
from tests.libraries import many, new_library, unit_vectors
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel
from vectorstore.indexes import Filters, Indexes
from vectorstore.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, model: EmbeddingModel) -> Library:
    library = Library(tmp_path_factory.mktemp("retrieval") / "library.sqlite3", ingest.fingerprint_of(model))
    list(ingest.add(library, model, bundled()))
    return library


@pytest.fixture(scope="module")
def retriever(library: Library) -> Retriever:
    return Retriever(Indexes(library, library.path.parent / "indexes", watch=False))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the US say about Assad’s talks?", "US Assad talks"),
        ("Who is it?", "Who is it?"),
        ("Didn’t they leave?", "leave"),
    ],
)
def test_words_that_any_text_has_are_not_looked_for(question: str, expected: str) -> None:
    assert query_words(question) == expected


def test_first_in_both_lists_scores_one_and_what_both_have_comes_first() -> None:
    assert fuse([(7, 0.9), (8, 0.8)], [(7, 12.0)])[0] == (7, 1.0)
    fused = fuse([(1, 0.9), (2, 0.8), (3, 0.7)], [(3, 9.0), (4, 8.0)])
    assert [item for item, _ in fused] == [3, 1, 2, 4]
    assert fused[0][1] == pytest.approx((1 / 12 + 1 / 10) * 10 / 2)
    assert fuse([], []) == []


def test_equal_scores_keep_the_order_of_ids() -> None:
    assert [item for item, _ in fuse([(9, 0.5)], [(4, 3.0)])] == [4, 9]


def test_a_search_keeps_to_its_filters(retriever: Retriever, library: Library, model: EmbeddingModel) -> None:
    vector = model.encode(["Who opened the talks?"])[0]
    with library.snapshot() as snapshot:
        dated = retriever.search(snapshot, "talks", vector, k=50, filters=Filters(since=date(2018, 1, 1)))
        one = retriever.search(snapshot, "talks", vector, k=50, filters=Filters(publishers=("Tengrinews",)))
        without = retriever.search(snapshot, "talks", vector, k=50, filters=Filters(exclude=("astana-talks-open",)))
        none = retriever.search(snapshot, "talks", vector, k=50, filters=Filters(publishers=("Nobody",)))
    assert {found.passage.published for found in dated} == {date(2018, 1, 24)}
    assert {found.passage.publisher for found in one} == {"Tengrinews"}
    assert "astana-talks-open" not in {found.passage.article_id for found in without}
    assert none == []
    assert len({found.passage.id for found in without}) == len(without)


def test_as_many_passages_are_found_as_are_asked_for(tmp_path: Path) -> None:
    library = new_library(tmp_path, *many(70))
    indexes = Indexes(library, tmp_path / "indexes", watch=False)
    with library.snapshot() as snapshot:
        exactly = Retriever(indexes).search(snapshot, "Common", unit_vectors(1)[0], k=200)
        indexes.catch_up()
        by_index = Retriever(indexes).search(snapshot, "Common", unit_vectors(1)[0], k=200)
    indexes.close()
    assert len(exactly) == len(by_index) == 200


def test_what_was_spoken_of_before_is_preferred_but_does_not_outweigh_both_lists() -> None:
    assert [item for item, _ in fuse([(1, 0.9), (2, 0.8)], [], [(2, 0.9)])] == [2, 1]
    assert fuse([(1, 0.9)], [(1, 9.0)], [(2, 0.9)])[0] == (1, 1.0)


def test_a_question_about_what_was_spoken_of_finds_it(
    retriever: Retriever, library: Library, model: EmbeddingModel
) -> None:
    vector, about = model.encode(["Is a return visit planned?", "The Chinese delegation met the Coalition."])
    with library.snapshot() as snapshot:
        alone = retriever.search(snapshot, "Is a return visit planned?", vector, k=20)
        both = retriever.search(snapshot, "Is a return visit planned?", vector, k=20, about=about)

    def rank(found: list[Found]) -> int:
        return next(at for at, item in enumerate(found) if "Beijing" in item.passage.text)

    assert rank(both) < rank(alone)
