"""Language models over a real connection: what is asked, what comes back, and each way in which it can fail."""

from __future__ import annotations

import importlib
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import qa.language_models
from qa import Settings
from qa.errors import ModelError, SettingsError
from qa.language_models import LONGEST_REPLY, RemoteModel, models, problems
from qa.prompts import Prompt
from tests.providers import KEY, Behaviour, ProviderServer, provider_server, soon

PROMPT = Prompt("Be short.", "What is new?")
SAID = "Thirty people came. They left again."
NAMES = ["openai-like:m", "openai:gpt-4o-mini", "openai:not-known-yet", "ollama:m"]
NAMES += ["anthropic:claude-sonnet-4-5", "anthropic:not-known-yet"]


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    for name in ("llama_index.llms.ollama", "llama_index.llms.anthropic", "openai.resources"):
        importlib.import_module(name)  # takes seconds, which no time limit is meant for
    with provider_server() as server:
        yield server


@pytest.fixture
def make(server: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a model that is asked on the server, or at another address."""

    def make(name: str, *, timeout: float = 5.0, address: str | None = None, pause: float = 0.01) -> RemoteModel:
        address = address or server.address
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_API_BASE", f"{address}/v1")
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", address)
        monkeypatch.setenv("OLLAMA_HOST", address)
        monkeypatch.setenv("OLLAMA_API_KEY", KEY)
        settings = Settings(llm=(name,), llm_url=f"{address}/v1", llm_key=KEY, llm_timeout=timeout)
        return RemoteModel(name, settings, pause=pause)

    server.behave(Behaviour(SAID))
    return make


def failure(model: RemoteModel, seconds: float = 5.0) -> str:
    """What a model's error says."""
    with pytest.raises(ModelError) as caught:
        list(model.stream(PROMPT, soon(seconds)))
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_comes_in_pieces_and_whole(name: str, make: Any, server: ProviderServer) -> None:
    pieces = list(make(name).stream(PROMPT, soon()))
    assert "".join(pieces) == SAID
    assert len(pieces) > 3
    (request,) = server.requests
    _, headers, body = request
    assert body["model"] == name.partition(":")[2]
    assert body["stream"] is True
    assert "What is new?" in str(body["messages"])
    assert "Be short." in str(body)
    assert KEY in (headers.get("authorization", "") + headers.get("x-api-key", ""))


@pytest.mark.parametrize("name", NAMES)
def test_the_reply_is_asked_to_be_short_and_plain(name: str, make: Any, server: ProviderServer) -> None:
    list(make(name).stream(PROMPT, soon()))
    body = server.requests[0][2]
    options = body.get("options", body)
    lengths = [options.get(field) for field in ("max_tokens", "max_completion_tokens", "num_predict")]
    assert lengths.count(512) == 1
    assert options["temperature"] == 0.0


def test_ollama_is_told_how_long_a_prompt_it_must_take(make: Any, server: ProviderServer) -> None:
    model = make("ollama:m")
    list(model.stream(PROMPT, soon()))
    assert server.requests[0][2]["options"]["num_ctx"] == model.window


def test_the_window_is_the_models_own_or_a_small_one(make: Any) -> None:
    assert make("openai:gpt-4o-mini").window == 128_000
    assert make("anthropic:claude-sonnet-4-5").window >= 200_000
    assert {make(name).window for name in ("openai:not-known-yet", "anthropic:nobody", "openai-like:m")} == {4_096}


@pytest.mark.parametrize("name", ["openai-like:m", "ollama:m", "anthropic:claude-sonnet-4-5"])
@pytest.mark.parametrize(
    ("behaviour", "says", "requests"),
    [
        (Behaviour(status=401, body=b'{"error": {"message": "bad key sk-test-Zq81kfhWc02"}}'), "refused the key", 1),
        (Behaviour(status=403, body=b"{}"), "refused the key", 1),
        (Behaviour(status=404, body=b'{"error": "no such model"}'), "is not known to its server", 1),
        (Behaviour(status=400, body=b"{}"), "refused the request", 1),
        (Behaviour(status=429, body=b"{}"), "has too much to do", 3),
        (Behaviour(status=500, body=b"<html>oops</html>"), "failed on its server", 3),
        (Behaviour(status=503, body=b""), "failed on its server", 3),
        (Behaviour(SAID, ends=False), "broke off in the middle", 1),
        (Behaviour(""), "said nothing", 1),
        (Behaviour("word ", repeated=50_000), "did not stop talking", 1),
        (Behaviour(body=b'data: {"choices": 7}\n\n{"message": 7}\n'), "", 1),
        (Behaviour(body=b"\x00\xff\xfe not at all"), "", 1),
        (Behaviour(body=b'event: x\ndata: {"choices": [{"del\n\n'), "", 1),
    ],
)
def test_each_failure_has_its_sentence_and_its_number_of_attempts(
    name: str, behaviour: Behaviour, says: str, requests: int, make: Any, server: ProviderServer
) -> None:
    server.behave(behaviour)
    told = failure(make(name))
    assert told.startswith(f"The language model {name} ")
    assert says in told
    assert told.endswith(".")
    assert told.count(";") == 1
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("name", "line", "says", "requests"),
    [
        (
            "anthropic:claude-sonnet-4-5",
            {"type": "error", "error": {"type": "overloaded_error", "message": KEY}},
            "too much to do",
            3,
        ),
        (
            "anthropic:claude-sonnet-4-5",
            {"type": "error", "error": {"type": "api_error", "message": KEY}},
            "failed on its server",
            3,
        ),
        ("openai-like:m", {"error": {"message": KEY, "code": 429}}, "has too much to do", 3),
        ("openai-like:m", {"error": {"message": KEY, "code": ["x"]}}, "failed on its server", 3),
        ("openai-like:m", {"error": {"type": "invalid_request_error"}}, "refused the request", 1),
        ("ollama:m", {"error": f"{KEY} requires more memory"}, "failed on its server", 3),
    ],
)
def test_a_failure_that_is_told_in_the_stream(
    name: str, line: dict[str, Any], says: str, requests: int, make: Any, server: ProviderServer
) -> None:
    data = json.dumps(line).encode()
    server.behave(Behaviour(body=data + b"\n" if name == "ollama:m" else b"event: error\ndata: " + data + b"\n\n"))
    told = failure(make(name))
    assert says in told
    assert KEY not in told
    assert len(server.requests) == requests


