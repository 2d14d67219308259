"""What runs in a worker process: it takes documents from its standard input, one by one, and parses them.

Started by `corpus.workers` as `python -m corpus.worker LIMITS`. Both ways go frames: eight bytes that give a
length, most significant first, then so many bytes. A request is two frames, a JSON object that describes the
document and its bytes; a reply is one, a JSON object. It ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from math import ceil
from typing import BinaryIO

from corpus.article import Article, Skipped
from corpus.errors import SourceError
from corpus.parsing import Document, Limits, parse
from corpus.workers import FRAME

Reply = dict[str, object]


def main() -> None:
    """Serve until the process that started this one closes the pipe, or ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to every process of the terminal
    requests, replies = _own_pipes()
    _bound_process(limits)
    waiting: queue.SimpleQueue[Document] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()
    while True:
        document = waiting.get()
        _bound_document(limits)
        reply = _reply(document, limits)
        data = json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace")
        replies.write(len(data).to_bytes(FRAME) + data)
        replies.flush()
        if reply.get("memory"):
            os._exit(1)  # whatever was left half done stays in no one's way


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes from and to the parent, moved away from where a library may read or print."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, replies


def _receive(requests: BinaryIO, waiting: queue.SimpleQueue[Document]) -> None:
    """Hand on what comes; end the process when the pipe does, whatever it is busy with."""
    try:
        while True:
            described = json.loads(_frame(requests))
            waiting.put(Document(data=_frame(requests), **described))
    finally:
        os._exit(0)


def _frame(requests: BinaryIO) -> bytes:
    length = requests.read(FRAME)
    if len(length) < FRAME:
        raise EOFError
    frame = requests.read(int.from_bytes(length))
    if len(frame) < int.from_bytes(length):
        raise EOFError  # half a document is none
    return frame


def _bound_process(limits: Limits) -> None:
    _bound("RLIMIT_CORE", 0)
    _bound("RLIMIT_AS", limits.memory)


def _bound_document(limits: Limits) -> None:
    used = os.times()
    _bound("RLIMIT_CPU", ceil(used.user + used.system) + limits.cpu_seconds)


def _bound(name: str, most: int) -> None:
    """Set a limit of this process, where the system has it and holds it; elsewhere the parent's clock is left."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, highest = resource.getrlimit(getattr(resource, name))
    with suppress(OSError, ValueError):  # macOS refuses the one on memory
        soft = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(getattr(resource, name), (soft, highest))


def _reply(document: Document, limits: Limits) -> Reply:
    """The articles as JSON takes them, or the one reason why there are none."""
    try:
        return {"items": [_item(item) for item in parse(document, limits=limits)]}
    except SourceError as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"memory": True}
    except Exception as error:
        return {"error": type(error).__name__}


def _item(item: Article | Skipped) -> Reply:
    if isinstance(item, Skipped):
        return {"reason": item.reason}
    return asdict(item) | {"published": item.published.isoformat() if item.published else None}


if __name__ == "__main__":
    main()
