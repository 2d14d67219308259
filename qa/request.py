"""A request is a question with all that goes with it, checked before anything is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from qa.errors import QuestionError
from qa.types import Passage, Turn

LONGEST_QUESTION = 4_000  # characters
_HALVES = re.compile("[\ud800-\udfff]")  # surrogates, which come alone only from broken input
_FURTHEST = 10_000_000  # characters into an article


@dataclass(frozen=True, kw_only=True)
class Request:
    """What `Engine.ask` was asked."""

    question: str
    history: tuple[Turn, ...]
    asked_on: date | None  # the day of asking, by which "last week" is understood
    since: date | None
    until: date | None
    publishers: tuple[str, ...]
    infer_filters: bool
    exclude: tuple[str, ...]  # ids of articles that must not be used
    passages: tuple[Passage, ...] | None  # answer from these alone, without retrieval
    left_out: int = 0  # of the passages given, those not known to be of the days and publishers asked for


def checked(
    question: str,
    *,
    history: Iterable[Turn | tuple[str, str]] = (),
    asked_on: date | None = None,
    since: date | None = None,
    until: date | None = None,
    publishers: Iterable[str] = (),
    infer_filters: bool = True,
    exclude: Iterable[str] = (),
    passages: Iterable[Passage | Mapping[str, Any] | str] | None = None,
) -> Request:
    """A request from what a caller gave. Raises QuestionError where it makes no sense."""
    if not isinstance(question, str):
        raise QuestionError(f"A question must be text, not {type(question).__name__}.")
    question = " ".join(_whole(question).split())
    if not any(letter.isalnum() for letter in question):
        raise QuestionError("The question is empty; ask in a sentence, such as “Who opened the talks?”.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters, and at most {LONGEST_QUESTION:,} are read; ask it shorter."
        )
    since, until = _day(since, "since"), _day(until, "until")
    if since and until and since > until:
        raise QuestionError(f"The period begins ({since}) after it ends ({until}); swap the two days.")
    excluded, whose = _names(exclude, "exclude"), _names(publishers, "publishers")
    given = None if passages is None else [each for each in _passages(passages) if each.article_id not in excluded]
    kept = tuple(each for each in given or () if _is_of(each, since, until, whose))
    return Request(
        question=question,
        history=tuple(_turn(item) for item in _listed(history, "history")),
        asked_on=_day(asked_on, "asked_on"),
        since=since,
        until=until,
        publishers=whose,
        infer_filters=infer_filters,
        exclude=excluded,
        passages=None if given is None else kept,
        left_out=0 if given is None else len(given) - len(kept),
    )


def _is_of(passage: Passage, since: date | None, until: date | None, publishers: Sequence[str]) -> bool:
    """Whether a passage is known to be of a period and of one of some publishers, where such are asked for."""
    day = passage.published
    if (since or until) and (day is None or (since and day < since) or (until and day > until)):
        return False
    return not publishers or passage.publisher in publishers


def listing(
    *, limit: int | None, offset: int, publisher: str | None, since: date | None, until: date | None, text: str | None
) -> dict[str, Any]:
    """The filters of a list of articles, checked. Raises QuestionError for one of another type."""
    for name, number in (("limit", limit), ("offset", offset)):
        if not isinstance(number, int) and not (name == "limit" and number is None):
            raise QuestionError(f"`{name}` must be a whole number, not {type(number).__name__}.")
    for name, words in (("publisher", publisher), ("text", text)):
        if not isinstance(words, str | None):
            raise QuestionError(f"`{name}` must be a text, not {type(words).__name__}.")
    since, until = _day(since, "since"), _day(until, "until")
    return {"limit": limit, "offset": offset, "publisher": publisher, "since": since, "until": until, "text": text}


def _turn(item: Turn | tuple[str, str]) -> Turn:
    try:
        role, text = (item.role, item.text) if isinstance(item, Turn) else item
    except (TypeError, ValueError):
        role, text = "", ""
    if role not in ("user", "assistant") or not isinstance(text, str):
        raise QuestionError("Each turn of the history must be a pair of “user” or “assistant” and a text.")
    return Turn(role, _whole(text))  # type: ignore[arg-type]  # checked just above


def texts(given: str | Iterable[str], argument: str) -> tuple[str, ...]:
    """One text or several, checked. Raises QuestionError for anything else."""
    return _names([given] if isinstance(given, str) else given, argument)


def _names(given: Iterable[str], argument: str) -> tuple[str, ...]:
    names = tuple(_listed(given, argument))
    if not all(isinstance(name, str) for name in names):
        raise QuestionError(f"`{argument}` must be a list of texts.")
    return tuple(map(_whole, names))


def _listed(given: Iterable[Any], argument: str) -> list[Any]:
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise QuestionError(f"`{argument}` must be a list, not {type(given).__name__}.")
    return list(given)


def _day(given: date | None, argument: str) -> date | None:
    if given is not None and not isinstance(given, date):
        raise QuestionError(f"`{argument}` must be a date, not {type(given).__name__}.")
    return given.date() if isinstance(given, datetime) else given


def _whole(text: str) -> str:
    """The text with each half of a character replaced, which no model could take; its length is kept."""
    return _HALVES.sub("\ufffd", text)


def _passages(given: Iterable[Passage | Mapping[str, Any] | str]) -> tuple[Passage, ...]:
    passages = tuple(_passage(item, at) for at, item in enumerate(_listed(given, "passages")))
    furthest: dict[str, tuple[int, Passage]] = {}  # by article, the one that ends last of those that begin earlier
    for at, passage in sorted(enumerate(passages, start=1), key=lambda item: item[1].start):
        at_other, other = furthest.get(passage.article_id, (at, passage))
        both = slice(passage.start, max(passage.start, min(passage.end, other.end)))
        if _at(passage, both) != _at(other, both):
            first, second = sorted((at, at_other))
            raise QuestionError(
                f"Passages {first} and {second} are of one article, {passage.article_id}, and have other words in one "
                "place of it; give each the `start` that it has there, or an `article_id` of its own."
            )
        if passage.end >= other.end:
            furthest[passage.article_id] = at, passage
    return passages


def _at(passage: Passage, place: slice) -> str:
    """The words of a passage in a place of its article."""
    return passage.text[place.start - passage.start : place.stop - passage.start]


def _passage(item: Passage | Mapping[str, Any] | str, at: int) -> Passage:
    if isinstance(item, Passage):
        passage = item
    elif isinstance(item, str):
        passage = Passage(article_id=f"passage-{at + 1}", start=0, end=len(item), text=item, score=0.0)
    else:
        passage = _passage_of(item, at)
    if not 0 <= passage.start <= _FURTHEST or passage.end != passage.start + len(passage.text):
        raise QuestionError(
            f"Passage {at + 1} goes from {passage.start} to {passage.end}, which does not fit its text of "
            f"{len(passage.text)} characters."
        )
    return replace(
        passage,
        article_id=_whole(passage.article_id),
        text=_whole(passage.text),
        title=_whole(passage.title),
        publisher=None if passage.publisher is None else _whole(passage.publisher),
        published=_day(passage.published, "published"),
    )


def _passage_of(item: Mapping[str, Any], at: int) -> Passage:
    try:
        text, start, published = item["text"], int(item.get("start") or 0), item.get("published")
        title, publisher, digest = item.get("title") or "", item.get("publisher"), item.get("digest") or False
        if not all(isinstance(each, str) for each in (text, title, publisher or "")) or not isinstance(digest, bool):
            raise TypeError
        return Passage(
            article_id=str(item.get("article_id", f"passage-{at + 1}")),
            start=start,
            end=int(item.get("end", start + len(text))),
            text=text,
            score=float(item.get("score", 0.0)),
            title=title,
            publisher=publisher,
            published=date.fromisoformat(published) if isinstance(published, str) else _day(published, "published"),
            digest=digest,
        )
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        raise QuestionError(
            f"Passage {at + 1} must have a `text`, and where it has them, numbers as `start` and `end`, texts as "
            "`title` and `publisher`, a day as `published` and true or false as `digest`."
        ) from None
