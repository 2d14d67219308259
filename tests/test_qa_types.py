"""Answers as people and programs read them."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest

from corpus.article import Skipped
from qa import Answer, Citation, Interpreted, Passage, Statement, Turn
from qa.types import AddReport, describe, format_date, to_plain


def citation(number: int, *, digest: bool = False, published: date | None = date(2018, 1, 24)) -> Citation:
    return Citation(
        number=number,
        article_id=f"article-{number}",
        title="Talks open",
        publisher="Tengrinews" if published else None,
        published=published,
        url=None,
        digest=digest,
        quote="More than 30 people came.",
        start=5,
        end=30,
        span=(10, 12),
        also_in=("copy",),
    )


ANSWERED = Answer(
    question="How many came?",
    text="More than 30 people came. They met in Astana.",
    answered=True,
    short="30",
    statements=(
        Statement(text="More than 30 people came.", citations=(1,), support=1.0, supported=True),
        Statement(text="They met in Astana.", citations=(1, 2), support=0.9, supported=True),
    ),
    citations=(citation(1, digest=True), citation(2, published=None)),
    passages=(Passage(article_id="article-1", start=0, end=4, text="Text", score=1.0, published=date(2018, 1, 24)),),
    confidence=0.75,
    notes=("1 article was left out.",),
    interpreted=Interpreted(question="How many came?", since=date(2018, 1, 1), publishers=("Tengrinews",)),
    engine="extractive",
    timings={"total": 0.1},
)
DECLINED = dataclasses.replace(
    ANSWERED, text="The articles do not say.", answered=False, short=None, statements=(), citations=()
)


def test_an_answer_is_printed_with_marks_and_a_numbered_list_of_sources() -> None:
    assert str(ANSWERED) == (
        "30 – More than 30 people came. [1] They met in Astana. [1] [2]\n"
        "1 article was left out.\n"
        "\n"
        "Sources\n"
        "[1] Digest of “Talks open”, Tengrinews, 24 January 2018 (also in 1 other): “More than 30 people came.”\n"
        "[2] “Talks open”, publisher unknown, date unknown (also in 1 other): “More than 30 people came.”"
    )


def test_a_statement_that_is_not_supported_is_printed_apart() -> None:
    doubted = Statement(text="It rained.", citations=(), support=0.1, supported=False, reason="It cites nothing.")
    printed = str(dataclasses.replace(ANSWERED, statements=(*ANSWERED.statements, doubted)))
    assert printed.startswith("30 – More than 30 people came. [1] They met in Astana. [1] [2]\n")
    assert printed.splitlines()[1] == "Not supported by the articles: “It rained.” (It cites nothing.)"


def test_a_declined_answer_is_printed_with_its_notes_alone() -> None:
    assert str(DECLINED) == "The articles do not say.\n1 article was left out."


def test_a_digest_is_never_named_as_the_publishers_own_words() -> None:
    assert describe(citation(1, digest=True)).startswith("Digest of “Talks open”, Tengrinews")
    assert not describe(citation(1)).startswith("Digest")


def test_near_copies_are_counted() -> None:
    alone = dataclasses.replace(citation(1), also_in=())
    assert describe(alone) == "“Talks open”, Tengrinews, 24 January 2018: “More than 30 people came.”"
    assert "24 January 2018 (also in 2 others): " in describe(dataclasses.replace(alone, also_in=("a", "b")))


def test_an_answer_as_plain_values_is_whole_and_ready_for_json() -> None:
    plain = ANSWERED.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain) == {field.name for field in dataclasses.fields(Answer)}
    assert set(plain["citations"][0]) == {field.name for field in dataclasses.fields(Citation)}
    assert set(plain["statements"][0]) == {field.name for field in dataclasses.fields(Statement)}
    assert set(plain["passages"][0]) == {field.name for field in dataclasses.fields(Passage)}
    assert plain["citations"][0]["published"] == "2018-01-24"
    assert plain["citations"][0]["span"] == [10, 12]
    assert plain["citations"][0]["also_in"] == ["copy"]
    assert plain["citations"][1]["published"] is None
    assert plain["interpreted"] == {
        "question": "How many came?",
        "since": "2018-01-01",
        "until": None,
        "publishers": ["Tengrinews"],
    }
    assert plain["timings"] == {"total": 0.1}


def test_reports_become_plain_values_too() -> None:
    report = AddReport(added=("a",), skipped=(Skipped("b.txt", "It is empty."),))
    assert to_plain(report) == {
        "added": ["a"],
        "changed": [],
        "unchanged": [],
        "skipped": [{"source": "b.txt", "reason": "It is empty."}],
    }


@pytest.mark.parametrize(
    ("day", "written"), [(date(2018, 1, 4), "4 January 2018"), (None, "date unknown"), (date(999, 5, 31), "31 May 999")]
)
def test_days_are_written_as_people_do(day: date | None, written: str) -> None:
    assert format_date(day) == written


@pytest.mark.parametrize(
    "value", [ANSWERED, citation(1), ANSWERED.statements[0], ANSWERED.passages[0], Turn("user", "")]
)
def test_all_of_it_is_frozen(value: object) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, dataclasses.fields(value)[0].name, "changed")  # type: ignore[arg-type]  # each is a dataclass
