"""Workers are processes that parse documents, so that a document that kills its parser ends no more than one.

Each works for a few hundred documents, within limits; one that died, hung or answered nonsense is replaced by
a new one, and its document is skipped with the reason. What they answer is JSON, so that a parser that has
been taken over cannot run anything here.
"""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from types import TracebackType

from corpus.article import Article, Skipped
from corpus.clean import clean_line
from corpus.errors import SourceError
from corpus.fields import make_article
from corpus.parsing import Document, Limits

SERVES = 500  # documents that one process parses before a new one takes its place
FRAME = 8  # bytes that say how long what follows is; see `corpus.worker`
AHEAD = 32  # documents that are read before they are asked for
AHEAD_BYTES = 64 * 2**20  # the same, in bytes; one document may be larger

Items = list[Article | Skipped]
Found = Iterable[Article | Skipped]

_MEND = "save it anew, or as plain text"
# -P: a file in the folder that one stands in must not pass for a library.
_PROGRAM = ("-P", "-m", "corpus.worker")
_MAX_NAME = 60  # characters of an error's name
_CRASHED = f"its parser crashed on it, so it may be damaged; {_MEND}"


class Workers:
    """A pool of worker processes, which start when they are needed and end with `close`.

    May be used by several threads. Use it in a `with`, or call `close`; a pool that is left behind ends with
    the process that made it, however that ends.
    """

    def __init__(self, size: int = 2, *, limits: Limits | None = None, serves: int = SERVES) -> None:
        """`size` is the most processes at once, `serves` the documents that each parses before it is replaced."""
        self._workers = [_Worker(limits or Limits(), serves) for _ in range(size)]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the last one used is the one that is warm
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="corpus-worker")

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse_all(self, documents: Iterable[Document]) -> Iterator[Items]:
        """What is in each document, in order: its articles, or what was skipped with the reason.

        Documents are taken a bounded number ahead, in the caller's thread, and parsed while the caller works
        on what came before. Never raises for what is in a document.
        """
        for items in self.in_order(documents):
            yield list(items)

    def in_order(
        self, given: Iterable[Document | Iterable[Article | Skipped]]
    ) -> Iterator[Iterable[Article | Skipped]]:
        """As `parse_all`, but what is no document is handed on in its place, untouched.

        Nothing is taken ahead of such a one that is an iterator, since it may be a file of any length.
        """
        coming = iter(given)
        waiting: deque[tuple[int, Future[Items] | Found]] = deque()
        try:
            more = True
            while True:
                while more and len(waiting) < AHEAD and sum(size for size, _ in waiting) < AHEAD_BYTES:
                    item = next(coming, None)
                    if item is None:
                        more = False
                    elif isinstance(item, Document):
                        waiting.append((len(item.data), self._threads.submit(self._parse, item)))
                    else:
                        waiting.append((AHEAD_BYTES if isinstance(item, Iterator) else 0, item))
                if not waiting:
                    return
                _, first = waiting.popleft()
                yield first.result() if isinstance(first, Future) else first
        finally:
            for _, left in waiting:
                if isinstance(left, Future):
                    left.cancel()

    def close(self) -> None:
        """End the processes, at once; a document that is being parsed is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.end()

    def _parse(self, document: Document) -> Items:
        worker = self._idle.get()
        try:
            return worker.parse(document)
        finally:
            self._idle.put(worker)


class _ParsingError(Exception):
    """A document was not parsed; the message is the reason for the user."""

    def __init__(self, reason: str, *, alone: bool) -> None:
        """`alone`: this document alone can be to blame, and none that the same process parsed before."""
        super().__init__(reason)
        self.alone = alone


class _Worker:
    """One process at a time and the way to it, for one thread at a time; any thread may stop it."""

    def __init__(self, limits: Limits, serves: int) -> None:
        self._limits = limits
        self._serves = serves
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0  # documents, by this process
        self._stopped = False
        self._lock = threading.Lock()  # held to start and to kill a process, never to wait for one

    def parse(self, document: Document) -> Items:
        while True:
            fresh = self._process is None
            try:
                items = _items(document, self._ask(document), self._limits)
            except _ParsingError as failure:
                self.end()
                if failure.alone or fresh:
                    return [Skipped(document.source, str(failure))]
                continue
            self._served += 1
            if self._served >= self._serves:
                self.end()
            return items

    def stop(self) -> None:
        """Kill the process and start none again."""
        with self._lock:
            self._stopped = True
            if self._process:
                self._process.kill()

    def end(self) -> None:
        """Kill the process, if there is one, and leave nothing of it."""
        process, self._process = self._process, None
        self._served = 0
        if process:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):  # what it has not taken cannot be handed over any more
                        pipe.close()
            process.wait()

    def _ask(self, document: Document) -> bytes:
        """The reply to this document; raises _ParsingError where none came in time."""
        process = self._start()
        assert process.stdin and process.stdout
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self._limits.wall_seconds, give_up)
        clock.daemon = True
        clock.start()
        try:
            described = {"source": document.source, "kind": document.kind, "url": document.url}
            for frame in (json.dumps(described | {"fallback_id": document.fallback_id}).encode(), document.data):
                process.stdin.write(len(frame).to_bytes(FRAME))
                process.stdin.write(frame)
            process.stdin.flush()
            length = int.from_bytes(process.stdout.read(FRAME))
            reply = process.stdout.read(length) if length <= _most_bytes(document, self._limits) else b""
        except OSError:
            length, reply = 0, b""
        finally:
            clock.cancel()
            clock.join()
        if reply and len(reply) == length and not late.is_set():
            return reply
        raise self._failure(process, late=late.is_set())

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise RuntimeError("these workers are closed")
            if self._process is None:
                command = [sys.executable, *_PROGRAM, json.dumps(asdict(self._limits))]
                try:
                    self._process = subprocess.Popen(
                        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                    )
                except OSError as error:
                    reason = f"no process could be started to read it ({error.strerror}); add it again later"
                    raise _ParsingError(reason, alone=True) from None
            return self._process

    def _failure(self, process: subprocess.Popen[bytes], *, late: bool) -> _ParsingError:
        process.kill()
        code = process.wait()
        if late:
            return _ParsingError(f"reading it took longer than {self._limits.wall_seconds:g} s; {_MEND}", alone=True)
        if code == -getattr(signal, "SIGXCPU", 0):
            seconds = self._limits.cpu_seconds
            return _ParsingError(f"reading it took more than {seconds} s of processor time; {_MEND}", alone=True)
        return _ParsingError(_CRASHED, alone=False)


def _items(document: Document, reply: bytes, limits: Limits) -> Items:
    """What a reply says, nothing of it believed; raises _ParsingError for nonsense."""
    try:
        values = json.loads(reply)
        if values.get("memory"):
            size = limits.memory // 2**20
            raise _ParsingError(f"reading it took more than {size:,} MB of memory; {_MEND}", alone=False)
        if "error" in values:
            error = clean_line(str(values["error"]))[:_MAX_NAME]
            reason = f"it cannot be read as {document.kind.upper()} ({error}), so it may be damaged; {_MEND}"
            return [Skipped(document.source, reason)]
        if "reason" in values:
            return [_skipped(document, values)]
        items = [_skipped(document, item) if "reason" in item else _article(item) for item in values["items"]]
    except (AttributeError, KeyError, RecursionError, SourceError, TypeError, ValueError):
        raise _ParsingError(_CRASHED, alone=False) from None
    return items or [Skipped(document.source, f"no article was found in it; {_MEND}")]


def _skipped(document: Document, values: dict[str, object]) -> Skipped:
    return Skipped(document.source, clean_line(str(values["reason"])))


def _article(values: dict[str, object]) -> Article:
    title, text = values["title"], values["text"]
    if not isinstance(title, str) or not isinstance(text, str):
        raise TypeError
    return make_article(values, title=title, text=text)  # checks every field, and changes nothing that is right


def _most_bytes(document: Document, limits: Limits) -> int:
    """Of a reply: twice, since quotes are escaped, four bytes a character, and as much for the other fields."""
    return 8 * max(limits.characters, len(document.data)) + 2**20
