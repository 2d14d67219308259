"""Whatever a provider does, the reader has an answer in time, with one sentence on what failed and never a key."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator

import pytest

from qa import Answer, Settings
from qa.language_models import RemoteModel
from tests.generating import answer_of, events, library_of
from tests.libraries import make_article
from tests.providers import KEY, Behaviour, ProviderServer, provider_server
from vectorstore.library import Library

CAME = "More than 30 people came to the Astana talks."
QUESTION = "How many people came to the Astana talks?"
LIMIT = 1.0  # seconds, where a time limit is what is tried
PATIENCE = 20.0  # where it is not: a busy machine is slow


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    for name in ("llama_index.llms.ollama", "openai.resources"):
        importlib.import_module(name)
    with provider_server() as server:
        yield server


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(tmp_path_factory.mktemp("library"), [make_article("a", f"{CAME} They stayed for two days.")])


def asked(
    library: Library, name: str, address: str, *, limit: float = PATIENCE, **options: object
) -> tuple[Answer, float]:
    settings = Settings(llm=(name,), llm_url=f"{address}/v1", llm_key=KEY, llm_timeout=limit)
    start = time.monotonic()
    answer = answer_of(events(library, RemoteModel(name, settings, pause=0.01), QUESTION, timeout=limit, **options))
    return answer, time.monotonic() - start


@pytest.mark.parametrize("name", ["openai-like:m", "ollama:m"])
@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (Behaviour(status=401, body=f'{{"error": {{"message": "bad key {KEY}"}}}}'.encode()), "refused the key"),
        (Behaviour(status=429, body=b"{}"), "has too much to do"),
        (Behaviour(status=429, headers={"retry-after": "60"}, body=b"{}"), "has too much to do"),
        (Behaviour(status=500, body=b"{}"), "failed on its server"),
        (Behaviour(silent=30.0), "did not finish within 1 seconds"),
        (Behaviour(dribbles=True), "did not finish within 1 seconds"),
        (Behaviour(CAME, ends=False), "broke off in the middle"),
        (Behaviour(f"{CAME} {CAME} And then they all", ends=False), "broke off in the middle"),
        (Behaviour(body=b"\x00\xffnonsense"), ""),
        (Behaviour(body=b'data: {"choices": 7}\n\n'), ""),
        (Behaviour(""), "said nothing"),
        (Behaviour("Более тридцати человек приехали на переговоры."), "is carried by the articles"),
        (Behaviour("word ", repeated=100_000), "did not "),
    ],
)
def test_the_reader_has_the_extractive_answer_and_one_sentence_in_time(
    name: str,
    behaviour: Behaviour,
    says: str,
    server: ProviderServer,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    monkeypatch.setenv("OLLAMA_API_KEY", KEY)
    server.behave(behaviour)
    limit = LIMIT if "did not" in says else PATIENCE
    answer, seconds = asked(library, name, server.address, limit=limit)
    assert (answer.text, answer.answered, answer.engine) == (CAME, True, "extractive")
    assert seconds < limit + 5.0
    (note,) = answer.notes
    assert says in note
    assert "so this answer is made of the articles' own sentences" in note
    assert note.count(". ") == 0
    assert KEY not in str(answer.to_dict())


def test_a_rewriting_that_fails_is_told_too(server: ProviderServer, library: Library) -> None:
    server.behave(Behaviour(status=401, body=b"{}"))
    answer, _ = asked(library, "openai-like:m", server.address, history=[("user", "When did the Astana talks begin?")])
    assert (answer.engine, len(answer.notes), len(server.requests)) == ("extractive", 1, 1)
    assert "refused the key" in answer.notes[0]


def test_all_that_is_asked_for_one_answer_shares_one_time_limit(server: ProviderServer, library: Library) -> None:
    server.behave(Behaviour(QUESTION, silent=0.2), Behaviour(CAME, silent=30.0))
    answer, seconds = asked(
        library, "openai-like:m", server.address, limit=LIMIT, history=[("user", "When did the Astana talks begin?")]
    )
    assert answer.engine == "extractive"
    assert seconds < LIMIT + 5.0


def test_a_provider_that_answers_is_used(server: ProviderServer, library: Library) -> None:
    server.behave(Behaviour("More than 30 people came to the talks."))
    answer, _ = asked(library, "openai-like:m", server.address)
    assert (answer.text, answer.engine) == ("More than 30 people came to the talks.", "openai-like:m")
    assert answer.citations[0].quote == CAME
