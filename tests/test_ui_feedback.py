"""Feedback: what is kept, of which answers, and how; and its buttons in a real browser."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from playwright.sync_api import Browser, Route, expect

from qa.types import Answer, Done, Interpreted, Passage
from qa.ui import feedback, keeping, texts
from qa.ui.conversation import Conversation, Exchange
from qa.ui.loading import LazyEngine
from qa.ui.seals import seal_of
from tests.browser import Visit, served, visiting

if TYPE_CHECKING:
    from qa import Engine

OPENED = "Who opened the talks in Astana?"


def answer(question: str) -> Answer:
    passage = Passage(article_id="a", start=0, end=5, text="Words", score=1.0)
    return Answer(
        question=question,
        text="Somebody.",
        answered=True,
        short=None,
        statements=(),
        citations=(),
        passages=(passage,),
        confidence=0.5,
        notes=(),
        interpreted=Interpreted(question=question),
        engine="scripted",
    )


def asked(conversation: Conversation, question: str) -> Exchange:
    exchange = conversation.begin(question)
    exchange.generation = 3
    conversation.take(exchange, Done(answer(question)))
    exchange.seal = seal_of(exchange)
    return exchange


def said(home: Path, conversation: Conversation, sent: Mapping[str, object]) -> str:
    engine = LazyEngine.of(cast("Engine", SimpleNamespace(settings=SimpleNamespace(home=home))))
    return asyncio.run(feedback.receive(engine, conversation, sent))


def kept(home: Path) -> list[dict[str, Any]]:
    path = home / feedback.FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


_turns = itertools.count(1)


def word(exchange: Exchange, verdict: str | None, reason: str = "") -> dict[str, object]:
    return {"exchange": exchange.id, "verdict": verdict, "reason": reason, "turn": next(_turns)}


def test_a_line_has_the_answer_and_all_that_led_to_it(tmp_path: Path) -> None:
    conversation = Conversation()
    asked(conversation, "Who came?")
    exchange = asked(conversation, "Who went?")
    assert said(tmp_path, conversation, word(exchange, "down", " It was\nsomebody else. ")) == texts.FEEDBACK_KEPT
    (line,) = kept(tmp_path)
    assert line["verdict"] == "down"
    assert line["reason"] == "It was somebody else."
    assert line["question"] == "Who went?"
    assert line["history"] == [["user", "Who came?"], ["assistant", "Somebody."]]
    assert line["engine"] == "scripted"
    assert line["generation"] == 3
    assert line["filters"] == {"publishers": [], "since": None, "until": None}
    whole = answer("Who went?").to_dict()
    del whole["passages"][0]["text"]
    assert line["answer"] == whole


def test_a_word_can_be_changed_and_taken_back_and_the_same_word_is_kept_once(tmp_path: Path) -> None:
    conversation = Conversation()
    exchange = asked(conversation, "Who came?")
    for verdict in ("down", "down", "up", None):
        told = said(tmp_path, conversation, word(exchange, verdict))
        assert told == (texts.FEEDBACK_KEPT if verdict else texts.FEEDBACK_TAKEN_BACK)
    assert [line["verdict"] for line in kept(tmp_path)] == ["down", "up", None]
    assert {line["id"] for line in kept(tmp_path)} == {exchange.id}
    assert exchange.verdict is None


def test_a_word_that_arrives_late_undoes_none_that_was_said_after_it(tmp_path: Path) -> None:
    conversation = Conversation()
    exchange = asked(conversation, "Who came?")
    up, down = word(exchange, "up"), word(exchange, "down")
    assert said(tmp_path, conversation, down) == texts.FEEDBACK_KEPT
    assert said(tmp_path, conversation, up) == texts.FEEDBACK_KEPT
    assert exchange.verdict == "down"
    assert [line["verdict"] for line in kept(tmp_path)] == ["down"]
    up, down = word(exchange, "up"), word(exchange, "down")
    said(tmp_path, conversation, down)
    said(tmp_path, conversation, up)
    assert [line["verdict"] for line in kept(tmp_path)] == ["down"]


@pytest.mark.parametrize(
    "sent",
    [
        {"exchange": "somebody else's", "verdict": "down", "reason": "", "turn": 1},
        {"exchange": None, "verdict": "down", "reason": "", "turn": 1},
        {"exchange": "ID", "verdict": "sideways", "reason": "", "turn": 1},
        {"exchange": "ID", "verdict": {"up": 1}, "reason": "", "turn": 1},
        {"exchange": "ID", "verdict": "up", "reason": ["much"], "turn": 1},
        {"exchange": "ID", "verdict": "up", "reason": "", "turn": "last"},
        {},
    ],
)
def test_nothing_is_kept_that_this_server_did_not_answer_in_this_conversation(
    tmp_path: Path, sent: dict[str, object]
) -> None:
    conversation = Conversation()
    exchange = asked(conversation, "Who came?")
    meant = {**sent, "exchange": exchange.id} if sent.get("exchange") == "ID" else sent
    assert said(tmp_path, conversation, meant) == texts.FEEDBACK_UNKNOWN
    assert kept(tmp_path) == []


def test_an_answer_that_a_browser_brings_back_counts_unless_it_was_changed(tmp_path: Path) -> None:
    conversation = Conversation()
    exchange = asked(conversation, "Who came?")
    restored = keeping.restore(keeping.keep(conversation))
    assert restored is not None
    assert said(tmp_path, restored, word(exchange, "up")) == texts.FEEDBACK_KEPT
    forged = keeping.restore(keeping.keep(conversation).replace("Somebody.", "Nobody."))
    assert forged is not None
    assert said(tmp_path, forged, word(exchange, "up")) == texts.FEEDBACK_UNKNOWN
    follow_up = asked(forged, "And who went?")
    said(tmp_path, forged, word(follow_up, "up"))
    assert [line["history"] for line in kept(tmp_path)] == [[], []]


def test_a_question_without_an_answer_takes_no_feedback(tmp_path: Path) -> None:
    conversation = Conversation()
    exchange = conversation.begin("Who came?")
    conversation.stop(exchange)
    assert said(tmp_path, conversation, word(exchange, "up")) == texts.FEEDBACK_UNKNOWN
    assert kept(tmp_path) == []


def test_a_reason_is_cut(tmp_path: Path) -> None:
    conversation = Conversation()
    said(tmp_path, conversation, word(asked(conversation, "Who came?"), "up", "long " * 1_000 + "\ud800"))
    (line,) = kept(tmp_path)
    assert len(line["reason"]) == feedback.LONGEST_REASON


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    feedback.keep(tmp_path, {"a": 1})
    assert stat.S_IMODE(os.stat(tmp_path / feedback.FILE).st_mode) == 0o600


def test_lines_that_come_at_once_stay_whole(tmp_path: Path) -> None:
    entries = [{"number": number, "text": "x" * 5_000} for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda entry: feedback.keep(tmp_path, entry), entries))
    assert sorted(line["number"] for line in kept(tmp_path)) == list(range(40))


def test_a_line_that_was_cut_short_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / feedback.FILE).write_text('{"half', encoding="utf-8")
    feedback.keep(tmp_path, {"a": 1})
    assert (tmp_path / feedback.FILE).read_text(encoding="utf-8") == '{"half\n{"a": 1}\n'


def test_what_cannot_be_kept_is_told_in_one_sentence_and_can_be_said_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = Conversation()
    exchange = asked(conversation, "Who came?")
    no_folder = tmp_path / "file"
    no_folder.touch()
    assert said(no_folder, conversation, word(exchange, "up")).startswith("Your feedback could not be kept")
    assert exchange.verdict is None
    monkeypatch.setattr(feedback, "_LARGEST_FILE", 100)
    assert said(tmp_path, conversation, word(exchange, "up")).startswith("There is no room for more feedback: move ")
    monkeypatch.setattr(feedback, "_LARGEST_ENTRY", 100)
    assert "too long" in said(tmp_path, conversation, word(exchange, "up"))
    assert kept(tmp_path) == []
    monkeypatch.undo()
    assert said(tmp_path, conversation, word(exchange, "up")) == texts.FEEDBACK_KEPT


@pytest.fixture(scope="module")
def visit(browser: Browser, engine: Engine) -> Iterator[Visit]:
    with served(LazyEngine.of(engine)) as address, visiting(browser, address) as visit:
        yield visit


@pytest.fixture
def home(engine: Engine) -> Iterator[Path]:
    path = engine.settings.home / feedback.FILE
    path.unlink(missing_ok=True)
    yield engine.settings.home
    path.unlink(missing_ok=True)


@pytest.mark.browser
@pytest.mark.parametrize("late", [False, True], ids=["in order", "the first arrives last"])
def test_of_thumbs_pressed_one_right_after_the_other_the_last_counts(visit: Visit, home: Path, late: bool) -> None:
    exchange = visit().ready().ask(OPENED)
    page, held = exchange.page, list[Route]()

    def deliver(route: Route) -> None:
        if late and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/queue/join*", deliver)
    exchange.locator(".feedback").evaluate("group => group.querySelectorAll('.thumb').forEach(each => each.click())")
    expect(exchange.locator(".told")).to_have_text(texts.FEEDBACK_KEPT)
    expect(exchange.get_by_role("button", name=texts.BAD_ANSWER)).to_have_attribute("aria-pressed", "true")
    for route in held:
        with page.expect_response("**/queue/join*"):
            route.continue_()
    why = exchange.get_by_label(texts.FEEDBACK_WHY)
    why.fill("It was somebody else.")
    why.press("Enter")
    deadline = time.monotonic() + 30
    while not (lines := kept(home)) or not lines[-1]["reason"]:
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
    assert len(lines) == 2 or not late
    assert [(line["verdict"], line["reason"]) for line in lines[-2:]] == [
        ("down", ""),
        ("down", "It was somebody else."),
    ]


@pytest.mark.browser
def test_each_answer_says_that_what_one_thinks_of_it_was_noted(visit: Visit, home: Path) -> None:
    visitor = visit().ready()
    exchanges = [visitor.ask(question) for question in (OPENED, "How many people are in the opposition team?")]
    for exchange in exchanges:
        exchange.get_by_role("button", name=texts.GOOD_ANSWER).click()
        expect(exchange.locator(".told")).to_have_text(texts.FEEDBACK_KEPT)
    assert len(kept(home)) == 2


@pytest.mark.browser
def test_one_says_by_keyboard_what_one_thinks_of_an_answer_and_why(visit: Visit, home: Path) -> None:
    visitor = visit().ready()
    exchange = visitor.ask(OPENED)
    good = exchange.get_by_role("button", name=texts.GOOD_ANSWER)
    bad = exchange.get_by_role("button", name=texts.BAD_ANSWER)
    why = exchange.get_by_label(texts.FEEDBACK_WHY)
    expect(good).to_have_attribute("aria-pressed", "false")
    expect(why).to_be_hidden()
    bad.press("Enter")
    expect(exchange.locator(".told")).to_have_text(texts.FEEDBACK_KEPT)
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(bad).to_be_focused()
    why.fill("It was <b>somebody</b> else.")
    why.press("Enter")
    expect(exchange.locator(".told")).to_have_text(texts.FEEDBACK_KEPT)
    good.click()
    expect(bad).to_have_attribute("aria-pressed", "false")
    visitor.ask("And who backs them?")
    first = visitor.page.locator(".exchange").first
    expect(first.get_by_role("button", name=texts.GOOD_ANSWER)).to_have_attribute("aria-pressed", "true")
    expect(first.get_by_label(texts.FEEDBACK_WHY)).to_have_value("It was <b>somebody</b> else.")
    lines = kept(home)
    assert [(line["verdict"], line["reason"]) for line in lines] == [
        ("down", ""),
        ("down", "It was <b>somebody</b> else."),
        ("up", "It was <b>somebody</b> else."),
    ]
    assert {line["question"] for line in lines} == {OPENED}
    assert lines[0]["generation"] > 0
    assert lines[0]["answer"]["citations"][0]["quote"].startswith("The Astana talks were opened")
