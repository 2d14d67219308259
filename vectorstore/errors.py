"""The errors of keeping and searching articles. The whole tree is drawn in `qa.errors`."""

from corpus.errors import QAError


class LibraryError(QAError):
    """The library cannot be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class LibraryVersionError(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryModelError(LibraryError):
    """The library's vectors were made by another embedding model, or with other passage rules."""


class EmbeddingError(QAError):
    """The embedding model cannot be found, or its files are not the ones expected."""
