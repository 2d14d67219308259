"""What is shown where the articles do not say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from qa.ui import rendering, texts
from tests.answers import conversation_of, declined, passage, shown


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
