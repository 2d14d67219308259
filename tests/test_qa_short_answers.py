"""Short answers: given where a sentence surely holds them, and not where it may not."""

from __future__ import annotations

import pytest

from qa.short_answers import SURE, short_answer, told_span, undisputed

CAME = "More than 30 people came on May 25."


def pointing(sentence: str, words: str) -> tuple[int, int]:
    return sentence.index(words), sentence.index(words) + len(words)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many people came?", "More than 30"),
        ("When did they come?", "May 25"),
        ("Who came?", None),
        ("How many of the 30 people came?", None),
        ("When in the days after May 25 did they come?", None),
    ],
)
def test_the_one_number_or_time_of_a_sentence(question: str, short: str | None) -> None:
    assert short_answer(question, CAME, None, -9.0) == short


PEOPLE = "How many people died in the attack?"


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        (PEOPLE, "The attack lasted three hours.", None),
        (PEOPLE, "The 34-year-old attacker killed several people.", None),
        (PEOPLE, "The fire on the 9th floor killed several people.", None),
        (PEOPLE, "The 30 people in the hall did not die.", None),
        (PEOPLE, "Two thirds of the people died.", None),
        (PEOPLE, "Two dozen people died.", None),
        (PEOPLE, "One in five people died.", None),
        (PEOPLE, "Between 3 and 5 people died.", None),
        (PEOPLE, "Some 3-5 people died.", None),
        (PEOPLE, "12 people died 3 km away.", "12"),
        ("How many are in the team?", "The 14-member team has not decided whether to talk.", "14"),
        ("How many jobs did the firm cut?", "The firm cut 12k jobs.", None),
        ("How many hours did it last?", "It lasted three hours.", "three"),
        ("How long did the war last?", "The war lasted nearly three years.", "nearly three years"),
        ("How long is the bridge?", "The bridge is 3.5 km long.", "3.5 km"),
        ("How much time did he spend in prison?", "He spent 27 years there.", "27 years"),
        ("How much did it cost?", "It cost £2.5m.", "£2.5m"),
        ("How much did it cost?", "It cost $19B.", "$19B"),
        ("How much did it cost?", "It cost $3-4 million.", None),
        ("How much did it cost?", "It cost 3 to 4 billion dollars.", None),
        ("How much did it cost?", "It cost HK$3 billion.", "HK$3 billion"),
        ("How much did it cost?", "It cost 200 Swiss francs.", "200 Swiss francs"),
        ("How much was he fined?", "He was fined more than 2,000 rupees.", "more than 2,000 rupees"),
        ("How long did the war last?", "The war killed 12,000 people.", None),
        ("How long did the flight last?", "The flight reached a speed of 186 mph.", None),
        ("How far is Perth?", "Perth has 300 houses.", None),
        ("How fast is the train?", "The train carries 400 people.", None),
        ("How fast is the train?", "The train reaches 300 km/h.", "300 km/h"),
        ("How fast did the ice melt?", "The ice has melted for two centuries.", None),
        ("How often does the bus run?", "The bus has 40 seats.", None),
        ("How old is Reid?", "Reid has served under 3 mayors.", None),
        ("How old is Reid?", "Reid is the third mayor in three years.", None),
        ("How old is Reid?", "Reid, 34, opened the bridge.", "34"),
        ("How old is Reid?", "Reid, who turned 34 during the year, opened the bridge.", "34"),
        ("How old is Reid?", "The 34-year-old Reid opened the bridge.", "34"),
        ("How old is Reid?", "The 34-year-old mayor has 3 dogs.", "34"),
        ("How old is Reid?", "Tay, 19, beat 23-year-old Reid.", "23"),
        ("How old is Tay?", "Tay, 19, beat 23-year-old Reid.", "19"),
        ("How old is Reid?", "Reid meets 19-year old Ann Tay.", None),
        ("How old is the baby?", "The baby is seven months old.", "seven months"),
        ("How many children has Reid?", "Reid has two sets of twins.", None),
        ("How many sets of twins has Reid?", "Reid has two sets of twins.", "two"),
        ("How many people died of Covid-19?", "Covid-19 was on the rise.", None),
        ("How many people died?", "Covid-19 cost 300 people their lives.", "300"),
        ("How many titles has Reid won?", "Reid has won six Perth Open singles titles.", None),
        ("How many Perth Open titles has Reid won?", "Reid has won six Perth Open singles titles.", "six"),
        ("How many titles has Reid won?", "Reid has won six titles in Perth.", "six"),
    ],
)
def test_a_number_is_told_whole_and_only_where_it_counts_what_is_asked(
    question: str, sentence: str, short: str | None
) -> None:
    assert short_answer(question, sentence, None, -9.0) == short


