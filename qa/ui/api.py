"""What other programs may call: `ask`, `search` and `read_article`, by Gradio's API and as tools over MCP.

Their docstrings are what a program, or a language model, is told of them.
"""

# No `from __future__ import annotations`: it would make a string of what a call returns, which Gradio could not show.

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api as offer

from qa.errors import QAError, ServeError
from qa.types import EXTRACTIVE, Looking, to_plain
from qa.ui import texts
from qa.ui.asking import Asking

if TYPE_CHECKING:
    from qa.engine import Engine

_MOST_PASSAGES = 20  # of a search

logger = logging.getLogger(__name__)


def add(asking: Asking) -> None:
    """Adds the calls to the page that is being built; they wait for their turn as questions on the page do."""
    for function in (_ask(asking), _search(asking), _read_article(asking)):
        # Without the queue: so MCP's calls, too, are made in this process, not by a request to itself.
        offer(function, api_name=function.__name__, queue=False)


def check_mcp() -> None:
    """Raises ServeError where the MCP server cannot be had, with the command that mends it."""
    if find_spec("mcp") is None:
        raise ServeError("--mcp needs a package that is not installed; run `pip install 'news-qa[mcp]'`.")


def speak_json(blocks: gr.Blocks) -> None:
    """Lets the page's MCP server send results as JSON; by itself it would write them as Python does."""
    server = blocks.mcp_server_obj
    if server is None:
        raise ServeError(f"The MCP server could not be started ({blocks.mcp_error}); leave --mcp out.")

    def as_text(data: list[Any], root_url: str) -> list[Any]:
        return [server.types.TextContent(type="text", text=json.dumps(each, ensure_ascii=False)) for each in data]

    server.postprocess_output_data = as_text  # type: ignore[method-assign]  # Gradio has no setting for it


def _ask(asking: Asking) -> Callable[..., Any]:
    async def ask(
        question: str,
        history: list[list[str]] | None = None,
        since: str | None = None,
        until: str | None = None,
        publishers: list[str] | None = None,
        engine: str | None = None,
    ) -> dict[str, Any]:
        """Answers a question from the library's news articles, or says that they do not answer it.

        Every statement of the answer points by number to its citations, and each citation quotes the exact words of
        an article, with their place in its text. Where "answered" is false, the articles do not say: then tell so,
        rather than answer from elsewhere. A follow-up question needs the history.

        Parameters:
            question: what is asked, in plain words; at most 4,000 characters
            history: the earlier turns, oldest first, each a pair: ["user", question] or ["assistant", answer]
            since: only articles published on this day or later, such as "2018-01-24"
            until: only articles published on this day or earlier
            publishers: only articles of these publishers
            engine: who writes the answer: "extractive" (the articles' own sentences) or a configured language model
        Returns:
            the answer: "answered", "text", "short", "statements", "citations", "passages", "confidence", "notes"
        """
        options: dict[str, Any] = {
            "history": _turns(history),
            "since": _day("since", since),
            "until": _day("until", until),
            "publishers": _texts("publishers", publishers),
            "engine": None if engine is None else _text("engine", engine),
            "asked_on": datetime.now().astimezone().date(),
        }
        asked = _text("question", question)
        async with _turn(asking) as opened:
            answer = await asyncio.to_thread(opened.ask, asked, **options)
        return answer.to_dict()

    return ask


def _search(asking: Asking) -> Callable[..., Any]:
    async def search(query: str, limit: int = 10) -> list[dict[str, Any]]:
        """Finds the passages of the library's news articles that fit a query best, by words and by meaning.

        Parameters:
            query: what to look for: a question, or a few words
            limit: how many passages at most, from 1 to 20
        Returns:
            passages, best first: "article_id", "start", "end" (characters of its text), "text", "score", "title"
        """
        wanted = _text("query", query)
        if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= _MOST_PASSAGES:
            raise _Refused(f"limit must be a whole number from 1 to {_MOST_PASSAGES}.")
        async with _turn(asking) as opened:
            passages = await asyncio.to_thread(_looked_at, opened, wanted)
        return [_plain(passage) for passage in passages[:limit]]

    return search


def _read_article(asking: Asking) -> Callable[..., Any]:
    async def read_article(id: str) -> dict[str, Any]:
        """Gives one news article of the library, whole, so that a quote can be read among its neighbours.

        Parameters:
            id: the article's id, as citations and passages name it ("article_id")
        Returns:
            the article: "id", "title", "text", "publisher", "published", "authors", "url", "language", "digest"
        """
        wanted = _text("id", id)
        async with _turn(asking) as opened:
            return _plain(await asyncio.to_thread(opened.article, wanted))

    return read_article


class _Refused(gr.Error):
    """A call that is not answered, with the sentence that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


@asynccontextmanager
async def _turn(asking: Asking) -> AsyncGenerator["Engine"]:
    """The engine, once it is this call's turn; whatever fails is told in one sentence."""
    try:
        async with asking.turn() as engine:
            yield engine
    except QAError as error:
        raise _Refused(str(error)) from error
    except Exception as error:
        logger.exception("a call could not be answered")
        raise _Refused(texts.FAILED) from error


def _looked_at(engine: "Engine", query: str) -> tuple[Any, ...]:
    """The passages in which an answer would be looked for; it is not looked for."""
    events = engine.stream(query, engine=EXTRACTIVE, asked_on=datetime.now().astimezone().date())
    looking = next(iter(events))
    assert isinstance(looking, Looking)
    return looking.passages


def _plain(value: object) -> dict[str, Any]:
    plain = to_plain(value)
    assert isinstance(plain, dict)
    return plain


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Refused(f"{name} must be a text that is not empty.")
    return value.encode("utf-8", "replace").decode("utf-8")  # half a character is no text for what reads it


def _texts(name: str, values: object) -> list[str]:
    if values is None:
        return []
    if not isinstance(values, list):
        raise _Refused(f"{name} must be a list of texts.")
    return [_text(f"each of {name}", value) for value in values]


def _day(name: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]  # what is no text raises
    except (TypeError, ValueError):
        raise _Refused(f"{name} must be a day such as 2018-01-24.") from None


def _turns(history: object) -> list[tuple[str, str]]:
    sentence = 'history must be a list of pairs: ["user", question] or ["assistant", answer], oldest first.'
    if history is None:
        return []
    if not isinstance(history, list):
        raise _Refused(sentence)
    turns = []
    for turn in history:
        match turn:
            case ["user" | "assistant" as role, str(text)]:
                turns.append((role, text.encode("utf-8", "replace").decode("utf-8")))
            case _:
                raise _Refused(sentence)
    return turns
