"""What is taken away of a conversation: each sentence with its number, each number with its note, nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from qa.types import Interpreted, Statement
from qa.ui import keeping, texts
from qa.ui.conversation import Conversation
from qa.ui.exporting import one, taken, whole
from tests.answers import HOSTILE, QUOTE, answer, citation, conversation_of, declined, shown, tags

URL = "https://post.example/a"


def two() -> Conversation:
    """Two answers, the second of which cites a new source and the first one's; and a decline."""
    new = citation(1, article_id="b", quote="It met on Monday.", start=0, end=17, published=None, digest=True, url=URL)
    return conversation_of(
        answer(citation(url=URL), short="14"),
        answer(new, citation(2, url=URL), notes=("One left out.",)),
        declined(interpreted=Interpreted(question="How many?", since=date(2016, 1, 1), until=date(2016, 12, 31))),
    )


def test_an_answer_as_text() -> None:
    assert one(two(), 1, "text") == (
        "How many?\n\n"
        "14 – The team has 14 members. [1]\n\n"
        "Sources\n\n"
        "[1] The Post, “A title”, 24 January 2018: “The team has 14 members.” "
        "<https://post.example/a#:~:text=The%20team%20has%2014%20members.>\n"
    )


def test_an_answer_has_the_numbers_that_it_has_in_the_conversation() -> None:
    assert one(two(), 2, "markdown") == (
        "## How many?\n\n"
        "It met on Monday.[^2] The team has 14 members.[^1]\n\n"
        "One left out.\n\n"
        "[^1]: The Post, “A title”, 24 January 2018: “The team has 14 members.” "
        "<https://post.example/a#:~:text=The%20team%20has%2014%20members.>\n"
        "[^2]: Digest of the original by The Post, “A title”, date unknown: “It met on Monday.” "
        "<https://post.example/a>\n"
    )


def test_a_decline_says_that_it_is_one_and_within_what() -> None:
    assert one(two(), 3, "text") == "How many?\n\nLimited to 2016.\n\nThe articles do not say.\n"


def test_what_is_not_supported_is_told_apart_from_the_answer() -> None:
    doubted = Statement(text="Fifteen.", citations=(1,), support=0.1, supported=False, reason="15 is not there.")
    made = answer(citation())
    conversation = conversation_of(replace(made, statements=(*made.statements, doubted)))
    for form in ("text", "markdown"):
        text = one(conversation, 1, form)
        assert f"{texts.NOT_SUPPORTED} 15 is not there. “Fifteen.”" in text
        assert "members. [1]\n" in text or "members.[^1]\n" in text
    assert f"{texts.NOT_SUPPORTED} 15 is not there. “Fifteen.”" in shown(whole(conversation, "html"))


def test_the_whole_conversation_has_one_list_of_notes() -> None:
    for form, note in [("text", r"^\[(\d)\] "), ("markdown", r"^\[\^(\d)\]: "), ("html", r'<li id="note-(\d)"')]:
        text = whole(two(), form)  # type: ignore[arg-type]  # a form
        assert re.findall(note, text, re.MULTILINE) == ["1", "2"]
        assert text.count("How many?") >= 3


def test_the_page_leads_from_each_number_to_its_note() -> None:
    html = whole(two(), "html")
    assert html.startswith("<!DOCTYPE html>")
    assert re.findall(r'href="#note-(\d)"', html) == ["1", "2", "1"]
    assert set(re.findall(r'id="note-(\d)" value="(\d)"', html)) == {("1", "1"), ("2", "2")}
    assert "Content-Security-Policy" in html
    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', html) == [f"{URL}#:~:text=The%20team%20has%2014%20members.", URL]
    assert f'<blockquote dir="auto">{QUOTE}</blockquote>' in html


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    for url in (None, "javascript:alert(1)", "https://post.example/a> <b", "file:///etc/passwd"):
        conversation = conversation_of(answer(citation(url=url)))
        assert "alert" not in whole(conversation, "html")
        for form in ("text", "markdown"):
            assert whole(conversation, form).endswith("members.”\n")


def test_nothing_of_others_is_markup_in_the_page() -> None:
    hostile = citation(title=HOSTILE, publisher=HOSTILE, quote=HOSTILE, start=0, end=len(HOSTILE))
    html = whole(conversation_of(answer(hostile, notes=(HOSTILE,)), question=HOSTILE), "html")
    assert tags(html, "script") == tags(html, "img") == []


def test_nothing_of_others_is_markdown() -> None:
    tricky = "# A *b* _c_ `d` [e](f) <g> ![h](i) | \\ ~j~ & k"
    quote = f"{tricky}\n\n- l"
    text = whole(conversation_of(answer(citation(quote=quote, start=0, end=len(quote))), question="1. ?"), "markdown")
    assert text.startswith("## 1\\. ?")
    assert "\\# A \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> !\\[h\\](i) \\| \\\\ \\~j\\~ \\& k - l[^1]" in text


@pytest.mark.parametrize(
    ("short", "written"),
    [
        ("2.5 million", "2\\.5 million – "),  # of all that follows a backslash, Markdown takes it from no digit
        ("3) A", "3\\) A – "),
        ("-40", "\\-40 – "),
        ("14", "14 – "),
    ],
)
def test_an_answer_that_begins_as_a_list_does_begins_with_its_own_signs_in_markdown(short: str, written: str) -> None:
    text = whole(conversation_of(answer(citation(), short=short)), "markdown")
    assert text.split("\n\n")[1].startswith(written)


def test_a_browser_takes_only_what_it_keeps() -> None:
    kept = keeping.keep(two())
    file = taken({"kept": kept, "form": "markdown", "place": None})
    assert file is not None
    assert (file.name, file.type, file.text) == ("how-many.md", "text/markdown", whole(two(), "markdown"))
    answered = taken({"kept": kept, "form": "text", "place": 1})
    assert answered is not None
    assert answered.text == one(two(), 1, "text")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "text",
        {},
        {"form": "pdf", "kept": keeping.keep(two())},
        {"form": ["text"], "kept": keeping.keep(two())},
        {"form": "text", "kept": "{}"},
        {"form": "text", "kept": keeping.keep(two()), "place": 0},
        {"form": "text", "kept": keeping.keep(two()), "place": 4},
        {"form": "text", "kept": keeping.keep(two()), "place": "1"},
    ],
)
def test_what_is_asked_wrongly_is_not_given(sent: object) -> None:
    assert taken(sent) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who won?", "who-won"),
        ("???", "conversation"),
        ("../../x", "x"),
        ("من فاز؟", "من-فاز"),
        ("w " * 99, "w-" * 29 + "w"),
    ],
)
def test_a_file_is_named_after_the_question(question: str, name: str) -> None:
    kept = keeping.keep(conversation_of(answer(citation()), question=question))
    file = taken({"kept": kept, "form": "html"})
    assert file is not None
    assert file.name == f"{name}.html"
