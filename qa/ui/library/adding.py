"""Adding the files that were dropped on the page: each is read by a limited worker, told of, and deleted afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, MutableSet, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING, Literal

from corpus.article import Article, Skipped
from corpus.paths import shown
from corpus.readers import MAX_FILE, read
from corpus.workers import Workers
from qa.errors import LibraryBusyError, QAError
from qa.ui import texts
from vectorstore.ingest import Outcome

if TYPE_CHECKING:
    from qa.engine import Engine

TITLES_KEPT = 3  # of a file's new articles
SKIPS_KEPT = 10  # of a file
MOST_FILES = 1_000  # in one drop
_LONGEST_NAME = 200  # characters
_PAUSE = 0.2  # seconds between two looks at what has become of them

State = Literal["running", "stopping", "stopped", "done"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file that was dropped: where it lies, or why it could not be brought here."""

    name: str
    path: Path | None
    problem: str | None = None


@dataclass(frozen=True)
class Skip:
    """What of a file was not added, and why."""

    place: str  # where in the file it stands, or nothing
    reason: str


@dataclass
class Taken:
    """What has become of one file so far."""

    name: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    articles: list[tuple[str, str]] = field(default_factory=list)  # ids and titles of the first that are new
    skips: list[Skip] = field(default_factory=list)  # the first ones
    problem: str | None = None  # why nothing more came of it
    read: bool = False  # to its end
    done: bool = False
    cut_short: bool = False  # by the user

    @property
    def count(self) -> int:
        """How many of its articles are told of."""
        return self.added + self.changed + self.unchanged + self.skipped

    def take(self, item: Article | Skipped, outcome: Outcome, path: Path) -> None:
        """Note what became of one of its articles."""
        match outcome.status:
            case "added":
                self.added += 1
            case "changed":
                self.changed += 1
            case "unchanged":
                self.unchanged += 1
            case "skipped":
                self.skipped += 1
                if len(self.skips) < SKIPS_KEPT:
                    self.skips.append(_skip(outcome, path))
                return
        if isinstance(item, Article) and len(self.articles) < TITLES_KEPT:
            self.articles.append((outcome.source, item.title))


