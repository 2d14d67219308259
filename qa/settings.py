"""What can be set, and the environment variables that set it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


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

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "home", Path(self.home).expanduser())
        except RuntimeError:
            raise ValueError(f"QA_HOME is {str(self.home)!r}, but there is no such user's home folder.") from None
        if self.reader is not None and not Path(self.reader).is_file():
            raise ValueError(f"QA_READER is {str(self.reader)!r}, but there is no such file.")
        if not 0.0 <= self.decline_below <= 1.0:
            raise ValueError(f"QA_DECLINE_BELOW is {self.decline_below}, but a confidence lies between 0 and 1.")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the environment names; an empty variable counts as not set.

        Raises ValueError for a value that cannot be used.
        """
        env = os.environ if environment is None else environment
        given: dict[str, Path | str | float] = {}
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
        return cls(**given)  # type: ignore[arg-type]  # each key has the type of its field
