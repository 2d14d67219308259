"""Articles, and reading them from files and folders."""

from corpus.article import Article, ArticleHeader, Skipped
from corpus.clean import clean
from corpus.errors import QAError, SourceError
from corpus.readers import bundled, read

__all__ = [
    "Article",
    "ArticleHeader",
    "QAError",
    "Skipped",
    "SourceError",
    "bundled",
    "clean",
    "read",
]
