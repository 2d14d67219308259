"""A conversation, or one answer of it, to take elsewhere: as plain text, as Markdown or as one HTML file.

The numbers are those of the conversation on the page, and each has a note that names and quotes its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from qa.types import Citation, Statement, format_date
from qa.ui import keeping, texts
from qa.ui.conversation import Conversation, Exchange
from qa.ui.filters import Filters
from qa.ui.markup import Markup, element, join
from qa.ui.originals import at_quote, host_of

Form = Literal["text", "markdown", "html"]

_ENDINGS = {"text": "txt", "markdown": "md", "html": "html"}
_TYPES = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}
_NAME_SHOWN = 60  # characters of a file's name
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")  # what Markdown would take for its own anywhere
_AT_START = re.compile(r"^(\s*\d*)([-+=.)])")  # and at its start, where "1." begins a list and "1\." does not
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 Georgia, "Noto Serif", serif; }
h1, h2 { line-height: 1.3; } h2 { margin-top: 2.5rem; font-size: 1.25rem; }
sup a { text-decoration: none; } .note, .doubt { font-size: 0.9rem; opacity: 0.8; }
blockquote { margin: 0.25rem 0 0; padding-inline-start: 0.75rem; border-inline-start: 2px solid; }
li { margin-bottom: 1rem; overflow-wrap: anywhere; }
"""


@dataclass(frozen=True)
class File:
    """What is taken away: its name, its media type and its text."""

    name: str
    type: str
    text: str


def taken(sent: object) -> File | None:
    """What a browser asks to take of a conversation that it keeps; None where that is none.

    It sends the conversation as `keeping.keep` wrote it, the form, and the place of an answer where one alone is
    wanted, counted from 1.
    """
    if not isinstance(sent, Mapping) or sent.get("form") not in ("text", "markdown", "html"):
        return None
    conversation = keeping.restore(sent.get("kept"))
    if conversation is None:
        return None
    form: Form = sent["form"]
    place = sent.get("place")
    if place is None:
        return File(_name(conversation, form), _TYPES[form], whole(conversation, form))
    if not isinstance(place, int) or not 1 <= place <= len(conversation.exchanges):
        return None
    return File(_name(conversation, form), _TYPES[form], one(conversation, place, form))


def whole(conversation: Conversation, form: Form) -> str:
    """The whole conversation, with one list of notes at its end."""
    if form == "html":
        return _page(conversation)
    parts = [part for exchange in conversation.exchanges for part in _said(exchange, form)]
    return _joined([*parts, *_notes(dict(enumerate(conversation.sources, start=1)), form)])


def one(conversation: Conversation, place: int, form: Form) -> str:
    """One question with its answer and the notes of that answer."""
    exchange = conversation.exchanges[place - 1]
    cited = {exchange.numbers[number]: citation for number, citation in exchange.citations.items()}
    return _joined([*_said(exchange, form), *_notes(dict(sorted(cited.items())), form)])


def _said(exchange: Exchange, form: Form) -> Iterator[str]:
    mark = _markdown if form == "markdown" else _plain
    yield f"## {mark(exchange.question)}" if form == "markdown" else exchange.question
    if limits := _limits(exchange):
        yield mark(texts.EXPORT_LIMITED.format(filters=limits))
    supported = [each for each in exchange.statements if each.supported]
    lead = f"{_lead(exchange, supported)} – " if _lead(exchange, supported) else ""
    if supported:
        yield mark(lead) + " ".join(mark(each.text) + _marks(exchange, each, form) for each in supported)
    for each in exchange.statements:
        if not each.supported:
            why = each.reason or texts.NOT_SUPPORTED_WHY
            yield f"{mark(texts.NOT_SUPPORTED)} {mark(why)} “{mark(each.text)}”"
    yield from (mark(each) for each in _remarks(exchange))


def _marks(exchange: Exchange, statement: Statement, form: Form) -> str:
    numbers = [exchange.numbers[number] for number in statement.citations if number in exchange.numbers]
    return "".join(f"[^{number}]" if form == "markdown" else f" [{number}]" for number in numbers)


def _notes(cited: Mapping[int, Citation], form: Form) -> Iterator[str]:
    if not cited:
        return
    if form == "text":
        yield texts.EXPORT_NOTES
        yield "\n".join(f"[{number}] {_source(citation, _plain)}" for number, citation in cited.items())
    else:
        yield "\n".join(f"[^{number}]: {_source(citation, _markdown)}" for number, citation in cited.items())


