"""One tree of errors, as its docstring draws it."""

from __future__ import annotations

import re

import corpus.errors
import vectorstore.errors
from qa import errors


def test_the_docstring_draws_the_whole_tree() -> None:
    drawn = re.findall(r"(\w+Error)\b", (errors.__doc__ or "").split("\n\n")[1])
    assert sorted(drawn) == sorted(errors.__all__)


def test_every_error_of_the_project_is_in_the_tree() -> None:
    for module in (corpus.errors, vectorstore.errors, errors):
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, Exception):
                assert issubclass(value, errors.QAError), name
                assert name in errors.__all__


def test_each_error_says_when_it_is_raised() -> None:
    for name in errors.__all__:
        assert getattr(errors, name).__doc__, name
