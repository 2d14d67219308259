"""Datelines: which lines say when an article was published, and which dates say nothing about it."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dates import read_dateline, read_day, read_inline_dateline

DAY = date(2019, 5, 3)


@pytest.mark.parametrize(
    "line",
    [
        "3 May 2019",
        "May 3, 2019",
        "3rd of May 2019 | 00:58",
        "2019-05-03T10:00:00Z",
        "Friday, 3 May 2019, 14:03 GMT",
        "Published: 3 May 2019",
        "Published 3 May 2019 Updated 5 May 2019",
        "Updated 5 May 2019 Published 3 May 2019",
        "By Mary Quill | May 3, 2019",
        "3 May 2019 In City News",
        "Reuters | May 3, 2019",
        "The Marlow Herald | 3 May 2019",
        "venerdì 3 maggio 2019",
        "Опубликовано: 3 мая 2019",
        "3. Mai 2019",
        "3 de mayo de 2019",
        "03.05.2019",
        "2019年5月3日",
    ],
)
def test_a_dateline_gives_the_day_of_publication(line: str) -> None:
    dateline = read_dateline(line)
    assert dateline is not None
    assert dateline.day == DAY


@pytest.mark.parametrize(
    "line",
    [
        "The strike of 3 May 2019",
        "3 May 2019: the strike begins",
        "On 3 May 2019 the port was closed.",
        "Items filtered by date: 3 May 2019",
        "05/03/2019",  # the fifth of March or the third of May
        "31 February 2019",
        "12 people 2015",
        "May 3",
        "",
    ],
)
def test_other_lines_are_no_datelines(line: str) -> None:
    assert read_dateline(line) is None


def test_the_day_of_an_update_is_not_the_day_of_publication() -> None:
    dateline = read_dateline("Updated: 3 May 2019 12:00")
    assert dateline is not None
    assert dateline.day is None


def test_a_section_beside_the_date_is_kept_apart() -> None:
    dateline = read_dateline("3 May 2019 In City News")
    assert dateline is not None
    assert dateline.rest == "In City News"


@pytest.mark.parametrize(
    ("paragraph", "day"),
    [
        ("ASTANA, May 3, 2019 (Reuters) – The talks ended.", DAY),
        ("MARLOW, 3 May 2019 - The talks ended.", DAY),
        ("ASTANA – The talks ended on May 3, 2019.", None),
        ("On May 3, 2019 the talks – long prepared – ended.", None),
    ],
)
def test_only_the_dateline_of_a_first_paragraph_counts(paragraph: str, day: date | None) -> None:
    assert read_inline_dateline(paragraph) == day


def test_a_day_is_read_in_several_languages() -> None:
    assert read_day("le 3 mai 2019 à 12h30") == DAY
    assert read_day("3 мая") is None
