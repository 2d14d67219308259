"""Serving the page on one port of this machine."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from corpus.readers import MAX_FILE
from qa.errors import ServeError
from qa.ui import api
from qa.ui.access import Access
from qa.ui.guard import Guard
from qa.ui.loading import LazyEngine
from qa.ui.page import build

if TYPE_CHECKING:
    from qa.engine import Engine

_SECONDS_TO_CLOSE = 2  # for answers that are on their way

_STYLES = (
    "frame.css",
    "talk.css",
    "feedback.css",
    "panel.css",
    "filters.css",
    "views.css",
    "library/library.css",
    "library/side.css",
    "answers.css",
    "conversations.css",
    "narrow.css",
)
_ICON = (
    "<link rel='icon' href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='3' fill='%231e4b7a'/%3E%3Cpath d='M4 5h8M4 8h8M4 11h5' "
    "stroke='white' stroke-width='1.5'/%3E%3C/svg%3E\">"
)


def serve(
    engine_factory: Callable[[], Engine],
    *,
    access: Access,
    port: int,
    on_ready: Callable[[str], None],
) -> None:
    """Serves the page until Ctrl-C, and calls `on_ready` with its address once it answers.

    The engine is made and loaded in a thread of its own, so that the page is there before it; where either
    fails, serving ends and the error is raised. Raises `ServeError` where the port cannot be had, or the MCP server.
    """
    if access.mcp:
        api.check_mcp()
    listener = listen(access.host, port)
    engine: LazyEngine = LazyEngine(engine_factory, on_failure=lambda: server.stop())
    server = PageServer(engine, listener, on_ready, access)
    engine.start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
        engine.close()
    if failure := engine.failure():
        raise failure


class PageServer(uvicorn.Server):
    """The web server of one page."""

    def __init__(
        self,
        engine: LazyEngine,
        listener: socket.socket,
        on_ready: Callable[[str], None],
        access: Access | None = None,
    ) -> None:
        self._guard = application(engine, access or Access())
        super().__init__(
            uvicorn.Config(
                self._guard,
                log_level="warning",
                lifespan="on",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=_SECONDS_TO_CLOSE,
            )
        )
        self._address = _address(listener)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to answer, then says so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready(self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets go of the open pages, then ends."""
        self._guard.close()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Ends the serving; can be called from any thread."""
        self.should_exit = True


def application(engine: Engine | LazyEngine, access: Access) -> Guard:
    """The page as an ASGI application that loads nothing from, and sends nothing to, another machine."""
    sans = ("system-ui", "sans-serif")
    page = build(engine, may_edit=access.may_edit)
    app = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        page,
        path="/",
        theme=gr.themes.Base(font=sans, font_mono=("ui-monospace", "monospace")),  # no fonts to fetch
        head=_head(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=access.mcp,
        max_file_size=MAX_FILE,
    )
    if access.mcp:
        api.speak_json(page)
    return Guard(GZipMiddleware(app, compresslevel=6), access)  # Gradio sends its page itself as it is


def _head() -> str:
    # Not `css=`: Gradio would put a selector in front of every rule, so that none could look at the body.
    folder = Path(__file__).parent
    styles = "\n".join((folder / name).read_text(encoding="utf-8") for name in _STYLES)
    return f"{_ICON}\n<style>{styles}</style>"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; having it is the only sure sign that the port is free."""
    if not 0 <= port <= 65_535:
        raise ServeError(f"{port} is no port: choose one from 1 to 65535 with --port.")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise ServeError(f"There is no address {host} on this machine: choose another with --host.") from error
    try:
        if os.name != "nt":  # there it would let two programs listen on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServeError(_why_not(host, port, error)) from error
    return listener


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program: choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} is reserved for the system: choose another with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"There is no address {host} on this machine: choose another with --host."
    return f"Port {port} on {host} cannot be opened ({error.strerror}): choose another with --port."


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
