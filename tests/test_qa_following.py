"""What a sentence that follows a cited one nearly word for word has changed."""

from __future__ import annotations

import pytest

from qa.claims import claim_of
from qa.following import changed

CITED = (
    "The delegation met Sergei Lavrov in Moscow before the talks, and it will visit 14 towns near Homs, Hariri said."
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Moscow", "Homs", "“Homs” stands where the cited words have “Moscow”."),
        ("14 towns", "15 towns", "“15” stands where the cited words have “14”."),
        ("before", "after", "“after” stands where the cited words have “before”."),
        ("will visit", "did visit", "“did” puts it into another time than the cited words do, or makes it surer."),
        ("will visit", "will not visit", "The cited words do not deny it."),
        ("will visit", "won't visit", "The cited words do not deny it."),
        ("delegation met", "team met with", None),
    ],
)
def test_one_word_in_the_place_of_another(old: str, new: str, reason: str | None) -> None:
    assert changed(claim_of(CITED.replace(old, new)), [claim_of(CITED)]) == reason


def test_a_sentence_in_other_words_follows_none() -> None:
    assert changed(claim_of("Lavrov saw them in Homs."), [claim_of(CITED)]) is None


def test_a_denial_in_one_word_or_two_is_the_same() -> None:
    cited = claim_of("The EU has said that it won't recognise the results in Homs.")
    assert changed(claim_of("The EU has said that it will not recognise the results in Homs."), [cited]) is None


def test_a_day_of_the_week_is_no_name() -> None:
    cited = claim_of("On Monday, the council's president, Anna Reid, resigned after the vote.")
    assert changed(claim_of("The council's president, Anna Reid, resigned on Monday after the vote."), [cited]) is None
    assert changed(claim_of("On Friday, the council's president, Anna Reid, resigned after the vote."), [cited])
    assert changed(claim_of("On Anna, the council's president, Monday Reid, resigned after the vote."), [cited])


def test_most_for_some() -> None:
    cited = claim_of("Some of the groups hold such views, the report says.")
    assert changed(claim_of("Most of the groups hold such views, the report says."), [cited]) is not None


def test_disagreed_is_not_agreed() -> None:
    cited = claim_of("The firm does not agree with the ruling.")
    assert changed(claim_of("The firm disagreed with the ruling."), [cited]) is None
    assert changed(claim_of("The firm agreed with the ruling."), [cited]) is not None
