"""Whether cited sentences of articles carry a sentence that was written from them, and which of them do.

Hard rules come first: a number, day, name or speaker that the cited words do not have, a denial or a comparison
turned round, a quotation that is not verbatim. What passes them is weighed by how much of it the cited words say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.at_odds import TACIT, opposed
from qa.attribution import other_speaker, rerouted, swapped, undone
from qa.claims import OPEN, SURE, Claim, Token, claim_of
from qa.following import changed
from qa.hedging import disowned, unhedged, unqualified
from qa.lexicon import plain
from qa.naming import Cited, missing_name
from qa.quantities import missing_quantity
from qa.roles import misplaced
from qa.wording import numbers, words

if TYPE_CHECKING:
    from vectorstore.embedding import EmbeddingModel, Vectors

FEATURES = (
    "coverage",  # share of the sentence's content words that the cited sentences say
    "unsaid",  # content words that none of them says, 0 to 8
    "gap",  # the most of these in one clause, 0 to 8
    "added",  # the most of these in a row, 0 to 8, times the share of its word pairs that stand in the cited sentences
    "cosine",  # the highest of the sentence to a cited one, or to all together
)
_WEIGHTS = (0.0, -0.25, -0.56, -3.06, 8.55)
_BIAS = -2.94
_WEIGHTS_WITHOUT_VECTORS = (1.62, -0.57, -0.72, -1.56)
_BIAS_WITHOUT_VECTORS = 2.6
_BROKEN = 0.05  # support of a sentence that breaks a hard rule
ENOUGH = 0.35  # below it lie few of the faithful sentences in the tuning half
_ALIKE = 0.8  # cosine to a cited sentence from which on the two say the same as a whole
_KEPT_VECTORS = 500
_MOST_SENTENCES = 3  # named as carrying a sentence
_OF_TEXT = re.compile(  # "the article is about", but not "the article says that"
    r"^(?:\w+,? )?(?:the|this) (?P<text>article|text|passage|paragraph)s?\b(?! in which\b)"
    r"(?! (?:also |only |then |further )?(?:sa(?:ys|id)|stat(?:es|ed)|report(?:s|ed)|mention(?:s|ed)|add(?:s|ed)|"
    r"not(?:es|ed)|explain(?:s|ed)|remark(?:s|ed)|point(?:s|ed) out|call(?:s|ed)|quot(?:es|ed)|writes|wrote)\b)",
    re.IGNORECASE,
)
_LEFT_UNSAID = re.compile(
    r"\b(?:did|does|do|has|have|had)(?: not|n't) (?:sa(?:y|id)|(?:mention|state|explain)(?:e?d)?|specif(?:y|ied))\b"
)
_DENIES = re.compile(r"\b(?:not|no|never|nor|neither|without|declin\w+|refus\w+|silent)\b|n't\b", re.IGNORECASE)
_EDITED = re.compile(r"\[[^\]]*\]|\.\.\.|…")  # what whoever quotes puts in or leaves out: "[they] will win"
_QUOTED = re.compile(r"\"([^\"]+)\"")


@dataclass(frozen=True, kw_only=True)
class CitedSentence:
    """One cited sentence of an article."""

    text: str  # article.text[start : start + len(text)]
    start: int = 0  # characters into the article's text
    article_id: str = ""
    title: str = ""
    publisher: str | None = None
    published: date | None = None


@dataclass(frozen=True)
class Carrier:
    """A cited sentence that carries the checked one, or part of it."""

    index: int  # into the evidence given
    start: int  # characters into the article's text
    end: int


@dataclass(frozen=True)
class Verdict:
    """How well the cited sentences carry a sentence."""

    support: float  # 0..1: the probability that they carry it
    reason: str | None  # one sentence on what they do not say; None where they carry it
    carriers: tuple[Carrier, ...] = ()  # best first
    contradicted: bool = False  # they say otherwise, and do not only say too little

    @property
    def supported(self) -> bool:
        """Whether they carry it."""
        return self.reason is None


class SupportChecker:
    """Checks sentences against what they cite; safe to call from several threads."""

    def __init__(self, model: EmbeddingModel | None = None) -> None:
        """With an embedding model, paraphrases in other words are recognised better."""
        self._model = model
        self._known: dict[str, Vectors] = {}  # of texts seen lately: one answer's sentences cite the same ones

    def check(self, sentence: str, evidence: Sequence[CitedSentence], *, question: str | None = None) -> Verdict:
        """How well some cited sentences carry a sentence.

        With the `question` that it answers, words of the question prove nothing by themselves: the cited words
        must say more than half of those that the sentence adds.
        """
        if not sentence.strip():
            return Verdict(0.0, "It says nothing.")
        cited = [item for item in evidence if item.text.strip()]
        if not cited:
            return Verdict(0.0, "It cites nothing.")
        said = claim_of(sentence)
        claims = [claim_of(item.text) for item in cited]
        carriers = _carriers(said, claims, evidence, cited)
        if any(_bare(sentence) == _bare(item.text) for item in cited):
            return Verdict(1.0, None, carriers)
        if reason := _missing(said, sentence, claims, cited):
            return Verdict(_BROKEN, reason, carriers)
        if reason := _otherwise(said, claims):
            return Verdict(_BROKEN, reason, carriers, contradicted=True)
        measured = self.measures(sentence, cited)
        alike = self._model is not None and measured[-1] >= _ALIKE
        if question is not None and not alike and (reason := _adds_unsaid(said, claims, question)):
            return Verdict(_BROKEN, reason, carriers)
        support = _probability(measured)
        if support < ENOUGH:
            return Verdict(round(support, 4), "The cited words say too little of it.", carriers)
        return Verdict(round(support, 4), None, carriers)

    def measures(self, sentence: str, evidence: Sequence[CitedSentence]) -> tuple[float, ...]:
        """What the support is weighed from, as FEATURES names it; the cosine is left out without a model."""
        said = claim_of(sentence)
        claims = [claim_of(item.text) for item in evidence]
        there = _concepts(claims)
        content = said.content
        unsaid = [token for token in content if not _is_said(token, there)]
        coverage = _share(content, there)
        clauses: dict[int, int] = {}
        for token in unsaid:
            clauses[token.clause] = clauses.get(token.clause, 0) + 1
        added = _longest_run(content, there) * _verbatim(said, claims)
        measured = (
            coverage,
            min(8.0, len(unsaid)),
            min(8.0, max(clauses.values(), default=0)),
            min(8.0, added),
        )
        if self._model is None:
            return measured
        texts = [item.text for item in evidence]
        texts += [" ".join(texts)] if len(texts) > 1 else []
        own, *theirs = self._vectors(self._model, [sentence, *texts])
        return (*measured, max(float(own @ vector) for vector in theirs))

    def _vectors(self, model: EmbeddingModel, texts: Sequence[str]) -> list[Vectors]:
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            if len(known) + len(new) > _KEPT_VECTORS:
                known = {}
            known = {**known, **dict(zip(new, model.encode(new), strict=True))}
            self._known = known  # put in place whole, so that threads see one or the other
        return [known[text] if text in known else model.encode([text])[0] for text in texts]


def broken_rule_of(sentence: str, evidence: Sequence[CitedSentence]) -> str | None:
    """The first hard rule that a sentence breaks against some cited ones, as a sentence for the user."""
    if any(_bare(sentence) == _bare(item.text) for item in evidence):
        return None
    said, claims = claim_of(sentence), [claim_of(item.text) for item in evidence]
    return _missing(said, sentence, claims, evidence) or _otherwise(said, claims)


def _missing(said: Claim, sentence: str, claims: Sequence[Claim], evidence: Sequence[CitedSentence]) -> str | None:
    """What a sentence has that the cited ones have not, as a sentence for the user; None where they have it all."""
    titles = " | ".join({item.title for item in evidence})
    publishers = " | ".join({item.publisher or "" for item in evidence})
    published = [item.published for item in evidence if item.published]
    everything = "\n".join(item.text for item in evidence)
    return _first(
        lambda: _of_text(sentence, everything),
        lambda: _false_quote(sentence, everything),
        lambda: missing_name(said, Cited(claims, f"{titles} | {publishers}")),
        lambda: missing_quantity(sentence, everything, titles, published),
        lambda: other_speaker(said, _nearest(said, claims), publishers),
    )


def _otherwise(said: Claim, claims: Sequence[Claim]) -> str | None:
    """What the cited sentences say otherwise, as a sentence for the user; None where they do not."""
    return _first(
        lambda: swapped(said, claims),
        lambda: undone(said, claims),
        lambda: rerouted(said, claims),
        lambda: misplaced(said, claims),
        lambda: changed(said, claims),
        lambda: opposed(said, claims),
        lambda: _denied_otherwise(said, claims),
        lambda: _left_unsaid(said, claims),
        lambda: _other_time(said, claims),
        lambda: unhedged(said, _nearest(said, claims)),
        lambda: unqualified(said, _nearest(said, claims)),
        lambda: disowned(said, _nearest(said, claims)),
    )


def _first(*rules: Callable[[], str | None]) -> str | None:
    """The first reason that a rule gives."""
    return next((reason for rule in rules if (reason := rule()) is not None), None)


def _of_text(sentence: str, cited: str) -> str | None:
    """Why a sentence says nothing of the news: it tells what a text is about or like, which no sentence of it says."""
    match = _OF_TEXT.search(sentence)
    if match and not re.search(rf"\b{match['text']}s?\b", cited, re.IGNORECASE):
        return f"It speaks of the {match['text'].casefold()} itself, of which the cited words say nothing."
    return None


def _false_quote(sentence: str, cited: str) -> str | None:
    there = _bare(cited)
    for match in _QUOTED.finditer(plain(sentence).replace("''", '"')):
        parts = [rf"(?<!\w){re.escape(bare)}(?!\w)" for part in _EDITED.split(match[1]) if (bare := _bare(part))]
        if not re.search("[^.!?]*?".join(parts), there):
            return f"The words in quotation marks, “{match[1]}”, do not stand so in the cited words."
    return None


def _bare(text: str) -> str:
    """A text in lower case, without quotation marks and without the marks at its ends."""
    return " ".join(re.sub(r"[\"]", "", plain(text)).casefold().split()).strip(" .,;:!?")


def _denied_otherwise(said: Claim, claims: Sequence[Claim]) -> str | None:
    """Why a sentence that denies nothing cannot stand: the cited words deny it in other words."""
    if not TACIT.search(said.text) and all(token.signs == SURE for token in said.tokens):
        own = {token.concept for token in said.content}
        if any(_denies(claim, own) for claim in _nearest(said, claims)):
            return "The cited words deny it."
    return None


def _left_unsaid(said: Claim, claims: Sequence[Claim]) -> str | None:
    """Why a sentence cannot say what somebody left unsaid: the cited words deny nothing."""
    if _LEFT_UNSAID.search(said.text) and not any(_DENIES.search(claim.text) for claim in claims):
        return "The cited words do not say that it was left unsaid."
    return None


def _adds_unsaid(said: Claim, claims: Sequence[Claim], question: str) -> str | None:
    """Why a sentence is no answer to a question: what it adds to its words is mostly not in the cited ones."""
    asked = {token.concept for token in claim_of(question).tokens}
    there = _concepts(claims)
    added = [token for token in said.content if token.concept not in asked]
    figures = len(numbers(said.text) - numbers(question))  # all of them stand there: that was looked at before
    told = sum(_is_said(token, there) for token in added)
    if len(added) > 1 and told + figures <= 0.5 * (len(added) + figures):
        return "The cited words say too little of what it adds to the question."
    return None


def _denies(claim: Claim, own: set[str]) -> bool:
    """Whether a claim denies something in other words of which a sentence that denies nothing speaks."""
    surely = {token.concept for token in claim.tokens if token.signs == SURE}
    for at, token in enumerate(claim.tokens):
        if token.denied and token.concept not in own:
            reached = [item for item in claim.tokens[at + 1 : at + 4] if item.signs == OPEN]
            if reached and all(item.concept in own - surely for item in reached):
                return True
    return False


_OPEN_STILL = re.compile(
    r"\b(?:(?-i:may)|might|could|can|would|possib\w+|perhaps|likely|if|whether|decid\w*|decision|undecided|fear\w*|hop\w+|"
    r"potential\w*|risk\w*)\b",
    re.IGNORECASE,
)


def _third_persons(claims: Sequence[Claim]) -> set[str]:
    """What may be, by the cited words, as a third person's present: "reduces" for "could reduce"."""
    bare = {token.text for claim in claims for token in claim.tokens if token.mode == "possible"}
    return {word + ending for word in bare for ending in ("s", "es")}


