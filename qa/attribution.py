"""Who says a thing, and who does it to whom, told by the order of the words around a verb.

"A said", "said A", "according to A" and "in A's view" name a speaker; "A asked B" and "B was asked by A" have
the same doer. Where no rule fits, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.claims import PAST_VERB, Claim, Token, claim_of, is_title
from qa.lexicon import concept
from qa.places import country_of
from qa.wording import is_stop, stem

_VERB = (
    r"(?:said|says|say|saying|added|adds|stressed|stresses|noted|notes|explained|explains|announced|announces|emphasi[sz]e[sd]|"
    r"remarked|claim(?:s|ed)|mentioned|argue[sd]|insist(?:s|ed)|stated|states|reported|reports|declared|pointed out|"
    r"voiced|expressed|regretted|regrets|confirmed|confirms|denied|denies|warned|warns|"
    r"told|tells|wrote|writes|underlined|hoped|complained|suggested|suggests|acknowledged|admitted|"
    r"called|calls|described|describes|dwelt|observed|argued|joked|recalled|urged|charged|promised|"
    r"tweeted|tweets|testified|testifies|replied|replies)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the (?:view|words|opinion|eyes) of)\s+(?P<who>[^,.;]+)", re.I)
_VIEW = re.compile(r"\b[Ii]n (?P<who>[\w\s-]+?)'s? (?:view|opinion|words|eyes)\b")
_AFTER = re.compile(  # nothing but more about the speaker may follow: "A, head of B, said C came" names A
    rf"(?:,|^|\")\s*(?!call|describ){_VERB}\s+(?!that\b)(?P<who>(?:[a-z-]+\s+){{0,4}}?[A-Z][\w'-]*"
    r"(?:\s+(?:al-?|of|the|bin|[A-Z])[\w'-]*)*(?:\s+[a-z-]+(?:\s+[A-Z][\w'-]*)+)?)"
    r"(?=\s*(?:[,.;:]|$|who\b|in an?\b|on\b))"
)
_BEFORE = re.compile(rf"(?P<who>[^;.]*?)\b{_VERB}\b")
_PAST = re.compile(rf"\b{PAST_VERB}\b")
_DOING = frozenset(
    concept(word)[0]
    for word in """
    ask invite tell urge accuse blame attack beat kill write visit replace warn thank help elect appoint sue arrest
    shoot invade persuade succeed advise praise criticise threaten follow hire marry employ teach send give receive
    support reject condemn overthrow injure interview question join own buy lend owe inform beg honour protect free
    press sued beaten lent honored bomb sanction defeat
    """.split()
) - {"talk"}
_NO_DEED = frozenset("die dies died dying dead death deaths fatal fatality fatalities casualty casualties".split())
_NOUN_BEFORE = frozenset("a an the no its their his her my our your for under more much little some any".split())
_ASKING = frozenset(concept(word)[0] for word in "ask urge beg press invite tell advise".split())  # one deed
_BE = frozenset("is are was were be been being".split())
_REACH = 9  # words on either side of a verb


@dataclass(frozen=True)
class Deed:
    """What is done, by whom and to whom."""

    verb: str  # its concept, of all that ask somebody to do something the same
    doer: frozenset[str]  # names where both sides have some, else all words that say something
    done_to: frozenset[str]


def _key(token: Token) -> str:
    return country_of(token.text) or token.concept


def name_keys(text: str) -> frozenset[str]:
    """The names in a text, as keys to compare: stems, or countries."""
    claim = claim_of(f"by {text}")  # so that a single word that is a name counts as one
    return frozenset(
        _key(token) for token in claim.tokens if token.name and not is_title(token.text) and not is_stop(token.text)
    )


@lru_cache(maxsize=4_000)
def speakers(text: str) -> tuple[frozenset[str], ...]:
    """Those whom a text (see `lexicon.plain`) has say something: the names of each."""
    found = [name_keys(match["who"]) for pattern in (_ACCORDING, _VIEW) for match in pattern.finditer(text)]
    inverted = {match.start("who"): name_keys(match["who"]) for match in _AFTER.finditer(text)}
    found += inverted.values()
    before: frozenset[str] = frozenset()
    for match in _BEFORE.finditer(text):
        after = match.end() + 1
        if after in inverted:
            continue
        segment = re.split(r"\b(?:that|because|while|although|when|whom|which)\b", match["who"])[-1]
        if re.search(r"\b(?:is|are|was|were|been|being)\s*$", segment):
            continue  # "A was told by B"
        segment = re.sub(r"(?:\s*\b(?:has|have|had|also|then|now|later|further|again|is|was|will))+\s*$", "", segment)
        parts = [part for part in segment.split(",") if part.strip()]
        if not parts:
            continue
        keys = name_keys(parts[-1].strip())
        if segment.rstrip().endswith(",") and len(parts) > 1:  # "A, head of B, said"
            keys = keys.union(*(name_keys(part.strip()) for part in parts))
        elif "who" in parts[-1].split() and len(parts) > 1:
            keys |= name_keys(parts[-2].strip())
        if before and segment.rstrip().endswith(" and"):  # "A praised B and said": A said
            keys = before
        elif segment.rstrip().endswith(" and") and (verb := _PAST.search(match["who"])):  # "The group met A and said"
            keys = name_keys(match["who"][: verb.start()])
        before = keys
        found.append(keys)
    return tuple(keys for keys in found if keys)


def other_speaker(said: Claim, cited: Sequence[Claim], context: str) -> str | None:
    """Why a sentence has the wrong one say it; None where its speaker fits, or where none can be told."""
    own = speakers(said.text)
    theirs = [keys for claim in cited for keys in speakers(claim.text)]
    if not own or not theirs:
        return None
    known = frozenset().union(*theirs) | name_keys(context) | {stem(part) for part in context.split()}
    if not any(keys & known for keys in own):
        return "The cited words have somebody else say it."
    return None


def deeds(claim: Claim) -> Iterator[Deed]:
    """What is done in a claim, where a known verb stands between names or things."""
    for at, token in enumerate(claim.tokens):
        if token.concept not in _DOING or token.name or token.text.casefold() in _NO_DEED:
            continue
        rest = claim.text[token.start + len(token.text) :]
        last = claim.text[: token.start].split()[-1:]
        if re.match(r"\s+(?:of|from)\b", rest) or (
            last and (last[0].casefold() in _NOUN_BEFORE or last[0].endswith("'s"))
        ):
            continue  # a noun: "the support of A", "help from A"
        before = [item for item in claim.tokens[max(0, at - _REACH) : at] if item.clause >= token.clause - 2]
        after = [item for item in claim.tokens[at + 1 : at + 1 + _REACH] if item.clause <= token.clause + 1]
        lead = claim.text[max(0, token.start - 25) : token.start].casefold().split()[-3:]
        if re.match(r"\s+by\s", rest) or (
            _BE & set(lead) and (token.text.endswith(("ed", "en", "t", "n", "d")) or token.text == "struck")
        ):
            by = re.search(r"\bby\s", rest)
            doers = [item for item in after if by and item.start >= token.start + len(token.text) + by.start()]
            yield _deed(token.concept, doers, before)
        else:
            sold = token.concept == concept("buy")[0] and concept(token.text)[1] < 0  # the buyer stands behind it
            yield _deed(token.concept, *((after, before) if sold else (before, after)))


def _deed(verb: str, doers: Sequence[Token], done_to: Sequence[Token]) -> Deed:
    named = all(any(token.name for token in side) for side in (doers, done_to))
    sides = [
        frozenset(_key(token) for token in side if token.name or (token.content and not named))
        for side in (doers, done_to)
    ]
    return Deed("ask" if verb in _ASKING else verb, *sides)


def swapped(said: Claim, cited: Sequence[Claim]) -> str | None:
    """Why a sentence has it the other way round ("A asked B" for "B asked A"); None where it has not."""
    theirs = [deed for claim in cited for deed in deeds(claim)]
    for deed in deeds(said):
        same = [other for other in theirs if other.verb == deed.verb and other.doer and other.done_to]
        if not same or not deed.doer or not deed.done_to:
            continue
        if all(_crosses(deed, other) for other in same):
            return "The cited words have it the other way round: who does it and to whom."
    return None


_NUMBER_OR_NAME = (
    r"(?:the |an? |about |nearly |some )*"
    r"([$€£]?\d[\d.,]*\d(?: ?%| percent)?|\d(?: ?%| percent)?|[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)"
)
_ROUTE = re.compile(
    rf"\bfrom {_NUMBER_OR_NAME}(?:(?!\bfrom\b)[^.;])*? (?:in)?to {_NUMBER_OR_NAME}|"
    rf"\b(?:in)?to {_NUMBER_OR_NAME},? (?:up |down )?from {_NUMBER_OR_NAME}"
)


def routes(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """From where and to where a text tells, each as words to compare: "from 5% to 7%", "to Oslo from Rome"."""
    found = []
    for match in _ROUTE.finditer(text):
        ends = match.group(1, 2) if match[1] else match.group(4, 3)
        origin, goal = (
            frozenset(country_of(word) or stem(word.strip(".,")) for word in end.split() if not is_stop(word))
            for end in ends
        )
        found.append((origin, goal))
    return found


def rerouted(said: Claim, cited: Sequence[Claim]) -> str | None:
    """Why a sentence goes from where the cited words go to; None where it does not."""
    theirs = [route for claim in cited for route in routes(claim.text)]
    for origin, goal in routes(said.text):
        back = [(one, two) for one, two in theirs if (origin - one) & two and (goal - two) & one]
        if back and len(back) == len([route for route in theirs if (origin | goal) & (route[0] | route[1])]):
            return "The cited words have it the other way round: from where and to where."
    return None


_DONE_BY = re.compile(r"\b(?P<verb>\w+) by (?P<who>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)")
_DOES_TO = re.compile(r"\b(?P<verb>\w+) (?P<who>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)")


def undone(said: Claim, cited: Sequence[Claim]) -> str | None:
    """Why somebody did not have done to them what a sentence says, but did it: "he beat A" for "he was beaten by A"."""
    theirs = " | ".join(claim.text for claim in cited)
    by, to = (
        {(concept(match["verb"]), key) for match in pattern.finditer(theirs) for key in name_keys(match["who"])}
        for pattern in (_DONE_BY, _DOES_TO)
    )
    for match in _DOES_TO.finditer(said.text):
        done = {(concept(match["verb"]), key) for key in name_keys(match["who"])}
        passive = _BE & set(said.text[: match.start()].casefold().split()[-2:])
        if done & by and not done & to and not passive and concept(match["verb"])[0] in _DOING:
            return "The cited words have it the other way round: who does it and to whom."
    return None


def _crosses(one: Deed, two: Deed) -> bool:
    straight = len(one.doer & two.doer) + len(one.done_to & two.done_to)
    doer, done_to = len((one.doer - two.doer) & two.done_to), len((one.done_to - two.done_to) & two.doer)
    return bool(doer and done_to) and doer + done_to > straight
