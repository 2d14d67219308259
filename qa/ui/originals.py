"""Links to the originals of articles, at the quoted words where a browser can find them there."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

_WHOLE = 120  # characters: a longer quote is named by its first and its last words
_EDGE = 5  # words, at either end


def host_of(url: str | None) -> str | None:
    """The host of an address of the web; None for any other, and for none."""
    try:
        parts = urlsplit(url or "")
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def at_quote(url: str, quote: str) -> str:
    """The address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/), at which a browser scrolls
    to the quote and marks it, where the page has these words.

    A fragment that the address has stays; a text fragment that it has is replaced.
    """
    lines = quote.split("\n")
    words = quote.split()
    if not words:
        return url
    # A range may cross paragraphs, which a single text cannot.
    if (len(quote) > _WHOLE or len(lines) > 1) and len(words) > 2 * _EDGE:
        texts = [" ".join(words[:_EDGE]), " ".join(words[-_EDGE:])]
    else:
        texts = [" ".join(words)]
    base = url.partition(":~:")[0]
    return f"{base}{'' if '#' in base else '#'}:~:text={','.join(_encoded(each) for each in texts)}"


def _encoded(text: str) -> str:
    # A dash marks what stands before and after, and `quote` would leave it as it is.
    return percent_encoded(text, safe="", errors="replace").replace("-", "%2D")
