"""A phrase is a run of words that names something a question speaks of: "the Astana talks", "guinea pigs".

They are found by rules, without a parser: words that any text has, question words and verbs part one
phrase from the next. It is enough to tell what a conversation is about; it is no grammar.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.wording import MONTHS, Word, is_stop, names, stem, words

ARTICLES = frozenset("the a an".split())
_POINTING = frozenset("this these those my your our their his her its some any each every another both".split())
_OWNING = frozenset("its their his her".split())
_ASKING = frozenset("which what whose".split())
_PLACING = frozenset("in at on from during since near with into to after before by through under over".split())
_DO = frozenset("do does did don't doesn't didn't".split())
_MODALS = frozenset("can could will would shall should must might may can't couldn't won't wouldn't shouldn't".split())
_BE = frozenset("is are was were be been being has have had".split())
_BEFORE_NOUNS = ARTICLES | _POINTING | frozenset({"which", "whose"})
_PREPOSITIONS = _PLACING | frozenset("of for about between against without towards toward among".split())
_BOUND = frozenset("in at on for from against with between to".split())  # what follows tells which one is meant
# Words that say little without the words after "of", "between" and the like.
LIGHT = frozenset(
    """
    advantage age aspect benefit cause cost date detail difference disadvantage distance effect example fact form
    history idea importance information key kind length list lot main meaning name number part percentage place price
    process purpose reason result role share size solution sort source step thing time top type use value way
    """.split()
)
LIGHT_STEMS = frozenset(stem(word) for word in LIGHT)
_VERB_FORMS = """
    accept accuse achieve act add affect agree aim allow announce answer appear apply approve argue arise arose
    arrest arrive ask ate attack attend avoid back ban beat became become began begin begun believe belong blame
    block bought break bring broke broken brought build built buy calculate call came cancel carry catch caught
    cause change choose chose chosen cite claim clarify close collapse come condemn confirm consider contain
    continue control cost cover create criticise criticize cut damage decide decline defend demand deny depend
    derive describe destroy detect determine develop die differ disagree discuss donate drive drop earn eat eaten
    elect emphasize end ensure enter establish exist expect explain face fail fall fallen feed feel fell felt fight
    file find finish fire fit fled flee flew fly focus follow form fought found free gain go goes gone grew grow
    grown happen hear heard held help hit hold hope hurt impact improve include increase inform install introduce
    invade invent invest invite involve issue join keep kept kill knew know known last launch lead learn leave led
    left lend let lie list live look lose lost love made manage matter mean meant measure meet mention met move name
    need negotiate note offer open operate oppose organise organize originate own paid pay perform plan play prefer
    prepare prevent produce promise propose protect prove provide publish pull purchase push put raise ran reach
    read receive recommend reduce refer refuse reject release remain remove report represent require resign resolve
    respond return reveal rise risen rose run save saw see seem seen sell send sent serve set shoot shot show shown
    sign sleep sold speak spend spent spoke spoken sponsor stand start state stay stop store stress submit suffer
    suggest summarize supply support suspect talk target teach tell think thought threaten told treat tried try turn
    understand understood update urge use visit vote wait want warn watch went win wish withdraw withdrawn withdrew
    won wonder work write written wrote
""".split()
_VERBS = frozenset(stem(verb) for verb in _VERB_FORMS)
_COLLECTIVE = frozenset("people men women children police media data".split())
_BODIES = frozenset(
    "delegation team government opposition family company group party army committee coalition council crew".split()
)  # "it" as well as "they"
# Words that name nothing by themselves.
_BLANK = frozenset(
    """
    all apart available bad best better big course different easy excuse free good great hard important large lot main
    necessary new next oh old omg oops ok okay popular possible pretty right safe same several similar small sure true
    usual wrong
    """.split()
)
_PRONOUNS = frozenset("i you he she it we they".split())
_INSIDE = re.compile(r"(?:['’]s?)?\s+|[-–/&]|\s+&\s+")  # what may stand between two words of a phrase
_CLAUSE_END = re.compile(r"[.,;:?!()\"“”]|\s[-–—]\s")


@dataclass(frozen=True)
class Phrase:
    """Words that name something, with their place in the question they were found in."""

    text: str  # with "the" where it has an article
    start: int  # characters, the article left out
    end: int
    head: str  # its last word before any "of" or "in"
    rank: int  # 0: what is spoken of, 1: what is asked for, 2: a place or circumstance, 3: too little said
    plural: bool | None  # None: cannot be told, as with names

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(stem(word.text) for word in words(self.text) if not is_stop(word.text))


@lru_cache(maxsize=1_000)
def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of a question, in order."""
    found = words(text)
    named = _named(text, found)
    verbs = _verbs(text, found, named)
    runs: list[list[int]] = []
    for at, word in enumerate(found):
        if at in verbs or is_stop(word.text):
            continue
        run = runs[-1] if runs else []
        if run and _joined(text, found, named, run, at):
            run.append(at)
        else:
            runs.append([at])
    for run in runs:
        while run and found[run[-1]].text.casefold() in _BLANK and run[-1] not in named:
            run.pop()
    kept = [_phrase(text, found, named, verbs, run) for run in runs if run]
    return tuple(_bound(text, kept, at) for at in range(len(kept)))


