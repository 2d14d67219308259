"""A language model writes text for a prompt: here one is asked through LlamaIndex's adapters, within a time limit.

Whatever goes wrong comes back as one kind of error whose sentence is ours: what a server says of an error may hold
the key it was sent.
"""

from __future__ import annotations

import importlib
import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from qa import prompts
from qa.errors import ModelError, SettingsError
from qa.prompts import Prompt
from qa.provider_failures import AttemptError, failure_of, finished
from qa.settings import Settings

REPLY_TOKENS = 512  # that a reply may have
_THOUGHT_TOKENS = 4_096  # more for a model that thinks before it replies, where these count as well
LONGEST_REPLY = 4_000  # characters; a server that sends more does not keep to REPLY_TOKENS
DEFAULT_WINDOW = 4_096  # tokens, where nobody knows better
_OLLAMA_WINDOW = 8_192  # asked of Ollama, which cuts a prompt short in silence where it is not told
_ATTEMPTS = 3
_LONGEST_WAIT = 5.0  # seconds before another attempt; a server that asks for more has failed
_PROBE = 15.0  # seconds in which a model must begin to answer when it is asked whether it does


class LanguageModel(Protocol):
    """What writes a reply to a prompt."""

    @property
    def name(self) -> str:
        """`provider:model`, as the settings name it."""

    @property
    def window(self) -> int:
        """How many tokens prompt and reply may have together."""

    def check(self) -> None:
        """Load what asking needs. Raises SettingsError where the model cannot be asked."""

    def stream(self, prompt: Prompt, until: float) -> Iterator[str]:
        """The reply, piece by piece, before a moment of `time.monotonic`. Raises ModelError where it fails."""


class RemoteModel:
    """A language model on a server; safe to use from several threads."""

    def __init__(self, name: str, settings: Settings, *, pause: float = 0.5) -> None:
        """The model `provider:model`. `pause` is the most seconds before the second attempt, doubled for the third."""
        self.name = name
        self.timeout = settings.llm_timeout
        self._provider, _, self._model = name.partition(":")
        self._settings = settings
        self._pause = pause

    def __repr__(self) -> str:
        return f"RemoteModel({self.name!r})"

    @property
    def window(self) -> int:
        """How many tokens prompt and reply may have together."""
        if self._provider == "ollama":
            return _OLLAMA_WINDOW
        if self._provider == "openai-like":
            return DEFAULT_WINDOW
        utils = self._module(f"{self._provider}.utils")
        try:
            return int(getattr(utils, f"{self._provider}_modelname_to_contextsize")(self._model))
        except ValueError:
            return DEFAULT_WINDOW

    def check(self) -> None:
        """Load what asking needs. Raises SettingsError where an adapter or a key is missing."""
        self._module(self._provider.replace("-", "_"))
        if self._provider.startswith("openai"):
            importlib.import_module("openai.resources")  # else the first request would, for seconds
        key = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}.get(self._provider)
        if key and not os.environ.get(key, "").strip():
            raise SettingsError(f"QA_LLM names {self.name}, which needs a key; set {key}.")

    def stream(self, prompt: Prompt, until: float) -> Iterator[str]:
        """The reply, piece by piece, before a moment of `time.monotonic`.

        Raises ModelError where the model fails, does not end in time or says nothing; SettingsError where it cannot
        be asked. A failed attempt is repeated where that may help, as long as nothing was said.
        """
        self.check()
        return self._attempts(prompt, until, self.timeout)

    def _attempts(self, prompt: Prompt, until: float, limit: float) -> Iterator[str]:
        """The reply of the first attempt that succeeds; `limit` is what the error says of the time."""
        for attempt in range(1, _ATTEMPTS + 1):
            said = False
            try:
                for piece in self._attempt(prompt, until):
                    said = True
                    yield piece
                return
            except AttemptError as failed:
                failure = failed
            wait = failure.wait
            if wait is None:
                wait = random.uniform(0.5, 1.0) * self._pause * 2 ** (attempt - 1)
            worth = failure.again and not said and attempt < _ATTEMPTS and wait <= _LONGEST_WAIT
            if not worth or time.monotonic() + wait >= until:
                break
            time.sleep(wait)
        raise ModelError(failure.sentence(self.name, limit)) from None

    def problem(self) -> str | None:
        """Why the model does not answer, in one sentence that says what to do; None where it does. Asks it."""
        limit = min(self.timeout, _PROBE)
        try:
            self.check()
            for _ in self._attempts(prompts.checking(), time.monotonic() + limit, limit):
                return None
        except (ModelError, SettingsError) as error:
            return str(error)
        return None

    def _attempt(self, prompt: Prompt, until: float) -> Iterator[str]:
        """One reply, read in a thread of its own, so that a server that dribbles cannot hold it up."""
        left = until - time.monotonic()
        if left <= 0:
            raise AttemptError("timeout")
        adapter, close = self._adapter(left)
        came: queue.SimpleQueue[str | AttemptError | None] = queue.SimpleQueue()
        given_up = threading.Event()
        reading = _Reading(adapter, prompt, came.put, given_up)
        threading.Thread(target=reading.run, name="language-model", daemon=True).start()
        try:
            while True:
                try:
                    piece = came.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise AttemptError("timeout") from None
                if time.monotonic() >= until:
                    raise AttemptError("timeout")  # a server that never pauses is no faster than one that dribbles
                if isinstance(piece, AttemptError):
                    raise piece
                if piece is None:
                    return
                yield piece
        finally:
            given_up.set()
            close()

    def _adapter(self, timeout: float) -> tuple[Any, Callable[[], None]]:
        """LlamaIndex's adapter, with a connection of its own that the second value closes."""
        module = self._module(self._provider.replace("-", "_"))
        if self._provider == "ollama":
            import ollama

            client = ollama.Client(timeout=timeout)
            options = {"num_predict": REPLY_TOKENS}
            adapter = module.Ollama(
                model=self._model,
                client=client,
                temperature=0.0,
                context_window=_OLLAMA_WINDOW,
                additional_kwargs=options,
            )
            return adapter, client.close
        if self._provider == "anthropic":
            adapter = _anthropic(module)(
                model=self._model, max_tokens=REPLY_TOKENS, temperature=0.0, timeout=timeout, max_retries=0
            )
            return adapter, adapter._client.close
        import httpx

        like = self._provider == "openai-like"
        connection = httpx.Client()
        adapter = module.OpenAILike(
            model=self._model,
            is_chat_model=True,
            temperature=0.0,
            max_tokens=REPLY_TOKENS if like else None,
            additional_kwargs={} if like else {"max_completion_tokens": self._most_tokens()},
            api_base=self._settings.llm_url if like else None,  # None: as OPENAI_API_BASE says, or OpenAI's
            api_key=(self._settings.llm_key or "none") if like else None,  # None: OPENAI_API_KEY
            timeout=timeout,
            max_retries=0,
            http_client=connection,
        )
        return adapter, connection.close

    def _most_tokens(self) -> int:
        """How many tokens one of OpenAI's models may make of a reply, what it thinks included."""
        thinks = self._model in self._module("openai.utils").O1_MODELS
        return REPLY_TOKENS + _THOUGHT_TOKENS if thinks else REPLY_TOKENS

    def _module(self, name: str) -> Any:
        if name == "openai":
            name = "openai_like"
        try:
            return importlib.import_module(f"llama_index.llms.{name}")
        except ImportError:
            extra = "openai" if self._provider.startswith("openai") else self._provider
            raise SettingsError(
                f"QA_LLM names {self.name}, which needs a package that is not installed; run "
                f"`pip install 'news-qa[{extra}]'`."
            ) from None


