"""The status of a library: its figures, and the state of its indexes seen from outside."""

from __future__ import annotations

from pathlib import Path

from corpus.article import Skipped
from qa import Engine, Settings
from qa.printing import skipped_text, status_text
from qa.status import Status, skipped_of, status_of
from tests.libraries import new_library
from tests.providers import Behaviour, provider_server
from tests.servers import RunningChroma


def test_no_library(tmp_path: Path) -> None:
    home = tmp_path / "none"
    assert status_of(Settings(home=home)) == Status(library=str(home / "library.sqlite3"), exists=False)
    assert not home.exists()


def test_a_chroma_server_that_went_away(tmp_path: Path, chroma: RunningChroma) -> None:
    new_library(tmp_path)
    settings = Settings(home=tmp_path, chroma=chroma.server.url)
    assert status_of(settings).indexes == "not built yet"
    chroma.kill()
    try:
        said = status_of(settings).indexes or ""
    finally:
        chroma.start()
    assert said.startswith(f"waiting for the Chroma server at {chroma.server.url} (")
    assert said.endswith("); search is exact meanwhile")


def test_what_was_skipped(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert skipped_of(settings) == []
    library = new_library(tmp_path)
    assert (status_of(settings).skipped, skipped_of(settings)) == (0, [])
    assert skipped_text(skipped_of(settings)) == "nothing was skipped"
    assert "\nskipped" not in status_text(status_of(settings), embedding="test-model")
    library.note_skipped([Skipped("a.txt", "the file is empty"), Skipped("b.pdf", "it has no text")])
    newest, oldest = skipped_of(settings)
    assert skipped_of(settings, limit=1) == [newest]
    assert skipped_text([newest, oldest]) == (
        f"{newest.noted:%Y-%m-%d}  b.pdf: it has no text\n{oldest.noted:%Y-%m-%d}  a.txt: the file is empty"
    )
    assert status_of(settings).skipped == 2
    told = status_text(status_of(settings), embedding="test-model").splitlines()
    assert told[-1] == "skipped    2 sources; `qa status --skipped` lists them"


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


def test_whether_the_language_models_answer(tmp_path: Path) -> None:
    with provider_server() as provider:
        url = f"{provider.address}/v1"
        settings = Settings(home=tmp_path, llm=("openai-like:small",), llm_url=url)
        told = status_of(settings)
        assert told.models == {"openai-like:small": None}
        assert status_text(told, embedding="").splitlines()[-1] == "model      openai-like:small: it answers"
        provider.behave(Behaviour(status=401))
        problem = status_of(settings).models["openai-like:small"]
        assert problem is not None
        assert "key" in problem
        assert status_text(status_of(settings), embedding="").endswith(f"model      openai-like:small: {problem}")
