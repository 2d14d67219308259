"""What the cited words leave open or bound, and a sentence says without it.

An allegation told as a fact, the largest for one of the largest, a president for a former one, all for some, "because"
for "after". Each rule looks at the cited sentences nearest to the claim, and only speaks where all of them say it so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from qa.claims import PAST_FORMS, REPORTING, Claim
from qa.places import is_place
from qa.wording import is_stop, stem, words

_RANK = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
_BEST = r"(?:\w{2,}est|most \w+|leading|top)"
_NOT_BEST = re.compile(rf"\b(?:one of|among|amongst|some of|{_RANK})\b[^,;.]{{0,40}}?\b({_BEST})\b", re.IGNORECASE)
_BEST_OF = re.compile(rf"\b({_BEST})\b", re.IGNORECASE)
_WAS = re.compile(
    r"\b(former|ex|deputy|vice|acting|interim|assistant|shadow|outgoing|incoming|honorary)[ -](?:[\w'.-]+ ){0,2}?"
    r"(president|minister|chancellor|secretary|governor|mayor|judge|chairman|chairwoman|chair|chief|ambassador|leader|head|"
    r"director|executive|officer|commissioner|speaker|senator|prosecutor|manager|coach|captain|champion|principal|editor)s?\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:previously|formerly|once|used to be|(?:was|were|been|served as) (?:an?|the)\b)", re.IGNORECASE
)
_ONLY = re.compile(r"\b(?:the|its|his|her|their) (?:only|sole)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:one|some|several) of (?:the|its|his|her|their)\b|\bamong\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:some|most|mostly|many|several|few|majority|half|third|quarter|part|parts|minority|nearly|almost)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:all|every|everyone|everybody|entire|whole)\b", re.IGNORECASE)
_WHOLE_TOO = re.compile(
    r"\b(?:all|every\w*|each|entire\w*|whole|both|complet\w+|full\w*|total\w*|any|none|no|always)\b", re.IGNORECASE
)
_DEED = re.compile(
    r"(?:tion|sion|ment|al|ance|ence|ure)s?$|^(?:goal|win|victory|loss|defeat|death|visit|trip|attack|result|own)s?$"
)
_AUXILIARIES = frozenset("is are was were has have had will would does did do can could may might must should".split())
_SINCE = re.compile(
    r"\b(?:because|due to|owing to|as a result|caused|thanks to|led to|resulted in|prompted|triggered)\b", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:because|due|owing|result\w*|caus\w+|thanks|led|leads?|leading|prompt\w*|trigger\w*|since|reasons?|why|so|thus|therefore|"
    r"forc\w+|blam\w+|over|amid|as|by|for|driven|spark\w*|fuel\w*|attribut\w+|cit\w+|brought|made|help\w*|contribut\w+|"
    r"consequen\w+|out of|on account|with)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:after|following|when|then|before|since)\b", re.IGNORECASE)


def unqualified(said: Claim, near: Sequence[Claim]) -> str | None:
    """The largest for one of the largest, a president for a former one, all for some, because for after."""
    theirs = "\n".join(claim.text for claim in near)
    if not _NOT_BEST.search(said.text):
        among = {match[1].casefold() for match in _NOT_BEST.finditer(theirs)}
        plainly = {match[1].casefold() for match in _BEST_OF.finditer(_NOT_BEST.sub(" ", theirs))}
        for match in _BEST_OF.finditer(said.text):
            if match[1].casefold() in among - plainly:
                return f"The cited words do not say that it is the {match[1]} of all."
    if _ONLY.search(said.text) and _ONE_OF.search(theirs) and not re.search(r"\b(?:only|sole|solely)\b", theirs, re.I):
        return "The cited words do not say that it is the only one."
    posts = {match[2].casefold(): match[1] for match in _WAS.finditer(theirs)}
    unlike = _WAS.sub(" ", theirs).casefold()
    mine = _WAS.sub(" ", said.text).casefold()
    for post, was in posts.items():
        past = was.casefold() in ("former", "ex") and _ONCE.search(said.text)
        if re.search(rf"\b{post}\b", mine) and post not in unlike and not past:
            return f"The cited words say “{was} {post}”."
    whole = _WHOLE.search(said.text)
    if whole and _PART.search(theirs) and not _PART.search(said.text) and not _WHOLE_TOO.search(theirs):
        return f"The cited words do not say “{whole[0]}”."
    since = _SINCE.search(said.text)
    if since and _THEN.search(theirs) and not _CAUSE.search(theirs):
        return f"The cited words do not say that it was {since[0]} that."
    return None


_OWNED = re.compile(r"\b(?P<owner>[\w-]+)(?:'s|(?<=s)') (?P<owned>(?:[\w-]+ ){0,2}[\w-]+)")
_SPEAK_FOR = frozenset(  # whose deeds are also those of their country, company or court
    """
    government authorities officials army military forces troops police parliament lawmakers ministry regime state team
    side judges judge board spokesman spokeswoman spokesperson representatives leadership delegation negotiators navy
    diplomats foreign defence defense national security armed air top
    """.split()
)


def disowned(said: Claim, near: Sequence[Claim]) -> str | None:
    """The mayor for the mayor's brother: the owner does what only the owned one does."""
    theirs = "\n".join(claim.text for claim in near)
    own = {stem(word.text) for word in words(said.text)}
    for match in _OWNED.finditer(theirs):
        owner = re.escape(match["owner"])
        does = re.search(rf"\b{owner}\b(?!') ([\w'-]+)", said.text, re.IGNORECASE)
        if is_stop(match["owner"]):
            continue  # "it's one of the first"
        if does is None or not _is_verb(does[1]) or re.search(rf"\b{owner}\b(?!')", theirs, re.IGNORECASE):
            continue
        owned = list(takewhile(lambda word: not _is_verb(word), match["owned"].split()))
        if is_place(match["owner"]) or match["owner"].islower():
            owned = [word for word in owned if word.casefold() not in _SPEAK_FOR]
        owned = [word for word in owned if not _DEED.search(word)]  # the loss of one who lost
        if owned and not {stem(word) for word in owned} & own:
            return f"The cited words say it of “{match['owner']}'s {' '.join(owned)}”."
    return None


