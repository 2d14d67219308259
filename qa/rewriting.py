"""Rewriting turns a follow-up into a question that stands alone, by rules.

A follow-up leans on the conversation by a pronoun ("when did they start?"), by leaving words out
("and Moussa?", "why?"), or by pointing ("what about 2018?"). The rules put back the name or the topic it
leans on, taken from the earlier questions; the answers are looked at only for the name of a person or a place. A
question that names its own topic is left as it is, so a new topic drops the old one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import antecedents
from qa.bare import (
    AUXILIARIES,
    BEHIND,
    ENDING,
    asked_again,
    at_moment,
    behind,
    capitalised,
    clause_of,
    is_deed,
    is_doubt,
    lowered,
    with_other_deed,
    without_moment,
)
from qa.phrases import ARTICLES, LIGHT, LIGHT_STEMS, phrases, verb_positions
from qa.places import is_place_name
from qa.types import Turn
from qa.wording import QUESTION_WORDS, is_stop, names, numbers, stem, when_spans, words

_PERSON = re.compile(r"\b(he|she|him|her|his|hers)\b(?!['’])", re.IGNORECASE)
_THING = re.compile(r"\b(it|its|they|them|their|theirs)\b(?!['’])", re.IGNORECASE)
# What only people do, or are.
_ACTING = re.compile(
    r"\bit\s+(?:\w+ly\s+|not\s+)?(?:want|say|said|think|agree|accuse|ask|demand|hope|fear|refuse|plan|propose|promise|sign|"
    r"decide|pay|respond|react|reply|answer|leave|buy|sell|spend|earn|announce|hire|call|threaten|win|lose|join|withdraw|"
    r"warn|deny|admit|claim|argue|explain|offer|need|do)\b|"
    r"\b(?:they|them|their|theirs)\b.*\b(?:want\w*|say|said|think|thought|believe\w*|agree\w*|accuse\w*|ask\w*|demand\w*|"
    r"hope\w*|fear\w*|refuse\w*|plan\w*|propose\w*|promise\w*|sign\w*|meet|met|like|feel|felt|decide\w*|live\w*|earn\w*|"
    r"represent\w*|lead|led|belong\w*|know|knew|wrote|write)\b|\b(?:people|men|women|members)\b.*\bthey\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(this|that|these|those)(?=\s*[?.!,]?$|\s+(?:is|are|was|were|be|been|happen(?:ed|s)?|go|goes|went|mean|means|"
    r"public|all|about|help|work|change|start|end|begin|take|come|came)\b)(?!['’])",
    re.IGNORECASE,
)
_DO_IT = re.compile(r"\bdo(?:es|ing|ne)?\s+(?:it|so|that|this)\W*$", re.IGNORECASE)
_HAPPENED = re.compile(r"\bit\s+happen(?:ed)?\W*$", re.IGNORECASE)
_SAID_WHAT = re.compile(r"\W*what\s+(?:did|does|do|has|have|had)\s+(?:\S+\s+){1,4}(?:say|said|think|reply)\W*$", re.I)
_SAID_OF = re.compile(r"\b(?:say|said|think)\s+((?:about|of|on)\s.+)", re.IGNORECASE)
# A person that is named by no name.
_SOMEBODY = re.compile(
    r"\b(?:man|woman|boy|girl|king|queen|prince(?:ss)?|pope|president|minister|premier|chancellor|leader|officer|lawyer|"
    r"judge|player|driver|singer|writer|teacher|worker|manager|director|act(?:or|ress)|author|senator|governor|mayor|doctor|"
    r"professor|editor|ambassador|prosecutor|candidate|chief|envoy|\w+(?:man|woman|ist))\b",
    re.IGNORECASE,
)
# "It" that stands for nothing said before.
_EMPTY_IT = re.compile(
    r"\b(?:is|was|be|would|will|does)\s+it\s+(?:be\s+)?(?:true|necessary|possible|likely|important|better|best|worth|"
    r"okay|ok|a\s+good\s+idea|cost\s+to|make|take|mean)\b|\b(?:is|are|was|were)\s+(?:it|they)\s+the\s+same\b(?!\s+as)|"
    r"\b(?:get|got|say|said|tell|told|know|knew|do|did)\s+it\b(?=\W|$)(?!\s+\w)|\bwhat\s+time\s+(?:is|was)\s+it\b|"
    r"\bit(?:\s+(?:will|would|does))?\s+(?:takes?|took|rains?|seems?|(?:\w+ly\s+)?(?:raining|snowing|hot|cold|warm|dark))\b|"
    r"\bit\s+\w+\s+to\s+(?-i:[a-z ]+[A-Z])|\bhow\s+(?:hot|cold|warm|dark|late)\s+(?:is|was)\s+it\b",
    re.IGNORECASE,
)
# Nor does the first "it" of "is it hard to climb it".
_IT_TO_DO = re.compile(r"\bit\s+(?:\w+ly\s+|too\s+|very\s+|so\s+)?\w+\s+to\s+\w+\s+(?=(?:it|them)\b)", re.IGNORECASE)
_TITLED = re.compile(  # a person, and no thing
    r"\b(?:President|Minister|Mayor|King|Queen|Prince|Princess|Pope|Premier|Chancellor|Senator|Governor|Secretary|Judge|"
    r"Sir|Lord|Lady|Mr|Mrs|Ms|Dr)\.?\s+[A-Z]"
)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those)\s+$", re.IGNORECASE)
_THERE = re.compile(
    r"(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)\b(there)\b(?!\s+(?:\w+ly\s+)?(?:is|are|was|were|been|be|any|a)\b)",
    re.IGNORECASE,
)
_GOING = re.compile(r"\b(?:go|goes|going|gone|went|come|came|get|got|travel\w*|fly|flies|flew|return\w*|sent?)\s+$")
_THE_ONE = re.compile(r"^(?:the|that|those)\s+ones?\s+(?=(?:in|on|at|of|from)\b)", re.IGNORECASE)
# What is said before the question proper; "I meant Moussa" puts a question right.
_OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|then|also|ok(?:ay)?|well|yes|no(?=\s*[,.!]|\s+i\s+mean)|sorry|excuse\s+me|i\s+meant?|"
    r"thank(?:s|\s+you)(?:\s+for\s+[\w\s]+(?=[.!,]))?)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_AND = re.compile(r"^\s*(?:and|but)\b", re.IGNORECASE)
_ANY = re.compile(
    r"^\W*(?:is|are|was|were|have|has)\s+there\s+(?:been\s+)?(?:any\s+)?(?!.*\b(?:in|on|at|from|of)\b)", re.I
)
_ABOUT = re.compile(r"^\s*(?:what|how)\s+about\s+(?:the\s+one\s+in\s+)?([^?!]+?)\s*\??\s*$", re.IGNORECASE)
_ELSE = re.compile(r"\b(?:else|others|any\s+other|any(?:thing)?\s+more)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:back\s+then|(?:at|by)\s+that\s+time)\b", re.IGNORECASE)
# Words that compare with what was said before: "Is a return visit planned?".
_RELATED = re.compile(
    r"\b(?:another|next|previous|earlier|return|second|third|other|rest|remaining)\s+[a-z]", re.IGNORECASE
)
_ONE = re.compile(r"\b(?:the|an?)\s+(?:\w+\s+)?ones?\s*[?.!]*$", re.IGNORECASE)
_YOU = re.compile(r"\byou\b", re.IGNORECASE)
_OWNS = re.compile(r"(?:['’]s|s['’])$")
_OWNED = re.compile(r"^(?:.*?(?:['’]s|s['’])|the)\s+")
_DETERMINERS = ARTICLES | frozenset("his her its their".split())
_LEADS = frozenset(
    "in on at of during before after since until for from by with to about over under between within without as "
    "against across through among".split()
)
_NUMBERED = re.compile(r"^\s\d+(?!\w)")  # "500" of "S&P 500"
_LONGEST_HISTORY = 60  # turns that are looked at
_LONGEST_TURN = 4_000  # characters of one that are read
_LONGEST_NAME = 4  # words that can stand in the place of a name
_LONGEST_CONTEXT = 600  # characters
_LATE = 12  # words: a pronoun after more of them leans on its own question


def rewrite(question: str, history: Sequence[Turn]) -> str:
    """The question as one that stands alone, given the earlier turns, oldest first."""
    asked: list[str] = []  # earlier questions, each standing alone
    answered: list[str] = []  # the answer to each, as far as there is one
    for turn in history[-_LONGEST_HISTORY:]:
        if turn.role == "user":
            text = " ".join(turn.text[:_LONGEST_TURN].split())
            asked.append(_stand_alone(text, asked, answered))
            answered.append("")
        elif answered:
            answered[-1] = " ".join(turn.text[:_LONGEST_TURN].split())
    return _stand_alone(question, asked, answered)


def context(question: str, history: Sequence[Turn]) -> str:
    """What was spoken of before a rewritten question, if it may be about the same; else nothing.

    A question with a name in it, or a number, says by itself what it is about.
    """
    if names(question) or numbers(question):
        return ""
    last = next((at for at in range(len(history) - 1, -1, -1) if history[at].role == "user"), None)
    if last is None:
        return ""
    return " ".join(" ".join(turn.text for turn in history[last : last + 2]).split())[:_LONGEST_CONTEXT]


def _stand_alone(question: str, asked: Sequence[str], answered: Sequence[str]) -> str:
    bare = question.strip()
    if not words(bare) or not any(words(text) for text in asked):
        return bare
    if is_doubt(bare):
        return asked[-1]
    opened = _OPENING.sub("", bare, count=1).strip()
    if opened != bare:
        opened = _THE_ONE.sub("", opened)
    about = _ABOUT.match(opened)
    if moved := at_moment(about[1] if about else opened, asked[-1]):
        return moved
    if about:
        given = _with_thing(_with_person(about[1], asked, answered), asked)
        return _in_place_of(asked, given) or (bare if given == about[1] else f"What about {given}?")
    if opened != bare and (in_place := with_other_deed(asked[-1], opened)):
        return in_place
    if opened and (opened != bare or _is_circumstance(opened)) and not _asks(opened):
        given = _with_thing(_with_person(opened, asked, answered), asked)
        if in_place := _in_place_of(asked, given.rstrip(ENDING)):
            return in_place
        if given != opened:
            return capitalised(given)
        topic = antecedents.topic(asked, given) if _first(given) in _DETERMINERS else None
        if not topic and opened != bare and _content(given) and not is_deed(given):
            topic = lowered(asked[-1].split(BEHIND)[-1])  # "and diesel?" says too little, whatever it means
        return behind(given, topic) if topic else bare
    rest = opened or bare
    if _is_bare(rest):
        return asked_again(rest, asked[-1])
    said = rest
    rest = _with_person(rest, asked, answered)
    rest = rest if _HAPPENED.search(rest) else _with_thing(rest, asked)
    if _DO_IT.search(rest) or _HAPPENED.search(rest):
        return behind(rest, clause_of(asked[-1]))
    rest = _with_definite(rest, asked)
    there = _THERE.search(rest)
    if there and (place := antecedents.place(asked, answered)):
        lead = "to" if _GOING.search(rest[: there.start()]) else "in"
        rest = _put(rest, there, f"{lead} {place}")
    if _SAID_WHAT.match(rest) and (of := _SAID_OF.search(asked[-1])):
        return f"{rest.rstrip(ENDING)} {of[1].rstrip(ENDING)}?"
    event = _EVENT.search(rest)
    short = len(_content(rest)) <= 3 and not _YOU.search(rest)
    if event and rest == said and short and not _says_before(rest, event.start(), None):
        return behind(rest, clause_of(asked[-1]))
    if rest == said and _PERSON.search(rest) and len(_content(rest)) <= 1 and not names(f"x {rest}"):
        return behind(rest, clause_of(asked[-1].split(BEHIND)[-1]))  # whoever that question is about has no name
    if rest == said and (_leans(rest, asked) or (_AND.match(bare) and short and not names(f"x {lowered(rest)}"))):
        topic = antecedents.topic(asked, rest)
        if topic:
            return behind(rest, topic)
    return capitalised(rest) if rest != bare else bare


def _asks(text: str) -> bool:
    """Whether a text is a question or a sentence of its own, and no mere name or circumstance."""
    return _first(text) in QUESTION_WORDS | AUXILIARIES or len(words(text)) > 6 or bool(verb_positions(text))


def _first(text: str) -> str:
    """The first word of a text: "who" for "Who'll"."""
    found = words(text)
    return re.split("['’]", found[0].text.casefold())[0] if found else ""


def _is_circumstance(text: str) -> bool:
    """Whether a text is no more than a time or a place: "In water?"."""
    found = [word.text.casefold() for word in words(text)]
    return found[0] in _LEADS and 2 <= len(found) <= 4 and not QUESTION_WORDS & set(found)


def _content(text: str) -> list[str]:
    return [word.text for word in words(text) if not is_stop(word.text)]


def _is_bare(question: str) -> bool:
    """Whether a question is a question word and no more: "Why?", "Since when?", "What about?"."""
    found = [word.text.casefold() for word in words(question)]
    return (
        bool(QUESTION_WORDS & set(found))
        and not _content(question)
        and not any(pattern.search(question) for pattern in (_PERSON, _THING, _THERE))
        and not {"this", "that", "these", "those", "you", "i", "we"} & set(found)
        and len(found) <= 3
    )


def _leans(question: str, asked: Sequence[str]) -> bool:
    """Whether a question without a pronoun says too little to stand alone.

    It does where it speaks of nothing but what it asks for ("How many people came?"), of something only as known
    ("How can I make the projector?") or beside something else ("Is a return visit planned?"), or of what is always of
    something ("Benefits?"). A bare "Inflation" names its own topic.
    """
    content = _content(question)
    if len(content) <= 3 and (_ELSE.search(question) or _THEN.search(question)):
        return True
    if len(content) <= 2 and _ONE.search(question):
        return True
    if names(f"x {question[:1].lower()}{question[1:]}") or len(content) > 3 or _YOU.search(question):
        return False
    first = _first(question)
    if first in ("any", "some") or (len(content) <= 2 and _ANY.match(question)):
        return True
    if first in QUESTION_WORDS | AUXILIARIES and _RELATED.search(question):
        return True
    own = [phrase for phrase in phrases(question) if stem(phrase.head) not in LIGHT_STEMS]
    if first not in QUESTION_WORDS | AUXILIARIES:
        return bool(content) and not own and not _asks(question)
    own = [phrase for phrase in own if phrase.rank != 1]
    if len(content) > 2 or len(own) > 1 or _EMPTY_IT.search(question):
        return False
    spoken_of = {stem(phrase.head) for text in asked for phrase in phrases(text)}
    return all(
        question[: phrase.start].casefold().endswith("the ")
        and len(phrase.stems) == 1
        and stem(phrase.head) not in spoken_of
        for phrase in own
    )


def _in_place_of(asked: Sequence[str], given: str) -> str | None:
    """The earlier question with what is given in place of its like: a year, a name, a place; else with it behind."""
    given = given.strip(ENDING)
    if not given:
        return None
    previous = without_moment(re.split(r"\s–\s", asked[-1])[0])
    year = re.search(r"\b(?:19|20)\d\d\b", given)
    if year and len(given.split()) <= 2 and (earlier := re.search(r"\b(?:19|20)\d\d\b", previous)):
        return f"{previous[: earlier.start()]}{year[0]}{previous[earlier.end() :]}?"
    first, *others = given.split()
    if first.casefold() in _LEADS and others:
        named = re.search(rf"\b(?i:{first})\s+(?:the\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*", previous)
        if named and names(f"x {given}"):
            return f"{previous[: named.start()]}{given}{previous[named.end() :]}?"
        for phrase in reversed(phrases(previous)):
            before = previous[: phrase.start].split()
            while before and before[-1].casefold() in ARTICLES:
                before.pop()
            if before and before[-1].casefold() == first.casefold() and not year:
                start = previous.rfind(before[-1], 0, phrase.start)
                return f"{previous[:start]}{given}{previous[phrase.end :]}?"
        return f"{previous} {given}?"
    if year and given[:4].isdigit():
        return f"{previous} in {given}?"
    if names(f"x {given}") and len(given.split()) <= _LONGEST_NAME and (like := _alike(given, previous)):
        ahead, _, after = previous.partition(like)
        if first.casefold() in ARTICLES and others and ahead.endswith(f" {first.casefold()} "):
            given = " ".join(others)
        after = _NUMBERED.sub("", after)
        last = others[-1] if others else ""
        return f"{ahead}{given}{after.removeprefix(f' {last}') if last else after}?"
    if first.casefold() in ARTICLES and len(given.split()) <= _LONGEST_NAME:
        same = [phrase for phrase in phrases(previous) if previous[: phrase.start].casefold().endswith("the ")]
        if len(same) == 1:
            if _OWNS.search(given):  # "the women's": their final, too
                given = f"{given} {_OWNED.sub('', same[0].text, count=1)}"
            return f"{previous[: same[0].start - 4]}{given}{previous[same[0].end :]}?"
        people = [name for name in names(previous) if antecedents.may_be_person(name, previous)]
        if not same and len(people) == 1 and _SOMEBODY.search(given):
            return f"{previous.replace(people[0], given, 1)}?"
    return None


def _alike(given: str, previous: str) -> str | None:
    """The name of an earlier question in whose place another is given: a place for a place, else a person first."""
    timed = _is_time(given)
    named = [name for name in names(previous) if _is_time(name) == timed]  # "Delta" takes no place of "Friday"
    places = [name for name in named if is_place_name(name)]
    if places and is_place_name(given):
        return places[-1]
    people = (name for name in named if antecedents.may_be_person(name, previous))
    alone = (name for name in named if not antecedents.describes(name, previous))
    return next(people, next(alone, named[0] if named else None))


def _is_time(name: str) -> bool:
    return when_spans(name) == [(0, len(name))]


def _with_person(question: str, asked: Sequence[str], answered: Sequence[str]) -> str:
    """The question with the person last spoken of in place of "he" or "her"."""
    match = _PERSON.search(question)
    if match is None or names(f"x {question[: match.start()]}"):
        return question
    if match[1].casefold() in ("he", "she", "his", "her") and _SOMEBODY.search(question, 0, match.start()):
        return question  # "the president and his plan"
    who = antecedents.person(asked, answered, match[1])
    return _put(question, match, who) if who else question


def _with_thing(question: str, asked: Sequence[str]) -> str:
    """The question with what was last spoken of in place of "it" or "they"."""
    to_do = _IT_TO_DO.search(question)
    match = _THING.search(question, to_do.end() if to_do else 0)
    if match is None or (_EMPTY_IT.search(question) and not to_do):
        return question
    plural = match[1].casefold().startswith("the")
    if _says_before(question, match.start(), plural):
        return question
    said = {stem(word) for word in _content(question)}
    acting = _ACTING.search(question) is not None
    for phrase in antecedents.spoken_of(asked, plural, acting=acting):
        person = not plural and _SOMEBODY.fullmatch(phrase.head) and not phrase.head.endswith(("ist", "man"))
        if person or _TITLED.search(phrase.text):
            continue
        if stem(phrase.head) in said:
            topic = antecedents.topic(asked, question)
            return behind(question, topic) if topic else question
        return _put(question, match, phrase.text)
    return question


def _with_definite(question: str, asked: Sequence[str]) -> str:
    """The question with the whole name of a thing that it points to by its last word: "the Wall"."""
    for phrase in phrases(question):
        pointed = _DEFINITE.search(question[: phrase.start])
        if not pointed or len(words(question[phrase.start : phrase.end])) > 1 or phrase.head.casefold() in LIGHT:
            continue
        for text in reversed(asked):
            for earlier in phrases(text):
                whole = text[earlier.start : earlier.end]
                if stem(earlier.head) == stem(phrase.head) and len(whole.split()) > 1:
                    return f"{question[: pointed.start()]}the {whole}{question[phrase.end :]}"
    return question


def _says_before(question: str, position: int, plural: bool | None) -> bool:
    """Whether the question itself names, before a pronoun, what the pronoun may stand for."""
    return len(question[:position].split()) > _LATE or any(
        phrase.end <= position and phrase.rank in (0, 2) and (plural is None or phrase.plural in (None, plural))
        for phrase in phrases(question)
    )


def _put(text: str, match: re.Match[str], value: str) -> str:
    """The text with a value in place of a pronoun; possessive where the pronoun was."""
    word = match[1].casefold()
    following = text[match.end() :].split()
    owned = bool(following) and text[match.end()] == " " and not is_stop(following[0].strip(ENDING))
    possessive = word in ("his", "its", "their", "hers", "theirs") or (word == "her" and owned)
    if possessive:
        value = f"{value}'" if value.endswith("s") and not value[:1].isupper() else f"{value}'s"
    return f"{text[: match.start()]}{value}{text[match.end() :]}"