def _other_time(said: Claim, claims: Sequence[Claim]) -> str | None:
    """A thing that the sentence has done and the cited words ahead, or the other way round."""
    theirs: dict[str, set[str]] = {}
    for claim in claims:
        for token in claim.tokens:
            theirs.setdefault(token.concept, set()).add(token.mode)
    for token in said.tokens:
        modes = theirs.get(token.concept)
        if token.name or not modes:
            continue
        if token.mode == "done" and modes <= {"ahead", "meant", "wished", "possible", "should"}:
            return f"The cited words do not say that it happened: “{token.text}”."
        sure = token.mode == "ahead" or (not token.mode and token.text in _third_persons(claims))
        if sure and modes == {"possible"} and not _OPEN_STILL.search(said.text):
            return f"The cited words say only that it may be: “{token.text}”."
        if token.mode == "ahead" and modes == {"wished"} and not _OPEN_STILL.search(said.text):
            return f"The cited words say only that it is wished, planned or expected: “{token.text}”."
        if token.mode == "ahead" and modes == {"done"}:
            return f"The cited words say that it happened already: “{token.text}”."
    return None


def _nearest(said: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The cited sentences that say nearly as much of the claim as the one that says most."""
    shares = [_share(said.content, _concepts([claim])) for claim in claims]
    return [claim for claim, share in zip(claims, shares, strict=True) if share >= 0.6 * max(shares)]


def _concepts(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset(token.concept for claim in claims for token in claim.tokens)


def _is_said(token: Token, there: frozenset[str]) -> bool:
    return token.concept in there or any(_cognate(token.concept, other) for other in there)


@lru_cache(maxsize=50_000)
def _cognate(one: str, two: str) -> bool:
    """Whether two stems belong to one family: "mediat" and "mediator"."""
    shorter = min(len(one), len(two))
    return shorter >= 5 and one[:5] == two[:5] and (one.startswith(two) or two.startswith(one) or one[:6] == two[:6])


def _share(tokens: Sequence[Token], there: frozenset[str]) -> float:
    return sum(_is_said(token, there) for token in tokens) / len(tokens) if tokens else 1.0


def _longest_run(tokens: Sequence[Token], there: frozenset[str]) -> int:
    """The most words in a row that are not said."""
    longest = run = 0
    for token in tokens:
        run = 0 if _is_said(token, there) else run + 1
        longest = max(longest, run)
    return longest


def _verbatim(said: Claim, claims: Sequence[Claim]) -> float:
    """The share of a sentence's pairs of neighbouring words that stand so in the cited ones."""
    own = _pairs(said)
    theirs = frozenset().union(*(_pairs(claim) for claim in claims))
    return len(own & theirs) / len(own) if own else 0.0


@lru_cache(maxsize=4_000)
def _pairs(claim: Claim) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(word.text.casefold() for word in words(claim.text)))


