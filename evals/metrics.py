"""The metrics, as pure functions over plain values.

Most metrics are shares. What one case adds to a share is its part, (numerator, denominator), so that a
share over cases is `sum of numerators / sum of denominators` and can be resampled case by case. A case
that a share does not speak about adds (0, 0).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Part = tuple[float, float]
Floats = npt.NDArray[np.float64]

SHOWN_WORDS = 60  # of a shown sentence only so many words count, so that a whole paragraph is no answer

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNIT_VALUES = {word: value for value, word in enumerate(_UNITS)}
_TEN_VALUES = {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_MONTHS = ("january february march april may june july august september october november december").split()
_MONTH_NAMES = {month: month for month in _MONTHS} | {month[:3]: month for month in _MONTHS}
_MONTH_NAMES["sept"] = "september"


class Span(NamedTuple):
    """A run of characters of one article: `text[start:end]`."""

    article: str
    start: int
    end: int


# Answers


def normalise_answer(text: str, *, days_first: bool = True) -> str:
    """The text as words that compare: "The 23rd of January" and "January 23" are both "23 january".

    Case, accents, punctuation and the articles a, an, the are dropped, as in the SQuAD evaluation script
    (Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250). Beyond it, number words up to ninety-nine
    become digits, "%" and "per cent" become "percent", possessives lose their s, thousands their commas, and
    (but for `days_first`) a day of a month stands before the month's full name.
    """
    text = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"\b(?:[a-z]\.){2,}", lambda match: match[0].replace(".", "") + " ", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = text.replace("%", " percent ")
    text = re.sub(r"\bper cent\b", "percent", text)
    text = re.sub(r"(?<=\w)'s\b", "", text).replace("'", "")
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    words = re.findall(r"\d+(?:\.\d+)+|[^\W_]+", text)
    words = [word for word in words if word not in ("a", "an", "the")]
    words = _digits_for_words(words)
    return " ".join(_days_before_months(words) if days_first else words)


def contains_answer(sentence: str, answers: Sequence[str]) -> bool:
    """Whether one of the answers stands in the sentence as a run of whole words, both normalised.

    Only the first 60 words of the sentence count. In "In May, 14 people came" the 14 is no day: words in the order in
    which they were written will do as well.
    """
    kept = " ".join(sentence.split()[:SHOWN_WORDS])
    for days_first in (True, False):
        shown = f" {normalise_answer(kept, days_first=days_first)} "
        wanted = (normalise_answer(answer, days_first=days_first) for answer in answers)
        if any(answer and f" {answer} " in shown for answer in wanted):
            return True
    return False


def sentences_right(sentences: Sequence[str], answers: Sequence[str]) -> tuple[bool, bool]:
    """Whether the first, and whether any, of the sentences shown contains an accepted answer."""
    right = [contains_answer(sentence, answers) for sentence in sentences]
    return (right[:1] == [True], any(right))


def short_answer_right(short: str | None, answers: Sequence[str]) -> Part:
    """One short answer told, right where it holds an accepted answer or is part of one; none told is none to judge."""
    if not short:
        return (0, 0)
    return (contains_answer(short, answers) or any(contains_answer(answer, [short]) for answer in answers), 1)


def evidence_right(cited: Sequence[Sequence[Span]], evidence: Sequence[Span]) -> tuple[bool, bool]:
    """Whether a citation of the first, and whether one of any, statement lies on labelled evidence.

    `cited` holds the citations of each statement shown, in order. For yes/no and why questions this counts as
    right: there the answer is in what the evidence says, not in a fixed run of words.
    """
    right = [any(on_evidence(span, evidence) for span in spans) for spans in cited]
    return (right[:1] == [True], any(right))


def token_f1(text: str, reference: str) -> float:
    """F1 of the words that two texts share, both normalised, as in the SQuAD evaluation script."""
    ours, theirs = Counter(normalise_answer(text).split()), Counter(normalise_answer(reference).split())
    shared = sum((ours & theirs).values())
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


# Citations


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans of the same article share at least half of the characters of the shorter one.

    min(ends) - max(starts) >= min(lengths) / 2; an empty span overlaps nothing.
    """
    shorter = min(one.end - one.start, other.end - other.start)
    shared = min(one.end, other.end) - max(one.start, other.start)
    return one.article == other.article and shorter > 0 and 2 * shared >= shorter


