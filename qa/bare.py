"""A bare follow-up asks nothing by itself: "Why?", "A year earlier?", "And hurt?".

Or it wants the answer again: "Really?", "That's wrong."."""

from __future__ import annotations

import calendar
import re

from qa import antecedents
from qa.claims import PAST_VERB
from qa.phrases import ARTICLES, verb_positions
from qa.wording import MONTHS, NUMBER_WORDS, QUESTION_WORDS, is_stop, names, when_spans, words

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
_UNIT = r"(?:day|night|week|weekend|month|quarter|season|year|decade)"
_MOMENT = re.compile(
    rf"(?:(?:in|for|during)\s+)?(?:(?P<count>the|an?|\d\d?|{'|'.join(NUMBER_WORDS)})\s+)?(?P<unit>{_UNIT})s?\s+"
    r"(?P<way>before|earlier|prior|later|after)|"
    rf"(?:(?:in|for|during)\s+)?(?:the\s+)(?P<beside>previous|preceding|following|next)\s+(?P<one>{_UNIT})|"
    rf"(?P<seen>(?:(?:in|for|during)\s+)?(?:last|this|next|\w+\s+(?={_UNIT}s?\s+ago))\s*{_UNIT}s?(?:\s+ago)?|yesterday|"
    r"today|tonight|tomorrow|(?:right\s+)?now|nowadays|currently|at\s+present)",
    re.IGNORECASE,
)
_MOMENT_BEHIND = re.compile(rf"\s(?:{_MOMENT.pattern})$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WHAT_IS = re.compile(r"^\W*(?:who|what)\s+(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_WHAT_SAID = re.compile(r"^\W*what\s.*\b(?:say|tell|think|know|mean|do|want|ask)\b", re.IGNORECASE)
_DID = rf"(?:{PAST_VERB}|hurt|hit|cut|missing|homeless)"
_DEED = re.compile(_DID, re.IGNORECASE)
_IS_DONE = re.compile(rf"\b(?:is|are|was|were|been|being|got)\s+(?:\S+\s+){{0,4}}?(?P<deed>{_DID})\b")
_HOW_MANY_DID = re.compile(rf"^\W*how\s+many\s+(?:\w+\s+){{0,3}}?(?P<deed>{_DID})\b", re.IGNORECASE)
_LONGEST_CLAUSE = 14  # words of an earlier question that are put behind a short follow-up
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


def is_deed(text: str) -> bool:
    """Whether a text is one word for what was done: "sacked", "hurt"."""
    return _DEED.fullmatch(text.strip(ENDING)) is not None


def with_other_deed(previous: str, given: str) -> str | None:
    """The earlier question with what else was done: "How many were hurt?" for "And hurt?" after "How many died?"."""
    deed = _DEED.fullmatch(given.strip(ENDING))
    done = deed and (_IS_DONE.search(previous) or _HOW_MANY_DID.search(previous))
    if not deed or not done:
        return None
    passive = "" if done.re is _IS_DONE else "were "
    return f"{previous[: done.start('deed')]}{passive}{deed[0].casefold()}{previous[done.end('deed') :]}"


def without_moment(previous: str) -> str:
    """An earlier question without such a time at its end, and without its mark."""
    clause = previous.rstrip(ENDING)
    found = _MOMENT_BEHIND.search(clause)
    return clause[: found.start()] if found else clause


def at_moment(text: str, previous: str) -> str | None:
    """The earlier question at a time that is told from another one, or from today; None for any other text.

    For "the year before", a question about 2021 is about 2020. What is told from today ("last week") takes the place
    of a time that the question names; else it is put behind.
    """
    given = text.strip(ENDING)
    moment = _MOMENT.fullmatch(given)
    if moment is None:
        return None
    clause = without_moment(previous)
    year = _YEAR.search(clause)
    years = {"year": 1, "decade": 10}.get((moment["unit"] or moment["one"] or "").casefold())
    count = (moment["count"] or "a").casefold()
    many = int(count if count.isdecimal() else NUMBER_WORDS.get(count, 1))
    later = (moment["way"] or moment["beside"] or "").casefold() in ("later", "after", "following", "next")
    if year and years and not moment["seen"]:
        other = int(year[0]) + years * (many if later else -many)
        return f"{clause[: year.start()]}{other}{clause[year.end() :]}?"
    month = re.search(rf"\bin\s+(?P<name>{'|'.join(MONTHS)})\b", clause, re.IGNORECASE)
    if month and (moment["unit"] or moment["one"] or "").casefold() == "month":
        at = MONTHS[month["name"].casefold()] + (many if later else -many)
        if 1 <= at <= 12:
            return f"{clause[: month.start('name')]}{calendar.month_name[at]}{clause[month.end('name') :]}?"
    named = when_spans(clause) if moment["seen"] else []
    if named:
        start, end = named[-1]
        before = re.sub(r"(?:\b(?:in|on|during|by|the)\s+)+$", "", clause[:start], flags=re.IGNORECASE)
        return f"{before}{given}{clause[end:]}?"
    return f"{clause} {given}?"


def clause_of(previous: str) -> str:
    """What an earlier question speaks of, without its question word."""
    first = re.split(r"(?<=[?!.])\s|\s–\s", previous)[0].rstrip(ENDING)
    kept = re.sub(
        r"^\W*(?:who|what|when|where|why|how|which|whose)\b(?:\s+(?:many|much)\b)?\s*"
        r"(?:(?:did|does|do|is|are|was|were|has|have|had)\b\s*)?",
        "",
        first,
        flags=re.IGNORECASE,
    )
    if verb_positions(first) & {len(first) - len(kept)}:
        kept = lowered(first)  # "who signed the document"
    if len(kept.split()) > _LONGEST_CLAUSE:
        return antecedents.topic([previous], "") or ""
    return kept or first


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
