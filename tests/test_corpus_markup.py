"""Markup: texts of exports that are written in HTML, and texts that only speak of it."""

from __future__ import annotations

import time

import pytest

from corpus.clean import clean
from corpus.markup import has_markup, without_markup


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "<p>It opened.</p><p>It cost &pound;40&nbsp;million &amp; more.</p>",
            "It opened.\n\nIt cost £40 million & more.",
        ),
        ('<p class="first">The <b>Tay</b> <a href="/tay">bridge</a> opened.', "The Tay bridge opened."),
        ("It opened.<br>It cost 40 million.<br />All came.", "It opened.\nIt cost 40 million.\nAll came."),
        ("<!-- wp:paragraph -->\n<p>It opened.</p>\n<!-- /wp:paragraph -->", "It opened."),
        ("<div>One.<script>if (a < b) { alert('<p>'); }</script> Two.</div>", "One. Two."),
        ("<ul><li>Toll: 3 euros</li><li>Free on Sundays</li></ul>", "Toll: 3 euros\n\nFree on Sundays"),
        (
            "<P>A <EM>loud</EM> page.</P><P>It had <unheard> of tags, and 3 < 4.</P>",
            "A loud page.\n\nIt had <unheard> of tags, and 3 < 4.",
        ),
        ("<table><tr><td>Perth</td><td>40</td></tr><tr><td>Leith</td><td>9</td></tr></table>", "Perth 40\n\nLeith 9"),
    ],
)
def test_markup_goes_and_the_words_stay(written: str, text: str) -> None:
    assert has_markup(written)
    assert clean(without_markup(written)) == text
    assert not has_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The bridge opened.\n\nIt cost 40 million.",
        "In HTML, a paragraph ends with </p>, he said.",
        "<b>Welcome</b>, a sign says.",
        "The toll is < 3 euros and > 2.",
        "<3 was written on the bridge.",
    ],
)
def test_a_text_that_only_speaks_of_tags_has_none(text: str) -> None:
    assert not has_markup(text)


def test_long_texts_take_no_longer_than_they_are_long() -> None:
    started = time.monotonic()
    for text in ("<p ", "<", "<!--", "<p>a</p>", "<script>", "<br", "<p <p ", "<p\t"):
        has_markup(text * 100_000)
        without_markup(text * 100_000)
    assert time.monotonic() - started < 5.0
