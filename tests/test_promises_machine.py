"""In whatever order it is added, edited, removed, killed, rebuilt and damaged: it is as a dictionary says."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from corpus.article import Article
from tests.crashes import Crashes, TinyModel
from tests.libraries import ALL
from tests.servers import RunningChroma
from vectorstore import ingest
from vectorstore.exact_search import ExactSearch
from vectorstore.indexes import Indexes
from vectorstore.ingest import fingerprint_of
from vectorstore.library import Library

KEYS = st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True)
PLACES = st.floats(0, 0.999)
CRASHES: list[Crashes] = []  # the one that the machines share
SERVERS: list[RunningChroma | None] = []  # where they keep their vectors; None: in the folder


class LibraryMachine(RuleBasedStateMachine):
    """One library with its indexes, beside a dictionary of its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="machine-"))
        self.model = TinyModel()
        self.texts: dict[str, str] = {}
        self.version = 0
        self.server = SERVERS[0].server if SERVERS[0] else None
        Library(self.home / "library.sqlite3", fingerprint_of(self.model))  # type: ignore[arg-type]  # has what is used
        self.open()

    def open(self) -> None:
        self.library = Library(self.home / "library.sqlite3", fingerprint_of(self.model))  # type: ignore[arg-type]
        self.indexes = Indexes(self.library, self.home / "indexes", server=self.server, watch=False)

    def text(self, key: int) -> str:
        self.version += 1
        return (
            f"Article{key} says version{self.version}. "
            + " ".join(f"w{key}n{n}v{self.version}" for n in range(60))
            + "."
        )

    def add(self, texts: dict[str, str]) -> dict[str, str]:
        articles = [Article(id=key, title=f"On {key}", text=text) for key, text in texts.items()]
        outcomes = ingest.add(self.library, self.model, articles)  # type: ignore[arg-type]  # has what is used
        return {outcome.source: outcome.status for outcome in outcomes}

    def coming(self, keys: list[int]) -> tuple[Path, dict[str, str]]:
        texts = {f"k{key}": self.text(key) for key in keys}
        source = self.home / "coming.jsonl"
        source.write_text(
            "\n".join(json.dumps({"id": key, "title": f"On {key}", "text": text}) for key, text in texts.items())
        )
        return source, texts

    def qa(self, *arguments: str, kill_after: float | None = None) -> list[dict[str, str]]:
        """Run the command in a process of its own; what it reported as done before it ended or was killed."""
        environment = {"QA_CHROMA": self.server.url} if self.server else {}
        CRASHES[0].start(*arguments, home=self.home, **environment)
        if kill_after is not None:
            time.sleep(kill_after)
            CRASHES[0].kill()
        return [json.loads(line) for line in CRASHES[0].end().lines if line.startswith("{")]

    @rule(keys=KEYS)
    def add_or_edit(self, keys: list[int]) -> None:
        texts = {f"k{key}": self.text(key) for key in keys}
        assert self.add(texts) == {key: "changed" if key in self.texts else "added" for key in texts}
        self.texts.update(texts)

    @rule(keys=KEYS)
    def add_what_is_there(self, keys: list[int]) -> None:
        if not self.texts:  # no precondition: what a kill leaves hangs on the clock, and Hypothesis draws by the rules
            return
        there = [f"k{key}" for key in keys if f"k{key}" in self.texts] or [min(self.texts)]
        before, embedded = self.library.stamp, self.model.texts
        assert self.add({key: self.texts[key] for key in there}) == dict.fromkeys(there, "unchanged")
        assert (self.library.stamp, self.model.texts) == (before, embedded)  # no work was done

    @rule(keys=KEYS)
    def remove(self, keys: list[int]) -> None:
        ids = [f"k{key}" for key in keys]
        assert set(self.library.remove(ids)) == set(ids) & self.texts.keys()
        for key in ids:
            self.texts.pop(key, None)

    @rule(keys=KEYS, after=st.floats(0, 0.6))
    def kill_while_adding(self, keys: list[int], after: float) -> None:
        self.indexes.close()
        source, texts = self.coming(keys)
        reported = self.qa("add", "--json", str(source), kill_after=after)
        self.open()
        there = self.contents()
        for key, text in texts.items():
            acknowledged = any(outcome["id"] == key for outcome in reported)
            assert there.get(key) == text or (not acknowledged and there.get(key) == self.texts.get(key))
            if there.get(key) == text:
                self.texts[key] = text

    @rule()
    def restart(self) -> None:
        self.indexes.close()
        self.open()

    @rule()
    def catch_up(self) -> None:
        assert self.indexes.catch_up()
        assert self.indexes.state == "ready"

    @rule()
    def rebuild_indexes(self) -> None:
        assert self.indexes.rebuild()

    @rule(place=PLACES, which=PLACES, how=st.sampled_from(["flip", "truncate", "empty", "delete"]))
    def corrupt(self, place: float, which: float, how: str) -> None:
        self.indexes.close()
        folder = self.home / "indexes"
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        if files:
            damage(files[int(which * len(files))], place, how)
        self.open()

    def contents(self) -> dict[str, str]:
        with self.library.snapshot() as snapshot:
            articles = [snapshot.article(header.id) for header in snapshot.headers()]
        return {article.id: article.text for article in articles if article is not None}

    @invariant()
    def agrees(self) -> None:
        assert self.contents() == self.texts
        with self.library.snapshot() as snapshot:
            ids = sorted(passage.id for passage in snapshot.passages())
            query = self.model.encode([f"Article3 says version{self.version}."])[0]
            found = self.indexes.nearest(snapshot, query, 4, ALL)
            exact = ExactSearch(self.model.dimension).nearest(snapshot, query, 4)
            assert [item for item, _ in found] == [item for item, _ in exact]
            assert sorted(item for item, _ in self.indexes.nearest(snapshot, query, 1_000, ALL)) == ids
            said = [item for item, _ in self.indexes.best(snapshot, "says", 1_000, ALL)]
            assert set(said) <= set(ids)
            if self.indexes.state != "behind":
                assert {passage.article_id for passage in snapshot.passages(said)} == set(self.texts)

    def teardown(self) -> None:
        self.indexes.close()
        shutil.rmtree(self.home, ignore_errors=True)


def damage(path: Path, place: float, how: str) -> None:
    """Harm a file; `place` is how far into it."""
    data = bytearray(path.read_bytes())
    at = int(place * len(data))
    if how == "delete":
        path.unlink()
    elif how == "flip" and data:
        data[at] ^= 0xFF
        path.write_bytes(data)
    else:
        path.write_bytes(data[:at] if how == "truncate" else b"")


def run(chroma: RunningChroma | None, *, examples: int, steps: int) -> None:
    SERVERS[:] = [chroma]
    with Crashes() as crashes:
        CRASHES[:] = [crashes]
        run_state_machine_as_test(
            LibraryMachine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=examples * steps <= 1_000,
                database=None,
                phases=[Phase.generate],  # a failure is told as it came: making it shorter takes minutes
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.timeout(600)
def test_three_hundred_steps() -> None:
    run(None, examples=6, steps=50)


@pytest.mark.timeout(600)
def test_steps_with_a_server(chroma: RunningChroma) -> None:
    run(chroma, examples=1, steps=60)


@pytest.mark.soak
@pytest.mark.parametrize("with_server", [False, True], ids=["embedded", "server"])
def test_ten_thousand_steps(with_server: bool, request: pytest.FixtureRequest) -> None:
    run(request.getfixturevalue("chroma") if with_server else None, examples=100, steps=100)
