"""The prompts: what they say, and that nothing of an article stands in the instructions."""

from __future__ import annotations

from qa import prompts
from qa.answering import DECLINED


def test_the_prompt_for_an_answer_keeps_instructions_and_articles_apart() -> None:
    prompt = prompts.answering("Did it rain?", "[b2c3d] It rained {twice}.", nonce="n0nce", example="x2x2x")
    assert "It rained" not in prompt.instructions
    assert prompt.instructions.count("articles n0nce begin") == prompt.instructions.count("articles n0nce end") == 1
    assert "[x2x2x]" in prompt.instructions
    assert "x2x2x" not in prompt.material
    assert prompt.material == (
        "articles n0nce begin\n[b2c3d] It rained {twice}.\narticles n0nce end\n\nQuestion: Did it rain?"
    )


def test_a_model_declines_in_the_words_of_every_decline() -> None:
    assert prompts.DECLINE == DECLINED
    assert prompts.answering("?", "", nonce="n", example="x").instructions.endswith(prompts.DECLINE)


def test_the_prompt_for_rewriting_shows_the_questions_in_order() -> None:
    prompt = prompts.rewriting("And then?", ["Who came?", "Who {left}?"])
    assert prompt.material.splitlines() == [
        "Earlier question: Who came?",
        "Earlier question: Who {left}?",
        "Last question: And then?",
    ]


def test_the_prompt_for_checking_is_short() -> None:
    assert len(prompts.checking().material + prompts.checking().instructions) < 100