def test_no_number_is_told_where_the_reader_points_at_other_words() -> None:
    sentence = "The crash killed 12 people and injured dozens."
    assert short_answer("How many people were injured?", sentence, pointing(sentence, "dozens"), 1.5) is None
    assert short_answer("How many people were killed?", sentence, pointing(sentence, "12 people"), 1.5) == "12"


@pytest.mark.parametrize(
    "question",
    [
        "How old is Tay, and how old is Reid?",
        "When was the bridge opened and who opened it?",
        "How old is Reid? How old is Tay?",
        "Is Reid 34? And is Tay 34?",
    ],
)
def test_several_questions_have_no_short_answer(question: str) -> None:
    assert short_answer(question, "Reid is 34.", pointing("Reid is 34.", "34"), SURE) is None


def test_no_number_or_time_is_told_where_the_reader_doubts_that_the_sentence_answers() -> None:
    sentence = "The crash of May 25 injured 12 people."
    for question, words in (("How many people died?", "12"), ("When did they die?", "May 25")):
        assert short_answer(question, sentence, pointing(sentence, words), 1.5) == words
        assert short_answer(question, sentence, pointing(sentence, words), 0.5) is None
        assert short_answer(question, sentence, pointing(sentence, "crash"), -0.5) is None
        assert told_span(question, sentence, pointing(sentence, words), 0.5) == pointing(sentence, words)


@pytest.mark.parametrize(
    ("question", "words", "short"),
    [
        ("How many people watched?", "2,000", "more than 2,000"),
        ("How much did it cost?", "$22 an hour", "up to $22 an hour"),
        ("When did it open?", "70 years ago", "over 70 years ago"),
        ("How old was it?", "2,000", None),
    ],
)
def test_words_that_a_sure_reader_points_at_come_with_what_bounds_them(
    question: str, words: str, short: str | None
) -> None:
    sentence = "It opened over 70 years ago for up to $22 an hour, not $30, before more than 2,000 people and 300 dogs."
    assert short_answer(question, sentence, pointing(sentence, words), SURE) == short


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("It opened in January 2015.", "January 2015"),
        ("It opened on Monday, 25 May 2015.", "Monday, 25 May 2015"),
        ("It opened on 24 January.", "24 January"),
        ("It opened before 2020.", "before 2020"),
        ("It had been open since early 2015.", "since early 2015"),
        ("It opened at the end of 2015.", "the end of 2015"),
        ("It did not open in 2015.", None),
        ("It opened during a visit to Paris.", None),
        ("Nobody opened it until the king resigned.", None),
        ("It was open May 12-13.", None),
        ("It was open on 12-13 May.", None),
        ("It was open from 2013 to 2015.", None),
        ("It opened in the late 2010's.", "late 2010's"),
        ("It opened last year.", None),
        ("It opened earlier this month.", None),
    ],
)
def test_a_time_is_told_with_what_bounds_it(sentence: str, short: str | None) -> None:
    assert short_answer("When did it open?", sentence, None, -9.0) == short


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        (
            "How much are the helpers paid?",
            "Each of the 14 helpers gets more than $20 an hour.",
            "more than $20 an hour",
        ),
        ("How much are the helpers paid?", "The 14 helpers are paid well.", None),
        ("How much are the helpers paid?", "They get $20 an hour, and $30 on Sundays.", None),
        ("How much of the $20 does the tax cost?", "Of $20 an hour, 5 percent go in tax.", "5 percent"),
        ("How many helpers are paid?", "Each of the 14 helpers gets $20 an hour.", None),
    ],
)
def test_money_is_told_only_where_money_is_asked_for(question: str, sentence: str, short: str | None) -> None:
    assert short_answer(question, sentence, None, -9.0) == short


@pytest.mark.parametrize(
    ("question", "words", "margin", "short"),
    [
        ("Who opened the bridge?", "Anna Reid", SURE, "Anna Reid"),
        ("Who opened the bridge?", "Anna Reid", SURE - 1, None),
        ("Who opened the bridge?", "opened the", SURE, None),
        ("Where is the bridge?", "Perth", SURE, "Perth"),
        ("How many people watched?", "2,000", SURE, "2,000"),
        ("How many people watched?", "Perth", SURE, None),
        ("What did Anna Reid open?", "the bridge", SURE, None),
        ("Who opened the bridge?", "Anna Reid opened the bridge of Perth before 2,000 people", SURE, None),
    ],
)
def test_the_words_that_a_sure_reader_points_at(question: str, words: str, margin: float, short: str | None) -> None:
    sentence = "Anna Reid opened the bridge of Perth before 2,000 people and 3 dogs."
    assert short_answer(question, sentence, pointing(sentence, words), margin) == short


