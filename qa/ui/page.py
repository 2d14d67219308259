"""The page: its parts, and what happens when one asks, stops or begins anew."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import QAError
from qa.types import EXTRACTIVE
from qa.ui import (
    api,
    conversations,
    feedback,
    filters,
    frame,
    keeping,
    reading,
    rendering,
    sources,
    texts,
    thumbs,
)
from qa.ui.asking import Asking
from qa.ui.conversation import Conversation
from qa.ui.events import IN_TURN, QUIET
from qa.ui.filters import Filters
from qa.ui.library import view
from qa.ui.library.part import LibraryPart
from qa.ui.loading import LazyEngine
from vectorstore.listing import Wanted

if TYPE_CHECKING:
    from qa.engine import Engine
    from vectorstore.records import Coverage

_ANSWERS_AT_ONCE = 4  # of all sessions; an answer keeps one core busy
_ANSWERS_AWAITED = 100  # of all sessions, these included; who comes then is asked to come again
_QUEUE_SIZE = 500  # events of all kinds that Gradio holds
_UPLOADS_KEPT = 3_600  # seconds; of files whose page was closed before they could be added, which deletes them

logger = logging.getLogger(__name__)

Drawn = dict[Any, Any]  # what changes on the page, by component


def build(engine: Engine | LazyEngine, *, may_edit: bool = True) -> gr.Blocks:
    """The page over an engine, or over one that is still being made; without `may_edit` it only reads."""
    page = _Page(engine if isinstance(engine, LazyEngine) else LazyEngine.of(engine), may_edit=may_edit)
    blocks: gr.Blocks = page.blocks
    return blocks


class _Page:
    """The components of the page and what they do; no session's data is kept here."""

    def __init__(self, engine: LazyEngine, *, may_edit: bool) -> None:
        self._engine = engine
        self._library = LibraryPart(engine, may_edit=may_edit)
        self._asking = Asking(engine, at_once=_ANSWERS_AT_ONCE, awaited=_ANSWERS_AWAITED)
        with gr.Blocks(
            title=texts.NAME, analytics_enabled=False, fill_width=True, delete_cache=(_UPLOADS_KEPT, _UPLOADS_KEPT)
        ) as self.blocks:
            self._lay_out()
            self._connect()
            api.add(self._asking)
        self.blocks.queue(max_size=_QUEUE_SIZE, default_concurrency_limit=None)

    def _lay_out(self) -> None:
        empty = Conversation()
        self.state = gr.State(Conversation())
        with gr.Row(elem_id="head"):
            self.header = _html(frame.header(None), "masthead")
            _html(view.views(), "views")
        with gr.Row(elem_id="workspace"):
            with gr.Column(elem_id="talk"):
                self.conversation = _html(rendering.conversation(empty), "conversation")
                with gr.Column(elem_id="composer"):
                    self.filters = gr.HTML(
                        filters.bar(empty.filters),
                        elem_id="filters",
                        apply_default_css=False,
                        js_on_load=_script("filters.js"),
                        server_functions=[_publishers(self._engine), _years(self._engine)],
                        publishers_failed=frame.problem(texts.PUBLISHERS_FAILED),
                        years_failed=frame.problem(texts.YEARS_FAILED),
                    )
                    self.question = gr.Textbox(
                        label=texts.QUESTION_LABEL,
                        placeholder=texts.QUESTION_PLACEHOLDER,
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        elem_id="question",
                    )
                    self.engine = gr.Dropdown(  # shown where there is a choice
                        label=texts.ENGINE_LABEL, choices=[], filterable=False, visible=False, elem_id="engine"
                    )
                    with gr.Row(elem_id="actions"):
                        self.hint = _html(frame.hint(), "hint")
                        self.panel_button = _html(frame.panel_button(empty), "panel-button")
                        self.new = gr.Button(texts.NEW_CONVERSATION, elem_id="new")
                        self.stop = gr.Button(texts.STOP, elem_id="stop")
                        self.ask = gr.Button(texts.ASK, elem_id="ask")
            self._library.lay_out()
            with gr.Column(elem_id="panel"):
                self.sources = _html(sources.sources(empty), "sources")
                self.shelf = _html("", "shelf")
                self.heard = gr.HTML(
                    thumbs.heard(), elem_id="heard", apply_default_css=False, js_on_load=_script("feedback.js")
                )
                self.reader = gr.HTML(
                    "",
                    elem_id="reader",
                    apply_default_css=False,
                    js_on_load=_script("page.js") + _script("card.js") + _script("trust.js"),
                    server_functions=[_reading(self._engine)],
                    problem=reading.problem_view(texts.ARTICLE_FAILED),
                    loading=reading.problem_view(texts.ARTICLE_LOADING),
                )
        self.keeper = conversations.keeper(_script("keeping.js"))

    def _connect(self) -> None:
        self.blocks.load(self._greet, None, [self.header, self.shelf, self.engine], **QUIET)
        drawn = [self.question, self.conversation, self.sources, self.panel_button, self.hint, self.keeper]
        given = [self.state, self.engine]
        asked = gr.on([self.question.submit, self.ask.click], self._ask, [self.question, *given], drawn, **QUIET)
        example = self.reader.example(self._ask_example, given, drawn, **QUIET)
        again = self.filters.again(self._ask_again, given, drawn, **QUIET)
        running = [asked, example, again]
        self.filters.limit(self._limit, [self.state], [self.filters, self.keeper], **IN_TURN)
        self._library.connect(self.blocks.upload_file_set)
        self._library.view.changed(self._count_anew, None, [self.header, self.shelf], **IN_TURN)
        heard = [self.heard, self.keeper]
        self.heard.feedback(self._take_feedback, [self.state], heard, **IN_TURN)
        self.stop.click(self._stop, [self.state], drawn, cancels=running, **QUIET)
        anew = [*drawn, self.filters]
        self.new.click(self._begin_anew, [self.state], anew, cancels=running, **QUIET)
        self.keeper.restore_kept(self._restore, [self.state], anew, **QUIET)
        self.keeper.open_kept(self._open, [self.state], anew, cancels=running, **IN_TURN)

    async def _greet(self) -> Drawn:
        """Shows what the library holds, once it is open, and who can write the answers."""
        drawn = await self._count_anew()
        if self._engine.ready and not self._engine.failure():
            drawn[self.engine] = _choice((await self._engine.wait()).engines)
        return drawn

    async def _count_anew(self) -> Drawn:
        """Shows what the library holds."""
        try:
            engine = await self._engine.wait()
            count = await asyncio.to_thread(engine.count)
            headers = await asyncio.to_thread(engine.articles, limit=frame.SHELF_SHOWN)
        except QAError as error:
            problem = str(error)
        except Exception:  # a defect: the log has it, the user a sentence, and the page goes on
            logger.exception("the library could not be shown")
            problem = texts.LIBRARY_PROBLEM
        else:
            return {
                self.header: frame.header(count),
                self.shelf: frame.shelf(headers, count=count),
            }
        return {self.header: frame.header(None, failed=True), self.shelf: frame.problem(problem)}

    async def _ask_example(
        self, conversation: Conversation, engine: str | None, event: gr.EventData
    ) -> AsyncGenerator[Drawn]:
        asked = self._ask(str(event.question), conversation, engine, written=False)
        async with contextlib.aclosing(asked) as drawn:
            async for each in drawn:
                yield each

    async def _ask_again(
        self, conversation: Conversation, engine: str | None, event: gr.EventData
    ) -> AsyncGenerator[Drawn]:
        """Asks a question anew, without a limit that was read from it."""
        place = str(getattr(event, "place", ""))
        exchanges = conversation.exchanges
        answer = exchanges[int(place)].answer if place.isdecimal() and int(place) < len(exchanges) else None
        if answer is None:
            return
        limits = filters.widened(
            exchanges[int(place)].filters, answer.interpreted, str(getattr(event, "without", "period"))
        )
        asked = self._ask(answer.interpreted.question, conversation, engine, limits=limits, written=False)
        async with contextlib.aclosing(asked) as drawn:
            async for each in drawn:
                yield each

    def _limit(self, conversation: Conversation, event: gr.EventData) -> Drawn:
        """Limits the answers that come to some publishers and a period."""
        try:
            conversation.filters = conversation.filters.changed(getattr(event, "filters", None))
        except QAError as error:
            return {self.filters: filters.bar(conversation.filters, str(error))}
        drawn: Drawn = {self.filters: filters.bar(conversation.filters)}
        if not conversation.running:
            drawn[self.keeper] = keeping.keep(conversation)
        return drawn

    async def _ask(
        self,
        question: str,
        conversation: Conversation,
        engine: str | None = None,
        *,
        limits: Filters | None = None,
        written: bool = True,
    ) -> AsyncGenerator[Drawn]:
        """Asks a question of an engine (None: the default one), and shows what is found as it is found.

        With `limits` it is asked within those alone, whatever it names itself. Unless it was `written` in the box,
        what stands there stays.
        """
        question = question.strip()
        if conversation.running:
            return
        if not question:
            yield {self.hint: frame.hint(texts.QUESTION_EMPTY)}
            return
        exchange = conversation.begin(question, filters=limits, infer=limits is None)
        try:
            kept = keeping.keep(conversation)  # else a page that is loaded anew meanwhile would lose the question
            emptied = {self.question: ""} if written else {}
            yield {**emptied, self.hint: frame.hint(), self.keeper: kept, **self._draw(conversation)}
            async with contextlib.aclosing(self._asking.ask(exchange, conversation, engine)) as news:
                async for _ in news:
                    yield self._draw(conversation)
        finally:  # a press of Stop, or a page that is closed, ends it anywhere
            conversation.stop(exchange)

    async def _take_feedback(self, conversation: Conversation, event: gr.EventData) -> Drawn:
        """Keeps what the user thinks of an answer, and says so."""
        sent = {name: getattr(event, name, None) for name in ("exchange", "verdict", "reason", "turn")}
        said = await feedback.receive(self._engine, conversation, sent)
        heard = thumbs.heard(said, exchange=str(sent["exchange"]), turn=str(sent["turn"]))
        return {self.heard: heard, self.keeper: keeping.keep(conversation)}

    def _stop(self, conversation: Conversation) -> Drawn:
        if conversation.running:
            conversation.stop(conversation.exchanges[-1])
        return self._draw(conversation)

    def _begin_anew(self, conversation: Conversation) -> Drawn:
        conversation.clear()
        return {self.question: "", self.hint: frame.hint(), **self._draw_anew(conversation)}

    def _restore(self, conversation: Conversation, event: gr.EventData) -> Drawn:
        """Shows again what this tab showed before it was loaded anew, unless something was asked meanwhile."""
        return {} if conversation.exchanges else self._open(conversation, event)

    def _open(self, conversation: Conversation, event: gr.EventData) -> Drawn:
        """Shows a conversation that the browser kept, in the place of the one that is shown."""
        kept = keeping.restore(getattr(event, "kept", None))
        if kept is None:
            return {self.hint: frame.hint(texts.CONVERSATION_UNREADABLE)}
        conversation.become(kept)
        return {self.hint: frame.hint(), **self._draw_anew(conversation)}

    def _draw_anew(self, conversation: Conversation) -> Drawn:
        return {self.filters: filters.bar(conversation.filters), **self._draw(conversation)}

    def _draw(self, conversation: Conversation) -> Drawn:
        drawn: Drawn = {
            self.conversation: rendering.conversation(conversation),
            self.sources: sources.sources(conversation),
            self.panel_button: frame.panel_button(conversation),
        }
        if not conversation.running:
            drawn[self.keeper] = keeping.keep(conversation)
        return drawn


