"""The engine: a library that is added to, listed, asked and closed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from qa import Answer, Done, Engine, Looking, Settings
from qa.errors import ArticleNotFoundError, LibraryError, QAError, QuestionError, SettingsError, SourceError

BRIDGE = (
    "The Northgate bridge over the Tamsin was closed on Monday after engineers found 14 cracks in its pillars. "
    "Mayor Olga Brandt said that repairs will cost 3 million euros."
)
WOLVES = "A pack of wolves has settled in the Harrow hills, ranger Tom Iverson said. He counted nine animals."


def article(title: str, text: str, **fields: str) -> str:
    """An article as a Markdown file with front matter."""
    head = "\n".join(f"{name}: {value}" for name, value in {"title": title, **fields}.items())
    return f"---\n{head}\n---\n\n{text}\n"


@dataclass(frozen=True)
class Small:
    """An engine with a library of its own, and what it answered while that was empty."""

    engine: Engine
    folder: Path
    when_empty: Answer


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    root = tmp_path_factory.mktemp("small")
    folder = root / "articles"
    folder.mkdir()
    with Engine(Settings(home=root / "home")) as engine:
        only = root / "only.md"
        only.write_text(article("Gone soon", WOLVES))
        engine.remove(engine.add(only).added)
        yield Small(engine, folder, engine.ask("What happened to the Northgate bridge?"))


def test_an_empty_library_declines_with_a_note(small: Small) -> None:
    answer = small.when_empty
    assert (answer.answered, answer.passages, answer.citations) == (False, (), ())
    assert answer.notes == ("The library is empty; add articles with `qa add`.",)


def test_articles_are_added_changed_kept_and_removed(small: Small) -> None:
    engine, folder = small.engine, small.folder
    question = "How many cracks were found in the Northgate bridge?"
    bridge, wolves = folder / "bridge.md", folder / "wolves.md"
    bridge.write_text(article("Bridge closed", BRIDGE, publisher="Tamsin Post", published="2021-03-02"))
    wolves.write_text(article("Wolves return", WOLVES, publisher="Hill News"))
    (folder / "empty.md").write_text("")
    (folder / "broken.jsonl").write_text('{"title": "Good", "text": "Snow fell."}\nno json\n')
    (folder / "binary.txt").write_bytes(bytes(range(256)))

    told: list[str] = []
    report = engine.add(folder, on_outcome=lambda outcome: told.append(outcome.status))
    assert (len(report.added), report.changed, report.unchanged) == (3, (), ())
    assert sorted(told) == ["added"] * 3 + ["skipped"] * 3
    assert sorted(Path(skipped.source).name for skipped in report.skipped) == [
        "binary.txt",
        "broken.jsonl:2",
        "empty.md",
    ]
    assert all(skipped.reason for skipped in report.skipped)
    answer = engine.ask(question)
    assert (answer.answered, answer.short) == (True, "14")
    bridge_id = answer.citations[0].article_id
    assert engine.article(bridge_id).text[answer.citations[0].start : answer.citations[0].end] in BRIDGE

    again = engine.add([bridge, str(wolves)])
    assert (again.added, again.changed, len(again.unchanged)) == ((), (), 2)

    bridge.write_text(
        article("Bridge closed", BRIDGE.replace("14", "27"), publisher="Tamsin Post", published="2021-03-02")
    )
    changed = engine.add(bridge)
    assert (changed.added, changed.changed, changed.unchanged) == ((), (bridge_id,), ())
    assert engine.ask(question).short == "27"

    assert engine.remove(bridge_id) == [bridge_id]
    gone = engine.ask(question)
    assert bridge_id not in {passage.article_id for passage in gone.passages}
    assert engine.index_state == "ready"
    with pytest.raises(ArticleNotFoundError) as caught:
        engine.article(bridge_id)
    assert bridge_id in str(caught.value)


def test_removing_an_unknown_article_removes_nothing(small: Small) -> None:
    source = small.folder.parent / "keep.jsonl"
    source.write_text(json.dumps({"id": "keep", "title": "Kept", "text": "It stays."}))
    small.engine.add(source)
    with pytest.raises(ArticleNotFoundError):
        small.engine.remove(["keep", "no-such-id"])
    assert small.engine.article("keep").text == "It stays."
    assert small.engine.remove(["keep", "keep"]) == ["keep"]


def test_a_source_that_is_not_there_is_skipped_with_its_reason(small: Small) -> None:
    report = small.engine.add(small.folder / "nowhere.md")
    assert report.added == ()
    assert len(report.skipped) == 1
    assert "nowhere.md" in report.skipped[0].source


def test_one_pattern_may_be_given_alone(small: Small) -> None:
    folder = small.folder.parent / "patterns"
    (folder / "drafts").mkdir(parents=True)
    for name in ("pier.md", "pier.txt", "drafts/pier.md"):
        (folder / name).write_text("The pier was opened.")
    report = small.engine.add(folder, include="*.md", exclude="drafts/*")
    assert (report.skipped, len(small.engine.remove(report.added))) == ((), 1)


def test_what_was_skipped_is_still_noted_when_other_files_of_its_folder_are_added(small: Small) -> None:
    folder = small.folder.parent / "noted"
    folder.mkdir()
    (folder / "broken.pdf").write_text("This is none.")
    (folder / "ferry.md").write_text("The ferry stopped.")

    def noted() -> list[str]:
        with small.engine.snapshot() as snapshot:
            return [Path(item.source).name for item in snapshot.skipped() if "noted" in item.source]

    added = small.engine.add(folder).added
    assert noted() == ["broken.pdf"]
    small.engine.add(folder, include=["*.md"])
    assert noted() == ["broken.pdf"]
    (folder / "broken.pdf").unlink()
    small.engine.add(folder)
    assert noted() == []
    small.engine.remove(added)


def test_what_a_running_answer_reads_does_not_change_under_it(small: Small) -> None:
    source = small.folder.parent / "moving.jsonl"
    source.write_text(json.dumps({"id": "moving", "title": "Ferry", "text": "The Lune ferry carries 80 cars a day."}))
    small.engine.add(source)
    events = small.engine.stream("How many cars does the Lune ferry carry?")
    looking = next(events)
    small.engine.remove("moving")
    *_, done = events
    assert isinstance(looking, Looking)
    assert isinstance(done, Done)
    assert done.answer.citations[0].quote == "The Lune ferry carries 80 cars a day."
    assert {passage.text for passage in looking.passages} == {passage.text for passage in done.answer.passages}


def test_rebuilding_keeps_the_articles(small: Small) -> None:
    before = {header.id for header in small.engine.articles()}
    assert small.engine.count() == len(before)
    assert small.engine.rebuild() == len(before)
    assert {header.id for header in small.engine.articles()} == before


def test_the_articles_are_listed_newest_first_with_filters(engine: Engine) -> None:
    headers = engine.articles()
    assert [header.published for header in headers] == [
        date(2018, 1, 24),
        date(2018, 1, 24),
        date(2015, 5, 31),
        None,
        None,
        None,
    ]
    assert engine.count() == len(headers)
    assert engine.articles(limit=2, offset=1) == headers[1:3]
    assert engine.articles(offset=99) == []
    assert [header.id for header in engine.articles(publisher="Tengrinews")] == ["opposition-signs-joint-document"]
    assert len(engine.articles(since=date(2018, 1, 1))) == 2
    assert [header.published for header in engine.articles(until=date(2017, 1, 1))] == [date(2015, 5, 31)]
    assert [header.id for header in engine.articles(text="Rozena")] == ["coordination-commission-stays-away"]
    assert engine.articles(text="100%_\\") == []
    assert engine.articles(publisher="Nobody") == []
    assert all(header.characters == len(engine.article(header.id).text) for header in headers)


def test_all_articles_can_be_exported(engine: Engine) -> None:
    assert [article.header for article in engine.export()] == engine.articles()


def test_an_unknown_article(engine: Engine) -> None:
    with pytest.raises(ArticleNotFoundError) as caught:
        engine.article("no-such-id")
    assert str(caught.value) == "There is no article with the id 'no-such-id'; `qa list` shows the ids."
    with pytest.raises(ArticleNotFoundError):
        engine.article("half-\ud800")
    with pytest.raises(ArticleNotFoundError):
        engine.remove(["half-\ud800"])


def test_what_is_of_another_type_is_one_clear_error(engine: Engine) -> None:
    with pytest.raises(SourceError):
        engine.add(5)  # type: ignore[arg-type]  # as a program may, here and below
    with pytest.raises(SourceError):
        engine.add([], include=5)  # type: ignore[arg-type]
    with pytest.raises(QuestionError):
        engine.articles(since="2018")  # type: ignore[arg-type]
    with pytest.raises(QuestionError):
        engine.remove(5)  # type: ignore[arg-type]


def test_a_reading_model_that_cannot_be_loaded(library_home: Path, tmp_path: Path) -> None:
    weights = tmp_path / "reader.onnx"
    weights.write_bytes(b"no weights")
    with Engine(Settings(home=library_home, reader=weights)) as engine:
        for _ in range(2):
            with pytest.raises(SettingsError) as caught:
                engine.ask("Who opened the talks?")
        assert not (library_home / "indexes").exists()  # nothing is left open
    assert str(caught.value).startswith(f"QA_READER is '{weights}', but no reading model can be loaded from there; ")


def test_a_closed_engine_says_so(tmp_path: Path) -> None:
    source = tmp_path / "wolves.md"
    source.write_text(article("Wolves return", WOLVES))
    engine = Engine(Settings(home=tmp_path / "home"))
    with engine:
        pass
    engine.close()
    for call in (
        lambda: engine.ask("Who?"),
        lambda: list(engine.stream("Who?")),
        lambda: engine.articles(),
        lambda: engine.count(),
        lambda: engine.article("x"),
        lambda: engine.add(source),
        lambda: engine.add([]),
        lambda: engine.add(tmp_path / "nowhere.md"),
        lambda: engine.load(),
        lambda: engine.remove("x"),
        lambda: engine.rebuild(),
        lambda: engine.index_state,
    ):
        with pytest.raises(LibraryError) as caught:
            call()
        assert str(caught.value) == "This engine is closed; make a new one."


def test_making_an_engine_or_adding_nothing_makes_no_library(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Engine(Settings(home=home)) as engine:
        report = engine.add([tmp_path / "nowhere.md", "https://example.org/news"])
        assert (report.added, len(report.skipped)) == ((), 2)
        assert not home.exists()
        with pytest.raises(QuestionError):
            engine.ask("")
        assert engine.rewrite("Why?", [("user", "Did Hariri leave?")]) == "Why did Hariri leave?"
        assert not home.exists()


def test_a_home_below_a_file_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(WOLVES)
    source = tmp_path / "wolves.md"
    source.write_text(article("Wolves return", WOLVES))
    with Engine(Settings(home=tmp_path / "file" / "home")) as engine:
        for call in (lambda: engine.ask("Who?"), lambda: engine.articles(), lambda: engine.add(source)):
            with pytest.raises(LibraryError) as caught:
                call()
            assert "QA_HOME" in str(caught.value)
            assert "\n" not in str(caught.value)


def test_an_unknown_embedding_model_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(QAError) as caught, Engine(Settings(home=tmp_path, embedding=str(tmp_path / "none"))) as engine:
        engine.ask("Who?")
    assert "QA_EMBEDDING" in str(caught.value)


_BUILD = """
import sys
from pathlib import Path
from qa import Engine, Settings
steps = []
with Engine(Settings(home=Path(sys.argv[1])), progress=lambda done, of: steps.append((done, of))) as engine:
    print(len(engine.articles()), engine.ask("Who signed a joint document in Astana?").answered)
