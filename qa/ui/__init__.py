"""The web page: a conversation with the articles, and the words that carry each answer."""

from qa.ui.loading import LazyEngine
from qa.ui.page import build
from qa.ui.server import serve

__all__ = ["LazyEngine", "build", "serve"]
