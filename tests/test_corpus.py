"""The face of `corpus`, and the articles that come with it."""

from __future__ import annotations

import subprocess
import sys

import corpus


def test_exported_names() -> None:
    assert corpus.__all__ == [
        "Article",
        "ArticleHeader",
        "QAError",
        "Skipped",
        "SourceError",
        "bundled",
        "clean",
        "read",
    ]
    assert all(hasattr(corpus, name) for name in corpus.__all__)


def test_importing_prints_nothing_and_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'torch', 'chromadb', 'tantivy', 'sqlite3', 'llama_index', 'gradio'}"
    code = f"import sys, corpus; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_bundled_articles_are_clean_and_in_order_of_their_ids() -> None:
    articles = corpus.bundled()
    ids = [article.id for article in articles]
    assert ids == sorted(set(ids))
    assert len(ids) == 6
    for article in articles:
        assert article.text == corpus.clean(article.text)
        assert article.title == corpus.clean(article.title)
        assert article.digest
        assert "---" not in article.text
        assert article.header.characters == len(article.text)
