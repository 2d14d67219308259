"""A PDF holds lines of text at places on pages; reading one makes paragraphs of them again.

Heads, feet and page numbers that stand on the pages go, and words that were broken at a line's end are made
whole. The day on which a file was made is not the day of publication, which stays unknown.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.article import Article
from corpus.clean import clean, clean_line
from corpus.errors import SourceError
from corpus.fields import make_article
from corpus.titles import MAX_TITLE, derive_title, split_title

_LOCKED = "the PDF is locked with a password; save it without one and add it again"
_NO_TEXT = "the PDF has no text, only pictures of it; run text recognition (OCR) on it and add it again"
_DAMAGED = "the PDF is damaged; open it and save it anew"

_EDGE = 3  # lines at the top and at the bottom of a page that may be its head or foot
_SAME_PLACE = 3.0  # points
_MOST = 0.6  # of the pages; the first one often has no head
_GAP = 1.35  # of the usual distance of two lines: a larger one parts paragraphs
_LARGER = 1.15  # than the usual size: a heading
_TOP = 5  # paragraphs, one of which may be the title
_INDENT = 5.0  # points
_SHORT = 0.8  # of the usual width of a line, in characters: the last line of a paragraph

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|p\.|seite|стр\.?|страница|página|pagina)\s*)?\d{1,4}(?:\s*(?:/|of|von|из|de|sur)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_SAYS_PAGE = re.compile(r"[^\W\d]|/|[-–—|]\s*\d+\s*[-–—|]")
_ENDED = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010]$")  # a word that goes on in the next line
_START = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")

# What programs write for a title when nobody gave one.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|\(?(?:untitled|unnamed|anonymous|unspecified|unknown|title)\)?[\s\d]*"
    r"|(?:document|slide|layout|page|scan|print|powerpoint presentation|новый документ|документ)[\s\d]*"
    r"|.*\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|rtf|odt|txt|html?|tex|dvi|ps|eps|ai|pages|tmp|jpe?g|png|tiff?)|https?://.*|\S+",
    re.IGNORECASE | re.DOTALL,
)
_LOOKED_AT = 2_000  # characters of the text, for what the metadata say


@dataclass(frozen=True)
class _Line:
    text: str
    x: float  # points from the left
    y: float  # points from the bottom
    size: float  # of its letters, in points


@dataclass(frozen=True)
class _Paragraph:
    text: str
    size: float  # of its letters, over the size of most


def read_pdf(
    data: bytes,
    *,
    url: str | None = None,
    fallback_id: str | None = None,
    pages: int = 2_000,
    characters: int = 50_000_000,
) -> Article:
    """The article in a PDF, at most so many pages and characters long.

    Title and author come from the metadata where those are credible, the title else from a line in larger
    letters near the top, else from the first sentence. Raises SourceError for a file that is locked, damaged, too
    long, or a scan without text.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        count = len(reader.pages)
        if count > pages:
            raise SourceError(f"the PDF has more than {pages:,} pages; split it into articles")
        found: list[list[_Line]] = []
        length = 0
        for page in reader.pages:
            found.append(_lines(page))
            length += sum(len(line.text) for line in found[-1])
            if length > characters:
                raise SourceError(f"its text is longer than {characters:,} characters; split it into articles")
        metadata = reader.metadata
        given_title = clean_line(str((metadata and metadata.title) or ""))
        given_author = clean_line(str((metadata and metadata.author) or ""))
    except (DependencyError, FileNotDecryptedError):
        raise SourceError(_LOCKED) from None
    except PyPdfError:
        raise SourceError(_DAMAGED) from None
    paragraphs = _paragraphs(_without_edges(found))
    text = clean(_text(paragraphs))
    if not any(map(str.isalpha, text)):
        raise SourceError(_NO_TEXT)
    title, body, derived = choose_title(given_title, text, _heading(paragraphs))
    fields = {"url": url, "author": given_author if stands_in(given_author, text) else None}
    return make_article(fields, title=title, text=body, title_derived=derived, fallback_id=fallback_id)


def choose_title(given: str, text: str, heading: tuple[str, str] | None) -> tuple[str, str, bool]:
    """The title of a document, its text below the title, and whether the title was made from the text.

    `given` is the title in the metadata, `heading` the text's title line and what is below, where it has one.
    """
    named = 0 < len(given) <= MAX_TITLE and any(map(str.isalpha, given))
    first_lines = map(_folded, text[:_LOOKED_AT].split("\n"))
    if named and (_folded(given) in first_lines or not _NO_TITLE.fullmatch(given)):
        below = heading or split_title(text)
        if below and _folded(below[0]) == _folded(given):
            return given, below[1], False
        return given, text, False
    if heading:
        return *heading, False
    return derive_title(text), text, True


