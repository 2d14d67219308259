"""Who says it, and who does it to whom."""

from __future__ import annotations

import pytest

from qa.attribution import other_speaker, rerouted, speakers, swapped, undone
from qa.claims import claim_of


@pytest.mark.parametrize(
    "sentence",
    [
        "Nasr Hariri said that talks failed.",
        "Talks failed, Nasr Hariri said.",
        "Talks failed, said Nasr Hariri.",
        "Talks failed, Nasr Hariri tweeted.",
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


def test_what_a_thing_is_called_is_no_speaker() -> None:
    cited = [claim_of("Reid is building a station called Gateway for work on the Moon.")]
    assert other_speaker(claim_of("Reid plans a station around the Moon, called Gateway."), cited, "") is None
    assert frozenset({"gateway"}) not in speakers("Reid plans a station around the Moon, called Gateway.")


@pytest.mark.parametrize(
    ("sentence", "cited", "wrong"),
    [
        ("They flew from London to Lagos.", "Six sat on a flight from Lagos to London in May.", True),
        ("They flew from Lagos to London.", "Six sat on a flight from Lagos to London in May.", False),
        ("The coffin goes from the Abbey to Reid Hall.", "It goes from Reid Hall, where it lies, to the Abbey.", True),
        ("The rate fell to 7% from 5%.", "Rates of 8% are rare: the rate rose from 5% to 7%.", False),
        ("The rate fell to 5% from 7%.", "Rates of 8% are rare: the rate rose from 5% to 7%.", True),
        ("They flew from Lagos to London.", "They flew from Lagos to London and from London to Lagos.", False),
    ],
)
def test_from_where_and_to_where(sentence: str, cited: str, wrong: bool) -> None:
    assert (rerouted(claim_of(sentence), [claim_of(cited)]) is not None) == wrong


@pytest.mark.parametrize(
    ("sentence", "cited", "wrong"),
    [
        ("He defeated Hubert Reid in the final.", "He had surgery after he was defeated by Hubert Reid in May.", True),
        ("He was defeated by Hubert Reid in the final.", "He was defeated by Hubert Reid in May.", False),
        ("Hubert Reid defeated him in the final.", "He was defeated by Hubert Reid in May.", False),
        ("He defeated Hubert Reid.", "He was defeated by Reid in May, but defeated Reid in June.", False),
    ],
)
def test_who_did_it_and_to_whom_it_was_done(sentence: str, cited: str, wrong: bool) -> None:
    assert (undone(claim_of(sentence), [claim_of(cited)]) is not None) == wrong


def test_a_speaker_with_a_trade_behind_the_verb_and_one_whose_name_is_not_told() -> None:
    assert speakers('It "is shocking" for AI, said Gartner analyst Arun Reid.') == (
        frozenset({"gartner", "arun", "reid"}),
    )
    assert speakers("The group identified 50 others in K-12 schools and said it grew.") == ()
