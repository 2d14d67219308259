"""Where pairs come from: the bundled articles, and question sets that lie in a folder and are never committed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from corpus.article import Article
from evals.pairs.changing import PLACE_WORDS, RULES, Pool
from evals.pairs.pair import FAITHFUL, Pair, is_held_out, sentences_of
from evals.pairs.rewording import reworded
from evals.suites.data import Row, rows
from qa.support import CitedSentence
from qa.wording import content_stems, names

_PER_KIND = {"realtimeqa": 260, "multihoprag_mini": 60, "squad2": 60, "bundled": 10_000}  # changed pairs of each kind
_SHORTEST, _LONGEST = 8, 40  # words of a sentence
_OPENS_BADLY = re.compile(r"^(?:he|she|it|they|this|that|these|those|and|but|or|so|his|her|their|its|[\"“”'(])", re.I)
_STORED_SENTENCES = 10  # the most that a pair cites


def question_sets(folder: Path) -> Iterator[tuple[str, list[Article]]]:
    """The articles of each set in a folder, in its order. Raises SuiteError where a set's files cannot be used."""
    for name in ("realtimeqa", "multihoprag_mini", "squad2"):
        yield name, [_article(row) for row in rows(folder / name / "corpus.jsonl")]


def _article(row: Row) -> Article:
    day = str(row.get("published_at") or "")[:10]
    return Article(
        # the paragraphs of one squad2 article belong together, so that they fall into one half
        id=str(row["title"] if str(row["doc_id"]).startswith("squad") else row["doc_id"]),
        title=str(row["title"]),
        publisher=row.get("source"),
        published=date.fromisoformat(day) if day else None,
        text=str(row["text"]),
    )


def rule_pairs(source: str, articles: Sequence[Article], *, seed: int = 0) -> list[Pair]:
    """The pairs made by rule from articles: sentences as they are, reworded, and both with one fact changed."""
    dice = random.Random(seed)
    limit = _PER_KIND[source]
    order = list(articles)
    dice.shuffle(order)
    everywhere = sorted({name for article in order[:60] for name in names(article.text) if _is_own(name)})
    pairs: list[Pair] = []
    count: dict[str, int] = {}
    for article in order:
        sentences = sentences_of(article)
        if len(sentences) < 2 or all(count.get(kind, 0) >= limit for kind in RULES):
            continue
        own = [name for name in dict.fromkeys(names(article.text)) if _is_own(name)]
        usable = [at for at, item in enumerate(sentences) if _usable(item.text)]
        for at in dice.sample(usable, min(len(usable), 30 if source == "bundled" else 6)):
            for pair in _pairs_of(source, article, sentences, at, own, everywhere, dice):
                key = f"{pair.kind}-{pair.base}" if pair.faithful else pair.kind
                if count.get(key, 0) < limit:
                    count[key] = count.get(key, 0) + 1
                    pairs.append(pair)
    return pairs + _wrong_articles(source, pairs, order, dice, limit)


def _pairs_of(
    source: str,
    article: Article,
    sentences: Sequence[CitedSentence],
    at: int,
    own: Sequence[str],
    everywhere: Sequence[str],
    dice: random.Random,
) -> Iterator[Pair]:
    cited = [sentences[at]]
    if dice.random() < 0.5:
        cited += dice.sample([item for item in sentences if item is not sentences[at]], min(2, len(sentences) - 1))
        dice.shuffle(cited)
    text = " ".join(item.text for item in cited)
    pool = Pool(
        names=everywhere,
        own_names=[name for name in own if not any(word in text for word in name.split())],
        others=[item.text for item in sentences if item not in cited and _usable(item.text)],
        cited=text,
    )

    def pair(kind: str, sentence: str, base: str) -> Pair:
        return Pair(
            article=article.id,
            source=source,
            made="rule",
            kind=kind,
            sentence=sentence,
            evidence=tuple(cited),
            base=base,
        )

    verbatim = sentences[at].text
    other = reworded(verbatim, dice)
    yield pair(FAITHFUL, verbatim, "verbatim")
    if other:
        yield pair(FAITHFUL, other, "reworded")
    for kind, rule in RULES.items():
        base = "reworded" if other and dice.random() < 0.6 else "verbatim"
        changed = rule(other if other and base == "reworded" else verbatim, dice, pool)
        if changed and changed != verbatim:
            yield pair(kind, changed, base)


def _wrong_articles(
    source: str, pairs: Sequence[Pair], articles: Sequence[Article], dice: random.Random, limit: int
) -> list[Pair]:
    """Faithful sentences with the likest sentences of another article of the same half as evidence."""
    faithful = [pair for pair in pairs if pair.faithful]
    made = []
    for pair in dice.sample(faithful, min(limit, len(faithful))):
        others = [
            article for article in articles if article.id != pair.article and is_held_out(article.id) == pair.held_out
        ]
        others = dice.sample(others, min(40, len(others)))
        wanted = content_stems(pair.sentence)
        likest = sorted(
            (item for article in others for item in sentences_of(article)),
            key=lambda item: -len(wanted & content_stems(item.text)),
        )[: len(pair.evidence)]
        made.append(
            Pair(
                article=pair.article,
                source=source,
                made="rule",
                kind="wrong_article",
                sentence=pair.sentence,
                evidence=tuple(likest),
                base=pair.base,
            )
        )
    return made


_BRACKETS = re.compile(r"\[\s*(\d+)\s|\s*\]")


def human_pairs(folder: Path) -> list[Pair]:
    """Sentences of QuoteSum's human-written answers, which name the passages they are from: faithful ones."""
    pairs = []
    for row in rows(folder / "quotesum" / "queries.jsonl"):
        passages = {str(item["n"]): item for item in row["passages"]}
        for reference in row["references"]:
            for part in re.split(r"(?<=[.!?])(?:\s*\])?\s+(?=[A-Z\[])", reference):
                numbers = list(dict.fromkeys(re.findall(r"\[\s*(\d+)\s", part)))
                sentence = re.sub(r"\s+([.,;:)])", r"\1", " ".join(_BRACKETS.sub(" ", part).split()))
                if len(sentence.split()) < _SHORTEST or not numbers or not set(numbers) <= set(passages):
                    continue
                wanted = content_stems(sentence)
                cited = [item for number in numbers for item in _passage(passages[number])]
                cited.sort(key=lambda item: -len(wanted & content_stems(item.text)))
                pairs.append(
                    Pair(
                        article=str(row["qid"]),
                        source="quotesum",
                        made="human",
                        kind=FAITHFUL,
                        sentence=sentence,
                        evidence=tuple(cited[:_STORED_SENTENCES]),
                        base="human",
                    )
                )
    return pairs


def _passage(row: Row) -> list[CitedSentence]:
    return sentences_of(Article(id=str(row["title"]), title=str(row["title"]), text=str(row["text"])))


def _usable(text: str) -> bool:
    return _SHORTEST <= len(text.split()) <= _LONGEST and text[-1] == "." and not _OPENS_BADLY.match(text)


def _is_own(name: str) -> bool:
    """Whether a name is of a person or body rather than a place, and long enough to be told from others."""
    return len(name.split()) == 2 and len(name) > 6 and not PLACE_WORDS & set(name.split())
