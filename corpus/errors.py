"""The root of every error this project raises on purpose, and the errors of reading articles.

The whole tree is drawn in `qa.errors`.
"""


class QAError(Exception):
    """Something the user can mend: the message is one sentence that says what failed and what to do."""


class SourceError(QAError):
    """A file, folder or line that was to be read as articles cannot be."""
