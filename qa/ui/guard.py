"""What stands between the page and the browser: headers on each response, and an end to the endless ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

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
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """An ASGI application around another one.

    An open page holds a connection for as long as it is open. Once `close` is called, those are told that
    their browser has gone, so that the server can end without waiting for them.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
        self._closing: asyncio.Event = asyncio.Event()

    def close(self) -> None:
        """Ends what would not end by itself; call it in the server's event loop."""
        self._closing.set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        unfinished = False

        async def send_with_headers(message: Message) -> None:
            nonlocal unfinished
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers]
                unfinished = True
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                unfinished = False
            await send(message)

        await self._app(scope, lambda: self._receive(receive), send_with_headers)
        if unfinished and self._closing.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _receive(self, receive: Receive) -> Message:
        message = asyncio.ensure_future(receive())
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait([message, closing], return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            message.cancel()
            closing.cancel()
