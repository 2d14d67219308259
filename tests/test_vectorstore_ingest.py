"""Taking articles in: what becomes of each, when it is told, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article, Skipped
from tests.libraries import entry, make_article
from tests.old_library import library_of_version_1
from tests.stories import edited, story
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel, Vectors
from vectorstore.errors import EmbeddingError, LibraryBusyError
from vectorstore.ingest import Outcome
from vectorstore.library import Library


class Counting(EmbeddingModel):
    """The real model, which notes what it is asked to embed."""

    def __init__(self, model: EmbeddingModel) -> None:
        self.__dict__.update(model.__dict__)
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().encode(texts)


@pytest.fixture
def counting(model: EmbeddingModel) -> Counting:
    return Counting(model)


@pytest.fixture
def library(tmp_path: Path, counting: Counting) -> Library:
    return Library(tmp_path / "library.sqlite3", ingest.fingerprint_of(counting))


ONE = make_article("one", "Peace talks began.", publisher="Post", published=date(2018, 1, 24))
TWO = make_article("two", "Oil fell.")


def added(library: Library, model: EmbeddingModel, *items: Article | Skipped) -> list[tuple[str, str]]:
    return [(outcome.source, outcome.status) for outcome in ingest.add(library, model, items)]


def alike(one: Vectors, other: Vectors) -> bool:
    """Whether the rows have the same direction; how texts are batched may change their last bits."""
    return one.shape == other.shape and bool(np.all(np.sum(one * other, axis=1) > 0.999))


def stored(library: Library) -> list[str]:
    with library.snapshot() as snapshot:
        return sorted(header.id for header in snapshot.headers())


def test_fingerprint(model: EmbeddingModel) -> None:
    fingerprint = ingest.fingerprint_of(model)
    assert (fingerprint.model, fingerprint.dimension, fingerprint.passage_rules) == ("all-MiniLM-L6-v2", 384, "2")
    assert fingerprint.model_hash == model.fingerprint


def test_passages_are_embedded_with_their_header(library: Library, counting: Counting) -> None:
    long = make_article("long", " ".join(f"Number {n} is a number." for n in range(60)), title="Numbers")
    assert added(library, counting, ONE, long) == [("one", "added"), ("long", "added")]
    with library.snapshot() as snapshot:
        passages = list(snapshot.passages())
        ids, vectors = snapshot.vectors(384)
    assert len(passages) > 3
    headers = ["About one, Post, 24 January 2018", *["Numbers"] * (len(passages) - 1)]
    assert counting.texts == [f"{header}\n{item.text}" for header, item in zip(headers, passages, strict=True)]
    assert ids.tolist() == [item.id for item in passages]
    assert alike(vectors, counting.encode(list(counting.texts)))


def test_unchanged_costs_no_embedding(library: Library, counting: Counting) -> None:
    added(library, counting, ONE, TWO)
    stamp = library.stamp
    counting.texts.clear()
    assert added(library, counting, ONE, TWO) == [("one", "unchanged"), ("two", "unchanged")]
    assert counting.texts == []
    assert library.stamp == stamp
    assert added(library, counting, ONE, replace(TWO, text="Oil rose.")) == [("one", "unchanged"), ("two", "changed")]
    assert counting.texts == ["About two\nOil rose."]


def test_outcomes_come_in_order_and_after_the_commit(library: Library, counting: Counting) -> None:
    added(library, counting, TWO)
    three = make_article("three", "Rain fell.")
    gone = Skipped("c.txt", "the file is empty")
    seen = []
    for outcome in ingest.add(library, counting, [Skipped("a.txt", "why"), ONE, gone, TWO, three]):
        seen.append((outcome.source, outcome.status, outcome.reason))
        if outcome.status == "added":
            assert outcome.source in stored(library)
    assert seen == [
        ("a.txt", "skipped", "why"),
        ("one", "added", None),
        ("c.txt", "skipped", "the file is empty"),
        ("two", "unchanged", None),
        ("three", "added", None),
    ]


def test_what_needs_no_storing_is_told_at_once(library: Library, counting: Counting) -> None:
    added(library, counting, ONE)

    def items() -> Iterator[Article | Skipped]:
        yield Skipped("a.txt", "why")
        yield ONE
        pytest.fail("nothing was told yet")

    outcomes = ingest.add(library, counting, items())
    assert next(outcomes) == Outcome("a.txt", "skipped", "why")
    assert next(outcomes) == Outcome("one", "unchanged")


def test_the_same_id_twice(library: Library, counting: Counting) -> None:
    other = replace(ONE, text="Peace talks failed.")
    assert added(library, counting, ONE, TWO, other, other, ONE) == [
        ("one", "added"),
        ("two", "added"),
        ("one", "changed"),
        ("one", "unchanged"),
        ("one", "changed"),
    ]
    with library.snapshot() as snapshot:
        assert snapshot.article("one") == ONE
        assert [item.text for item in snapshot.passages()] == ["Oil fell.", "Peace talks began."]


LONG = make_article("long", "Bread costs three euros in Astana, and " * 4 + "nobody knows why.", publisher="Post")
AT = replace(LONG, id="at", text="Peace talks began in the capital.", url="https://example.com/talks")


def test_the_same_text_under_another_id(library: Library, counting: Counting) -> None:
    added(library, counting, LONG)
    stamp = library.stamp
    counting.texts.clear()
    other = replace(
        LONG, id="other", title="Dear bread", published=date(2018, 1, 24), text=LONG.text.replace(", ", ",\n")
    )
    assert list(ingest.add(library, counting, [other, other])) == 2 * [
        Outcome("long", "unchanged", "The same text is there as long, so other was not added again.")
    ]
    assert (counting.texts, library.stamp) == ([], stamp)
    shouted = replace(other, text=LONG.text.upper())
    assert added(library, counting, shouted) == [("other", "added")]
    assert added(library, counting, replace(LONG, id="other")) == [("other", "changed")]  # its own id comes first


def test_the_same_text_twice_in_one_batch(library: Library, counting: Counting) -> None:
    again = replace(LONG, id="again")
    assert list(ingest.add(library, counting, [LONG, ONE, again, TWO, replace(again, id="third")])) == [
        Outcome("long", "added"),
        Outcome("one", "added"),
        Outcome("long", "unchanged", "The same text is there as long, so again was not added again."),
        Outcome("two", "added"),
        Outcome("long", "unchanged", "The same text is there as long, so third was not added again."),
    ]
    assert library.generation == 1
    assert stored(library) == ["long", "one", "two"]
    assert len(counting.texts) == 3


def test_few_words_may_be_those_of_two_articles(library: Library, counting: Counting) -> None:
    monday = make_article("monday", "No trains run today.", published=date(2018, 1, 22), title="Trains")
    tuesday = replace(monday, id="tuesday", published=date(2018, 1, 23))
    again = replace(monday, id="again")
    assert added(library, counting, monday, tuesday, again) == [
        ("monday", "added"),
        ("tuesday", "added"),
        ("monday", "unchanged"),
    ]


@pytest.mark.parametrize("together", [False, True])
def test_the_same_address_under_another_id(library: Library, counting: Counting, together: bool) -> None:
    edit = replace(
        AT, id="edit", text="Peace talks failed in the capital.", url="https://EXAMPLE.com/talks?utm_source=x"
    )
    replaced = Outcome("at", "changed", "It has the same address as at and replaced it; it came as edit.")
    if together:
        assert list(ingest.add(library, counting, [AT, edit])) == [Outcome("at", "added"), replaced]
    else:
        added(library, counting, AT)
        assert list(ingest.add(library, counting, [edit])) == [replaced]
    with library.snapshot() as snapshot:
        assert snapshot.article("at") == replace(edit, id="at")
    assert stored(library) == ["at"]
    stamp = library.stamp
    assert list(ingest.add(library, counting, [edit])) == [
        Outcome("at", "unchanged", "The same text is there as at, so edit was not added again.")
    ]
    assert library.stamp == stamp


def test_the_front_page_of_a_site_is_no_address(library: Library, counting: Counting) -> None:
    home = replace(AT, url="https://example.com/")
    other = replace(home, id="other", text="Oil fell.")
    assert added(library, counting, home, other) == [("at", "added"), ("other", "added")]


def test_articles_that_an_older_version_stored_are_linked_first(tmp_path: Path, counting: Counting) -> None:
    path = library_of_version_1(tmp_path / "library.sqlite3", [entry(story("first"))])
    old = Library(path, ingest.fingerprint_of(counting), any_model=True)
    again, copy = story("again"), story("copy", edited(), day=5)
    assert added(old, counting, again, copy) == [("first", "unchanged"), ("copy", "added")]
    with old.snapshot() as snapshot:
        assert snapshot.group_of("copy") == ["first", "copy"]


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_an_article_without_sentences(library: Library, counting: Counting, text: str) -> None:
    empty = replace(TWO, text=text)
    assert list(ingest.add(library, counting, [ONE, empty])) == [
        Outcome("one", "added"),
        Outcome("two", "skipped", "The article has no text."),
    ]
    assert stored(library) == ["one"]
    assert added(library, counting) == []


def test_a_full_batch_is_stored(library: Library, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH_PASSAGES", 2)
    articles = [make_article(f"a{n}", f"Text {n}.") for n in range(5)]
    taken: list[str] = []

    def items() -> Iterator[Article]:
        for article in articles:
            taken.append(article.id)
            yield article

    seen = []
    for outcome in ingest.add(library, counting, items()):
        seen.append(outcome.source)
        assert len(taken) <= len(seen) + 1
    assert seen == taken
    assert library.generation == 3


def test_a_failure_keeps_what_was_told(library: Library, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH_PASSAGES", 1)
    encode = counting.encode

    def fails_on_oil(texts: Sequence[str]) -> Vectors:
        if "Oil" in texts[0]:
            raise EmbeddingError("no power")
        return encode(texts)

    monkeypatch.setattr(counting, "encode", fails_on_oil)
    told: list[str] = []
    with pytest.raises(EmbeddingError, match="no power"):
        for outcome in ingest.add(library, counting, [ONE, TWO]):
            told.append(outcome.source)
    assert told == ["one"]
    assert stored(library) == ["one"]


def test_a_long_header_leaves_room_for_the_passage(library: Library, counting: Counting) -> None:
    article = make_article("a", " ".join(["Peace."] * 300), title="Astana " * 200, publisher="Post")
    added(library, counting, article)
    assert {text.split(", ")[-1].split("\n")[0] for text in counting.texts} == {"Post"}
    assert all(text.startswith("Astana Astana ") for text in counting.texts)
    assert max(counting.count_tokens(counting.texts)) <= 254
    assert all(len(text.split("\n")) == 2 for text in counting.texts)


def test_all_vectors_made_anew(library: Library, counting: Counting) -> None:
    added(library, counting, ONE, TWO)
    before = library.stamp
    counting.texts.clear()
    assert sorted(ingest.reembed(library, counting)) == ["one", "two"]
    assert len(counting.texts) == 2
    assert library.stamp[0] != before[0]
    assert library.generation == before[1] + 1
    with library.snapshot() as snapshot:
        assert [item.id for item in snapshot.passages()] == [3, 4]
        ids, vectors = snapshot.vectors(384)
        assert sorted(item.text for item in snapshot.passages()) == ["Oil fell.", "Peace talks began."]
    assert ids.tolist() == [3, 4]
    assert alike(vectors, counting.encode(counting.texts[:2]))
    assert added(library, counting, ONE) == [("one", "unchanged")]


def test_articles_that_come_while_vectors_are_made_anew(library: Library, counting: Counting) -> None:
    added(library, counting, ONE)
    making = ingest.reembed(library, counting)
    assert next(making) == "one"
    added(library, counting, TWO)
    with pytest.raises(LibraryBusyError, match="nothing was changed, try again"):
        list(making)
    assert stored(library) == ["one", "two"]
    with library.snapshot() as snapshot:
        assert snapshot.counts() == (2, 1, 2)


def test_an_empty_library_made_anew(library: Library, counting: Counting) -> None:
    assert list(ingest.reembed(library, counting)) == []
    assert library.generation == 1
