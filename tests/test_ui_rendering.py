"""What the conversation shows, and how: exact words, and no markup of anyone else's."""

from __future__ import annotations

import re
from html import unescape

import pytest

from corpus.article import ArticleHeader
from qa.types import Interpreted, Looking, Statement, StatementReady
from qa.ui import citing, frame, rendering, sources, texts
from qa.ui.conversation import Conversation
from tests.answers import HOSTILE, QUOTE, answer, citation, conversation_of, declined, passage, shown, tags


def test_an_empty_conversation_offers_questions() -> None:
    html = rendering.conversation(Conversation())
    assert [unescape(each) for each in re.findall(r'data-example="([^"]*)"', html)] == list(texts.EXAMPLES)
    assert 4 <= len(texts.EXAMPLES) <= 5
    assert 'data-exchanges="0"' in html


def test_an_answer_has_a_numbered_mark_with_a_name() -> None:
    html = rendering.conversation(conversation_of(answer(citation())))
    (mark,) = re.findall(r"<button[^>]*class=\"mark\"[^>]*>\[1\]</button>", html)
    assert 'aria-label="Source 1: The Post, 24 January 2018"' in mark
    assert 'data-article="a" data-start="10" data-end="34"' in mark
    assert f'data-check="{citing.fingerprint(QUOTE)}"' in mark
    assert f"{QUOTE} [1] The Post · 24 January 2018" in shown(html)
    assert tags(html, "button .*data-example") == []


def test_every_way_into_an_article_has_a_key_of_its_own() -> None:
    twice = answer(citation(), statements=answer(citation(), citation()).statements)
    conversation = conversation_of(twice, answer(citation()), declined(passages=(passage(), passage(article_id="b"))))
    html = rendering.conversation(conversation) + sources.sources(conversation)
    keys = re.findall(r'data-key="([^"]*)"', html)
    assert len(keys) == len(set(keys))
    assert len([key for key in keys if key.startswith(("mark", "source", "passage"))]) == 6


def test_unknown_is_said() -> None:
    html = rendering.conversation(conversation_of(answer(citation(publisher=None, published=None))))
    assert 'aria-label="Source 1: publisher unknown, date unknown"' in html
    assert "publisher unknown · date unknown" in html


@pytest.mark.parametrize(
    ("publisher", "label"),
    [("The Post", "Digest of the original by The Post"), (None, "Digest of the original, publisher unknown")],
)
def test_a_digest_is_never_shown_as_the_publishers_own_words(publisher: str | None, label: str) -> None:
    conversation = conversation_of(answer(citation(publisher=publisher, digest=True)))
    assert f"{label} · 24 January 2018" in shown(rendering.conversation(conversation))
    assert f"{label} · 24 January 2018" in shown(sources.sources(conversation))


def test_the_words_that_answer_are_bold_in_the_answer_and_the_quote() -> None:
    span = (QUOTE.index("14"), QUOTE.index("14") + 2)
    leaning = Statement(text=f"It met. {QUOTE}", citations=(1,), support=1.0, supported=True)
    conversation = conversation_of(answer(citation(span=span), statements=(leaning,), short="14"))
    bold = 'The team has <strong class="span">14</strong> members.'
    assert f'<span class="words"><strong class="short">14</strong> – It met. {bold}</span>' in rendering.conversation(
        conversation
    )
    assert bold in sources.sources(conversation)


def test_what_is_not_supported_says_why() -> None:
    doubted = Statement(text="Fifteen.", citations=(1,), support=0.1, supported=False, reason="15 is not there.")
    html = rendering.conversation(conversation_of(answer(citation(), statements=(doubted,))))
    assert f"{texts.NOT_SUPPORTED} 15 is not there." in shown(html)


def test_who_wrote_an_answer_is_said_where_a_model_did() -> None:
    html = rendering.conversation(conversation_of(answer(citation(), engine="ollama:llama3.2")))
    assert texts.WRITTEN_BY.format(name="ollama:llama3.2") in shown(html)
    assert "Written by" not in shown(rendering.conversation(conversation_of(answer(citation()))))