def _reading(lazy: LazyEngine) -> Callable[[object], Awaitable[str]]:
    """What the script of the page calls to open an article; Gradio takes no bound method here."""

    async def open_article(sent: object) -> str:
        place = reading.Place.read(sent)
        if place is None:
            return reading.problem_view(texts.ARTICLE_FAILED)
        try:
            engine = await lazy.wait()
            article = await asyncio.to_thread(engine.article, place.article_id)
        except QAError as error:
            return reading.problem_view(str(error))
        return reading.article_view(article, place)

    return open_article


def _publishers(lazy: LazyEngine) -> Callable[[object], Awaitable[str]]:
    """What the script of the filters calls to offer the publishers, chosen ones first."""

    async def publishers(sent: object) -> str:
        chosen = [each for each in sent if isinstance(each, str)] if isinstance(sent, list) else []
        try:
            engine = await lazy.wait()
            covered = await asyncio.to_thread(_coverage, engine)
        except QAError as error:
            return frame.problem(str(error))
        return filters.publisher_choices(covered.frequent, chosen)

    return publishers


def _years(lazy: LazyEngine) -> Callable[[object], Awaitable[str]]:
    """What the script of the filters calls to offer the years."""

    async def years(_: object) -> str:
        try:
            engine = await lazy.wait()
            days = await asyncio.to_thread(_days, engine)
        except QAError as error:
            return frame.problem(str(error))
        return filters.year_choices(days)

    return years


def _days(engine: Engine) -> dict[date | None, int]:
    with engine.snapshot() as snapshot:
        return snapshot.listing(Wanted()).days()


def _coverage(engine: Engine) -> Coverage:
    with engine.snapshot() as snapshot:
        return snapshot.coverage(frequent=filters.OFFERED)


def _choice(engines: list[str]) -> gr.Dropdown:
    """The choice of who writes the answers, the default first; unseen where there is one engine alone."""
    named = [
        (texts.ENGINE_EXTRACTIVE if each == EXTRACTIVE else texts.ENGINE_MODEL.format(name=each), each)
        for each in engines
    ]
    return gr.Dropdown(choices=named, value=engines[0], visible=len(engines) > 1)


def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)
