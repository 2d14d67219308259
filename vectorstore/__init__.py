"""Keeps articles, cut into passages and embedded, and finds the passages nearest to a question.

Import from the modules: `library` is the truth, `indexes` finds, `ingest` adds. Nothing heavy is
loaded until it is used.
"""