def test_yes_only_where_the_reader_is_sure() -> None:
    sentence = "Anna Reid opened the new bridge on Friday."
    assert short_answer("Did Anna Reid open the bridge?", sentence, None, SURE) == "Yes"
    assert short_answer("Did Anna Reid open the bridge?", sentence, None, SURE - 1) is None


@pytest.mark.parametrize(
    ("question", "found", "short"),
    [
        ("When did the talks begin?", [("May 25", 2.0), ("January 23", 0.5)], None),
        ("When did the talks begin?", [("May 25", 2.0), ("January 23", -0.5)], "May 25"),
        ("When did the talks begin?", [("May 25", 2.0), ("25 May 2015", 2.0), (None, 4.0)], "May 25"),
        ("When did the talks begin?", [("Tuesday", 2.0), ("on Tuesday morning", 2.0)], "Tuesday"),
        ("How many people came?", [("14", 2.0), ("more than fourteen", 1.0)], "14"),
        ("How many people came?", [("14", 2.0), ("30", 1.0)], None),
        ("Did the ferry sink?", [("Yes", 4.0), ("No", 4.0)], None),
        ("Who opened the bridge?", [("Anna Reid", 4.0), ("Bo Tay", 4.0)], "Anna Reid"),
        ("Who opened the bridge?", [(None, 4.0), ("Bo Tay", 4.0)], None),
    ],
)
def test_what_another_sentence_tells_otherwise_is_no_short_answer(
    question: str, found: list[tuple[str | None, float]], short: str | None
) -> None:
    assert undisputed(question, found) == short


@pytest.mark.parametrize("when", ["On the second day", "The next morning"])
def test_a_time_that_hangs_on_another_is_no_short_answer(when: str) -> None:
    sentence = f"{when} they met in Quistown."
    pointed = pointing(sentence, " ".join(when.split()[-2:]))
    assert short_answer("When did they meet?", sentence, None, -9.0) is None
    assert short_answer("When did they meet?", sentence, pointed, SURE) is None


def test_an_age_is_no_time() -> None:
    sentence = "The queen died at the age of 96 in Perth."
    assert short_answer("When did the queen die?", sentence, pointing(sentence, "96"), SURE) is None
    sentence = "The queen died at 4:30 p.m. in Perth."
    assert short_answer("When did the queen die?", sentence, pointing(sentence, "4:30 p.m."), SURE) == "4:30 p.m."


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("The volcano is 600 miles southwest of Tokyo.", None),
        ("The volcano is near Tokyo.", None),
        ("The volcano is an hour from Tokyo.", None),
        ("The volcano is in Tokyo.", "Tokyo"),
    ],
)
def test_a_place_that_something_else_is_beside_is_not_where_it_is(sentence: str, short: str | None) -> None:
    assert short_answer("Where is the volcano?", sentence, pointing(sentence, "Tokyo"), SURE) == short


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Anna Reid is Perth's third mayor in three years.", None),
        ("Anna Reid is Perth's third mayor.", "Perth's third mayor"),
        ("Anna Reid is Perth's mayor in all but name.", "Perth's mayor"),
        ("Anna Reid is the youngest to lead Perth.", None),
    ],
)
def test_a_rank_is_told_with_all_that_it_is_of_or_not(sentence: str, short: str | None) -> None:
    pointed = pointing(sentence, short or ("the youngest" if "youngest" in sentence else "Perth's third mayor"))
    assert short_answer("Who is Anna Reid?", sentence, pointed, SURE) == short


def test_a_sentence_at_odds_with_the_question_has_no_short_answer() -> None:
    sentence = "Reid succeeds Bo Tay, who resigned in July."
    assert short_answer("When did Bo Tay resign?", sentence, (36, 43), 9.0) == "July"
    assert short_answer("When did Ann Reid resign?", sentence, (36, 43), 9.0) is None


def test_the_words_of_a_sentence_without_a_number_are_no_short_answer_to_how_many() -> None:
    assert short_answer("How many came?", "Only a handful came.", (5, 14), 9.0) is None


