"""What a follow-up leans on, found in the conversation."""

from __future__ import annotations

import pytest

from qa.antecedents import may_be_person, person, place, spoken_of, topic


def test_the_things_of_the_last_question_come_first_and_those_in_the_right_number() -> None:
    asked = ["Where do guinea pigs live?", "Who signed the document in Astana?"]
    assert [phrase.text for phrase in spoken_of(asked, None)] == ["the document in Astana", "Astana", "guinea pigs"]
    assert [phrase.text for phrase in spoken_of(asked, True)][:2] == ["Astana", "guinea pigs"]
    assert next(spoken_of(asked, False)).text == "the document in Astana"


def test_people_that_did_something_come_first_only_where_they_act() -> None:
    asked = ["Which groups signed the papers?"]
    assert next(spoken_of(asked, True)).text == "the papers"
    assert next(spoken_of(asked, True, acting=True)).text == "the groups that signed the papers"
    assert next(spoken_of(["Which papers did the groups sign?"], True, acting=True)).text == "the groups"


@pytest.mark.parametrize(
    ("asked", "question", "expected"),
    [
        (["Who backs the Astana talks?"], "How many people came?", "the Astana talks"),
        (["Who backs the Astana talks?"], "How many talks were there?", None),
        (["Where do guinea pigs live?", "Who backs the Astana talks?"], "What else?", "the Astana talks"),
        (["Where do guinea pigs live?", "Why?"], "What else?", "guinea pigs"),
        (["Where do guinea pigs live?", "Why?", "Why?", "Why?"], "What else?", None),
        ([], "What else?", None),
    ],
)
def test_the_topic_is_what_was_last_asked_about(asked: list[str], question: str, expected: str | None) -> None:
    assert topic(asked, question) == expected


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (["Who leads the Movement?"], ["Randa Kassis leads it."], "Randa Kassis"),
        (["Did Hariri meet Slutsky in Moscow?"], ["Yes, and Lavrov."], "Slutsky"),
        (["What is new?"], ["Volkov won in Brazil."], "Volkov"),
        (["What is new?"], ["Germany won in Brazil."], None),
        (["Who is the president of France?"], ["Emmanuel Macron is."], "Emmanuel Macron"),
        (["Who is Randa Kassis?"], ["An ally of Anna Reid."], "Randa Kassis"),
        (["What did Trump say about China?"], ["He praised it."], "Trump"),
        (["What did Trump say about Merkel?"], ["He praised her."], "Trump"),
        (["Did Michael Jordan play in Cuba?"], ["Yes."], "Michael Jordan"),
        (["What is new?"], [""], None),
        (["What did Trump say?", "What is new?"], ["", "Tom Volkov beat Ann Tay."], "Trump"),
        (["What did Trump say?", "What is new?"], ["", "Tom Volkov won."], "Tom Volkov"),
        (["What is new?"], ["Tom Volkov beat Ann Tay."], "Tom Volkov"),
        (["How old is Trump's wife?"], [""], "Trump's wife"),
    ],
)
def test_the_person_last_spoken_of(asked: list[str], answered: list[str], expected: str | None) -> None:
    assert person(asked, answered) == expected


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (["What happened in Astana?", "Who opened the talks?"], ["", ""], "Astana"),
        (["Who opened the talks?"], [""], None),
        (["What happened in Astana?"], ["A meeting in Vienna was announced."], "Astana"),
        (["Where did Hariri go?"], ["**Moscow** – Hariri went to Moscow in May, from Riyadh."], "Moscow"),
        (["Which capital did the Coalition agree to visit?"], ["Beijing."], "Beijing"),
        (["What is Kazakhstan's capital?"], ["Astana. It was built in May."], "Astana"),
        (["Where was the treaty signed?"], ["In May, the envoys signed it at Fort Ross."], "Fort Ross"),
        (["Where did the talks in Astana move?"], ["The talks in Astana moved to Sochi."], "Sochi"),
        (["Where did they meet?", "Who came?"], ["In Ulm.", "Reid came from Perth."], "Ulm"),
        (["Where did they meet?"], ["The articles do not say."], None),
        (["Which capitals back the talks in Astana?"], ["Moscow, Ankara and Tehran."], "Astana"),
    ],
)
def test_the_place_last_spoken_of(asked: list[str], answered: list[str], expected: str | None) -> None:
    assert place(asked, answered) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Hariri", "Did Hariri meet them?", True),
        ("Syrian Coalition", "Did the Syrian Coalition meet them?", False),
        ("Moscow", "Did they meet in Moscow?", False),
        ("UN", "Did he see UN?", False),
        ("APIs", "Did he use APIs?", False),
        ("King Charles III", "King Charles III came.", True),
        ("Mount Perth", "Mount Perth is high.", False),
        ("Thursday", "They met Thursday.", False),
        ("Bo Tay", "Did Bo Tay narrowly win?", True),
        ("Tony", "How many Tony nominations are there?", False),
    ],
)
def test_who_may_be_a_person(name: str, text: str, expected: bool) -> None:
    assert may_be_person(name, text) is expected
