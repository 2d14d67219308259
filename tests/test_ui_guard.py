"""The headers of every response, and the end of the endless ones."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from corpus.readers import MAX_FILE
from qa.ui.access import Access
from qa.ui.guard import HEADERS, Guard, Message, Receive, Send

SCOPE: Message = {"type": "http", "path": "/", "headers": [(b"host", b"localhost:7860")]}


async def streaming(scope: Message, receive: Receive, send: Send) -> None:
    """Answers and never ends, unless the browser goes."""
    assert scope is SCOPE
    await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
    await send({"type": "http.response.body", "body": b"first", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass


async def whole(scope: Message, receive: Receive, send: Send) -> None:
    """Answers with what it is sent."""
    assert scope is SCOPE
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def never() -> Message:
    """A browser that stays and says nothing more."""
    await asyncio.Event().wait()
    raise AssertionError


async def request() -> Message:
    return {"type": "http.request", "body": b"sent", "more_body": False}


def test_a_response_gets_the_headers_and_keeps_the_rest() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(whole, Access())(SCOPE, request, send))
    assert sent[0]["headers"] == [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    assert sent[1:] == [{"type": "http.response.body", "body": b"sent"}]


def test_closing_ends_a_response_that_would_not_end() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        guard = Guard(streaming, Access())
        task = asyncio.create_task(guard(SCOPE, never, send))
        await asyncio.sleep(0.05)
        assert not task.done()
        guard.close()
        await asyncio.wait_for(task, 1)

    asyncio.run(run())
    assert (b"a", b"b") in sent[0]["headers"]
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


def test_no_other_machine_is_allowed() -> None:
    policy = HEADERS["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "http" not in policy


def answered(access: Access, **scope: Any) -> tuple[int, dict[bytes, bytes], bytes]:
    """The status, headers and body that come of a request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def inside(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})

    asyncio.run(Guard(inside, access)({**SCOPE, **scope}, request, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_what_access_refuses_gets_one_sentence_with_the_same_headers() -> None:
    status, headers, body = answered(Access(), headers=[(b"host", b"elsewhere.example")])
    assert status == 421
    assert headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert {name.encode(): value.encode() for name, value in HEADERS.items()}.items() <= headers.items()
    assert body.decode().endswith("open the address that `qa chat` printed.\n")


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/", [(b"content-length", b"1000")], 200),
        ("/gradio_api/queue/join", [(b"content-length", b"100000000")], 413),
        ("/gradio_api/upload", [(b"content-length", str(MAX_FILE + 1_000).encode())], 200),
        ("/gradio_api/upload", [(b"content-length", str(MAX_FILE + 2**20).encode())], 413),
        ("/gradio_api/queue/join", [(b"content-length", b"-1")], 413),
        ("/gradio_api/queue/join", [(b"transfer-encoding", b"chunked")], 411),
    ],
)
def test_a_body_is_read_only_if_it_is_known_not_to_be_too_large(
    path: str, more: list[tuple[bytes, bytes]], status: int
) -> None:
    assert answered(Access(), path=path, headers=[*SCOPE["headers"], *more])[0] == status


def test_browsers_keep_what_never_changes_under_its_name() -> None:
    assert b"immutable" in answered(Access(), path="/assets/index-1a2b3c.js")[1][b"cache-control"]
    assert b"cache-control" not in answered(Access(), path="/")[1]


def test_websockets_are_closed() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(whole, Access())({**SCOPE, "type": "websocket"}, request, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
