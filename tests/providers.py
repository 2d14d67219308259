"""Language models for tests: scripted ones, and a server with the providers' protocols that misbehaves on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.errors import ModelError
from qa.prompts import Prompt

KEY = "sk-test-Zq81kfhWc02"  # must never be seen outside the requests


class ScriptedModel:
    """A language model that says what a script says, and keeps the prompts it was given."""

    window = 8_192

    def __init__(self, *replies: str | Callable[[Prompt], str], name: str = "scripted:model", piece: int = 3) -> None:
        """Each reply is for one prompt, the last for all that follow; it comes in pieces of some characters."""
        self.name = name
        self.prompts: list[Prompt] = []
        self._replies = list(replies)
        self._piece = piece

    def check(self) -> None:
        """It can be asked."""

    def stream(self, prompt: Prompt, until: float) -> Iterator[str]:
        self.prompts.append(prompt)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        text = reply if isinstance(reply, str) else reply(prompt)
        for start in range(0, len(text), self._piece):
            yield text[start : start + self._piece]


class BrokenModel(ScriptedModel):
    """A language model that says something and then fails."""

    def stream(self, prompt: Prompt, until: float) -> Iterator[str]:
        yield from super().stream(prompt, until)
        raise ModelError(f"The language model {self.name} broke off in the middle; try again.")


@dataclass
class Behaviour:
    """How the server answers one request."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None  # sent as it is, in place of a reply
    ends: bool = True  # False: the connection is closed before the reply says that it is whole
    repeated: int = 1  # how many times the text is said
    silent: float = 0.0  # seconds before anything is sent
    dribbles: bool = False  # sends what means nothing, a little at a time, until the client leaves


class ProviderServer:
    """A server on loopback that speaks the protocols of OpenAI, Ollama and Anthropic."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []  # path, headers, body
        self.closing = threading.Event()
        self._behaviours: list[Behaviour] = [Behaviour("Hello.")]
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def behave(self, *behaviours: Behaviour) -> None:
        """How the next requests are answered; the last behaviour stays."""
        with self._lock:
            self._behaviours = list(behaviours)
            self.requests.clear()

    def take(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Behaviour:
        with self._lock:
            self.requests.append((path, headers, body))
            return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def provider_server() -> Iterator[ProviderServer]:
    """A server that is closed at the end."""
    server = ProviderServer()
    try:
        yield server
    finally:
        server.close()


def _handler(provider: ProviderServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
            headers = {name.casefold(): value for name, value in self.headers.items()}
            behaviour = provider.take(self.path, headers, body)
            with suppress(OSError):  # the client may leave at any moment
                self._answer(behaviour)

        def _answer(self, behaviour: Behaviour) -> None:
            if provider.closing.wait(behaviour.silent):
                return
            self.send_response(behaviour.status)
            for name, value in behaviour.headers.items():
                self.send_header(name, value)
            self.send_header("content-type", _content_type(self.path, behaviour))
            self.end_headers()
            self.close_connection = True
            if behaviour.dribbles:
                while not provider.closing.wait(0.05):
                    self.wfile.write(b": wait\n\n" if not self.path.startswith("/api") else b" ")
            elif behaviour.body is not None:
                self.wfile.write(behaviour.body)
            else:
                for line in _reply(self.path, behaviour):
                    self.wfile.write(line)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _content_type(path: str, behaviour: Behaviour) -> str:
    if behaviour.status != 200:
        return "application/json"
    return "application/x-ndjson" if path.startswith("/api") else "text/event-stream"


def _reply(path: str, behaviour: Behaviour) -> Iterator[bytes]:
    """The lines of a reply in the protocol of a path."""
    said = [behaviour.text[at : at + 4] for at in range(0, len(behaviour.text), 4)] * behaviour.repeated
    if path.startswith("/api"):
        ollama: dict[str, Any] = {"model": "m", "created_at": "2026-01-01T00:00:00Z"}
        for piece in said:
            yield _line({**ollama, "message": {"role": "assistant", "content": piece}, "done": False})
        if behaviour.ends:
            end = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
            yield _line({**ollama, **end})
    elif path.endswith("/messages"):
        message = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": []}
        usage = {"input_tokens": 1, "output_tokens": 1}
        yield _event("message_start", message={**message, "stop_reason": None, "stop_sequence": None, "usage": usage})
        yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for piece in said:
            yield _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        if behaviour.ends:
            yield _event("content_block_stop", index=0)
            yield _event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage=usage)
            yield _event("message_stop")
    else:
        chunk: dict[str, Any] = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        for piece in said:
            choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
            yield b"data: " + _line({**chunk, "choices": [choice]}) + b"\n"
        if behaviour.ends:
            choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
            yield b"data: " + _line({**chunk, "choices": [choice]}) + b"\ndata: [DONE]\n\n"


def _event(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def soon(seconds: float = 5.0) -> float:
    """A moment of `time.monotonic`, some seconds from now."""
    return time.monotonic() + seconds