def on_evidence(span: Span, evidence: Sequence[Span]) -> bool:
    """Whether the span overlaps any of the labelled evidence."""
    return any(overlaps(span, piece) for piece in evidence)


def citation_precision(shown: Sequence[Span], evidence: Sequence[Span]) -> Part:
    """The part of one case in: citations shown that lie on labelled evidence / citations shown.

    After citation precision in ALCE (Gao et al. 2023, https://arxiv.org/abs/2305.14627), but judged by
    labelled evidence instead of by an entailment model.
    """
    return (sum(on_evidence(span, evidence) for span in shown), len(shown))


def citation_recall(shown: Sequence[Span], evidence: Sequence[Span]) -> Part:
    """The part of one case in: labelled evidence that a citation shown overlaps / labelled evidence.

    The recall that goes with `citation_precision`; a declined question has no citations and recalls nothing.
    """
    return (sum(on_evidence(piece, shown) for piece in evidence), len(evidence))


def is_verbatim(quote: str, text: str | None, start: int, end: int) -> bool:
    """Whether the quote is exactly `text[start:end]`; a text that is not there (None) holds no quote."""
    return text is not None and 0 <= start < end <= len(text) and text[start:end] == quote


def verbatim_violations(citations: Sequence[tuple[str, Span]], texts: Mapping[str, str]) -> int:
    """The number of citations, (quote, span), whose quote is not `texts[article][start:end]`."""
    return sum(not is_verbatim(quote, texts.get(span.article), span.start, span.end) for quote, span in citations)


def unknown_citation_numbers(pointers: Sequence[Sequence[int]], numbers: Sequence[int]) -> int:
    """The number of pointers from statements to citation numbers that no citation has."""
    known = set(numbers)
    return sum(number not in known for statement in pointers for number in statement)


# Declining


def decline_recall(*, answerable: bool, answered: bool) -> Part:
    """The part of one case in: unanswerable cases declined / unanswerable cases.

    Recall of "no answer", as for the unanswerable questions of SQuAD 2.0 (Rajpurkar et al. 2018,
    https://arxiv.org/abs/1806.03822).
    """
    return (0, 0) if answerable else (not answered, 1)


def near_miss_decline_recall(*, near_miss: bool, answered: bool) -> Part:
    """The part of one case in: near misses declined / near misses."""
    return (not answered, 1) if near_miss else (0, 0)


