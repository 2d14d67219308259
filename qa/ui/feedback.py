"""What users think of the answers, kept in the library's folder: one line of JSON for each word that they say on one.

Only what this server answered is kept: a browser names an answer of its own session, and says nothing of what is in it.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from qa.errors import LibraryError, QAError
from qa.ui import texts
from qa.ui.conversation import Conversation, Verdict
from qa.ui.loading import LazyEngine
from qa.ui.seals import is_sealed

FILE = "feedback.jsonl"
LONGEST_REASON = 500  # characters
_LARGEST_ENTRY = 256 * 1024  # bytes of a line
_LARGEST_FILE = 64 * 1024 * 1024
_TURNS = 20  # of the conversation before, the newest
_SECONDS = 5.0  # until another process must have written its line


@dataclass(frozen=True)
class Word:
    """What a browser sends: the answer that is meant, what the user thinks of it (None: nothing any more), and why.

    `turn` grows from each word to the next one that the browser sends: a late one does not undo what was said after it.
    """

    exchange: str
    verdict: Verdict | None
    reason: str
    turn: int

    @classmethod
    def read(cls, sent: Mapping[str, object]) -> Word | None:
        """The word that was sent, or None where it is none."""
        exchange, verdict, reason = sent.get("exchange"), sent.get("verdict"), sent.get("reason")
        turn = sent.get("turn")
        if not isinstance(exchange, str) or not isinstance(reason, str | None) or not isinstance(turn, int):
            return None
        clean = " ".join((reason or "").encode("utf-8", "replace").decode("utf-8").split())[:LONGEST_REASON]
        match verdict:
            case "up" | "down":
                return cls(exchange, verdict, clean, turn)
            case None:
                return cls(exchange, None, "", turn)
            case _:
                return None


async def receive(engine: LazyEngine, conversation: Conversation, sent: Mapping[str, object]) -> str:
    """Notes what a browser sends in its conversation and keeps it; returns the sentence that says what became of it."""
    word = Word.read(sent)
    place = _place_of(word, conversation) if word else None
    if word is None or place is None:
        return texts.FEEDBACK_UNKNOWN
    exchange = conversation.exchanges[place]
    before = exchange.verdict, exchange.reason
    late = word.turn <= exchange.turn
    exchange.turn = max(exchange.turn, word.turn)
    if not late and before != (word.verdict, word.reason):
        exchange.verdict, exchange.reason = word.verdict, word.reason
        try:
            home = (await engine.wait()).settings.home
            await asyncio.to_thread(keep, home, _entry(conversation, place))
        except QAError as error:
            exchange.verdict, exchange.reason = before
            return str(error)
    return texts.FEEDBACK_KEPT if exchange.verdict else texts.FEEDBACK_TAKEN_BACK


def keep(home: Path, entry: Mapping[str, Any]) -> None:
    """Appends a line to the file; it is on disk when this returns. Raises LibraryError where it cannot be kept."""
    line = f"{json.dumps(entry, ensure_ascii=False)}\n".encode()
    if len(line) > _LARGEST_ENTRY:
        raise LibraryError("This answer is too long for feedback on it to be kept.")
    path = home / FILE
    try:
        with FileLock(f"{path}.lock", timeout=_SECONDS, mode=0o600), _opened(path) as file:
            size = file.seek(0, os.SEEK_END)
            if size + len(line) > _LARGEST_FILE:
                raise LibraryError(f"There is no room for more feedback: move {path} elsewhere.")
            if size and _last_byte(path) != b"\n":  # a line that was cut short
                file.write(b"\n")
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except Timeout:
        raise LibraryError("Your feedback could not be kept, because another program holds its file.") from None
    except OSError as error:
        raise LibraryError(f"Your feedback could not be kept: {path} cannot be written ({error.strerror}).") from error


def _place_of(word: Word, conversation: Conversation) -> int | None:
    """Where in the conversation the answer is that is meant."""
    for place, exchange in enumerate(conversation.exchanges):
        if exchange.id == word.exchange and is_sealed(exchange):
            return place
    return None


def _entry(conversation: Conversation, place: int) -> dict[str, Any]:
    exchange = conversation.exchanges[place]
    assert exchange.answer is not None
    before = Conversation(exchanges=[each for each in conversation.exchanges[:place] if is_sealed(each)])
    answer = exchange.answer.to_dict()
    for passage in answer["passages"]:
        del passage["text"]  # the library has it
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "id": exchange.id,
        "verdict": exchange.verdict,
        "reason": exchange.reason,
        "question": exchange.question,
        "history": [[turn.role, turn.text] for turn in before.history()[-_TURNS:]],
        "filters": exchange.filters.to_dict(),
        "infer_filters": exchange.infer,
        "engine": exchange.answer.engine,
        "generation": exchange.generation,
        "answer": answer,
    }


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)
