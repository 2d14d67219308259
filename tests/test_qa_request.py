"""What a caller gives is checked before anything is looked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from qa import Passage, Turn
from qa.errors import QuestionError
from qa.request import LONGEST_QUESTION, checked, listing

NAMES = ("article_id", "text", "title", "publisher")


def test_a_plain_question_gets_the_defaults() -> None:
    request = checked("  Who\n opened   it? ")
    assert request.question == "Who opened it?"
    assert (request.history, request.publishers, request.exclude, request.passages) == ((), (), (), None)
    assert (request.since, request.until, request.asked_on, request.infer_filters) == (None, None, None, True)


def test_history_is_taken_as_turns_or_pairs() -> None:
    request = checked("Why?", history=[Turn("user", "Who left?"), ("assistant", "He."), ["user", "x"]])  # type: ignore[list-item]  # a list does, as from JSON
    assert request.history == (Turn("user", "Who left?"), Turn("assistant", "He."), Turn("user", "x"))


def test_halves_of_a_character_are_replaced() -> None:
    request = checked("Who \ud800 left?", history=[("user", "\udfff")], passages=["He \ud800 left."])
    assert request.question == "Who \ufffd left?"
    assert request.history[0].text == "\ufffd"
    assert request.passages is not None
    assert request.passages[0].text == "He \ufffd left."
    request = checked(
        "Who left?", publishers=["\ud800"], exclude=["a\udfff"], passages=[dict.fromkeys(NAMES, "\ud800")]
    )
    assert (request.publishers, request.exclude) == (("\ufffd",), ("a\ufffd",))
    assert request.passages is not None
    assert {getattr(request.passages[0], name) for name in NAMES} == {"\ufffd"}


def test_a_datetime_counts_as_its_day() -> None:
    found = Passage(
        article_id="a", start=0, end=8, text="He left.", score=1.0, published=datetime(2018, 1, 24, 12, tzinfo=UTC)
    )
    limited = checked("Who left?", since=date(2018, 1, 24), until=date(2018, 1, 24), passages=[found])
    assert limited.passages is not None
    assert [passage.published for passage in limited.passages] == [date(2018, 1, 24)]
    moment: Any = datetime(2018, 1, 24, 12)  # noqa: DTZ001  # a day has no zone
    assert checked("Who?", since=moment, until=date(2018, 1, 24)).since == date(2018, 1, 24)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "The question is empty"),
        (" \n\t ", "The question is empty"),
        ("?!…", "The question is empty"),
        ("a" * (LONGEST_QUESTION + 1), "The question has 4,001 characters, and at most 4,000 are read"),
        ("why " * 5_000, "The question has 19,999 characters"),
        (None, "A question must be text, not NoneType."),
        (b"Who?", "A question must be text, not bytes."),
    ],
)
def test_a_question_that_cannot_be_asked(question: Any, says: str) -> None:
    with pytest.raises(QuestionError) as caught:
        checked(question)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"history": ["Who?"]}, "Each turn of the history must be a pair"),
        ({"history": [("system", "Who?")]}, "Each turn of the history must be a pair"),
        ({"history": [("user", None)]}, "Each turn of the history must be a pair"),
        ({"history": [("user", "a", "b")]}, "Each turn of the history must be a pair"),
        ({"history": [7]}, "Each turn of the history must be a pair"),
        ({"history": "Who?"}, "`history` must be a list, not str."),
        ({"history": None}, "`history` must be a list, not NoneType."),
        ({"publishers": "Tengrinews"}, "`publishers` must be a list, not str."),
        ({"publishers": [None]}, "`publishers` must be a list of texts."),
        ({"exclude": "an-id"}, "`exclude` must be a list, not str."),
        ({"since": "2018-01-01"}, "`since` must be a date, not str."),
        ({"until": 2018}, "`until` must be a date, not int."),
        ({"asked_on": "today"}, "`asked_on` must be a date, not str."),
        (
            {"since": date(2018, 2, 1), "until": date(2018, 1, 1)},
            "The period begins (2018-02-01) after it ends (2018-01-01)",
        ),
        ({"passages": "He left."}, "`passages` must be a list, not str."),
        ({"passages": [{"title": "x"}]}, "Passage 1 must have a `text`"),
        ({"passages": ["a", {"text": 5}]}, "Passage 2 must have a `text`"),
        ({"passages": [{"text": "a", "start": "x"}]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "a", "published": "May"}]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "a", "digest": "no"}]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "a", "start": float("inf")}]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "a", "title": 5}]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "a", "publisher": ["b"]}]}, "Passage 1 must have a `text`"),
        ({"passages": [5]}, "Passage 1 must have a `text`"),
        ({"passages": [{"text": "abc", "start": 2, "end": 9}]}, "Passage 1 goes from 2 to 9, which does not fit"),
        ({"passages": [{"text": "abc", "start": -1}]}, "Passage 1 goes from -1 to 2"),
        ({"passages": [{"text": "abc", "start": 10**12}]}, "Passage 1 goes from 1000000000000 to"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError) as caught:
        checked("Who left?", **options)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    "given",
    [
        [("x", 0, "He left."), ("x", 0, "She came late.")],
        [("x", 0, "She came late."), ("y", 0, "It rains."), ("x", 4, "goes")],
        [("x", 9, "late."), ("x", 0, "She came soon.")],
    ],
)
def test_passages_that_contradict_each_other(given: list[tuple[str, int, str]]) -> None:
    passages = [{"article_id": name, "start": start, "text": text} for name, start, text in given]
    with pytest.raises(QuestionError) as caught:
        checked("Who left?", passages=passages)
    assert str(caught.value) == (
        f"Passages 1 and {len(given)} are of one article, x, and have other words in one place of it; give each the "
        "`start` that it has there, or an `article_id` of its own."
    )


def test_passages_that_overlap_and_agree() -> None:
    text = "She came late. He left soon."
    spans = [(15, 28), (0, 14), (4, 20), (0, 14), (4, 8), (9, 28), (28, 28)]
    given = [{"article_id": "x", "start": start, "text": text[start:end]} for start, end in spans]
    assert checked("Who left?", passages=given).passages is not None


def test_passages_of_excluded_articles_are_left_out() -> None:
    request = checked("Who?", passages=["He left.", {"article_id": "x", "text": "She came."}], exclude=["x"])
    assert [passage.text for passage in request.passages or ()] == ["He left."]


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        ({"since": date(2018, 1, 24)}, "bc"),
        ({"until": date(2018, 1, 24)}, "ab"),
        ({"publishers": ["The Day"]}, "ad"),
        ({"until": date(2018, 1, 24), "publishers": ["The Day"]}, "a"),
        ({"since": date(2019, 1, 1)}, ""),
        ({}, "abcd"),
    ],
)
def test_days_and_publishers_limit_the_passages_given(limits: dict[str, Any], left: str) -> None:
    given = [
        {"text": "He left.", "article_id": "a", "published": "2018-01-23", "publisher": "The Day"},
        {"text": "He left.", "article_id": "b", "published": "2018-01-24", "publisher": "The Night"},
        {"text": "He left.", "article_id": "c", "published": "2018-01-25"},
        {"text": "He left.", "article_id": "d", "publisher": "The Day"},
    ]
    request = checked("Who left?", passages=given, **limits)
    assert request.passages is not None
    assert [passage.article_id for passage in request.passages] == list(left)
    assert request.left_out == 4 - len(left)


NO_LIMITS: dict[str, Any] = dict.fromkeys(("limit", "publisher", "since", "until", "text")) | {"offset": 0}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"since": "2018"}, "`since` must be a date, not str."),
        ({"until": 5}, "`until` must be a date, not int."),
        ({"limit": "3"}, "`limit` must be a whole number, not str."),
        ({"offset": None}, "`offset` must be a whole number, not NoneType."),
        ({"publisher": ["The Day"]}, "`publisher` must be a text, not list."),
        ({"text": 5}, "`text` must be a text, not int."),
    ],
)
def test_filters_of_a_list_that_make_no_sense(options: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError) as caught:
        listing(**{**NO_LIMITS, **options})
    assert str(caught.value) == says


def test_filters_of_a_list_are_kept() -> None:
    wanted = {**NO_LIMITS, "limit": 3, "since": date(2018, 1, 24), "publisher": "The Day", "text": "talks"}
    assert listing(**wanted) == wanted
    assert listing(**NO_LIMITS) == NO_LIMITS


def test_passages_are_taken_in_three_forms() -> None:
    given = Passage(article_id="a", start=2, end=4, text="xy", score=0.5)
    request = checked(
        "Who?",
        passages=[
            given,
            {"text": "He left.", "article_id": 7, "start": 3, "title": "T", "published": "2018-01-24"},
            {"text": "It rains.", "digest": True},
            "She came.",
        ],
    )
    assert request.passages == (
        given,
        Passage(article_id="7", start=3, end=11, text="He left.", score=0.0, title="T", published=date(2018, 1, 24)),
        Passage(article_id="passage-3", start=0, end=9, text="It rains.", score=0.0, digest=True),
        Passage(article_id="passage-4", start=0, end=9, text="She came.", score=0.0),
    )
