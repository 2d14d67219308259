"""Follow-ups that are made to stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Turn
from qa.rewriting import context, rewrite


def after(*said: str) -> list[Turn]:
    """A conversation; what starts with "A:" is the assistant's."""
    return [Turn("assistant", text[2:]) if text.startswith("A:") else Turn("user", text) for text in said]


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        (
            ["Who leads the Movement for Pluralistic Society?", "A:Randa Kassis leads it."],
            "What did she say about foreign mercenaries?",
            "What did Randa Kassis say about foreign mercenaries?",
        ),
        (
            ["Who is Dima Moussa?", "A:A member of the Coalition's foreign affairs department."],
            "What does she do?",
            "What does Dima Moussa do?",
        ),
        (
            ["What did the Foreign Ministry say?", "A:Altay Abibullayev said it supports the talks."],
            "What is his job?",
            "What is Altay Abibullayev's job?",
        ),
        (["Did Hariri meet Slutsky in Moscow?"], "When did he arrive?", "When did Slutsky arrive?"),
        (
            ["How many opposition figures wrote to Nazarbayev?", "A:Seven."],
            "What was he asked?",
            "What was Nazarbayev asked?",
        ),
        (["Who is the president of France?", "A:Emmanuel Macron is."], "How old is he?", "How old is Emmanuel Macron?"),
        (["What did Trump say about China?"], "What did he say about Mexico?", "What did Trump say about Mexico?"),
        (["Did Obama visit Cuba?"], "How long did he stay?", "How long did Obama stay?"),
        (["How old is Anna Reid?"], "What about her sister?", "How old is Anna Reid's sister?"),
        (["Where was Anna Reid buried?"], "And her husband?", "Where was Anna Reid's husband buried?"),
        (["How old is Anna Reid's sister?"], "When did she marry?", "When did Anna Reid's sister marry?"),
        (["How old is Anna Reid's husband?"], "When did she marry?", "When did Anna Reid marry?"),
        (["Did the storm hit Puerto Rico?", "A:Volkov was there."], "When did he arrive?", "When did Volkov arrive?"),
        (
            ["When did Anna Reid found the party?", "How many votes did it get?", "A:Tom Volkov got 9%, Ann Tay 3%."],
            "What did she say?",
            "What did Anna Reid say?",
        ),
    ],
)
def test_a_pronoun_for_a_person_gives_way_to_the_name(said: list[str], question: str, expected: str) -> None:
    assert rewrite(question, after(*said)) == expected


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        (["Where do guinea pigs live?"], "What do they eat?", "What do guinea pigs eat?"),
        (["Who backs the Astana talks?"], "When did they start?", "When did the Astana talks start?"),
        (["Which countries back the talks?"], "When did they start?", "When did the talks start?"),
        (
            ["Which countries back the talks?"],
            "What do they want?",
            "What do the countries that back the talks want?",
        ),
        (
            ["When did the talks in May begin?", "How many people came?"],
            "What kind of people were they?",
            "What kind of people were they – the talks in May?",
        ),
        (["What is the Syrian Coalition?"], "Who leads it?", "Who leads the Syrian Coalition?"),
        (["Who signed the joint document?"], "Where is it kept?", "Where is the joint document kept?"),
        (["What is the Syrian Coalition?"], "What is its aim?", "What is the Syrian Coalition's aim?"),
        (["Where did the envoys go?"], "What was their aim?", "What was the envoys' aim?"),
        (
            ["Whose delegation went to Moscow?"],
            "Who asked them to come?",
            "Who asked the delegation that went to Moscow to come?",
        ),
        (["What is the distance to the Sun?"], "How big is it?", "How big is the Sun?"),
        (["Who built the Great Wall of China?"], "How long is the wall?", "How long is the Great Wall of China?"),
        (["What happened in Astana?"], "Who went there?", "Who went to Astana?"),
        (["Which city did they choose?", "A:Perth."], "Who lives there?", "Who lives in Perth?"),
        (["When did Reid open the bridge?"], "How much did it cost?", "How much did the bridge cost?"),
        (["When did Facebook buy WhatsApp?"], "How much did it pay?", "How much did Facebook pay?"),
        (["Why did Boeing recall the jets?"], "What did it say?", "What did Boeing say?"),
        (["Did the court reject the appeal?"], "Why was it rejected?", "Why was the appeal rejected?"),
        (["Did Congress pass the bill?"], "When was it signed?", "When was the bill signed?"),
        (["Why did the company close its factory?"], "When did it open?", "When did the factory open?"),
        (["Who designed the tower?"], "How tall is it?", "How tall is the tower?"),
        (["What did Dr. Reid say about the vaccine?"], "Is it safe?", "Is the vaccine safe?"),
        (["What did the U.S. Army do in Iraq?"], "Why did it leave?", "Why did the U.S. Army leave?"),
        (["Where do guinea pigs live?"], "What about their parents?", "What about guinea pigs' parents?"),
        (["Where do mushrooms grow?"], "Is it safe to eat them?", "Is it safe to eat mushrooms?"),
        (["Who drove the tanks?"], "Was it hard to drive them?", "Was it hard to drive the tanks?"),
        (
            ["What happened to the bridge in Perth?", "What did Mayor Anna Reid say?"],
            "When will it be fixed?",
            "When will the bridge in Perth be fixed?",
        ),
        (["Where is the bridge?", "Who is the mayor?"], "When will it be fixed?", "When will the bridge be fixed?"),
        (
            ["Who opened the Astana talks?", "What did President Nazarbayev say?"],
            "Who backs them?",
            "Who backs the Astana talks?",
        ),
        (["Will Instagram appeal?"], "Who owns it?", "Who owns Instagram?"),
        (["What is the bridge made of?"], "What does it cost?", "What does the bridge cost?"),
        (["What is the bridge made of?"], "What does it cost to build one?", "What does it cost to build one?"),
        (["What did Reid say about the bridge?"], "What did Tay say?", "What did Tay say about the bridge?"),
        (["What did Reid say?"], "What did Tay say?", "What did Tay say?"),
        (["Can Tesla recover?"], "Where is it based?", "Where is Tesla based?"),
    ],
)
def test_a_pronoun_for_a_thing_gives_way_to_what_was_spoken_of(said: list[str], question: str, expected: str) -> None:
    assert rewrite(question, after(*said)) == expected


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        (["Who won the 2014 World Cup?"], "Why?", "Why – who won the 2014 World Cup?"),
        (["When did the talks in Astana start?"], "Why?", "Why did the talks in Astana start?"),
        (["Did Hariri meet Lavrov?"], "When?", "When did Hariri meet Lavrov?"),
        (["Who signed the document?"], "Who else?", "Who else – who signed the document?"),
        (
            ["When did the talks in Astana start?"],
            "How many people came?",
            "How many people came – the talks in Astana?",
        ),
        (
            ["Who did Hariri's delegation meet in Moscow?"],
            "Did that go well?",
            "Did that go well – Hariri's delegation meet in Moscow?",
        ),
        (["Who signed the document?"], "Did that help?", "Did that help – who signed the document?"),
        (
            ["When did the talks in Astana start?"],
            "Prices back then?",
            "Prices back then – the talks in Astana?",
        ),
        (
            ["Who did the Syrian Coalition meet on Tuesday?", "What about?"],
            "Is a return visit planned?",
            "Is a return visit planned – the Syrian Coalition?",
        ),
        (["How do I renew the permit?"], "The regular one.", "The regular one – the permit?"),
        (["Who won the election in Chile?"], "And who came second?", "Who came second – the election in Chile?"),
        (["When did the volcano erupt?"], "Were there any deaths?", "Were there any deaths – the volcano?"),
        (["When did the volcano erupt?"], "Are there strikes in France?", "Are there strikes in France?"),
        (
            ["Who fell off Mount Perth?", "A:A tourist."],
            "How old was he?",
            "How old was he – who fell off Mount Perth?",
        ),
        (
            ["Who fell off Mount Perth?", "A:A tourist.", "How old was he?"],
            "Did he die?",
            "Did he die – who fell off Mount Perth?",
        ),
        (["Climate change is a danger?"], "solutions", "Solutions – Climate change?"),
        (["How high is the tax on petrol?"], "And diesel?", "Diesel – how high is the tax on petrol?"),
        (["How many flights fell out on Friday?"], "And Delta?", "Delta – how many flights fell out on Friday?"),
        (["Who shot the mayor?"], "When did it happen?", "When did it happen – who shot the mayor?"),
        (["Which states have banned it?"], "When did Ohio do so?", "When did Ohio do so – states have banned it?"),
    ],
)
def test_a_question_that_says_too_little_gets_the_topic(said: list[str], question: str, expected: str) -> None:
    assert rewrite(question, after(*said)) == expected


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        (["What did Steifo say about Sochi?"], "And Moussa?", "What did Moussa say about Sochi?"),
        (["What did Steifo say about Sochi?"], "What about Dima Moussa?", "What did Dima Moussa say about Sochi?"),
        (["What did Trump say about China?"], "And Mexico?", "What did Trump say about Mexico?"),
        (["What did Trump say about China?"], "And Merkel?", "What did Merkel say about China?"),
        (["When did the storm Fiona reach Puerto Rico?"], "And Canada?", "When did the storm Fiona reach Canada?"),
        (["When did Cook reach Australia?"], "What about New Zealand?", "When did Cook reach New Zealand?"),
        (["What did Steifo say about Sochi?"], "And the minister?", "What did the minister say about Sochi?"),
        (["Who is the prime minister of Britain?"], "And of France?", "Who is the prime minister of France?"),
        (["How much did Apple shares fall?"], "What about Google's shares?", "How much did Google's shares fall?"),
        (["Who won the election in Brazil?"], "And the one in Chile?", "Who won the election in Chile?"),
        (["Who won the Perth men's hot dog contest?"], "And the women's?", "Who won the women's hot dog contest?"),
        (["How many people were killed in Perth?"], "And wounded?", "How many people were wounded in Perth?"),
        (["How many people died in the flood?"], "and injured?", "How many people were injured in the flood?"),
        (["When was the law passed?"], "And signed?", "When was the law signed?"),
        (["Who leads the team?"], "And sacked?", "And sacked?"),
        (["Who won the final?"], "And the women's?", "Who won the women's final?"),
        (
            ["How many goals did Reid score against Perth?"],
            "And against Oban?",
            "How many goals did Reid score against Oban?",
        ),
        (["What did the bridge cost under Reid?"], "And under Tay?", "What did the bridge cost under Tay?"),
        (["How many doses are sent?"], "And over the summer?", "How many doses are sent over the summer?"),
        (["Who won on Friday?"], "And Tuesday?", "Who won on Tuesday?"),
        (["Who won in Perth?", "And a year ago?"], "And in Oban?", "Who won in Oban?"),
        (["Who coaches Perth?"], "And now?", "Who coaches Perth now?"),
        (["Who won in 2021?"], "What about the year before?", "Who won in 2020?"),
        (["How much did the bridge cost?"], "And her reaction?", "Her reaction – the bridge?"),
        (["How much did the bridge cost?"], "And then?", "And then?"),
        (["How many Tony nominations did HBO get?"], "And Netflix?", "How many Tony nominations did Netflix get?"),
        (["How far did the S&P 500 fall?"], "And the Nasdaq?", "How far did the Nasdaq fall?"),
        (["What happened in 2017?"], "What about 2018?", "What happened in 2018?"),
        (["What happened in 2017?"], "and in 2018?", "What happened in 2018?"),
        (["Who spoke for the opposition in Astana?"], "And in Geneva?", "Who spoke for the opposition in Geneva?"),
        (
            ["Who spoke for the opposition in Astana?"],
            "And for the government?",
            "Who spoke for the government in Astana?",
        ),
        (
            ["How many delegates did the government send?"],
            "What about the opposition?",
            "How many delegates did the opposition send?",
        ),
        (["Who opened the talks?"], "and before 2015?", "Who opened the talks before 2015?"),
        (["What happened in 2017?"], "In 2018?", "What happened in 2018?"),
        (["Who opened the talks?"], "In Moscow", "Who opened the talks In Moscow?"),
        (["What did Steifo say about Sochi?"], "No, I meant Moussa.", "What did Moussa say about Sochi?"),
        (
            ["Who spoke for the opposition in Astana?"],
            "Sorry, I meant in Geneva.",
            "Who spoke for the opposition in Geneva?",
        ),
    ],
)
def test_what_is_pointed_to_takes_the_place_of_its_like(said: list[str], question: str, expected: str) -> None:
    assert rewrite(question, after(*said)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Movement for Pluralistic Society?",
        "When will the Sochi conference take place?",
        "Did the opposition leave Astana before it signed the document?",
        "Is it true that Russia invited the committee?",
        "Which organisations monitor ceasefires?",
        "What is inflation?",
        "Inflation in Turkey",
        "What about the price of bread in Damascus bakeries?",
        "Inflation",
        "Which state has more wildfires?",
        "What are the suppliers for the city?",
        "Are they the same all over the country?",
        "Why don't you say that?",
        "No one came?",
        "Oops, no return result",
        "Is a second bridge over the river Tay planned?",
        "Is it safe to travel to Egypt?",
        "What time is it in Tokyo?",
        "Is it raining in London?",
        "Which minister resigned after he lied?",
        "Did the actress sue her employer?",
        "When did the mayor say it?",
    ],
)
def test_a_question_that_names_its_topic_stays_as_it_is(question: str) -> None:
    history = after("Who won the 2014 World Cup?", "A:Germany won it.", "Where was it played?", "A:In Brazil.")
    assert rewrite(question, history) == question


