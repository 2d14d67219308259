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
        ("It is unclear who wrote the letter.", "It is clear who wrote the letter."),
        ("Prosecutors allege that Reid took bribes.", "Reid took bribes."),
        ("Ukraine accused Russia of shelling the hospital.", "Russia shelled the hospital."),
        ("He was charged with taking bribes in 2015.", "He took bribes in 2015."),
        ("It is one of the largest banks in Europe.", "It is the largest bank in Europe."),
        ("It's just one of the first photos by the telescope.", "It is the only photo by the telescope."),
        ("Perth is the second largest city of the country.", "Perth is the largest city of the country."),
        ("Former president Jane Doe opened the bridge.", "President Jane Doe opened the bridge."),
        ("Most schools in Perth were closed on Monday.", "All schools in Perth were closed on Monday."),
        ("The minister resigned after the scandal.", "The minister resigned because of the scandal."),
        ("The company plans to close the plant in May.", "The company will close the plant in May."),
        ("The company is expected to close the plant.", "The company will close the plant."),
        ("Turkey threatened to close its border with Iraq.", "Turkey will close its border with Iraq."),
        ("The envoys would be glad to return to Astana.", "The envoys have returned to Astana."),
        ("The deal could cost 3,000 jobs.", "The deal cost 3,000 jobs."),
        ("If elected, Smith would cut taxes for the poor.", "Smith cut taxes for the poor."),
        ("Haliburton could help Ayton.", "Haliburton will certainly help Ayton."),
        ("The league has taken our advice.", "The league will have taken our advice."),
        ("Fans have been comparing notes on the show.", "Fans will be comparing notes on the show."),
        ("The mayor's brother was arrested on Monday.", "The mayor was arrested on Monday."),
        ("Trump's lawyer said the payment was legal.", "Trump said the payment was legal."),
        ("The company's founder has died at 72.", "The company has died at 72."),
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
        ("Jane Doe is a former senator from Florida.", "Jane Doe was previously a senator from Florida."),
        ("It's just one of the first photos by the telescope.", "It was among the first photos by the telescope."),
        ("It is unclear who wrote the letter.", "It is not clear who wrote the letter."),
        ("It is not known who wrote the letter.", "It is unknown who wrote the letter."),
        ("All schools in Perth and most in Ulm were closed.", "All schools in Perth were closed."),
        ("The minister resigned because of the scandal.", "The scandal caused the minister to resign."),
        ("The company plans to close the plant in May.", "The company intends to close the plant in May."),
        ("The talks are scheduled for Monday in Geneva.", "The talks will take place on Monday in Geneva."),
        ("He is due to appear in court on Friday.", "He will appear in court on Friday."),
        ("The company decided to close the plant.", "The company will close the plant."),
        ("The meeting is on Monday.", "The meeting will be on Monday."),
        ("Syria's army took the town of Palmyra.", "Syria took the town of Palmyra."),
        ("The court's judges ruled that the law was void.", "The court ruled that the law was void."),
        ("The company's profit rose to $3 million.", "The company made a profit of $3 million."),
        ("The mayor's brother was arrested. The mayor was freed.", "The mayor was freed."),
    ],
)
def test_what_keeps_it_open_or_bound_is_carried(cited: str, said: str) -> None:
    assert supported(cited, said)


@pytest.mark.parametrize(
    ("cited", "said", "carried"),
    [
        (
            "In contrast with her privately educated colleagues, Reid went to school in Leeds.",
            "Reid was privately educated in Leeds.",
            False,
        ),
        ("Invertebrates are notably absent from the list.", "Invertebrates are on the list.", False),
        ("The department opposes the release of details.", "The department has released details.", False),
        ("The court reversed an earlier judgment on bees.", "The court upheld an earlier judgment on bees.", False),
        ("They accused the state of neglecting the park.", "They blamed the state for neglecting the park.", True),
        ("Reid's result was better than the last poll.", "Reid did better than the last poll.", True),
        ("He is the oldest person to take the throne.", "He is the youngest person to take the throne.", False),
        ("Reid's late goal ended the hopes of Perth.", "Reid's goal came late and ended the hopes of Perth.", True),
    ],
)
def test_contrasts_and_blame(cited: str, said: str, carried: bool) -> None:
    assert supported(cited, said) is carried
