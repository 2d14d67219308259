"""Who has which part in a thing, and how far it has come."""

from __future__ import annotations

import pytest

from qa.claims import claim_of
from qa.roles import misplaced


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("The gunman was shot by a bystander, police said.", "The gunman was shot by police."),
        ("The groups are led by teachers and advised by lawyers.", "The groups are led by lawyers."),
        ("Anna Moss conceded the race to Jack Reid.", "Jack Reid conceded the race."),
        ("It marks a first, as Mann became a commander. Kikina is a pilot.", "Kikina became a commander."),
        ("After Reid left the bank, he persuaded Moss to join a fund.", "Moss persuaded Reid to join a fund."),
        ("Using Anna Moss as a front, Reid had access to the money.", "Anna Moss used Reid as a front."),
        ("He joined the Conservatives in 1996, after years with the Liberals.", "He joined the Liberals in 1996."),
        ("The mayor endorsed Reid's opponent, Anna Moss.", "The mayor endorsed Reid."),
        ("The ship is named for the twin sister of Apollo.", "The ship is named for the mother of Apollo."),
        ("The series was nominated for 25 prizes.", "The series won 25 prizes."),
        ("A girl was injured in the fire.", "A girl was killed in the fire."),
        ("Reid was charged with fraud.", "Reid was convicted of fraud."),
        ("The two parks together are nearly the size of Wales.", "Each of the parks is nearly the size of Wales."),
        ("The card is the most valuable in sports.", "The card is the most valuable of any kind."),
        (
            "The prosecution painted Reid as greedy, while the defense countered that the banker acted in good faith.",
            "The prosecution said that the banker acted in good faith.",
        ),
        (
            "Moss told ABC that it was worth considering, and Reid said on CNN that the plan was under review.",
            "Reid told ABC that it was worth considering.",
        ),
    ],
)
def test_a_part_given_to_another_is_told(cited: str, said: str) -> None:
    assert misplaced(claim_of(said), [claim_of(cited)]) is not None


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("The gunman was shot by an armed bystander, police said.", "The gunman was shot by a bystander."),
        ("After Reid left the bank, he persuaded Moss to join a fund.", "Reid persuaded Moss to join a fund."),
        ("Reid and his wife fled the city.", "Reid fled the city."),
        ("Reid met Moss in Perth.", "Moss met Reid in Perth."),
        ("He joined the Conservatives in 1996, after years with the Liberals.", "He joined the Conservatives in 1996."),
        ("The mayor visited the capital of France and Spain.", "The mayor visited Spain."),
        ("The mayor endorsed Reid's opponent, Anna Moss.", "The mayor endorsed Moss, Reid's opponent."),
        ("The son of Anna Moss spoke.", "Anna Moss is the mother of the speaker."),
        ("The series was nominated for 25 prizes and won 3.", "The series won 3 prizes."),
        ("Reid was jailed for fraud for ten years.", "Reid was sentenced to ten years for fraud."),
        ("The two parks together are nearly the size of Wales.", "Together the parks are about as large as Wales."),
        (
            "The prosecution painted Reid as greedy, while the defense countered that the banker acted in good faith.",
            "The defense said that the banker acted in good faith.",
        ),
    ],
)
def test_a_part_that_is_the_same_is_left_alone(cited: str, said: str) -> None:
    assert misplaced(claim_of(said), [claim_of(cited)]) is None
