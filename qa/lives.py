"""What a question asks of somebody's life must be told of them, in words for it.

An article names somebody in some place, on some day. It need not be where they were born or when they died, but the
reader points at it all the same: "Where was Anna Reid born?" would be answered by where she won.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.antecedents import may_be_person
from qa.ranking import Candidate
from qa.wording import names, words

_AUXILIARY = r"(?:is|was|were|are|did|does|do|has|had|will)"
_WHO = r"([^?,]{2,60}?)"
_LEAD = r"^\W*(?:\w+\s+){0,4}?"  # "where", "in which town"
_BEHIND = r"(?=\W*$|\s+(?:in|on|at|of|to|by|from|for|with|as|before|after|again)\b)"


def _deed(verb: str) -> str:
    """What asks where, when or whether somebody did something, or had it done: "When was Anna Reid arrested?"."""
    return rf"{_LEAD}{_AUXILIARY}\s+{_WHO}\s+(?:(?:get|got|been|being|be|getting)\s+)?(?:{verb}){_BEHIND}"


def _trait(noun: str) -> str:
    """What asks for something of somebody's: "Who is Anna Reid's husband?"."""
    return rf"{_LEAD}(?:(?:is|was|are|were)\s+|['’]s\s+){_WHO}['’]s?\s+(?:{noun})\W*$"


def _extent(how: str) -> str:
    return rf"^\W*how\s+{how}\s+{_AUXILIARY}\s+{_WHO}\W*$"


# What asks for a fact of somebody's life, and the words that tell it.
_BORN = (
    _deed("born|grow up|raised") + "|" + _trait("birth(?:place|day)|(?:date|place) of birth|home ?town"),
    r"born|\w+-born|birth\w*|native|home ?towns?|hail(?:s|ed|ing)|gr[eo]w(?:ing)? up|raised|originally",
)
_DEAD = (
    _deed("die|dead|killed|murdered|assassinated|buried"),
    (
        r"die[ds]?|dying|dead|deaths?|kill\w*|assassin\w*|murder\w*|slain|fatal\w*|suicide|buried|burial|funeral|alive|"
        r"surviv\w*|perish\w*|drown\w*|succumb\w*|overdos\w*|stabb\w*|shot|gunned|crash\w*|bod(?:y|ies)|"
        r"mourn\w*|pass(?:ed|es|ing)?\s+away|passing|los(?:t|es|ing)\s+(?:his|her|their)\s+li(?:fe|ves)|the\s+late"
    ),
)
_MARRIED = (
    _deed("married|marry|wed|divorced|engaged") + "|" + _trait("wife|husband|spouse|partner|fianc[eé]e?"),
    (
        r"marr(?:y|ie)\w*|wed(?:s|ded|ding)?|wife|wives|husbands?|spouses?|partner|bride|groom|divorc\w*|widow\w*|fianc\w*|"
        r"engaged|engagement|tied\s+the\s+knot|nuptials|vows|couple|"
        r"romance|relationship|dat(?:es|ed|ing)|boyfriend|girlfriend"
    ),
)
_ARRESTED = (
    _deed("arrested|jailed|imprisoned|detained"),
    (
        r"arrest\w*|detain\w*|detention|custody|jail\w*|(?:im)?prison\w*|apprehended|captured?|seized|charged|indict\w*|"
        r"nabbed|picked\s+up|bail|"
        r"behind\s+bars|handcuff\w*|incarcerat\w*|locked\s+up|taken\s+away|held|turned\s+\w+sel(?:f|ves)\s+in"
    ),
)
_LIVING = (
    _deed("live|reside"),
    (
        r"live[ds]|living|live(?=\s+(?:in|at|on|near|with|outside|between|there|here))|resid(?:e[ds]?|ing|en\w*)|"
        r"homes?(?!\s+(?:plate|runs?|game|crowd|team|office|secretary))|"
        r"(?<!lower\s)(?<!upper\s)(?-i:houses?)(?!\s+of\b)|apartment|flat|mansion|estate|villa|"
        r"based|moved?|settled|neighbo\w+|native|exile|"
        r"(?-i:[A-Z]\w+,?\s(?:\d\d,\s)?(?:of|from)\s[A-Z]\w*)"
    ),
)
_SCHOOLED = (
    _deed("study|studied|graduate|go to (?:school|college|university)"),
    (
        r"stud(?:y|ie\w+|ents?)|universit\w+|colleges?|schools?|graduat\w*|degree\s+in|['’]s\s+degree|alum\w+|"
        r"educated|education|academy|"
        r"campus|PhD|doctorate|bachelor['’]?s?|scholar\w*|trained"
    ),
)
_PARENT = (
    rf"{_LEAD}(?:children|kids|sons|daughters|siblings|brothers|sisters)\s+{_AUXILIARY}\s+{_WHO}\s+have\b",
    (
        r"child(?:ren)?|kids?|sons?|daughters?|(?:step)?(?:fa|mo)ther|dad|m[uo]m|parents?|brothers?|sisters?|siblings?|"
        r"twins?|triplets?|bab(?:y|ies)|boys?|girls?"
    ),
)
_AGED = (
    _extent("old") + "|" + _trait("age"),
    (
        r"age[ds]?|\w+[\s-]years?[\s-]olds?|birthday|born|turn(?:s|ed|ing)?\s+\w+|"
        r"(?:is|was|now|at|of)\s+\d\d?(?=\W*$|[,.;:)])|"
        r"in\s+(?:his|her)\s+(?:early\s+|mid[-\s]|late\s+)?\w+(?:ies|teens)|teen\w*|"
        r"(?-i:[A-Z])[\w.]*,?\s\(?(?:now\s+)?\d\d?(?=[,.;:)])"
    ),
)
_TALL = (
    _extent("tall") + "|" + _trait("height"),
    r"tall(?:er)?|height|\w+-(?:foot|feet)-(?:\d+|\w+)|stands|inch(?:es)?|cm|cent?imet(?:er|re)s?",
)
_FACTS = [
    (re.compile(asks, re.IGNORECASE), re.compile(rf"\b(?:{tells})(?!\w)", re.IGNORECASE))
    for asks, tells in (_BORN, _DEAD, _MARRIED, _ARRESTED, _LIVING, _SCHOOLED, _PARENT, _AGED, _TALL)
]
_STARTS_WITH_THEM = re.compile(r"\W*(?:[\w,]+\s+){0,2}?(?:he|she|his|her|they|their|the\s+\d\d-year-old)\b", re.I)


def telling(question: str, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The sentences that may tell what a question asks of the life of somebody it names; all for other questions."""
    for asks, tells in _FACTS:
        match = asks.search(question)
        if match is None:
            continue
        who = next(filter(None, match.groups()), "")
        named = {
            word.text.casefold()
            for name in names(f"x {who}")
            if may_be_person(name, f"x {who}")
            for word in words(name)
        }
        if named:
            return [
                candidate for candidate in candidates if tells.search(candidate.text) and _is_of(named, candidate.text)
            ]
    return candidates


def _is_of(named: set[str], sentence: str) -> bool:
    """Whether a sentence names somebody, or starts with one whom the sentence before it names."""
    return bool(named & {word.text.casefold() for word in words(sentence)} or _STARTS_WITH_THEM.match(sentence))
