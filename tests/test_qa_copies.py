"""Near-copies in an answer: read once, cited to the earliest that has the very words, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from qa import Answer, Engine, Settings
from qa.copies import crowding, distinct, place_of
from qa.retrieval import Found
from tests.libraries import ALL, entry, new_library
from tests.stories import CREDIT, DATELINE, HARBOUR, VIEWS, edited, story, without_paragraph
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel
from vectorstore.library import Library
from vectorstore.snapshot import Snapshot

COST = "The bridge cost 84 million euros and carries two lanes of traffic and a path for cyclists."
FIRST = story("first", without_paragraph(3), day=2, publisher="Coast News")
SECOND = story("second", day=3, publisher="The Post")
THIRD = story("third", DATELINE + HARBOUR, day=4, publisher="The Post")
UNDATED = story("undated", edited(), day=None)
OTHER = story("other", VIEWS, day=1)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    library = new_library(tmp_path, *(entry(article) for article in (THIRD, SECOND, OTHER, FIRST, UNDATED)))
    with library.snapshot() as snapshot:
        yield snapshot


def found(snapshot: Snapshot, *wanted: tuple[Article, int]) -> list[Found]:
    """The paragraphs of some articles, as if they had been found in this order."""
    passages = {(item.article_id, item.start): item for item in snapshot.passages()}
    places = [(article.id, article.text.index(article.text.split("\n\n")[at])) for article, at in wanted]
    return [Found(passages[place], 1.0 / rank, None, None) for rank, place in enumerate(places, start=1)]


def told(items: list[Found]) -> list[tuple[str, str]]:
    return [(item.passage.article_id, item.passage.text[:20]) for item in items]


def test_the_words_of_near_copies_stand_once_and_are_the_earliests(snapshot: Snapshot) -> None:
    listed = found(snapshot, (SECOND, 1), (OTHER, 0), (THIRD, 1), (FIRST, 1), (SECOND, 3), (UNDATED, 3))
    kept = distinct(snapshot, listed, ALL)
    assert told(kept) == [
        ("first", "Work stopped for 5 m"),
        ("other", "Our columnists look "),
        ("second", "Mayor Jonas Eklund w"),
    ]
    assert [item.score for item in kept] == [1.0, 1 / 2, 1 / 5]


def test_what_only_one_of_them_tells_stays(snapshot: Snapshot) -> None:
    listed = found(snapshot, (FIRST, 0), (SECOND, 3), (UNDATED, 3), (SECOND, 1))
    assert told(distinct(snapshot, listed, ALL)) == told([listed[0], listed[1], listed[3]])
    alone = found(snapshot, (SECOND, 0), (SECOND, 1), (OTHER, 0))
    assert distinct(snapshot, alone, ALL) == alone
    assert distinct(snapshot, [], ALL) == []


def test_another_number_is_not_the_same(tmp_path: Path) -> None:
    revised = story("revised", HARBOUR.replace("84 million", "97 million"), day=9)
    with new_library(tmp_path / "revised", entry(SECOND), entry(revised)).snapshot() as snapshot:
        assert snapshot.group_of("revised") == ["second", "revised"]
        listed = found(snapshot, (SECOND, 0), (revised, 0), (revised, 1))
        assert told(distinct(snapshot, listed, ALL)) == told(listed[:2] + listed[2:])
        listed = found(snapshot, (SECOND, 1), (revised, 1))
        assert told(distinct(snapshot, listed, ALL)) == told(listed[:1])


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [("Mayor Jonas Eklund", "Mayor Erik Eklund"), ("Work stopped", "Work never stopped")],
    ids=["another name", "a denial"],
)
def test_what_contradicts_is_not_the_same(tmp_path: Path, said: str, otherwise: str) -> None:
    assert said in HARBOUR
    revised = story("revised", HARBOUR.replace(said, otherwise), day=9)
    at = HARBOUR[: HARBOUR.index(said)].count("\n\n")
    with new_library(tmp_path / "revised", entry(SECOND), entry(revised)).snapshot() as snapshot:
        assert snapshot.group_of("revised") == ["second", "revised"]
        listed = found(snapshot, (SECOND, at), (revised, at))
        assert told(distinct(snapshot, listed, ALL)) == told(listed)
    sentence = next(each for each in HARBOUR.split("\n\n")[at].split(". ") if said in each)
    texts = [("second", SECOND.text), ("revised", revised.text)]
    assert place_of(texts, "second", SECOND.text.index(sentence), sentence).also_in == ()


def test_filters_leave_out_the_earliest(snapshot: Snapshot) -> None:
    listed = found(snapshot, (THIRD, 1), (SECOND, 1))
    filters = replace(ALL, exclude=("first",))
    assert told(distinct(snapshot, listed, filters)) == told([listed[1]])
    assert crowding(snapshot, listed, [listed[1]], filters) == ["third", "undated"]
    assert crowding(snapshot, listed, [listed[1]], ALL) == ["first", "third", "undated"]


def test_the_place_of_words() -> None:
    texts = [(article.id, article.text) for article in (FIRST, SECOND, THIRD, UNDATED)]
    at = THIRD.text.index(COST)
    place = place_of(texts, "third", at, COST)
    assert (place.article_id, place.also_in) == ("first", ("second", "third", "undated"))
    assert FIRST.text[place.start :].startswith(COST)
    last = "Mayor Jonas Eklund will cut the ribbon at noon, and the first bus crosses an hour later."
    place = place_of(texts, "third", THIRD.text.index(last), last)
    assert (place.article_id, place.also_in) == ("second", ("third", "undated"))  # the earliest leaves it out
    lead = THIRD.text[: THIRD.text.index(" The bridge cost")]
    place = place_of(texts, "third", 0, lead)
    assert (place.article_id, place.start) == ("third", 0)  # no other has the dateline
    assert place_of([("third", THIRD.text)], "third", at, COST).also_in == ()


def test_words_inside_a_sentence_are_not_that_sentence() -> None:
    texts = [("one", "Nobody knows, and it rains."), ("two", "It is late. it rains.")]
    assert place_of(texts, "two", 12, "it rains.").article_id == "two"


# Answers

ASKED = "How much did the harbour bridge at Port Halden cost?"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, model: EmbeddingModel) -> Iterator[Engine]:
    """An engine on a story that many papers print, and two other articles."""
    home = tmp_path_factory.mktemp("harbour")
    library = Library(home / "library.sqlite3", ingest.fingerprint_of(model))
    many = [
        story(f"paper{at}", f"{DATELINE}{HARBOUR}{CREDIT} {at}", day=10, publisher=f"Paper {at}") for at in range(30)
    ]
    ferry = story("ferry", "The old bridge of Port Halden was built of wood and burnt down one night.", day=6)
    statuses = {
        item.status for item in ingest.add(library, model, [THIRD, *many, SECOND, OTHER, FIRST, UNDATED, ferry])
    }
    assert statuses == {"added"}
    with Engine(Settings(home=home)) as engine:
        yield engine


def cited(answer: Answer) -> list[str]:
    return [citation.article_id for citation in answer.citations]


def test_an_answer_cites_the_earliest_and_says_how_many_others(harbour: Engine) -> None:
    answer = harbour.ask(ASKED)
    assert answer.answered
    assert [statement.text for statement in answer.statements].count(COST) == 1
    citation = answer.citations[0]
    assert (citation.article_id, citation.quote) == ("first", COST)
    assert harbour.article("first").text[citation.start : citation.end] == COST
    assert citation.also_in == ("second", "third", *(f"paper{at}" for at in range(30)), "undated")
    assert "(also in 33 others): “The bridge cost" in str(answer)
    assert answer.to_dict()["citations"][0]["also_in"] == list(citation.also_in)


def test_an_answer_keeps_to_its_filters(harbour: Engine) -> None:
    answer = harbour.ask(ASKED, since=date(2021, 5, 3), until=date(2021, 5, 9))
    assert (cited(answer)[0], answer.citations[0].also_in) == ("second", ("third",))
    answer = harbour.ask(ASKED, publishers=["Paper 7"])
    assert (cited(answer)[0], answer.citations[0].also_in) == ("paper7", ())
    answer = harbour.ask(ASKED, exclude=["first", "third", *(f"paper{at}" for at in range(29))])
    assert (cited(answer)[0], answer.citations[0].also_in) == ("second", ("paper29", "undated"))


def test_near_copies_do_not_crowd_out_other_articles(harbour: Engine) -> None:
    answer = harbour.ask(ASKED)
    seen = [passage.article_id for passage in answer.passages]
    assert {"ferry", "other"} <= set(seen)
    assert len(seen) <= 12
    assert len({passage.text for passage in answer.passages}) == len(seen)


def test_passages_that_are_given_are_cited_as_given(harbour: Engine) -> None:
    text = harbour.article("third").text
    given = {"article_id": "third", "start": 0, "end": len(text), "text": text}
    answer = harbour.ask(ASKED, passages=[given])
    assert (set(cited(answer)), answer.citations[0].also_in) == ({"third"}, ())