assert steps in ([], [(n, 6) for n in range(7)]), steps
"""


@pytest.mark.timeout(300)  # two processes load the model at once
def test_two_processes_can_build_the_bundled_library_at_once(tmp_path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _BUILD, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        for process in running:
            out, err = process.communicate(timeout=280)
            assert (process.returncode, out) == (0, "6 True\n"), err
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert not list(tmp_path.glob("bundled-*"))


def test_the_engines_are_the_models_of_the_settings_and_the_extractive_one(tmp_path: Path) -> None:
    with Engine(Settings(home=tmp_path)) as engine:
        assert engine.engines == ["extractive"]
    settings = Settings(home=tmp_path, llm=("ollama:a", "openai-like:b"), llm_url="http://127.0.0.1:9/v1")
    with Engine(settings) as engine:
        assert engine.engines == ["ollama:a", "openai-like:b", "extractive"]
        with pytest.raises(SettingsError, match=r"There is no engine 'c'; choose one of ollama:a, openai-like:b, ext"):
            engine.ask("Who came?", engine="c")
        with pytest.raises(SettingsError, match=r"There is no engine 'c'"):
            engine.rewrite("And then?", [("user", "Who came?")], engine="c")
        history = [("user", "When did the talks in Astana start?")]
        by_rules = engine.rewrite("How many people came?", history, engine="extractive")
        assert by_rules == "How many people came – the talks in Astana?"
        assert engine.rewrite("How many people came?", history, engine="openai-like:b") == by_rules  # nobody is there


def test_the_engine_named_writes_the_answer(engine: Engine) -> None:
    settings = Settings(home=engine.settings.home, llm=("openai-like:m",), llm_url="http://127.0.0.1:9/v1")
    with Engine(settings) as other:
        extractive = other.ask("How many people came to the talks in Astana in May?", engine="extractive")
        answer = other.ask("How many people came to the talks in Astana in May?")
    assert (extractive.engine, extractive.notes) == ("extractive", ())
    assert answer.text == extractive.text
    assert "The language model openai-like:m could not be reached, so this answer is made of" in answer.notes[-1]


def test_what_the_bundled_articles_cover(engine: Engine) -> None:
    headers = engine.articles()
    covered = engine.coverage()
    days = [header.published for header in headers if header.published]
    assert (covered.articles, covered.undated) == (len(headers), len(headers) - len(days))
    assert (covered.earliest, covered.latest) == (min(days), max(days))
    assert sum(count for _, count in covered.frequent) == sum(1 for header in headers if header.publisher)
