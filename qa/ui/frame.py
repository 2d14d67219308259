"""What stands around the conversation as HTML: the head, the welcome, the hint, the library's first articles."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.article import ArticleHeader
from qa.ui import texts
from qa.ui.citing import byline_of, opener
from qa.ui.conversation import Conversation
from qa.ui.markup import Markup, element

SHELF_SHOWN = 8  # articles of the library, before anything is asked


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
        element("button", texts.CONVERSATIONS, type="button", class_="open-conversations", data_conversations="open"),
        class_="masthead",
    )


def hint(request: str | None = None) -> Markup:
    """The line under the question box: how to ask, or what is missing."""
    return element("p", request or texts.QUESTION_HINT, class_="hint urgent" if request else "hint", role="status")


def problem(sentence: str) -> Markup:
    """One sentence that says what went wrong, and what to do."""
    return element("p", sentence, class_="problem")


def panel_button(shown: Conversation) -> Markup:
    """The button that opens the sources where the page is too narrow to show them beside the conversation."""
    count = len(shown.sources)
    label = texts.SOURCES_MANY.format(count=count) if count else texts.SOURCES
    return element("button", label, type="button", class_="open-panel", data_panel="open")


def welcome() -> Markup:
    """What stands where nothing was asked yet: questions to start from."""
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


def shelf(headers: Sequence[ArticleHeader], *, count: int) -> Markup:
    """The first articles of the library, which holds `count`, to read before anything is asked."""
    if not headers:
        return Markup("")
    items = [
        element(
            "li",
            opener(each.title, each.id, key=f"article-{each.id}"),
            element("p", byline_of(each), class_="byline"),
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
