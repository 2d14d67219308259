"""What stands between the page and whoever asks for it: who may, headers on each response, an end to endless ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from corpus.readers import MAX_FILE
from qa.ui.access import Access, Refusal

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Gradio's page starts inline scripts, and its HTML component compiles its template: hence the two exceptions.
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# The names of Gradio's scripts and styles change with what they hold.
_KEPT = ((b"cache-control", b"private, max-age=31536000, immutable"),)
_LARGEST_BODY = 16 * 1024 * 1024  # bytes of a request: far more than any conversation has
_LARGEST_UPLOAD = MAX_FILE + 64 * 1024  # the page sends each file by itself, with its name around it


class Guard:
    """An ASGI application around another one.

    An open page holds a connection for as long as it is open. Once `close` is called, those are told that
    their browser has gone, so that the server can end without waiting for them.
    """

    def __init__(self, app: App, access: Access) -> None:
        self._app = app
        self._access = access
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
        self._closing: asyncio.Event = asyncio.Event()

    def close(self) -> None:
        """Ends what would not end by itself; call it in the server's event loop."""
        self._closing.set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request, or says why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := self._access.refusal(scope["path"], scope["headers"]) or _unread(scope):
            await self._refuse(refusal, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        unfinished = False
        kept = _KEPT if scope["path"].startswith("/assets/") else ()

        async def send_with_headers(message: Message) -> None:
            nonlocal unfinished
            if message["type"] == "http.response.start":
                caching = kept if message["status"] == 200 else ()
                message["headers"] = [*message.get("headers", []), *self._headers, *caching]
                unfinished = True
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                unfinished = False
            await send(message)

        await self._app(scope, lambda: self._receive(receive), send_with_headers)
        if unfinished and self._closing.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _refuse(self, refusal: Refusal, send: Send) -> None:
        body = f"{refusal.sentence}\n".encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            *refusal.headers,
            *self._headers,
        ]
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _receive(self, receive: Receive) -> Message:
        message = asyncio.ensure_future(receive())
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait([message, closing], return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            message.cancel()
            closing.cancel()


def _unread(scope: Message) -> Refusal | None:
    """Why the body of a request is not even read, or None where it is."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return Refusal(411, "This request does not say how long it is: send it whole.")
    most = _LARGEST_UPLOAD if scope["path"] == "/gradio_api/upload" else _LARGEST_BODY
    length = headers.get(b"content-length", b"0")
    if not length.isdigit() or int(length) > most:
        return Refusal(413, f"This request is too large: at most {most // 1024**2} MB are taken.")
    return None
