"""The status of a library: its figures, and the state of its indexes seen from outside."""

from __future__ import annotations

from pathlib import Path

from qa import Engine, Settings
from qa.status import Status, status_of


def test_no_library(tmp_path: Path) -> None:
    home = tmp_path / "none"
    assert status_of(Settings(home=home)) == Status(library=str(home / "library.sqlite3"), exists=False)
    assert not home.exists()


def test_figures_and_indexes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with Engine(settings) as engine:
        assert len(engine.articles()) == 6
    told = status_of(settings)
    assert told == Status(
        library=str(tmp_path / "library.sqlite3"),
        exists=True,
        articles=6,
        undated=3,
        passages=told.passages,
        embedding="all-MiniLM-L6-v2",
        indexes="not built yet",
    )
    assert told.passages > 6
    with Engine(settings) as engine:
        assert engine.rebuild() == 6
        assert status_of(settings).indexes == "used by another process"
    assert status_of(settings).indexes == "ready"
    with Engine(settings) as engine:
        engine.remove("astana-talks-open")
    assert (status_of(settings).articles, status_of(settings).indexes) == (5, "behind")
