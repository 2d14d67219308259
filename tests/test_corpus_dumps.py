"""Dumps: plain articles, pages saved as text, and several items in one file."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dumps import read_dump
from corpus.errors import SourceError

LEAD = "The council voted on Tuesday night to close the coal pier that has stood in the harbour since 1911."
MORE = "The port authority has until the end of the year to move the last two cranes to the northern quay."
LAST = "The mayor said he expected the first boats to tie up at the new marina in two summers."
TITLE = "Harbour town votes to close its old coal pier"


def test_a_clean_article_is_read_as_it_is() -> None:
    (article,) = read_dump(f"{TITLE}\n\n{LEAD}\n\n{MORE}\n{LAST}", fallback_id="pier")
    assert (article.id, article.title, article.text) == ("pier", TITLE, f"{LEAD}\n\n{MORE}\n{LAST}")
    assert (article.published, article.publisher, article.authors) == (None, None, ())
    assert not article.title_derived


def test_a_text_without_a_title_gets_its_first_sentence() -> None:
    (article,) = read_dump(f"{LEAD}\n\n{MORE}")
    assert (article.title, article.text, article.title_derived) == (LEAD, f"{LEAD}\n\n{MORE}", True)


def test_a_saved_page_loses_its_furniture_and_gives_title_date_and_authors() -> None:
    page = (
        f"The Marlow Herald\n\nHome > News\n\nSubscribe\n\n{TITLE}\nBy Mary Quill and Ivan Petrov\n3 May 2019 | 10:30\n"
        f"Share\nTweet\n\n{LEAD}\n\nAdvertisement\n\n{MORE}\n\n{LAST}\n\nMost Read\nSugar prices fall for third week\n"
        "Mayor resigns after report on school roof\n\n© 2019 The Marlow Herald"
    )
    (article,) = read_dump(page)
    assert (article.title, article.text) == (TITLE, f"{LEAD}\n\n{MORE}\n\n{LAST}")
    assert (article.published, article.authors) == (date(2019, 5, 3), ("Mary Quill", "Ivan Petrov"))
    assert article.publisher is None


def test_a_standfirst_stays() -> None:
    standfirst = "Councillors fear for sixty jobs as the last cranes move north"
    (article,) = read_dump(f"{TITLE}\n\n{standfirst}\n\nShare\n\n{LEAD}\n\n{MORE}")
    assert (article.title, article.text) == (TITLE, f"{standfirst}\n\n{LEAD}\n\n{MORE}")


def test_byline_and_date_below_a_standfirst_that_is_a_sentence_are_read() -> None:
    standfirst = "Councillors fear for sixty jobs as the last two cranes move north."
    (article,) = read_dump(f"{TITLE}\n\n{standfirst}\n\nBy Jo Hill\n\n3 May 2019\n\n{LEAD}\n\n{MORE}")
    assert (article.published, article.authors) == (date(2019, 5, 3), ("Jo Hill",))
    assert article.text == f"{standfirst}\n\n{LEAD}\n\n{MORE}"


def test_a_paragraph_broken_into_lines_stays_whole() -> None:
    wrapped = (
        "The council voted on Tuesday night to close the coal\npier that has stood in the harbour since 1911, and\n"
        "to move its two cranes to the northern quay before\nthe end of the year."
    )
    (article,) = read_dump(f"{TITLE}\n\n{wrapped}\n\nShare\n")
    assert (article.title, article.text) == (TITLE, wrapped)


def test_items_with_a_dateline_each_are_articles_of_their_own() -> None:
    story = f"{LEAD}\n\n{MORE}\n\n{LAST} {MORE}"
    text = f"{TITLE}\n3 May 2019\n\n{story}\n\nFerry line to the island opens again\n4 May 2019\n\n{story}"
    first, second = read_dump(text, fallback_id="items")
    assert [(each.id, each.title, each.published, each.text) for each in (first, second)] == [
        ("items", TITLE, date(2019, 5, 3), story),
        ("items-2", "Ferry line to the island opens again", date(2019, 5, 4), story),
    ]


def test_the_days_of_a_timeline_make_no_articles() -> None:
    story = f"{LEAD} {MORE} {LAST} {MORE}"
    text = f"{TITLE}\n\n{story}\n\nMay 3, 2019\n\n{story} {LEAD}\n\nMay 4, 2019\n\n{story} {LAST}"
    (article,) = read_dump(text)
    assert "May 3, 2019" in article.text
    assert "May 4, 2019" in article.text
    assert article.published is None


def test_a_date_in_the_story_is_not_the_date_of_publication() -> None:
    (article,) = read_dump(f"{TITLE}\n\nMARLOW – The council voted on 3 May 2019 to close the coal pier.\n\n{MORE}")
    assert article.published is None


def test_the_dateline_of_the_first_paragraph_is() -> None:
    (article,) = read_dump(f"{TITLE}\n\nMARLOW, 3 May 2019 (AP) – The council voted to close the coal pier.\n\n{MORE}")
    assert article.published == date(2019, 5, 3)
    assert article.text.startswith("MARLOW, 3 May 2019")


@pytest.mark.parametrize("text", ["", " \n", "12 – 34\n\n***"])
def test_a_text_without_words_is_no_article(text: str) -> None:
    with pytest.raises(SourceError, match="no words"):
        read_dump(text)
