"""The bar for telling furniture from story, on pages made with the kinds that no rule was tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.furniture.__main__ import main
from evals.furniture.kinds import all_kinds, halves
from evals.furniture.measure import FORMS, Score, measure, measure_clean
from evals.furniture.pages import html_page, text_page
from evals.furniture.stories import built_in


def test_half_of_the_kinds_are_held_out() -> None:
    tuning, held_out = halves()
    names = [kind.name for kind in (*tuning, *held_out)]
    assert len(tuning) == len(held_out) == 20
    assert sorted(names) == [kind.name for kind in all_kinds()]
    assert all(len(kind.wordings) >= 8 for kind in all_kinds())


def test_a_seed_makes_the_same_page_again() -> None:
    story = built_in()[0]
    for make in (text_page, html_page):
        assert make(story, all_kinds(), 1) == make(story, all_kinds(), 1)
        assert make(story, all_kinds(), 1) != make(story, all_kinds(), 2)


def test_every_line_of_a_page_is_story_title_or_furniture() -> None:
    page = text_page(built_in()[0], all_kinds(), 3)
    lines = [line.strip() for line in page.content.split("\n") if line.strip()]
    assert sorted(lines) == sorted([page.title, *page.story, *(line.strip() for _, line in page.furniture)])


def test_the_measure_sees_what_is_lost_and_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from evals.furniture import measure as module

    kinds = [kind for kind in all_kinds() if kind.name == "share bar"]
    monkeypatch.setattr(module, "read_dump", lambda text: [])
    nothing = measure(built_in()[:2], kinds, "text")
    assert (nothing.text_lost, nothing.recall) == (1.0, 1.0)
    assert nothing.precision < 1


def test_furniture_of_held_out_kinds_is_found_and_the_story_kept() -> None:
    _, held_out = halves()
    total = Score()
    for form in FORMS:
        for seed in range(6):
            total += measure(built_in(), held_out, form, seed=f"test {seed}")
    assert total.pages == 120
    assert total.unread == total.split == 0
    assert total.f1 >= 0.95
    assert total.text_lost <= 0.005


def test_clean_stories_are_left_alone() -> None:
    score = measure_clean(built_in())
    assert score.lost_lines == []
    assert score.titles == score.pages


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ('{"title": "No text"}\n', "line 1: lacks 'text'"),
        ('{"title": "One", "text": "It rained."}\n', "there are only 1"),
    ],
)
def test_articles_that_will_not_do(
    tmp_path: Path, content: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "realtimeqa").mkdir()
        (tmp_path / "realtimeqa" / "corpus.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(tmp_path)])
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err