def _is_verb(word: str) -> bool:
    """Whether a word behind a name may say what the one named does."""
    folded = word.casefold()
    return folded in PAST_FORMS or folded.endswith("ed") or folded in _AUXILIARIES or stem(folded) in REPORTING


_DENIED = (
    r"(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing))"
    r"(?: (?:\w+ )?(?:claims?|reports?|allegations?|accusations?|suggestions?|rumou?rs?|idea|charges?))?"
    r"(?: that| of|(?= \w+ing\b))"
)
_STILL_DENIED = (
    r"den\w+|dismiss\w*|reject\w*|refut\w*|disput\w*|not|no|never|nor|neither|false|untrue|wrong|nothing|without"
)
_ASKED = (
    r"(?:unclear|unknown|uncertain|not (?:yet )?(?:clear|known|certain)|investigat\w+|examin\w+|prob(?:es?|ed|ing)|"
    r"consider\w*|decid\w*|doubt\w*|see|determine|discuss\w*|debat\w*|looking into)(?: whether| if)"
)
_STILL_ASKED = (
    r"whether|if|unclear|unknown|uncertain|(?-i:may)|might|could|would|possib\w+|investigat\w+|prob(?:es?|ed|ing)|question\w*|"
    r"not|no|doubt\w*|consider\w*|decid\w*|undecided|decision|examin\w+|asked|discuss\w*|debat\w*"
)
_ALLEGED = (
    r"alleg(?:e|es|ed|edly|ing)|accus(?:e|es|ed|ing)(?: [\w' -]{1,40}?)? of|suspected of|charged (?:\w+ )?with|"
    r"purportedly|supposedly|claim(?:s|ed)? (?:that|(?=he|she|it|they|(?-i:[A-Z])))|reportedly"
)
_STILL_ALLEGED = (
    r"alleg\w+|accus\w+|suspe\w+|charg\w+|purported\w*|supposed\w*|claim\w*|reported\w*|reports?|said|says?|saying|told|"
    r"according|den(?:y|ies|ied)|indict\w*|prosecut\w*|view|call(?:s|ed)|argu\w+|insist\w*|stress\w*|added|adds|thinks?|"
    r"thought|believ\w+|rumou?r\w*|apparently|trial|lawsuit|faces?|counts?|stat(?:es?|ed)|announc\w+|maintain\w*|"
    r"not(?:es|ed)|writ\w+|wrote|complain\w*|blam\w+|critici\w+|describ\w+"
)
_UNLIKE = r"unlike|in contrast (?:with|to)|as opposed to|compared (?:with|to)"
_STILL_UNLIKE = r"unlike|contrast\w*|opposed|compar\w+|than|while|whereas|but|different\w*|differ\w*|not|as|against"
_HEDGES = tuple(  # what makes a clause no fact, where its words begin, and what keeps it none
    (re.compile(rf"\b(?:{cue})\b", re.IGNORECASE), re.compile(rf"\b(?:{kept})\b", re.IGNORECASE))
    for cue, kept in (
        (_DENIED, _STILL_DENIED),
        (_ASKED, _STILL_ASKED),
        (_ALLEGED, _STILL_ALLEGED),
        (_UNLIKE, _STILL_UNLIKE),
    )
)
_CLAUSE_END = re.compile(r"[,;]|\b(?:but|while|although|because|before|and (?:said|\w+ed))\b|$")


def unhedged(said: Claim, near: Sequence[Claim]) -> str | None:
    """A thing that the cited words only have denied, asked or alleged, said as a fact."""
    content = {token.concept for token in said.content if token.mode not in ("possible", "should", "meant", "wished")}
    for cue, kept in _HEDGES:
        if content and near and not kept.search(said.text):
            found = [_hedge(cue, claim, content) for claim in near]
            if all(found):
                return f"The cited words say it as no fact: “{found[-1]}”."
    return None


def _hedge(cue: re.Pattern[str], claim: Claim, content: set[str]) -> str:
    """The hedge of a cited sentence, if some of what is said stands in its clause and nowhere else; else nothing."""
    match = cue.search(claim.text)
    if match is None:
        return ""
    end = _CLAUSE_END.search(claim.text, match.end())
    limit = end.start() if end else len(claim.text)
    inside = {token.concept for token in claim.tokens if match.end() <= token.start < limit and token.content}
    outside = {token.concept for token in claim.tokens if token.start >= limit or token.start < match.start()}
    return match[0].strip() if content & inside - outside else ""
