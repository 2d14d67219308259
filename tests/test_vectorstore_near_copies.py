"""What makes two texts near-copies, and what does not."""

from __future__ import annotations

import pytest

from tests.stories import CREDIT, DATELINE, HARBOUR, VIEWS, WEATHER, edited, without_paragraph
from vectorstore.near_copies import FEWEST_WORDS, are_near_copies, bands_of, likeness_of

BAND = 2078599012646201457  # the first of the story's


def alike(one: str, other: str) -> bool:
    """Whether two texts are near-copies, which is the same seen from both sides."""
    a, b = likeness_of(one), likeness_of(other)
    assert a and b
    assert are_near_copies(a, b) == are_near_copies(b, a)
    return are_near_copies(a, b)


def shared_bands(one: str, other: str) -> int:
    a, b = likeness_of(one), likeness_of(other)
    assert a and b
    return len(set(bands_of(a)) & set(bands_of(b)))


@pytest.mark.parametrize(
    "copy",
    [
        HARBOUR,
        HARBOUR.upper(),
        HARBOUR.replace("\n\n", " ").replace("'", "’"),
        DATELINE + HARBOUR,
        HARBOUR + CREDIT,
        edited(),
        without_paragraph(2),
        without_paragraph(3),
        HARBOUR.replace("84 million", "84.0 million"),  # one figure of three
    ],
)
def test_light_edits_leave_a_near_copy(copy: str) -> None:
    assert alike(HARBOUR, copy)
    assert shared_bands(HARBOUR, copy) >= 1


@pytest.mark.parametrize(
    "other",
    [
        VIEWS,
        f"{VIEWS}\n\n{WEATHER}\n\n{HARBOUR}",
        "\n\n".join([*HARBOUR.split("\n\n")[:2], VIEWS]),
        HARBOUR.replace("84", "97").replace("900", "700"),
    ],
)
def test_other_articles_are_none(other: str) -> None:
    assert not alike(HARBOUR, other)


def test_a_report_made_by_a_form_is_no_copy_of_the_one_before() -> None:
    monday, tuesday = WEATHER.format(11, 17, 21, 30, 25), WEATHER.format(9, 14, 18, 80, 45)
    assert not alike(monday, tuesday)
    assert alike(monday, f"{monday}{CREDIT}")


def test_the_only_figure_must_agree() -> None:
    text = VIEWS.replace("a week", "a week with 3 meetings")
    assert not alike(text, text.replace("3 meetings", "4 meetings"))
    assert alike(text, VIEWS)  # a figure that only one has says nothing


def test_thousands_are_the_same_with_and_without_a_comma() -> None:
    text = f"{VIEWS} In all 1,250 letters came."
    assert alike(text, text.replace("1,250", "1250"))


def test_a_short_text_is_compared_with_none() -> None:
    assert likeness_of(" ".join(["word"] * (FEWEST_WORDS - 1))) is None
    assert likeness_of(" ".join(f"word{at}" for at in range(FEWEST_WORDS))) is not None
    assert likeness_of("") is None


def test_bands_are_the_same_at_every_start() -> None:
    likeness = likeness_of(HARBOUR)
    assert likeness
    bands = bands_of(likeness)
    assert len(bands) == len(set(bands)) == 32
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert bands[0] == BAND  # stored in libraries: a change of the hash needs a migration
    assert shared_bands(HARBOUR, VIEWS) == 0


def test_a_very_long_text_is_known_by_its_beginning() -> None:
    words = [f"word{at}" for at in range(30_000)]
    long, longer = likeness_of(" ".join(words[:20_000])), likeness_of(" ".join(words))
    assert long and longer
    assert len(long.shingles) == 9_998
    assert bands_of(long) == bands_of(longer)