def verb_positions(text: str) -> frozenset[int]:
    """Where the verbs of a question start, in characters; those that every text has are left out."""
    found = words(text)
    return frozenset(found[at].start for at in _verbs(text, found, _named(text, found)))


def _named(text: str, found: Sequence[Word]) -> dict[int, int]:
    """Which words belong to a name, by their number, and to which name."""
    inside: dict[int, int] = {}
    cursor = 0
    for number, name in enumerate(names(text)):
        start = text.find(name, cursor)
        cursor = start + len(name)
        inside.update((at, number) for at, word in enumerate(found) if start <= word.start and word.end <= cursor)
    return inside


def _verbs(text: str, found: Sequence[Word], named: Mapping[int, int]) -> frozenset[int]:
    """Which words, by their number, are verbs: known ones where a verb can stand, one for each clause."""
    verbs: set[int] = set()
    has_verb = supported = False
    clause: list[int] = []
    for at, word in enumerate(found):
        ended = at and _CLAUSE_END.search(text[found[at - 1].end : word.start])
        if ended and not _abbreviated(text, found, named, at):
            _add_last(found, named, clause, verbs, wanted=supported and not has_verb)
            has_verb = supported = False
            clause = []
        clause.append(at)
        folded = word.text.casefold()
        supported = supported or folded in _DO or (folded in _MODALS and len(clause) == 1)
        if is_stop(word.text) or at in named:
            continue
        before = found[at - 1].text.casefold() if len(clause) > 1 else ""
        known = stem(folded) in _VERBS
        if not before:
            verb = known and len(found) > 1
        elif before in _BEFORE_NOUNS or (before in _PREPOSITIONS - {"to"} and not folded.endswith("ing")):
            verb = False
        elif is_stop(before):
            past = folded.endswith("ed") and before in _BE | {"who", "what"}
            verb = known or folded.endswith("ing") or past
        else:
            follows_possessive = found[at - 1].end < word.start - 1
            inflected = supported and folded.endswith("s") and not folded.endswith("ss")  # "do" takes the plain form
            verb = known or (folded.endswith("ed") and len(folded) > 4)
            verb = verb or (supported and _first_behind_name(found, named, at))
            subject = at + 1 < len(found) and found[at + 1].text.casefold() in _BE  # "climate change is"
            verb = verb and not (has_verb or follows_possessive or inflected or subject)
        if verb:
            verbs.add(at)
            has_verb = True
    _add_last(found, named, clause, verbs, wanted=supported and not has_verb)
    return frozenset(verbs)


def _abbreviated(text: str, found: Sequence[Word], named: Mapping[int, int], at: int) -> bool:
    """Whether only the stop of an abbreviation parts a word from the one before: "Dr. Reid"."""
    return at in named and named.get(at - 1) == named[at] and text[found[at - 1].end : found[at].start].strip() == "."


def _first_behind_name(found: Sequence[Word], named: Mapping[int, int], at: int) -> bool:
    """Whether a word stands behind a name that does something: "Did Israel strike"; not "Did the Israel strike end"."""
    start = at - 1
    while start >= 0 and named.get(start) == named.get(at - 1, -1):
        start -= 1
    coming = itertools.takewhile(lambda word: not is_stop(word.text), found[at + 1 :])
    return (
        at - 1 in named
        and (start < 0 or found[start].text.casefold() not in ARTICLES)
        and not any(stem(word.text) in _VERBS for word in coming)
    )


