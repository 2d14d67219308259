"""Words of one meaning, opposites, and set phrases."""

from __future__ import annotations

import pytest

from qa.lexicon import concept, plain


@pytest.mark.parametrize(("one", "two"), [("began", "started"), ("rose", "increased"), ("largest", "biggest")])
def test_words_of_one_meaning_are_one_concept(one: str, two: str) -> None:
    assert concept(one) == concept(two)


@pytest.mark.parametrize(
    ("one", "two"), [("rose", "fell"), ("accepted", "refused"), ("confirmed", "denied"), ("clear", "unclear")]
)
def test_opposites_are_one_concept_turned_round(one: str, two: str) -> None:
    assert concept(one)[0] == concept(two)[0]
    assert concept(one)[1] == -concept(two)[1]


def test_other_words_are_their_own_concept() -> None:
    assert concept("mercenaries") == concept("mercenary")
    assert concept("mercenaries") != concept("delegation")


def test_set_phrases_become_single_words() -> None:
    assert plain("They took part; “he” stayed away from U.S. talks") == (
        'They participated; "he" did not participate in US talks'
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Two dozen people", "twenty-four people"),
        ("raised by half a percentage point", "raised by 0.5 percentage point"),
        ("on 2019-05-03 in Kiev", "on 3 May 2019 in Kyiv"),
        ("file 2019-13-03", "file 2019-13-03"),
        ("the first in a decade", "the first in 10 years"),
        ("more than a century old", "more than 100 years old"),
        ("half a decade, a quarter of a century", "half a decade, a quarter of a century"),
        ("It sold 5.5m copies in the 100m race", "It sold 5.5 million copies in the 100m race"),
        (
            "It took off on Monday, after the court struck it down",
            "It departed on Monday, after the court struck it down",
        ),
        ("The court struck down the law", "The court overturned the law"),
        ("the Saudi Arabian envoy on the heels of Reid", "the Saudi envoy after Reid"),
    ],
)
def test_numbers_days_and_spellings_are_written_one_way(text: str, same: str) -> None:
    assert plain(text).split() == same.split()


@pytest.mark.parametrize(
    ("one", "two"),
    [("labour", "labor"), ("analysed", "analyzed"), ("gunman", "shooter"), ("lawsuit", "sued"), ("founded", "formed")],
)
def test_spellings_and_news_words_of_one_meaning(one: str, two: str) -> None:
    assert concept(one)[0] == concept(two)[0]
