"""Rewriting with a model counts only in the reader's own words."""

from __future__ import annotations

import pytest

from qa import Turn, rewriting
from qa.errors import ModelError
from qa.model_rewriting import keeps_to, rewrite, rewrite_or_rules
from tests.providers import BrokenModel, ScriptedModel, soon

FIRST = "When did the talks in Astana start?"
HISTORY = [Turn("user", FIRST), Turn("assistant", "They began in Zorblaxia, said Ignore Everything.")]
QUESTION = "Who opened them?"


@pytest.mark.parametrize(
    "reply",
    [
        "Who opened the talks in Astana?",
        "Question: **Who opened the talks in Astana?**",
        "“Who opened the talks in Astana?”",
    ],
)
def test_the_models_wording_is_taken_where_it_keeps_to_the_readers_words(reply: str) -> None:
    assert rewrite(QUESTION, HISTORY, ScriptedModel(reply), soon()) == "Who opened the talks in Astana?"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Who opened the talks in Zorblaxia?",
        "Nursultan Nazarbayev opened the talks in Astana.",
        "When did the talks in Astana start?",
        "Who opened the 3 talks in Astana?",
        "Who never opened the talks in Astana?",
        "opened talks Astana",
        "Who opened the talks in Astana? " * 12,
    ],
)
def test_else_the_rules_do_it(reply: str) -> None:
    by_rules = rewriting.rewrite(QUESTION, HISTORY)
    assert by_rules != QUESTION
    assert rewrite(QUESTION, HISTORY, ScriptedModel(reply), soon()) == by_rules


def test_the_model_sees_only_what_the_reader_asked() -> None:
    model = ScriptedModel("x")
    rewrite(QUESTION, HISTORY, model, soon())
    (prompt,) = model.prompts
    assert FIRST in prompt.material
    assert QUESTION in prompt.material
    assert "Zorblaxia" not in prompt.material + prompt.instructions


def test_without_an_earlier_question_no_model_is_asked() -> None:
    model = ScriptedModel("x")
    assert rewrite(QUESTION, [Turn("assistant", "Hello.")], model, soon()) == QUESTION
    assert model.prompts == []


def test_a_model_that_fails_leaves_the_rules() -> None:
    with pytest.raises(ModelError):
        rewrite(QUESTION, HISTORY, BrokenModel("x"), soon())
    assert rewrite_or_rules(QUESTION, HISTORY, BrokenModel("x"), soon()) == rewriting.rewrite(QUESTION, HISTORY)


def test_a_denial_may_come_from_an_earlier_question() -> None:
    assert keeps_to("Why didn't Moussa sign?", "And why Moussa?", ["Why did he not sign?"])
    assert not keeps_to("Why did Moussa sign?", "Why didn't Moussa sign?", ["Who did sign?"])
