"""The parts of the benchmark: each puts its figures, under their names, and what is plotted beside what came before."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from evals.cases import Case
from evals.speed import adding, asking, finding, libraries, load, opening, page, pages, threads
from evals.speed.report import Measured
from qa import Engine, Settings
from vectorstore.embedding import EmbeddingModel


@dataclass(frozen=True)
class Plan:
    """What is measured, and on how much."""

    cases: Sequence[Case]  # of the bundled articles
    corpus: Path  # JSONL: real articles
    questions: Sequence[str]  # about them
    kept: Path  # where libraries are kept between runs
    model: EmbeddingModel
    sizes: Sequence[int] = (1_000, 10_000, 100_000)  # passages of the made-up libraries, ascending
    rounds: int = 5  # of adding
    articles: int = 40  # a round
    pages: int = 1_000  # HTML files
    load_seconds: float = load.SECONDS

    def library(self, size: int) -> Path:
        """The folder of a made-up library."""
        return libraries.made_up(self.kept, size, self.corpus, self.model)


def answering(plan: Plan, measured: Measured) -> None:
    """Answers from the bundled articles, stage by stage."""
    measured.metrics.update(asking.measure(plan.cases))


def adding_articles(plan: Plan, measured: Measured) -> None:
    """Adding real articles, beside the stock way and the bare model."""
    articles = libraries.read_articles(plan.corpus)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            rounds = adding.rounds(articles, Path(folder), plan.model, count=plan.rounds, size=plan.articles)
        except ModuleNotFoundError as error:
            measured.notes.append(f"Adding was not compared: {error}; `make bench` installs what it needs.")
            return
    measured.metrics.update(
        add_passages_a_second=median(each.ours for each in rounds),
        add_vs_stock=median(each.ours / each.stock for each in rounds),
        add_vs_stock_same_passages=median(each.ours / each.stock_ours for each in rounds),
        add_vs_stock_articles=median(each.articles_ratio for each in rounds),
        add_vs_model=median(each.ours / each.model for each in rounds),
    )


def adding_pages(plan: Plan, measured: Measured) -> None:
    """Adding saved pages, beside the same articles as JSONL."""
    articles = libraries.read_articles(plan.corpus)[: plan.pages]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        of_pages, of_lines = pages.rates(articles, Path(folder), plan.model)
    measured.metrics.update(add_html_a_second=of_pages, add_html_vs_jsonl=of_pages / of_lines)


def retrieving(plan: Plan, measured: Measured) -> None:
    """Retrieval from real articles, against the least that can be done, and what the index finds."""
    home = libraries.real(plan.kept, plan.corpus, plan.model)
    with libraries.opened(home, plan.model) as there, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours, floor = finding.floor_times(there, Path(folder), plan.questions)
        found = finding.recall(there, plan.model.encode(plan.questions))
    measured.metrics.update(retrieve_vs_floor=finding.ratio(ours, floor), recall_at_10=found)
    measured.samples["Retrieval from real articles"] = {"ours": ours, "floor": floor}


def growing(plan: Plan, measured: Measured) -> None:
    """Retrieval from made-up libraries of growing size, and with filters from the largest."""
    homes = [plan.library(size) for size in plan.sizes]
    with ExitStack() as stack:
        there = [stack.enter_context(libraries.opened(home, plan.model)) for home in homes]
        times = finding.side_by_side([finding.retrieval(each) for each in there], plan.questions)
        filtered = finding.filter_times(there[-1], plan.questions)
        recall = finding.recall(there[-1], plan.model.encode(plan.questions))
    for size, taken in zip(plan.sizes, times, strict=True):
        measured.metrics[f"retrieve_{size}_p50_ms"] = 1000 * median(taken)
    none = filtered.pop("none")
    costs = {name: finding.ratio(taken, none) for name, taken in filtered.items()}
    worst = max(costs, key=lambda name: costs[name])
    measured.metrics.update(
        {f"filter_cost, {name}": cost for name, cost in costs.items()},
        retrieve_growth=finding.ratio(times[-1], times[0]),
        filter_cost=costs[worst],
        recall_at_10_made_up=recall,
    )
    smallest, largest = (f"{size:,} passages" for size in (plan.sizes[0], plan.sizes[-1]))
    measured.samples["Retrieval as the library grows"] = {smallest: times[0], largest: times[-1]}
    measured.samples["Retrieval with a filter"] = {"none": none, worst: filtered[worst]}


def asking_large(plan: Plan, measured: Measured) -> None:
    """Whole answers from the largest library, stage by stage."""
    with Engine(Settings(home=plan.library(plan.sizes[-1]))) as engine:
        for question in plan.questions[:5]:
            engine.ask(question)
        timings = [engine.ask(question).timings for question in plan.questions]
    total = [each["total"] for each in timings]
    size = plan.sizes[-1]
    measured.metrics[f"ask_{size}_p50_ms"] = 1000 * median(total)
    measured.metrics[f"ask_{size}_p95_ms"] = 1000 * threads.p95(total)
    for stage in timings[0]:
        measured.metrics[f"ask_{size}_{stage}_ms"] = 1000 * median(each[stage] for each in timings)


def asking_at_once(plan: Plan, measured: Measured) -> None:
    """Whole answers from real articles, by one thread and by eight."""
    with Engine(Settings(home=libraries.real(plan.kept, plan.corpus, plan.model))) as engine:
        alone, together = threads.ask_times(engine, plan.questions)
    measured.metrics["threads_p95"] = threads.p95(together) / threads.p95(alone)
    measured.samples["Answers to one thread and to eight"] = {"one": alone, "eight": together}


def opening_large(plan: Plan, measured: Measured) -> None:
    """Opening, holding and adding to the largest library, in a new process."""
    measured.metrics.update(opening.in_a_new_process(plan.library(plan.sizes[-1]), plan.questions[:20]))


def using_the_page(plan: Plan, measured: Measured) -> None:
    """The page over real articles, in a real browser."""
    try:
        figures, asked = page.measure(libraries.real(plan.kept, plan.corpus, plan.model), plan.questions)
    except ModuleNotFoundError as error:
        measured.notes.append(f"The page was not measured: {error}; `make test` installs what it needs.")
        return
    measured.metrics.update(figures)
    measured.samples["On the page, after Enter"] = {
        name: asked[name] for name in ("first feedback", "first words", "whole answer")
    }


def asking_by_program(plan: Plan, measured: Measured) -> None:
    """Many programs at once, over the network."""
    home = libraries.real(plan.kept, plan.corpus, plan.model)
    measured.metrics.update(load.measure(home, plan.questions, seconds=plan.load_seconds))


PARTS: Mapping[str, Callable[[Plan, Measured], None]] = {
    "answering": answering,
    "adding": adding_articles,
    "pages": adding_pages,
    "retrieving": retrieving,
    "growing": growing,
    "asking": asking_large,
    "threads": asking_at_once,
    "opening": opening_large,
    "page": using_the_page,
    "load": asking_by_program,
}
NEED_DATA = set(PARTS) - {"answering"}