def _source(citation: Citation, mark: Callable[[str], str]) -> str:
    """A note: publisher, title, date, the quote, where it is from, and whether that is a digest."""
    quote = " ".join(citation.quote.split())
    note = f"{mark(_named(citation))} “{mark(quote)}”"
    return f"{note} <{_address(citation)}>" if _address(citation) else note


def _named(citation: Citation) -> str:
    publisher = citation.publisher or texts.PUBLISHER_UNKNOWN
    if citation.digest:
        publisher = texts.DIGEST_BY.format(publisher=publisher) if citation.publisher else texts.DIGEST_UNKNOWN
    return f"{publisher}, “{citation.title}”, {format_date(citation.published)}:"


def _address(citation: Citation) -> str | None:
    """Where the original is, at the quote; None where that is not known."""
    url = citation.url
    if url is None or host_of(url) is None or re.search(r"[\s<>]", url):
        return None
    return url if citation.digest else at_quote(url, citation.quote)


def _lead(exchange: Exchange, supported: list[Statement]) -> str | None:
    short = exchange.answer.short if exchange.answer else None
    return short if supported and supported[0] is exchange.statements[0] else None


def _remarks(exchange: Exchange) -> Iterator[str]:
    """What else there is to say of an answer: that there is none, and what was left out."""
    answer = exchange.answer
    if answer is None:
        yield exchange.problem or texts.STOPPED
        return
    if not answer.answered:
        yield answer.text
    yield from answer.notes


def _limits(exchange: Exchange) -> str:
    understood = exchange.answer.interpreted if exchange.answer else None
    if understood is None:
        return exchange.filters.words()
    return Filters(publishers=understood.publishers, since=understood.since, until=understood.until).words()


def _page(conversation: Conversation) -> str:
    title = conversation.exchanges[0].question
    notes = [
        element(
            "li",
            element("span", _named(citation), dir="auto"),
            element("blockquote", citation.quote, dir="auto"),
            element("a", address, href=address, rel="noopener noreferrer") if (address := _address(citation)) else None,
            id=f"note-{number}",
            value=number,
        )
        for number, citation in enumerate(conversation.sources, start=1)
    ]
    body = element(
        "body",
        element("h1", title, dir="auto"),
        element("p", texts.EXPORT_BY.format(name=texts.NAME), class_="note"),
        *(_section(exchange) for exchange in conversation.exchanges),
        element("h2", texts.EXPORT_NOTES) if notes else None,
        element("ol", *notes) if notes else None,
    )
    # Whatever stands in the file, nothing in it runs, and nothing is loaded.
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    head = (
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"{policy}{element('title', title)}<style>{_STYLE}</style></head>"
    )
    return f'<!DOCTYPE html>\n<html lang="en">{head}{body}</html>\n'


def _section(exchange: Exchange) -> Markup:
    supported = [each for each in exchange.statements if each.supported]
    lead = _lead(exchange, supported)
    limits = _limits(exchange)
    said = [join([each.text, *_links(exchange, each), " "]) for each in supported]
    return element(
        "section",
        element("h2", exchange.question, dir="auto"),
        element("p", texts.EXPORT_LIMITED.format(filters=limits), class_="note", dir="auto") if limits else None,
        element("p", join([element("strong", lead), " – "]) if lead else None, *said, dir="auto") if said else None,
        *(
            element(
                "p", f"{texts.NOT_SUPPORTED} {each.reason or texts.NOT_SUPPORTED_WHY} “{each.text}”", class_="doubt"
            )
            for each in exchange.statements
            if not each.supported
        ),
        *(element("p", remark, class_="note", dir="auto") for remark in _remarks(exchange)),
    )


def _links(exchange: Exchange, statement: Statement) -> Iterator[Markup]:
    for number in (exchange.numbers[each] for each in statement.citations if each in exchange.numbers):
        yield element("sup", element("a", f"[{number}]", href=f"#note-{number}"))


def _name(conversation: Conversation, form: Form) -> str:
    """A name for the file, made of the words of the first question."""
    words = "-".join(re.findall(r"\w+", conversation.exchanges[0].question.casefold()))
    return f"{words[:_NAME_SHOWN].strip('-_') or 'conversation'}.{_ENDINGS[form]}"


def _plain(text: str) -> str:
    return text


def _markdown(text: str) -> str:
    """The text as Markdown shows it: one paragraph, nothing in it taken for Markdown or HTML."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()) + (" " if text.endswith(" ") else ""))
    return _AT_START.sub(r"\1\\\2", escaped)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
