"""Clean text is text that looks the same as it is: normalised, and without characters nobody can see.

It is made once, before any offset into it exists. Cleaning clean text changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")

# Dropped: C0 and C1 controls, noncharacters, lone surrogates, and what has no width and no place in news:
# soft hyphen, zero-width space, word joiner, byte order mark, bidi controls, tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_JOINERS = re.compile("[\u200c\u200d]+")
# Arabic and its neighbours, the Indic scripts, Khmer, Arabic presentation forms: joiners change letters there.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc]+")

_NOT_LETTERS = re.compile(r"[^\w\s]+")  # marks are no letters: a run of marks lies within one of these
_MAX_MARKS = 30  # on one letter: the bound of Unicode's Stream-Safe Text Format (UAX #15, section 13)
_MANY_NOT_LETTERS = re.compile(rf"[^\w\s]{{{_MAX_MARKS + 1},}}")


def clean(text: str) -> str:
    """The text in Unicode NFC, without invisible characters, with single spaces and plain line ends.

    - Every line end is "\\n"; a form feed and U+2028 are line ends, U+2029 ends a paragraph. At most one
      empty line stands between two lines. Lines, and the whole, neither begin nor end with a space.
    - A tab, a no-break space and any other space is " "; a run of them is one.
    - Controls, lone surrogates, zero-width, bidi and tag characters go. The joiners U+200C and U+200D stay
      between letters of the scripts that spell with them.
    - At most 30 combining marks stay on a letter; without that bound normalising is quadratic.

    Typographic quotes, dashes and everything else that can be seen stay as they are. `clean(clean(text))`
    equals `clean(text)`.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _INVISIBLE.sub("", text)
    if _JOINERS.search(text):
        text = _NOT_LETTERS.sub(_keep_joiners_that_spell, text)
    # Twice, because normalising splits a few characters into a letter and its mark.
    text = _limit_marks(unicodedata.normalize("NFC", _limit_marks(text)))
    text = _SPACES.sub(" ", text)
    text = re.sub(" ?\n ?", "\n", text)
    return re.sub("\n{3,}", "\n\n", text).strip(" \n")


def clean_line(text: str) -> str:
    """The clean text on one line: what a title, a name or an address is made of."""
    return " ".join(clean(text).split())


def _keep_joiners_that_spell(run: re.Match[str]) -> str:
    """A run of marks, signs and joiners, with its joiners only where they stand in a word that needs them.

    The run is judged whole, so that putting its marks in their canonical order cannot change the verdict.
    """
    found = run[0]
    if not _JOINERS.search(found):
        return found
    bare = _JOINERS.sub("", found)
    before = run.string[run.start() - 1 : run.start()] if run.start() else ""
    after = run.string[run.end() : run.end() + 1]
    word = before + bare + after
    inside = before.isalpha() and after.isalpha() and all(map(_is_mark, bare))
    if not inside or not _JOINING.fullmatch(word):
        return bare
    return _JOINERS.sub(lambda joiners: joiners[0][0], found)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _limit_marks(text: str) -> str:
    return _MANY_NOT_LETTERS.sub(_cut_marks, text)


def _cut_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)