@pytest.mark.parametrize("name", ["openai-like:m", "ollama:m", "anthropic:claude-sonnet-4-5"])
@pytest.mark.parametrize("behaviour", [Behaviour(silent=30.0), Behaviour(dribbles=True)], ids=["hangs", "dribbles"])
def test_a_server_that_hangs_or_dribbles_is_left_in_time(
    name: str, behaviour: Behaviour, make: Any, server: ProviderServer
) -> None:
    server.behave(behaviour)
    model = make(name, timeout=0.4)
    start = time.monotonic()
    told = failure(model, 0.4)
    assert time.monotonic() - start < 1.5
    assert (
        told == f"The language model {name} did not finish within 0.4 seconds; try again, or set QA_LLM_TIMEOUT higher."
    )


def test_no_thread_stays_with_a_server_that_dribbles(make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(dribbles=True))
    failure(make("openai-like:m"), 0.3)
    end = time.monotonic() + 3.0
    while time.monotonic() < end and any(thread.name == "language-model" for thread in threading.enumerate()):
        time.sleep(0.02)
    assert not [thread for thread in threading.enumerate() if thread.name == "language-model"]


@pytest.mark.parametrize("name", ["openai-like:m", "ollama:m", "anthropic:claude-sonnet-4-5"])
def test_a_server_that_is_not_there(name: str, make: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert "could not be reached; see that its server runs" in failure(make(name, address=address))


@pytest.mark.parametrize("name", ["openai-like:m", "ollama:m", "anthropic:claude-sonnet-4-5"])
def test_a_connection_that_is_not_secure(name: str, make: Any, server: ProviderServer) -> None:
    model = make(name, address=server.address.replace("http://", "https://"))
    assert "could not be reached over a secure connection" in failure(model)


@pytest.mark.parametrize("name", ["openai-like:m", "anthropic:claude-sonnet-4-5"])
def test_a_busy_server_is_asked_again_when_it_says(name: str, make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(status=429, headers={"retry-after": "0.3"}, body=b"{}"), Behaviour(SAID))
    start = time.monotonic()
    assert "".join(make(name).stream(PROMPT, soon())) == SAID
    assert 0.3 <= time.monotonic() - start < 2.0
    assert len(server.requests) == 2


@pytest.mark.parametrize("after", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_server_that_asks_to_wait_for_long_is_not_waited_for(after: str, make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(status=503, headers={"retry-after": after}, body=b"{}"))
    start = time.monotonic()
    assert "failed on its server" in failure(make("openai-like:m"))
    assert time.monotonic() - start < 1.0
    assert len(server.requests) == 1


@pytest.mark.parametrize("after", ["soon", "-5", "Wed, 21 Oct 1999 07:28:00 GMT"])
def test_a_wait_that_makes_no_sense_is_none(after: str, make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(status=429, headers={"retry-after": after}, body=b"{}"), Behaviour(SAID))
    assert "".join(make("openai-like:m").stream(PROMPT, soon())) == SAID


def test_no_attempt_is_made_that_would_come_too_late(make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(status=500, body=b"{}"))
    failure(make("openai-like:m", pause=2.0), 0.6)
    assert len(server.requests) == 1


def test_a_reply_that_had_begun_is_not_asked_for_again(make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour(SAID, ends=False), Behaviour(SAID))
    said = []
    with pytest.raises(ModelError, match="broke off in the middle"):
        said.extend(make("openai-like:m").stream(PROMPT, soon()))
    assert len(server.requests) == 1


def test_a_reply_without_end_is_left_early(make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour("word ", repeated=100_000))
    said: list[str] = []
    with pytest.raises(ModelError):
        for piece in make("openai-like:m").stream(PROMPT, soon()):
            said.append(piece)
    assert len("".join(said)) <= LONGEST_REPLY


def test_a_reader_who_leaves_closes_the_connection(make: Any, server: ProviderServer) -> None:
    server.behave(Behaviour("word ", repeated=100_000))
    reply = make("openai-like:m").stream(PROMPT, soon())
    next(reply)
    reply.close()
    end = time.monotonic() + 3.0
    while time.monotonic() < end and any(thread.name == "language-model" for thread in threading.enumerate()):
        time.sleep(0.02)
    assert not [thread for thread in threading.enumerate() if thread.name == "language-model"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", [200, 401, 429, 500])
def test_a_key_is_nowhere_but_in_the_request(
    name: str, status: int, make: Any, server: ProviderServer, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    echo = f'{{"error": {{"message": "Incorrect key {KEY}"}}}}'.encode()
    server.behave(Behaviour(SAID) if status == 200 else Behaviour(status=status, body=echo))
    caplog.set_level(logging.DEBUG)
    for logger in ("openai", "anthropic", "httpx", "httpcore", "httpx2", "httpcore2", "ollama", "llama_index"):
        caplog.set_level(logging.DEBUG, logger=logger)
    model = make(name)
    seen = [repr(model), repr(model.__dict__), str(model.problem())]
    try:
        seen.append("".join(model.stream(PROMPT, soon())))
    except ModelError as error:
        each: BaseException | None = error
        while each is not None:
            seen.append(repr(each))
            each = each.__cause__ or each.__context__
    seen += [record.getMessage() + str(record.__dict__) for record in caplog.records]
    seen += capfd.readouterr()
    assert len(seen) > 5
    assert [text for text in seen if KEY in text] == []


@pytest.mark.parametrize(
    ("name", "extra"),
    [("ollama:m", "ollama"), ("openai:m", "openai"), ("openai-like:m", "openai"), ("anthropic:m", "anthropic")],
)
def test_a_missing_adapter_names_the_extra(name: str, extra: str, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = make(name)

    def missing(module: str) -> Any:
        raise ModuleNotFoundError(module)

    monkeypatch.setattr(importlib, "import_module", missing)
    says = f"needs a package that is not installed; run `pip install 'news-qa\\[{extra}\\]'`."
    with pytest.raises(SettingsError, match=says):
        model.check()


@pytest.mark.parametrize(("name", "key"), [("openai:m", "OPENAI_API_KEY"), ("anthropic:m", "ANTHROPIC_API_KEY")])
def test_a_missing_key_is_named(name: str, key: str, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = make(name)
    monkeypatch.delenv(key)
    with pytest.raises(SettingsError, match=f"QA_LLM names {name}, which needs a key; set {key}."):
        list(model.stream(PROMPT, soon()))
    assert key in (model.problem() or "")


def test_whether_a_model_answers(make: Any, server: ProviderServer) -> None:
    assert make("ollama:m").problem() is None
    server.behave(Behaviour(status=404, body=b"{}"))
    assert "is not known to its server" in (make("ollama:m").problem() or "")


def test_a_model_that_does_not_answer_at_all_is_told_soon(
    make: Any, server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.language_models, "_PROBE", 0.3)
    server.behave(Behaviour(silent=30.0))
    assert "did not finish within 0.3 seconds" in (make("ollama:m").problem() or "")
    settings = make("ollama:m")._settings
    assert list(problems(settings)) == ["ollama:m"]


def test_the_models_that_the_settings_name() -> None:
    named = models(Settings(llm=("ollama:a", "openai:b")))
    assert [model.name for model in named] == ["ollama:a", "openai:b"]
    assert models(Settings()) == []


@pytest.mark.parametrize(("name", "tokens"), [("openai:gpt-5", 4_608), ("openai:gpt-4o-mini", 512)])
def test_a_model_that_thinks_has_room_to_think(name: str, tokens: int, make: Any, server: ProviderServer) -> None:
    list(make(name).stream(PROMPT, soon()))
    assert server.requests[0][2]["max_completion_tokens"] == tokens