def uploads(sent: object, uploaded: MutableSet[str]) -> list[Upload]:
    """The files that a browser names, as far as they were uploaded to this page: no other path is ever read."""
    given = sent if isinstance(sent, list) else []
    found: dict[str, Upload] = {}
    for each in given[:MOST_FILES]:
        if not isinstance(each, Mapping):
            continue
        name = str(each.get("name") or texts.FILE_UNNAMED)[:_LONGEST_NAME]
        path, refused = each.get("path"), each.get("refused")
        if isinstance(path, str) and path in uploaded:
            found[path] = Upload(name, Path(path))
        else:
            problem = texts.REFUSED.get(refused if isinstance(refused, str) else "", texts.UPLOAD_FAILED)
            found[f"{len(found)}:{name}"] = Upload(name, None, problem.format(most=MAX_FILE // 2**20))
    if (more := len(given) - MOST_FILES) > 0:
        left = texts.FILES_LEFT_ONE if more == 1 else texts.FILES_LEFT_MANY.format(count=f"{more:,}")
        found["more"] = Upload(left, None, texts.FILES_LEFT.format(most=f"{MOST_FILES:,}"))
    return list(found.values())


class Adding:
    """One drop of files on its way into the library, in a thread of its own; `stop` ends it soon."""

    def __init__(self, files: Sequence[Upload], uploaded: MutableSet[str]) -> None:
        self.token = token_urlsafe(16)  # which the page that shows it names to stop it
        self.taken = [Taken(file.name, problem=file.problem, done=file.path is None) for file in files]
        self._files = [(file.path, taken) for file, taken in zip(files, self.taken, strict=True)]
        self._uploaded = uploaded
        self._workers = Workers()
        self._waiting: deque[tuple[Article | Skipped, Taken, Path]] = deque()  # read, and not yet told of
        self._stopped, self._ended = Flag(), Flag()
        self._tell: Callable[[], None] = lambda: None  # that there is news

    @property
    def state(self) -> State:
        """How far it is; "done" too where it was stopped with nothing left to do."""
        if not self._ended.is_set():
            return "stopping" if self._stopped.is_set() else "running"
        return "stopped" if any(taken.cut_short for taken in self.taken) else "done"

    def stop(self) -> None:
        """Ends it soon, and returns at once where nothing is being read; any thread may call this.

        What was added stays. Each file that was not read and added to its end says so.
        """
        self._stopped.set()
        self._tell()
        self._workers.close()  # a document that takes long is not waited for

    async def run(self, engine: Engine) -> AsyncGenerator[Adding]:
        """Adds the files, and yields this each time that there is more to see; deletes the files in the end.

        Raises nothing: what fails is noted with each file that it befell. Closing this stops it.
        """
        loop = asyncio.get_running_loop()
        news = asyncio.Event()

        def tell() -> None:
            with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(news.set)

        self._tell = tell
        Thread(target=self._run, args=[engine], name="adding", daemon=True).start()
        try:
            while True:
                finished = self._ended.is_set()
                yield self
                if finished:
                    return
                await news.wait()
                news.clear()
                await asyncio.sleep(_PAUSE)  # nobody reads faster
        finally:
            self._stopped.set()

    def _run(self, engine: Engine) -> None:
        try:
            self._add(engine)
        finally:
            for path, _ in self._files:
                if path is not None:
                    _delete(path, self._uploaded)
            self._ended.set()
            self._tell()

    def _add(self, engine: Engine) -> None:
        try:
            with self._workers:
                engine.add_articles(self._items(), on_outcome=self._take)
        except LibraryBusyError:
            self._fail(texts.LIBRARY_BUSY)
        except QAError as error:
            self._fail(str(error))
        except Exception:  # a defect, or a worker that stopping has killed; what was added is told all the same
            if not self._stopped.is_set():
                logger.exception("files could not be added")
                self._fail(texts.ADD_FAILED)
        for _, taken in self._files:
            if not taken.done and not taken.problem:
                taken.problem = texts.ADD_CUT_SHORT if taken.count else texts.ADD_NOT_BEGUN
                taken.cut_short = True
            taken.done = True

    def _items(self) -> Iterator[Article | Skipped]:
        for path, taken in self._files:
            if path is None:
                continue
            for item in read(path, workers=self._workers):
                self._go_on()
                self._waiting.append((item, taken, path))
                yield item
            self._go_on()
            taken.read = True
            self._note(taken)

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise _StoppedError  # so that what was read and is not in the library yet is let go

    def _take(self, outcome: Outcome) -> None:
        """Outcomes come in the order of the items."""
        item, taken, path = self._waiting.popleft()
        taken.take(item, outcome, path)
        self._note(taken)
        self._tell()

    def _note(self, taken: Taken) -> None:
        """Notes a file as done once it was read to its end, and all of it told of."""
        taken.done = taken.read and not any(waiting is taken for _, waiting, _ in self._waiting)

    def _fail(self, problem: str) -> None:
        for taken in self.taken:
            taken.problem = taken.problem or problem


class _StoppedError(Exception):
    """Nothing more is to be added."""


@dataclass
class Addings:
    """What one session adds right now, by the tokens: no other session can stop it."""

    running: dict[str, Adding] = field(default_factory=dict)

    def stop(self, token: object) -> None:
        """Stops the adding that a browser names; one that has ended, or is another's, is left alone."""
        if adding := self.running.get(token) if isinstance(token, str) else None:
            adding.stop()


def _skip(outcome: Outcome, path: Path) -> Skip:
    """What was skipped, named by its place in the file: where the file lay for a moment is nobody's concern."""
    line = outcome.source.removeprefix(shown(path)).removeprefix(":")
    reason = (outcome.reason or "").replace(str(path), path.name)
    return Skip(texts.LINE.format(line=line) if line.isdigit() else "", reason[:1].upper() + reason[1:])


def _delete(path: Path, uploaded: MutableSet[str]) -> None:
    with contextlib.suppress(OSError):  # it is gone, or the folder has another file
        path.unlink(missing_ok=True)
        path.parent.rmdir()
    uploaded.discard(str(path))