def test_notes_and_the_question_as_understood() -> None:
    alone = Interpreted(question="How many members has the team?")
    html = rendering.conversation(conversation_of(answer(citation(), interpreted=alone, notes=("One left out.",))))
    assert "Understood as: How many members has the team?" in shown(html)
    assert '<p class="note" dir="auto">One left out.</p>' in html
    assert "Understood as:" not in shown(rendering.conversation(conversation_of(answer(citation()))))


def test_while_waiting_it_says_where_it_looks() -> None:
    conversation = Conversation()
    exchange = conversation.begin("How many?")
    assert texts.WAITING in shown(rendering.conversation(conversation))
    titles = [f"Title {n}" for n in (0, 0, 1, 2, 3, 4, 5)]
    conversation.take(exchange, Looking(tuple(passage(title=title) for title in titles)))
    html = rendering.conversation(conversation)
    assert "Looking in: Title 0 ; Title 1 ; Title 2 ; Title 3 ; and 2 more" in shown(html)
    assert " data-running" in html
    conversation.take(exchange, StatementReady(answer(citation()).statements[0], (citation(),)))
    assert "[1]" in rendering.conversation(conversation)
    conversation.stop(exchange)
    html = rendering.conversation(conversation)
    assert texts.STOPPED in shown(html)
    assert "[1]" in html
    assert " data-running" not in html


@pytest.mark.parametrize(
    ("status", "text"), [("queued", texts.WAITING_FOR_OTHERS), ("loading", texts.WAITING_FOR_LIBRARY)]
)
def test_while_others_come_first_it_says_so(status: str, text: str) -> None:
    conversation = Conversation()
    conversation.begin("How many?").status = status  # type: ignore[assignment]  # one of Status
    assert text in shown(rendering.conversation(conversation))


def test_a_failure_is_one_sentence() -> None:
    conversation = Conversation()
    conversation.fail(conversation.begin("x" * 20_000), "The question is too long.")
    html = rendering.conversation(conversation)
    assert shown(html).endswith("x… The question is too long.")
    assert len(html) < 2_000


def test_markup_of_others_is_shown_as_text() -> None:
    hostile = citation(article_id=HOSTILE, title=HOSTILE, publisher=HOSTILE, quote=HOSTILE)
    looked_at = passage(article_id=HOSTILE, title=HOSTILE, publisher=HOSTILE)
    alone = Interpreted(question=f"{HOSTILE}?")
    conversation = conversation_of(
        answer(hostile, short=HOSTILE, notes=(HOSTILE,), interpreted=alone),
        declined(text=HOSTILE, notes=(HOSTILE,), passages=(looked_at,)),
        question=HOSTILE,
    )
    conversation.take(conversation.begin(HOSTILE), Looking((looked_at,)))
    shelf = frame.shelf([ArticleHeader(id=HOSTILE, title=HOSTILE, publisher=HOSTILE, published=None)], count=1)
    for html in (rendering.conversation(conversation), sources.sources(conversation), shelf):
        assert HOSTILE in unescape(html)
        assert tags(html, "script") == []
        assert tags(html, "img") == []


def test_under_a_sentence_it_says_how_far_to_trust_it() -> None:
    html = rendering.conversation(conversation_of(answer(citation())))
    assert f"The Post · 24 January 2018 {texts.QUOTED} · {texts.TOLD_BY_ONE}" in shown(html)


def test_an_answer_can_be_copied_and_what_is_still_awaited_cannot() -> None:
    conversation = conversation_of(answer(citation()), declined())
    conversation.begin("And?")
    html = rendering.conversation(conversation)
    assert re.findall(r'data-copy="(\w+)" data-place="(\d+)"', html) == [
        ("text", "1"),
        ("markdown", "1"),
        ("text", "2"),
        ("markdown", "2"),
    ]
