"""Made-up libraries look like the real articles they are made of, and are the same every time."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

import corpus
from evals.speed.libraries import FILTERS, made_up, made_up_articles, opened, read_articles, real
from vectorstore.embedding import EmbeddingModel
from vectorstore.library import Library
from vectorstore.passages import split


@pytest.fixture(scope="module")
def articles_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "corpus.jsonl"
    rows = [{"id": each.id, "title": each.title, "text": each.text} for each in corpus.bundled()]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_made_up_articles_have_eight_passages_of_real_words(model: EmbeddingModel) -> None:
    source = corpus.bundled()
    words = {word for article in source for word in article.text.split()}
    made = list(made_up_articles(6, source, model))
    assert [len(split(article, model.count_tokens)) for article in made] == [8] * 6
    assert all(set(article.text.split()) <= words for article in made)
    assert len({article.text for article in made}) == len({article.id for article in made}) == 6
    assert list(islice(made_up_articles(9, source, model), 6)) == made


def test_filters_leave_the_shares_they_say(model: EmbeddingModel) -> None:
    made = list(made_up_articles(1_500, corpus.bundled(), model))

    def share(name: str) -> float:
        filters = FILTERS[name]
        passing = [
            article
            for article in made
            if (not filters.publishers or article.publisher in filters.publishers)
            and (not filters.since or (article.published and article.published >= filters.since))
            and (not filters.until or (article.published and article.published <= filters.until))
        ]
        return len(passing) / len(made)

    for name in FILTERS:
        assert share(name) == pytest.approx(0.01 if " 1 %" in name else 0.30, rel=0.6 if " 1 %" in name else 0.15), name


def test_kept_libraries(model: EmbeddingModel, articles_file: Path, tmp_path: Path) -> None:
    home = made_up(tmp_path, 85, articles_file, model)
    with opened(home, model) as there, there.library.snapshot() as snapshot:
        assert snapshot.counts() == (10, 0, 80)
        _, vectors = snapshot.vectors(model.dimension)
        assert there.indexes.state == "ready"
    with Library(real(tmp_path, articles_file, model) / "library.sqlite3", None).snapshot() as snapshot:
        _, like = snapshot.vectors(model.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    nearest = (vectors @ like.T).max(axis=1)
    assert 0.6 < np.median(nearest) < 0.95  # near a real one, and not the same
    made = (home / "made-from").stat().st_mtime_ns
    made_up(tmp_path, 85, articles_file, model)
    assert (home / "made-from").stat().st_mtime_ns == made
    articles_file.write_text(articles_file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    made_up(tmp_path, 85, articles_file, model)
    assert (home / "made-from").stat().st_mtime_ns > made


def test_articles_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"title": "No text"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be read"):
        read_articles(tmp_path / "corpus.jsonl")