def _add_last(
    found: Sequence[Word], named: Mapping[int, int], clause: Sequence[int], verbs: set[int], *, wanted: bool
) -> None:
    """After "do" a clause has a verb: its last word, where none is known and a subject stands before it."""
    if wanted and len(clause) > 2 and clause[-1] not in named:
        last, before = found[clause[-1]].text, found[clause[-2]].text
        if not is_stop(last) and not is_stop(before):
            verbs.add(clause[-1])


def _joined(text: str, found: Sequence[Word], named: Mapping[int, int], run: Sequence[int], at: int) -> bool:
    """Whether a word goes on with a run: right after it, after "of", or after "for" and "and" within names."""
    last = run[-1]
    if at == last + 1:
        return _abbreviated(text, found, named, at) or bool(_INSIDE.fullmatch(text[found[last].end : found[at].start]))
    between = text[found[last].end : found[at].start].split()
    if between in (["of"], ["of", "the"]):
        return stem(found[last].text) not in LIGHT_STEMS
    return between in (["for"], ["and"]) and last in named and at in named


def _phrase(
    text: str, found: Sequence[Word], named: Mapping[int, int], verbs: frozenset[int], run: Sequence[int]
) -> Phrase:
    start, end = found[run[0]].start, found[run[-1]].end
    head = found[run[0]].text
    for one, two in itertools.pairwise(run):
        if two != one + 1:
            break
        head = found[two].text
    lead = [word.text.casefold() for word in found[max(0, run[0] - 3) : run[0]]]
    article = lead.pop() if lead and lead[-1] in ARTICLES else ""
    if len(lead) == 3 and lead[2] == "of" and lead[0] in _ASKING:
        lead = lead[:1]  # "what kind of people"
    asked_for = bool(lead) and (lead[-1] in _ASKING or lead[-2:] in (["how", "many"], ["how", "much"]))
    degree = bool(lead) and lead[-1] in ("how", "more", "most", "very", "too", "so") and not asked_for
    light = stem(head) in LIGHT_STEMS or head.casefold() in MONTHS or head.isdigit()
    single = len(run) == 1
    loose = (
        single
        and run[0] not in named
        and (head.endswith(("ing", "ly")) or (bool(lead) and not article and lead[-1] in _PRONOUNS))
    )
    if light or loose or (degree and single):
        rank = 3
    elif asked_for:
        rank = 1
    elif lead and lead[-1] in _PLACING:
        rank = 2
    else:
        rank = 0
    words_of = text[start:end]
    if asked_for:
        words_of = f"the {words_of}{_relative(text, found, verbs, run[-1])}"
    elif article or (lead and lead[-1] in _OWNING):
        words_of = f"the {words_of}"
    return Phrase(words_of, start, end, head, rank, _plural(text, found, named, run, head))


def _plural(text: str, found: Sequence[Word], named: Mapping[int, int], run: Sequence[int], head: str) -> bool | None:
    if " and " in text[found[run[0]].start : found[run[-1]].end]:
        return True
    if head[:1].isupper() and run[0] in named:
        return None
    folded = head.casefold()
    if folded in _BODIES:
        return None
    return folded in _COLLECTIVE or (folded.endswith("s") and not folded.endswith(("ss", "us", "is")))


def _relative(text: str, found: Sequence[Word], verbs: frozenset[int], last: int) -> str:
    """What the question says of the thing it asks for: " that went to Moscow"; nothing where it is no subject."""
    after = range(last + 1, len(found))
    if not after:
        return ""
    first = found[after[0]].text.casefold()
    is_verb = after[0] in verbs or (first in _BE and len(after) > 1 and after[1] in verbs)
    rest = re.split(r"[?!.;]|\s[-–]\s", text[found[after[0]].start :])[0].strip()
    return f" that {rest}" if is_verb and len(rest.split()) <= 8 else ""


def _bound(text: str, kept: Sequence[Phrase], at: int) -> Phrase:
    """A phrase with the one that tells which is meant: "the talks in Astana"."""
    phrase = kept[at]
    if phrase.rank in (1, 3):
        return phrase
    end, words_of = phrase.end, phrase.text
    for following in kept[at + 1 :]:
        between = text[end : following.start].split()
        told = re.match(r"[A-Z0-9]", text[following.start :])
        if not (1 <= len(between) <= 2 and between[0] in _BOUND and set(between[1:]) <= ARTICLES and told):
            break
        if phrase.rank == 2 and phrase.text[:1].isupper():
            break
        words_of += text[end : following.end]
        end = following.end
    return Phrase(words_of, phrase.start, phrase.end, phrase.head, phrase.rank, phrase.plural)
