"""The library as HTML: how to look through it, its list, what is added to it and what was removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.article import ArticleHeader
from corpus.readers import MAX_FILE, SUFFIXES
from qa.ui import texts
from qa.ui.citing import byline_of, opener
from qa.ui.library.adding import Adding, Taken
from qa.ui.library.removing import Removal
from qa.ui.markup import Markup, element, join
from vectorstore.listing import KINDS, ORDERS


def views() -> Markup:
    """The two views of the page, as tabs."""
    return element(
        "div",
        _tab("ask", texts.VIEW_ASK, selected=True),
        _tab("library", texts.VIEW_LIBRARY, selected=False),
        class_="views",
        role="tablist",
        aria_label=texts.VIEWS,
    )


def controls() -> Markup:
    """What one looks through the library with, and the places that its script fills."""
    return element(
        "section",
        element("h2", texts.VIEW_LIBRARY, class_="for-ears"),
        element(
            "form",
            element(
                "input",
                type="search",
                name="text",
                placeholder=texts.LIBRARY_SEARCH,
                aria_label=texts.LIBRARY_SEARCH,
                autocomplete="off",
            ),
            _field(texts.LIBRARY_ORDER, _select("order", zip(ORDERS, texts.LIBRARY_ORDERS, strict=True))),
            _field(texts.LIBRARY_PUBLISHER, _select("publisher", [("", texts.ANY_PUBLISHER)])),
            _field(
                texts.LIBRARY_KIND,
                _select("kind", [("", texts.LIBRARY_ANY_KIND), *zip(KINDS, texts.LIBRARY_KINDS, strict=True)]),
            ),
            _field(texts.PERIOD_FROM, element("input", type="date", name="since", min="1800-01-01")),
            _field(texts.PERIOD_TO, element("input", type="date", name="until", min="1800-01-01")),
            class_="look",
            role="search",
            novalidate=True,
        ),
        element(
            "div",
            element("p", texts.LIBRARY_LOADING, class_="found", role="status", data_part="found"),
            element("button", texts.LIBRARY_SHOW_ALL, type="button", class_="clear", data_clear=True, hidden=True),
            element("button", texts.ADD_JUMP, type="button", class_="jump", data_jump=True),
            element("button", type="button", class_="remove-all", data_discard_all=True, hidden=True),
            class_="results",
        ),
        element("div", data_part="list"),
        element("div", data_part="pager"),
        class_="browse",
    )


def found(count: int, *, of: int, limited: bool) -> str:
    """How many articles there are to see."""
    if limited:
        return texts.LIBRARY_FOUND.format(count=f"{count:,}", of=f"{of:,}")
    return texts.LIBRARY_ONE if count == 1 else texts.LIBRARY_MANY.format(count=f"{count:,}")


def articles(headers: Sequence[ArticleHeader], *, empty: bool, may_edit: bool) -> Markup:
    """One page of the list; with `may_edit`, each article with a box to pick it and a button to remove it."""
    if not headers:
        return element("p", texts.LIBRARY_EMPTY if empty else texts.LIBRARY_NO_MATCH, class_="empty")
    items = [
        element(
            "li",
            _pick(header) if may_edit else None,
            element(
                "div",
                opener(header.title, header.id, key=f"listed-{header.id}"),
                element("p", byline_of(header), class_="byline"),
                class_="entry",
            ),
            _discard(header) if may_edit else None,
        )
        for header in headers
    ]
    return element("ul", *items, class_="articles")


def pager(page: int, pages: int) -> Markup:
    """The way to the other pages of the list, where there are any."""
    if pages == 1:
        return Markup("")
    return element(
        "nav",
        element("button", texts.PAGE_BEFORE, type="button", data_page=page - 1, data_key="before", disabled=page == 1),
        element("span", texts.PAGE_OF.format(page=f"{page:,}", pages=f"{pages:,}")),
        element(
            "button", texts.PAGE_AFTER, type="button", data_page=page + 1, data_key="after", disabled=page == pages
        ),
        class_="pager",
        aria_label=texts.PAGES,
    )


def publisher_options(counted: Iterable[tuple[str, int]], chosen: str | None) -> Markup:
    """The choice of a publisher; one that is chosen stays in it, even where the library has it no longer."""
    counts = dict(counted)
    if chosen:
        counts.setdefault(chosen, 0)
    names = sorted(counts, key=str.casefold)
    options = [element("option", texts.ANY_PUBLISHER, value="")]
    for name in names:
        options.append(element("option", f"{name} ({counts[name]:,})", value=name))
    return join(options)


def side(*, may_edit: bool) -> Markup:
    """What stands beside the list: when the articles were published, and the place to drop new ones on."""
    return element(
        "div",
        element(
            "section",
            element("h2", texts.MONTHS, id="months-title"),
            element("div", data_part="plot"),
            aria_labelledby="months-title",
        ),
        _drop_zone() if may_edit else None,
        class_="beside",
    )


def taken(adding: Adding | None) -> Markup:
    """What becomes of the files that were dropped, as it is known so far; how it ended is said aloud."""
    state = adding.state if adding and adding.taken else None
    running = state in ("running", "stopping")
    return element(
        "section",
        element(
            "div",
            element("p", _state(adding) if adding and state else None, class_="state", role="status", tabindex=-1),
            _stop(adding, stopping=state == "stopping") if adding and running else None,
            class_="adding",
        ),
        element("ul", *map(_taken, adding.taken), class_="taken") if adding and state else None,
        data_adding=state,
    )


def removals(shown: Sequence[tuple[int, Removal]], said: str | None = None) -> Markup:
    """What was removed and can be put back, the newest first; `said` is what went otherwise than asked."""
    if not shown and not said:
        return Markup("")
    items = [
        element(
            "li",
            element("span", _removed(removal), class_="words", dir="auto"),
            element("button", texts.UNDO, type="button", class_="undo", data_restore=number, data_key=f"undo-{number}"),
        )
        for number, removal in reversed(shown)
    ]
    return element(
        "div",
        element("p", said, class_="problem") if said else None,
        element("ul", *items) if items else None,
        class_="removals",
        role="status",
    )


def _removed(removal: Removal) -> str:
    titles = [article.title for article in removal.articles]
    if len(titles) == 1:
        return texts.REMOVED_ONE.format(title=titles[0])
    return texts.REMOVED_MANY.format(count=len(titles))


def _state(adding: Adding) -> str:
    words = {
        "running": texts.ADDING,
        "stopping": texts.ADDING_STOPS,
        "stopped": texts.ADDED_STOPPED,
        "done": texts.ADDED_DONE,
    }[adding.state]
    if adding.state in ("running", "stopping"):
        return words  # not what was added so far: it would be said aloud again and again
    return texts.ADDED.format(state=words, counted=_counted(adding.taken) or texts.ADDED_NOTHING)


def _stop(adding: Adding, *, stopping: bool) -> Markup:
    return element(
        "button",
        texts.STOP,
        type="button",
        class_="stop-adding",
        aria_label=texts.STOP_ADDING,
        aria_disabled="true" if stopping else None,  # it keeps the focus
        data_stop=adding.token,
    )


def _counted(files: Iterable[Taken]) -> str:
    """What became of the articles of some files, as one reads it: "2 added, 1 skipped"."""
    counts = [(file.added, file.changed, file.unchanged, file.skipped) for file in files]
    counted = zip(map(sum, zip(*counts, strict=True)), texts.TAKEN, strict=True)
    return ", ".join(
        (one if count == 1 else many).format(count=f"{count:,}") for count, (one, many) in counted if count
    )


def _taken(file: Taken) -> Markup:
    words = _counted([file])
    skips = [
        element("li", f"{skip.place}: {skip.reason}" if skip.place else skip.reason, dir="auto") for skip in file.skips
    ]
    if more := file.skipped - len(skips):
        skips.append(element("li", texts.SKIPS_MORE.format(count=f"{more:,}")))
    openers = [element("li", opener(title, article_id, key=f"new-{article_id}")) for article_id, title in file.articles]
    return element(
        "li",
        element("p", file.name, class_="name", dir="auto"),
        element("p", words or texts.TAKING, class_="outcome") if words or not file.done else None,
        element("p", file.problem, class_="problem") if file.problem else None,
        element("ul", *openers, class_="new") if openers else None,
        element("ul", *skips, class_="skips") if skips else None,
    )


def _tab(name: str, label: str, *, selected: bool) -> Markup:
    return element(
        "button",
        label,
        type="button",
        role="tab",
        id=f"tab-{name}",
        aria_selected="true" if selected else "false",
        tabindex="0" if selected else "-1",
        data_view=name,
    )


def _field(label: str, control: Markup) -> Markup:
    return element("label", element("span", label), control)


def _select(name: str, options: Iterable[tuple[str, str]]) -> Markup:
    return element("select", *(element("option", label, value=value) for value, label in options), name=name)


def _pick(header: ArticleHeader) -> Markup:
    return element(
        "label",
        element("input", type="checkbox", data_pick=header.id, aria_label=texts.PICK.format(title=header.title)),
        class_="pick",
    )


def _discard(header: ArticleHeader) -> Markup:
    return element(
        "button",
        texts.REMOVE,
        type="button",
        class_="discard",
        aria_label=texts.REMOVE_ONE.format(title=header.title),
        data_discard=header.id,
        data_key=f"remove-{header.id}",
    )


def _drop_zone() -> Markup:
    return element(
        "section",
        element("h2", texts.ADD, id="add-title"),
        element(
            "label",
            element(
                "input",
                type="file",
                multiple=True,
                accept=",".join(SUFFIXES),
                class_="for-ears",
                aria_describedby="add-note",
            ),
            element("span", texts.DROP, class_="invite"),
            class_="drop",
        ),
        element("p", texts.DROP_NOTE.format(most=MAX_FILE // 2**20), class_="note", id="add-note"),
        element("p", class_="uploading note", role="status", data_part="uploading"),
        aria_labelledby="add-title",
        class_="add",
    )