def _carriers(
    said: Claim, claims: Sequence[Claim], evidence: Sequence[CitedSentence], cited: Sequence[CitedSentence]
) -> tuple[Carrier, ...]:
    """The sentences that together say what can be said of the claim, each adding something; best first."""
    wanted = {token.concept for token in said.tokens}
    left = list(range(len(claims)))
    chosen: list[int] = []
    while left and len(chosen) < _MOST_SENTENCES:
        gains = {at: len(wanted & {token.concept for token in claims[at].tokens}) for at in left}
        best = max(left, key=lambda at: (gains[at], -at))
        if chosen and gains[best] < 2:
            break
        chosen.append(best)
        left.remove(best)
        wanted -= {token.concept for token in claims[best].tokens}
    places = [next(at for at, other in enumerate(evidence) if other is cited[index]) for index in chosen]
    return tuple(Carrier(at, evidence[at].start, evidence[at].start + len(evidence[at].text)) for at in places)


def _probability(measures: Sequence[float]) -> float:
    with_vectors = len(measures) == len(FEATURES)
    weights = _WEIGHTS if with_vectors else _WEIGHTS_WITHOUT_VECTORS
    bias = _BIAS if with_vectors else _BIAS_WITHOUT_VECTORS
    return 1.0 / (1.0 + math.exp(-bias - sum(w * value for w, value in zip(weights, measures, strict=True))))
