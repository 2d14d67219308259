"""Near-copies count as one article in an answer: their words are read once, and cited to the earliest that has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import sentence_spans
from qa.retrieval import Found
from qa.wording import content_stems, is_stop, numbers, stem, words
from vectorstore.indexes import Filters
from vectorstore.snapshot import Snapshot

_TOLD = 0.75  # a sentence is told by another one that has this part of its content words, and all its numbers
_DENIED = re.compile(r"\b(?:not|no|never|nor|neither|without|cannot)\b|n['’]t\b", re.IGNORECASE)


def group_of(snapshot: Snapshot, article_id: str, filters: Filters) -> list[str]:
    """An article and its near-copies, as far as they pass the filters, the earliest first."""
    group = snapshot.group_of(
        article_id,
        since=filters.since,
        until=filters.until,
        publishers=filters.publishers,
        exclude=filters.exclude,
    )
    return group if article_id in group else [article_id]


def distinct(snapshot: Snapshot, found: Sequence[Found], filters: Filters) -> list[Found]:
    """The passages found, best first, without those that near-copies of their articles tell already.

    Of passages that tell the same, the one of the earliest article stands, in the place of the best.
    """
    groups = snapshot.groups(sorted({item.passage.article_id for item in found}))
    articles: dict[int, set[str]] = {}
    for article_id, group in groups.items():
        articles.setdefault(group, set()).add(article_id)
    rank: dict[str, int] = {}  # of the articles that near-copies were found of
    for several in articles.values():
        if len(several) > 1:
            rank |= {item: at for at, item in enumerate(group_of(snapshot, min(several), filters))}
    if not rank:
        return list(found)
    kept: list[Found] = []
    for item in found:
        own = item.passage.article_id
        beside = [
            at
            for at, other in enumerate(kept)
            if own in rank and other.passage.article_id != own and _group(groups, other) == groups[own]
        ]
        if not beside or not _told(item.passage.text, [kept[at].passage.text for at in beside]):
            kept.append(item)
            continue
        for at in beside:
            other = kept[at]
            earlier = rank[own] < rank[other.passage.article_id]
            if earlier and _told(other.passage.text, [item.passage.text]):
                kept[at] = replace(other, passage=item.passage)
                break
    return kept


def crowding(snapshot: Snapshot, found: Sequence[Found], kept: Sequence[Found], filters: Filters) -> list[str]:
    """The near-copies of the articles found that are not among those kept: without them others come to the fore."""
    groups = snapshot.groups(sorted({item.passage.article_id for item in found}))
    standing = {item.passage.article_id for item in kept}
    one_of_each = {group: article_id for article_id, group in groups.items()}
    return [
        member
        for article_id in one_of_each.values()
        for member in group_of(snapshot, article_id, filters)
        if member not in standing
    ]


@dataclass(frozen=True)
class Place:
    """Where some words stand first."""

    article_id: str
    start: int  # characters into the article's text
    also_in: tuple[str, ...] = ()  # near-copies of the article that tell the same, the earliest first


def place_of(texts: Sequence[tuple[str, str]], article_id: str, start: int, words: str) -> Place:
    """The place of some words of an article: in the earliest of its near-copies that has the very same sentences.

    `texts` are the ids and texts of the article and its near-copies, the earliest first.
    """
    home, at = article_id, start
    for member, text in texts:
        if member == article_id:
            break
        there = _find_sentences(text, words)
        if there is not None:
            home, at = member, there
            break
    also_in = tuple(member for member, text in texts if member != home and (words in text or _told(words, [text])))
    return Place(home, at, also_in)


def _find_sentences(text: str, words: str) -> int | None:
    """Where words stand in a text as whole sentences, or None."""
    places = [match.start() for match in re.finditer(re.escape(words), text)]
    if not places:
        return None
    spans = sentence_spans(text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    return next((at for at in places if at in starts and at + len(words) in ends), None)


def _told(text: str, others: Sequence[str]) -> bool:
    """Whether each sentence of a text is told by one of some others: nearly the same words, the same numbers."""
    said = [other[start:end] for other in others for start, end in sentence_spans(other)]
    return all(_one_tells(text[start:end], said) for start, end in sentence_spans(text))


def _one_tells(sentence: str, said: Sequence[str]) -> bool:
    """Whether one of the sentences said tells this one; none does that denies it or has another name in its place."""
    if sentence in said:
        return True
    stems, figures, names = content_stems(sentence), numbers(sentence), _names(sentence)
    denied = bool(_DENIED.search(sentence))

    def tells(other: str) -> bool:
        theirs = content_stems(other)
        return (
            len(stems & theirs) >= _TOLD * len(stems)
            and figures <= numbers(other)
            and denied == bool(_DENIED.search(other))
            and not (names - theirs and _names(other) - stems)
        )

    return bool(stems) and any(map(tells, said))


def _names(sentence: str) -> set[str]:
    """The stems of the words with a capital letter, the first word of the sentence too."""
    return {stem(word.text) for word in words(sentence) if word.text[0].isupper() and not is_stop(word.text)}


def _group(groups: dict[str, int], item: Found) -> int | None:
    return groups.get(item.passage.article_id)
