"""Rules that say a sentence in other words and keep what it says: dates, numbers, order, voice, single words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from evals.pairs.changing import PLACE_WORDS

_MONTHS = "January February March April May June July August September October November December".split()
_DIGITS = dict(
    zip(
        "2 3 4 5 6 7 8 9 10 11 12".split(),
        "two three four five six seven eight nine ten eleven twelve".split(),
        strict=True,
    )
)
_WORDS_FOR = {
    "began": "started",
    "start": "begin",
    "started": "began",
    "said": "stated",
    "help": "assist",
    "helped": "assisted",
    "bought": "purchased",
    "big": "large",
    "biggest": "largest",
    "largest": "biggest",
    "about": "around",
    "more than": "over",
    "killed": "left dead",
    "killing": "leaving dead",
    "tried": "attempted",
    "trying": "attempting",
    "show": "demonstrate",
    "showed": "demonstrated",
    "shows": "reveals",
    "get": "receive",
    "needs": "requires",
    "need": "require",
    "wants": "wishes",
    "end": "conclude",
    "ended": "concluded",
    "children": "kids",
    "people": "persons",
    "company": "firm",
    "companies": "firms",
    "police": "police officers",
    "met": "held a meeting with",
    "buy": "purchase",
    "allowed": "permitted",
    "allow": "permit",
    "won": "was the winner of",
    "film": "movie",
    "movie": "film",
    "country": "nation",
    "called on": "urged",
    "because": "since",
    "although": "though",
    "also": "too",
    "however": "though",
    "percent": "per cent",
    "rose": "increased",
    "fell": "dropped",
    "chose": "picked",
    "built": "constructed",
    "many": "numerous",
    "often": "frequently",
    "quickly": "rapidly",
    "home": "house",
    "doctors": "physicians",
    "used": "employed",
    "main": "principal",
    "important": "significant",
    "nearly": "almost",
    "happened": "occurred",
    "happen": "occur",
    "found": "discovered",
    "enough": "sufficient",
    "job": "work",
    "jobs": "posts",
    "kept": "retained",
    "asked": "requested",
    "whole": "entire",
    "several": "a number of",
    "died": "lost their lives",
    "hurt": "injured",
    "did not": "didn't",
    "is not": "isn't",
    "was not": "wasn't",
    "will not": "won't",
}
_PASSIVE = (
    "announced launched signed rejected approved opened visited attacked criticized praised released published passed "
    "ordered acquired introduced founded designed developed invented killed accused blamed suspended cancelled removed"
).split()
_SAID = re.compile(
    r"^(?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}) (?:said|says|added|stressed) (?:that )?(?P<what>[^\"“”]+)\.$"
)
_SAID_LAST = re.compile(
    r"^(?P<what>[^\"“”]+), (?:(?P<who>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}) said|"
    r"according to (?P<who2>[A-Z][\w .'’-]+))\.$"
)
_DATE = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})\b(?!,? \d{{4}})")
_LEAD = re.compile(r"^((?:On|In|At|During|After|Before) [^,]{4,40}), (.+)\.$")
_INSET = re.compile(r", (?:which|who|where|a|an|the) [^,]{5,80},(?= (?:is|was|has|had|will|said|told|[a-z]+ed)\b)")
_VOICE = re.compile(
    rf"^(?P<who>(?:The )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*) (?P<verb>{'|'.join(_PASSIVE)}) "
    r"(?P<what>(?:the|a|an) [\w'’-]+(?: [\w'’-]+){0,3})"
    r"(?P<rest>(?: (?:in|on|at|for|after|during|to|from|with) [^,]+)?)\.$"
)


def date_form(sentence: str, dice: random.Random) -> str | None:
    """ "January 23" as "23 January" or "Jan. 23"."""
    match = _DATE.search(sentence)
    if match is None:
        return None
    month, of_month = match.groups()
    short = f"{month[:3]}. {of_month}" if month not in ("May", "June", "July") else f"{month} {of_month}"
    return _DATE.sub(dice.choice([f"{of_month} {month}", short]), sentence, count=1)


def number_form(sentence: str, dice: random.Random) -> str | None:
    """ "5" as "five" and the other way round; "30%" as "30 percent"; "2 million" as "2,000,000"."""
    if match := re.search(r"(?<![$€£\d.,])\b(\d{1,3}) (million|thousand)\b", sentence):
        zeros = ",000,000" if match[2] == "million" else ",000"
        return sentence[: match.start()] + match[1] + zeros + sentence[match.end() :]
    if "%" in sentence:
        return re.sub(r"(?<=\d)%", " percent", sentence, count=1)
    for digit, word in _DIGITS.items():
        if re.search(rf"\b{word} [a-z]", sentence):
            return re.sub(rf"\b{word}\b", digit, sentence, count=1)
        if re.search(rf"(?<![\w.,$-]){digit} [a-z]", sentence):
            return re.sub(rf"(?<![\w.,$-]){digit}\b", word, sentence, count=1)
    return None


def saying(sentence: str, dice: random.Random) -> str | None:
    """ "A said B" as "B, A said" or "According to A, B", and back."""
    if match := _SAID.match(sentence):
        what = match["what"][0].upper() + match["what"][1:]
        lower = match["what"]
        return dice.choice(
            [
                f"{what}, {match['who']} said.",
                f"According to {match['who']}, {lower}.",
                f"{what}, according to {match['who']}.",
            ]
        )
    if match := _SAID_LAST.match(sentence):
        who = match["who"] or match["who2"]
        return dice.choice(
            [f"{who} said that {_lower(match['what'])}.", f"According to {who}, {_lower(match['what'])}."]
        )
    return None


def _lower(text: str) -> str:
    """A text that no longer opens a sentence; names keep their capital, as far as can be told."""
    first = text.split()[0]
    small = first.casefold() in "the a an it he she they this these those in on at there some many most we all".split()
    return text[0].lower() + text[1:] if small else text


def reordering(sentence: str, dice: random.Random) -> str | None:
    """A leading "On Monday, " put at the end."""
    match = _LEAD.match(sentence)
    if match is None or re.search(r"[\"“”;:]", sentence):
        return None
    return f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}."


def shortening(sentence: str, dice: random.Random) -> str | None:
    """An inset clause left out, or a leading circumstance."""
    if _INSET.search(sentence):
        return _INSET.sub("", sentence, count=1)
    match = _LEAD.match(sentence)
    return f"{match[2][0].upper()}{match[2][1:]}." if match else None


def voice(sentence: str, dice: random.Random) -> str | None:
    """ "A signed the B" as "The B was signed by A"."""
    match = _VOICE.match(sentence)
    if match is None:
        return None
    what, be = match["what"], "were" if match["what"].endswith("s") else "was"
    who = match["who"] if not match["who"].startswith("The ") else f"the {match['who'][4:]}"
    return f"{what[0].upper()}{what[1:]} {be} {match['verb']} by {who}{match['rest']}."


def wording(sentence: str, dice: random.Random) -> str | None:
    """Up to three words in place of others of the same meaning."""
    there = [word for word in _WORDS_FOR if re.search(rf"(?<!-)\b{word}\b(?![-'’])", sentence)]
    there = [word for word in there if word.title() not in PLACE_WORDS]
    if not there:
        return None
    for word in dice.sample(there, min(3, len(there))):
        sentence = re.sub(rf"(?<!-)\b{word}\b(?![-'’])", _WORDS_FOR[word], sentence, count=1)
    return sentence


_RULES: Sequence[Callable[[str, random.Random], str | None]] = (
    voice,
    saying,
    reordering,
    shortening,
    date_form,
    number_form,
    wording,
)


def reworded(sentence: str, dice: random.Random) -> str | None:
    """The sentence after all rules that fit it, each taken three times in four; None where none does.

    Quotations stay as they are: a sentence that has one is left alone.
    """
    if re.search(r"[\"“”]", sentence):
        return None
    made = sentence
    for rule in _RULES:
        if dice.random() < 0.75:
            made = rule(made, dice) or made
    return made if made != sentence else None
