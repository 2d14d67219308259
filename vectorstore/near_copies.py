"""A near-copy tells what another article tells, in nearly the same words and with the same figures.

Syndicated stories are such: with another headline, a dateline, a credit, a few words changed, a paragraph cut or
added. Likely ones are found by MinHash in bands (Broder 1997; Indyk and Motwani 1998), then judged by their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from datasketch import MinHash

FEWEST_WORDS = 30  # a shorter text is no near-copy of any: too little of it could be alike by chance
SIMILAR = 0.62  # Jaccard similarity of the shingles of two near-copies, at least
_CHANGED = 0.2  # of the figures of the text that has fewer: this share may be others in the other text, ...
_FEW_CHANGED = 1  # ... or this many: a dateline has one

_SHINGLE = 3  # words
_MOST_WORDS = 10_000  # of a text, from its beginning: a longer one is known by these
_ROWS = 4  # hash values in a band: two texts of similarity s share one of the bands with 1 - (1 - s^4)^32
_BANDS = 32
_AT_ONCE = 2_000  # shingles hashed together, so that a long text takes no more memory than a short one

_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Likeness:
    """What two texts are compared by."""

    shingles: frozenset[str]  # every run of three words
    figures: Counter[str]  # the words with a digit in them


def likeness_of(text: str) -> Likeness | None:
    """What a text is compared by; None for one that is too short to compare."""
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return None
    shingles = frozenset(map(" ".join, zip(*(words[at:] for at in range(_SHINGLE)), strict=False)))
    return Likeness(shingles, Counter(word.replace(",", "") for word in words if _FIGURE.search(word)))


def are_near_copies(one: Likeness, other: Likeness) -> bool:
    """Whether two texts are near-copies.

    The figures must agree too: tomorrow's weather has the words of today's. Those of a paragraph that only one
    text has say nothing, so what counts is how many stand in each text and not in the other.
    """
    shared = len(one.shingles & other.shingles)
    if shared < SIMILAR * (len(one.shingles) + len(other.shingles) - shared):
        return False
    changed = min((one.figures - other.figures).total(), (other.figures - one.figures).total())
    fewer = min(one.figures.total(), other.figures.total())
    return changed <= max(_FEW_CHANGED if fewer > _FEW_CHANGED else 0, _CHANGED * fewer)


def bands_of(likeness: Likeness) -> list[int]:
    """The keys (64 bits, with a sign) of a text's bands: near-copies have at least one in common, almost surely."""
    signature = _blank().copy()
    for shingles in _in_parts(sorted(likeness.shingles)):
        signature.update_batch(shingles)
    values = signature.hashvalues
    return [
        int.from_bytes(
            blake2b(bytes([at]) + values[at * _ROWS : (at + 1) * _ROWS].tobytes(), digest_size=8).digest(), signed=True
        )
        for at in range(_BANDS)
    ]


def _in_parts(shingles: list[str]) -> Iterator[list[bytes]]:
    for at in range(0, len(shingles), _AT_ONCE):
        yield [shingle.encode() for shingle in shingles[at : at + _AT_ONCE]]


@cache
def _blank() -> MinHash:
    """The signature of nothing; drawing the permutations anew for each text would take as long as hashing it."""
    from datasketch import MinHash  # slow to import, so only by who adds articles

    return MinHash(_ROWS * _BANDS, seed=1, hashfunc=crc32, scheme="affine32")