def stands_in(given: str, text: str) -> bool:
    """Whether the beginning of a text holds a name from the metadata: then it is no program's or owner's."""
    folded = _folded(given)
    return bool(folded) and re.search(rf"\b{re.escape(folded)}\b", _folded(text[:_LOOKED_AT])) is not None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order in which they are written."""
    lines: list[_Line] = []
    parts: list[str] = []
    place = (0.0, 0.0, 0.0)

    def take(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        nonlocal place
        for part in re.split(r"(\n)", text):
            if part == "\n":
                finish()
            elif part.strip():
                if not parts:
                    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                    scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
                    place = (x, y, (size or 1.0) * scale)
                parts.append(part)
            elif parts:
                parts.append(part)

    def finish() -> None:
        line = clean_line("".join(parts))
        if line:
            lines.append(_Line(line, *place))
        parts.clear()

    page.extract_text(visitor_text=take)
    finish()
    return lines


def _without_edges(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without the heads and feet that they share, and without their numbers."""
    edges = [_edge(lines) for lines in pages]
    found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)  # the pages on which a line stands at a place
    for number, edge in enumerate(edges):
        for line in edge:
            for key in _keys(line, number):
                for near in (-1, 0, 1):  # a head may stand a little higher on one page
                    found[key, _place(line) + near].add(number)

    def goes(line: _Line, number: int) -> bool:
        if _PAGE_NUMBER.fullmatch(line.text):
            return len(pages) > 1 or bool(_SAYS_PAGE.search(line.text))
        words = any(map(str.isalpha, line.text))
        return words and any(_repeated(found[key, _place(line)], len(pages)) for key in _keys(line, number))

    kept = []
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {id(line) for line in edge if goes(line, number)}
        kept.append([line for line in lines if id(line) not in gone])
    return kept if any(kept) else pages  # the same page over again is no furniture


def _edge(lines: list[_Line]) -> list[_Line]:
    places = sorted(lines, key=lambda line: line.y)
    return places[:_EDGE] + places[-_EDGE:] if len(places) > 2 * _EDGE else places


def _repeated(numbers: set[int], count: int) -> bool:
    """Whether what stands on these of `count` pages stands on most, or on the left or the right ones alone."""
    if len(numbers) >= max(2, _MOST * count):
        return True
    return len(numbers) >= max(3, _MOST * count / 2) and len({number % 2 for number in numbers}) == 1


def _place(line: _Line) -> int:
    return round(line.y / _SAME_PLACE)


def _keys(line: _Line, number: int) -> Iterator[str]:
    """What a head or foot on another page would say as well: the same, or the same but for the page's number."""
    yield line.text
    for found in re.finditer(r"\d{1,6}", line.text):
        yield f"{line.text[: found.start()]}#{int(found[0]) - number}{line.text[found.end() :]}"


def _paragraphs(pages: list[list[_Line]]) -> list[_Paragraph]:
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    size = median(line.size for line in lines for _ in range(1 + len(line.text) // 20))
    width = sorted(len(line.text) for line in lines)[int(0.9 * (len(lines) - 1))]
    words = _words([line.text for line in lines])
    return [
        _Paragraph(_joined([line.text for line in group], words), group[0].size / size)
        for group in _groups(pages, width, size)
    ]


def _text(paragraphs: Iterable[_Paragraph]) -> str:
    return "\n\n".join(paragraph.text for paragraph in paragraphs)


def _heading(paragraphs: list[_Paragraph]) -> tuple[str, str] | None:
    """The title that the largest letters near the top spell, and the text without it."""
    largest = max(paragraphs[:_TOP], key=lambda paragraph: paragraph.size)
    rest = clean(_text(paragraph for paragraph in paragraphs if paragraph is not largest))
    if largest.size <= _LARGER:
        return None
    return split_title(clean(f"{largest.text}\n\n{rest}"))


def _groups(pages: Iterable[list[_Line]], width: int, size: float) -> Iterator[list[_Line]]:
    """The lines of each paragraph."""
    group: list[_Line] = []
    for page in pages:
        gaps = [above.y - below.y for above, below in pairwise(page) if above.y - below.y > 1]
        usual = median(gaps) if gaps else 0.0
        for place, line in enumerate(page):
            leading = usual * max(1.0, line.size / size)  # large letters stand further apart
            if group and _parted(group[-1], line, leading if place else None, width):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _parted(above: _Line, line: _Line, usual: float | None, width: int) -> bool:
    """Whether a line begins a paragraph; `usual` is the distance of two lines, None on top of a page."""
    if abs(above.size - line.size) > 0.1 * max(above.size, line.size):
        return True
    ended = bool(_ENDED.search(above.text))
    gap = above.y - line.y
    if usual is None or gap < 0:  # the next page or column
        return ended
    if gap > _GAP * usual:
        return True
    return ended and (line.x - above.x > _INDENT or len(above.text) < _SHORT * width)


def _joined(lines: list[str], words: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        broken, start = _BROKEN.search(text), _START.match(line)
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif not broken or not start:
            between = "" if re.search(r"[0-9][-–]$", text) and line[0].isdigit() else " "
            text = f"{text}{between}{line}"
        elif start[0][0].islower() and _is_one_word(broken[1].casefold(), start[0].casefold(), words):
            text = text[:-1] + line
        else:
            text += line
    return text


def _words(lines: list[str]) -> Counter[str]:
    """How often each whole word stands in the lines, in small letters; the halves of broken ones are none."""
    words: Counter[str] = Counter()
    broken = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line)]
        first, broken = int(broken), bool(_BROKEN.search(line))
        words.update(found[first : len(found) - broken])
    return words


def _is_one_word(left: str, right: str, words: Counter[str]) -> bool:
    """Whether a hyphen at a line's end only breaks a word: as the rest of the text writes it."""
    if words[left + right]:
        return True
    if words[f"{left}-{right}"]:
        return False
    return not (words[left] and words[right])
