"""The buttons under an answer, as HTML."""

from __future__ import annotations

from qa.ui import texts
from qa.ui.conversation import Exchange
from qa.ui.thumbs import heard, thumbs


def test_nothing_is_pressed_and_no_reason_asked_for_at_first() -> None:
    html = thumbs(Exchange(question="Who?"))
    assert html.count('aria-pressed="false"') == 2
    assert '<span class="reason" hidden>' in html


def test_what_was_said_stays_pressed_with_its_reason() -> None:
    exchange = Exchange(question="Who?", verdict="down", reason='"><b>no</b>')
    html = thumbs(exchange)
    assert f'aria-label="{texts.BAD_ANSWER}" title="{texts.BAD_ANSWER}" aria-pressed="true"' in html
    assert f'aria-label="{texts.GOOD_ANSWER}" title="{texts.GOOD_ANSWER}" aria-pressed="false"' in html
    assert 'value="&quot;&gt;&lt;b&gt;no&lt;/b&gt;"' in html
    assert '<span class="reason">' in html
    assert f'data-feedback="{exchange.id}"' in html


def test_what_became_of_it_is_told_to_those_who_listen() -> None:
    assert heard("Noted & kept.") == '<p role="status" class="for-ears">Noted &amp; kept.</p>'
