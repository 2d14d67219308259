"""The conversation as HTML: what was asked, what the articles say, and what happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.types import EXTRACTIVE, Citation, Passage, Statement, format_date
from qa.ui import texts
from qa.ui.citing import byline_of, emphasised, place_of
from qa.ui.conversation import Conversation, Exchange
from qa.ui.declining import declined
from qa.ui.filters import inferred, inferred_chips, limited
from qa.ui.frame import problem, welcome
from qa.ui.markup import Markup, element, join
from qa.ui.thumbs import thumbs
from qa.ui.timeline import timeline
from qa.ui.trust import trust

_TITLES_SHOWN = 4  # of the articles looked in, while the answer is awaited
_QUESTION_SHOWN = 600  # characters; a longer question is cut where it is shown


def conversation(shown: Conversation) -> Markup:
    """The whole conversation; where nothing was asked yet, a welcome with questions to start from."""
    exchanges = [_exchange(each, number) for number, each in enumerate(shown.exchanges, start=1)]
    return element(
        "div",
        *(exchanges or [welcome()]),
        class_="conversation",
        role="log",
        aria_live="polite",
        aria_label=texts.CONVERSATION,
        data_running=shown.running,
        data_exchanges=len(exchanges),
        data_conversation=shown.id or None,
    )


def _exchange(exchange: Exchange, number: int) -> Markup:
    question = exchange.question
    if len(question) > _QUESTION_SHOWN:
        question = question[:_QUESTION_SHOWN] + "…"
    return element(
        "article",
        element(
            "h2",
            element("span", f"{texts.ASKED}: ", class_="for-ears", dir="auto"),  # it does not turn the question
            question,
            class_="question",
            dir="auto",
            id=f"question-{number}",
        ),
        *_understood(exchange),
        limited(exchange.filters),
        _inferred(exchange, number),
        *_body(exchange, number),
        _after(exchange, number) if exchange.answer is not None else None,
        class_=f"exchange {exchange.status}",
        aria_labelledby=f"question-{number}",
    )


def _understood(exchange: Exchange) -> Iterable[Markup]:
    answer = exchange.answer
    if answer is not None and answer.interpreted.question.strip() != exchange.question.strip():
        yield element(
            "p", f"{texts.UNDERSTOOD} ", element("q", answer.interpreted.question, dir="auto"), class_="understood"
        )


def _inferred(exchange: Exchange, number: int) -> Markup | None:
    if exchange.answer is None or not exchange.infer:
        return None
    return inferred_chips(inferred(exchange.filters, exchange.answer.interpreted), number - 1)


def _body(exchange: Exchange, place: int) -> Iterable[Markup]:
    answer = exchange.answer
    if answer is not None and not answer.answered:
        yield declined(exchange, answer, place)
        return
    for position, statement in enumerate(exchange.statements):
        short = answer.short if answer is not None and position == 0 else None
        yield _statement(exchange, statement, short, key=f"{place}-{position}")
    match exchange.status:
        case "queued":
            yield _progress(texts.WAITING_FOR_OTHERS)
        case "loading":
            yield _progress(texts.WAITING_FOR_LIBRARY)
        case "looking":
            yield _progress(*_looking(exchange.passages))
        case "stopped":
            yield element("p", texts.STOPPED, class_="note")
        case "failed":
            yield problem(exchange.problem or texts.FAILED)
        case "done" if answer is not None:
            if answer.engine != EXTRACTIVE:
                yield element("p", texts.WRITTEN_BY.format(name=answer.engine), class_="note")
            yield from (element("p", note, class_="note", dir="auto") for note in answer.notes)
            if drawn := timeline(exchange, place):
                yield drawn


def _after(exchange: Exchange, place: int) -> Markup:
    """What one can do with an answer: take it away with its sources, and say what one thinks of it."""
    return element(
        "div",
        _copy(texts.COPY, "text", place),
        _copy(texts.COPY_MARKDOWN, "markdown", place),
        thumbs(exchange),
        class_="after",
    )


def _copy(label: str, form: str, place: int) -> Markup:
    return element(
        "button",
        label,
        type="button",
        class_="copy",
        data_copy=form,
        data_place=place,
        data_key=f"copy-{form}-{place}",
    )


def _progress(*children: str) -> Markup:
    return element("p", element("span", class_="pulse", aria_hidden="true"), *children, class_="progress")


def _looking(passages: Sequence[Passage]) -> list[str]:
    titles = list(dict.fromkeys(passage.title for passage in passages if passage.title))
    if not titles:
        return [texts.WAITING]
    parts: list[str] = [f"{texts.LOOKING} "]
    for position, title in enumerate(titles[:_TITLES_SHOWN]):
        parts += ["; " if position else "", element("cite", title, dir="auto")]
    if more := len(titles) - _TITLES_SHOWN:
        parts.append(f"; {texts.LOOKING_MORE.format(count=more)}" if more > 0 else "")
    return parts


def _statement(exchange: Exchange, statement: Statement, short: str | None, *, key: str) -> Markup:
    cited = [number for number in statement.citations if number in exchange.citations]
    citations = [exchange.citations[number] for number in cited]
    marks = [_mark(exchange.citations[number], exchange.numbers[number], key) for number in cited]
    bylines = dict.fromkeys(byline_of(citation) for citation in citations)
    lead = join([element("strong", short, class_="short"), " – "]) if short else None
    return element(
        "div",
        element(
            "p",
            element("span", lead, _words(statement.text, citations), class_="words"),
            *marks,
            class_="statement",
            dir="auto",
        ),
        element(
            "div",
            element("p", "; ".join(bylines), class_="byline") if bylines else None,
            trust(statement, citations, key=f"trust-{key}"),
            class_="under",
        ),
        class_="said" if statement.supported else "said unsupported",
    )


def _words(text: str, citations: Iterable[Citation]) -> str:
    """The text of a statement, with the words that answer the question in bold where a quote tells them."""
    for citation in citations:
        at = text.find(citation.quote)
        if citation.span and at >= 0:
            start, end = citation.span
            return emphasised(text, at + start, at + end)
    return text


def _mark(citation: Citation, number: int, key: str) -> Markup:
    publisher, published = citation.publisher or texts.PUBLISHER_UNKNOWN, format_date(citation.published)
    return element(
        "button",
        f"[{number}]",
        type="button",
        class_="mark",
        aria_label=texts.MARK_LABEL.format(number=number, publisher=publisher, date=published),
        data_key=f"mark-{key}-{number}",
        **place_of(citation, number),
    )
