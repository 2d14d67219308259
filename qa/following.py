"""Sentences that follow a cited one nearly word for word: what stands in the place of what.

Where everything around it is the same, another name, number, day, auxiliary or opposite in its place is a change of
fact, even if the new word stands somewhere else in the cited words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.claims import Claim, is_title
from qa.lexicon import concept
from qa.places import country_of
from qa.wording import MONTHS, NUMBER_WORDS, WEEKDAYS, is_stop, number_spans, numbers, stem, words

_NEAR = 0.6  # share of a sentence's words that must follow the cited one
_LONGEST = 5  # words; a longer stretch that differs is a rewording
_FILLING = (" be", " been", " being", " to")
_DENYING = frozenset("not never no cannot nor neither".split())
_HAVING = frozenset("has have had".split())
_TIMES = {
    word: kind
    for kind, forms in {
        "done": "was were did had",
        "present": "is are am has have does do",
        "ahead": "will shall 'll won't",
        "possible": "may might could",
        "would": "would should",
    }.items()
    for word in forms.split()
}
_OPPOSITES = {
    frozenset(pair.split())
    for pair in (
        "above below|over under|up down|before after|more less|more fewer|most least|most fewest|first last|left right|"
        "with without|always never|often never|many few|most few|all few|all some|all no|every no|some no|every few|"
        "both neither|faster slower|quickly slowly|larger smaller|bigger smaller|early late|earlier later|top bottom|"
        "higher lower|raise lower|ever never|older younger|inside outside|increase lower|longer shorter|north south|"
        "some most|conservative liberal"
    ).split("|")
}
_OPPOSED = {word for pair in _OPPOSITES for word in pair}


@dataclass(frozen=True)
class Piece:
    """One word as it is compared."""

    text: str
    key: str  # what makes it the same as another
    kind: str  # "name", "number", "time", "weekday", "word"
    first: bool = False  # opens the sentence


@lru_cache(maxsize=4_000)
def _pieces(claim: Claim) -> tuple[Piece, ...]:
    named = {token.start for token in claim.tokens if token.name}
    made = []
    spans = number_spans(claim.text)
    for word in words(claim.text):
        folded = word.text.casefold()
        whole = next((span for span in spans if span[0] <= word.start < span[1]), None)
        if whole and "-" not in word.text:  # "3 billion" is one number, as "3bn" is
            if whole[0] == word.start:
                text = claim.text[max(0, whole[0] - 1) : whole[1]]
                made.append(Piece(claim.text[slice(*whole)], min(numbers(text), default="1"), "number"))
            continue
        if folded.endswith("n't"):
            made.append(Piece(word.text, {"won't": "will", "can't": "can"}.get(folded, folded[:-3]), "word"))
            made.append(Piece(word.text, "1 not", "word"))
        elif folded in MONTHS and word.text[0].isupper():
            made.append(Piece(word.text, f"month {MONTHS[folded]}", "time"))
        elif folded in WEEKDAYS:
            made.append(Piece(word.text, folded, "weekday"))
        elif (value := numbers(word.text)) or folded in NUMBER_WORDS:
            made.append(Piece(word.text, min(value, default="1"), "number"))
        elif word.start in named:
            made.append(Piece(word.text, country_of(word.text) or stem(word.text), "name"))
        else:
            name, sign = concept(word.text)
            key = folded if folded in _OPPOSED | set(_TIMES) else f"{sign} {name}"
            made.append(Piece(word.text, key, "word", not made))
    return tuple(made)


def changed(said: Claim, cited: Sequence[Claim]) -> str | None:
    """What a sentence that follows a cited one has changed; None where it follows none, or changes no fact."""
    own = _pieces(said)
    best: tuple[float, Claim | None] = (_NEAR, None)
    keys = [piece.key for piece in own]
    for claim in cited:
        matcher = SequenceMatcher(None, keys, [piece.key for piece in _pieces(claim)], autojunk=False)
        if matcher.real_quick_ratio() < 0.3:
            continue
        share = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(own))
        if share > best[0]:
            best = (share, claim)
    if best[1] is None:
        return None
    theirs = _pieces(best[1])
    named = {piece.key for piece in (*own, *theirs) if piece.kind == "name"}
    own, theirs = (tuple(_as_name(piece, named) for piece in side) for side in (own, theirs))
    keys = [piece.key for piece in own]
    matcher = SequenceMatcher(None, keys, [piece.key for piece in theirs], autojunk=False)
    steps = matcher.get_opcodes()
    denials = _denials(own)
    standing = {piece.key for piece in theirs}
    if reason := _exchanged(own, theirs):
        return reason
    turned = _by(own) != _by(theirs)  # "A sued B" for "B was sued by A": who does it is told elsewhere
    for kind, start, end, from_, to in steps:
        here, there = own[start:end], theirs[from_:to]
        if turned and kind == "replace" and _crossing(here, there, own, theirs):
            continue
        if max(len(here), len(there)) > _LONGEST:
            continue
        reason = _replaced(here, there, standing) if kind == "replace" else None
        if reason is None and kind == "replace":
            reason = _opening(here, there, own, theirs)
        if reason is None and denials != _denials(theirs):
            reason = _denied(here, there)
        if reason:
            return reason
    return None


def _by(pieces: Sequence[Piece]) -> bool:
    """Whether something is said to be done by a named one."""
    return any(
        one.key == "1 by" and "name" in {two.kind for two in pieces[at + 1 : at + 4]} for at, one in enumerate(pieces)
    )


def _crossing(here: Sequence[Piece], there: Sequence[Piece], own: Sequence[Piece], theirs: Sequence[Piece]) -> bool:
    """Whether the names of two stretches stand in both sentences."""
    ours, others = ({piece.key for piece in side if piece.kind == "name"} for side in (here, there))
    return bool(ours and others) and ours <= {piece.key for piece in theirs} and others <= {piece.key for piece in own}


_SWAPPING = {"name": "name", "weekday": "name", "number": "number"}  # what may stand in another's place
_EVEN = frozenset(f"1 {concept(word)[0]}" for word in "and or with versus vs between meet marry".split())
_ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ship|ance|ence|ism|ics)$")


def _runs(pieces: Sequence[Piece]) -> list[tuple[str, frozenset[str], str]]:
    """Neighbouring words of one name as one, with what makes all others the same: kind, keys, how it reads."""
    made: list[tuple[str, frozenset[str], str]] = []
    for piece in pieces:
        if piece.kind == "name" and made and made[-1][0] == "name":
            made[-1] = ("name", made[-1][1] | {piece.key}, made[-1][2])
        else:
            made.append((piece.kind, frozenset({piece.key}), piece.text))
    return made


def _as_name(piece: Piece, named: set[str]) -> Piece:
    """A word that opens a sentence as the name that it is in the other one."""
    key = stem(piece.text)
    return Piece(piece.text, key, "name") if piece.first and piece.kind == "word" and key in named else piece


def _exchanged(own: Sequence[Piece], theirs: Sequence[Piece]) -> str | None:
    """Two names or numbers that stand in each other's place, with the same words between them."""
    one, two = _runs(own), _runs(theirs)
    first, second = ([_SWAPPING.get(kind) or min(keys) for kind, keys, _ in side] for side in (one, two))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for start, from_, size in matcher.get_matching_blocks():
        differ = [at for at in range(size) if not one[start + at][1] & two[from_ + at][1]]
        if len(differ) != 2:
            continue  # more of them: whole clauses have changed places
        left, right = differ
        if one[start + left][1] & two[from_ + right][1] and one[start + right][1] & two[from_ + left][1]:
            between = {key for item in one[start + left + 1 : start + right] for key in item[1]}
            if between and not between & _EVEN:
                return f"“{one[start + left][2]}” stands where the cited words have “{two[from_ + left][2]}”."
    return None


