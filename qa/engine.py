"""The engine puts the parts together: it keeps a library searchable and answers questions from it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import corpus
from corpus.article import Article, ArticleHeader, Skipped
from corpus.paths import patterns
from corpus.sources import listed, read_sources
from qa import request, rewriting
from qa.errors import ArticleNotFoundError, LibraryError, SettingsError
from qa.parts import Parts, no_home
from qa.settings import Settings
from qa.types import EXTRACTIVE, AddReport, Answer, Done, Passage, Turn
from vectorstore import ingest
from vectorstore.embedding import EmbeddingModel
from vectorstore.library import Library, put_in_place
from vectorstore.records import Coverage
from vectorstore.snapshot import Snapshot
from vectorstore.unfinished import built_beside, clear_unfinished

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever

    from qa.answering import Event

Progress = Callable[[int, int], None]  # how many articles are done, of how many
OnOutcome = Callable[[ingest.Outcome], None]


class Engine:
    """Answers questions from one library; safe to use from several threads, and holds no conversation.

    Use it in a `with` block, or call `close`. The embedding model (seconds) and the library are loaded by the
    first call that needs them, or by `load`; listing, reading and removing articles need no model. Where
    there is no library yet, adding starts an empty one, and all else builds one from the bundled articles.
    """

    def __init__(self, settings: Settings | None = None, *, progress: Progress | None = None) -> None:
        """An engine with these settings, or those of the environment. Raises SettingsError for unusable ones.

        `progress` is told how many articles are done while a library is built or rebuilt.
        """
        self.settings = settings or _settings_of_environment()
        self._progress = progress
        self._opening = threading.Lock()
        self._model: EmbeddingModel | None = None
        self._library: Library | None = None  # for reading, while there are no parts
        self._parts: Parts | None = None
        self._closed = False

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self) -> None:
        """Load all that answering needs now, so that the first question is answered as fast as the others.

        Raises EmbeddingError or LibraryError where the model or the library cannot be used.
        """
        self._open()

    def close(self) -> None:
        """Let go of the library and its indexes; a closed engine cannot be used again."""
        with self._opening:
            self._closed = True
            if self._parts is not None:
                self._parts.indexes.close()
                self._parts = None
            self._library = self._model = None

    def ask(
        self,
        question: str,
        *,
        history: Iterable[Turn | tuple[str, str]] = (),
        asked_on: date | None = None,
        since: date | None = None,
        until: date | None = None,
        publishers: Iterable[str] = (),
        infer_filters: bool = True,
        exclude: Iterable[str] = (),
        passages: Iterable[Passage | Mapping[str, Any] | str] | None = None,
        engine: str | None = None,
    ) -> Answer:
        """Answer a question from the articles, or say that they do not answer it (`answered` is False).

        `history` holds the earlier turns, oldest first. `asked_on` is the day by which "last week" is
        understood. `since`, `until` (both included) and `publishers` limit the articles; what the question
        itself says of them is read from it unless `infer_filters` is False. Articles in `exclude` are not
        used. With `passages`, limited in the same way, the answer comes from those alone. `engine` is one of
        `engines`; None is the first.
        Raises QuestionError for a question that is empty or too long, SettingsError for an engine that is not
        there, LibraryError where the library cannot be read.
        """
        events = self.stream(
            question,
            history=history,
            asked_on=asked_on,
            since=since,
            until=until,
            publishers=publishers,
            infer_filters=infer_filters,
            exclude=exclude,
            passages=passages,
            engine=engine,
        )
        *_, done = events
        assert isinstance(done, Done)
        return done.answer

    def stream(
        self,
        question: str,
        *,
        history: Iterable[Turn | tuple[str, str]] = (),
        asked_on: date | None = None,
        since: date | None = None,
        until: date | None = None,
        publishers: Iterable[str] = (),
        infer_filters: bool = True,
        exclude: Iterable[str] = (),
        passages: Iterable[Passage | Mapping[str, Any] | str] | None = None,
        engine: str | None = None,
    ) -> Iterator[Event]:
        """The same as `ask`, as it comes: Looking, a StatementReady for each statement, Done with the answer."""
        asked = request.checked(
            question,
            history=history,
            asked_on=asked_on,
            since=since,
            until=until,
            publishers=publishers,
            infer_filters=infer_filters,
            exclude=exclude,
            passages=passages,
        )
        return self._stream(asked, self._engine_named(engine))

    def _stream(self, asked: request.Request, name: str) -> Iterator[Event]:
        parts = self._open()
        with parts.library.snapshot() as snapshot:
            yield from parts.answerers[name].stream(snapshot, asked)

    @property
    def engines(self) -> list[str]:
        """What can write an answer: the language models of the settings and "extractive", the default first."""
        return [*self.settings.llm, EXTRACTIVE]

    def _engine_named(self, name: str | None) -> str:
        if name is not None and name not in self.engines:
            raise SettingsError(f"There is no engine {name!r}; choose one of {', '.join(self.engines)}.")
        return name or self.engines[0]

    def rewrite(self, question: str, history: Iterable[Turn | tuple[str, str]], *, engine: str | None = None) -> str:
        """The question as one that stands alone, with what it leans on in the conversation put in.

        A language model's wording counts only if it keeps to the reader's own words; else, and with none, rules do it.
        """
        asked = request.checked(question, history=history)
        name = self._engine_named(engine)
        if name == EXTRACTIVE:
            return rewriting.rewrite(asked.question, asked.history)
        from qa.language_models import RemoteModel
        from qa.model_rewriting import rewrite_or_rules

        until = time.monotonic() + self.settings.llm_timeout
        return rewrite_or_rules(asked.question, asked.history, RemoteModel(name, self.settings), until)

    def as_retriever(self, *, top_k: int = 10) -> BaseRetriever:
        """The library as a retriever for LlamaIndex's pipelines: the `top_k` best passages of a query, as nodes."""
        from qa.llamaindex import HybridRetriever  # LlamaIndex takes seconds to import

        parts = self._open()
        return HybridRetriever(parts.library, parts.indexes, parts.model, top_k=top_k)

    def articles(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        publisher: str | None = None,
        since: date | None = None,
        until: date | None = None,
        text: str | None = None,
    ) -> list[ArticleHeader]:
        """The articles without their text, newest first, undated ones last; `text` is looked for in title and text."""
        wanted = request.listing(limit=limit, offset=offset, publisher=publisher, since=since, until=until, text=text)
        with self._for_reading().snapshot() as snapshot:
            return snapshot.headers(**wanted)

    def count(self) -> int:
        """How many articles the library holds."""
        with self._for_reading().snapshot() as snapshot:
            return snapshot.count()

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The library as it is now, for reading several things of one state in a `with` block; end it soon."""
        return self._for_reading().snapshot()

    def coverage(self) -> Coverage:
        """Which days and whose articles the library covers."""
        with self._for_reading().snapshot() as snapshot:
            return snapshot.coverage()

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises ArticleNotFoundError for an unknown id."""
        with self._for_reading().snapshot() as snapshot:
            article = snapshot.article(article_id)
        if article is None:
            raise ArticleNotFoundError(f"There is no article with the id {article_id!r}; `qa list` shows the ids.")
        return article

    def export(self) -> Iterator[Article]:
        """Every article, whole, as they all are at one moment; newest first, undated ones last."""
        with self._for_reading().snapshot() as snapshot:
            for header in snapshot.headers():
                article = snapshot.article(header.id)
                assert article is not None  # the same snapshot
                yield article

    def add(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        stdin: BinaryIO | None = None,
        on_outcome: OnOutcome | None = None,
    ) -> AddReport:
        """Add the articles of files, folders, glob patterns, web addresses and feeds, replacing those with the same id.

        Files may be Markdown, plain text, HTML, PDF, DOCX, JSONL and CSV; of a folder's files, those are read that
        match a pattern of `include` (all, where there is none) and none of `exclude`. "-" stands for JSONL from
        `stdin`. A source that cannot be read is skipped with its reason, and the others are still added. Each outcome
        is given to `on_outcome` once it is on disk. Raises LibraryBusyError while another process writes.
        """
        self._refuse_closed()
        given = listed(sources)
        items = read_sources(given, include=patterns(include), exclude=patterns(exclude), stdin=stdin)
        anew = [] if include or exclude else given  # of a folder whose files were chosen, not all was read
        return self._add(items, anew, on_outcome)

    def add_articles(self, items: Iterable[Article | Skipped], *, on_outcome: OnOutcome | None = None) -> AddReport:
        """Add articles that were read already, as `add` does; of what was skipped no note is kept."""
        self._refuse_closed()
        return self._add(iter(items), None, on_outcome)

    def _add(
        self, items: Iterator[Article | Skipped], given: list[str | Path] | None, on_outcome: OnOutcome | None
    ) -> AddReport:
        """Take in what was read of the sources given; None: of no sources that could be read again."""
        by_status: dict[str, list[str]] = {}
        skipped: list[Skipped] = []
        read: list[str] = []  # the sources that were read to their end
        try:
            for outcome in self._take_in(items):
                if outcome.status == "skipped":
                    skipped.append(Skipped(outcome.source, outcome.reason or ""))
                else:
                    by_status.setdefault(outcome.status, []).append(outcome.source)
                if on_outcome:
                    on_outcome(outcome)
            read = [str(source) for source in given or ()]
        finally:
            if given is not None and self._path.exists():
                self._for_reading().note_skipped(skipped, read=read, articles=chain(*by_status.values()))
            if self._parts is not None:
                self._parts.indexes.catch_up()
        ids = {status: tuple(sources) for status, sources in by_status.items()}
        return AddReport(**ids, skipped=tuple(skipped))

    def _take_in(self, items: Iterator[Article | Skipped]) -> Iterator[ingest.Outcome]:
        """Add what was read, opening the library for the first article: a mistyped path alone starts none."""
        for item in items:
            if isinstance(item, Skipped):
                yield ingest.Outcome(item.source, "skipped", item.reason)
            else:
                parts = self._open(bundled=False)
                yield from ingest.add(parts.library, parts.model, chain([item], items))

    def remove(self, article_ids: str | Iterable[str]) -> list[str]:
        """Remove articles and return their ids. Raises ArticleNotFoundError, removing nothing, if one is unknown."""
        ids = list(dict.fromkeys(request.texts(article_ids, "article_ids")))
        library = self._for_reading()
        with library.snapshot() as snapshot:
            unknown = [article_id for article_id in ids if snapshot.article(article_id) is None]
        if unknown:
            raise ArticleNotFoundError(f"There is no article with the id {unknown[0]!r}; `qa list` shows the ids.")
        removed = library.remove(ids)
        if self._parts is not None:  # else whoever opens the indexes next brings them up to date
            self._parts.indexes.catch_up()
        return removed

    def rebuild(self) -> int:
        """Make all passages, vectors and indexes anew, with the embedding model set; returns how many articles."""
        self._refuse_closed()
        parts = self._parts
        if parts is None and self._path.exists():
            with self._opening:
                model = self._load_model()
            library = Library(self._path, ingest.fingerprint_of(model), any_model=True)
        else:
            parts = self._open()
            model, library = parts.model, parts.library
        with library.snapshot() as snapshot:
            articles = snapshot.count()
        self._tell(0, articles)
        for done, _ in enumerate(ingest.reembed(library, model), start=1):
            self._tell(done, articles)
        self._open().indexes.rebuild()
        return articles

    @property
    def index_state(self) -> str:
        """Whether the indexes are ready, behind, building, or used by another process."""
        return self._open().indexes.state

    @property
    def _path(self) -> Path:
        return self.settings.home / "library.sqlite3"

    def _open(self, *, bundled: bool = True) -> Parts:
        """All the parts; where there is no library yet, one of the bundled articles is built, or an empty one."""
        self._refuse_closed()
        parts = self._parts
        if parts is not None:
            return parts
        with self._opening:
            self._refuse_closed()
            if self._parts is None:
                self._make_home()
                model = self._load_model()
                if bundled and not self._path.exists():
                    self._build_bundled(model)
                library = Library(self._path, ingest.fingerprint_of(model))
                self._parts = Parts(library, model, self.settings)
            return self._parts

    def _for_reading(self) -> Library:
        """The library, with no embedding model loaded, and whichever one made it."""
        parts = self._parts
        if parts is not None:
            return parts.library
        with self._opening:
            self._refuse_closed()
            if self._library is None:
                if not self._path.exists():
                    self._make_home()
                    self._build_bundled(self._load_model())
                self._library = Library(self._path, None)
            return self._library

    def _load_model(self) -> EmbeddingModel:
        if self._model is None:
            self._model = EmbeddingModel(self.settings.embedding)
        return self._model

    def _make_home(self) -> None:
        """Make the folder of the library, so that one that cannot be had is known before a model is loaded."""
        try:
            self.settings.home.mkdir(parents=True, exist_ok=True)
            clear_unfinished(self.settings.home)
        except OSError as error:
            raise no_home(self.settings.home, error) from error

    def _build_bundled(self, model: EmbeddingModel) -> None:
        """Build the bundled library beside its place and move it there whole, so that no half of it is ever seen."""
        articles = corpus.bundled()
        with built_beside(self._path) as unfinished:
            library = Library(unfinished, ingest.fingerprint_of(model))
            self._tell(0, len(articles))
            for done, _ in enumerate(ingest.add(library, model, articles), start=1):
                self._tell(done, len(articles))
            put_in_place(unfinished, self._path)

    def _tell(self, done: int, of: int) -> None:
        if self._progress:
            self._progress(done, of)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise LibraryError("This engine is closed; make a new one.")


def _settings_of_environment() -> Settings:
    try:
        return Settings.from_env()
    except ValueError as error:
        raise SettingsError(str(error)) from error
