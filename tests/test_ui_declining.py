"""What is shown where the articles do not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from qa.types import Interpreted
from qa.ui import rendering, texts
from qa.ui.declining import absent
from tests.answers import conversation_of, declined, passage, shown
from vectorstore.records import Coverage


def test_a_decline_cites_nothing_and_shows_what_was_looked_at() -> None:
    passages = tuple(passage(article_id=f"p{n}", title=f"Title {n}", publisher="The Post") for n in range(5))
    passages = (*passages[:2], passage(article_id="p0", start=50, end=54), *passages[2:])  # an article counts once
    html = rendering.conversation(conversation_of(declined(passages=passages)))
    assert texts.DECLINED in shown(html)
    assert shown(html).count("The articles do not say") == 1
    assert texts.LOOKED_AT in shown(html)
    assert re.findall(r'data-article="([^"]*)"', html) == ["p0", "p1", "p2"]
    assert re.findall(r'data-kind="([^"]*)"', html) == ["passage"] * 3
    assert "Title 0 The Post · date unknown" in shown(html)
    assert 'class="mark"' not in html


@pytest.mark.parametrize(
    ("publisher", "label"),
    [("The Post", "Digest of the original by The Post"), (None, "Digest of the original, publisher unknown")],
)
def test_a_digest_that_was_looked_at_is_called_one(publisher: str | None, label: str) -> None:
    looked_at = passage(publisher=publisher, published=date(2018, 1, 24), digest=True)
    html = rendering.conversation(conversation_of(declined(passages=(looked_at,))))
    assert f"A title {label} · 24 January 2018" in shown(html)


def test_a_decline_that_says_more_is_shown_whole() -> None:
    html = rendering.conversation(conversation_of(declined(text="They name no winner.", notes=("None undated.",))))
    assert "They name no winner." in shown(html)
    assert "None undated." in shown(html)


def coverage(**changes: object) -> Coverage:
    made = Coverage(
        articles=1_200,
        earliest=date(2015, 5, 31),
        latest=date(2018, 1, 24),
        undated=3,
        publishers=2,
        frequent=(("Post", 900), ("Herald", 297)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields differ in type


def told(covered: Coverage | None = None, absent: tuple[str, ...] = (), **understood: object) -> str:
    """What is shown to a question that is declined, of a library that covers this."""
    interpreted = Interpreted(question="Who won?", **understood)  # type: ignore[arg-type]  # the fields differ in type
    conversation = conversation_of(declined(interpreted=interpreted))
    exchange = conversation.exchanges[-1]
    exchange.coverage, exchange.absent = covered or coverage(), absent
    return shown(rendering.conversation(conversation))


def test_a_decline_says_what_was_looked_for_and_within_what() -> None:
    assert f"{texts.LOOKED_FOR} Who won? {texts.LOOKED_AT}" in told()
    limited = told(since=date(2016, 1, 1), until=date(2016, 12, 31), publishers=("Post",))
    assert f"{texts.LOOKED_FOR} Who won? (Post, 2016)" in limited


def test_a_decline_says_what_the_library_covers() -> None:
    assert (
        "The library holds 1,200 articles, published from 31 May 2015 to 24 January 2018, 3 of them undated. "
        "Publishers: Post (900); Herald (297)."
    ) in told()
    assert "Publishers: 40, most often Post (900); Herald (297)." in told(coverage(publishers=40))
    bare = told(coverage(articles=1, earliest=None, latest=None, undated=1, publishers=0, frequent=()))
    assert "The library holds 1 article, 1 of them undated." in bare
    assert "Publishers" not in bare


def test_what_to_do_fits_what_stood_in_the_way() -> None:
    assert texts.ADVICE_NAMES in told()
    assert texts.ADVICE_ADD in told()
    assert "nothing that was looked at says “Cup”, “2014”." in told(absent=("Cup", "2014"))
    assert texts.ADVICE_TIME in told(since=date(2016, 1, 1))
    assert texts.ADVICE_NO_SUCH_TIME in told(since=date(2019, 1, 1))
    assert texts.ADVICE_NO_SUCH_TIME in told(until=date(2014, 1, 1))
    undated = told(coverage(earliest=None, latest=None), since=date(2016, 1, 1))
    assert texts.ADVICE_NO_SUCH_TIME in undated
    assert "only what Post, Herald published was looked at" in told(publishers=("Post", "Herald"))
    empty = told(coverage(articles=0), since=date(2016, 1, 1))
    assert texts.ADVICE_EMPTY in empty
    assert texts.ADVICE_TIME not in empty


def test_words_are_absent_that_stand_in_nothing_in_any_form() -> None:
    looked_at = (passage(text="They have won three cups.", title="The final"), passage(text="Snow fell."))
    assert absent("Who won the 2014 Cup final in Brazil, in Brazil?", looked_at) == ("2014", "Brazil")
    assert absent("one " + " ".join(f"word{n}" for n in range(9)), ()) == tuple(f"word{n}" for n in range(5))