@pytest.mark.parametrize("question", ["What did she say?", "Why?", "And Moussa?", "What about 2018?", "  "])
def test_without_a_conversation_nothing_is_put_in(question: str) -> None:
    assert rewrite(question, []) == question.strip()
    assert rewrite(question, after("A:Randa Kassis leads the Movement.")) == question.strip()


def test_the_answers_give_no_topic() -> None:
    history = after("What is new?", "A:Germany won the World Cup in Brazil, and bread costs 3 euros in Berlin.")
    for question in ("When did it start?", "Why?", "How many people came?", "Who went there?"):
        rewritten = rewrite(question, history)
        assert not {"Germany", "World", "Brazil", "Berlin", "bread"} & set(rewritten.replace("?", "").split())


def test_the_first_topic_can_be_named_again_ten_turns_later() -> None:
    history = after("Who backs the Astana talks?", "A:Moscow, Ankara and Tehran.")
    for number in range(1, 10):
        history += after(f"Who won the World Cup of 20{number:02}?", "A:The articles do not say.")
    assert rewrite("When did the Astana talks start?", history) == "When did the Astana talks start?"
    history += after("When did the Astana talks start?", "A:On 23 January.")
    assert rewrite("Who opened them?", history) == "Who opened the Astana talks?"


def test_a_new_topic_drops_the_old_one() -> None:
    history = after("Who backs the Astana talks?", "A:Moscow.", "Who leads the Syrian Coalition?", "A:Riad Seif.")
    assert rewrite("When was it founded?", history) == "When was the Syrian Coalition founded?"
    assert rewrite("How many people came?", history) == "How many people came – the Syrian Coalition?"
    assert rewrite("Why?", history) == "Why – who leads the Syrian Coalition?"


