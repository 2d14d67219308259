"""How far each sentence of an answer can be trusted, as HTML: at a glance, with the reason on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from corpus.sentences import sentence_spans
from qa.types import Citation, Statement
from qa.ui import texts
from qa.ui.markup import Markup, element

Standing = Literal["quoted", "supported", "unsupported"]


def standing(statement: Statement, citations: Sequence[Citation]) -> Standing:
    """Whether a statement is in its article word for word, passed the checks, or did not.

    Part of a sentence is no quote: it may leave out the word that turns its sense.
    """
    if not statement.supported:
        return "unsupported"
    return "quoted" if any(_is_quoted(statement.text, citation.quote) for citation in citations) else "supported"


def independent(citations: Sequence[Citation]) -> int:
    """How many articles tell it, near-copies of one another counted once."""
    counted: dict[str, set[str]] = {}  # an article, and its near-copies
    for citation in citations:
        copies = {citation.article_id, *citation.also_in}
        if not any(copies & others for others in counted.values()):
            counted[citation.article_id] = copies
    return len(counted)


def trust(statement: Statement, citations: Sequence[Citation], *, key: str) -> Markup:
    """The line under a statement: how it stands and how many articles tell it; opened, it says why.

    By the key its script knows it again, however often it is drawn.
    """
    how = standing(statement, citations)
    told = independent(citations)
    words = {"quoted": texts.QUOTED, "supported": texts.SUPPORTED, "unsupported": texts.NOT_SUPPORTED}[how]
    glance = [words]
    if told and how != "unsupported":
        glance.append(texts.TOLD_BY_ONE if told == 1 else texts.TOLD_BY_MANY.format(count=told))
    return element(
        "details",
        element("summary", " · ".join(glance)),
        element("p", " ".join(_reasons(statement, citations, how)), dir="auto"),
        class_=f"trust {how}",
        open=how == "unsupported",
        data_key=key,
    )


def _is_quoted(text: str, quote: str) -> bool:
    wanted = text.split()
    spans = sentence_spans(quote)
    whole = any(
        quote[first[0] : last[1]].split() == wanted for at, first in enumerate(spans) for last in spans[at:]
    )  # one sentence of the quote, or some that follow one another
    return quote.split() == wanted or whole


def _reasons(statement: Statement, citations: Sequence[Citation], how: Standing) -> list[str]:
    if how == "unsupported":
        return [statement.reason or texts.NOT_SUPPORTED_WHY]
    reasons = [texts.QUOTED_WHY if how == "quoted" else texts.SUPPORTED_WHY]
    if any(citation.digest for citation in citations):
        reasons.append(texts.DIGEST_WHY)
    if copies := len({copy for citation in citations for copy in citation.also_in}):
        reasons.append(texts.COPIES_WHY_ONE if copies == 1 else texts.COPIES_WHY_MANY.format(count=copies))
    return reasons
