"""The parts of an engine: an open library with what searches it and what answers from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import LibraryError, SettingsError
from qa.settings import EMBEDDED, Settings
from qa.types import EXTRACTIVE
from vectorstore.embedding import EmbeddingModel
from vectorstore.library import Library

if TYPE_CHECKING:
    from qa.answering import Answerer
    from qa.generative import GenerativeAnswerer
    from qa.reader.model import Reader
    from vectorstore.vector_index import ChromaServer


class Parts:
    """An open library with what searches it, and what answers from it by name."""

    def __init__(self, library: Library, model: EmbeddingModel, settings: Settings) -> None:
        # Chroma takes over a second to import: reading articles does without them.
        from qa.answering import Answerer
        from qa.ranking import SentenceRanker
        from qa.retrieval import Retriever
        from vectorstore.indexes import Indexes

        reader = _reader(settings)  # before the indexes: where it cannot be loaded nothing stays open
        try:
            self.indexes = Indexes(library, settings.home / "indexes", server=server_of(settings))
        except OSError as error:
            raise no_home(settings.home, error) from error
        self.library = library
        self.model = model
        self.retriever = Retriever(self.indexes)
        ranker = SentenceRanker(reader, model)
        answerer = Answerer(self.retriever, ranker, model, decline_below=settings.decline_below)
        self.answerers: dict[str, Answerer | GenerativeAnswerer] = {EXTRACTIVE: answerer}
        if settings.llm:
            self._add_models(answerer, settings)

    def _add_models(self, answerer: Answerer, settings: Settings) -> None:
        from qa.generative import GenerativeAnswerer
        from qa.language_models import models
        from qa.support import SupportChecker

        checker = SupportChecker(self.model)
        for llm in models(settings):
            self.answerers[llm.name] = GenerativeAnswerer(
                answerer, llm, checker, self.model.encode, timeout=settings.llm_timeout
            )


def _reader(settings: Settings) -> Reader:
    """The reading model. Raises SettingsError where the weights that are set cannot be loaded."""
    from qa.reader.model import WEIGHTS, Reader

    if settings.reader is None:
        return Reader(WEIGHTS)
    try:
        return Reader(settings.reader)
    except Exception as error:  # what onnxruntime raises for broken files is of many kinds
        raise SettingsError(
            f"QA_READER is {str(settings.reader)!r}, but no reading model can be loaded from there; make it anew by "
            "`python -m qa.reader.train`, or leave QA_READER out."
        ) from error


def server_of(settings: Settings) -> ChromaServer | None:
    """The Chroma server that keeps the vectors, or None where they are embedded."""
    if settings.chroma == EMBEDDED:
        return None
    from vectorstore.vector_index import ChromaServer

    return ChromaServer(
        url=settings.chroma,
        tenant=settings.chroma_tenant,
        database=settings.chroma_database,
        headers=dict(settings.chroma_headers),
    )


def no_home(home: Path, error: OSError) -> LibraryError:
    """The error for a folder that cannot be written to."""
    return LibraryError(
        f"The folder {home} cannot be written to ({error.strerror}); change its permissions, or set QA_HOME to "
        "another one."
    )
