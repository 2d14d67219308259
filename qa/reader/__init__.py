"""The reader: a small model that points at the words of a passage that answer a question."""
