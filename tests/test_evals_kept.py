"""Folders that are kept between runs: made anew when they are of something else, and never at the cost of others'."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.kept import is_whole, note_whole


def test_a_folder_is_made_once_and_anew_when_it_is_made_of_something_else(tmp_path: Path) -> None:
    mark = tmp_path / "library" / "made-from"
    assert not is_whole(mark, "one")
    (mark.parent / "vectors").write_text("1", encoding="utf-8")
    note_whole(mark, "one")
    assert is_whole(mark, "one")
    assert (mark.parent / "vectors").exists()
    assert not is_whole(mark, "other")
    assert not (mark.parent / "vectors").exists()


def test_one_that_was_not_made_to_its_end_is_begun_again(tmp_path: Path) -> None:
    mark = tmp_path / "library" / "made-from"
    assert not is_whole(mark, "one")
    (mark.parent / "half").write_text("1", encoding="utf-8")
    assert not is_whole(mark, "one")
    assert [path.name for path in mark.parent.iterdir()] == ["made-from"]


def test_what_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="holds other things"):
        is_whole(tmp_path / "made-from", "one")
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.jsonl"]
