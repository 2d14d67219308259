"""Rewriting a follow-up with a language model, held to the reader's own words.

What the model makes of the question counts only if every word that it adds stands in the reader's earlier questions
and every word that was asked is kept. The model is not shown what the assistant is said to have answered. Else the
rules of `qa.rewriting` do the work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import prompts, replies, rewriting
from qa.errors import ModelError
from qa.language_models import LanguageModel
from qa.types import Turn
from qa.wording import QUESTION_WORDS, content_stems, numbers, words

_EARLIER = 6  # questions that the model is shown
_LONGEST_EARLIER = 400  # characters of each
_LONGEST = 60  # words of a rewritten question
_NEGATIONS = frozenset("no not never nobody nothing none nor neither without cannot".split())
_LABEL = re.compile(r"^(?:the\s+)?(?:last|rewritten|new|standalone)?\s*question\s*:\s*", re.IGNORECASE)


def rewrite(question: str, history: Sequence[Turn], model: LanguageModel, until: float) -> str:
    """The question as one that stands alone, by the model where it keeps to the reader's words, else by rules.

    `until` is a moment of `time.monotonic`. Raises ModelError where the model fails.
    """
    earlier = [" ".join(turn.text.split())[:_LONGEST_EARLIER] for turn in history if turn.role == "user"][-_EARLIER:]
    earlier = [text for text in earlier if text]
    if not earlier:
        return rewriting.rewrite(question, history)
    reply = replies.sentences(model.stream(prompts.rewriting(question, earlier), until))
    made = " ".join(sentence.text for sentence in reply)
    made = _LABEL.sub("", made).strip(" \"“”'")
    return made if keeps_to(made, question, earlier) else rewriting.rewrite(question, history)


def rewrite_or_rules(question: str, history: Sequence[Turn], model: LanguageModel, until: float) -> str:
    """The same, by rules where the model fails too."""
    try:
        return rewrite(question, history, model, until)
    except ModelError:
        return rewriting.rewrite(question, history)


def keeps_to(made: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a rewritten question says all that was asked, in no words but those of the reader's questions."""
    if not made or len(made.split()) > _LONGEST:
        return False
    own = "\n".join([question, *earlier])
    return (
        content_stems(question) <= content_stems(made) <= content_stems(own)
        and numbers(question) <= numbers(made) <= numbers(own)
        and _of(QUESTION_WORDS, question) <= _of(QUESTION_WORDS, made)
        and _of(_NEGATIONS, question) <= _of(_NEGATIONS, made) <= _of(_NEGATIONS, own)
    )


def _of(known: frozenset[str], text: str) -> frozenset[str]:
    """Those of some words that a text has; "n't" is "not"."""
    said = {word.text.casefold().replace("’", "'") for word in words(text)}
    return known & (said | {"not" for word in said if word.endswith("n't")})
