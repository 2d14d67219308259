"""Killed at any instant: what was reported as added is there and whole, and the next start mends the indexes."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.crashes import Crashes, TinyModel
from tests.libraries import ALL
from tests.servers import RunningChroma
from vectorstore.exact_search import ExactSearch
from vectorstore.indexes import Indexes
from vectorstore.ingest import embed, fingerprint_of
from vectorstore.library import Library
from vectorstore.passages import split

KEYS = 60  # articles there may be
AT_ONCE = 20  # of them added or changed by one command
WORDS = [f"{a}{b}" for a in "ba do ke li mu ra se ti vo zu".split() for b in "nal ker mos tid rap gus lin vet".split()]

NAMES = [f"{a.title()}{b}" for a in WORDS for b in ("ford", "ham", "wick", "stead", "ton")][:400]


@pytest.fixture(scope="module")
def crashes() -> Iterator[Crashes]:
    with Crashes() as crashes:
        yield crashes


def text(key: int, version: int) -> str:
    """A text of some passages, in which every version has a word of its own."""
    draw = random.Random(f"{key} {version}")
    paragraphs = [" ".join(draw.choices(WORDS, k=70)).capitalize() + "." for _ in range(3)]
    return "\n\n".join([f"Word{key}x{version} is what this one says.", *paragraphs])


def whole(library: Library, model: TinyModel) -> dict[str, str]:
    """The texts in the library by id, each with all its passages and their vectors."""
    with closing(sqlite3.connect(library.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with library.snapshot() as snapshot:
        ids, vectors = snapshot.vectors(model.dimension)
        passages = list(snapshot.passages())
        assert [passage.id for passage in passages] == ids.tolist()
        rows = dict(zip(ids.tolist(), vectors, strict=True))
        texts = {}
        for header in snapshot.headers():
            article = snapshot.article(header.id)
            assert article is not None
            own = [passage for passage in passages if passage.article_id == article.id]
            spans = split(article, model.count_tokens)
            assert [(passage.start, passage.end) for passage in own] == spans
            expected = embed(model, [(article, spans)])  # type: ignore[arg-type]
            assert np.allclose([rows[passage.id] for passage in own], expected)
            texts[article.id] = article.text
    return texts


def finds_all(
    library: Library, home: Path, model: TinyModel, chroma: RunningChroma | None, texts: dict[str, str]
) -> None:
    """The next start: right at once, by exact search, and by the indexes once they are mended."""
    indexes = Indexes(library, home / "indexes", server=chroma.server if chroma else None, watch=False)
    try:
        for mended in (False, True):
            assert indexes.catch_up() or not mended
            for article_id in sorted(texts)[:5]:
                word = texts[article_id].split()[0]
                query = model.encode([texts[article_id][:200]])[0]
                with library.snapshot() as snapshot:
                    exact = ExactSearch(model.dimension).nearest(snapshot, query, 5)
                    found = indexes.nearest(snapshot, query, 5, ALL)
                    assert [item for item, _ in found] == [item for item, _ in exact]
                    said = indexes.best(snapshot, word, 3, ALL)
                    (passage,) = snapshot.passages([said[0][0]])
                    assert (passage.article_id, len(said)) == (article_id, 1)
        assert (indexes.state, indexes.trouble) == ("ready", None)
        folders = [path for path in (home / "indexes").iterdir() if path.is_dir()]
        assert len(folders) == 1
    finally:
        indexes.close()


def survives(crashes: Crashes, home: Path, kills: int, chroma: RunningChroma | None = None, seed: int = 0) -> int:
    """Kill `qa add` so many times before it has ended, and look after each try; how many were killed."""
    draw = random.Random(seed)
    model = TinyModel()
    home.mkdir()
    expected: dict[str, str] = {}
    usual, killed, version = 1.0, 0, -1
    environment = {"QA_CHROMA": chroma.server.url} if chroma else {}
    while killed < kills and version < 4 * kills:
        version += 1
        coming = {f"k{key}": text(key, version) for key in draw.sample(range(KEYS), AT_ONCE)}
        source = home / "coming.jsonl"
        lines = (json.dumps({"id": key, "title": f"On {key}", "text": said}) for key, said in coming.items())
        source.write_text("\n".join(lines), encoding="utf-8")
        started = time.monotonic()
        crashes.start("add", "--json", str(source), home=home, **environment)
        if version:  # the first is left to end, and tells how long it takes
            time.sleep(draw.uniform(0, usual))
            if chroma and draw.random() < 0.25:
                chroma.kill()
                time.sleep(draw.uniform(0, 0.2))
            crashes.kill()
        ended = crashes.end()
        if not version:
            usual = time.monotonic() - started
        elif not ended.killed:
            usual *= 0.9  # it was slow then: the next is killed earlier
        killed += ended.killed
        if chroma and not chroma.runs:
            chroma.start()
        reported = [json.loads(line) for line in ended.lines]
        assert all(outcome["status"] in ("added", "changed", "unchanged") for outcome in reported)
        library = Library(home / "library.sqlite3", fingerprint_of(model))  # type: ignore[arg-type]
        texts = whole(library, model)
        for outcome in reported:
            assert texts[outcome["id"]] == coming[outcome["id"]]
        for key in coming.keys() - {outcome["id"] for outcome in reported}:
            assert texts.get(key) in (expected.get(key), coming[key])  # the one or the other, and whole
        assert {key: said for key, said in texts.items() if key not in coming} == {
            key: said for key, said in expected.items() if key not in coming
        }
        expected = texts
        finds_all(library, home, model, chroma, texts)
    return killed


@pytest.mark.timeout(300)
def test_kills(crashes: Crashes, tmp_path: Path) -> None:
    assert survives(crashes, tmp_path / "home", 20) == 20


@pytest.mark.timeout(300)
def test_kills_of_the_server_too(crashes: Crashes, tmp_path: Path, chroma: RunningChroma) -> None:
    assert survives(crashes, tmp_path / "home", 20, chroma) == 20


def command(*arguments: str, home: Path) -> subprocess.Popen[str]:
    """The command as a user starts it, with the real model."""
    return subprocess.Popen(
        [sys.executable, "-m", "qa", *arguments],
        env={**os.environ, "QA_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "lines", [1, pytest.param(40, marks=pytest.mark.soak), pytest.param(200, marks=pytest.mark.soak)]
)
def test_the_command_is_killed_and_the_next_one_answers(tmp_path: Path, lines: int) -> None:
    """Four hundred articles are stored in two transactions; it is killed when it has reported some of the first."""
    articles = {
        f"town{n}": f"{name} has a new mayor, {WORDS[n % len(WORDS)].title()} Olsen." for n, name in enumerate(NAMES)
    }
    source = tmp_path / "towns.jsonl"
    told = (json.dumps({"id": key, "title": f"News of {key}", "text": said}) for key, said in articles.items())
    source.write_text("\n".join(told), encoding="utf-8")
    with command("add", "--json", str(source), home=tmp_path / "home") as adding:
        assert adding.stdout is not None
        reported = [json.loads(adding.stdout.readline()) for _ in range(lines)]
        adding.kill()
        reported += [json.loads(line) for line in adding.stdout]
    assert lines <= len(reported) < len(articles)
    assert {outcome["status"] for outcome in reported} == {"added"}
    library = Library(tmp_path / "home" / "library.sqlite3", None)
    with library.snapshot() as snapshot:
        for outcome in reported:
            article = snapshot.article(outcome["id"])
            assert article is not None
            assert article.text == articles[article.id]
        assert len(snapshot.vectors(library.fingerprint.dimension)[0]) == snapshot.counts()[2] >= len(reported)
    asked = reported[0]["id"]
    town = articles[asked].partition(" ")[0]
    with command("ask", f"Who is the new mayor of {town}?", "--json", home=tmp_path / "home") as asking:
        out, error = asking.communicate(timeout=200)
    assert (asking.returncode, error) == (0, "")
    answer = json.loads(out)
    assert answer["citations"][0]["article_id"] == asked
    assert answer["citations"][0]["quote"] == articles[asked]


@pytest.mark.soak
@pytest.mark.parametrize("with_server", [False, True], ids=["embedded", "server"])
def test_many_kills(crashes: Crashes, tmp_path: Path, with_server: bool, request: pytest.FixtureRequest) -> None:
    chroma = request.getfixturevalue("chroma") if with_server else None
    assert survives(crashes, tmp_path / "home", 200, chroma, seed=time.time_ns()) == 200
