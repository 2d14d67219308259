"""What a sentence's line of trust says: how it stands, who tells it, and why."""

from __future__ import annotations

from qa.types import Statement
from qa.ui import texts
from qa.ui.trust import independent, standing, trust
from tests.answers import HOSTILE, QUOTE, citation, shown, tags


def statement(text: str = QUOTE, *, supported: bool = True, reason: str | None = None) -> Statement:
    return Statement(text=text, citations=(1,), support=1.0, supported=supported, reason=reason)


def test_the_articles_own_words_are_quoted_and_others_supported() -> None:
    assert standing(statement(), [citation()]) == "quoted"
    assert standing(statement("14 people are in the team."), [citation()]) == "supported"
    assert standing(statement(), []) == "supported"
    assert standing(statement(supported=False), [citation()]) == "unsupported"


def test_whole_sentences_of_a_quote_are_quoted_and_a_part_of_one_is_not() -> None:
    three = "It was not said that the war ended. Fighting went on. Talks began."
    for text, how in [
        ("Fighting went on.", "quoted"),
        ("Fighting went on. Talks began.", "quoted"),
        ("the war ended.", "supported"),
        ("It was not said that the war ended. Talks began.", "supported"),
    ]:
        assert standing(statement(text), [citation(quote=three)]) == how


def test_near_copies_are_not_independent() -> None:
    assert independent([]) == 0
    assert independent([citation(), citation(2, start=50, end=74)]) == 1
    assert independent([citation(), citation(2, article_id="b")]) == 2
    assert independent([citation(also_in=("b",)), citation(2, article_id="b")]) == 1
    assert independent([citation(), citation(2, article_id="b", also_in=("a", "c"))]) == 1
    assert independent([citation(also_in=("x",)), citation(2, article_id="b", also_in=("x",))]) == 1


def test_the_line_says_how_it_stands_and_who_tells_it() -> None:
    html = trust(statement(), [citation()], key="trust-1-0")
    assert shown(html) == f"{texts.QUOTED} · {texts.TOLD_BY_ONE} {texts.QUOTED_WHY}"
    assert " open" not in tags(html, "details")[0]
    assert 'data-key="trust-1-0"' in tags(html, "details")[0]
    both = trust(statement("Fourteen are in it."), [citation(also_in=("c",)), citation(2, article_id="b")], key="k")
    assert shown(both) == f"{texts.SUPPORTED} · told by 2 articles {texts.SUPPORTED_WHY} {texts.COPIES_WHY_ONE}"
    assert texts.DIGEST_WHY in shown(trust(statement(), [citation(digest=True)], key="k"))


def test_what_is_not_supported_says_why_at_once() -> None:
    html = trust(statement(supported=False, reason="15 is not there."), [citation()], key="k")
    assert shown(html) == f"{texts.NOT_SUPPORTED} 15 is not there."
    assert " open" in tags(html, "details")[0]
    assert texts.NOT_SUPPORTED_WHY in shown(trust(statement(supported=False), [], key="k"))


def test_a_hostile_reason_is_shown_as_text() -> None:
    html = trust(statement(supported=False, reason=HOSTILE), [], key="k")
    assert "&lt;script&gt;" in html
    assert tags(html, "script") == []
