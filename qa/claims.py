"""A claim is what one sentence says, taken apart: its words with their concept, whether denied, and how real.

It is found by rules, without a parser. "Will not lift" denies lifting and puts it into the future; "refuses to
lift" denies it as well. A word close to a denial, but not the one denied, is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from qa.lexicon import concept, plain
from qa.places import is_place
from qa.wording import MONTHS, NUMBER_WORDS, Word, is_stop, names, stem, when_spans, words

Mode = Literal["", "done", "ahead", "meant", "wished", "possible", "should"]
SURE, OPEN = frozenset({1}), frozenset({1, -1})

# Verbs that only tell who says something.
REPORTING = frozenset(
    stem(word)
    for word in """
    say said tell told state note add announce announcement report declare stress emphasize emphasise underline explain
    claim remark mention argue comment insist write wrote voice express describe call point according article
    portray depict characterize characterise
    source news quote cite observe dwell account speak spoke speaking expressed maintain recall conclude
    another additional additionally addition furthermore moreover meanwhile therefore respectively resource
    """.split()
)
_TELLS = frozenset(
    """
    said says told tells stated states added adds announced announces stressed stresses noted notes explained explains
    claimed claims remarked insisted argued warned confirmed denied asked urged called wants wanted has is was will had
    """.split()
)
_NOT = frozenset("not never no neither nor without cannot none nobody nothing hardly barely unable".split())
_REFUSING = frozenset(
    stem(word) for word in "refuse decline deny fail reject lack prevent avoid oppose refusal failure unwilling".split()
)
_ALL = frozenset("everyone everybody everything".split())
_SCANT = frozenset("little few only hardly barely solely unless".split())  # leave open what stands beside them
_BOUNDARY = frozenset("that which who because but while whereas although though if when unless".split())
_PARTING = _BOUNDARY | frozenset("and where whose after before by for with to as from despite".split())
_DEGREE = {"more": 1, "most": 1, "less": -1, "fewer": -1, "least": -1}
_TIME = {"before": -1, "after": 1, "since": 1, "until": -1}
_KEPT = frozenset(_DEGREE) | frozenset(_TIME) | frozenset("few up down above below over under against both let".split())
_LINKING = frozenset(  # say little by themselves
    """
    before since become becomes became becoming simply merely particularly especially respectively apparently gotten
    """.split()
)
_SCALES = frozenset("hundred thousand million billion trillion percent".split())
_BOUNDS = frozenset("over under above below up".split())  # of a number, with which they are looked at
_SET = frozenset("scheduled planned due set slated".split())  # "is set to", "planned for": will be
_AHEAD = frozenset("will shall 'll won't".split())
_POSSIBLE = frozenset("may might could would can should must".split())
_MEANT = frozenset(
    stem(word)
    for word in """
    ready agree due prepare invite promise schedule vow pledge decide decision talks
    """.split()
)
_WISHED = frozenset(  # "hopes to win": by no means sure
    stem(word)
    for word in """
    plan intend expect want wish hope ask urge willing propose demand call offer seek sought try attempt aim threaten
    apply consider threat eager keen glad happy reluctant supposed
    """.split()
)
_PROPOSED = frozenset(stem(word) for word in "consider propose discuss debate".split())  # "proposed banning" it
_OPPOSED = frozenset(stem(word) for word in "oppose resist reject block prevent".split())
_SAME_PAST = frozenset("cut hit shut put quit hurt cost".split())
_TAKES = frozenset("a an the its his her their our off down out up back by".split())
_DONE = frozenset("has have had was were been having 've".split())
_BE = frozenset("is are was were be".split())
PAST_FORMS = frozenset(
    """
    began begun became led met held took taken went gone sent wrote written gave given lost left fell fallen rose risen
    won made found brought bought built sold paid kept knew known thought saw seen said told stood fled fought chose
    chosen grew grown ran came got heard felt caught spent broke broken drove struck shot threw withdrew
    """.split()
)
PAST_VERB = rf"(?:[a-z]+ed|{'|'.join(sorted(PAST_FORMS))})"  # a pattern for what may be one
_SINCE_LAST = frozenset("week month year night day days weeks months years decade summer spring autumn fall".split())
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s")
_TITLES = frozenset(
    """
    president minister prime chancellor secretary general king queen prince princess senator governor mayor judge
    justice professor doctor captain colonel sheikh pope bishop sir lord lady mr mrs ms dr chairman chief ambassador
    """.split()
)


@dataclass(frozen=True)
class Token:
    """One word of a claim."""

    text: str
    start: int  # characters into the plain text
    concept: str
    signs: frozenset[int]  # {1} said, {-1} denied (or its opposite said), both where that is open
    mode: Mode
    clause: int  # counted from 0
    denied: bool = False  # by "not" and the like, not by what the word means
    name: bool = False  # belongs to a name
    content: bool = True  # says something by itself, and is no name


@dataclass(frozen=True)
class Claim:
    """A sentence taken apart."""

    text: str  # with set phrases as single words, see `lexicon.plain`
    tokens: tuple[Token, ...]
    names: tuple[tuple[str, ...], ...]  # each name's words, in order
    surely_named: frozenset[str]  # words that are names wherever they stand in the sentence

    @property
    def content(self) -> list[Token]:
        return [token for token in self.tokens if token.content]


@lru_cache(maxsize=4_000)
def claim_of(sentence: str) -> Claim:
    """A sentence (or a few) taken apart."""
    text = plain(sentence)
    found = words(text)
    runs = _names(text, found)
    named = {word.start for run in runs for word in run}
    tokens = tuple(_tokens(text, found, named))
    surely = frozenset(
        word.text for run in runs for at, word in enumerate(run) if at or len(run) == 1 or not _opens(text, word.start)
    )
    return Claim(text, tokens, tuple(tuple(word.text for word in run) for run in runs), surely)


def is_title(word: str) -> bool:
    """Whether a word only says what somebody is: "President"."""
    return word.casefold() in _TITLES


def _opens(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \"'(")
    return not before or before[-1] in ".!?:;\n"


def _names(text: str, found: Sequence[Word]) -> list[list[Word]]:
    """The names as words, with those that open the sentence where they surely are names."""
    by_start = {word.start: at for at, word in enumerate(found)}
    runs: list[list[Word]] = []
    cursor = 0
    for name in names(text):
        start = text.find(name, cursor)
        cursor = start + len(name)
        run = [word for word in found if start <= word.start < cursor and word.text not in ("of", "and", "for", "the")]
        run = [word for word in run if word.text.casefold() not in MONTHS]
        if run:
            runs.append(run)
    taken = {word.start for run in runs for word in run}
    for word in found:
        if word.start in taken or not word.text[:1].isupper() or not _opens(text, word.start):
            continue
        after = found[by_start[word.start] + 1].text if by_start[word.start] + 1 < len(found) else ""
        folded = word.text.casefold()
        common = is_stop(word.text) or folded in _NOT or folded in _ALL or folded in MONTHS or folded in NUMBER_WORDS
        tells = after in _TELLS
        if not common and (is_place(word.text) or tells):
            runs.append([word])
    return sorted(runs, key=lambda run: run[0].start)


def _tokens(text: str, found: Sequence[Word], named: set[int]) -> Iterator[Token]:
    times = [range(start, end) for start, end in when_spans(text)]
    made: list[Token] = []
    clause = 0
    strict = loose = 0  # how many of the coming words a denial reaches, surely and perhaps
    before: list[str] = []  # the words passed since the last content word
    last_end = 0
    opened = 0  # how many of the words stand before the last comma or the like
    for at, word in enumerate(found):
        folded = word.text.casefold()
        if _CLAUSE.search(text[last_end : word.start]):
            clause += 1
            strict = loose = 0
            before = []
            opened = len(made)
        elif folded in _PARTING:
            clause += 1
        if folded in _BOUNDARY:
            strict = loose = 0
            if folded == "that" and made and stem(made[-1].text) in _REFUSING:
                loose = 6  # "denied that it had failed"
            before = []
        last_end = word.end
        if folded in _NOT or folded.endswith("n't"):
            strict, loose = int(folded != "without"), 3
            before.append(folded)
            if folded in ("no", "without") and made and made[-1].clause >= clause - 1:
                made[-1] = replace(made[-1], signs=OPEN)
            continue
        if folded in _SCANT and made:
            if made[-1].clause == clause:
                made[-1] = replace(made[-1], signs=OPEN)
            loose = max(loose, 1)
        if word.start in named:
            made.append(Token(word.text, word.start, stem(folded), SURE, "", clause, name=True, content=False))
            continue
        time = next((span for span in times if word.start in span), None)
        if folded[:1].isdigit() or folded in NUMBER_WORDS or (time and folded not in _SINCE_LAST and len(time) > 5):
            before.append(word.text)  # "May" is no "may"
            for part in folded.split("-")[1:] if folded[:1].isdigit() else ():  # "14-member"
                if part and not is_stop(part):
                    made.append(Token(part, word.start, concept(part)[0], OPEN, "", clause, content=False))
            if folded not in ("previous", "following", "next", "last", "coming", "past", "earlier", "later"):
                continue
        if folded == "whether" or (is_stop(word.text) and folded not in _KEPT):
            before.append(folded)
            continue
        for part in [folded] if folded in _KEPT else re.split(r"-", folded):
            if not part or (is_stop(part) and part not in _KEPT) or part in NUMBER_WORDS or part[0].isdigit():
                continue
            name, sign = _concept(part, [other.text for other in found[at + 1 : at + 4]])
            reporting = stem(part) in REPORTING
            mode = _mode(part, before, made[max(opened, len(made) - 3) :])
            after = found[at + 1].text.casefold() if at + 1 < len(found) else ""
            taking = after in _TAKES or after[:1].isdigit() or after in NUMBER_WORDS
            if not mode and part in _SAME_PAST and (taking or _follows_name(text, made, before)):
                mode = "done"
            bound = part in _BOUNDS and (after[:1].isdigit() or after in NUMBER_WORDS or after in ("a", "an"))
            number = before[-1].casefold() if before else ""
            scale = part in _SCALES and (number[:1].isdigit() or number in NUMBER_WORDS)
            idle = part in _LINKING or bound or scale or (part in _SET and after in ("to", "for"))
            signs: frozenset[int] = frozenset({sign})
            denied = bool(strict) and not part.endswith("ly") and not reporting
            if denied:
                signs = frozenset({-sign})
                strict = 0
                loose -= 1
            elif loose:
                signs = OPEN
                loose -= 1
            made.append(Token(part, word.start, name, signs, mode, clause, denied, content=not (reporting or idle)))
            if stem(part) in _REFUSING:
                strict, loose = int(text[word.end :].lstrip().startswith("to ")), 3
        if not folded.endswith("ly"):  # "will certainly win"
            before = []
    yield from made


def _follows_name(text: str, made: Sequence[Token], before: Sequence[str]) -> bool:
    """Whether a word stands right behind one with a capital letter: "Smith cut taxes"."""
    return bool(made) and not before and text[made[-1].start].isupper()


def _concept(word: str, following: Sequence[str]) -> tuple[str, int]:
    """The concept of a word; of "more" and "before" it is one with the word that they are said of."""
    if word in _DEGREE or word in _TIME:
        after = next((other for other in following if not is_stop(other)), "")
        kind, sign = ("time", _TIME[word]) if word in _TIME else ("degree", _DEGREE[word])
        return f"{kind}:{concept(after)[0]}", sign
    if word == "last" and following and (following[0].casefold() in _SINCE_LAST | set(NUMBER_WORDS)):
        return concept("previous")
    return concept(word)


def _mode(word: str, before: Sequence[str], made: Sequence[Token]) -> Mode:
    """Whether what a verb says is done, lies ahead or is only possible, told by the words right before it."""
    close = before[-4:]
    if word.endswith("ing") and not before and made and stem(made[-1].text) in _PROPOSED:
        return "meant"
    if before in (["the"], ["its"], ["any"]) and made and stem(made[-1].text) in _OPPOSED:
        return "wished"  # by others: "opposes the release"
    if any(item in _AHEAD or item.endswith("'ll") for item in close):
        return "ahead"
    if any(item in ("may", "might", "could") for item in close):
        return "possible"
    if any(item in _POSSIBLE or item.removesuffix("n't") in _POSSIBLE for item in close):
        return "should"
    if "whether" in close:
        return "possible"
    if "to" in close[-2:]:
        if made and made[-1].text == "used":
            return "done"
        governing = {stem(token.text) for token in made}
        if "likely" in close or governing & _WISHED:
            return "wished"
        if _BE & set(close[:-1]) or governing & _MEANT:
            return "meant"
    if any(item in _DONE or item.removesuffix("n't") in _DONE for item in close) and word.endswith(
        ("ed", "en", "t", "n")
    ):
        return "done"
    if word.endswith("ed") or word in PAST_FORMS:
        return "done"
    return ""
