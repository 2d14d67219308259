"""Who has which part in a thing, and how far it has come, where the words are all there but the parts are not.

"Killed by police" for "killed by a bystander", "joined the Liberals" for "joined the Conservatives", his mother for his
sister, won for nominated. Each rule only speaks where the cited words fill the same part with something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.attribution import name_keys
from qa.claims import PAST_VERB, REPORTING, Claim
from qa.lexicon import concept
from qa.places import country_of, is_place
from qa.wording import is_stop, stem, words

_NAME = r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)*"
_BY = re.compile(rf"\b({PAST_VERB}|beaten|shot|hit|struck|run) by ((?:(?!\w+ by )[\w'$%-]+ ?){{1,9}})")
_BEHIND = re.compile(rf"(?<!was )(?<!were )(?<!been )(?<!be )(?<!is )(?<!are )\b({PAST_VERB}) (?:the )?({_NAME})")
_OBJECT = re.compile(rf"\b({PAST_VERB}|[A-Za-z]+ing) (?:the )?({_NAME})")
_OWNED = re.compile(
    rf"\b({PAST_VERB}|[a-z]+ing) ([A-Z][\w-]*(?: [A-Z][\w-]*)*)'s? (?:[\w-]+ )?"
    r"(?:\w+(?:er|or|ent|ist|ant|ee)|rival|aide|wife|husband|son|daughter|mother|father|brother|sister|friend|ally)s?\b"
)
_INFRONT = re.compile(
    rf"({_NAME}) (?:and (?:his|her|their) \w+ )?(?:(?:has|had|have|also|then|later|once) )*({PAST_VERB}) "
)
_NO_PART = REPORTING | frozenset(  # verbs that tell what is said, or what goes both ways
    stem(word) for word in "met married fought faced played wed divorced".split()
)
_KIN = {  # each with those that the same two people may be called by
    stem(word): frozenset(map(stem, others.split()))
    for word, others in {
        "mother": "mother mom mum parent son daughter child",
        "father": "father dad parent son daughter child",
        "son": "son child boy father mother parent",
        "daughter": "daughter child girl father mother parent",
        "brother": "brother sibling sister twin",
        "sister": "sister sibling brother twin",
        "wife": "wife spouse husband married widow",
        "husband": "husband spouse wife married widower",
        "uncle": "uncle nephew niece",
        "aunt": "aunt nephew niece",
        "cousin": "cousin",
    }.items()
}
_STEPS = tuple(  # a thing that has come as far as the one before the bar has not come as far as the one behind it
    tuple(frozenset(concept(word)[0] for word in side.split()) for side in line.split("|"))
    for line in (
        "nominated nomination|won win",
        "injured wounded|killed died dead",
        "suspected accused alleged charged indicted|convicted guilty sentenced",
        "proposed bill proposal|enacted enact",
        "sued lawsuit|ruled ruling",
        "shortlisted finalist|won",
    )
)
_SAYS = re.compile(
    r"(?P<who>(?:[\w'.-]+,? ){1,8}?)(?:(?:has|have|had|also|then) )*(?:said|says|say|told|argued|claimed|countered|"
    r"stated|admitted|painted|portrayed|contended|insisted|warned|added|denied|maintained|called|described|"
    r"suggested|believes?)\b"
)
_TOGETHER = re.compile(r"\b(?:together|combined|jointly|between them|in total|collectively)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|apiece)\b", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:\w{2,}est|most|best|least|worst)\b[^,;.]*\bof (?:any|all)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:any|all|every\w*|ever|overall|whole)\b", re.IGNORECASE)


def misplaced(said: Claim, cited: Sequence[Claim]) -> str | None:
    """Why a sentence puts something into a part that the cited words give to something else; None where it does not."""
    theirs = " | ".join(claim.text for claim in cited)
    for rule in (
        _other_doer,
        _other_subject,
        _done_to,
        _other_object,
        _owner,
        _other_side,
        _other_kin,
        _further,
        _wider,
    ):
        if reason := rule(said.text, theirs):
            return reason
    return None


def _behind_by(text: str) -> Iterator[tuple[str, str, str]]:
    """What is done by whom, in a text: the concept of the verb, those by whom, and how that reads."""
    for match in _BY.finditer(text):
        who = re.split(r"\b(?:and|but|who|which|that|in|on|at|after|before|with|to|for|from|as|by)\b", match[2])[0]
        yield concept(match[1])[0], match[2], who.strip()


def _keys(text: str) -> set[str]:
    return {concept(word.text)[0] for word in words(text) if not is_stop(word.text)} | set(name_keys(text))


def _other_doer(said: str, theirs: str) -> str | None:
    """Killed by police for killed by a bystander."""
    there = list(_behind_by(theirs))
    for verb, _, who in _behind_by(said):
        same = [other for other in there if other[0] == verb]
        mine = _keys(who)
        if mine and same and not any(mine & _keys(other[1]) or not _keys(other[1]) for other in same):
            return f"The cited words have it done by “{same[0][2]}”."
    return None


def _other_subject(said: str, theirs: str) -> str | None:
    """Moss conceded for Reid conceded to Moss."""
    known = name_keys(theirs)  # a name of the title alone may stand behind any "he"
    named = {other.start(2) for other in _INFRONT.finditer(theirs)}
    for match in _INFRONT.finditer(said):
        keys = name_keys(match[1])
        if stem(match[2]) in _NO_PART or not keys & known:
            continue
        found = list(re.finditer(rf"\b{match[2]}\b", theirs))
        leading = [re.split(r"[.;|]", theirs[: other.start()])[-1] for other in found]
        plainly = bool(found) and all(other.start() in named for other in found)
        if plainly and not any(keys & name_keys(before) for before in leading):
            return f"The cited words have another name before “{match[2]}”."
    return None


def _done_to(said: str, theirs: str) -> str | None:
    """Smith persuaded somebody for somebody persuaded Smith."""
    objects = {(concept(match[1]), key) for match in _OBJECT.finditer(theirs) for key in name_keys(match[2])}
    doers = {(concept(match[2]), key) for match in _INFRONT.finditer(theirs) for key in name_keys(match[1])}
    for match in _INFRONT.finditer(said):
        verb = concept(match[2])
        keys = name_keys(match[1])
        if stem(match[2]) in _NO_PART or not keys:
            continue
        if all((verb, key) in objects for key in keys) and not any((verb, key) in doers for key in keys):
            return "The cited words have it the other way round: who does it and to whom."
    return None


def _other_object(said: str, theirs: str) -> str | None:
    """Joined the Liberals for joined the Conservatives."""
    for match in _BEHIND.finditer(said):
        verb, keys = concept(match[1]), name_keys(match[2])
        placing = any(is_place(word) or country_of(word) for word in match[2].split())
        if stem(match[1]) in _NO_PART or placing or not keys:
            continue
        found = [other for other in re.finditer(rf"\b(?:{PAST_VERB})\b", theirs) if concept(other[0]) == verb]
        reached = [re.split(r"[.;|]|\bafter\b|\bwhen\b", theirs[other.end() :])[0] for other in found]
        plainly = [_BEHIND.match(theirs, other.start()) for other in found]
        if found and all(plainly) and not any(keys & name_keys(" ".join(after.split()[:12])) for after in reached):
            return f"The cited words have another name behind “{match[1]}”."
    return None


def _owner(said: str, theirs: str) -> str | None:
    """Endorsed Kemp for endorsed Kemp's opponent."""
    for match in _OWNED.finditer(theirs):
        whom = rf"\b{re.escape(match[2].split()[-1])}\b(?!')"
        same = [other for other in _OBJECT.finditer(said) if concept(other[1]) == concept(match[1])]
        if any(re.search(whom, other[2]) for other in same) and not re.search(rf"{match[1]} [\w ]*{whom}", theirs):
            return f"The cited words say it of somebody of “{match[2]}'s”."
    return None


