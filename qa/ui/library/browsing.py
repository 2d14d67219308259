"""Browsing the library: what the page asks for, and what it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from qa.errors import QuestionError
from qa.types import format_date
from qa.ui import texts
from qa.ui.filters import read_day
from qa.ui.library import months, view
from vectorstore.listing import KINDS, ORDERS, Order, Wanted

if TYPE_CHECKING:
    from qa.engine import Engine
    from vectorstore.snapshot import Snapshot

SHOWN = 25  # articles on one page of the list
_PUBLISHERS = 500  # to choose from, those with the most articles
_LONGEST_TEXT = 200  # characters that are looked for
_LAST_PAGE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Query:
    """What one wants to see of the library: which articles, in which order, which page of them (from 1)."""

    wanted: Wanted = field(default_factory=Wanted)
    order: Order = "newest"
    page: int = 1

    @classmethod
    def read(cls, sent: object) -> Query:
        """The query that a browser sends; what makes no sense in it is left out.

        Raises QuestionError, with one sentence, for a period that is none.
        """
        if not isinstance(sent, Mapping):
            return cls()
        since, until = read_day(sent.get("since")), read_day(sent.get("until"))
        if since and until and since > until:
            raise QuestionError(texts.PERIOD_REVERSED.format(since=format_date(since), until=format_date(until)))
        wanted = Wanted(
            text=" ".join(_text(sent, "text").split()),
            publisher=_text(sent, "publisher") or None,
            since=since,
            until=until,
            kind=next((kind for kind in KINDS if kind == sent.get("kind")), None),
        )
        order = next((order for order in ORDERS if order == sent.get("order")), ORDERS[0])
        page = str(sent.get("page") or 1)
        number = int(page) if page.isascii() and page.isdigit() and len(page) < len(str(_LAST_PAGE)) else 1
        return cls(wanted=wanted, order=order, page=max(number, 1))


def browse(engine: Engine, query: Query, *, may_edit: bool) -> dict[str, Any]:
    """What the page shows of the library for a query: parts as HTML, all of them of one state of the library."""
    wanted = query.wanted
    with engine.snapshot() as snapshot:
        now = _stamp(snapshot)
        covered = snapshot.coverage(frequent=_PUBLISHERS)
        days = snapshot.listing(replace(wanted, since=None, until=None)).days()
        count = sum(number for day, number in days.items() if _within(day, wanted))
        pages = max(-(-count // SHOWN), 1)
        page = min(query.page, pages)
        headers = snapshot.listing(wanted).page(query.order, limit=SHOWN, offset=(page - 1) * SHOWN)
    return {
        "stamp": now,
        "page": page,
        "found": view.found(count, of=covered.articles, limited=wanted != Wanted()),
        "list": view.articles(headers, empty=covered.articles == 0, may_edit=may_edit),
        "pager": view.pager(page, pages),
        "plot": months.plot(days, wanted.since, wanted.until),
        "publishers": view.publisher_options(covered.frequent, wanted.publisher),
    }


def stamp(engine: Engine) -> str:
    """What a browser compares to know whether the library has changed."""
    with engine.snapshot() as snapshot:
        return _stamp(snapshot)


def _stamp(snapshot: Snapshot) -> str:
    return "-".join(map(str, snapshot.stamp))


def _text(sent: Mapping[Any, Any], name: str) -> str:
    value = sent.get(name)
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _within(day: date | None, wanted: Wanted) -> bool:
    if day is None:
        return not (wanted.since or wanted.until)
    return (not wanted.since or day >= wanted.since) and (not wanted.until or day <= wanted.until)
