"""How many of its evidence's words a question repeats: the less, the harder the question is to look up.

A content word is a word of the question that is no stop word, question word, number or name. Words are
compared by their stems (the Snowball English stemmer, https://snowballstem.org/algorithms/english).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import snowballstemmer

from evals.cases import Case

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_START = re.compile(r"(?:^|[.!?:;]|\n)[\s\"'“”‘’()\[\]–—-]*$|[\"“‘(\[]$")

STOP_WORDS = frozenset(
    """
    a about above after again against all almost also although always am among an and another any anybody
    anyone anything are aren't around as at away back be because been before being below between both but by
    came can can't cannot come could couldn't did didn't do does doesn't doing don't down during each either
    else ever every everybody everyone everything few for from further get gets getting given go goes
    going gone got had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself
    him himself his how how's however i i'd i'll i'm i've if in instead into is isn't it it's its itself just
    let let's like many may maybe me might mine more most much must my myself neither no
    nobody none nor not nothing now of off often on once one's only onto or other others our ours ourselves
    out over own per please quite rather really s said same say saying says shall she she'd she'll she's
    should shouldn't since so some somebody someone something still such t tell than that that's the their
    theirs them themselves then there there's these they they'd they'll they're they've thing things this
    those though through till to too toward towards under until up upon us very via was wasn't we we'd we'll
    we're we've well went were weren't what what's whatever when when's where where's whether which while who
    who's whom whose why why's will with within without won't would wouldn't yes yet you you'd you'll you're
    you've your yours yourself yourselves
    """.split()
)
NUMBER_WORDS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
    thousand thousands million millions billion billions dozen dozens half first second third
    """.split()
)
NAME_PARTICLES = frozenset("al bin de el ibn van von".split())  # written small inside names
NOT_CONTENT = STOP_WORDS | NUMBER_WORDS | NAME_PARTICLES

_stemmer = snowballstemmer.stemmer("english")


def stems(words: Iterable[str]) -> set[str]:
    """The stems of words, in lower case; a possessive 's is left off."""
    plain = [re.sub(r"'s$", "", word.casefold().replace("’", "'")) for word in words]
    return set(_stemmer.stemWords(plain))


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words, in lower case, that stand capitalised inside a sentence somewhere in the texts."""
    names: set[str] = set()
    for text in texts:
        names.update(_inner_capitals(text))
    return frozenset(names)


def content_words(question: str, names: frozenset[str]) -> list[str]:
    """The question's content words, in order: no stop words, question words, numbers or names.

    A name is a word capitalised inside a sentence of the question, or one of `names` (from `names_in`).
    """
    names = names | _inner_capitals(question)
    words: list[str] = []
    for match in WORD.finditer(question):
        word = _plain(match[0])
        if word in NOT_CONTENT or word in names or any(character.isdigit() for character in word):
            continue
        words.append(word)
    return words


def shared_wording(case: Case, names: frozenset[str]) -> float:
    """The share of the case's content words whose stem stands in one of its evidence quotes.

    |stems of content words in the evidence| / |stems of content words|; 0 where there is no content word.
    Only the question counts, not the history of a follow-up.
    """
    asked = stems(content_words(case.question, names))
    if not asked:
        return 0.0
    told = stems(WORD.findall(" ".join(evidence.quote for evidence in case.evidence)))
    return len(asked & told) / len(asked)


def _inner_capitals(text: str) -> set[str]:
    return {
        _plain(match[0])
        for match in WORD.finditer(text)
        if match[0][0].isupper() and not SENTENCE_START.search(text[max(0, match.start() - 20) : match.start()])
    }


def _plain(word: str) -> str:
    word = word.casefold().replace("’", "'")
    return word if word in STOP_WORDS else re.sub(r"'s$", "", word)
