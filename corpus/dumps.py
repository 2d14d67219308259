"""A dump is a plain text file: an article, or a whole page saved as text, or several items one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.article import Article
from corpus.clean import clean
from corpus.dates import read_dateline, read_inline_dateline
from corpus.fields import make_article
from corpus.furniture import PERHAPS, Sorted, is_standfirst, look_at, names_of, same_words, sort_lines
from corpus.titles import MAX_TITLE, derive_title, split_title

_WRAPPED = range(40, 111)  # characters of a line of a paragraph that is broken into lines
_LEAST_TITLE = 4  # words of a line that is taken for the title before shorter ones
_MAX_ABOVE = 100  # lines above the story that may be its title
_LEAST_ITEM = 300  # characters of sentences in each of several items


@dataclass(frozen=True)
class _Unit:
    """A line, or the lines of one paragraph that is broken into lines."""

    text: str  # on one line
    start: int  # the first and
    end: int  # one after the last of its lines
    spaced: bool  # an empty line stands above it


def read_dump(text: str, *, fallback_id: str | None = None) -> list[Article]:
    """The articles in a plain text: one as a rule, several where each of them has its own dateline.

    Furniture goes, the story stays as it is. The title is the line above the story, else it is made from the
    first sentence; publication date and authors are read from lines of their own, never from the story.
    The second article and the later ones get `fallback_id` with "-2" and so on at its end. Raises SourceError
    where there is no article in the text.
    """
    lines = clean(text).split("\n")
    items = _items(_units(lines), lines)
    articles = []
    for number, item in enumerate(items, 1):
        own_id = f"{fallback_id}-{number}" if fallback_id and number > 1 else fallback_id
        articles.append(_read_item(item, lines, own_id))
    return articles


def _units(lines: Sequence[str]) -> list[_Unit]:
    units: list[_Unit] = []
    start = 0
    while start < len(lines):
        if not lines[start]:
            start += 1
            continue
        end = start + 1
        while end < len(lines) and lines[end]:
            end += 1
        spaced = start > 0
        if _is_wrapped(lines[start:end]):
            units.append(_Unit(" ".join(lines[start:end]), start, end, spaced))
        else:
            units += [_Unit(lines[at], at, at + 1, spaced and at == start) for at in range(start, end)]
        start = end
    return units


def _is_wrapped(block: Sequence[str]) -> bool:
    """Whether lines without an empty one between them are one paragraph, broken at about the same width."""
    if len(block) < 2 or any(len(line) not in _WRAPPED for line in block[:-1]) or len(block[-1]) > _WRAPPED[-1]:
        return False
    lengths = [len(line) for line in block[:-1]]
    going_on = sum(line[0].islower() for line in block[1:])
    return max(lengths) - min(lengths) <= 25 and 3 * going_on >= len(block) - 1


def _items(units: Sequence[_Unit], lines: Sequence[str]) -> list[list[_Unit]]:
    """The units of each item, cut above its dateline, or above the title that stands on the dateline."""
    cuts: list[int] = []
    told = [0]  # characters of sentences up to each unit
    others = False  # whether a list of other stories goes on here, with their dates
    for index, unit in enumerate(units):
        line = look_at(unit.text)
        told.append(told[-1] + (len(line.text) if line.prose and line.points < PERHAPS else 0))
        others = line.heads == "others" or (others and not line.prose)
        if others:
            continue
        dateline = read_dateline(unit.text) if any(map(str.isdigit, unit.text)) else None
        if dateline is None or dateline.day is None:
            continue
        titled = index > 0 and _may_be_title(units[index - 1].text)
        below = index + 1 < len(units) and _may_be_title(units[index + 1].text)
        if not cuts or titled or below or dateline.rest:
            cuts.append(index - 1 if titled else index)
    bounds = [0]
    for cut in cuts[1:]:
        if told[cut] - told[bounds[-1]] >= _LEAST_ITEM and told[-1] - told[cut] >= _LEAST_ITEM:
            bounds.append(cut)
    return [list(units[start:end]) for start, end in zip(bounds, [*bounds[1:], len(units)], strict=True)]


def _may_be_title(text: str) -> bool:
    line = look_at(text)
    return not line.prose and line.points < PERHAPS and len(text.split()) >= _LEAST_TITLE and len(text) <= MAX_TITLE


def _read_item(units: Sequence[_Unit], lines: Sequence[str], own_id: str | None) -> Article:
    found = sort_lines([unit.text for unit in units])
    title_at = _title(found, units)
    title = found.lines[title_at].text if title_at is not None else ""
    standfirst = (
        []
        if title_at is None
        else [
            at
            for at in found.above
            if at > title_at
            and found.lines[at].points < PERHAPS
            and is_standfirst(found.lines[at].text)
            and not same_words(found.lines[at].text, title)
        ]
    )
    head = _head_below(found)
    story = [at for at in found.story if at not in head and not (title and same_words(found.lines[at].text, title))]
    body = _joined([units[at] for at in [*standfirst, *story]], lines)
    derived = False
    if not title:
        titled = split_title(body)
        title, body = titled or (derive_title(body), body)
        derived = titled is None
    fields: dict[str, object] = {"authors": _authors(found)}
    if day := _published(found, title_at):
        fields["published"] = day.isoformat()
    return make_article(fields, title=title, text=body, title_derived=derived, fallback_id=own_id)


def _joined(units: Sequence[_Unit], lines: Sequence[str]) -> str:
    """The lines of these units as they stand, with the empty lines there were between them."""
    text = ""
    last = None
    for unit in units:
        if last is not None:
            parted = unit.spaced or (unit.start != last and any(not line for line in lines[last : unit.start]))
            text += "\n\n" if parted else "\n"
        text += "\n".join(lines[unit.start : unit.end])
        last = unit.end
    return text


def _title(found: Sorted, units: Sequence[_Unit]) -> int | None:
    """Which of the lines above the story is its title."""
    first = found.story[0] if found.story else 0
    sections = " ".join(
        line.rest for line in (read_dateline(each.text) for each in found.lines[:first] if each.dateline) if line
    )
    able = [at for at in found.above if len(found.lines[at].text) <= MAX_TITLE and found.lines[at].text not in sections]
    able = able[-_MAX_ABOVE:]
    listed, last_listed = _listed(found, units, first)
    free = [at for at in able if at not in listed]
    for at in free:
        if any(
            other != at and same_words(found.lines[at].text, found.lines[other].text)
            for other in [*free, *found.story[:3]]
        ):
            return at
    plain = [at for at in free if found.lines[at].points < PERHAPS or _words(found, at) > 2 * _LEAST_TITLE]
    long = [at for at in plain if _words(found, at) >= _LEAST_TITLE]
    if long:
        most = max(min(_words(found, at), 2 * _LEAST_TITLE) for at in long)
        long = [at for at in long if _words(found, at) >= most - 2]
        return long[0]
    if last_listed is not None:
        return last_listed
    clear = all(line.points < PERHAPS for line in found.lines[:first])
    return plain[0] if plain and (clear or len(plain) == 1) else None


def _words(found: Sorted, at: int) -> int:
    return len(found.lines[at].text.split())


def _listed(found: Sorted, units: Sequence[_Unit], first: int) -> tuple[set[int], int | None]:
    """The lines above the story that stand in lists of other stories, and the last one if it may be the title."""
    listed: set[int] = set()
    last = None
    for label in range(first):
        if found.lines[label].heads != "others":
            continue
        run = []
        for at in range(label + 1, first):
            line = found.lines[at]
            apart = units[at].spaced and not units[label + 1].spaced
            if apart or line.prose or (line.points >= PERHAPS and any(map(str.isalpha, line.text))):
                break
            run.append(at)
        listed.update(run)
        last = run[-1] if run else last
    return listed, last


def _published(found: Sorted, title_at: int | None) -> date | None:
    """The day in a dateline: between title and story, straight above the title, or at the start of the story."""
    first = found.story[0] if found.story else 0
    start = 0 if title_at is None else max(0, title_at - 1)
    head = _head_below(found)
    for line in [*found.lines[start:first], *(found.lines[at] for at in head)]:
        if line.dateline and (dateline := read_dateline(line.text)) and dateline.day:
            return dateline.day
    return read_inline_dateline(found.lines[first].text) if found.story else None


def _head_below(found: Sorted) -> range:
    """The byline and the dateline that stand below the first sentence, where that is a standfirst."""
    start = found.story[0] + 1 if found.story else 0
    end = start
    while end < len(found.lines) and (found.lines[end].byline or found.lines[end].dateline):
        end += 1
    dated = any((line := read_dateline(each.text)) and line.day for each in found.lines[start:end])
    named = any(line.byline for line in found.lines[start:end])  # without one it may be a timeline
    return range(start, end) if dated and named else range(0)


def _authors(found: Sorted) -> list[str]:
    """The names in the bylines above the story, or straight below it."""
    if not found.story:
        return []
    last = found.story[-1]
    near = [
        *found.lines[: found.story[0]],
        *(found.lines[at] for at in _head_below(found)),
        *found.lines[last + 1 : last + 3],
    ]
    return list(dict.fromkeys(name for line in near if line.byline for name in names_of(line.text)))
