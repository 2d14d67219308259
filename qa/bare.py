"""A bare follow-up asks nothing by itself: "Why?", or "Really?" and "That's wrong.", which want the answer again."""

from __future__ import annotations

import re

from qa.phrases import ARTICLES
from qa.wording import QUESTION_WORDS, is_stop, names, words

AUXILIARIES = frozenset(
    "is are was were do does did has have had can could will would should may might must isn't don't didn't".split()
)
ENDING = " ?.!…"
BEHIND = " – "  # before what is put behind a follow-up that says too little

_THAT = r"(?:that|this|it)"
_DOUBT = re.compile(
    rf"(?:oh|no|hm+|ok(?:ay)?|well|but|what)?[\s,.!?]*(?:really|seriously|no\s+way|wrong|says\s+who|prove\s+it|"
    rf"are\s+you\s+(?:really\s+|quite\s+)?(?:sure|certain|serious)(?:\s+(?:about|of)\s+{_THAT})?|you(?:['’]re|\s+are)\s+(?:wrong|mistaken)|"
    rf"is\s+{_THAT}\s+(?:really\s+|actually\s+)?(?:true|right|correct|so|wrong|certain|for\s+sure)|"
    rf"{_THAT}(?:['’]s|\s+is|\s+was|\s+can(?:['’]t|not)\s+be|\s+isn['’]t)\s+(?:not\s+)?(?:wrong|right|true|correct|false|incorrect|untrue|"
    rf"nonsense|impossible)|i\s+(?:do\s+not|don['’]t)\s+(?:think\s+so|believe\s+(?:{_THAT}|you))|i\s+doubt\s+{_THAT}|"
    rf"how\s+do\s+you\s+know(?:\s+{_THAT})?|(?:what(?:['’]s|\s+is)\s+)?your\s+source|(?:can\s+you\s+)?check\s+{_THAT}(?:\s+again)?)\W*",
    re.IGNORECASE,
)
_HOW = re.compile(
    rf"how\s+(?:(?:many|much)(?:\s+(?P<counted>.+?))?|(?P<like>\w+))\s+(?P<aux>{'|'.join(sorted(AUXILIARIES))})\s+"
    r"(?P<rest>.+)",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"^\W*(?:who|what)\s+(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_WHAT_SAID = re.compile(r"^\W*what\s.*\b(?:say|tell|think|know|mean|do|want|ask)\b", re.IGNORECASE)
_PRONOUNS = frozenset("i you he she it we they".split())


def is_doubt(text: str) -> bool:
    """Whether a text only doubts the answer before it, or calls it wrong: it can be shown again, with its sources."""
    return _DOUBT.fullmatch(text.strip()) is not None


def asked_again(question: str, previous: str) -> str:
    """The earlier question with another question word: "Why did the talks start?"."""
    clause = previous.rstrip(ENDING)
    found = words(clause)
    lead = question.rstrip(ENDING)
    how = _HOW.fullmatch(clause)
    single = [word.text.casefold() for word in words(question)] in (["why"], ["when"], ["where"], ["how"])
    if single and found and found[0].text.casefold() in AUXILIARIES:
        return f"{capitalised(lead)} {lowered(clause)}?"
    plain = found and found[0].text.casefold() in ("when", "where", "why", "how", "who", "whom", "what")
    if single and plain and len(found) > 2 and found[1].text.casefold() in AUXILIARIES and not _needs_what(clause):
        return f"{capitalised(lead)} {clause[found[1].start :]}?"
    if single and how and lead.casefold() != "how":
        return f"{capitalised(lead)} {_without_how(how, why=lead.casefold() == 'why')}?"
    if single:
        clause = re.sub(r"^\W*how\s+(?:many|much)\s+(?=\w)", "", clause, flags=re.IGNORECASE)  # "why – people died"
    return behind(question, lowered(clause))


def _without_how(how: re.Match[str], *, why: bool) -> str:
    """What a question says without its "how many": "are people out"; and without its "how high": "is the rate high"."""
    auxiliary, rest = how["aux"].casefold(), how["rest"]
    what = how["counted"] or (how["like"] if why else None) or ""
    first = rest.split()[0]
    whose = first.casefold() in ARTICLES | _PRONOUNS or rest.startswith(tuple(names(f"x {rest}")))
    if auxiliary in ("do", "does", "did") or whose or not how["counted"]:
        return f"{auxiliary} {rest} {what}".rstrip()
    return f"{auxiliary} {what} {rest}"


def _needs_what(clause: str) -> bool:
    """Whether a question asks what something is, or what is said or done: its question word cannot be left out."""
    return bool(_WHAT_IS.match(clause) or _WHAT_SAID.match(clause))


def behind(question: str, added: str) -> str:
    return f"{capitalised(question.rstrip(ENDING))}{BEHIND}{added.rstrip(ENDING)}?" if added else question


def lowered(text: str) -> str:
    """The text with a small first letter, unless it starts with a name."""
    first = words(text)[:1]
    starts = bool(first) and (is_stop(first[0].text) or first[0].text.casefold() in QUESTION_WORDS)
    return text[:1].lower() + text[1:] if starts else text


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
