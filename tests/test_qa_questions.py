"""What a question asks for, and which publishers and days it limits itself to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import Kind, Period, absent_outlets, kind_of, period_of, publishers_of, recent_days

KINDS: dict[Kind, list[str]] = {
    "person": [
        "Who opened the talks?",
        "And who came?",
        "Whose delegation went?",
        "To whom was it sent?",
        "Which diplomat came?",
        "tell me who opened it",
        "Can you tell me who opened the talks?",
        "May I ask who won?",
        "WHO OPENED IT",
    ],
    "time": [
        "When did it end?",
        "On what date did it start?",
        "What day of the week was it?",
        "On which two days did they meet?",
        "How long ago did it end?",
        "How soon will they meet?",
        "Since when has it gone on?",
        "Do you know when the talks began?",
        "When did the talks, which were held in Astana, end?",
        "When, according to her, did it start?",
        "After the war began, when did they meet?",
    ],
    "number": [
        "How many people came?",
        "How old is she?",
        "What percentage of seats did they win?",
        "What is the number of dead?",
        "What was the death toll?",
        "Could you please tell me how many came?",
        "How much rain fell?",
        "How much does the bridge weigh?",
        "How many paid?",
    ],
    "money": [
        "how much did it cost",
        "How much was the bakery fined?",
        "Its helpers get a pay of how much?",
        "The bakery sells one loaf. How much is it?",
        "What does a gallon of petrol cost in Perth?",
        "What does the bakery charge for a loaf?",
        "What was the bakery's net income in May?",
        "What is the price of a loaf?",
    ],
    "place": ["Where were they held?", "In which country?", "Which city hosted them?", "I wonder where they met."],
    "reason": ["Why did it fail?", "What caused it?", "How come they left?", "Does anyone know why he resigned?"],
    "yes_no": [
        "Is it true?",
        "But did he come?",
        "Isn’t it over?",
        "Did the man who came stay?",
        "Is Russia backing them or not?",
        "Do you know if they met?",
        "Are there more than 30 people?",
        "After the vote was counted when the polls closed, did the party accept it?",
        "When the talks ended, were they content?",
        "Wouldn't they come?",
    ],
    "other": [
        "What did Steifo say?",
        "What did the row cost the mayor?",
        "What did he say about the cost?",
        "What was done with the profits?",
        "What is net income?",
        "Did he go or stay?",
        "Which party won?",
        "How did it end?",
        "What is it worth?",
        "When the talks ended, what did they sign?",
        "How far along are the repairs?",
        "How much of a surprise was it?",
        "Astana",
        "?",
        "",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, each) for kind, asked in KINDS.items() for each in asked])
def test_the_kind_of_a_question(kind: Kind, question: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What do articles from January 2018 say?", date(2018, 1, 1), date(2018, 1, 31)),
        ("articles about Astana from Jan. 2018", date(2018, 1, 1), date(2018, 1, 31)),
        ("news published in 2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("news from the year 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("What was reported on 24 January 2018?", date(2018, 1, 24), date(2018, 1, 24)),
        ("What was published on January 24, 2018?", date(2018, 1, 24), date(2018, 1, 24)),
        ("articles published on the 24th of January 2018", date(2018, 1, 24), date(2018, 1, 24)),
        ("articles from 2018-01-24", date(2018, 1, 24), date(2018, 1, 24)),
        ("coverage since 2017", date(2017, 1, 1), None),
        ("stories after 31 May 2015", date(2015, 6, 1), None),
        ("stories before May 2015", None, date(2015, 4, 30)),
        ("articles that appeared by 2016", None, date(2016, 12, 31)),
        ("headlines until 24 January 2018", None, date(2018, 1, 24)),
        ("articles published between 2015 and January 2018", date(2015, 1, 1), date(2018, 1, 31)),
        ("articles from May to July 2018", date(2018, 5, 1), date(2018, 7, 31)),
        ("articles between 1 and 5 May 2018", date(2018, 5, 1), date(2018, 5, 5)),
        ("articles published from May 1 to July 5, 2018", date(2018, 5, 1), date(2018, 7, 5)),
        ("articles from 2015 to 2018", date(2015, 1, 1), date(2018, 12, 31)),
        ("articles from February 2016", date(2016, 2, 1), date(2016, 2, 29)),
    ],
)
def test_a_question_can_limit_itself_to_a_period_of_publication(
    question: str, since: date | None, until: date | None
) -> None:
    assert period_of(question) == Period(since, until)


@pytest.mark.parametrize(
    "question",
    [
        "What happened on 23 January 2018?",
        "Who won the 2014 World Cup?",
        "What did the news say about the 2014 World Cup in 2014?",
        "What happened in Syria in 2015, according to the news?",
        "Who wrote the report on chemical weapons in 2013?",
        "Was the letter written in 2015?",
        "What is the story of the 1973 war?",
        "articles from 31 February 2018",
        "articles published between 2018 and 2015",
        "How many cases of measles were reported in 2015?",
        "Which book was published in 1997?",
        "Who appeared in 2015 on the show?",
        "What study published in 2015 found that coffee is good?",
        "What profit was reported in 2015 by Apple?",
        "coverage of 2014 World Cup",
        "articles about the crisis of 2008",
        "stories about the summer of 2016",
        "articles on 2018 elections",
        "articles from January",
        "",
    ],
)
def test_a_day_that_is_only_spoken_of_limits_nothing(question: str) -> None:
    assert period_of(question) == Period()


PUBLISHERS = ["Syrian Coalition's Media Department", "Tengrinews", "The Astana Times", "The Week", "AT&T (news)", "the"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("According to Tengrinews, who signed?", ("Tengrinews",)),
        ("who signed according to tengrinews", ("Tengrinews",)),
        ("What did the Astana Times report?", ("The Astana Times",)),
        ("What does The Astana Times say about Tengrinews?", ("The Astana Times",)),
        ("Which articles of Tengrinews and articles in the Astana Times tell it?", ("Tengrinews", "The Astana Times")),
        ("What is in Tengrinews's article?", ("Tengrinews",)),
        ("Tengrinews: who signed?", ("Tengrinews",)),
        ("Who came, in The Week?", ("The Week",)),
        ("according to the Syrian Coalition’s Media Department, who came?", ("Syrian Coalition's Media Department",)),
        ("according to AT&T (news), why?", ("AT&T (news)",)),
        ("What did the Syrian Coalition say?", ()),
        ("What happened in the week before?", ()),
        ("Who was interviewed by Tengrinews?", ()),
        ("Who leads Tengrinews?", ()),
        ("according to the ministry, why?", ()),
        ("", ()),
    ],
)
def test_publishers_named_as_the_source(question: str, named: tuple[str, ...]) -> None:
    assert publishers_of(question, PUBLISHERS) == named


ASKED_ON = date(2018, 1, 24)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did the New York Times report about Fiona?", ("New York Times",)),
        ("What happened in Perth, according to Reuters?", ("Reuters",)),
        ("The Marlow Herald said what of the pier?", ("Marlow Herald",)),
        ("What did The Astana Times write of the talks?", ()),
        ("Who bought the New York Times?", ()),
        ("Why did the Daily Mail apologise?", ()),
        ("What do the articles say of the Press?", ()),
    ],
)
def test_a_source_without_an_article_is_told(question: str, absent: tuple[str, ...]) -> None:
    assert absent_outlets(question, ["The Astana Times", "Tengrinews"]) == absent


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("What happened today?", date(2018, 1, 23)),
        ("What happened yesterday?", date(2018, 1, 22)),
        ("What happened last night?", date(2018, 1, 22)),
        ("What happened this week?", date(2018, 1, 15)),
        ("What happened last week?", date(2018, 1, 10)),
        ("in the last two weeks", date(2018, 1, 8)),
        ("in the past 10 days", date(2018, 1, 12)),
        ("in recent days", date(2018, 1, 18)),
        ("What happened recently?", date(2017, 12, 25)),
    ],
)
def test_recent_days_are_counted_from_the_day_of_asking(question: str, since: date) -> None:
    assert recent_days(question, ASKED_ON) == Period(since, ASKED_ON)


def test_there_are_no_recent_days_without_a_day_of_asking_or_a_word_for_them() -> None:
    assert recent_days("What happened today?", None) == Period()
    assert recent_days("What happened in 2015?", ASKED_ON) == Period()


_WORDS = "articles from January 31 2018 last zero 9999 week in The Week who or if can you tell me between and".split()
_QUESTIONS = st.one_of(st.text(), st.lists(st.sampled_from(_WORDS)).map(" ".join))


@given(_QUESTIONS, st.lists(st.text()), st.dates())
def test_anything_can_be_asked(question: str, publishers: list[str], asked_on: date) -> None:
    kind_of(question)
    period = period_of(question)
    assert not (period.since and period.until) or period.since <= period.until
    assert set(publishers_of(question, publishers)) <= set(publishers)
    recent = recent_days(question, asked_on)
    assert recent == Period() or (recent.since or date.max) <= asked_on
