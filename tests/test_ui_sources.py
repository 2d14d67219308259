"""The numbered sources of a conversation: their numbers, their quotes, who else tells them."""

from __future__ import annotations

import re

from qa.ui import frame, rendering, sources, texts
from qa.ui.conversation import Conversation
from tests.answers import answer, citation, conversation_of, shown


def test_sources_go_on_over_the_answers_and_the_newest_stand_out() -> None:
    conversation = conversation_of(answer(citation()), answer(citation(start=90, quote="Next.", end=95)))
    html = sources.sources(conversation)
    assert re.findall(r'class="number" aria-hidden="true">(\d+)<', html) == ["1", "2"]
    assert re.findall(r'<li class="(source[^"]*)"', html) == ["source", "source current"]
    assert "The Post · 24 January 2018 A title The team has 14 members." in shown(html)
    assert "[2]" in rendering.conversation(conversation)
    assert shown(frame.panel_button(conversation)) == "Sources (2)"


def test_without_sources_the_panel_says_what_it_is_for() -> None:
    assert texts.SOURCES_EMPTY in shown(sources.sources(Conversation()))
    assert shown(frame.panel_button(Conversation())) == "Sources"


def test_a_source_says_in_how_many_others_it_is() -> None:
    for also_in, told in [((), ""), (("b",), " · also in 1 other"), (("b", "c"), " · also in 2 others")]:
        html = sources.sources(conversation_of(answer(citation(also_in=also_in))))
        assert f"The Post · 24 January 2018{told} A title" in shown(html)
