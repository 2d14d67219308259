"""Nothing that goes into an element as text comes out as markup."""

from __future__ import annotations

from qa.ui.markup import Markup, element, join

HOSTILE = "<img src=x onerror=\"alert('1')\">&amp;"
INERT = "&lt;img src=x onerror=&quot;alert(&#x27;1&#x27;)&quot;&gt;&amp;amp;"


def test_text_is_escaped() -> None:
    assert element("p", HOSTILE) == f"<p>{INERT}</p>"


def test_attributes_are_escaped() -> None:
    assert element("p", title=HOSTILE) == f'<p title="{INERT}"></p>'


def test_elements_within_elements_stay_elements() -> None:
    assert element("p", "a < b ", element("b", "c & d")) == "<p>a &lt; b <b>c &amp; d</b></p>"


def test_names_of_attributes() -> None:
    made = element("div", class_="one two", data_start=0, hidden=True, id=None, inert=False)
    assert made == '<div class="one two" data-start="0" hidden></div>'


def test_join_escapes_text_alone_and_leaves_none_out() -> None:
    assert join(["<", None, Markup("<br>")]) == "&lt;<br>"


def test_cutting_or_formatting_markup_makes_it_text_again() -> None:
    made = element("b", "x")
    assert element("p", f"{made}!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"
    assert element("p", made[:3]) == "<p>&lt;b&gt;</p>"
