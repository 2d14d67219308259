"""Saved pages made of articles, and how fast they are added."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
from evals.speed.pages import as_page, rates
from vectorstore.embedding import EmbeddingModel


def test_a_page_has_the_article_and_furniture() -> None:
    article = corpus.bundled()[0]
    page = as_page(article)
    assert page.count("<p>") >= len(article.text.split("\n\n"))
    for around in ("Share on Facebook", "Related stories", "Comments", "All rights reserved", "<script>"):
        assert around in page


@pytest.mark.timeout(240)
def test_rates(tmp_path: Path, model: EmbeddingModel) -> None:
    of_pages, of_lines = rates(corpus.bundled()[:3], tmp_path, model)
    assert of_pages > 0
    assert of_lines > 0
