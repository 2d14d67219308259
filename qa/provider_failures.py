"""A failure is what went wrong when a language model was asked, told apart by what can be done about it.

The libraries of the providers raise errors of their own, whose words may hold a key: only their kind is used.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Literal

Kind = Literal[
    "unreachable",
    "tls",
    "key",
    "unknown",
    "busy",
    "server",
    "refused",
    "timeout",
    "cut",
    "empty",
    "endless",
    "nonsense",
]
_SENTENCES: Mapping[Kind, tuple[str, str]] = {  # what happened to the model, what to do about it
    "unreachable": ("could not be reached", "see that its server runs and that the address is right"),
    "tls": ("could not be reached over a secure connection", "see that the server's certificate is valid"),
    "key": ("refused the key", "set the right one"),
    "unknown": ("is not known to its server", "see that the name in QA_LLM and the address are right"),
    "busy": ("has too much to do or the account has used up its share", "try again later"),
    "server": ("failed on its server", "try again later"),
    "refused": ("refused the request", "see that the name in QA_LLM is that of a chat model"),
    "timeout": ("did not finish within {seconds:g} seconds", "try again, or set QA_LLM_TIMEOUT higher"),
    "cut": ("broke off in the middle", "try again"),
    "empty": ("said nothing", "try again, or name another one in QA_LLM"),
    "endless": ("did not stop talking", "name another one in QA_LLM"),
    "nonsense": ("sent something that cannot be read", "see that QA_LLM names the right kind of server"),
}
_TOLD: Mapping[str, Kind] = {  # types and codes of errors that come in a stream; all others are the server's
    "429": "busy",
    "authentication_error": "key",
    "insufficient_quota": "busy",
    "invalid_request_error": "refused",
    "not_found_error": "unknown",
    "overloaded_error": "busy",
    "permission_error": "key",
    "rate_limit_error": "busy",
    "rate_limit_exceeded": "busy",
}
_AGAIN: frozenset[Kind] = frozenset({"unreachable", "busy", "server"})


class AttemptError(Exception):
    """One attempt to ask a model that failed."""

    def __init__(self, kind: Kind, wait: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.wait = wait  # seconds that the server asks to wait before another attempt; None: it does not say

    @property
    def again(self) -> bool:
        """Whether another attempt may help."""
        return self.kind in _AGAIN

    def sentence(self, model: str, seconds: float) -> str:
        """What happened and what to do, in one sentence; `seconds` is the time limit."""
        happened, remedy = _SENTENCES[self.kind]
        return f"The language model {model} {happened.format(seconds=seconds)}; {remedy}."


def failure_of(error: BaseException, *, said: bool) -> AttemptError:
    """The failure that an error of a provider's library stands for; `said`: after the reply had begun."""
    chain = list(_chain(error))
    status = next((code for each in chain if isinstance(code := getattr(each, "status_code", None), int)), 0)
    if status >= 400:
        return _of_status(status, chain)
    if any(isinstance(each, ssl.SSLError) or "CERTIFICATE" in str(each) for each in chain):
        return AttemptError("tls")
    kinds = {kind.__name__ for each in chain for kind in type(each).__mro__}
    if kinds & {"TimeoutException", "APITimeoutError", "TimeoutError"}:
        return AttemptError("unreachable" if "ConnectTimeout" in kinds else "timeout")
    if said:
        return AttemptError("cut")
    if told := _told(chain):
        return told
    if kinds & {"ConnectionError", "TransportError", "APIConnectionError", "UnsupportedProtocol"}:
        return AttemptError("unreachable")
    return AttemptError("nonsense")


def _of_status(status: int, chain: list[BaseException]) -> AttemptError:
    if status in (401, 403):
        return AttemptError("key")
    if status == 404:
        return AttemptError("unknown")
    if status == 429:
        return AttemptError("busy", _retry_after(chain))
    return AttemptError("server", _retry_after(chain)) if status >= 500 else AttemptError("refused")


def _told(chain: list[BaseException]) -> AttemptError | None:
    """The failure that a server tells in its stream, after a status that said that all is well; None where it does not.

    Anthropic and OpenAI name its type or code, Ollama has a text alone.
    """
    for error in chain:
        body = getattr(error, "body", None)
        fields = body.get("error", body) if isinstance(body, Mapping) else None
        if isinstance(fields, Mapping):
            named = (str(fields.get("code")), str(fields.get("type")))
            return AttemptError(next((_TOLD[name] for name in named if name in _TOLD), "server"))
        if type(error).__name__ == "ResponseError":
            return AttemptError("server")
    return None


def _retry_after(chain: list[BaseException]) -> float | None:
    """How many seconds the server asks to wait, as a number or as the moment when to come back."""
    for error in chain:
        headers: Any = getattr(getattr(error, "response", None), "headers", None)
        given = headers.get("retry-after") if headers is not None else None
        if given is None:
            continue
        try:
            return max(0.0, float(given))
        except ValueError:
            pass
        try:
            moment = parsedate_to_datetime(given)
            return max(0.0, moment.timestamp() - time.time())
        except (ValueError, TypeError):
            return None
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def finished(raw: Any) -> bool:
    """Whether what a provider sent last says that the reply is whole, or as long as was asked for."""
    fields: Any = raw if isinstance(raw, Mapping) else getattr(raw, "__dict__", {})
    if fields.get("done") is True or fields.get("type") == "message_stop":  # Ollama, Anthropic
        return True
    delta = fields.get("delta")
    if getattr(delta, "stop_reason", None):  # Anthropic
        return True
    return any(getattr(choice, "finish_reason", None) for choice in fields.get("choices") or ())  # OpenAI
