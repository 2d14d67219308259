"""Which words mean the same, which mean the opposite, and which forms belong to one word: a small list for news.

A concept is what a word means for checking: "rose" and "increased" are one concept, "fell" is the same
concept turned round. Words that are not listed are their own concept, by their stem. The list is written
by hand and is no dictionary: what it does not know, the sentences' vectors must tell.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from qa.synonyms import GROUPS
from qa.wording import stem

# form form: word
_FORMS = """
upheld: uphold
began begun beginning: begin|became becoming: become|led leading: lead|met: meet|held: hold|took taken: take
went gone: go|sent: send|wrote written: write
gave given: give|lost losing loss: lose|left leaving: leave|fell fallen: fall
rose risen: rise|won: win|made: make|found: find|brought: bring|bought: buy|built: build|sold: sell|paid: pay
kept: keep|knew known: know|thought: think|saw seen: see|said: say|told: tell|stood: stand|understood: understand
spoke spoken speech: speak|fled: flee|fought: fight|chose chosen choice: choose|grew grown growth: grow|ran: run
came: come|got: get|heard: hear|felt: feel|caught: catch|taught: teach|spent: spend|stole stolen: steal
broke broken: break|drove driven: drive|ate eaten: eat|flew flown flight: fly|froze frozen: freeze|hid hidden: hide
shot: shoot|shook shaken: shake|struck: strike|swore sworn: swear|threw thrown: throw|wore worn: wear|withdrew
withdrawn withdrawal: withdraw|overthrew overthrown: overthrow|forgot forgotten: forget|forgave: forgive|sought: seek
slid: slide|sang sung: sing|sank sunk: sink|swam: swim|dealt: deal|meant: mean|dug: dig|bore born birth: bear
lives: life|men: man|women: woman|children: child|wives: wife|deaths death dead died dying: die|belief: believe
proof: prove|crises: crisis|refusal: refuse|denial denied denies: deny|rejection: reject
arrival: arrive|survival: survive|approval: approve|removal: remove|proposal: propose|agreement: agree
decision: decide|discussion: discuss|division: divide|conclusion: conclude|expansion: expand|success: succeed
failure: fail|loses: lose|freed freeing: free|freely: free|laid: lay|lain: lie|lay: lay|sat: sit|slept: sleep
swept: sweep|sued suing sues: sue|organisation organisations: organization|analysis analyses: analyse
"""

_IN_MILLIONS = (  # what "5m" counts, where it is no length
    "people|copies|users|customers|households|homes|jobs|workers|voters|residents|subscribers|fans|views|viewers|"
    "barrels|children|refugees|doses|cases|deaths|tickets|passengers|records|followers|members|vehicles|cars"
)
_AS_PLANES_DO = r"(?=\s+(?:from|on|at|in|after|for|to)\b|\s*[.,;])"
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"\b(?:took|taken)\s+part\b", "participated"),
        (r"\btak(?:e|es)\s+part\b", "participate"),
        (r"\btaking\s+part\b", "participating"),
        (r"\bstay(?:ed|s|ing)?\s+away\b(?:\s+from)?", "did not participate in"),
        (r"\bboycott(?:s|ed|ing)?\b", "not participating in"),
        (r"\bcarr(?:y|ies)\s+out\b", "implement"),
        (r"\bcarried\s+out\b", "implemented"),
        (r"\bcarrying\s+out\b", "implementing"),
        (r"\b(?:bring|brings|bringing)\s+down\b", "topple"),
        (r"\bbrought\s+down\b", "toppled"),
        (r"\bturned\s+down\b|\bturned\s+the\s+\w+\s+down\b", "rejected"),
        (r"\bturn(?:s|ing)?\s+down\b", "reject"),
        (r"\b(?:gone|went|goes|go|going)\s+on\b", "continue"),
        (r"\b(?:set|sets|setting)\s+up\b", "create"),
        (r"\bkick(?:ed|s|ing)?\s+off\b", "begin"),
        (r"\bfac(?:e|ed|es|ing)\s+to\s+face\b|\bface-to-face\b", "direct"),
        (r"\bcall(?:s|ed|ing)?\s+(?:up)?on\b", "urged"),
        (r"\bcall(?:s|ed|ing)?\s+for\b", "demanded"),
        (r"\bno\s+longer\b", "not"),
        (r"\bmiles\s+(?:per|an)\s+hour\b", "mph"),
        (r"\bkilomet(?:er|re)s\s+(?:per|an)\s+hour\b", "km/h"),
        (r"\bno\s+(?:fewer|less)\s+than\b", "at least"),
        (r"\bnot\s+(?:only|just|merely)\b", "also"),
        (r"\b(?:made|make|making)\s+up\s+(?:its|his|her|their)\s+minds?\b", "decided"),
        (r"\b(?:take|takes|took|taking)\s+the\s+place\s+of\b", "replace"),
        (r"\b(?:fall|falls|fell|fallen|break|broke|broken)\s+(?:apart|down)\b", "collapse"),
        (r"\b(?:lost|lose|losing)\s+(?:their|his|her)\s+li(?:fe|ves)\b", "died"),
        (r"\bahead\s+of\b", "before"),
        (r"\bbr(?:ought|ings?)\s+together\b", "gathered"),
        (r"\bput\s+their\s+names?\s+to\b", "signed"),
        (r"\bhalf\s+a\s+dozen\b", "six"),
        (r"\btwo\s+dozen\b", "twenty-four"),
        (r"\bthree\s+dozen\b", "thirty-six"),
        (r"\bhalf(?:\s+of)?\s+(?:a|one)\s+(?=percentage\s+point)", "0.5 "),
        (r"\ba\s+quarter\s+of\s+(?:a|one)\s+(?=percentage\s+point)", "0.25 "),
        (r"\bone\s+and\s+a\s+half\b", "1.5"),
        (r"\btwo\s+and\s+a\s+half\b", "2.5"),
        (r"(?<!half )(?<!of )\b(?:an?|one)\s+decade\b(?!-)", "10 years"),
        *(
            (rf"\b(?:{word}|{count})\s+decades\b", f"{count}0 years")
            for count, word in enumerate("two three four five".split(), 2)
        ),
        (r"\bhalf\s+an?\s+century\b|\b(?:an?\s+)?half[- ]century\b", "50 years"),
        (r"(?<!half )(?<!of )\b(?:a|one)\s+century\b(?!-)", "100 years"),
        (rf"(?<=\d)m(?=\s+(?:{_IN_MILLIONS})\b)", " million"),
        (r"\b(?:struck|stricken)\s+down\b", "overturned"),
        (r"\bstrik(?:e|es|ing)\s+down\b", "overturn"),
        (rf"\btook\s+off{_AS_PLANES_DO}", "departed"),
        (rf"\btak(?:e|en|ing)\s+off{_AS_PLANES_DO}", "depart"),
        (r"\bon\s+the\s+heels\s+of\b|\bin\s+the\s+(?:wake|aftermath)\s+of\b", "after"),
        (r"\bat\s+the\s+eleventh\s+hour\b", "at the last minute"),
        (r"\b(?:absent|missing|left\s+out|excluded)\s+(?:from|of)\b", "not on"),
        (r"\bHouse\s+of\s+Representatives\b", "House"),
        (r"\bchief\s+executive(?:\s+officer)?\b", "CEO"),
        (r"\bSaudi\s+Arabian?\b", "Saudi"),
        (r"\bKiev\b", "Kyiv"),
        (r"\bOdessa\b", "Odesa"),
        (r"\bKharkov\b", "Kharkiv"),
        (r"\b(?:Qaddafi|Gadhafi|Qadhafi|Gadaffi)\b", "Gaddafi"),
        (r"\bal[- ]Qaida\b", "al-Qaeda"),
        (r"\bHi[sz]bull?ah\b", "Hezbollah"),
        (r"\blives\s+(?:have|had|were)?\s*(?:already\s+)?(?:been\s+)?lost\b", "people died"),
        (r"\bstep(?:ped|s|ping)?\s+down\b", "resigned"),
        (r"\bgive(?:s|n)?\s+up\b|\bgave\s+up\b", "abandoned"),
        (r"\b(?:the\s+)?United\s+States(?:\s+of\s+America)?\b|\bU\.\s?S\.(?:\s?A\.)?|\bUSA\b", "US"),
        (r"\bUnited\s+Kingdom\b|\bU\.K\.|\bGreat\s+Britain\b", "UK"),
        (r"\bUnited\s+Nations\b|\bU\.N\.", "UN"),
        (r"\bEuropean\s+Union\b|\bE\.U\.", "EU"),
        (r"\bRussian\s+Federation\b", "Russia"),
    )
)


def _read_forms() -> dict[str, str]:
    forms = {}
    for entry in re.split(r"[|\n]", _FORMS.replace("withdrew\nwithdrawn", "withdrew withdrawn")):
        if ":" in entry:
            variants, word = entry.split(":")
            forms.update(dict.fromkeys(variants.split(), word.strip()))
    return forms


def _read_groups() -> dict[str, tuple[str, int]]:
    concepts: dict[str, tuple[str, int]] = {}
    for line in GROUPS.strip().splitlines():
        same, _, opposite = line.partition("|")
        name = _spelled(stem(same.split()[0]))
        for side, sign in ((same, 1), (opposite, -1)):
            for word in side.split():
                concepts.setdefault(_spelled(stem(word)), (name, sign))
    return concepts


def _spelled(root: str) -> str:
    """A stem in American spelling: "labor" for "labour", "analyz" for "analys"."""
    return re.sub(r"(?<=\w{3})(?:is|ys)$", lambda end: end[0][0] + "z", re.sub(r"(?<=\w{2})our$", "or", root))


_BASE = _read_forms()
_CONCEPTS = _read_groups()


@lru_cache(maxsize=50_000)
def concept(word: str) -> tuple[str, int]:
    """What a word means: its concept, and 1, or -1 where it means the opposite of what the concept is named after."""
    folded = word.casefold()
    root = _spelled(stem(_BASE.get(folded, folded)))
    return _CONCEPTS.get(root, (root, 1))


def plain(text: str) -> str:
    """A text whose set phrases are single words ("took part" is "participated"), with straight quotation marks."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("\u00a0", " ")
    for pattern, word in PHRASES:
        text = pattern.sub(word, text)
    return _ISO_DAY.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    """The day of an ISO 8601 date in words; what is no day stays."""
    try:
        day = date.fromisoformat(match[0])
    except ValueError:
        return match[0]
    return f"{day.day} {day:%B} {day.year}"