def _anthropic(module: Any) -> Any:
    """The adapter for Anthropic's models; by itself it refuses those that are newer than it is."""
    from llama_index.core.llms import LLMMetadata

    class Adapter(module.Anthropic):  # type: ignore[misc]  # its module is an extra, known when it is there
        @property
        def metadata(self) -> LLMMetadata:
            try:
                told: LLMMetadata = super().metadata
            except ValueError:
                return LLMMetadata(context_window=DEFAULT_WINDOW, is_chat_model=True, model_name=self.model)
            return told

    return Adapter


def models(settings: Settings) -> list[RemoteModel]:
    """The models that the settings name, the default first; nothing is loaded or asked."""
    return [RemoteModel(name, settings) for name in settings.llm]


def problems(settings: Settings) -> dict[str, str | None]:
    """Why each model of the settings does not answer, and what to do; None where it does. Asks them all."""
    return {model.name: model.problem() for model in models(settings)}


@dataclass(frozen=True)
class _Reading:
    """Reads one reply and hands on its pieces; at its end None, or what went wrong."""

    adapter: Any
    prompt: Prompt
    put: Callable[[str | AttemptError | None], None]
    given_up: threading.Event

    def run(self) -> None:
        try:
            self.put(self._read())
        except Exception as error:
            self.put(failure_of(error, said=False))

    def _read(self) -> AttemptError | None:
        from llama_index.core.llms import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=self.prompt.instructions),
            ChatMessage(role=MessageRole.USER, content=self.prompt.material),
        ]
        said = 0
        whole = False
        try:
            for response in self.adapter.stream_chat(messages):
                if self.given_up.is_set():
                    return None
                whole = finished(response.raw) or whole
                if response.delta:
                    said += len(response.delta)
                    if said > LONGEST_REPLY:
                        return AttemptError("endless")
                    self.put(response.delta)
        except Exception as error:
            return failure_of(error, said=bool(said))
        if not said:
            return AttemptError("empty")
        return None if whole else AttemptError("cut")
