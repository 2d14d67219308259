"""A sentence is the smallest unit that is shown and cited: where each one of a text starts and ends.

The rules are for running prose of news: an ending mark, closing quotation marks and brackets that
belong to it, white space, and something that can start a sentence. Abbreviations, initials,
decimal points and marks inside a word end nothing. A blank line always ends a sentence.
"""

from __future__ import annotations

import re
from itertools import pairwise

# An ending mark, what closes with it, and the white space after; ideographic marks need no space.
_ENDING = re.compile(r"(?P<mark>[.!?…؟۔।]+(?: \.(?![^\s\"'”’»)\]]))*|[。！？]+)(?P<close>[\"'”’»)\]」』]*)(?P<gap>\s*)")
_LINE_END = re.compile(r"\n")
_BLOCK = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"\s*(?:[-*•–—]|\d{1,3}[.)])\s+")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)+$|[^\s\"'“‘(\[]+$")
_FIRST_WORD = re.compile(r"(?:[–—-]+\s*)?[\"'“‘«(\[]*([^\W_]+(?:['’][^\W_]+)?)")
_POINTED = re.compile(r"(?:^|[^\w.])(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}$")  # D-N.Y, but neither 3.5 nor bbc.co.uk
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_WIDEST = 110  # characters of a wrapped line
_LABEL = re.compile(r"\d{1,3}|[^\W\d_]")  # of a list item
_SPEAKER = re.compile(
    r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3}(?:,\s[^.!?\"“”\n]{1,60},)?\s+"
    r"(?:said|says|asked|asks|added|told|wrote|writes|replied|shouted|cried|yelled|screamed|tweeted|posted|texted"
    r"|recalled|recalls|wondered|continued|explained|joked|demanded|exclaimed)\b"
)
_LOOK_AHEAD = 120  # characters
_LONGEST_HEADING = 60  # characters; a longer line that has no ending mark is a wrapped line of prose

# Always followed by the name or number that they belong to.
_TITLES = frozenset(
    """
    mr mrs ms messrs dr prof sen sens rep reps gov govs gen lt col capt cmdr sgt maj cpl pvt adm rev hon st
    brig spc pfc cpt drs profs gens asst msgr mme mlle sra dra pres amb atty supt det insp fr sr br mt ft vs v ed eds al
    cf sec
    """.split()
)
# Abbreviations only before a number.
_NUMBERED = frozenset("No no Nos nos Fig fig Figs figs Art art sec Ch ch Vol vol pp p".split())
# Followed by more of the sentence, unless a usual first word of a sentence comes next.
_SHORT_FORMS = frozenset(
    """
    inc ltd corp co cos bros llc plc jr esq phd md ba ma bsc msc approx dept univ assn ave blvd rd
    a.m p.m am pm e.g i.e etc u.s u.k u.n e.u d.c u.s.a u.a.e ph.d b.c a.d
    """.split()
)
# The same, but words of their own where they are written small: ill, sun, sat, mar.
_SHORT_NAMES = frozenset(
    """
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore
    Pa Tenn Tex Vt Va Wash Wis Wyo
    """.split()
)
_FIRST_WORDS = frozenset(
    """
    the a an in on at by for from with without but and or so yet as if when while after before since until
    although though because he she it they we i you his her its their our my your this that these those
    there here what who why how where which some many most few several all both each every another other
    according meanwhile however still also now then today last next one two no not asked during under over
    """.split()
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence of a text, in order, without the white space around them.

    Offsets are characters. Spans do not overlap, and every character outside them is white space.
    """
    spans: list[tuple[int, int]] = []
    block_start = 0
    for block in [*_BLOCK.finditer(text), None]:
        block_end = block.start() if block else len(text)
        for start, end in _spans_of_block(text, block_start, block_end):
            stripped = text[start:end]
            left = len(stripped) - len(stripped.lstrip())
            right = len(stripped.rstrip())
            if left < right:
                spans.append((start + left, start + right))
        block_start = block.end() if block else block_end
    return spans


def _spans_of_block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one block: a run of text without a blank line."""
    cuts = {match.end() for match in _LINE_END.finditer(text, start, end) if _ends_line(text, start, match.end(), end)}
    previous = start
    for match in _ENDING.finditer(text, start, end):
        if _ends_sentence(text, match, previous, end):
            previous = match.end()
            cuts.add(previous)
    bounds = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    return list(pairwise(bounds))


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    rest = text[match.end() : min(end, match.end() + _LOOK_AHEAD)]
    if not rest:
        return True
    if match["mark"][0] in "。！？":
        return True
    if not match["gap"]:
        return False
    first = _FIRST_WORD.match(rest)
    if first is None:
        return not rest[0].islower()
    if first[1][0].islower() and not first[1][1:2].isupper():  # but iPhone
        return False
    if match["mark"] != "." or match["close"]:
        return match["mark"] == "." or not match["close"] or not _SPEAKER.match(rest)
    last = _LAST_WORD.search(text, max(start, match.start() - 40), match.start())
    as_written = last[0] if last else ""
    word = as_written.casefold()
    before = text[start : match.start() - len(as_written)]
    if _LABEL.fullmatch(word) and not before.split("\n")[-1].strip():
        return False
    if before.endswith("'") and before[-2:-1].isalnum():
        return True  # the s of "Israel's." is no initial
    if as_written in _NUMBERED:
        return not first[1][0].isdigit()
    initial = len(first[1]) == 1 and rest[first.end() :].startswith(".")
    follows_first_word = first[1].casefold() in _FIRST_WORDS and not initial
    if word in _TITLES:
        return follows_first_word and word in ("st", "sr", "al", "v")
    if word in _SHORT_FORMS or as_written in _SHORT_NAMES or _INITIALS.fullmatch(word) or _POINTED.search(word):
        return (follows_first_word and rest[0] not in "–—-") or word == "i"  # "World War I.", "so did I."
    return True


def _ends_line(text: str, block_start: int, position: int, end: int) -> bool:
    """Whether a single line break ends a sentence: after a heading-like line, or before a list item."""
    line_start = max(text.rfind("\n", block_start, position - 1) + 1, block_start)
    line = text[line_start : position - 1].strip()
    rest = text[position : min(end, position + _LOOK_AHEAD)]
    if _BULLET.match(rest):
        return True
    following = rest.lstrip()[:1]
    next_end = text.find("\n", position, min(end, position + _WIDEST + 2))
    next_length = (next_end if next_end >= 0 else min(end, position + _WIDEST + 2)) - position
    wrapped = _LONGEST_HEADING < len(line) <= _WIDEST and next_length <= _WIDEST
    return not wrapped and bool(line) and not line.endswith((",", ";", "-")) and following.isupper()
