"""Furniture is what stands on a page around its story: menus, adverts, share bars, lists of other stories.

It is told line by line, in two steps. What a line is by itself: a sentence, a plain short line, a label, or the
site talking to its reader. Then where it stands: the story reaches from its first sentence to its last; within
it only what is surely furniture goes, around it everything that is neither title nor standfirst.

Losing the story is worse than keeping furniture: a line is never changed, and one in doubt stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import read_dateline
from corpus.labels import (
    AGENCY,
    BYLINE,
    CREDIT,
    MENU_WORDS,
    NAMES_FOLLOW,
    OFTEN_OTHERS,
    OTHER_STORIES,
    PAGE_WORDS,
    READERS_PART,
    RIGHTS,
    SMALL_WORDS,
)
from corpus.sentences import sentence_spans
from corpus.site_talk import site_talk

SURE = 2.0  # points of a line that is furniture wherever it stands
PERHAPS = 1.0  # points of a line that is furniture beside other furniture

_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BULLET = re.compile(r"(?:[-*•–—‣▪·]|\d{1,3}[.)]|[A-Z][.)]|[QA]:)\s")
_SPEECH = re.compile(r"[\"“„«‘'].*(?:[\"”“»’'][.,]?|\.)$")
_PARTS = re.compile(r"\s*(?:[|•·»›>«‹]|\s/\s|→|←)\s*")
_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
_COLON = re.compile(r"^([^\"“„«].{1,50}?)\s?:\s*(?=\S)")
_ASKING = re.compile(r"(?:how|why|what|when|where|who|which)\b", re.IGNORECASE)  # a subheading of a story
_FACT = re.compile(r"[^\W\d_][^:]{1,40}:\s+\S")
_HOME = re.compile(
    r"(?:home|homepage|you are here|startseite|главная|accueil|inicio|início)\b(?!\s(?-i:[a-zа-я]+)(?:\s|$))"
    r"|.* [-–—|] (?:home|homepage|startseite|главная)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\W*(?:[\d.,\s]+\s?[km]?|no|\d+ (?:of|/) \d+)\W*(?:people\s)?"
    r"(?:shares?|tweets?|likes?|views?|comments?|votes?|retweets?|reactions?|photos?|images?|followers?|pins?"
    r"|reads?|claps?|replies"
    r"|(?:hours?|minutes?|mins?|days?|weeks?|months?|hrs?|h|d)\sago|min(?:utes?)?(?:\s(?:read|listen|watch))?|like this"
    r"|просмотр\w*|комментари\w*|мин(?:ут\w*)?(?: назад)?|час\w* назад|kommentare?|commentaires?|comentarios?"
    r"|aufrufe|vues)\b.{0,30}",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\W*(?:(?:last |first )?(?:updated|published|posted|modified|reading time|read time|lesezeit"
    r"|temps de lecture|время чтения)\b.{0,60}"
    r"|(?:vor|il y a|hace) \d+ .{1,20}|(?:\d{1,2}:\d{2}\W*)+(?:- source: .*)?|.{0,20}\b\d+ (?:hours?|minutes?"
    r"|days?) ago)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|@\w+|(?:#\w+\W*)+|(?:\S+ ){0,3}\S{0,30}\(@\w+\).*)\W*"
)
_QUOTES_OF_PRICES = re.compile(r"°|[▲▼]|[+-]\d+[.,]\d+\s?%")
_WRITER = re.compile(
    r"\b(?:is|was|are|ist|est|es|has been|—|–|,) (?:an? |the |our |eine? |une? |un )?(?:[\w-]+ ){0,4}"
    r"(?:reporter|correspondent|editor|columnist|journalist|writer|author|contributor|producer|critic"
    r"|professor|fellow|redakteur(?:in)?"
    r"|journaliste|periodista)\b|\b(?:writes|reports|covers|has written) (?:about|on|for|from)\b",
    re.IGNORECASE,
)
_CREDIT_OF_WORK = re.compile(
    r"\W*(?:translated|edited|reported|written|compiled|reporting|with (?:reporting|additional|contributions)"
    r"|additional (?:reporting|research)"
    r"|contributing|this (?:story|article|report) was|source|quelle|перевод)\b",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:[|•·(/;]|\s[–—-]\s|,(?!\s*(?:[^\W\d_][\w.'’-]*\s){1,2}[^\W\d_][\w.'’-]*(?:,|$|\s(?:and|und|et|y|и)\s)))"
)
_BETWEEN_NAMES = re.compile(r",\s*|\s+(?:and|und|et|y|и|&)\s+")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*)(?:\s(?:[^\W\d_][\w.'’-]*)){1,3}")
_MAX_LABEL = 10  # words of a label
_LEAST_SENTENCE = 40  # characters of a sentence that the story may begin with
_TEASER = 200  # characters; a longer paragraph is no teaser of another story
_MAX_HEADLINE = 20  # words
_MAX_NAME = 4  # words
_LONGEST = 3_000  # characters; a longer line is story
_LEAST_LIST = 3  # lines
_LEAST_STANDFIRST = 6  # words
_CAPITALISED = 0.6  # share of a line's words with a capital, from which on it is no running text


@dataclass(frozen=True)
class Line:
    """A line by itself."""

    text: str
    prose: bool  # a sentence or more
    points: float  # of furniture: 0 for none, PERHAPS, SURE
    heads: str = ""  # "others": stands over other stories; "readers": over the readers' part of the page
    byline: bool = False
    dateline: bool = False


@dataclass(frozen=True)
class Sorted:
    """The lines of one item, told apart; every number is the index of a line, and each list is in order."""

    lines: tuple[Line, ...]
    above: tuple[int, ...]  # plain lines above the story's first sentence: the title, a standfirst, or neither
    story: tuple[int, ...]  # from its first sentence to its last, and what belongs to it below


@lru_cache(maxsize=10_000)
def look_at(text: str, *, linked: bool = False) -> Line:
    """What a line is by itself; `linked` says that all of it is a link to somewhere."""
    if len(text) > _LONGEST:
        return Line(text, True, 0.0)
    words = [word.casefold() for word in _WORD.findall(text)]
    prose = _is_prose(text, words)
    talk = site_talk(text)
    points = SURE if talk >= (3 if prose else 2) else PERHAPS if talk >= (2 if prose else 1) else 0.0
    if prose:
        if RIGHTS.search(text) and len(words) < 40 and (talk or RIGHTS.match(text)):
            points = SURE
        named = len(words) <= _MAX_HEADLINE and (colon := _COLON.match(text)) is not None and _is_list(colon[1])
        return Line(text, True, SURE if named else points)
    return _look_at_short(text, words, points, linked)


def sort_lines(texts: Sequence[str], *, linked: Sequence[bool] | None = None) -> Sorted:
    """The lines of one item's text told apart; none of them is empty, and none is changed.

    Where no line is a sentence, as in verse or a table, nothing is taken for furniture.
    """
    lines = tuple(look_at(text, linked=bool(linked and linked[index])) for index, text in enumerate(texts))
    sentences = [index for index, line in enumerate(lines) if line.prose and line.points < PERHAPS]
    if not sentences:
        return Sorted(lines, (), tuple(range(len(lines))))
    first = next((index for index in sentences if len(lines[index].text) >= _LEAST_SENTENCE), sentences[0])
    end = _end_of_story(lines, first)
    last = max((index for index in sentences if first <= index < end), default=first)
    story = [*_inside(lines, first, last), *_below(lines, last + 1, end)]
    above = tuple(_above(lines, first))
    return Sorted(lines, above, tuple(_without_repeats(lines, story)))


def same_words(one: str, other: str) -> bool:
    """Whether two lines have the same words in the same order, whatever their marks and capitals."""
    return _WORD.findall(one.casefold().replace("’", "'")) == _WORD.findall(other.casefold().replace("’", "'"))


def names_of(byline: str) -> list[str]:
    """The names in a byline, without places, papers and posts; none where they cannot be told."""
    match = BYLINE.fullmatch(byline)
    names = _NAME_ENDS.split(match["names"])[0] if match else ""
    return [name for name in _BETWEEN_NAMES.split(names) if _NAME.fullmatch(name)]


def is_standfirst(text: str) -> bool:
    """Whether a line between title and story says something, and is no name or label."""
    words = _WORD.findall(text)
    return len(words) >= _LEAST_STANDFIRST and sum(word[0].isupper() for word in words) < _CAPITALISED * len(words)


def _is_headline(text: str) -> bool:
    """Whether a line that ends like a sentence may be a headline: one question or call, or one that was cut."""
    if text[-1] not in "?!…" and not text.endswith("..."):
        return False
    return len(text.split()) <= _MAX_HEADLINE and not _SPEECH.match(text) and len(sentence_spans(text)) == 1


def _is_prose(text: str, words: Sequence[str]) -> bool:
    if _CJK.search(text):
        return len(text) >= 20 and bool(_ENDS_SENTENCE.search(text))
    if len(words) < 4 or not any(map(str.islower, text)):
        return False
    if _is_headline(text):
        return False
    if _ENDS_SENTENCE.search(text):
        return len(words) >= 6 or text[-1] == "." or bool(_SPEECH.match(text))
    return len(words) > 25 or (len(words) >= 12 and len(sentence_spans(text)) > 1)


def _look_at_short(text: str, words: Sequence[str], points: float, linked: bool) -> Line:
    bare = _OUTER.sub("", text).casefold()
    dateline = read_dateline(text) is not None
    names = BYLINE.fullmatch(text)
    byline = bool(names and _are_names(names["names"]))
    colon = _COLON.match(text)
    heads = ""
    if _is_list(bare):
        heads = "others"
    elif READERS_PART.fullmatch(bare):
        heads = "readers"
    elif colon and _is_list(colon[1]) and len(words) <= _MAX_HEADLINE + 4:
        heads = "others:"
    if (
        heads
        or (colon and NAMES_FOLLOW.fullmatch(colon[1].casefold().strip()) and len(words) <= 15)
        or _is_surely(text, words)
    ):
        points = SURE
    elif dateline or byline or _TIME.fullmatch(text):
        points = max(points, 1.5)
    else:
        points = max(points, _label_points(text, words))
    if linked and len(words) <= _MAX_HEADLINE:
        points += PERHAPS
    return Line(text, False, points, heads, byline, dateline)


def _is_list(label: str) -> bool:
    return OTHER_STORIES.fullmatch(_OUTER.sub("", label).casefold()) is not None


def _is_loose(label: str) -> bool:
    """Whether a label may as well stand over one thing of the story's own."""
    return OFTEN_OTHERS.fullmatch(_OUTER.sub("", label).casefold()) is not None