def test_what_puts_a_question_right_is_asked_without_its_opening() -> None:
    history = after("Which series is the best?")
    asked = "no, I meant which film was the best in Cannes?"
    assert rewrite(asked, history) == "Which film was the best in Cannes?"
    assert rewrite("Thanks for clarifying. Who leads the Coalition?", history) == "Who leads the Coalition?"


def test_what_is_written_in_capitals_is_no_person() -> None:
    history = after("Who runs the bot?", "A:It uses APIs.")
    assert (
        rewrite("What did she say about the price of bread?", history) == "What did she say about the price of bread?"
    )


def test_a_topic_is_carried_through_several_follow_ups() -> None:
    history = after("Who leads the Syrian Coalition?", "When was it founded?", "Where is it based?")
    assert rewrite("Who pays for it?", history) == "Who pays for the Syrian Coalition?"


_SAID = st.lists(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from("and what about it she there that May 2018 Astana the ? –".split())).map(" ".join),
    )
)


@given(_SAID, st.text())
def test_anything_can_be_said(said: list[str], question: str) -> None:
    history = [Turn("assistant" if at % 3 == 2 else "user", text) for at, text in enumerate(said)]
    assert isinstance(rewrite(question, history), str)
    for text in said:
        assert isinstance(rewrite(text, history), str)


