"""What each figure of the benchmark should come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A bound on one figure, and what the figure is."""

    what: str
    at_most: float | None = None
    at_least: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a figure keeps to the bound."""
        return self.used(value) <= 1.0

    def used(self, value: float) -> float:
        """The share of what is allowed that a figure takes up: 1 is the bound itself, more is too much."""
        if self.at_least is not None:
            return self.at_least / value if value > 0 else float("inf")
        if not self.at_most:  # nothing at all is allowed
            return 0.0 if value <= 0 else float("inf")
        return value / self.at_most

    def __str__(self) -> str:
        return f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"


TARGETS: Mapping[str, Target] = {
    "add_vs_stock": Target("passages a second, ours against LlamaIndex's own way", at_least=2.5),
    "add_vs_model": Target("passages a second, against the bare model's on the same passages", at_least=0.85),
    "retrieve_vs_floor": Target("retrieval, p50, against embedding the question and one Chroma query", at_most=2.0),
    "add_html_vs_jsonl": Target("articles a second, from HTML files against the same as JSONL", at_least=0.7),
    "retrieve_growth": Target("retrieval, p50, in the largest library against the smallest", at_most=1.5),
    "filter_cost": Target("retrieval, p50, with the worst of four filters against none", at_most=2.0),
    "recall_at_10": Target("of the ten nearest passages, the share that the index finds", at_least=0.98),
    "open_seconds": Target("from the loaded model to the first retrieval, in a new process", at_most=3.0),
    "memory_mb": Target("beyond the model, at most at any time", at_most=600.0),
    "disk_kb_per_passage": Target("library and indexes", at_most=6.0),
    "one_more_seconds": Target("one more article, until it is found", at_most=1.0),
    "page_usable_seconds": Target("from opening the page, the server being warm, until one can ask", at_most=2.5),
    "page_feedback_p95_ms": Target("on the page, from Enter to the first sign, p95", at_most=300.0),
    "page_titles_p95_ms": Target("until the titles of the articles that are looked in, p95", at_most=300.0),
    "page_words_p95_ms": Target("from Enter to the first words of an answer, p95", at_most=800.0),
    "page_answer_p95_ms": Target("from Enter to the whole answer, p95", at_most=1500.0),
    "page_mark_p95_ms": Target("from a click on a mark to its quote in view, p95", at_most=300.0),
    "load_errors": Target("50 programs asking at once: questions that failed", at_most=0.0),
    "load_wrong": Target("answers that went to another than who asked", at_most=0.0),
    "load_growth": Target("growth of the server's memory meanwhile", at_most=0.05),
    "threads_p95": Target("8 threads asking at once, p95, against 1", at_most=6.0),
}
