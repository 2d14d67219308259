"""What is set about a Chroma server reaches it with every request, and what is secret reaches nobody else."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from qa import Engine, Settings
from qa.types import Answer
from tests.crashes import TinyModel
from vectorstore.vector_index import ChromaServer, ServerGoneError, ServerVectorIndex

TOKEN = "s3cret-t0ken"


class Recorder(BaseHTTPRequestHandler):
    """Knows no collection and lets none be made, and repeats what it was sent, as a careless proxy may."""

    seen: list[tuple[str, str, dict[str, str]]]

    def _answer(self, code: int, body: str) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self) -> None:
        self._answer(404, '{"error": "NotFoundError", "message": "no such collection"}')

    def do_POST(self) -> None:
        self._answer(401, f"refused: {self.headers.get('X-Chroma-Token')}")

    def do_DELETE(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def recorder() -> Iterator[tuple[str, list[tuple[str, str, dict[str, str]]]]]:
    """The address of a server, and the requests that it got: method, path, headers."""
    handler = type("Handler", (Recorder,), {"seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.seen  # type: ignore[attr-defined]  # of the class made
        server.shutdown()


def test_tenant_database_and_headers_reach_the_server(
    recorder: tuple[str, list[tuple[str, str, dict[str, str]]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    url, seen = recorder
    monkeypatch.setattr("qa.engine.EmbeddingModel", TinyModel)
    settings = Settings.from_env(
        {
            "QA_HOME": str(tmp_path / "home"),
            "QA_CHROMA": url,
            "QA_CHROMA_TENANT": "the-paper",
            "QA_CHROMA_DATABASE": "news",
            "QA_CHROMA_HEADERS": f"X-Chroma-Token: {TOKEN}; Authorization: Bearer {TOKEN}2",
        }
    )
    source = tmp_path / "one.txt"
    source.write_text("Talks end in Astana\n\nThe talks ended on Monday. The delegates went home.\n")
    with Engine(settings) as engine:
        engine.add(source)
        answer: Answer = engine.ask("When did the talks end?")
    assert {(method, path.rpartition("/")[0]) for method, path, _ in seen} == {
        ("GET", "/api/v2/tenants/the-paper/databases/news/collections"),
        ("POST", "/api/v2/tenants/the-paper/databases/news"),
        ("DELETE", "/api/v2/tenants/the-paper/databases/news/collections"),
    }
    assert {(headers["x-chroma-token"], headers["authorization"]) for _, _, headers in seen} == {
        (TOKEN, f"Bearer {TOKEN}2")
    }
    assert answer.passages[0].text.startswith("The talks ended")
    (note,) = [note for note in answer.notes if "Chroma" in note]
    assert note == (
        f"The Chroma server at {url} cannot be used (refused: …); the library's own vectors were compared one by one "
        "instead, which finds the same and takes longer."
    )
    assert TOKEN not in repr(engine.settings)
    assert TOKEN not in caplog.text
    assert TOKEN not in "".join(str(vars(record)) for record in caplog.records)


def test_https_speaks_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        first: list[bytes] = []

        def take() -> None:
            connection, _ = listening.accept()
            with connection:
                first.append(connection.recv(3))

        taking = threading.Thread(target=take)
        taking.start()
        server = ChromaServer(url=f"https://127.0.0.1:{listening.getsockname()[1]}", headers={"X-Key": TOKEN})
        assert TOKEN not in repr(server)
        index = ServerVectorIndex(server, "news-qa-none")
        with pytest.raises(ServerGoneError):
            index.facts()
        index.close()
        taking.join(5)
    assert first[0][:2] == b"\x16\x03"  # a TLS handshake, and not a word before it


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("http://host.example:8000", "http://host.example:8000/api/v2"),
        ("https://api.trychroma.com:443", "https://api.trychroma.com:443/api/v2"),
        ("https://api.trychroma.com", "https://api.trychroma.com:443/api/v2"),
        ("http://host.example", "http://host.example:80/api/v2"),
        ("http://[::1]:8000", "http://[::1]:8000/api/v2"),
    ],
)
def test_addresses(url: str, reached: str) -> None:
    index = ServerVectorIndex(ChromaServer(url=url), "news-qa-none")
    assert index._api.get_api_url() == reached
    index.close()