HISTORY = [Turn("user", "What did the Coalition do?"), Turn("assistant", "It met a delegation from Beijing.")]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("Is a return visit planned?", HISTORY, "What did the Coalition do? It met a delegation from Beijing."),
        ("Is a return visit planned?", HISTORY[:1], "What did the Coalition do?"),
        ("Is a return visit planned?", [Turn("user", "Hello"), *HISTORY], f"{HISTORY[0].text} {HISTORY[1].text}"),
        ("Is a return visit to Moscow planned?", HISTORY, ""),
        ("Is a visit of 14 people planned?", HISTORY, ""),
        ("Is a return visit planned?", [], ""),
        ("Is a return visit planned?", HISTORY[1:], ""),
    ],
)
def test_what_was_spoken_of_counts_where_a_question_names_nothing(
    question: str, history: list[Turn], expected: str
) -> None:
    assert context(question, history) == expected


def test_a_context_is_cut() -> None:
    assert len(context("Why?", [Turn("user", "word " * 1000)])) < 1000


@pytest.mark.parametrize("doubt", ["Really?", "That's wrong."])
def test_a_doubt_asks_the_question_before_again(doubt: str) -> None:
    assert rewrite(doubt, after("How much did the bridge cost?", "A:It cost $9.")) == "How much did the bridge cost?"
    history = after("How much did the bridge cost?", "A:It cost $9.", doubt, "A:It cost $9.")
    assert rewrite("Why?", history) == "Why did the bridge cost?"
    assert rewrite(doubt, after()) == doubt


def test_she_is_nobody_whom_the_conversation_tells_to_be_a_man() -> None:
    history = after(
        "Whom did Ann Reid follow?", "A:Bo Tay.", "And Volkov?", "A:Opposition leaders asked Volkov why he was fined."
    )
    assert rewrite("What did she say about the bridge?", history) == "What did Ann Reid say about the bridge?"
    assert rewrite("What did he say about the bridge?", history) == "What did Volkov say about the bridge?"
    history = after(
        "When did Ann Reid win?", "A:Ann Reid won in May. Bo Tay barely lost to Reid in what he called a fraud."
    )
    assert rewrite("Whom did she follow?", history) == "Whom did Ann Reid follow?"
    history = after("When did Queen Anne die?", "A:In 1714.", "Who succeeded her?", "A:King George II. The king did.")
    assert rewrite("When was he crowned?", history) == "When was King George II crowned?"
    assert rewrite("Where did she die?", history) == "Where did Queen Anne die?"
