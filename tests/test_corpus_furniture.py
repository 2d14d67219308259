"""Furniture: what a line is by itself and by where it stands."""

from __future__ import annotations

import pytest

from corpus.furniture import PERHAPS, SURE, look_at, names_of, sort_lines

LEAD = "The council voted on Tuesday night to close the coal pier that has stood in the harbour since 1911."
MORE = "The port authority has until the end of the year to move the last two cranes to the northern quay."
LAST = "The mayor said he expected the first boats to tie up at the new marina in two summers."


def story(*lines: str) -> list[str]:
    found = sort_lines(lines)
    return [found.lines[index].text for index in found.story]


@pytest.mark.parametrize(
    "line",
    [
        "Share this article",
        "ПОДЕЛИТЬСЯ",
        "Advertisement",
        "© 2021 The Marlow Herald. All rights reserved.",
        "Photo: Mary Quill/AP",
        "Read more: Mayor resigns after report on school roof",
        "1,204 views",
        "Home > News > Health",
        "Follow us on Facebook and Twitter",
        "We use cookies to improve your experience on our site. By continuing you agree to our use of cookies.",
        "Subscribe to our newsletter and get the day's stories in your inbox.",
        "news@example.com",
        "EN | FR | DE | ES",
        "Copyright Guardian News and Media 2019",
        "Your browser does not support the video tag.",
        "Download the app",
    ],
)
def test_furniture_is_told_wherever_it_stands(line: str) -> None:
    assert look_at(line).points >= SURE
    assert story(LEAD, line, LAST) == [LEAD, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "What happens now",
        "2. Earlier last trains",
        "Man of the match",
        "Rovers 2, Marlow Town 2",
        "• Cost: 4.2 million",
        "California: $6.06",
        "Q: When did you know that it was serious?",
        "A: When the lights went out.",
        '"Not pretty," she said. "But ours."',
        "«Мы не можем больше ждать»",
        "The gulls have kept my place",
        "How many will follow?",
        "May 12, 2022",
        "The company told writers by email that readers would have to accept cookies before they could open an issue.",
        "“You cannot sell my subscribers and call it a service,” said Lena Fuchs, whose newsletter has 40,000 readers.",
        "Users who do not agree may cancel their subscription within 30 days, according to the notice.",
        "Sie will die Bürger abstimmen lassen.",
        "Copyright law protects authors for 70 years after they die.",
        "Users had to accept cookies and were shown adverts, the regulator found.",
        "The browser does not support the feature, and Google will drop it by May.",
    ],
)
def test_the_story_stays(line: str) -> None:
    assert look_at(line).points < SURE
    assert story(LEAD, line, LAST) == [LEAD, line, LAST]
    assert story(LEAD, MORE, "Advertisement", line, LAST, "Share", "Tweet") == [LEAD, MORE, line, LAST]


def test_a_list_of_other_stories_goes_and_the_subheading_below_it_stays() -> None:
    others = [
        "Read also",
        "Mayor resigns after report on school roof",
        "Airline cancels hundreds of flights over strike",
    ]
    assert story(LEAD, *others, "What happens now", LAST) == [LEAD, "What happens now", LAST]


def test_nothing_of_the_readers_part_is_story() -> None:
    comments = ["2 Comments", "Jonas Halvorsen", "3 hours ago", "I do not agree with a word of this.", "Reply"]
    assert story(LEAD, MORE, LAST, *comments) == [LEAD, MORE, LAST]


def test_a_list_that_the_story_ends_with_stays_and_what_follows_goes() -> None:
    prices = ["Hawaii: $5.39", "California: $5.38", "Alaska: $4.94"]
    assert story(LEAD, MORE, *prices, "Share", "Most read", "Sugar prices fall for third week") == [LEAD, MORE, *prices]


def test_who_made_the_story_is_part_of_it() -> None:
    maker = "Translated and edited by The Marlow Herald"
    assert story(LEAD, LAST, maker, "Tags: Health, London") == [LEAD, LAST, maker]


def test_a_long_paragraph_that_stands_twice_goes_once() -> None:
    assert story(LEAD, LEAD, LAST) == [LEAD, LAST]


def test_verse_without_a_sentence_is_left_alone() -> None:
    verse = (
        "The gulls have kept my place",
        "between the salt and stone",
        "Share",
        "and every tide that turned its face",
    )
    assert story(*verse) == list(verse)


def test_a_line_that_is_all_link_is_in_doubt() -> None:
    assert look_at("Mayor resigns after report", linked=True).points >= PERHAPS
    assert look_at("Mayor resigns after report").points < PERHAPS


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Mary Quill", ["Mary Quill"]),
        ("By Mary Quill and Ivan Petrov", ["Mary Quill", "Ivan Petrov"]),
        ("Von Lena Fuchs", ["Lena Fuchs"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("By Mary Quill | Northern Post", ["Mary Quill"]),
        ("The port was closed", []),
    ],
)
def test_names_are_read_from_bylines(byline: str, names: list[str]) -> None:
    assert names_of(byline) == names
