"""What can be set, and the environment variables that set it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LLM_PROVIDERS = ("anthropic", "ollama", "openai", "openai-like")


def _default_home() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("news-qa", appauthor=False))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How an engine is set up; `Settings.from_env()` reads the environment."""

    home: Path = field(default_factory=_default_home)  # QA_HOME: the folder of the library and its indexes
    embedding: str = "all-MiniLM-L6-v2"  # QA_EMBEDDING: a name or folder that sentence-transformers loads
    decline_below: float = 0.14  # QA_DECLINE_BELOW: below this confidence (0..1) a question is declined

    reader: Path | None = None  # QA_READER: another reader's weights, as `qa.reader.train` writes; None: the shipped
    llm: tuple[str, ...] = ()  # QA_LLM: language models as `provider:model`, the first the default; (): none
    llm_url: str | None = None  # QA_LLM_URL: the server of `openai-like:…`, such as http://localhost:8080/v1
    llm_key: str | None = field(default=None, repr=False)  # QA_LLM_KEY: what that server asks for, if anything
    llm_timeout: float = 30.0  # QA_LLM_TIMEOUT: seconds within which a model must have said everything

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "home", Path(self.home).expanduser())
        except RuntimeError:
            raise ValueError(f"QA_HOME is {str(self.home)!r}, but there is no such user's home folder.") from None
        if self.reader is not None and not Path(self.reader).is_file():
            raise ValueError(f"QA_READER is {str(self.reader)!r}, but there is no such file.")
        if not 0.0 <= self.decline_below <= 1.0:
            raise ValueError(f"QA_DECLINE_BELOW is {self.decline_below}, but a confidence lies between 0 and 1.")
        self._check_llm()

    def _check_llm(self) -> None:
        for name in self.llm:
            provider, _, model = name.partition(":")
            if provider not in LLM_PROVIDERS or not model.strip():
                raise ValueError(
                    f"QA_LLM names {name!r}, but must be none or models as provider:model, with one of the providers "
                    f"{', '.join(LLM_PROVIDERS)}."
                )
            if provider == "openai-like" and not self.llm_url:
                raise ValueError(f"QA_LLM names {name!r}, but not where it is served; set QA_LLM_URL.")
        if self.llm_url is not None:
            try:
                address = urlsplit(self.llm_url)
                usable = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
            except ValueError:
                usable = False
            if not usable:
                raise ValueError("QA_LLM_URL must be a web address such as http://localhost:8080/v1.")
            if address.username or address.password:
                raise ValueError("QA_LLM_URL holds a name or a password; put the key into QA_LLM_KEY.")
        if not 0.0 < self.llm_timeout <= 3_600.0:
            raise ValueError(f"QA_LLM_TIMEOUT is {self.llm_timeout}, but must be seconds, above 0 and up to 3600.")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the environment names; an empty variable counts as not set.

        Raises ValueError for a value that cannot be used.
        """
        env = os.environ if environment is None else environment
        given: dict[str, Path | str | float | tuple[str, ...]] = {}
        if home := env.get("QA_HOME", "").strip():
            given["home"] = Path(home)
        if embedding := env.get("QA_EMBEDDING", "").strip():
            given["embedding"] = embedding
        if decline := env.get("QA_DECLINE_BELOW", "").strip():
            try:
                given["decline_below"] = float(decline)
            except ValueError:
                raise ValueError(f"QA_DECLINE_BELOW is {decline!r}, but must be a number between 0 and 1.") from None
        if reader := env.get("QA_READER", "").strip():
            given["reader"] = Path(reader)
        if (llm := env.get("QA_LLM", "").strip()) and llm.casefold() != "none":
            given["llm"] = tuple(dict.fromkeys(name.strip() for name in llm.split(",") if name.strip()))
        if url := env.get("QA_LLM_URL", "").strip():
            given["llm_url"] = url
        if key := env.get("QA_LLM_KEY", "").strip():
            given["llm_key"] = key
        if timeout := env.get("QA_LLM_TIMEOUT", "").strip():
            try:
                given["llm_timeout"] = float(timeout)
            except ValueError:
                raise ValueError(f"QA_LLM_TIMEOUT is {timeout!r}, but must be a number of seconds.") from None
        return cls(**given)  # type: ignore[arg-type]  # each key has the type of its field
