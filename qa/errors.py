"""Every error this project raises on purpose; each message is one sentence that says what to do.

    QAError
    ├── SourceError              a file, folder or line cannot be read as articles
    ├── EmbeddingError           the embedding model is missing, or its files are not the expected ones
    ├── LibraryError             the library cannot be opened, read or written
    │   ├── LibraryBusyError     another process is writing to it
    │   ├── LibraryVersionError  a newer version of this program wrote it
    │   └── LibraryModelError    another embedding model made its vectors
    ├── QuestionError            the question is empty, too long, or its filters contradict each other
    ├── ModelError               a language model did not answer, or not as it should
    ├── ArticleNotFoundError     there is no article with this id
    ├── SettingsError            a setting has a value that cannot be used
    └── ServeError               the page cannot be served

A question that the articles do not answer is no error: it is an `Answer` with `answered=False`.
"""

from corpus.errors import QAError, SourceError
from vectorstore.errors import (
    EmbeddingError,
    LibraryBusyError,
    LibraryError,
    LibraryModelError,
    LibraryVersionError,
)


class QuestionError(QAError):
    """The question is empty, too long, or its filters contradict each other."""


class ArticleNotFoundError(QAError):
    """There is no article with this id."""


class ModelError(QAError):
    """A language model did not answer, or not as it should. The message is one sentence, without its words or keys."""


class SettingsError(QAError):
    """A setting has a value that cannot be used."""


class ServeError(QAError):
    """The page cannot be served."""


__all__ = [
    "ArticleNotFoundError",
    "EmbeddingError",
    "LibraryBusyError",
    "LibraryError",
    "LibraryModelError",
    "LibraryVersionError",
    "ModelError",
    "QAError",
    "QuestionError",
    "ServeError",
    "SettingsError",
    "SourceError",
]
