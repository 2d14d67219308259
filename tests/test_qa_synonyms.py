"""The list of words of one meaning."""

from __future__ import annotations

from qa.synonyms import GROUPS


def test_each_line_joins_words_and_has_at_most_one_opposite_side() -> None:
    for line in GROUPS.strip().splitlines():
        assert len(line.replace("|", " ").split()) > 1, line
        assert line.count("|") <= 1, line


def test_no_line_stands_twice() -> None:
    lines = GROUPS.strip().splitlines()
    assert len(lines) == len(set(lines))
