"""A reply is what a language model writes; it is read sentence by sentence as it comes, as plain text and its marks.

A mark is an id of the evidence, in brackets or bare. A sentence is handed on once it is certain that no mark of it
is still to come. Markup, links, images and addresses leave nothing behind but the words that a reader would see.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.clean import clean_line
from corpus.sentences import sentence_spans
from qa.evidence import ID, address_free

_ENOUGH_AHEAD = 6  # words of the next sentence that make it certain where this one ends
_ENOUGH_CHARACTERS = 40  # the same in characters, by which is told when to look
_ENDING = re.compile(r"[.!?…؟।。！？\n]")
_LONGEST_MARK = 200  # characters in its brackets
_LONGEST_TAG = 300
_LONGEST_LINK = 500

_THOUGHT = re.compile(r"<think>.*?</think>", re.IGNORECASE | re.DOTALL)
_OPEN_THOUGHT = re.compile(r"<think>", re.IGNORECASE)
_WIDE = str.maketrans("【】［］〔〕（）", "[][][]()")
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,{_LONGEST_MARK}}}\](?:\([^()\n]{{0,{_LONGEST_LINK}}}\))?")
_LINK = re.compile(rf"\[([^\[\]\n]{{0,{_LONGEST_MARK}}})\]\([^()\n]{{0,{_LONGEST_LINK}}}\)")
_TAG = re.compile(rf"<[^<>\n]{{0,{_LONGEST_TAG}}}>")
_OPEN_TAG = re.compile(r"<[a-zA-Z/!][^<>]*$")
_MARKUP = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")
_LINE_START = re.compile(r"^[ \t]*(?:[-+•·>|#]+[ \t]*|\d{1,2}[.)][ \t]+)+", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t][^\n]*$", re.MULTILINE)
_ADDRESS = "\ufffc"  # stands where an address was
_LABEL = re.compile(r"^(?:final\s+)?(?:answer|response|reply)\s*:\s*", re.IGNORECASE)
_GAP = re.compile(r"\s+(?=[.,;:!?](?!\w))")
_MARK = re.compile(
    rf"[ \t]*(?:\[(?P<inside>[^\[\]\n]{{0,{_LONGEST_MARK}}})\]|\(\s*(?:{ID.pattern}[\s,;]*)+\)|{ID.pattern})",
    re.IGNORECASE,
)
_NAMING = r"(?:according to|based on|as per|per|as (?:\w+ ){1,2}(?:in|by))"
_LEFT_BY_MARKS = (
    re.compile(  # "According to [id],", "as [id] says", "(see [id])", ", according to [id].", "[id] and [id]."
        rf"^(?:{_NAMING}|in|as (?:says|states|reports|notes|shows))(?:\s*(?:,|and\b))+\s*|^[:,]\s*|"
        rf"\s*\((?:see)?[\s,;&]*\)|[\s,;]+(?:and|&|see|{_NAMING})(?=[.!?]?$)",
        re.IGNORECASE,
    )
)
_BROKEN_OFF = re.compile(r"\s*\[[^\[\]]*$")  # a mark that the reply ends in
_ESCAPED = re.compile(r"\\(?=[\[\]()*_#|])")
_CELL_END = re.compile(r"[ \t]*\|[ \t]*$", re.MULTILINE)
_LONGEST_HELD = 2 * _LONGEST_LINK
_HELD = re.compile(  # what may still become a mark, a link or a tag
    rf"(?:!?\[[^\[\]\n]{{0,{_LONGEST_MARK}}}(?:\](?:\([^()\n]{{0,{_LONGEST_LINK}}})?)?|\([^()\n]{{0,{_LONGEST_LINK}}}"
    rf"|<[^<>\n]{{0,{_LONGEST_TAG}}}|&\w{{0,10}}|[\w:/.-]+)$"
)


@dataclass(frozen=True)
class ReplySentence:
    """One sentence of a reply."""

    text: str  # without marks, markup and addresses
    marks: tuple[str, ...]  # what stood in its marks, in small letters: ids, known or not
    had_address: bool = False  # whether it named a page, which no evidence does


def sentences(pieces: Iterable[str]) -> Iterator[ReplySentence]:
    """The sentences of a reply that comes in pieces, each as soon as it is complete."""
    reply = ""
    given = 0
    seen = 0  # characters that were read for sentences
    for piece in pieces:
        reply += piece
        ending = _ENDING.search(reply, seen)
        if ending is None or len(reply) < ending.end() + _ENOUGH_CHARACTERS:
            continue  # no further sentence can be certain
        certain = reply[:-_LONGEST_HELD] + _HELD.sub("", reply[-_LONGEST_HELD:])
        for sentence in _read(certain, given, whole=False):
            given += 1
            if sentence is not None:
                yield sentence
        seen = len(reply) - _ENOUGH_CHARACTERS
    yield from (sentence for sentence in _read(reply, given, whole=True) if sentence is not None)


def _read(reply: str, given: int, *, whole: bool) -> Iterator[ReplySentence | None]:
    """The sentences of a reply behind those given already: the certain ones, or all of them where it is whole.

    None stands for what holds no word.
    """
    reply = _THOUGHT.sub("", reply)
    if thought := _OPEN_THOUGHT.search(reply):
        reply = reply[: thought.start()]
    bare, marks = _without_marks(_without_markup(reply))
    spans = sentence_spans(bare)
    last = len(spans)
    ahead = 0
    while not whole and last and ahead < _ENOUGH_AHEAD:
        last -= 1
        ahead += len(bare[slice(*spans[last])].split())
    starts = [start for start, _ in spans]
    owners = [(name, _owner(bare, place, starts)) for place, name in marks]
    for at in range(given, last):
        there = bare[slice(*spans[at])]
        if whole and at == len(spans) - 1:
            there = _BROKEN_OFF.sub("", there)
        text = _GAP.sub("", _LABEL.sub("", clean_line(there.replace(_ADDRESS, ""))))
        own = dict.fromkeys(name for name, owner in owners if owner == at)
        if own:
            text = _LEFT_BY_MARKS.sub("", text)
        holds = any(letter.isalnum() for letter in text)
        yield ReplySentence(text, tuple(own), _ADDRESS in there) if holds else None


def _owner(bare: str, place: int, starts: list[int]) -> int:
    """Which sentence a mark belongs to: the one it stands in or behind, at the start of a line the one that follows."""
    behind = bare.rfind("\n", 0, place) + 1
    if not bare[behind:place].strip() and (bare[place:].split("\n", 1)[0].strip() or not behind):
        return bisect_left(starts, place)
    return bisect_left(starts, place) - 1


def _without_marks(text: str) -> tuple[str, list[tuple[int, str]]]:
    """A text without its marks, and where in it each of them stood."""
    bare = ""
    marks = []
    last = 0
    for match in _MARK.finditer(text):
        bare += text[last : match.start()]
        last = match.end()
        found = ID.findall(match[0]) or [match["inside"] or ""]
        marks += [(len(bare), name.strip().casefold()) for name in found if name.strip()]
    return bare + text[last:], marks


def _without_markup(text: str) -> str:
    """What a reader would see of a text with markup; brackets stay."""
    text = _HEADING.sub("", text)
    text = _ESCAPED.sub("", html.unescape(text)).translate(_WIDE)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _OPEN_TAG.sub("", _TAG.sub("", text))
    text = address_free(text.replace(_ADDRESS, ""), _ADDRESS)
    text = _LINE_START.sub("", _MARKUP.sub("", text))
    return _CELL_END.sub("", text).replace(" | ", ", ").replace("\n", "\n\n")
