"""Who says it, and who does it to whom."""

from __future__ import annotations

import pytest

from qa.attribution import other_speaker, speakers, swapped
from qa.claims import claim_of


@pytest.mark.parametrize(
    "sentence",
    [
        "Nasr Hariri said that talks failed.",
        "Talks failed, Nasr Hariri said.",
        "Talks failed, said Nasr Hariri.",
        "According to Nasr Hariri, talks failed.",
        "In Nasr Hariri's view, talks failed.",
        "Nasr Hariri, head of the team, has announced that talks failed.",
    ],
)
def test_a_speaker_is_found_wherever_the_name_stands(sentence: str) -> None:
    assert any({"nasr", "hariri"} <= keys for keys in speakers(sentence))


def test_another_speaker_is_told_and_a_surname_is_enough() -> None:
    cited = [claim_of("Nasr Hariri said that Lavrov was late.")]
    assert other_speaker(claim_of("Lavrov was late, according to Hariri."), cited, "") is None
    assert other_speaker(claim_of("Lavrov said that Hariri was late."), cited, "") is not None


def test_who_praises_somebody_and_says_a_thing_says_it() -> None:
    cited = [claim_of("Hariri emphasized Russia's role and said Russia needs to keep to the agreements.")]
    assert other_speaker(claim_of("Russia said it needs to keep to the agreements."), cited, "") is not None
    assert other_speaker(claim_of("Hariri said Russia needs to keep to the agreements."), cited, "") is None


def test_one_of_two_speakers_is_enough() -> None:
    cited = [claim_of("AbdulAzim said that the Russians will not let the regime fall.")]
    assert other_speaker(claim_of("In the Russians' view, AbdulAzim said, the regime must stay."), cited, "") is None


def test_a_publisher_may_be_said_to_report() -> None:
    cited = [claim_of("Nasr Hariri said that Lavrov was late.")]
    assert other_speaker(claim_of("Lavrov was late, Tengrinews reported."), cited, "Tengrinews") is None


@pytest.mark.parametrize(
    ("sentence", "cited", "wrong"),
    [
        ("Kassis was asked by Hariri to come.", "Hariri asked Kassis to come.", False),
        ("Kassis asked Hariri to come.", "Hariri asked Kassis to come.", True),
        ("Hariri was asked by Kassis to come.", "Hariri asked Kassis to come.", True),
        ("Reuters told Hariri that it rains.", "Hariri told Reuters that it rains.", True),
        ("Hariri told Reuters that it rains.", "Hariri told Reuters that it rains.", False),
    ],
)
def test_who_does_it_to_whom(sentence: str, cited: str, wrong: bool) -> None:
    assert (swapped(claim_of(sentence), [claim_of(cited)]) is not None) == wrong
