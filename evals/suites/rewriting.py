"""mtRAG's turns, each with the form that a person gave it so that it stands alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals import metrics
from evals.suites.data import rows
from evals.suites.judged import Judged
from qa import Engine, Settings, Turn
from qa.wording import is_stop, stem, words
from vectorstore.embedding import EmbeddingModel


def mtrag_rewrite(data: Path, kept: Path, readers: Sequence[Path]) -> Iterator[Judged]:
    """How near our stand-alone question is to a person's, and how much nearer than the turn as it was asked."""
    queries = rows(data / "queries.jsonl")
    with Engine(Settings(home=kept)) as engine:
        ours, took = [], []
        for row in queries:
            began = time.perf_counter()
            ours.append(engine.rewrite(row["query"], [Turn("user", text) for text in row["history"]]))
            took.append(1000 * (time.perf_counter() - began))
    encode = EmbeddingModel().encode
    persons, made, raw = (
        encode([row["rewrite"] for row in queries]),
        encode(ours),
        encode([row["query"] for row in queries]),
    )
    for place, row in enumerate(queries):
        cosine, cosine_raw = float(persons[place] @ made[place]), float(persons[place] @ raw[place])
        f1, f1_raw = metrics.token_f1(ours[place], row["rewrite"]), metrics.token_f1(row["query"], row["rewrite"])
        said, said_raw = content_f1(ours[place], row["rewrite"]), content_f1(row["query"], row["rewrite"])
        yield Judged(
            id=row["qid"],
            type="first turn" if not row["history"] else "later turn",
            asked=" → ".join([*row["history"], row["query"]]),
            told=ours[place],
            expected=row["rewrite"],
            parts={
                "cosine": (cosine, 1),
                "token_f1": (f1, 1),
                "content_f1": (said, 1),
                "cosine over the raw turn": (cosine - cosine_raw, 1),
                "token_f1 over the raw turn": (f1 - f1_raw, 1),
                "content_f1 over the raw turn": (said - said_raw, 1),
            },
            latency_ms=took[place],
            failed=cosine < 0.8,
        )


def content_f1(text: str, reference: str) -> float:
    """The F1 of the stems of two texts' words, those left out that any text has; 1 where neither has another word.

    As SQuAD's F1 of tokens (Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250), but of content words alone.
    """
    ours, theirs = _content(text), _content(reference)
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def _content(text: str) -> Counter[str]:
    return Counter(stem(word.text) for word in words(text) if not is_stop(word.text))