def _is_surely(text: str, words: Sequence[str]) -> bool:
    if _ADDRESS.fullmatch(text) or (len(words) <= 8 and _COUNT.fullmatch(text)):
        return True
    if len(words) <= 14 and (CREDIT.fullmatch(text) or AGENCY.fullmatch(text)):
        return True
    return len(words) < 40 and RIGHTS.search(text) is not None


def _label_points(text: str, words: Sequence[str]) -> float:
    """Points of a short line for being made of the words that labels are made of, or of figures alone."""
    if not any(map(str.isalpha, text)):
        return PERHAPS if any(map(str.isdigit, text)) else 0.0
    if _HOME.match(text):
        return SURE
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) >= 3 and len(words) <= 4 * len(parts) and not _BULLET.match(text):
        return SURE
    letters = [word for word in words if any(map(str.isalpha, word))]
    if not letters or len(letters) > _MAX_LABEL:
        return 0.0
    page = sum(word in PAGE_WORDS for word in letters)
    menu = sum(word in MENU_WORDS and word not in PAGE_WORDS for word in letters)
    other = sum(word not in PAGE_WORDS and word not in MENU_WORDS and word not in SMALL_WORDS for word in letters)
    if _BULLET.match(text) or _SPEECH.match(text) or text.endswith((":", "?")) or _ASKING.match(text):
        return 0.0
    if page and not other:
        return SURE
    short = len(parts) >= 2 and len(words) <= 3 * len(parts)
    if (short and (page or menu)) or (menu >= 3 and menu > other):
        return SURE
    if (page and page + menu >= other) or (menu and not other):
        return PERHAPS
    if _FACT.match(text):
        return 0.0
    return PERHAPS if _QUOTES_OF_PRICES.search(text) and len(letters) <= 5 else 0.0


