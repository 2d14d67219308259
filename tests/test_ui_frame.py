"""What stands around the conversation: the head, the hint, the first articles."""

from __future__ import annotations

import re

from corpus.article import ArticleHeader
from qa.ui import frame, texts
from tests.answers import shown


def test_the_head_says_what_this_is_and_what_it_holds() -> None:
    assert shown(frame.header(6)) == f"{texts.NAME} {texts.TAGLINE} 6 articles {texts.CONVERSATIONS}"
    assert " 1 article " in shown(frame.header(1))
    assert texts.LIBRARY_EMPTY in shown(frame.header(0))
    assert texts.LIBRARY_LOADING in shown(frame.header(None))
    assert texts.LIBRARY_FAILED in shown(frame.header(None, failed=True))


def test_the_hint_becomes_a_request() -> None:
    assert shown(frame.hint()) == texts.QUESTION_HINT
    assert "urgent" not in frame.hint()
    assert 'class="hint urgent"' in frame.hint(texts.QUESTION_EMPTY)


def test_the_shelf_shows_the_first_articles() -> None:
    headers = [ArticleHeader(id=f"h{n}", title=f"Title {n}", publisher=None, published=None) for n in range(8)]
    html = frame.shelf(headers, count=10)
    assert re.findall(r'data-article="([^"]*)"', html) == [f"h{n}" for n in range(8)]
    assert shown(html).endswith("and 2 more")
    assert shown(frame.shelf(headers, count=8)).endswith("Title 7 publisher unknown · date unknown")
    assert frame.shelf([], count=0) == ""
