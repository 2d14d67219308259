"""A story as several papers print it, and what is like it and is another one."""

from __future__ import annotations

from datetime import date

from corpus.article import Article

HARBOUR = (
    "The new harbour bridge at Port Halden will open on Friday, eleven months later than planned, the city council "
    "said. The bridge cost 84 million euros and carries two lanes of traffic and a path for cyclists.\n\n"
    "Work stopped for 5 months last winter after divers found cracks in two of the pillars. Engineer Maria Lindqvist "
    "said the pillars had been strengthened with steel rings and tested with loads of 900 tonnes.\n\n"
    "The ferry that now links both shores will run until the end of the year. Shopkeepers on the eastern shore fear "
    "that fewer visitors will stop there once the bridge is open.\n\n"
    "Mayor Jonas Eklund will cut the ribbon at noon, and the first bus crosses an hour later."
)
DATELINE = "PORT HALDEN, 3 May (Coast News) - "
CREDIT = "\n\nThis report was first published by Coast News."
WEATHER = (
    "The morning begins with {} degrees in the north and {} degrees in the south. In the course of the day "
    "temperatures rise to {} degrees on the coast.\n\nThe chance of rain is {} percent, and winds from the west reach "
    "{} kilometres an hour. The weather service will publish its next report at noon tomorrow."
)
VIEWS = (
    "Our columnists look back at a week in which the council of Port Halden argued about schools, trees and the price "
    "of parking near the old market hall, and in which nobody could agree on anything but the weather.\n\nReaders "
    "wrote to us about noise at night and about the swans on the lake, which have become a little too tame for some."
)


def story(article_id: str, text: str = HARBOUR, *, day: int | None = 4, publisher: str | None = None) -> Article:
    """The story as some paper printed it, on a day of May 2021 or on none that is known."""
    return Article(
        id=article_id,
        title=f"As told by {article_id}",
        text=text,
        publisher=publisher,
        published=None if day is None else date(2021, 5, day),
    )


def edited(text: str = HARBOUR) -> str:
    """The story as another paper prints it: dateline, credit, some words changed."""
    changed = text.replace("said", "announced", 1).replace("fewer visitors", "not as many visitors")
    return f"{DATELINE}{changed}{CREDIT}"


def without_paragraph(number: int, text: str = HARBOUR) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[:number] + paragraphs[number + 1 :])
