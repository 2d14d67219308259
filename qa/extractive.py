"""The extractive answer: one to three of the articles' own sentences, word for word, each with its source.

The first is the sentence likeliest to answer the question. A second and a third follow only where they are
nearly as likely and say something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.captions import label_end
from corpus.sentences import sentence_spans
from qa.antecedents import may_be_person
from qa.attribution import name_keys, speakers
from qa.lexicon import plain
from qa.quantities import ordinals
from qa.ranking import Candidate
from qa.short_answers import told_span
from qa.wording import content_stems, name_stems, names

MOST_STATEMENTS = 3
_NEAR = 1.5  # of score: a further sentence this far below the first still counts as nearly as likely
_SAME = 0.75  # two sentences that share this part of their content words say the same
_LONGEST_LEAD = 40  # words: a longer sentence is not put in front of the one that leans on it
_MOST_LEADS = 2  # sentences
_LONGEST_HEADING = 5  # words
_LONGEST_QUOTED = 60  # words: what somebody says is not shown whole where it is longer

_SAYING = re.compile(
    r"\bwhat\s+(?:did|does|do|has|have|had)\s+(?P<who>.+?)\s+(?:say|said|tell|told|think|claim(?:ed)?|argue|wr(?:i|o)te|"
    r"written|tweet|reply|replied|respond|announced?|call|promised?|warn|demand|suggest|explain|add|admit|describe)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"[\"“‘']?(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|Such|Both|The (?:two|former|latter|same)|"
    r"But (?:he|she|they|it)|And (?:he|she|they|it)|However, (?:he|she|they|it))\b(?! is (?:why|how|when|because))"
)
_SPOKE = re.compile(
    r"\b(?:he|she|they)\s+(?:said|says|added|adds|told|explained|noted|stressed|went on|wrote|writes|repeated|"
    r"continued|tweeted|recalled|argued|insisted|warned|concluded|replied|joked|declared|stated|admitted)\b[^.]*[.\"”]?$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
# "After he left, Reid said": who is meant is told behind.
_NAMED_LATER = re.compile(r",\s+(?:[A-Z][\w.'’-]*\s+)+[a-z]")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_WHOLE = re.compile(r"[.!?…][\"”’')]*$")  # how a sentence ends, and a heading does not
_ITEM = re.compile(r"[-*•–—]\s")
_DENIAL = re.compile(r"\b(?:not|no|never|none|nobody|nothing|\w+n['’]t|cannot|den(?:y|ie[sd]))\b", re.IGNORECASE)
_ASKING = re.compile(r"\?$")  # a heading, or what the reader is asked; a speaker's question ends in a mark


@dataclass(frozen=True)
class Quote:
    """Words of one article that are shown as a statement."""

    candidate: Candidate
    start: int  # characters into the article's text
    end: int
    text: str  # the article's words from start to end
    span: tuple[int, int] | None  # the answering words, as offsets into `text`


def select(question: str, candidates: Sequence[Candidate], text_of: Callable[[str], str]) -> list[Quote]:
    """The sentences to show, best first, from candidates ranked best first.

    `text_of` gives an article's whole text by its id.
    """
    speaking = _asked_speaker(question)
    fitting = (
        item
        for item in candidates
        if not (_ASKING.search(item.text) or _of_another(question, item.text) or _by_another(speaking, item.text))
    )
    candidates = list(fitting) or candidates
    if not candidates:
        return []
    near = [item for item in candidates if candidates[0].score - item.score <= _NEAR]
    if speaking:  # of those as likely, first those that have whom is asked for say something
        near.sort(key=lambda item: not any(speaking & keys for keys in speakers(plain(item.text))))
    chosen = near[:1]
    for candidate in near[1:]:
        if len(chosen) == MOST_STATEMENTS:
            break
        if not (_is_heading(candidate.text) or any(_says_the_same(candidate.text, one.text) for one in chosen)):
            chosen.append(candidate)
    quotes: list[Quote] = []
    for candidate in chosen:
        text = text_of(candidate.passage.article_id)
        quote = _quote(question, candidate, text)
        if any(_overlap(quote, other) for other in quotes):
            quote = _quote(question, candidate, text, led=False)  # what it leans on is shown already
        if not any(_overlap(quote, other) for other in quotes):
            quotes.append(quote)
    return quotes


def _is_heading(sentence: str) -> bool:
    """Whether a sentence is a heading or the label of an item, such as "5. Weather"; what a dash begins is more."""
    short = len(sentence.split()) <= _LONGEST_HEADING and not _WHOLE.search(sentence)
    return short and ":" not in sentence and not _ITEM.match(sentence)


def _of_another(question: str, sentence: str) -> bool:
    """Whether a sentence tells of another one of several: of the second day where the first is asked for."""
    asked = ordinals(question)
    told = {(value, noun) for value, noun in ordinals(sentence) if noun in {noun for _, noun in asked}}
    return bool(told) and not told & asked


def _asked_speaker(question: str) -> frozenset[str]:
    """The name of the person whose words a question asks for, as keys to compare: "What did Anna Reid say of it?".

    None of a country or an organisation, for which people speak by their own names, nor of "the British minister".
    """
    match = _SAYING.search(question)
    named = match and match["who"].split()[-1][0].isupper() and may_be_person(match["who"], question)
    return name_keys(match["who"]) if match and named else frozenset()


def _by_another(asked: frozenset[str], sentence: str) -> bool:
    """Whether somebody else than the one asked for says what a sentence tells."""
    told = speakers(plain(sentence)) if asked else ()
    return bool(told) and not any(asked & keys for keys in told)


def _quote(question: str, candidate: Candidate, text: str, *, led: bool = True) -> Quote:
    start, end = _whole_quotation(text, candidate.start, candidate.end)
    if led and _leans(text[start:end]):
        start = _lead(text, start, end)
    start += label_end(text[start:end])
    words = text[start:end]
    span = _span(question, candidate)
    lead = candidate.start - start
    shown = (max(span[0] + lead, 0), span[1] + lead) if span and span[1] + lead > 0 else None
    return Quote(candidate, start, end, words, shown)


def _leans(words: str) -> bool:
    """Whether words speak of somebody, or are somebody's, who is named only before them."""
    if _LEANING.match(words) or _is_quotation(words):
        return True
    found = _SPOKE.search(words) or _SUBJECT.search(words)
    if found is None or names(f"x {_QUOTED.sub('', words[: found.start()])}"):
        return False
    return not _NAMED_LATER.search(words, found.end())