def _other_kin(said: str, theirs: str) -> str | None:
    """The mother for the sister."""
    mine, there = ({stem(word.text) for word in words(text)} for text in (said, theirs))
    for word in mine & _KIN.keys():
        if there & _KIN.keys() and not there & (_KIN[word] | {word}):
            return f"The cited words do not say “{word}”."
    return None


def _other_side(said: str, theirs: str) -> str | None:
    """What the defense says for what the prosecution says, where one sentence has both."""
    mine = _SAYS.match(said)
    if not mine:
        return None
    own = _keys(said[mine.end() :]) - _keys(mine["who"])
    for sentence in theirs.split(" | "):
        told: list[tuple[set[str], set[str]]] = []
        for part in re.split(r",? (?:and|while|whereas|but) |; ", sentence):
            match = _SAYS.match(part)
            if match and _keys(match["who"]):
                told.append((_keys(match["who"]), _keys(part[match.end() :])))
            elif told:
                told[-1][1].update(_keys(part))
        here = [keys for who, keys in told if who & _keys(mine["who"])]
        others = [keys for who, keys in told if not who & _keys(mine["who"])]
        if len(here) == 1 and others:
            elsewhere = set().union(*others)
            if len(own & elsewhere - here[0]) > max(1, 2 * len(own & here[0] - elsewhere)):
                return "The cited words have somebody else say it."
    return None


def _further(said: str, theirs: str) -> str | None:
    """Won for nominated, killed for injured, convicted for charged."""
    mine, there = ({concept(word.text)[0] for word in words(text)} for text in (said, theirs))
    for near, far in _STEPS:
        if mine & far and not there & far and there & near and not mine & near:
            return "The cited words do not say that it went so far."
    return None


def _wider(said: str, theirs: str) -> str | None:
    """Each for together, the most of any for the most of some."""
    if _EACH.search(said) and _TOGETHER.search(theirs) and not _EACH.search(theirs):
        return "The cited words say it of all together, not of each."
    if _OF_ALL.search(said) and not _ALL.search(theirs):
        return "The cited words do not say that of all."
    return None
