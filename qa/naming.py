"""Names of a sentence that the cited words do not have, and first and last names that they have of two people.

A surname is enough for somebody named in full. "Syrian" is of Syria, "UN" is the United Nations. A capital may
stand for its country ("Moscow agreed"), but not as a place ("in Moscow").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.claims import PAST_FORMS, Claim, is_title
from qa.lexicon import concept
from qa.places import country_of, country_of_capital, country_of_city, is_place
from qa.quantities import ORDINALS
from qa.wording import MONTHS, NUMBER_WORDS, is_stop, stem, words

_PARTICLES = frozenset("al el bin ibn van von de del la le der den of and the for".split())
_KINDS = frozenset("Party Corporation Corp Inc Ltd Company Co".split())  # what the one named is
_PLACING = re.compile(r"\b(?:in|at|to|from|near|into|outside|around)\s+(?:the\s+)?$", re.IGNORECASE)
_TOWN_OF = re.compile(r"\b(?:in|at|to|from|near) ([A-Z]\w+), ([A-Z]\w+)(?=[,.;]|$)")
_TOWNS = re.compile(r"[A-Z][\w'-]*")


class Cited:
    """The names and words of some cited sentences, ready to be looked up."""

    def __init__(self, claims: Sequence[Claim], context: str) -> None:
        found = [word.text for claim in claims for word in words(claim.text)]
        found += [word.text for word in words(context)]
        parts = [part for word in found for part in (word, *word.split("-"), word.replace(".", ""))]
        self.capitals = {word for word in parts if len(word) > 1 and word.isupper()}
        self.stems = {stem(word) for word in parts}
        self.concepts = {concept(word)[0] for word in parts}
        self.countries = {country for word in parts if (country := country_of(word) or country_of_city(word))}
        self.whole_countries = {country for word in parts if (country := country_of(word))}
        self.runs = [frozenset(stem(word) for word in name) for claim in claims for name in claim.names]
        self.runs += [frozenset(stem(word.text) for word in words(context))]
        self.text = " ".join(claim.text for claim in claims)
        self.initials = {_initials(name) for claim in claims for name in claim.names}
        self.initials |= {_initials(_TOWNS.findall(claim.text)) for claim in claims}

    def has(self, word: str, before: str) -> bool:
        """Whether a word of a name stands there, given the text before it."""
        root = stem(word)
        if root in self.stems or concept(word)[0] in self.concepts or stem(word.replace(".", "")) in self.stems:
            return True
        if (country := country_of(word)) is not None:
            return country in self.countries
        if (country := country_of_capital(word)) is not None and country in self.whole_countries:
            return not _PLACING.search(before)
        if word.isupper() and 2 <= len(word) <= 6 and any(word in letters for letters in self.initials):
            return True
        if "-" in word:
            return all(self.has(part, before) for part in word.split("-") if part[:1].isupper() or part[:1].isdigit())
        return len(root) >= 6 and any(
            (one.startswith(root) or root.startswith(one)) and abs(len(one) - len(root)) <= 3
            for one in self.stems
            if len(one) >= 6
        )


_COMMON = re.compile(  # what an opening word ends in that is surely no name of one
    r"(?:[^s]s|ics|ed|ing|ly|tion|sion|ment|ness|ity|ship|ance|ence|ism|age|ure|hood|dom|al|ive|ous|ful|less|able|ible|ic)$"
)
# Words that open a sentence without an article and name nobody.
_BARE = frozenset(
    "nobody none nothing everyone everybody everything police unemployment inflation output turnout trade demand "
    "growth support debt congress parliament".split()
)


def _opener(claim: Claim) -> str | None:
    """A capitalised word that opens a sentence right before a verb, so that it is a name as likely as not."""
    found = words(claim.text)
    if len(found) < 2 or not found[0].text[:1].isupper() or is_stop(found[0].text):
        return None
    word, after = found[0].text, found[1].text
    folded = word.casefold()
    if (
        claim.text[found[0].end : found[1].start] != " "
        or folded in MONTHS
        or folded in NUMBER_WORDS
        or folded in ORDINALS
        or folded in _BARE
    ):
        return None
    acts = after in PAST_FORMS or (after.endswith("ed") and after.islower())
    return word if acts and not _COMMON.search(folded) else None


def missing_name(claim: Claim, cited: Cited) -> str | None:
    """Why the names of a sentence are not those of the cited words; None where they are."""
    opener = _opener(claim)
    if (
        opener
        and not cited.has(opener, "")
        and not any(stem(opener)[:5] == other[:5] for other in cited.stems if len(other) > 4)
    ):
        return f"The name “{opener}” does not stand in the cited words."
    for match in _TOWN_OF.finditer(claim.text):
        town, country = country_of_city(match[1]), country_of(match[2])
        if town and country and town != country and f"{match[1]}, {match[2]}" not in cited.text:
            return f"The place “{match[1]}, {match[2]}” does not stand in the cited words."
    cursor = 0
    for name in claim.names:
        for word in name:
            cursor = max(claim.text.find(word, cursor), cursor)
            if len(word) < 2 or word.casefold() in _PARTICLES or is_title(word):
                continue
            if len(name) > 1 and word in _KINDS:
                continue  # "the Conservative Party" are the Conservatives
            if word not in claim.surely_named and len(name) > 1:
                continue  # it only opens the sentence
            if not cited.has(word, claim.text[:cursor]) and _initials(name) not in cited.capitals:
                kind = "place" if is_place(word) else "name"
                return f"The {kind} “{word}” does not stand in the cited words."
        for one, two in _neighbours(name):
            both = {stem(one), stem(two)}
            # "coach Reid", and "BZ4X electric SUV" for "BZ4X SUV"
            together = re.search(
                rf"\b{re.escape(one)} (?:(?!and|or)(?-i:[a-z])+ )?{re.escape(two)}\b", cited.text, re.IGNORECASE
            )
            if both <= cited.stems and not together and not any(both <= run for run in cited.runs):
                return f"The cited words have no “{one} {two}”."
    return None


def _neighbours(name: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of words in a name that are of one bearer: none across a title ("Commission President Reid")."""
    bearers: list[list[str]] = [[]]
    for word in name:
        if is_title(word):
            bearers.append([])
        elif not (is_place(word) or word.casefold() in _PARTICLES):
            bearers[-1].append(word)
    for own in bearers:
        yield from pairwise(own)


def _initials(name: Sequence[str]) -> str:
    return "".join(word[0].upper() for word in name)