def _replaced(here: Sequence[Piece], there: Sequence[Piece], standing: set[str]) -> str | None:
    for kind in ("name", "number", "time", "weekday"):
        ours = [piece for piece in here if piece.kind == kind and not is_title(piece.text)]
        theirs = [piece for piece in there if piece.kind == kind and not is_title(piece.text)]
        if (
            kind == "number"
            and ours
            and theirs
            and ours[0].key not in standing
            and _is_rounder(ours[0].key, theirs[0].key)
        ):
            continue  # looked at as a quantity
        if ours and theirs and not {piece.key for piece in ours} & {piece.key for piece in theirs}:
            if kind == "name" and _short_for(ours, theirs):
                continue
            return f"“{ours[0].text}” stands where the cited words have “{theirs[0].text}”."
    for one in here:
        for two in there:
            opposite = frozenset({one.key, two.key}) in _OPPOSITES
            turned = one.key[:2] != two.key[:2] and one.key.lstrip("-1 ") == two.key.lstrip("-1 ") != ""
            if _is_denied_by(one, two) and _denials(here) != _denials(there):
                continue  # "not clear" for "unclear"
            if opposite or (turned and re.match(r"-?1 ", one.key) and one.kind == two.kind == "word"):
                return f"“{one.text}” stands where the cited words have “{two.text}”."
    ours_time = {_TIMES[piece.key] for piece in here if piece.key in _TIMES}
    theirs_time = {_TIMES[piece.key] for piece in there if piece.key in _TIMES}
    if any(piece.key == "1 to" for piece in there):
        theirs_time.add("ahead")  # "are to take part"
    if any(piece.key in _HAVING for piece in there) and "ahead" in ours_time - theirs_time:
        ours_time = {"ahead"}  # "will have taken" for "has taken"
        theirs_time = {"done"}
    rests = [
        {piece.key for piece in side if piece.key not in _TIMES and not piece.key.endswith(_FILLING)}
        for side in (here, there)
    ]
    if rests[0] == rests[1] and ours_time and theirs_time and not _agree(ours_time, theirs_time):
        word = next(piece.text for piece in here if piece.key in _TIMES)
        return f"“{word}” puts it into another time than the cited words do, or makes it surer."
    return None


