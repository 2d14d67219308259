"""A title is the line above an article; one that has none gets its first sentence for a title.

Only what is surely a title is taken out of the text: words taken out can no longer be found or cited.
"""

from __future__ import annotations

import re

from corpus.sentences import sentence_spans

MAX_TITLE = 200  # characters; a longer first line is text
MAX_DERIVED = 120  # characters of a title made from a sentence

_HEADING = re.compile(r"# +(\S[^\n]*?)(?: +#+)?(?:\n+|$)")
_LOOKED_AT = 2_000  # characters of a text, for a title
# Lines of this many characters may be one paragraph broken into lines.
_WRAPPED = range(50, 101)


def split_title(text: str) -> tuple[str, str] | None:
    """The title line of a plain text and the text below it, or None where the first line may be text.

    A title line has letters and at most 200 characters, does not end as a sentence does, and has text
    below it. Without an empty line between the two it must also be plain that the text does not just
    go on: the next line begins with no small letter, and the lines do not look like one broken paragraph.
    """
    line, _, rest = text.partition("\n")
    body = rest.strip("\n")
    if not 0 < len(line) <= MAX_TITLE or not _has_letters(line) or not _has_letters(body):
        return None
    if line.endswith((",", ";", ":")) or (re.search(r"\.[\"”’»)\]]*$", line) and not line.endswith("...")):
        return None
    if not rest.startswith("\n"):
        following = body.partition("\n")[0]
        if following[0].islower() or (len(line) in _WRAPPED and len(following) <= _WRAPPED[-1]):
            return None
    return line, body


def split_heading(text: str) -> tuple[str, str] | None:
    """The first-level heading that a Markdown text begins with and the text below it, or None."""
    heading = _HEADING.match(text)
    if heading is None:
        return None
    return heading[1], text[heading.end() :].strip("\n")


def derive_title(text: str) -> str:
    """The first sentence of the text that has letters in it, cut after a word where it is long."""
    start = text[:_LOOKED_AT]
    sentences = [start[begin:end] for begin, end in sentence_spans(start)]
    sentence = next(filter(_has_letters, sentences), start)
    line = " ".join(re.sub("^#+ ", "", sentence).split())
    if len(line) <= MAX_DERIVED:
        return line
    words = line[:MAX_DERIVED].rpartition(" ")[0] or line[: MAX_DERIVED - 1]
    return words.rstrip(" ,;:–—-") + "…"


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