def _are_names(text: str) -> bool:
    """Whether a text is made of names: words with a capital, and what joins them."""
    words = _WORD.findall(text)
    named = [word for word in words if word.casefold() not in SMALL_WORDS]
    if re.search(r"[\"“”„«»]", text):
        return False
    return 1 <= len(words) <= 12 and bool(named) and all(word[0].isupper() for word in named) and not text.endswith(".")


def _end_of_story(lines: Sequence[Line], first: int) -> int:
    """The index below which nothing is story: where the readers' part begins, or a list of other stories to the end."""
    total = sum(len(line.text) for line in lines[first:] if line.prose)
    seen, looked_at = 0, -1
    for index in range(first, len(lines)):
        line = lines[index]
        if line.heads == "readers" and seen >= 0.6 * total:
            return index
        if line.heads == "others" and seen >= 0.5 * total and seen != looked_at and not _is_loose(line.text):
            looked_at = seen
            if _are_teasers(lines[index + 1 :]):
                return index
        if line.prose:
            seen += len(line.text)
    return len(lines)


def _are_teasers(lines: Sequence[Line]) -> bool:
    """Whether lines below a label look like headlines with a teaser each, and no more story."""
    sentences = [index for index, line in enumerate(lines) if line.prose and line.points < PERHAPS]
    if not sentences:
        return True
    if 0 in sentences or any(len(lines[index].text) > _TEASER for index in sentences):
        return False
    headlines = [lines[index - 1] for index in sentences]
    return len(sentences) >= 2 and all(
        not line.prose and line.points < PERHAPS and " " in line.text for line in headlines
    )