def false_decline_rate(*, answerable: bool, answered: bool) -> Part:
    """The part of one case in: answerable cases declined / answerable cases."""
    return (not answered, 1) if answerable else (0, 0)


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that a positive scores above a negative, ties counted half; None when either is empty.

    (pairs won + pairs tied / 2) / pairs, the Mann-Whitney form of the area under the ROC curve (Hanley and
    McNeil 1982, https://doi.org/10.1148/radiology.143.1.7063747).
    """
    if not positive or not negative:
        return None
    difference = np.subtract.outer(np.asarray(positive, float), np.asarray(negative, float))
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool], total: int) -> list[tuple[float, float]]:
    """(coverage, risk) as the least confidence answered falls: one point for each distinct confidence.

    Coverage is answered / total, risk is wrong / answered (El-Yaniv and Wiener 2010,
    https://jmlr.org/papers/v11/el-yaniv10a.html). The lists hold the questions answered out of `total`.
    """
    ranked = sorted(zip(confidences, wrong, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    mistakes = 0
    for count, (confidence, mistaken) in enumerate(ranked, start=1):
        mistakes += mistaken
        if count == len(ranked) or ranked[count][0] != confidence:
            points.append((count / total, mistakes / count))
    return points


def reliability(
    confidences: Sequence[float], true: Sequence[bool], *, bins: int = 10
) -> list[tuple[float, float, int]]:
    """(mean confidence, share true, count) of each equal bin of confidence that is not empty, lowest first.

    The points of a reliability diagram (DeGroot and Fienberg 1983); a calibrated confidence lies on the diagonal.
    """
    rows: dict[int, list[tuple[float, bool]]] = {}
    for confidence, happened in zip(confidences, true, strict=True):
        rows.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, happened))
    return [
        (
            sum(one for one, _ in rows[at]) / len(rows[at]),
            sum(happened for _, happened in rows[at]) / len(rows[at]),
            len(rows[at]),
        )
        for at in sorted(rows)
    ]


def expected_calibration_error(confidences: Sequence[float], true: Sequence[bool], *, bins: int = 10) -> float | None:
    """The mean distance between confidence and share true over equal bins, weighted by their counts.

    Naeini, Cooper and Hauskrecht 2015, https://ojs.aaai.org/index.php/AAAI/article/view/9602; None without cases.
    """
    points = reliability(confidences, true, bins=bins)
    total = sum(count for *_, count in points)
    return sum(count * abs(confidence - share) for confidence, share, count in points) / total if total else None


# Retrieval


def recall_at(k: int, passages: Sequence[Span], evidence: Sequence[Span]) -> Part:
    """The part of one case in recall@k: labelled evidence in the first k passages / labelled evidence.

    Recall of a ranked list cut at k (Manning, Raghavan and Schütze 2008, chapter 8), averaged over cases:
    each weighs the same, whatever the number of its evidence sentences; one without evidence adds (0, 0).
    """
    if not evidence:
        return (0, 0)
    return (sum(on_evidence(piece, passages[:k]) for piece in evidence) / len(evidence), 1)


def reciprocal_rank(passages: Sequence[Span], evidence: Sequence[Span]) -> Part:
    """The part of one case in MRR: 1 / rank of the first passage on labelled evidence, 0 when there is none.

    Mean reciprocal rank (Voorhees 1999, https://trec.nist.gov/pubs/trec8/papers/qa_report.pdf).
    """
    if not evidence:
        return (0, 0)
    ranks = (rank for rank, span in enumerate(passages, start=1) if on_evidence(span, evidence))
    first = next(ranks, None)
    return (1 / first if first else 0, 1)


# Over cases


def share(parts: Sequence[Part]) -> float | None:
    """Sum of numerators / sum of denominators; None where no case counts."""
    below = sum(part[1] for part in parts)
    return sum(part[0] for part in parts) / below if below else None


def percentile(values: Sequence[float], q: float) -> float | None:
    """The value that q % of the values do not exceed, interpolated linearly; None when there are none.

    Definition 7 of Hyndman and Fan 1996, NumPy's default.
    """
    return float(np.percentile(values, q)) if values else None


def bootstrap_interval(
    rows: Sequence[Sequence[float]] | Floats,
    statistic: Callable[[Floats], float | None],
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of a statistic over cases; None when there are no cases.

    `rows` has one row a case. Cases are drawn with replacement, and the interval runs from the 2.5th to the
    97.5th percentile of the statistic (the percentile method, Efron and Tibshirani 1993, chapter 13).
    Resamples for which the statistic is undefined (None) are left out.
    """
    table = np.asarray(rows, dtype=np.float64)
    if not len(table):
        return None
    draws = np.random.default_rng(seed).integers(len(table), size=(resamples, len(table)))
    drawn = [value for value in (statistic(table[draw]) for draw in draws) if value is not None]
    if not drawn:
        return None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return (float(low), float(high))


def share_interval(parts: Sequence[Part], *, resamples: int = 1000, seed: int = 0) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of `share`, over the cases that count."""
    counted = [part for part in parts if part[1]]
    return bootstrap_interval(
        counted,
        lambda rows: float(rows[:, 0].sum() / rows[:, 1].sum()),
        resamples=resamples,
        seed=seed,
    )


def _digits_for_words(words: Sequence[str]) -> list[str]:
    numbers: list[str] = []
    after_tens = False
    for word in words:
        if after_tens and 1 <= _UNIT_VALUES.get(word, 0) <= 9:
            numbers[-1] = str(int(numbers[-1]) + _UNIT_VALUES[word])
            after_tens = False
            continue
        after_tens = word in _TEN_VALUES
        value = _TEN_VALUES.get(word, _UNIT_VALUES.get(word))
        numbers.append(word if value is None else str(value))
    return numbers


def _days_before_months(words: Sequence[str]) -> list[str]:
    ordered = list(words)
    for place, word in enumerate(ordered):
        month = _MONTH_NAMES.get(word)
        if month is None:
            continue
        before, after = ordered[place - 1] if place else "", ordered[place + 1 : place + 2]
        if _is_day(before):
            ordered[place] = month
        elif before == "of" and place > 1 and _is_day(ordered[place - 2]):
            ordered[place - 1 : place + 1] = [month, ""]
        elif after and _is_day(after[0]):
            ordered[place : place + 2] = [after[0], month]
    return [word for word in ordered if word]


def _is_day(word: str) -> bool:
    return len(word) <= 2 and word.isdecimal() and 1 <= int(word) <= 31