def test_a_number_is_no_place() -> None:
    sentence = "More than 30 million people are warned of the heat."
    pointed = pointing(sentence, "More than 30 million")
    assert short_answer("Where are they warned of the heat?", sentence, pointed, SURE) is None


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("How many users are fake?", "Tay claimed that 20% of the users are fake.", None),
        ("How many users are fake?", "The report says that 20% of the users are fake.", "20%"),
        ("How many users are fake, as Tay claims?", "Tay claimed that 20% of the users are fake.", "20%"),
        ("How many users does Tay say are fake?", "Tay claimed that 20% of the users are fake.", "20%"),
        ("How many users does Tay say are fake?", "Tay falsely claimed that 20% of the users are fake.", None),
        ("How many users does Tay say are fake?", "Reid claimed that 20% of the users are fake.", None),
        ("How many people did it kill?", "The storm claimed 20 lives.", "20"),
        ("When did the bridge open?", "The bridge will open on 24 January.", None),
        ("When did the bridge open?", "They planned to open the bridge on 24 January.", None),
        ("When did the bridge open?", "The bridge, which will be closed again, opened on 24 January.", "24 January"),
        ("When will the bridge open?", "The bridge will open on 24 January.", "24 January"),
        ("When did they plan to open the bridge?", "They planned to open it on 24 January.", "24 January"),
    ],
)
def test_a_claim_or_a_plan_is_no_short_answer(question: str, sentence: str, short: str | None) -> None:
    assert short_answer(question, sentence, None, -9.0) == short


def test_a_number_beside_the_one_that_counts_what_is_asked_is_no_short_answer() -> None:
    sentence = "The firm made $3 million in gross income and $2 million worth of net income."
    for question, words, short in (
        ("How much was the firm's net income?", "$3 million", None),
        ("How much was the firm's net income?", "$2 million", "$2 million"),
        ("What was the firm's gross income?", "$3 million", "$3 million"),
        ("What was the firm's gross income?", "$2 million", None),
    ):
        assert short_answer(question, sentence, pointing(sentence, words), SURE) == short
    sentence = "Perth had 25 wins and 3 defeats."
    assert short_answer("How many defeats had Perth?", sentence, pointing(sentence, "25"), SURE) is None


def test_a_day_in_the_name_of_an_event_is_no_short_answer() -> None:
    question = "When did Reid speak of the January 6 attack?"
    assert short_answer(question, "Reid spoke of the January 6, 2021, attack.", None, -9.0) is None
    assert short_answer(question, "Reid spoke of the January 6 attack on April 13.", None, -9.0) == "April 13"


def test_initials_keep_their_last_point() -> None:
    sentence = "The largest bridge is in the U.S."
    assert short_answer("Where is the largest bridge?", sentence, pointing(sentence, "U.S"), SURE) == "U.S."
    sentence = "The largest bridge was built by Anna B."
    assert short_answer("Who built the largest bridge?", sentence, pointing(sentence, "Anna B"), SURE) == "Anna B"


def test_what_is_told_of_another_place_is_no_short_answer() -> None:
    found: list[tuple[str | None, float]] = [("10", 7.0)]
    question = "How many people died in the Perth shooting?"
    assert undisputed(question, found, ["They went to Texas. That shooting left 10 people dead."]) is None
    assert undisputed(question, found, ["They went to Perth. That shooting left 10 people dead."]) == "10"
    assert undisputed(question, found, ["That shooting left 10 people dead, said Reid."]) == "10"
    assert undisputed("How many died in the shooting?", found, ["The shooting in Texas left 10 dead."]) == "10"


def test_a_number_is_no_short_answer_where_another_sentence_counts_the_same_otherwise() -> None:
    found: list[tuple[str | None, float]] = [("25", 7.0), (None, 1.0)]
    question = "How many prize nominations did Reid get?"
    first = "The drama got 25 nominations."
    for other, short in (
        ("Reid, with a total of 140 nominations, came first.", None),
        ("Reid got 25 prize nominations.", "25"),
        ("Reid got nominations in 12 towns.", "25"),
        ("Reid has 3 dogs, no nominations.", "25"),
    ):
        assert undisputed(question, found, [first, other]) == short
    assert undisputed("How many people did it kill?", found, ["", "It hurt 30 people."]) == "25"


def test_what_is_somebody_elses_is_no_short_answer() -> None:
    sentence = "Reid has come close to Tay's total of 23 titles."
    assert short_answer("How many titles has Reid?", sentence, pointing(sentence, "23"), SURE) is None
    assert short_answer("How many titles has Tay?", sentence, pointing(sentence, "23"), SURE) == "23"


def test_a_part_that_the_reader_points_at_is_no_short_answer() -> None:
    sentence = "In 2014 Reid won six Perth Open titles and 3 dogs."
    assert short_answer("How many titles has Reid won?", sentence, pointing(sentence, "six"), SURE) is None
