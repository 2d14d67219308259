"""A pair is a sentence with the evidence it cites, and what is true of it: faithful, or changed in one way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.sentences import sentence_spans
from qa.support import CitedSentence

BY_HAND = Path(__file__).with_name("by_hand.jsonl")
FAITHFUL = "faithful"
CHANGES = (
    "number",
    "date",
    "name",
    "place",
    "speaker",
    "negation",
    "comparison",
    "tense",
    "wrong_article",
    "half_truth",
    "invention",
)
_HELD_OUT = frozenset(  # of the bundled articles; all others are told by a hash of their id
    {
        "coalition-meets-chinese-delegation",
        "kazakhstan-responds",
        "negotiations-committee-visits-moscow",
    }
)
_TUNING = frozenset({"astana-talks-open", "coordination-commission-stays-away", "opposition-signs-joint-document"})


class PairsError(ValueError):
    """A pair cannot be used; the message says which and why."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One sentence with what it cites."""

    article: str  # the id of the article the sentence is about: pairs are split by it
    source: str  # "bundled" or the name of a question set
    made: str  # "hand", "rule" (the sentence itself or one reworded by rule), or "human" (another's summary)
    kind: str  # FAITHFUL or one of CHANGES
    sentence: str
    evidence: tuple[CitedSentence, ...]
    base: str  # what was changed: "verbatim", "reworded", "hand"

    @property
    def faithful(self) -> bool:
        """Whether the evidence carries the sentence."""
        return self.kind == FAITHFUL

    @property
    def held_out(self) -> bool:
        """Whether the pair is kept out of tuning."""
        return is_held_out(self.article)


def is_held_out(article: str) -> bool:
    """Whether an article's pairs are kept out of tuning: half of the bundled ones, and of all others by hash."""
    if article in _HELD_OUT or article in _TUNING:
        return article in _HELD_OUT
    return hashlib.sha256(article.encode()).digest()[0] % 2 == 1


def sentences_of(article: Article) -> list[CitedSentence]:
    """An article's sentences, in order, each as something that can be cited."""
    return [
        CitedSentence(
            text=article.text[start:end],
            start=start,
            article_id=article.id,
            title=article.title,
            publisher=article.publisher,
            published=article.published,
        )
        for start, end in sentence_spans(article.text)
    ]


def by_hand(articles: Sequence[Article], path: Path = BY_HAND) -> list[Pair]:
    """The pairs written by hand. Raises PairsError for a line that does not fit the articles.

    A line names its article and the beginning of each cited sentence, so that it can be read.
    """
    sentences = {article.id: sentences_of(article) for article in articles}
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if row["kind"] != FAITHFUL and row["kind"] not in CHANGES:
            raise PairsError(f"{path.name}, line {number}: there is no kind {row['kind']!r}.")
        if row["article"] not in sentences:
            raise PairsError(f"{path.name}, line {number}: there is no article {row['article']!r}.")
        evidence = []
        for beginning in row["evidence"]:
            fitting = [item for item in sentences[row["article"]] if item.text.startswith(beginning)]
            if len(fitting) != 1:
                raise PairsError(f"{path.name}, line {number}: {len(fitting)} sentences begin with {beginning!r}.")
            evidence += fitting
        pairs.append(
            Pair(
                article=row["article"],
                source="bundled",
                made="hand",
                kind=row["kind"],
                sentence=row["sentence"],
                evidence=tuple(evidence),
                base="hand",
            )
        )
    return pairs
