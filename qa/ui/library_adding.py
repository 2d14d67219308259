"""Adding the files that were dropped on the page: each is read by a limited worker, told of, and deleted afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, MutableSet, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from corpus.article import Article, Skipped
from corpus.paths import shown
from corpus.readers import read
from corpus.workers import Workers
from qa.errors import LibraryBusyError, QAError
from qa.ui import texts
from vectorstore.ingest import Outcome

if TYPE_CHECKING:
    from qa.engine import Engine

TITLES_KEPT = 3  # of a file's new articles
SKIPS_KEPT = 10  # of a file
_MOST_FILES = 1_000  # in one drop
_LONGEST_NAME = 200  # characters
_PAUSE = 0.2  # seconds between two looks at what has become of them

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
    done: bool = False

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
    for each in given[:_MOST_FILES]:
        if not isinstance(each, Mapping):
            continue
        name = str(each.get("name") or texts.FILE_UNNAMED)[:_LONGEST_NAME]
        path, refused = each.get("path"), each.get("refused")
        if isinstance(path, str) and path in uploaded:
            found[path] = Upload(name, Path(path))
        else:
            problem = texts.REFUSED.get(refused if isinstance(refused, str) else "", texts.UPLOAD_FAILED)
            found[f"{len(found)}:{name}"] = Upload(name, None, problem)
    return list(found.values())


async def add(engine: Engine, files: Sequence[Upload], uploaded: MutableSet[str]) -> AsyncGenerator[list[Taken]]:
    """Adds the files, and yields what has become of each so far, in their order; deletes them in the end.

    Raises nothing: what fails is noted with each file that it befell. Closing this ends the adding soon; what was
    added stays.
    """
    loop = asyncio.get_running_loop()
    news, given_up, ended = asyncio.Event(), Flag(), Flag()
    taken = [Taken(file.name, problem=file.problem, done=file.path is None) for file in files]

    def tell() -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(news.set)

    def run() -> None:
        try:
            _Adding(files, taken, given_up, tell).add(engine)
        finally:
            for file in files:
                if file.path is not None:
                    _delete(file.path, uploaded)
            ended.set()
            tell()

    Thread(target=run, name="adding", daemon=True).start()
    try:
        while True:
            finished = ended.is_set()
            yield taken
            if finished:
                return
            await news.wait()
            news.clear()
            await asyncio.sleep(_PAUSE)  # nobody reads faster
    finally:
        given_up.set()


class _Adding:
    """One drop of files on its way into the library, in a thread of its own."""

    def __init__(
        self, files: Sequence[Upload], taken: Sequence[Taken], given_up: Flag, tell: Callable[[], None]
    ) -> None:
        self._files = list(zip(files, taken, strict=True))
        self._given_up = given_up
        self._tell = tell
        self._waiting: deque[tuple[Article | Skipped, Taken, Path]] = deque()  # read, and not yet told of

    def add(self, engine: Engine) -> None:
        try:
            with Workers() as workers:
                engine.add_articles(self._items(workers), on_outcome=self._take)
        except LibraryBusyError:
            self._fail(texts.LIBRARY_BUSY)
        except QAError as error:
            self._fail(str(error))
        except Exception:
            logger.exception("files could not be added")
            self._fail(texts.ADD_FAILED)
        for _, taken in self._files:
            taken.done = True

    def _items(self, workers: Workers) -> Iterator[Article | Skipped]:
        for file, taken in self._files:
            if file.path is None:
                continue
            for item in read(file.path, workers=workers):
                if self._given_up.is_set():
                    return
                self._waiting.append((item, taken, file.path))
                yield item

    def _take(self, outcome: Outcome) -> None:
        """Outcomes come in the order of the items."""
        item, taken, path = self._waiting.popleft()
        taken.take(item, outcome, path)
        self._tell()

    def _fail(self, problem: str) -> None:
        for _, taken in self._files:
            taken.problem = taken.problem or problem


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
