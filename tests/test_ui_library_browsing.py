"""What a browser may ask of the library, and what it is shown for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa.errors import QuestionError
from qa.ui import texts
from qa.ui.library import browsing
from qa.ui.library.browsing import Query
from vectorstore.listing import Wanted

if TYPE_CHECKING:
    from qa import Engine


@pytest.mark.parametrize("sent", [None, [], "text", 3, {}, {"page": "0", "order": "worst", "kind": "new", "text": 5}])
def test_what_makes_no_sense_is_left_out(sent: object) -> None:
    assert Query.read(sent) == Query()


def test_a_whole_query() -> None:
    sent = {
        "text": "  astana\n talks ",
        "publisher": "SANA",
        "since": "2015-05-01",
        "until": "2015-05-31",
        "kind": "digests",
        "order": "title",
        "page": "3",
    }
    wanted = Wanted(
        text="astana talks",
        publisher="SANA",
        since=date(2015, 5, 1),
        until=date(2015, 5, 31),
        kind="digests",
    )
    assert Query.read(sent) == Query(wanted=wanted, order="title", page=3)


@pytest.mark.parametrize("page", ["-1", "²", "9" * 30, "1e3", "", None, 0])
def test_a_page_that_is_none_is_the_first(page: object) -> None:
    assert Query.read({"page": page}).page == 1


def test_a_text_that_is_very_long_is_cut() -> None:
    assert len(Query.read({"text": "x" * 100_000}).wanted.text) == 200


def test_a_period_that_is_none_is_refused_in_one_sentence() -> None:
    with pytest.raises(QuestionError, match="swap the two days"):
        Query.read({"since": "2018-01-01", "until": "2015-01-01"})
    with pytest.raises(QuestionError) as caught:
        Query.read({"since": "yesterday"})
    assert str(caught.value) == texts.DAY_UNREADABLE


def test_the_parts_are_of_one_state_and_count_what_is_wanted(engine: Engine) -> None:
    shown = browsing.browse(engine, Query(), may_edit=True)
    assert shown["found"] == "6 articles"
    assert shown["stamp"] == browsing.stamp(engine)
    assert shown["list"].count("data-pick") == 6
    assert shown["pager"] == ""
    assert "Tengrinews (1)" in shown["publishers"]
    limited = browsing.browse(engine, Query(wanted=Wanted(since=date(2018, 1, 1))), may_edit=True)
    assert limited["found"] == "2 of 6 articles"
    assert "May 2015: 1 article" in limited["plot"]


def test_a_page_behind_the_last_is_the_last(engine: Engine) -> None:
    shown = browsing.browse(engine, Query(page=70), may_edit=True)
    assert shown["page"] == 1
    assert shown["list"].count("data-pick") == 6


def test_where_one_may_only_read_there_is_nothing_to_remove_with(engine: Engine) -> None:
    shown = browsing.browse(engine, Query(), may_edit=False)
    assert "data-discard" not in shown["list"]
    assert "data-pick" not in shown["list"]
    assert shown["list"].count("data-article") == 6
