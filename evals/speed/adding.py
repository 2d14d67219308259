"""How fast articles are added: against the stock way, and against the bare model's own rate."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from evals.speed.libraries import Opened, opened
from evals.speed.stock import Stock
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel
from vectorstore.passages import header
from vectorstore.records import StoredPassage


@dataclass(frozen=True)
class Round:
    """The same articles added by us and by the stock way; rates are passages a second."""

    ours: float  # cut, embedded, stored and indexed
    model: float  # only embedded, our passages in batches of like lengths
    stock: float  # its own passages, which are longer
    stock_ours: float  # our passages in its store
    articles_ratio: float  # articles a second, ours against the stock way's


def rounds(articles: Sequence[Article], folder: Path, model: EmbeddingModel, *, count: int, size: int) -> list[Round]:
    """So many rounds of so many articles each, each way in turn, into libraries that grow."""
    stock = Stock(folder / "stock")
    with opened(folder / "ours", model) as ours:
        _add(ours, articles[-2:])  # the first use of anything takes longer
        stock.add(articles[-2:])
        return [_round(articles[at : at + size], ours, stock) for at in range(0, count * size, size)]


def _round(articles: Sequence[Article], ours: Opened, stock: Stock) -> Round:
    passages: list[StoredPassage] = []
    taken = _seconds(lambda: passages.extend(_add(ours, articles)))
    by_id = {article.id: article for article in articles}
    texts = [f"{header(by_id[passage.article_id])}\n{passage.text}" for passage in passages]
    bare = _seconds(lambda: ours.model.encode(texts))
    its_own: list[int] = []
    stock_taken = _seconds(lambda: its_own.append(stock.add(articles)))
    stock_ours = _seconds(lambda: stock.add_passages(passages))
    return Round(
        ours=len(passages) / taken,
        model=len(passages) / bare,
        stock=its_own[0] / stock_taken,
        stock_ours=len(passages) / stock_ours,
        articles_ratio=stock_taken / taken,
    )


def _add(ours: Opened, articles: Sequence[Article]) -> list[StoredPassage]:
    """Add articles and bring the indexes up to date; the new passages."""
    with ours.library.snapshot() as before:
        last = max((passage.id for passage in before.passages()), default=0)
    for _ in ingest.add(ours.library, ours.model, articles):
        pass
    ours.indexes.catch_up()
    with ours.library.snapshot() as after:
        return list(after.passages(after=last))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
