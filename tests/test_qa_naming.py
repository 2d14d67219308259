"""Names that the cited words have, or have not."""

from __future__ import annotations

import pytest

from qa.claims import claim_of
from qa.naming import Cited, missing_name

CITED = Cited(
    [
        claim_of("Syria's President Bashar al-Assad met Sergei Lavrov of Russia, a United Nations envoy said."),
        claim_of("Nasr Hariri was in Moscow with the Transitional Government Body."),
    ],
    "Visit to Moscow | The Astana Times",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks were with Lavrov.",
        "The Syrian president is Assad.",
        "They were in Russia, the UN said.",
        "The envoy spoke of the TGB.",
        "Hariri was there, The Astana Times reports.",
    ],
)
def test_names_that_stand_there(sentence: str) -> None:
    assert missing_name(claim_of(sentence), CITED) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The talks were with Sergei Shoigu.", "The name “Shoigu” does not stand in the cited words."),
        ("They met in Damascus.", "The place “Damascus” does not stand in the cited words."),
        ("They spoke with Sergei Hariri there.", "The cited words have no “Sergei Hariri”."),
        ("They met in Moscow, Syria.", "The place “Moscow, Syria” does not stand in the cited words."),
        ("The EU said so.", "The name “EU” does not stand in the cited words."),
    ],
)
def test_names_that_do_not(sentence: str, reason: str) -> None:
    assert missing_name(claim_of(sentence), CITED) == reason


@pytest.mark.parametrize(
    ("cited", "sentence", "carried"),
    [
        ("The Commission's President Ursula Reid spoke.", "It was Commission President Ursula Reid.", True),
        ("The Commission's President Ursula Reid met Anna Doe.", "It was President Anna Reid.", False),
        ("Owners of the BZ4X electric SUV wait.", "Owners of the BZ4X SUV wait.", True),
        ("It is weaker against BA1 and BA2.", "It is weaker against BA.1 and BA.2.", True),
        ("It is weaker against BA.1 and BA.2.", "It is weaker against BA1 and BA2.", True),
        ("It is weaker against BA.1 and BA.2.", "It is weaker against BA1 and BA4.", False),
    ],
)
def test_names_put_together_or_apart(cited: str, sentence: str, carried: bool) -> None:
    assert (missing_name(claim_of(sentence), Cited([claim_of(cited)], "")) is None) == carried


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("Reid joined the Conservative Party.", "Reid joined the Conservatives."),
        ("First elected in 2010, she rose quickly.", "She was elected in 2010."),
        ("Utah's members of Congress objected.", "Utah's congressional delegation objected."),
        ("Anna Reid, the CEO, resigned.", "Anna Reid, the chief executive officer, resigned."),
    ],
)
def test_names_in_another_form(said: str, cited: str) -> None:
    assert missing_name(claim_of(said), Cited([claim_of(cited)], "")) is None
