"""What is at odds with a question, or with a claim."""

from __future__ import annotations

from datetime import date

import pytest

from qa.at_odds import is_at_odds, opposed
from qa.claims import claim_of


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who led the bakery in 1917?", "Reid led the bakery in 1914."),
        ("Which states did not sign the treaty?", "France and Spain signed the treaty."),
        ("Which states signed the treaty?", "France and Spain did not sign the treaty."),
        ("Who won the war?", "France lost the war."),
        ("Where did they meet on 12 March?", "They met on 12 May in Oslo."),
        ("Who employs 40 bakers?", "Reid employs 14 bakers and two drivers."),
        ("When did Ann Reid resign?", "Ann Reid succeeds Bo Tay, who resigned in July."),
        ("Where has Reid won?", "Tay has won in Oslo, Norway, this year, ahead of her rival Reid."),
        ("What couldn't the committee open?", "The committee opened the gate."),
    ],
)
def test_a_sentence_at_odds_with_a_question(question: str, sentence: str) -> None:
    assert is_at_odds(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who led the bakery in 1917?", "Reid led the bakery from 1914 to 1917."),
        ("Who led the bakery in 1917?", "Reid led the bakery."),
        ("Who led the bakery in the 1960s?", "Reid led the bakery until 1967."),
        ("Who led the bakery?", "Reid led the bakery in 1914."),
        ("Which states did not sign the treaty?", "Spain refused to sign the treaty."),
        ("Did France sign the treaty?", "France did not sign the treaty."),
        ("Did France win or lose the war?", "France lost the war."),
        ("Where did they meet on 12 March?", "They met on March 12, two days after 10 March."),
        ("Who employs 40 bakers?", "Reid employs 14 bakers in Oslo and 40 bakers in Bergen."),
        ("Which two bakers met?", "Reid and Tay, of the nine bakers, met."),
        ("When did Ann Reid resign?", "Bo Tay, who succeeds Reid, who resigned in July, smiled."),
        ("When did Ann Reid resign?", "Bo Tay knew that she had resigned in July."),
        ("Where does Oslo stand?", "It stands on a fjord."),
        ("Where did Reid's team go?", "The team ended its tour by visiting Oslo."),
        ("When did Reid meet Tay?", "Tay met Reid in Oslo on Monday."),
        ("When was Reid arrested?", "Tay arrested a man on Monday."),
        ("When did Ann Reid resign?", "The mayor stepped down in July."),
        ("", ""),
    ],
)
def test_a_sentence_that_may_answer_a_question(question: str, sentence: str) -> None:
    assert not is_at_odds(question, sentence)


def test_the_year_of_publication_need_not_be_said() -> None:
    asked, told = "Who won the prize in 2022?", "Reid, born in 1960, won the prize."
    assert is_at_odds(asked, told, date(2021, 5, 1))
    assert not is_at_odds(asked, told, date(2022, 5, 1))


def test_claims_that_deny_each_other() -> None:
    signed, denied = claim_of("France signed the treaty."), claim_of("France did not sign the treaty.")
    assert opposed(signed, [denied]) == "The cited words say the opposite, or deny it: “signed”."
    assert opposed(denied, [claim_of("France talked.")]) == "The cited words do not deny it: “sign”."
    assert opposed(signed, [signed]) is opposed(denied, [denied]) is None
