"""An id names an article for good: adding the article again, edited or not, gives the same id.

One that is given is kept. Otherwise it comes from what stays the same when the text is edited: the address
of the article, if it is not that of a whole site, else the place of its file, else its title, publisher and date.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")

_DIGEST_BYTES = 6  # one library in 500 with a million articles has two that share it, and their words differ
_MAX_WORDS = 60  # characters of a name or title in an id
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def id_of_url(url: str) -> str:
    """The id of the article at this address: "www.bbc.com-0123456789ab"."""
    return _join(urlsplit(url).hostname or "", canonical_url(url).encode())


def id_of_file(path: Path) -> str:
    """The id of the article in this file, from the file's name and its real place: "notes-0123456789ab"."""
    real = os.path.realpath(path)
    return _join(Path(real).stem, os.fsencode(real))


def id_of_item(title: str, publisher: str | None, published: date | None) -> str:
    """The id of an article that has no address and no file of its own, from its title, publisher and date."""
    key = "\0".join([title, publisher or "", published.isoformat() if published else ""])
    return _join(title, key.encode())


def canonical_url(url: str) -> str:
    """The address in the one form that all spellings of it share; for comparing, never for opening.

    Scheme and host in small letters, without default port, tracking parameters and fragment. A fragment
    that names a page ("#!/…", "#/…") stays.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.port not in (None, _DEFAULT_PORTS.get(parts.scheme)):
        host = f"{host}:{parts.port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_TRACKING.fullmatch(name) for name, _ in pairs):
        query = urlencode([(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)])
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((parts.scheme, host, parts.path or "/", query, fragment))


def is_front_page(url: str) -> bool:
    """Whether this is the address of a whole site, which names none of its articles."""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:  # of nothing
        return False
    return parts.path == "/" and not (parts.query or parts.fragment)


def _join(words: str, key: bytes) -> str:
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9.]+", "-", ascii_words.lower())[:_MAX_WORDS].strip("-.")
    return f"{slug or 'article'}-{hashlib.blake2b(key, digest_size=_DIGEST_BYTES).hexdigest()}"
