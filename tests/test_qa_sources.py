"""The articles that are cited: of the library, or made of given passages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.checking import is_verbatim
from qa.request import checked
from qa.sources import Sources
from tests.libraries import entry, make_article, new_library
from vectorstore.indexes import Filters
from vectorstore.library import Library

TEXT = "It rained on Monday. It snowed."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return new_library(tmp_path, entry(make_article("a", TEXT, publisher="Post", published=date(2018, 1, 24))))


def test_words_of_the_library_are_cited_as_its_articles(library: Library) -> None:
    with library.snapshot() as snapshot:
        sources = Sources(snapshot, checked("Did it rain?"), Filters())
        citation = sources.cite(3, "a", 0, "It rained on Monday.", (10, 19))
        assert sources.text("a") == TEXT
    assert (citation.number, citation.title, citation.publisher) == (3, "About a", "Post")
    assert citation.published == date(2018, 1, 24)
    assert is_verbatim(citation, TEXT)
    assert citation.span is not None
    assert citation.quote[slice(*citation.span)] == "on Monday"
    assert citation.also_in == ()


def test_given_words_are_cited_where_they_were_said_to_stand(library: Library) -> None:
    request = checked("Did it snow?", passages=[{"article_id": "b", "start": 21, "text": "It snowed.", "title": "B"}])
    with library.snapshot() as snapshot:
        sources = Sources(snapshot, request, Filters())
        citation = sources.cite(1, "b", 21, "It snowed.")
        assert is_verbatim(citation, sources.text("b"))
        assert sources.text("b")[:21].strip() == ""
    assert (citation.title, citation.publisher, citation.url) == ("B", None, None)
