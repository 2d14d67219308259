"""What stands before a sentence on its line and is none of it: who took the picture, its place in a gallery, an agency.

The words below a picture are a sentence of their own, but pages run them together with what is around them.
"""

from __future__ import annotations

import re

from corpus.labels import AGENCIES

_NAME = r"[^\W\d_a-z][\w.'’-]*"
_STARTS = r"(?=\s+[\"“‘(]?[^\W_a-z])"  # behind it a sentence can start
_GALLERY = r"(?:Hide Caption \d+ of \d+\s+)?(?:(?:Photos?|Pictures?|In [Pp]ictures):\s+)"
_AGENCY = rf"(?:/|\s(?:via|for)\s)(?=[A-Z])(?>(?i:{AGENCIES})){_STARTS}"
_LABEL = re.compile(
    rf"{_GALLERY}+[^.!?\n]{{0,120}}?{_AGENCY}\s+"  # the name of a gallery, too
    rf"|{_GALLERY}+"
    rf"|Hide Caption \d+ of \d+\s+"
    rf"|(?:{_NAME}\s){{0,5}}{_NAME}(?:/{_NAME}(?:\s{_NAME}){{0,3}})*{_AGENCY}\s+"
    rf"|\((?=[A-Z])(?i:{AGENCIES}|cnn|upi)\)(?:\s*[–—-]+)?{_STARTS}\s+"
)


def label_end(sentence: str) -> int:
    """How many characters of a sentence, as it is split off, are the label before it; 0 for most."""
    label = _LABEL.match(sentence)
    return label.end() if label and label.end() < len(sentence) else 0
