"""What the command line prints, as text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.article import Article, ArticleHeader
from qa.status import Status
from qa.types import AddReport, format_date
from vectorstore.records import SkippedSource


def list_text(headers: Sequence[ArticleHeader]) -> str:
    """One line an article: its id, day of publication, title and publisher."""
    widest = max((len(header.id) for header in headers), default=0)
    return "\n".join(
        f"{header.id:<{widest}}  {header.published or 'date unknown'!s:<12}  {header.title}, {_publisher(header)}"
        for header in headers
    )


def article_text(article: Article) -> str:
    """An article as one reads it: what is known of it, then its text."""
    lines = [article.title, f"{_publisher(article)}, {format_date(article.published)}"]
    if article.authors:
        lines.append(f"By {', '.join(article.authors)}")
    if article.url:
        lines.append(article.url)
    if article.title_derived:
        lines.append("The original has no title; this one was made from its first sentence.")
    if article.digest:
        lines.append("This text is a digest: this project tells in its own words what the original says.")
    return "\n".join([*lines, "", article.text])


def added_text(report: AddReport) -> str:
    """How many articles were added, changed and unchanged, and each source that was skipped with its reason."""
    counts = {
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
        "skipped": len(report.skipped),
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    skipped = [f"skipped {item.source}: {item.reason}" for item in report.skipped]
    return "\n".join([*skipped, told or "nothing to add"])


def status_text(status: Status, *, embedding: str) -> str:
    """The status in lines; `embedding` is the model of the settings, which may not be the one of the library."""
    models = [f"{'model':<10} {name}: {problem or 'it answers'}" for name, problem in status.models.items()]
    if not status.exists:
        none = (
            f"There is no library yet at {status.library}.\n"
            "`qa chat` and `qa ask` build one from the bundled articles; `qa add` starts one with your own."
        )
        return "\n".join([none, *models])
    model = status.embedding
    if model != embedding:
        model = f"{model} (QA_EMBEDDING is {embedding}: `qa rebuild` makes the vectors anew)"
    lines = {
        "library": status.library,
        "articles": f"{status.articles}, {status.undated} of them without a date",
        "passages": status.passages,
        "embedding": model,
        "indexes": status.indexes,
    }
    if status.skipped:
        lines["skipped"] = f"{number_of(status.skipped, 'source')}; `qa status --skipped` lists them"
    return "\n".join([*(f"{name:<10} {value}" for name, value in lines.items()), *models])


def skipped_text(skipped: Sequence[SkippedSource]) -> str:
    """One line a source that was skipped: the day (in UTC), the source and the reason."""
    return "\n".join(f"{item.noted.date()}  {item.source}: {item.reason}" for item in skipped) or "nothing was skipped"


def number_of(count: int, noun: str = "article") -> str:
    """A number with its noun: "1 article", "2 articles"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _publisher(article: Article | ArticleHeader) -> str:
    return article.publisher or "publisher unknown"
