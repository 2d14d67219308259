"""The library's part of the page: its components, and what happens when one browses, adds, removes or undoes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableSet
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.readers import MAX_FILE
from qa.errors import QAError
from qa.ui import frame, texts
from qa.ui.events import IN_TURN, NONE_LOST, QUIET
from qa.ui.library import browsing, removing, view
from qa.ui.library.adding import MOST_FILES, Adding, Addings, uploads
from qa.ui.library.removing import Removals
from qa.ui.loading import LazyEngine
from qa.ui.markup import Markup

logger = logging.getLogger(__name__)

Drawn = dict[Any, Any]  # what changes on the page, by component


class LibraryPart:
    """The list of articles and what stands beside it; lay both out within the page, then connect them."""

    def __init__(self, engine: LazyEngine, *, may_edit: bool) -> None:
        self._engine = engine
        self._may_edit = may_edit

    def lay_out(self) -> None:
        """Make the components, where they are to stand."""
        with gr.Column(elem_id="library-main"):
            self.view = gr.HTML(
                view.controls(),
                elem_id="library-view",
                apply_default_css=False,
                js_on_load=(Path(__file__).parent / "library.js").read_text(encoding="utf-8"),
                server_functions=[_browsing(self._engine, may_edit=self._may_edit), _stamping(self._engine)],
                failed=frame.problem(texts.LIBRARY_NOT_SHOWN),
                remove_picked=texts.REMOVE_PICKED,
                uploading=texts.UPLOADING,
                most_files=MOST_FILES,
                largest=MAX_FILE,
            )
            self.removals = _html("library-removals")
        with gr.Column(elem_id="library-side"):
            _html("library-beside", view.side(may_edit=self._may_edit))
            self.taken = _html("library-taken", view.taken(None))

    def connect(self, uploaded: MutableSet[str]) -> None:
        """Let the components do what they are for; `uploaded` holds the paths of the files that were uploaded."""
        if not self._may_edit:
            return  # then there is no event that changes the library, whatever a browser sends
        removals = gr.State(Removals())
        addings = gr.State(Addings())
        self.view.take_in(_adding(self._engine, uploaded), addings, self.taken, **NONE_LOST)
        self.view.stop_adding(_stop, addings, None, **QUIET)
        self.view.discard(self._discard, removals, self.removals, **IN_TURN)
        self.view.restore(self._restore, removals, self.removals, **IN_TURN)

    async def _discard(self, removals: Removals, event: gr.EventData) -> Markup:
        return await self._change(removing.discard, _sent(event, "ids"), removals, texts.REMOVE_FAILED)

    async def _restore(self, removals: Removals, event: gr.EventData) -> Markup:
        return await self._change(removing.restore, _sent(event, "number"), removals, texts.RESTORE_FAILED)

    async def _change(
        self, change: Callable[[Any, object, Removals], str | None], sent: object, removals: Removals, failed: str
    ) -> Markup:
        try:
            engine = await self._engine.wait()
            said = await asyncio.to_thread(change, engine, sent, removals)
        except QAError as error:
            said = str(error)
        except Exception:  # a defect: the log has it, the user a sentence, and the page goes on
            logger.exception("the library could not be changed")
            said = failed
        return view.removals(removals.shown(), said)


def _browsing(lazy: LazyEngine, *, may_edit: bool) -> Callable[[object], Awaitable[dict[str, Any]]]:
    """What the script calls to see a page of the library; Gradio takes no bound method here."""

    async def browse(sent: object) -> dict[str, Any]:
        try:
            query = browsing.Query.read(sent)
            engine = await lazy.wait()
            return await asyncio.to_thread(browsing.browse, engine, query, may_edit=may_edit)
        except QAError as error:
            return {"problem": frame.problem(str(error))}

    return browse


def _stamping(lazy: LazyEngine) -> Callable[[object], Awaitable[str]]:
    """What the script calls to know whether the library has changed, by whichever process."""

    async def stamp(_: object) -> str:
        with contextlib.suppress(QAError):
            engine = await lazy.wait()
            return await asyncio.to_thread(browsing.stamp, engine)
        return ""

    return stamp


def _adding(lazy: LazyEngine, uploaded: MutableSet[str]) -> Callable[[Addings, gr.EventData], AsyncGenerator[Markup]]:
    async def take_in(addings: Addings, event: gr.EventData) -> AsyncGenerator[Markup]:
        files = uploads(_sent(event, "files"), uploaded)
        try:
            engine = await lazy.wait()
        except QAError as error:
            yield frame.problem(str(error))
            return
        adding = Adding(files, uploaded)
        addings.running[adding.token] = adding
        try:
            async with contextlib.aclosing(adding.run(engine)) as news:
                async for _ in news:
                    yield view.taken(adding)
        finally:
            del addings.running[adding.token]

    return take_in


async def _stop(addings: Addings, event: gr.EventData) -> None:
    await asyncio.to_thread(addings.stop, _sent(event, "adding"))


def _sent(event: gr.EventData, name: str) -> object:
    return getattr(event, name, None)


def _html(name: str, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)
