"""A passage is a run of whole sentences of one article, with its offsets: the unit that is searched.

Passages follow one another without overlap, cover every sentence, and are sized in the embedding
model's tokens, so that the model sees every word of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.article import Article
from corpus.sentences import sentence_spans

PASSAGE_RULES = "2"  # part of a library's fingerprint: change it whenever the same text would be cut differently
MAX_TOKENS = 160  # of a passage; with the header and the model's own marks it stays under 256
HEADER_TOKENS = 64  # of a header; a longer one is cut
_CLOSE_AT = 0.75  # a passage this full ends with its paragraph

CountTokens = Callable[[Sequence[str]], list[int]]


def split(article: Article, count_tokens: CountTokens, *, max_tokens: int = MAX_TOKENS) -> list[tuple[int, int]]:
    """The (start, end) of every passage of an article, in characters of its text, in order.

    A passage holds whole sentences and at most `max_tokens` tokens. Only a single sentence longer
    than that is cut, between words.
    """
    text = article.text
    units = [unit for span in sentence_spans(text) for unit in _fit(text, span, count_tokens, max_tokens)]
    sizes = count_tokens([text[start:end] for start, end in units])
    passages: list[tuple[int, int]] = []
    start, filled = None, 0
    for index, ((unit_start, unit_end), size) in enumerate(zip(units, sizes, strict=True)):
        if start is not None and filled + size > max_tokens:
            passages.append((start, units[index - 1][1]))
            start, filled = None, 0
        if start is None:
            start = unit_start
        filled += size
        following = units[index + 1][0] if index + 1 < len(units) else None
        ends_paragraph = following is None or "\n\n" in text[unit_end:following]
        if following is None or (ends_paragraph and filled >= _CLOSE_AT * max_tokens):
            passages.append((start, unit_end))
            start, filled = None, 0
    return passages


def _fit(text: str, span: tuple[int, int], count_tokens: CountTokens, max_tokens: int) -> list[tuple[int, int]]:
    """The span itself, or, where it is too long, pieces of it that end between words."""
    start, end = span
    if end - start <= max_tokens or count_tokens([text[start:end]])[0] <= max_tokens:
        return [span]  # a token is at least one character
    words = [
        piece
        for word in re.finditer(r"\S+", text[start:end])
        for piece in _chop(start + word.start(), start + word.end(), max_tokens)
    ]
    sizes = count_tokens([text[word_start:word_end] for word_start, word_end in words])
    pieces: list[tuple[int, int]] = []
    first, filled = 0, 0
    for index, size in enumerate(sizes):
        if index > first and filled + size > max_tokens:
            pieces.append((words[first][0], words[index - 1][1]))
            first, filled = index, 0
        filled += size
    pieces.append((words[first][0], words[-1][1]))
    return pieces


def _chop(start: int, end: int, max_characters: int) -> list[tuple[int, int]]:
    """A run without white space as pieces of at most `max_characters`."""
    return [(at, min(at + max_characters, end)) for at in range(start, end, max_characters)]


def header(article: Article) -> str:
    """What precedes a passage when it is embedded: title, publisher and date, as far as they are known."""
    day = article.published
    parts = [article.title, article.publisher or "", f"{day.day} {day:%B %Y}" if day else ""]
    return ", ".join(part for part in parts if part)
