"""Links to originals: only into the web, and at the quoted words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from qa.ui.originals import at_quote, host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.org/a", "example.org"),
        ("http://example.org:8080/a", "example.org"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://[broken", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_have_a_host(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


def test_a_short_quote_stands_whole_in_the_address() -> None:
    assert at_quote("https://example.org/a", "Snow fell.") == "https://example.org/a#:~:text=Snow%20fell."


@pytest.mark.parametrize("mark", ["-", ",", "&", "#", "%", "?", "=", "/", "“", "é"])
def test_what_has_a_meaning_in_an_address_is_encoded(mark: str) -> None:
    address = at_quote("https://example.org/a", f"one {mark} two")
    fragment = address.partition(":~:text=")[2]
    assert fragment.startswith("one%20%") and fragment.endswith("%20two")
    assert unquote(fragment) == f"one {mark} two"


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    quote = " ".join(f"word{n}" for n in range(60))
    fragment = at_quote("https://example.org/a", quote).partition(":~:text=")[2]
    assert [unquote(part) for part in fragment.split(",")] == [
        "word0 word1 word2 word3 word4",
        "word55 word56 word57 word58 word59",
    ]


def test_a_quote_over_two_paragraphs_is_a_range() -> None:
    quote = "It began on Monday and it rained.\n\nIt ended on Friday and it snowed."
    fragment = at_quote("https://example.org/a", quote).partition(":~:text=")[2]
    assert [unquote(part) for part in fragment.split(",")] == [
        "It began on Monday and",
        "on Friday and it snowed.",
    ]


def test_a_fragment_that_is_there_stays_and_a_text_fragment_is_replaced() -> None:
    assert at_quote("https://example.org/a?b=1#part", "Snow.") == "https://example.org/a?b=1#part:~:text=Snow."
    assert at_quote("https://example.org/a#part:~:text=Rain", "Snow.") == "https://example.org/a#part:~:text=Snow."
    assert at_quote("https://example.org/a", " ") == "https://example.org/a"
