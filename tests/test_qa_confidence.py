"""The probability that the articles answer."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from qa.confidence import FEATURES, confidence, features
from qa.ranking import MEASURES, Candidate
from qa.retrieval import Found
from vectorstore.records import StoredPassage

ASKED = "When did it start?"
PASSAGE = StoredPassage(1, "a", 0, 10, "It opened.", "Title", None, None)


def candidate(**measures: float) -> Candidate:
    """A candidate with some measures, the others 0."""
    return Candidate(PASSAGE, 0, 10, PASSAGE.text, tuple(measures.get(name, 0.0) for name in MEASURES), 0.0)


def found(cosine: float | None) -> Found:
    return Found(PASSAGE, 1.0, cosine, None)


def test_nothing_to_judge_gives_none() -> None:
    assert confidence(ASKED, [], []) == 0.0


def test_features_are_of_the_candidate_they_say_most_for_and_of_the_nearest_passage() -> None:
    best = candidate(held=1.0, answerable=2.0)
    other = candidate(held=3.0, answerable=2.0, coverage=1.0, cosine=0.5)
    named = dict(zip(FEATURES, features(ASKED, [best, other], [found(0.25), found(None), found(0.5)]), strict=True))
    telling = 0.1 * 3.0 + 0.15 * 2.0 + 0.3 + 2.0 * 0.5
    assert named == {"telling": pytest.approx(telling), "cosine": 0.5, "unspoken": 1.0, "untold": 0.0, "at_odds": 0.0}


def test_it_is_low_where_the_best_sentence_lacks_the_number_or_time_and_the_reader_points_at_nothing() -> None:
    lacking = replace(candidate(held=2.0, lacks_figure=1.0), margin=-0.1)
    with_it = replace(candidate(held=2.0), margin=-0.1)
    pointed = replace(lacking, margin=0.1)  # "in seconds", "at Decision Time"
    plain = confidence(ASKED, [with_it], [])
    assert confidence(ASKED, [pointed], []) == confidence(ASKED, [with_it, lacking], []) == plain
    low = confidence(ASKED, [lacking, with_it], [])
    assert math.log(plain / (1 - plain)) - math.log(low / (1 - low)) == pytest.approx(2.5, abs=0.01)


def test_it_is_lower_where_no_passage_has_a_word_of_the_question() -> None:
    unspoken = confidence(ASKED, [candidate(held=2.0), candidate(held=1.0)], [])
    spoken = confidence(ASKED, [candidate(held=2.0), candidate(held=1.0, passage_coverage=0.01)], [])
    assert math.log(spoken / (1 - spoken)) - math.log(unspoken / (1 - unspoken)) == pytest.approx(1.32, abs=0.01)


def test_it_is_lower_where_the_best_sentence_says_most_of_the_question_and_is_at_odds_with_the_rest() -> None:
    def sure(coverage: float, text: str) -> float:
        chance = confidence(ASKED, [replace(candidate(held=2.0, coverage=coverage), text=text)], [])
        return math.log(chance / (1 - chance))

    for coverage, lower in ((0.5, 2.0), (0.49, 0.0)):
        plain, odd = sure(coverage, "It started."), sure(coverage, "It did not start.")
        assert plain - odd == pytest.approx(lower, abs=0.01)


def test_it_is_a_probability_that_grows_with_the_evidence() -> None:
    weak = confidence(ASKED, [candidate(held=-12.0, answerable=-6.0, cosine=0.1)], [found(0.1)])
    strong = confidence(ASKED, [candidate(held=8.0, answerable=4.0, cosine=0.8)], [found(0.8)])
    assert 0.0 < weak < 0.1 < 0.9 < strong < 1.0


def test_how_a_passage_was_found_and_what_a_sentence_lacks_count_only_in_ranking() -> None:
    plain = confidence(ASKED, [candidate(held=2.0)], [])
    assert confidence(ASKED, [candidate(held=2.0, found=1.0, lacks_name=1.0, lacks_figure=1.0)], []) == plain


def test_it_falls_with_the_number_of_passages_searched_once_they_are_many() -> None:
    judged = [candidate(held=2.0)]
    few, more, many = (confidence(ASKED, judged, [], among=among) for among in (10, 640, 6_400))
    assert few == confidence(ASKED, judged, [], among=64) == confidence(ASKED, judged, [])
    assert few > more > many > 0.0
    assert math.log(few / (1 - few)) - math.log(many / (1 - many)) == pytest.approx(2 * 0.65, abs=0.01)
