"""A link leads from each near-copy to the earliest article that it is a near-copy of.

Earliest is who was published first; undated articles come after the dated, and of one day the one that was added
first. An article that is linked to no other stands for its near-copies: it alone is in the table of bands, where
the next near-copy finds it, so that a story that was printed a hundred times is compared once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from corpus.article import Article
from vectorstore.database import Connection
from vectorstore.near_copies import Likeness, are_near_copies, bands_of, likeness_of
from vectorstore.records import address_of, text_key

_SHARING = 100  # articles looked at in one band, the newest ones: a series of reports may fill it with thousands
_COMPARED = 20  # articles compared word by word, those that share the most bands

_Order = tuple[bool, str, int]  # undated, the day of publication, the article's number


def link(connection: Connection, article: Article, place: int | None = None) -> None:
    """Enter an article that has just been stored, and link it; `place` is the number it had before, if any."""
    cursor = connection.execute(
        "INSERT INTO identities VALUES (?, ?, ?, ?, 0)",
        (place, article.id, text_key(article), address_of(article)),
    )
    assert cursor.lastrowid is not None  # it follows an INSERT
    settle(connection, [cursor.lastrowid])


def place_of(connection: Connection, article_id: str) -> int | None:
    """The number of an article in the order of adding, or None."""
    row = connection.execute("SELECT number FROM identities WHERE article_id = ?", (article_id,)).fetchone()
    return None if row is None else int(row[0])


def unlink(connection: Connection, article_id: str) -> list[int]:
    """Take an article that is about to be removed out of the bands; the numbers of what was linked to it.

    These are to be given to `settle` once the article is gone.
    """
    row = connection.execute("SELECT number, first FROM identities WHERE article_id = ?", (article_id,)).fetchone()
    if row is None or row[0] != row[1]:
        return []
    number = row[0]
    _leave_bands(connection, number, _likeness(connection, number))
    return [copy for copy in _linked_to(connection, number) if copy != number]


def settle(connection: Connection, numbers: Iterable[int]) -> None:
    """Link each of these articles, which are in no band, to the earliest that it is a near-copy of, if any."""
    waiting = [_order(connection, number) for number in numbers]
    heapify(waiting)
    while waiting:
        order = heappop(waiting)
        number = order[-1]
        likeness = _likeness(connection, number)
        bands = bands_of(likeness) if likeness else []
        near = _near(connection, likeness, bands) if likeness else {}
        first = min([order, *near])
        connection.execute("UPDATE identities SET first = ? WHERE number = ?", (first[-1], number))
        if first != order:
            continue
        connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, number) for band in bands])
        for _, _, later in near:  # it stands no longer for others: they are linked anew, with what was linked to them
            _leave_bands(connection, later, near[_order(connection, later)])
            for copy in _linked_to(connection, later):
                heappush(waiting, _order(connection, copy))


def _near(connection: Connection, likeness: Likeness, bands: Sequence[int]) -> dict[_Order, Likeness]:
    """The articles in the bands that a text is a near-copy of."""
    sharing: Counter[int] = Counter()
    for band in bands:
        rows = connection.execute(
            "SELECT number FROM bands WHERE band = ? ORDER BY number DESC LIMIT ?", (band, _SHARING)
        )
        sharing.update(row[0] for row in rows)
    found = {}
    for number, _ in sharing.most_common(_COMPARED):
        other = _likeness(connection, number)
        if other and are_near_copies(likeness, other):
            found[_order(connection, number)] = other
    return found


def _likeness(connection: Connection, number: int) -> Likeness | None:
    row = connection.execute(
        "SELECT a.text FROM identities i JOIN articles a ON a.id = i.article_id WHERE i.number = ?", (number,)
    ).fetchone()
    return likeness_of(row[0])


def _order(connection: Connection, number: int) -> _Order:
    row = connection.execute(
        "SELECT a.published FROM identities i JOIN articles a ON a.id = i.article_id WHERE i.number = ?", (number,)
    ).fetchone()
    return row[0] is None, row[0] or "", number


def _linked_to(connection: Connection, number: int) -> Sequence[int]:
    """The numbers of the articles linked to one, with its own."""
    return [row[0] for row in connection.execute("SELECT number FROM identities WHERE first = ?", (number,))]


def _leave_bands(connection: Connection, number: int, likeness: Likeness | None) -> None:
    if likeness:
        rows = [(band, number) for band in bands_of(likeness)]
        connection.executemany("DELETE FROM bands WHERE band = ? AND number = ?", rows)
