"""The measure of near-copies: on the bundled articles, small enough for every run."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from corpus import bundled
from evals.copying import COPIES, OTHERS, SERIES
from evals.near_copies import Figures, Made, main, make, measure, to_text, together
from tests.stories import HARBOUR, VIEWS, edited, story

OTHERS_PARAGRAPHS = [paragraph for article in bundled() for paragraph in article.text.split("\n\n")] * 20


def test_near_copies_of_the_bundled_articles_are_found(tmp_path: Path) -> None:
    originals = [*bundled(), story("harbour"), story("views", VIEWS)]
    every: list[Figures] = []
    for seed in (1, 2):
        made = [
            each
            for each in make(originals, seed=seed)
            if each.kind not in SERIES or each.article.id.endswith("1")  # a few of them do
        ]
        figures, _ = measure(made, tmp_path / str(seed))
        assert all(figures[kind].linked == 0 for kind in figures if kind in OTHERS or kind in SERIES)
        every += figures.values()
    told = together(every)
    assert told.copies == 32
    assert told.precision >= 0.98
    assert told.recall >= 0.9


def test_the_set_is_the_same_each_time() -> None:
    articles = bundled()
    assert make(articles, seed=3) == make(articles, seed=3)
    assert make(articles, seed=3) != make(articles, seed=4)


@pytest.mark.parametrize("kind", [*COPIES, *OTHERS])
def test_each_kind_of_edit_changes_the_text(kind: str) -> None:
    edit, _ = (COPIES | OTHERS)[kind]
    text = edit(HARBOUR, OTHERS_PARAGRAPHS, Random(1))
    assert text != HARBOUR
    assert edit(HARBOUR, OTHERS_PARAGRAPHS, Random(1)) == text
    kept = set(HARBOUR.split()) & set(text.split())
    assert (len(kept) > 0.6 * len(set(HARBOUR.split()))) == (kind not in ("half of it new", "same furniture"))


def test_a_wrong_link_and_a_missed_one_are_counted(tmp_path: Path) -> None:
    made = [
        Made(story("one"), "original", "one"),
        Made(story("two", edited(), day=5), "copy", "one"),
        Made(story("three", edited(), day=6), "other", "three"),  # said to be none, and is linked
        Made(story("four", VIEWS, day=6), "copy", "one"),  # said to be one, and is not linked
    ]
    figures, _ = measure(made, tmp_path)
    assert figures["original"] == Figures(1, 0, 0, 0)
    assert figures["copy"] == Figures(2, 2, 1, 1)
    assert figures["other"] == Figures(1, 0, 1, 0)
    every = together(list(figures.values()))
    assert (every.precision, every.recall) == (0.5, 0.5)
    assert "copy                              2       2       1      1      1.000   0.500" in to_text(figures, 0.001)


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert "the articles cannot be read" in capsys.readouterr().err


def test_a_broken_file_and_one_of_nothing_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "realtimeqa").mkdir()
    path = tmp_path / "realtimeqa" / "corpus.jsonl"
    path.write_text('{"title": "No text"}\n', encoding="utf-8")
    assert main(["--data", str(tmp_path)]) == 2
    assert "corpus.jsonl:1: the line has no text" in capsys.readouterr().err
    path.write_text('{"title": "Short", "text": "It rained."}\n', encoding="utf-8")
    assert main(["--data", str(tmp_path)]) == 2
    assert "there is none that is long enough" in capsys.readouterr().err
