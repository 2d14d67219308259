"""Settings and the environment variables that set them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from qa import Engine, Settings
from qa.errors import SettingsError


def test_the_environment_names_the_settings(tmp_path: Path) -> None:
    settings = Settings.from_env({"QA_HOME": f" {tmp_path} ", "QA_EMBEDDING": "a-model", "QA_DECLINE_BELOW": "0.25"})
    assert settings == Settings(home=tmp_path, embedding="a-model", decline_below=0.25)


def test_another_readers_weights(tmp_path: Path) -> None:
    weights = tmp_path / "reader.onnx"
    weights.touch()
    assert Settings.from_env({"QA_READER": str(weights)}).reader == weights
    assert Settings.from_env({"QA_READER": ""}).reader is None


def test_a_chroma_server() -> None:
    settings = Settings.from_env(
        {
            "QA_CHROMA": "https://chroma.example:8443/",
            "QA_CHROMA_TENANT": "the-paper",
            "QA_CHROMA_DATABASE": "news",
            "QA_CHROMA_HEADERS": "X-Chroma-Token: se:cret=; X-Two:2\n\nX-Three: a b",
        }
    )
    assert settings.chroma == "https://chroma.example:8443"
    assert (settings.chroma_tenant, settings.chroma_database) == ("the-paper", "news")
    assert settings.chroma_headers == (("X-Chroma-Token", "se:cret="), ("X-Two", "2"), ("X-Three", "a b"))
    assert "se:cret" not in repr(settings)
    assert Settings.from_env({"QA_CHROMA": " embedded "}) == Settings()
    assert Settings(chroma="http://[::1]:8000").chroma == "http://[::1]:8000"


@pytest.mark.parametrize(
    "environment",
    [{"QA_CHROMA_HEADERS": "secret"}, {"QA_CHROMA_HEADERS": "A b: secret"}, {"QA_CHROMA": "http://me:secret@host"}],
    ids=["no header", "no name", "in the address"],
)
def test_a_secret_is_not_repeated(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError) as caught:
        Settings.from_env(environment)
    assert "secret" not in str(caught.value)


def test_what_is_not_set_or_empty_has_its_default(home: Path) -> None:
    settings = Settings.from_env({"QA_HOME": "", "QA_EMBEDDING": " ", "QA_DECLINE_BELOW": ""})
    assert settings == Settings()
    assert (settings.embedding, settings.decline_below) == ("all-MiniLM-L6-v2", 0.14)
    assert settings.home.name == "news-qa"


def test_the_process_has_an_environment_too(home: Path) -> None:
    assert Settings.from_env().home == home


def test_the_users_folder_can_be_written_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_env({"QA_HOME": "~/news"}).home == tmp_path / "news"


def test_a_home_stays_where_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(home=Path("news"))
    monkeypatch.chdir(tmp_path.parent)
    assert settings.home == tmp_path / "news"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("QA_DECLINE_BELOW", "half", "QA_DECLINE_BELOW is 'half', but must be a number between 0 and 1."),
        ("QA_DECLINE_BELOW", "1.5", "QA_DECLINE_BELOW is 1.5, but a confidence lies between 0 and 1."),
        ("QA_DECLINE_BELOW", "-0.1", "QA_DECLINE_BELOW is -0.1, but a confidence lies between 0 and 1."),
        ("QA_DECLINE_BELOW", "nan", "QA_DECLINE_BELOW is nan, but a confidence lies between 0 and 1."),
        ("QA_READER", "/no/such/reader.onnx", "QA_READER is '/no/such/reader.onnx', but there is no such file."),
        (
            "QA_CHROMA",
            "localhost:8000",
            "QA_CHROMA is 'localhost:8000', but must be 'embedded' or the address of a Chro",
        ),
        ("QA_CHROMA", "http://host/path", "QA_CHROMA is 'http://host/path', but must be 'embedded' or the address of"),
        ("QA_CHROMA", "http://host:99999", "QA_CHROMA is 'http://host:99999', but must be 'embedded' or the address"),
        ("QA_CHROMA", "http://me:pass@host", "QA_CHROMA holds a name or a password; send it in a header, by QA_"),
        ("QA_CHROMA_HEADERS", "no header", "QA_CHROMA_HEADERS cannot be read; write each header as "),
        ("QA_HOME", "~nobody-has-this-name/x", "QA_HOME is '~nobody-has-this-name/x', but there is no such user"),
    ],
)
def test_a_value_that_cannot_be_used(variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError) as caught:
        Settings.from_env({variable: value})
    assert str(caught.value).startswith(says)
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as told:
        Engine()
    assert str(told.value).startswith(says)


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().decline_below = 0.1  # type: ignore[misc]  # that it fails is what is tested


def test_the_environment_names_the_language_models() -> None:
    assert Settings.from_env({"QA_LLM": "None"}).llm == ()
    settings = Settings.from_env(
        {
            "QA_LLM": "ollama:llama3.2:1b, openai-like:m , ollama:llama3.2:1b",
            "QA_LLM_URL": "http://localhost:8080/v1",
            "QA_LLM_KEY": "sk-secret",
            "QA_LLM_TIMEOUT": "2.5",
        }
    )
    assert settings.llm == ("ollama:llama3.2:1b", "openai-like:m")
    assert (settings.llm_url, settings.llm_key, settings.llm_timeout) == ("http://localhost:8080/v1", "sk-secret", 2.5)
    assert "sk-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"QA_LLM": "llama"}, "QA_LLM names 'llama', but must be none or models as provider:model"),
        ({"QA_LLM": "ollama:"}, "QA_LLM names 'ollama:', but must be none or models as provider:model"),
        ({"QA_LLM": "ollama:a,clippy:b"}, "QA_LLM names 'clippy:b', but must be none or models"),
        ({"QA_LLM": "openai-like:m"}, "QA_LLM names 'openai-like:m', but not where it is served; set QA_LLM_URL."),
        ({"QA_LLM_URL": "localhost:8080"}, "QA_LLM_URL must be a web address such as"),
        ({"QA_LLM_URL": "http://host:x/v1"}, "QA_LLM_URL must be a web address such as"),
        ({"QA_LLM_URL": "http://me:sk-secret@host/v1"}, "QA_LLM_URL holds a name or a password; put the key into"),
        ({"QA_LLM_TIMEOUT": "soon"}, "QA_LLM_TIMEOUT is 'soon', but must be a number of seconds."),
        ({"QA_LLM_TIMEOUT": "0"}, "QA_LLM_TIMEOUT is 0.0, but must be seconds, above 0"),
        ({"QA_LLM_TIMEOUT": "nan"}, "QA_LLM_TIMEOUT is nan, but must be seconds, above 0"),
    ],
)
def test_a_language_model_that_cannot_be_used(environment: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError) as caught:
        Settings.from_env(environment)
    assert str(caught.value).startswith(says)
    assert "sk-secret" not in str(caught.value)
