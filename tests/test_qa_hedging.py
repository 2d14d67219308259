"""What the cited words leave open or bound may not be told without it."""

from __future__ import annotations

import pytest

from qa.support import CitedSentence, SupportChecker

CHECKER = SupportChecker()


def supported(cited: str, said: str) -> bool:
    return CHECKER.check(said, [CitedSentence(text=cited)]).supported


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("The Kremlin denied that Russian troops had entered the city.", "Russian troops entered the city."),
        ("The president denied meeting the banker.", "The president met the banker."),
        ("It is unclear whether the pilot survived.", "The pilot survived."),
        ("Prosecutors allege that Reid took bribes.", "Reid took bribes."),
        ("Ukraine accused Russia of shelling the hospital.", "Russia shelled the hospital."),
        ("He was charged with taking bribes in 2015.", "He took bribes in 2015."),
        ("It is one of the largest banks in Europe.", "It is the largest bank in Europe."),
        ("Perth is the second largest city of the country.", "Perth is the largest city of the country."),
        ("Former president Jane Doe opened the bridge.", "President Jane Doe opened the bridge."),
        ("Most schools in Perth were closed on Monday.", "All schools in Perth were closed on Monday."),
        ("The minister resigned after the scandal.", "The minister resigned because of the scandal."),
    ],
)
def test_it_is_not_told_as_a_fact(cited: str, said: str) -> None:
    assert not supported(cited, said)
    assert supported(cited, cited)


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (
            "The Kremlin denied that Russian troops had entered the city.",
            "The Kremlin denied that troops entered the city.",
        ),
        ("Prosecutors allege that Reid took bribes.", "Reid took bribes, prosecutors said."),
        ("Prosecutors allege that Reid took bribes.", "Reid allegedly took bribes."),
        ("It is one of the largest banks in Europe.", "It is among the largest banks in Europe."),
        ("Former president Jane Doe opened the bridge.", "Jane Doe, a former president, opened the bridge."),
        ("All schools in Perth and most in Ulm were closed.", "All schools in Perth were closed."),
        ("The minister resigned because of the scandal.", "The scandal caused the minister to resign."),
    ],
)
def test_what_keeps_it_open_or_bound_is_carried(cited: str, said: str) -> None:
    assert supported(cited, said)
