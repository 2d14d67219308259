"""Evidence is what a language model is shown: sentences of the found passages, each under an id drawn for this request.

An id is drawn at random after the articles are read, so that no article can name one; square brackets, in which
alone an id stands, angle brackets and addresses are changed in what the model sees. The offsets of a sentence point
into the article's own text.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.captions import label_end
from corpus.clean import clean_line
from corpus.sentences import sentence_spans
from qa.orders import is_order
from qa.retrieval import Found
from qa.support import CitedSentence
from qa.types import format_date
from vectorstore.records import StoredPassage

MOST_PASSAGES = 8  # that are shown, where the window has room for them
Draw = Callable[[str], str]  # one of some characters, at random

_LETTERS = "bcdfghjkmnpqrstvwxz"  # with none that look like a digit
_DIGITS = "23456789"
_PATTERN = (_LETTERS, _DIGITS, _LETTERS, _DIGITS, _LETTERS)
ID = re.compile(rf"(?<![^\W_])[{_LETTERS}][{_DIGITS}][{_LETTERS}][{_DIGITS}][{_LETTERS}](?![^\W_])", re.IGNORECASE)
_NONCE_LENGTH = 12

_BRACKETS = str.maketrans("[]{}<>【】［］｛｝＜＞〔〕⟦⟧〈〉《》「」", "()()‹›()()()‹›()()‹›‹›()")
_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.|(?:javascript|data|mailto|vbscript):(?=\S))\S*"
    r"|(?<![^\s(\"'])//[\w-]+\.\S+|\b(?:[\w-]+\.)+[a-z]{2,}[/?#]\S*",
    re.IGNORECASE,
)
_BYTES_A_TOKEN = 3  # English has about 4, so that a count by this errs on the side that fits
_GAP = 3  # characters between a sentence and the next one, in another paragraph too
_LEANS = re.compile(
    r"^[\"“]|^\W*(?:the|this|that|these|those)\b|\b(?:he|she|him|his|hers?|it|its|they|them|their)\b", re.IGNORECASE
)
_ID_TOKENS = 7  # an id in its brackets


@dataclass(frozen=True)
class EvidenceSentence:
    """One sentence of an article under its id."""

    id: str
    start: int  # characters into the article's text
    end: int
    text: str  # the article's words from start to end
    passage: StoredPassage  # that it is of

    @property
    def article_id(self) -> str:
        """The id of its article."""
        return self.passage.article_id

    @property
    def cited(self) -> CitedSentence:
        """The sentence as it is checked."""
        passage = self.passage
        return CitedSentence(
            text=self.text,
            start=self.start,
            article_id=passage.article_id,
            title=passage.title,
            publisher=passage.publisher,
            published=passage.published,
        )


@dataclass(frozen=True)
class Evidence:
    """What one prompt shows of the articles."""

    sentences: tuple[EvidenceSentence, ...]  # by article, in the order of its text
    text: str  # as the model sees it
    nonce: str  # in the lines around it
    example: str  # an id of none of the sentences, to show what ids look like
    passages: int  # how many of the passages found are in it, from the first on

    def with_what_they_lean_on(self, sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
        """Some sentences, those among them that speak of "him" or are quoted with the one before, where it is shown."""
        found: list[EvidenceSentence] = []
        for sentence in sentences:
            at = self.sentences.index(sentence)
            before = self.sentences[at - 1] if at else sentence
            near = before.article_id == sentence.article_id and 0 <= sentence.start - before.end <= _GAP
            found += [before, sentence] if near and _LEANS.search(sentence.text) else [sentence]
        return list(dict.fromkeys(found))

    def by_id(self, marked: str) -> EvidenceSentence | None:
        """The sentence of an id, in whatever case it is written; None for an unknown one."""
        return next((sentence for sentence in self.sentences if sentence.id == marked.casefold()), None)


def gather(question: str, found: Sequence[Found], *, room: int, draw: Draw = secrets.choice) -> Evidence:
    """The evidence that passages, best first, give for a question within `room` tokens, by a cautious count.

    The first passage is cut where it alone is too long; a later one is taken whole or not at all. Sentences that
    speak to the model and not to readers are left out.
    """
    shown: dict[str, list[EvidenceSentence]] = {}
    headings: dict[str, str] = {}
    taken = 0
    for item in found[:MOST_PASSAGES]:
        passage = item.passage
        known = shown.get(passage.article_id, [])
        new = [
            sentence
            for sentence in _sentences(passage)
            if not any(sentence.start < other.end and other.start < sentence.end for other in known)
        ]
        heading = _heading(passage)
        cost = 0 if known else tokens(heading)
        fitting = _fitting(new, room - cost)
        whole = len(fitting) == len(new)
        if not whole and taken:
            break
        room -= cost + sum(map(_cost, fitting))
        taken += 1
        if fitting:
            headings[passage.article_id] = heading
            shown[passage.article_id] = [*known, *fitting]
        if not whole:
            break
    everything = [question, *headings.values(), *(sentence.text for spans in shown.values() for sentence in spans)]
    ids = _ids(draw, clean_line("\n".join(everything)).casefold())
    nonce = "".join(draw(_LETTERS + _DIGITS) for _ in range(_NONCE_LENGTH))
    example = next(ids)
    sentences = []
    blocks = []
    for article_id, spans in shown.items():
        own = [replace(sentence, id=next(ids)) for sentence in sorted(spans, key=lambda sentence: sentence.start)]
        lines = [headings[article_id], *(f"[{sentence.id}] {harmless(sentence.text)}" for sentence in own)]
        sentences += own
        blocks.append("\n".join(lines))
    return Evidence(tuple(sentences), "\n\n".join(blocks), nonce, example, taken)


def _sentences(passage: StoredPassage) -> list[EvidenceSentence]:
    """The sentences of a passage that are meant for readers, without ids yet."""
    spans = [(start + label_end(passage.text[start:end]), end) for start, end in sentence_spans(passage.text)]
    return [
        EvidenceSentence("", passage.start + start, passage.start + end, passage.text[start:end], passage)
        for start, end in spans
        if not is_order(clean_line(passage.text[start:end]))
    ]


def harmless(text: str) -> str:
    """A text on one line, with nothing in it that could be an id, markup, a role or an address."""
    return address_free(clean_line(text), "(address)").translate(_BRACKETS)


def address_free(text: str, instead: str) -> str:
    """A text with something else in place of each address of a page."""
    return _ADDRESS.sub(instead, text)


def tokens(text: str) -> int:
    """About how many tokens a model makes of a text; seldom too few."""
    return len(text.encode()) // _BYTES_A_TOKEN + 1


def _heading(passage: StoredPassage) -> str:
    title, publisher = (
        "" if text is None or is_order(text) else harmless(text) for text in (passage.title, passage.publisher)
    )
    published = format_date(passage.published)
    return f"Article: {title or 'without a title'} | {publisher or 'publisher unknown'} | {published}"


def _cost(sentence: EvidenceSentence) -> int:
    return _ID_TOKENS + tokens(sentence.text)


def _fitting(sentences: Sequence[EvidenceSentence], room: int) -> list[EvidenceSentence]:
    """The first sentences that fit into some tokens."""
    fitting = []
    for sentence in sentences:
        room -= _cost(sentence)
        if room < 0:
            break
        fitting.append(sentence)
    return fitting


def _ids(draw: Draw, text: str) -> Iterator[str]:
    """Ids that differ from each other and stand nowhere in a text (in small letters), without end."""
    drawn: set[str] = set()
    while True:
        candidate = "".join(draw(characters) for characters in _PATTERN)
        if candidate not in drawn and candidate not in text:
            drawn.add(candidate)
            yield candidate
