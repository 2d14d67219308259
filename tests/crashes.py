"""Work in a process of its own that can be killed at any instant: the command `qa`, with a tiny embedding model.

One process loads the libraries, which takes seconds, and forks one more for each piece of work. Nothing of the
command is changed but the model and how many passages are stored at once.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from tests.libraries import ROOT, make_article
from vectorstore import ingest
from vectorstore.embedding import Vectors

_SERVE = "from tests.crashes import serve; serve()"


class TinyModel:
    """Stands in for the embedding model: a text's vector is the sum of its words', which are drawn by their hash."""

    name = "tiny"
    fingerprint = "tiny"
    dimension = 16
    max_tokens = 256

    def __init__(self, name: str = "") -> None:
        self._words: dict[str, Vectors] = {}
        self.texts = 0  # how many were embedded

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += len(texts)
        rows = [np.sum([self._word(word) for word in re.findall(r"\w+", text)], axis=0) for text in texts]
        matrix = np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimension)
        unit: Vectors = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [2 * len(text.split()) for text in texts]

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            drawn = np.random.default_rng(zlib.crc32(word.encode())).normal(size=self.dimension)
            self._words[word] = drawn.astype(np.float32)
        return self._words[word]


def use_tiny_model() -> None:
    """Let every engine of this process use the tiny model, and store a few passages at a time."""
    setattr(sys.modules["qa.engine"], "EmbeddingModel", TinyModel)  # noqa: B010  # its type is another
    ingest._BATCH_PASSAGES = 8


def serve() -> None:
    """Fork for each line of standard input, JSON with `arguments` and `environment`; tell of its start and its end."""
    # All of them loaded once, before the forks.
    import datasketch  # noqa: F401
    import onnxruntime  # noqa: F401

    import qa.answering
    import qa.cli
    import qa.engine
    import qa.reader.model
    from vectorstore.passages import split

    use_tiny_model()
    split(make_article("one", "Loads what finds sentences. It is large."), TinyModel().count_tokens)
    _say({"ready": True})
    for line in sys.stdin:
        work = json.loads(line)
        child = os.fork()
        if child == 0:
            _say({"child": os.getpid()})
            os.environ.update(work["environment"])
            code = 70
            try:
                code = qa.cli.main(work["arguments"])
            finally:
                sys.stdout.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        _say({"ended": status})


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


@dataclass
class Ended:
    """What became of a piece of work."""

    lines: list[str]  # what it printed, whole lines
    killed: bool


class Crashes:
    """The process that forks; use it in a `with` block."""

    def __enter__(self) -> Crashes:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._said() == {"ready": True}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def start(self, *arguments: str, home: Path, **environment: str) -> None:
        """Start `qa` with these arguments on the library of `home`."""
        work = {"arguments": arguments, "environment": {"QA_HOME": str(home), **environment}}
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(work)}\n")
        self._process.stdin.flush()
        said = self._said()
        assert isinstance(said, dict)
        self._child = int(said["child"])

    def kill(self) -> None:
        """`kill -9` of the work, if it has not ended yet."""
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)

    def end(self) -> Ended:
        """Wait for the work to end."""
        lines: list[str] = []
        while True:
            said = self._said()
            if isinstance(said, dict) and "ended" in said:
                return Ended(lines, os.WIFSIGNALED(int(said["ended"])))
            lines.append(said if isinstance(said, str) else json.dumps(said))

    def _said(self) -> dict[str, Any] | str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().rstrip("\n")
        try:
            said = json.loads(line)
        except ValueError:
            return line
        return said if isinstance(said, dict) else line
