"""What the conversation and its sources show, and how: exact words, and no markup of anyone else's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from corpus.article import ArticleHeader
from qa.types import Answer, Citation, Done, Interpreted, Looking, Passage, Statement, StatementReady
from qa.ui import rendering, texts
from qa.ui.conversation import Conversation

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
QUOTE = "The team has 14 members."


def citation(number: int = 1, **changes: object) -> Citation:
    made = Citation(
        number=number,
        article_id="a",
        title="A title",
        publisher="The Post",
        published=date(2018, 1, 24),
        url=None,
        digest=False,
        quote=QUOTE,
        start=10,
        end=10 + len(QUOTE),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields differ in type


def passage(**changes: object) -> Passage:
    made = Passage(article_id="a", start=0, end=4, text="Text", score=1.0, title="A title")
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields differ in type


def answer(*citations: Citation, **changes: object) -> Answer:
    made = Answer(
        question="How many?",
        text="",
        answered=True,
        short=None,
        statements=tuple(
            Statement(text=each.quote, citations=(each.number,), support=1.0, supported=True) for each in citations
        ),
        citations=citations,
        passages=(passage(),),
        confidence=0.9,
        notes=(),
        interpreted=Interpreted(question="How many?"),
        engine="extractive",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields differ in type


def declined(**changes: object) -> Answer:
    return answer(**{"text": "The articles do not say.", "answered": False, **changes})


def conversation_of(*answers: Answer, question: str = "How many?") -> Conversation:
    conversation = Conversation()
    for each in answers:
        conversation.take(conversation.begin(question), Done(each))
    return conversation


def shown(html: str) -> str:
    """The text of some HTML, as one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def tags(html: str, pattern: str) -> list[str]:
    return re.findall(rf"<{pattern}[^>]*>", html)


def test_the_head_says_what_this_is_and_what_it_holds() -> None:
    assert shown(rendering.header(6)) == f"{texts.NAME} {texts.TAGLINE} 6 articles"
    assert shown(rendering.header(1)).endswith(" 1 article")
    assert shown(rendering.header(0)).endswith(texts.LIBRARY_EMPTY)
    assert shown(rendering.header(None)).endswith(texts.LIBRARY_LOADING)
    assert shown(rendering.header(None, failed=True)).endswith(texts.LIBRARY_FAILED)


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
    assert f'data-check="{rendering.fingerprint(QUOTE)}"' in mark
    assert f"{QUOTE} [1] The Post · 24 January 2018" in shown(html)
    assert tags(html, "button .*data-example") == []


def test_every_way_into_an_article_has_a_key_of_its_own() -> None:
    twice = answer(citation(), statements=answer(citation(), citation()).statements)
    conversation = conversation_of(twice, answer(citation()), declined(passages=(passage(), passage(article_id="b"))))
    html = rendering.conversation(conversation) + rendering.sources(conversation)
    keys = re.findall(r'data-key="([^"]*)"', html)
    assert len(keys) == len(set(keys)) == 6


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
    assert f"{label} · 24 January 2018" in shown(rendering.sources(conversation))


def test_the_words_that_answer_are_bold_in_the_answer_and_the_quote() -> None:
    span = (QUOTE.index("14"), QUOTE.index("14") + 2)
    leaning = Statement(text=f"It met. {QUOTE}", citations=(1,), support=1.0, supported=True)
    conversation = conversation_of(answer(citation(span=span), statements=(leaning,), short="14"))
    bold = 'The team has <strong class="span">14</strong> members.'
    assert f'<span class="words"><strong class="short">14</strong> – It met. {bold}</span>' in rendering.conversation(
        conversation
    )
    assert bold in rendering.sources(conversation)


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
    assert shown(html).endswith("One left out.")
    assert "Understood as:" not in shown(rendering.conversation(conversation_of(answer(citation()))))


def test_sources_go_on_over_the_answers_and_the_newest_stand_out() -> None:
    conversation = conversation_of(answer(citation()), answer(citation(start=90, quote="Next.", end=95)))
    html = rendering.sources(conversation)
    assert re.findall(r'class="number" aria-hidden="true">(\d+)<', html) == ["1", "2"]
    assert re.findall(r'<li class="(source[^"]*)"', html) == ["source", "source current"]
    assert "The Post · 24 January 2018 A title The team has 14 members." in shown(html)
    assert "[2]" in rendering.conversation(conversation)
    assert shown(rendering.panel_button(conversation)) == "Sources (2)"


def test_without_sources_the_panel_says_what_it_is_for() -> None:
    assert texts.SOURCES_EMPTY in shown(rendering.sources(Conversation()))
    assert shown(rendering.panel_button(Conversation())) == "Sources"


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


def test_the_hint_becomes_a_request() -> None:
    assert shown(rendering.hint()) == texts.QUESTION_HINT
    assert "urgent" not in rendering.hint()
    assert 'class="hint urgent"' in rendering.hint(texts.QUESTION_EMPTY)


def test_the_shelf_shows_the_first_articles() -> None:
    headers = [ArticleHeader(id=f"h{n}", title=f"Title {n}", publisher=None, published=None) for n in range(8)]
    html = rendering.shelf(headers, count=10)
    assert re.findall(r'data-article="([^"]*)"', html) == [f"h{n}" for n in range(8)]
    assert shown(html).endswith("and 2 more")
    assert shown(rendering.shelf(headers, count=8)).endswith("Title 7 publisher unknown · date unknown")
    assert rendering.shelf([], count=0) == ""


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
    shelf = rendering.shelf([ArticleHeader(id=HOSTILE, title=HOSTILE, publisher=HOSTILE, published=None)], count=1)
    for html in (rendering.conversation(conversation), rendering.sources(conversation), shelf):
        assert HOSTILE in unescape(html)
        assert tags(html, "script") == []
        assert tags(html, "img") == []


def test_a_source_says_in_how_many_others_it_is() -> None:
    for also_in, told in [((), ""), (("b",), " · also in 1 other"), (("b", "c"), " · also in 2 others")]:
        html = rendering.sources(conversation_of(answer(citation(also_in=also_in))))
        assert f"The Post · 24 January 2018{told} A title" in shown(html)
