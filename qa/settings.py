"""What can be set, and the environment variables that set it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

EMBEDDED = "embedded"
_HEADER = re.compile(
    r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)"
)  # RFC 9110, 5.1, 5.5
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

    chroma: str = EMBEDDED  # QA_CHROMA: where the vectors' index lies: in the home, or on http(s)://host:port
    chroma_tenant: str = "default_tenant"  # QA_CHROMA_TENANT: whose it is there
    chroma_database: str = "default_database"  # QA_CHROMA_DATABASE: and in which database
    # QA_CHROMA_HEADERS: (name, value) pairs sent with each request, such as a key; "Name: value", one a line or by ";"
    chroma_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    reader: Path | None = None  # QA_READER: another reader's weights, as `qa.reader.train` writes; None: the shipped
    llm: tuple[str, ...] = ()  # QA_LLM: language models as `provider:model`, the first the default; (): none
    llm_url: str | None = None  # QA_LLM_URL: the server of `openai-like:…`, such as http://localhost:8080/v1
    llm_key: str | None = field(default=None, repr=False)  # QA_LLM_KEY: what that server asks for, if anything
    llm_timeout: float = 30.0  # QA_LLM_TIMEOUT: seconds within which a model must have said everything

    def __post_init__(self) -> None:
        try:
            # Absolute: a program that goes to another folder keeps its library.
            object.__setattr__(self, "home", Path(self.home).expanduser().absolute())
        except RuntimeError:
            raise ValueError(f"QA_HOME is {str(self.home)!r}, but there is no such user's home folder.") from None
        if self.reader is not None and not Path(self.reader).is_file():
            raise ValueError(f"QA_READER is {str(self.reader)!r}, but there is no such file.")
        if not 0.0 <= self.decline_below <= 1.0:
            raise ValueError(f"QA_DECLINE_BELOW is {self.decline_below}, but a confidence lies between 0 and 1.")
        if self.chroma != EMBEDDED:
            object.__setattr__(self, "chroma", _server(self.chroma))
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
        given: dict[str, object] = {}
        if home := env.get("QA_HOME", "").strip():
            given["home"] = Path(home)
        if embedding := env.get("QA_EMBEDDING", "").strip():
            given["embedding"] = embedding
        if decline := env.get("QA_DECLINE_BELOW", "").strip():
            try:
                given["decline_below"] = float(decline)
            except ValueError:
                raise ValueError(f"QA_DECLINE_BELOW is {decline!r}, but must be a number between 0 and 1.") from None
        for name in ("chroma", "chroma_tenant", "chroma_database"):
            if value := env.get(f"QA_{name.upper()}", "").strip():
                given[name] = value
        if headers := env.get("QA_CHROMA_HEADERS", "").strip():
            given["chroma_headers"] = tuple(_headers(headers))
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


def _server(address: str) -> str:
    """The address of a Chroma server, checked; a message never repeats what may hold a password."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        usable = usable and not (parts.path.strip("/") or parts.query or parts.fragment)
    except ValueError:
        usable = False
    if "@" in address:
        raise ValueError("QA_CHROMA holds a name or a password; send it in a header, by QA_CHROMA_HEADERS.")
    if not usable:
        raise ValueError(
            f"QA_CHROMA is {address!r}, but must be {EMBEDDED!r} or the address of a Chroma server, such as "
            "http://localhost:8000."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _headers(text: str) -> Iterator[tuple[str, str]]:
    """Headers as the environment has them, as (name, value); a message repeats none, since they may hold keys."""
    for line in re.split(r"[\n;]", text):
        if line.strip():
            header = _HEADER.fullmatch(line.strip())
            if header is None:
                raise ValueError(
                    'QA_CHROMA_HEADERS cannot be read; write each header as "Name: value", one a line or parted by ";".'
                )
            yield header[1], header[2]
