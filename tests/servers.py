"""A Chroma server of one's own on loopback, that can be killed, frozen and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.libraries import within
from vectorstore.vector_index import ChromaServer

_COMMAND = Path(sys.executable).with_name("chroma")


class RunningChroma:
    """`chroma run` on a folder and a port; what it holds outlives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = ChromaServer(url=f"http://127.0.0.1:{self.port}")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self._process = subprocess.Popen(
            [_COMMAND, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert within(120, self._listens)  # a busy machine may take long

    def kill(self) -> None:
        """End the server as `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def runs(self) -> bool:
        """Whether it was not ended."""
        return self._process is not None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The server takes connections meanwhile, and answers nothing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def chroma_server(folder: Path) -> Iterator[RunningChroma]:
    """A server that is killed in the end; without a `chroma` command the test is skipped, in CI it fails."""
    if not _COMMAND.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("There is no chroma command beside this Python: `make lint` installs what the tests need.")
        pytest.skip("There is no chroma command beside this Python.")
    running = RunningChroma(folder)
    try:
        yield running
    finally:
        running.kill()