def _is_denied_by(one: Piece, two: Piece) -> bool:
    """Whether one of two words is the other with "un", "im" or "dis" before it."""
    shorter, longer = sorted((stem(one.text), stem(two.text)), key=len)
    return longer in (f"un{shorter}", f"im{shorter}", f"dis{shorter}")


def _opening(
    here: Sequence[Piece], there: Sequence[Piece], own: Sequence[Piece], theirs: Sequence[Piece]
) -> str | None:
    """Why a capitalised word that opens a sentence may not stand for the name, or the opening word, that is there."""
    if len(here) != 1 or not here[0].first or not here[0].text[:1].isupper() or len(there) > 3:
        return None
    other = next((piece for piece in there if piece.kind == "name" or (piece.first and piece.text[:1].isupper())), None)
    if other is None or any(is_stop(piece.text) or is_title(piece.text) for piece in (here[0], other)):
        return None
    if all(_ABSTRACT.search(piece.text) for piece in (here[0], other)):
        return None
    one, two = stem(here[0].text), stem(other.text)
    if (
        one[:5] == two[:5]
        or one in {stem(piece.text) for piece in theirs}
        or two in {stem(piece.text) for piece in own}
    ):
        return None
    return f"“{here[0].text}” stands where the cited words have “{other.text}”."


def _is_rounder(one: str, two: str) -> bool:
    """Whether a number has fewer digits that say something than another: "2100" than "2130"."""
    return len(one.rstrip("0%")) < len(two.rstrip("0%"))


def _agree(one: set[str], two: set[str]) -> bool:
    """Whether two sets of auxiliaries may say the same: "is" and "was" may, "was" and "will" may not."""
    if one & two:
        return True
    near = ({"done", "present"}, {"present", "ahead"}, {"would", "ahead"}, {"would", "possible"})
    return any(one <= pair and two <= pair for pair in near)


def _short_for(ours: Sequence[Piece], theirs: Sequence[Piece]) -> bool:
    """Whether a name is the other's initials: "UN" for "United Nations"."""
    one, two = ("".join(piece.text[0] for piece in side) for side in (ours, theirs))
    return any(piece.text == two for piece in ours) or any(piece.text == one for piece in theirs)


def _denials(pieces: Sequence[Piece]) -> int:
    return sum(piece.key in _DENYING or piece.key.endswith(" not") for piece in pieces)


def _denied(here: Sequence[Piece], there: Sequence[Piece]) -> str | None:
    """Why one of two stretches that are else the same denies and the other does not."""
    ours, theirs = ([piece.key for piece in side if piece.key not in _TIMES] for side in (here, there))
    if ours and not theirs and all(key in _DENYING or key.endswith(" not") for key in ours):
        return "The cited words do not deny it."
    if theirs and not ours and all(key in _DENYING or key.endswith(" not") for key in theirs):
        return "The cited words deny it."
    return None