def _inside(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """What stays between the first and the last sentence."""
    gone: set[int] = set()
    for index in range(first, last + 1):
        line = lines[index]
        if line.points >= SURE:
            gone.add(index)
        if line.heads == "others":
            gone.update(_headlines(lines, index + 1, last))
    reaching = _reaching(lines, gone)
    often = Counter(line.text for line in lines if not line.prose)
    for index in range(first, last + 1):
        line = lines[index]
        if index in gone or (line.prose and line.points < PERHAPS):
            continue
        beside = (index - 1 in gone) + (index + 1 in gone)
        doubtful = line.points >= PERHAPS and (beside or often[line.text] > 1 or index in reaching)
        name = not line.prose and len(line.text.split()) <= _MAX_NAME and not _SPEECH.match(line.text)
        if (doubtful and not (line.dateline and beside < 2)) or (beside == 2 and name):
            gone.add(index)
    return [index for index in range(first, last + 1) if index not in gone]


def _reaching(lines: Sequence[Line], gone: set[int]) -> set[int]:
    """The lines in doubt from which lines in doubt lead down to one that is gone."""
    reaching: set[int] = set()
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].points >= PERHAPS and (index in gone or index + 1 in reaching):
            reaching.add(index)
    return reaching


def _headlines(lines: Sequence[Line], start: int, last: int) -> list[int]:
    """The headlines of other stories that stand below their label, within the story."""
    run: list[int] = []
    loose = _is_loose(lines[start - 1].text)
    for index in range(start, last):
        line = lines[index]
        if line.prose or len(line.text.split()) > _MAX_HEADLINE or _BULLET.match(line.text) or ";" in line.text:
            break
        if line.points < PERHAPS and loose and run:
            break
        run.append(index)
    subheading = bool(run) and lines[run[-1]].points < PERHAPS and len(lines[run[-1]].text.split()) <= 5
    return run[:-1] if subheading else run


def _above(lines: Sequence[Line], first: int) -> list[int]:
    """The lines above the story that may be its title or standfirst: no sure furniture, no byline, no dateline."""
    return [
        index
        for index, line in enumerate(lines[:first])
        if line.points < SURE and not line.byline and not line.dateline and any(map(str.isalpha, line.text))
    ]


def _below(lines: Sequence[Line], start: int, end: int) -> list[int]:
    """What belongs to the story below its last sentence: a list or verse it ends with, and who made it.

    Such a list reaches as far down as plain lines far outnumber labels. Few and short lines are none: the name
    of a writer, the label of what comes next. Where there is no furniture below, all of it is the story's.
    """
    weight, most, stop = 0.0, 0.0, start
    for index in range(start, end):
        line = lines[index]
        if line.heads or line.byline:
            break
        weight += 1 if line.points < PERHAPS else -0.5 if line.points < SURE else -5
        if weight > most:
            most, stop = weight, index + 1
    run = [index for index in range(start, stop) if lines[index].points < SURE]
    long = most >= _LEAST_LIST or sum(len(lines[index].text) for index in run) >= 2 * _LEAST_SENTENCE
    if stop < len(lines) and not long:
        run = [index for index in run if _BULLET.match(lines[index].text) or _is_headline(lines[index].text)]
    makers = (
        index
        for index in range(start, end)
        if _CREDIT_OF_WORK.match(lines[index].text) and lines[index].points < SURE and not lines[index].byline
    )
    return sorted({*run, *makers})


def _without_repeats(lines: Sequence[Line], story: Sequence[int]) -> list[int]:
    """Long paragraphs that stand there twice, once."""
    seen: set[str] = set()
    kept = []
    for index in story:
        text = lines[index].text
        if len(text) < _LEAST_SENTENCE * 2 or text not in seen:
            kept.append(index)
        seen.add(text)
    return kept
