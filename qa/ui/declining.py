"""What is shown where the articles do not say: what was looked for, what is nearest, and what to ask instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.types import Answer, Passage, format_date
from qa.ui import texts
from qa.ui.citing import byline_of, opener
from qa.ui.conversation import Exchange
from qa.ui.filters import Filters
from qa.ui.markup import Markup, element
from qa.wording import is_stop, stem, words
from vectorstore.records import Coverage

NEAREST_SHOWN = 3  # articles
_ABSENT_SHOWN = 5  # words


def declined(exchange: Exchange, answer: Answer, place: int) -> Markup:
    """The answer to the question at this place of the conversation, which says that the articles do not tell."""
    said = answer.text.strip().rstrip(".")
    items = [
        element(
            "li",
            opener(
                passage.title or passage.article_id, passage.article_id, key=f"passage-{place}-{rank}", passage=passage
            ),
            element("p", byline_of(passage), class_="byline"),
        )
        for rank, passage in enumerate(nearest(answer.passages))
    ]
    advice = [element("li", each, dir="auto") for each in _advice(exchange, answer)]
    return element(
        "section",
        element("h3", texts.DECLINED),
        element("p", answer.text, dir="auto") if said and said != texts.DECLINED else None,
        _looked_for(answer),
        *(element("p", note, class_="note", dir="auto") for note in answer.notes),
        element("h4", texts.LOOKED_AT) if items else None,
        element("ul", *items, class_="passages") if items else None,
        element("h4", texts.INSTEAD),
        element("ul", *advice, class_="advice"),
        _covered(exchange.coverage) if exchange.coverage else None,
        class_="declined",
    )


def nearest(passages: Sequence[Passage]) -> list[Passage]:
    """The best passage of each of the best articles that were looked at, the best first."""
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.article_id, passage)
    return list(best.values())[:NEAREST_SHOWN]


def absent(question: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The words of a question that stand in nothing that was looked at, in any form of theirs."""
    there = {stem(word.text) for passage in passages for word in words(f"{passage.title}\n{passage.text}")}
    asked = [word.text for word in words(question) if not is_stop(word.text)]
    return tuple(dict.fromkeys(word for word in asked if stem(word) not in there))[:_ABSENT_SHOWN]


def _looked_for(answer: Answer) -> Markup:
    limits = _limits(answer)
    return element(
        "p",
        f"{texts.LOOKED_FOR} ",
        element("q", answer.interpreted.question, dir="auto"),
        f" {texts.LOOKED_WITHIN.format(limits=limits.words())}" if limits else None,
        class_="looked-for",
        dir="auto",
    )


def _limits(answer: Answer) -> Filters:
    """What the answer was limited to, whoever said so."""
    understood = answer.interpreted
    return Filters(publishers=understood.publishers, since=understood.since, until=understood.until)


def _covered(coverage: Coverage) -> Markup:
    """Which days and whose articles the library covers, in one sentence or two."""
    parts = [texts.COVERS_ONE if coverage.articles == 1 else texts.COVERS_MANY.format(count=f"{coverage.articles:,}")]
    if coverage.earliest and coverage.latest:
        parts.append(texts.COVERS_DAYS.format(since=format_date(coverage.earliest), until=format_date(coverage.latest)))
    if coverage.undated:
        parts.append(texts.COVERS_UNDATED.format(count=f"{coverage.undated:,}"))
    sentences = [", ".join(parts) + "."]
    if coverage.publishers:
        names = "; ".join(f"{name} ({count:,})" for name, count in coverage.frequent)
        if coverage.publishers > len(coverage.frequent):
            sentences.append(texts.COVERS_MOST.format(count=f"{coverage.publishers:,}", names=names))
        else:
            sentences.append(texts.COVERS_PUBLISHERS.format(names=names))
    return element("p", " ".join(sentences), class_="covers", dir="auto")


def _advice(exchange: Exchange, answer: Answer) -> Iterator[str]:
    coverage, limits = exchange.coverage, _limits(answer)
    if coverage is not None and not coverage.articles:
        yield texts.ADVICE_EMPTY
        return
    if limits.since or limits.until:
        yield texts.ADVICE_NO_SUCH_TIME if _is_outside(limits, coverage) else texts.ADVICE_TIME
    if limits.publishers:
        yield texts.ADVICE_PUBLISHERS.format(publishers=", ".join(limits.publishers))
    if exchange.absent:
        yield texts.ADVICE_ABSENT.format(words=", ".join(f"“{word}”" for word in exchange.absent))
    else:
        yield texts.ADVICE_NAMES
    yield texts.ADVICE_ADD


def _is_outside(limits: Filters, coverage: Coverage | None) -> bool:
    """Whether no dated article can be from that time."""
    if coverage is None:
        return False
    if coverage.earliest is None or coverage.latest is None:
        return True
    too_late = limits.since is not None and limits.since > coverage.latest
    return too_late or (limits.until is not None and limits.until < coverage.earliest)
