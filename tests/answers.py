"""Answers and conversations made up for the tests of what the page shows, and how to read its HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

from qa.types import Answer, Citation, Done, Interpreted, Passage, Statement
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
