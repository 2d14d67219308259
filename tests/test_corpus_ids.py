"""Ids: what makes two articles one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.ids import ID, canonical_url, id_of_file, id_of_item, id_of_url, is_front_page


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a#utm_source=RSS", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/#!/a"),
        ("https://example.org/a?utm_source=x&id=%D0%B0&fbclid=1&empty=", "https://example.org/a?id=%D0%B0&empty="),
        ("https://example.org/a?b;c", "https://example.org/a?b;c"),
        ("https://example.org/A/", "https://example.org/A/"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
    assert id_of_url(url) == id_of_url(canonical)


@pytest.mark.parametrize(
    ("url", "front"),
    [
        ("https://example.org", True),
        ("https://example.org/#top", True),
        ("https://example.org/?utm_source=x", True),
        ("https://example.org/a", False),
        ("https://example.org/?p=12", False),
        ("https://example.org/#!/a", False),
    ],
)
def test_front_pages(url: str, front: bool) -> None:
    assert is_front_page(url) is front


def test_ids_are_the_same_on_every_day_and_machine() -> None:
    assert id_of_url("https://www.example.org/a") == "www.example.org-1af5835f3bdf"
    assert id_of_item("Talks End: “Café”", "P", date(2015, 5, 31)) == "talks-end-cafe-84811aaf5664"
    assert id_of_item("Переговоры", None, None) == "article-79d5776f78bb"


def test_ids_can_be_given_back(tmp_path: Path) -> None:
    for made in [
        id_of_url("https://[::1]/"),
        id_of_item("-" * 300 + "x" * 300, None, None),
        id_of_item("", None, None),
        id_of_file(tmp_path / "-.-..txt"),
        id_of_file(tmp_path / ("ж" * 90 + ".md")),
    ]:
        assert ID.fullmatch(made)
        assert len(made) < 80
