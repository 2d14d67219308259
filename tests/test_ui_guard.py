"""The headers of every response, and the end of the endless ones."""

from __future__ import annotations

import asyncio

from qa.ui.guard import HEADERS, Guard, Message, Receive, Send

SCOPE: Message = {"type": "http", "path": "/"}


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

    asyncio.run(Guard(whole)(SCOPE, request, send))
    assert sent[0]["headers"] == [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    assert sent[1:] == [{"type": "http.response.body", "body": b"sent"}]


def test_closing_ends_a_response_that_would_not_end() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        guard = Guard(streaming)
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
