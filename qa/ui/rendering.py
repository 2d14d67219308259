"""The conversation and its sources as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from corpus.article import ArticleHeader
from qa.types import EXTRACTIVE, Answer, Citation, Passage, Statement, format_date
from qa.ui import texts
from qa.ui.conversation import Conversation, Exchange
from qa.ui.markup import Markup, element, join

SHELF_SHOWN = 8  # articles of the library, before anything is asked
_TITLES_SHOWN = 4  # of the articles looked in, while the answer is awaited
_LOOKED_AT_SHOWN = 3
_QUESTION_SHOWN = 600  # characters; a longer question is cut where it is shown


def header(articles: int | None, *, failed: bool = False) -> Markup:
    """The head of the page; `articles` is how many the library holds, None while it is being opened."""
    if failed:
        library = texts.LIBRARY_FAILED
    elif articles is None:
        library = texts.LIBRARY_LOADING
    elif articles == 0:
        library = texts.LIBRARY_EMPTY
    else:
        library = texts.LIBRARY_ONE if articles == 1 else texts.LIBRARY_MANY.format(count=articles)
    return element(
        "header",
        element("h1", texts.NAME),
        element("p", texts.TAGLINE, class_="tagline"),
        element("p", library, class_="library", role="status"),
        class_="masthead",
    )


def conversation(shown: Conversation) -> Markup:
    """The whole conversation; where nothing was asked yet, a welcome with questions to start from."""
    exchanges = [_exchange(each, number) for number, each in enumerate(shown.exchanges, start=1)]
    return element(
        "div",
        *(exchanges or [_welcome()]),
        class_="conversation",
        role="log",
        aria_live="polite",
        aria_label=texts.CONVERSATION,
        data_running=shown.running,
        data_exchanges=len(exchanges),
    )


def sources(shown: Conversation) -> Markup:
    """The numbered sources of the whole conversation; those of its newest answer stand out."""
    count = len(shown.sources)
    current = set(shown.current.values())
    items = [_source(citation, number, number in current) for number, citation in enumerate(shown.sources, start=1)]
    return element(
        "section",
        element("button", texts.SOURCES_CLOSE, type="button", class_="close-panel", data_panel="close"),
        element("h2", texts.SOURCES, id="sources-title", tabindex="-1"),
        element("ol", *items, class_="sources") if items else element("p", texts.SOURCES_EMPTY, class_="empty"),
        aria_labelledby="sources-title",
        data_sources=count,
    )


def panel_button(shown: Conversation) -> Markup:
    """The button that opens the sources where the page is too narrow to show them beside the conversation."""
    count = len(shown.sources)
    label = texts.SOURCES_MANY.format(count=count) if count else texts.SOURCES
    return element("button", label, type="button", class_="open-panel", data_panel="open")


def shelf(headers: Sequence[ArticleHeader], *, count: int) -> Markup:
    """The first articles of the library, which holds `count`, to read before anything is asked."""
    if not headers:
        return Markup("")
    items = [
        element(
            "li",
            _opener(each.title, each.id, key=f"article-{each.id}"),
            element("p", _byline_of_header(each), class_="byline"),
        )
        for each in headers
    ]
    more = count - len(items)
    return element(
        "section",
        element("h2", texts.SHELF, id="shelf-title"),
        element("ul", *items, class_="shelf"),
        element("p", texts.SHELF_MORE.format(count=more), class_="more") if more > 0 else None,
        class_="library-shelf",
        aria_labelledby="shelf-title",
    )


def problem(sentence: str) -> Markup:
    """One sentence that says what went wrong, and what to do."""
    return element("p", sentence, class_="problem")


def hint(request: str | None = None) -> Markup:
    """The line under the question box: how to ask, or what is missing."""
    return element("p", request or texts.QUESTION_HINT, class_="hint urgent" if request else "hint", role="status")


def byline(publisher: str | None, published: str, *, digest: bool) -> str:
    """Who published it and when; of a digest, who published its original."""
    if digest:
        publisher = texts.DIGEST_BY.format(publisher=publisher) if publisher else texts.DIGEST_UNKNOWN
    return f"{publisher or texts.PUBLISHER_UNKNOWN} · {published}"


def fingerprint(quote: str) -> str:
    """What tells, when an article is opened later, whether the quoted words still stand in their place."""
    return sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def emphasised(text: str, start: int, end: int) -> Markup:
    """The text, with the part from `start` to `end` in bold."""
    return join([text[:start], element("strong", text[start:end], class_="span"), text[end:]])


def _welcome() -> Markup:
    examples = [
        element("li", element("button", example, type="button", class_="example", data_example=example))
        for example in texts.EXAMPLES
    ]
    return element(
        "section",
        element("h2", texts.WELCOME),
        element("p", texts.WELCOME_MORE),
        element("ul", *examples, class_="examples"),
        class_="welcome",
    )


def _exchange(exchange: Exchange, number: int) -> Markup:
    question = exchange.question
    if len(question) > _QUESTION_SHOWN:
        question = question[:_QUESTION_SHOWN] + "…"
    return element(
        "article",
        element(
            "h2",
            element("span", f"{texts.ASKED}: ", class_="for-ears"),
            question,
            class_="question",
            dir="auto",
            id=f"question-{number}",
        ),
        *_understood(exchange),
        *_body(exchange, number),
        class_=f"exchange {exchange.status}",
        aria_labelledby=f"question-{number}",
    )


def _understood(exchange: Exchange) -> Iterable[Markup]:
    answer = exchange.answer
    if answer is not None and answer.interpreted.question.strip() != exchange.question.strip():
        yield element(
            "p", f"{texts.UNDERSTOOD} ", element("q", answer.interpreted.question, dir="auto"), class_="understood"
        )


def _body(exchange: Exchange, place: int) -> Iterable[Markup]:
    answer = exchange.answer
    if answer is not None and not answer.answered:
        yield _declined(answer, place)
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
    bylines = dict.fromkeys(_byline_of_citation(citation) for citation in citations)
    lead = join([element("strong", short, class_="short"), " – "]) if short else None
    doubt = None
    if not statement.supported:
        doubt = element("p", " ".join(filter(None, [texts.NOT_SUPPORTED, statement.reason])), class_="doubt")
    return element(
        "div",
        element(
            "p",
            element("span", lead, _words(statement.text, citations), class_="words"),
            *marks,
            class_="statement",
            dir="auto",
        ),
        element("p", "; ".join(bylines), class_="byline") if bylines else None,
        doubt,
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
        title=_byline_of_citation(citation),
        data_key=f"mark-{key}-{number}",
        **_place(citation, number),
    )


def _source(citation: Citation, number: int, current: bool) -> Markup:
    quote = citation.quote
    return element(
        "li",
        element("span", str(number), class_="number", aria_hidden="true"),
        element(
            "div",
            element("p", " · ".join([_byline_of_citation(citation), *_also_in(citation)]), class_="byline"),
            element(
                "button",
                citation.title,
                type="button",
                class_="title",
                dir="auto",
                aria_label=texts.READ_LABEL.format(number=number, title=citation.title),
                data_key=f"source-{number}",
            ),
            element("blockquote", emphasised(quote, *citation.span) if citation.span else quote, dir="auto"),
        ),
        class_="source current" if current else "source",
        **_place(citation, number),
    )


def _declined(answer: Answer, place: int) -> Markup:
    said = answer.text.strip().rstrip(".")
    nearest: dict[str, Passage] = {}  # the best passage of each article, best article first
    for passage in answer.passages:
        nearest.setdefault(passage.article_id, passage)
    items = [
        element(
            "li",
            _opener(
                passage.title or passage.article_id, passage.article_id, key=f"passage-{place}-{rank}", passage=passage
            ),
            element("p", _byline_of_passage(passage), class_="byline"),
        )
        for rank, passage in enumerate(list(nearest.values())[:_LOOKED_AT_SHOWN])
    ]
    return element(
        "section",
        element("h3", texts.DECLINED),
        element("p", answer.text, dir="auto") if said and said != texts.DECLINED else None,
        *(element("p", note, class_="note", dir="auto") for note in answer.notes),
        element("p", texts.LOOKED_AT, class_="looked-at") if items else None,
        element("ul", *items, class_="passages") if items else None,
        class_="declined",
    )


def _opener(title: str, article_id: str, *, key: str, passage: Passage | None = None) -> Markup:
    place: dict[str, str | int] = {"data_article": article_id}
    if passage is not None:
        place |= {
            "data_start": passage.start,
            "data_end": passage.end,
            "data_check": fingerprint(passage.text),
            "data_kind": "passage",
        }
    return element("button", title, type="button", class_="title", dir="auto", data_key=key, **place)


def _place(citation: Citation, number: int) -> dict[str, str | int]:
    return {
        "data_article": citation.article_id,
        "data_start": citation.start,
        "data_end": citation.end,
        "data_check": fingerprint(citation.quote),
        "data_number": number,
        "data_kind": "quote",
    }


def _also_in(citation: Citation) -> list[str]:
    """How many near-copies of its article tell the same, where there are any."""
    count = len(citation.also_in)
    if not count:
        return []
    return [texts.ALSO_IN_ONE if count == 1 else texts.ALSO_IN_MANY.format(count=count)]


def _byline_of_citation(citation: Citation) -> str:
    return byline(citation.publisher, format_date(citation.published), digest=citation.digest)


def _byline_of_passage(passage: Passage) -> str:
    return byline(passage.publisher, format_date(passage.published), digest=passage.digest)


def _byline_of_header(article: ArticleHeader) -> str:
    return byline(article.publisher, format_date(article.published), digest=article.digest)