def _is_quotation(words: str) -> bool:
    """Whether words are what somebody says, and do not tell who."""
    return not _QUOTED.sub("", words).strip()


def _lead(text: str, start: int, end: int) -> int:
    """Where that starts which words lean on: the sentence before, with the one before it where it leans, too."""
    longest = _LONGEST_QUOTED if _is_quotation(text[start:end]) else _LONGEST_LEAD
    first = start
    for _ in range(_MOST_LEADS):
        before = _sentence_before(text, first)
        if before is None or len(text[before[0] : start].split()) > longest:
            break
        first = before[0]
        if not _leans(text[slice(*before)]):
            break
    return first


def _sentence_before(text: str, start: int) -> tuple[int, int] | None:
    """The place of the sentence before, with the whole quotation that it belongs to.

    That of the paragraph before counts only where it names somebody or something: news are told in paragraphs of one
    sentence, with headings and adverts between them.
    """
    paragraph = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    crossed = not text[paragraph:start].strip() and paragraph > 0
    if crossed:
        paragraph = text.rfind("\n\n", 0, paragraph - 2) + 2 if "\n\n" in text[: paragraph - 2] else 0
    before = [(paragraph + first, paragraph + last) for first, last in sentence_spans(text[paragraph:start])]
    if not before:
        return None
    said = text[slice(*before[-1])]
    named = name_stems(f"x {said}") & name_stems(text)
    if crossed and not (_WHOLE.search(said) and (named or _LEANING.match(said))):
        return None
    return _whole_quotation(text, *before[-1])


def _whole_quotation(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence with those beside it that belong to the same quotation, so that its speaker is told.

    Only those of its paragraph do, and none where it would be too long.
    """
    if not _is_open(text[start:end]):
        return start, end
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    last = found if (found := text.find("\n\n", end)) >= 0 else len(text)
    spans = [(first + one, first + two) for one, two in sentence_spans(text[first:last])]
    if (start, end) not in spans:
        return start, end
    own = spans.index((start, end))
    runs = [(at, own) for at in range(own - 1, -1, -1)] if _is_open(text[first:start]) else []
    runs += [(own, at) for at in range(own + 1, len(spans))] if not runs else []
    for one, two in runs:
        words = text[spans[one][0] : spans[two][1]]
        if len(words.split()) > _LONGEST_QUOTED:
            break
        if not _is_open(words):
            return spans[one][0], spans[two][1]
    return start, end


def _is_open(words: str) -> bool:
    """Whether a quotation begins in some words and ends behind them, or ends in them and begins before them."""
    return words.count('"') % 2 == 1 or words.count("“") != words.count("”")


def _span(question: str, candidate: Candidate) -> tuple[int, int] | None:
    """The one number or time that is asked for, else the words that the reader points at, if it believes them."""
    told = told_span(question, candidate.text, candidate.pointed, candidate.margin)
    return told or (candidate.pointed if candidate.margin >= 0 else None)


def _says_the_same(one: str, other: str) -> bool:
    a, b = content_stems(one), content_stems(other)
    if bool(_DENIAL.search(one)) != bool(_DENIAL.search(other)):
        return False  # "the pandemic is over" and "the pandemic is not over" are both shown
    return len(a & b) >= _SAME * min(len(a), len(b)) if a and b else one == other


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.candidate.passage.article_id == other.candidate.passage.article_id
    return same and one.start < other.end and other.start < one.end
