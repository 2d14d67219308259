"""The numbered sources of a conversation as HTML."""

from __future__ import annotations

from qa.types import Citation
from qa.ui import texts
from qa.ui.citing import also_in, byline_of, emphasised, place_of
from qa.ui.conversation import Conversation
from qa.ui.markup import Markup, element


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
        element("p", texts.STEP_KEYS, class_="keys") if items else None,
        aria_labelledby="sources-title",
        data_sources=count,
    )


def _source(citation: Citation, number: int, current: bool) -> Markup:
    quote = citation.quote
    return element(
        "li",
        element("span", str(number), class_="number", aria_hidden="true"),
        element(
            "div",
            element("p", " · ".join([byline_of(citation), *also_in(citation)]), class_="byline"),
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
        **place_of(citation, number),
    )
