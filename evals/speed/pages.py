"""How fast saved web pages are added, against the same articles as JSONL."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

from corpus.article import Article
from corpus.readers import read
from evals.speed.libraries import opened
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel

_MENU = "Home World Politics Business Health Entertainment Tech Style Travel Sports Videos Audio Weather".split()
_AROUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - {publisher}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{publisher}">
<meta property="og:type" content="article"><meta property="article:published_time" content="{published}T09:00:00Z">
<meta name="author" content="{authors}"><link rel="canonical" href="{url}">
<style>body {{ font: 16px serif }} nav li {{ display: inline }}</style>
<script>window.dataLayer = window.dataLayer || []; function track(name) {{ dataLayer.push({{event: name}}); }}</script>
</head><body><header><a href="/">{publisher}</a><nav><ul>{menu}</ul></nav></header>
<div class="advert">Advertisement</div><main><article><h1>{title}</h1>
<p class="byline">By {authors}</p><time datetime="{published}">{published}</time>
<ul class="share"><li><a href="#">Share on Facebook</a></li><li><a href="#">Tweet</a></li></ul>
{text}</article><aside class="related"><h3>Related stories</h3><ul>{menu}</ul></aside>
<section id="comments"><h3>Comments</h3><p>Log in to join the discussion.</p></section></main>
<footer><p>© {publisher}. All rights reserved.</p><ul>{menu}</ul></footer></body></html>
"""


def rates(articles: Sequence[Article], folder: Path, model: EmbeddingModel) -> tuple[float, float]:
    """Articles a second, read from HTML files and from one JSONL file, each into a new library.

    Raises RuntimeError where not every article was added.
    """
    pages = folder / "pages"
    pages.mkdir()
    for number, article in enumerate(articles):
        (pages / f"{number:04}.html").write_text(as_page(article), encoding="utf-8")
    lines = folder / "lines.jsonl"
    with open(lines, "w", encoding="utf-8") as file:
        for article in articles:
            fields = {"title": article.title, "text": article.text, "publisher": article.publisher, "url": article.url}
            day = article.published.isoformat() if article.published else None
            file.write(json.dumps({"id": article.id, **fields, "published": day}) + "\n")
    of_lines = _rate(lines, folder / "of-lines", model, len(articles))
    return _rate(pages, folder / "of-pages", model, len(articles)), of_lines


def as_page(article: Article) -> str:
    """An article as a publisher's web page shows it, menus and all."""
    return _AROUND.format(
        title=escape(article.title),
        publisher=escape(article.publisher or "The Paper"),
        published=article.published or "2022-06-01",
        authors=escape(", ".join(article.authors) or "Staff"),
        url=escape(article.url or f"https://news.example/{article.id}"),
        menu="".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _MENU),
        text="\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.text.split("\n\n")),
    )


def _rate(source: Path, home: Path, model: EmbeddingModel, expected: int) -> float:
    home.mkdir()
    with opened(home, model) as there:
        start = time.perf_counter()
        outcomes = list(ingest.add(there.library, model, read(source)))
        there.indexes.catch_up()
        taken = time.perf_counter() - start
    left_out = [outcome for outcome in outcomes if outcome.status != "added"]
    if len(outcomes) != expected or len(left_out) > expected // 20:  # near-copies count as added, the same text not
        raise RuntimeError(f"{len(outcomes)} outcomes of {expected} articles; not added: {left_out[:3]}")
    return len(outcomes) / taken
