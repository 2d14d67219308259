"""What was edited or removed is found by no path any more, and what is there already costs nothing to add."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa import Engine, Settings
from qa.errors import ArticleNotFoundError
from qa.settings import EMBEDDED
from qa.types import AddReport, to_plain
from qa.ui.reading import Place, article_view
from tests.crashes import TinyModel
from tests.libraries import ALL, within
from vectorstore.records import StoredPassage
from vectorstore.vector_index import ChromaServer

OLD = "The talks were held in Quibberdale.\n\nA Quibberdale baker fed the delegates. They thanked the baker warmly."
NEW = "The talks were held in Mornfeather.\n\nA Mornfeather baker fed the delegates. They thanked the baker warmly."
OTHER = "A ship sank off the coast in the night.\n\nThe crew was saved by fishermen who had heard the alarm."


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ChromaServer | None) -> Iterator[Engine]:
    """An engine with a tiny model and two articles, its indexes ready."""
    monkeypatch.setattr("qa.engine.EmbeddingModel", TinyModel)
    settings = Settings(home=tmp_path / "home", chroma=server.url if server else EMBEDDED)
    with Engine(settings) as engine:
        add(engine, tmp_path, "talks", OLD)
        add(engine, tmp_path, "ship", OTHER)
        assert within(30, lambda: engine.index_state == "ready")
        yield engine


def add(engine: Engine, folder: Path, article_id: str, text: str) -> AddReport:
    source = folder / "coming.jsonl"
    source.write_text(json.dumps({"id": article_id, "title": f"On the {article_id}", "text": text}), encoding="utf-8")
    return engine.add(source)


def everything(engine: Engine) -> str:
    """All that can be got out of an engine by any path, as one text."""
    parts = engine._parts
    assert parts is not None
    got: list[object] = [to_plain(article) for article in engine.export()]
    got += [to_plain(header) for header in engine.articles(text="Quibberdale")]
    for question in ("Where were the Quibberdale talks held?", "Who fed the delegates?"):
        answer = engine.ask(question).to_dict()
        got += [answer["passages"], answer["statements"], answer["citations"]]
    pair = parts.indexes._pair
    with parts.library.snapshot() as snapshot:
        stored = {passage.id: passage.text for passage in snapshot.passages()}
        for word in ("Quibberdale", "Mornfeather", "talks baker delegates"):
            vector = parts.model.encode([word])[0]
            indexes = parts.indexes
            got += [hit in stored and stored[hit] for hit, _ in indexes.nearest(snapshot, vector, 99, ALL)]
            got += [hit in stored and stored[hit] for hit, _ in indexes.best(snapshot, word, 99, ALL)]
            got += [hit in stored and stored[hit] for hit, _ in indexes._exact.nearest(snapshot, vector, 99)]
            got += [hit in stored and stored[hit] for hit, _ in indexes._exact.words(snapshot).best(word, 99)]
            if pair is not None:  # the indexes themselves, with nothing taken out of what they say
                got += [hit in stored and stored[hit] for hit, _ in pair.vectors.nearest(vector, 99)]
                got += [hit in stored and stored[hit] for hit, _ in pair.words.best(word, 99)]
    got += [str(article_view(engine.article(header.id), Place(header.id))) for header in engine.articles()]
    assert False not in got  # none finds what is not stored
    return json.dumps(got, ensure_ascii=False)


CHANGES: dict[str, Callable[[Engine, Path], object]] = {
    "edited": lambda engine, folder: add(engine, folder, "talks", NEW),
    "removed": lambda engine, folder: engine.remove("talks"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_old_words_are_found_by_no_path(engine: Engine, tmp_path: Path, change: str) -> None:
    assert "Quibberdale baker" in everything(engine)
    old = [passage.id for passage in _passages(engine) if passage.article_id == "talks"]
    CHANGES[change](engine, tmp_path)
    assert within(30, lambda: engine.index_state == "ready")
    left = everything(engine)
    assert "Quibberdale baker" not in left
    assert ("Mornfeather baker" in left) == (change == "edited")
    assert "saved by fishermen" in left
    assert not {passage.id for passage in _passages(engine)} & set(old)  # ids are never used again
    if change == "removed":
        with pytest.raises(ArticleNotFoundError):
            engine.article("talks")
        assert not engine.articles(text="Mornfeather")
    engine.close()
    with Engine(engine.settings) as again:
        assert again.rebuild() == (2 if change == "edited" else 1)
        assert "Quibberdale baker" not in everything(again)


def test_adding_again_does_no_work(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = engine._parts
    assert parts is not None
    before = parts.library.stamp

    def fails(*_: object, **__: object) -> None:
        raise AssertionError("worked")

    with monkeypatch.context() as patch:
        patch.setattr(TinyModel, "encode", fails)
        patch.setattr("vectorstore.library.Library.put", fails)
        report = engine.add(tmp_path / "coming.jsonl")
        add_again = add(engine, tmp_path, "talks", OLD)
    assert (report.unchanged, report.added, report.changed, report.skipped) == (("ship",), (), (), ())
    assert add_again.unchanged == ("talks",)
    assert parts.library.stamp == before


def _passages(engine: Engine) -> list[StoredPassage]:
    assert engine._parts is not None
    with engine._parts.library.snapshot() as snapshot:
        return list(snapshot.passages())
