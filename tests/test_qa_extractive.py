"""Choosing the sentences that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.extractive import MOST_STATEMENTS, Quote, select
from qa.ranking import Candidate
from vectorstore.records import StoredPassage

TEXTS = {
    "a": (
        "Nasr Hariri led the delegation. He met Lavrov on Tuesday. Bread costs 3 euros.\n\n"
        "They left. More than 30 people came on May 25."
    ),
    "b": "Hariri's delegation went to Moscow for talks. Lavrov met the delegation of Hariri on Tuesday.",
    "e": "On the second day they met in Quistown. On the 1st day they met in Perth. The third round was long.",
    "f": (
        'Anna Reid opened the bridge. "Tolls are low," Reid said. "Tolls are high," said Bo Tay. '
        "The old bridge is safe. The old bridge is not safe."
    ),
    "g": (
        "The plan was made in Perth.\n\n5. Tay bridge\n\n470\n\n- 40 new buses\n\nToll: 3 euros\n\n"
        "Bo Tay/AFP/Getty Images Anna Reid opens the bridge."
    ),
    "c": "The Vienna meeting comes next. “We will come,” he said.",
    "d": (
        "Anna Reid spoke in Perth.\n\nHer speech was short. In her last year, she built a bridge. In her first, Tay "
        'left.\n\n"We are glad. We thank all," Reid said.\n\n"It was cheap."\n\nMore news\n\nShe left early.\n\n'
        "Who paid for it?\n\n“Two things count. Bread counts,” Tay wrote. “The rest does not.”\n\n"
        "After he left, Anna Reid spoke.\n\nTay went home when he saw it, they said."
    ),
}


def candidate(article: str, sentence: str, score: float = 0.0) -> Candidate:
    """A sentence of an article as reading would rank it."""
    start = TEXTS[article].index(sentence)
    passage = StoredPassage(1, article, 0, len(TEXTS[article]), TEXTS[article], "Title", None, None)
    return Candidate(passage, start, start + len(sentence), sentence, (0.0,) * 10, score)


def chosen(candidates: Sequence[Candidate], question: str = "What happened?") -> list[Quote]:
    """What is selected, each quote checked to stand in its article."""
    quotes = select(question, candidates, lambda article: TEXTS[article])
    for quote in quotes:
        assert TEXTS[quote.candidate.passage.article_id][quote.start : quote.end] == quote.text
        assert quote.span is None or 0 <= quote.span[0] < quote.span[1] <= len(quote.text)
    return quotes


def test_nothing_found_gives_nothing() -> None:
    assert chosen([]) == []


def test_the_best_sentence_comes_first_and_far_ones_are_left_out() -> None:
    found = chosen([candidate("a", "Bread costs 3 euros.", 5.0), candidate("b", TEXTS["b"][:45], 0.0)])
    assert [quote.text for quote in found] == ["Bread costs 3 euros."]


def test_near_sentences_follow_while_they_say_something_else() -> None:
    found = chosen(
        [
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 5.0),
            candidate("b", "Hariri's delegation went to Moscow for talks.", 4.9),
            candidate("c", "The Vienna meeting comes next.", 4.8),
            candidate("a", "Bread costs 3 euros.", 4.7),
        ]
    )
    assert len(found) == MOST_STATEMENTS
    same = chosen(
        [
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 5.0),
            candidate("b", "Lavrov met the delegation of Hariri on Tuesday.", 4.9),
        ]
    )
    assert len(same) == 1


@pytest.mark.parametrize(
    ("article", "sentence", "shown"),
    [
        ("a", "He met Lavrov on Tuesday.", "Nasr Hariri led the delegation. He met Lavrov on Tuesday."),
        ("a", "They left.", "They left."),
        ("a", "Nasr Hariri led the delegation.", "Nasr Hariri led the delegation."),
        ("c", "“We will come,” he said.", "The Vienna meeting comes next. “We will come,” he said."),
        ("d", "Her speech was short.", "Anna Reid spoke in Perth.\n\nHer speech was short."),
        (
            "d",
            "In her last year, she built a bridge.",
            "Anna Reid spoke in Perth.\n\nHer speech was short. In her last year, she built a bridge.",
        ),
        ("d", "In her first, Tay left.", "In her first, Tay left."),
        ("d", '"We are glad.', '"We are glad. We thank all," Reid said.'),
        ("d", 'We thank all," Reid said.', '"We are glad. We thank all," Reid said.'),
        ("d", '"It was cheap."', '"We are glad. We thank all," Reid said.\n\n"It was cheap."'),
        ("d", "She left early.", "She left early."),
        ("d", "After he left, Anna Reid spoke.", "After he left, Anna Reid spoke."),
        ("d", "Tay went home when he saw it, they said.", "Tay went home when he saw it, they said."),
        ("d", "“Two things count.", "“Two things count. Bread counts,” Tay wrote."),
        ("d", "“The rest does not.”", "“Two things count. Bread counts,” Tay wrote. “The rest does not.”"),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(article: str, sentence: str, shown: str) -> None:
    assert [quote.text for quote in chosen([candidate(article, sentence)])] == [shown]


def test_a_question_is_no_answer_where_there_is_another() -> None:
    asked, told = candidate("d", "Who paid for it?", 5.0), candidate("d", "Anna Reid spoke in Perth.", 4.9)
    assert [quote.text for quote in chosen([asked, told])] == ["Anna Reid spoke in Perth."]
    assert [quote.text for quote in chosen([asked])] == ["Who paid for it?"]


@pytest.mark.parametrize(
    ("sentence", "follows"),
    [("5. Tay bridge", False), ("470", False), ("- 40 new buses", True), ("Toll: 3 euros", True)],
)
def test_a_heading_does_not_follow_but_an_item_of_a_list_does(sentence: str, follows: bool) -> None:
    first, second = candidate("g", "The plan was made in Perth.", 5.0), candidate("g", sentence, 4.9)
    assert [quote.text for quote in chosen([first, second])] == [first.text, sentence][: 1 + follows]
    assert [quote.text for quote in chosen([second])] == [sentence]


def test_who_took_the_picture_is_no_part_of_what_is_shown() -> None:
    label, sentence = "Bo Tay/AFP/Getty Images ", "Anna Reid opens the bridge."
    captioned = candidate("g", label + sentence)
    at = captioned.start
    for pointed, span in (
        ((at + len(label), at + len(label) + 9), (0, 9)),  # Anna Reid
        ((at + 7, at + len(label) + 9), (0, 9)),  # AFP/Getty Images Anna Reid
        ((at, at + 6), None),  # Bo Tay
    ):
        (quote,) = chosen([replace(captioned, span=pointed)])
        assert (quote.text, quote.span) == (sentence, span)


def test_of_several_the_one_that_is_asked_for_is_told() -> None:
    found = [
        candidate("e", "On the second day they met in Quistown.", 5.0),
        candidate("e", "On the 1st day they met in Perth.", 4.9),
    ]
    for question, shown in (
        ("What did they do on the first day?", [found[1].text]),
        ("What did they do on the second day?", [found[0].text]),
        ("What did they do on the third day?", [each.text for each in found]),
        ("What did they do in the first round?", [each.text for each in found]),
    ):
        assert [quote.text for quote in chosen(found, question)] == shown


def test_of_what_is_said_the_words_of_whom_is_asked_for_come_first_and_nobody_elses() -> None:
    found = [
        candidate("f", '"Tolls are high," said Bo Tay.', 5.0),
        candidate("f", "Anna Reid opened the bridge.", 4.9),
        candidate("f", '"Tolls are low," Reid said.', 4.8),
    ]
    shown = [quote.text for quote in chosen(found, "What did Anna Reid say about the bridge?")]
    assert shown == ['"Tolls are low," Reid said.', "Anna Reid opened the bridge."]
    assert chosen(found[:1], "What did Anna Reid say about the bridge?")[0].text == '"Tolls are high," said Bo Tay.'
    for asked in ("the British minister", "Iceland", "NATO"):  # Bo Tay may well speak for them
        assert chosen(found, f"What did {asked} say about the bridge?")[0].text == '"Tolls are high," said Bo Tay.'
    assert chosen(found, "What is said about the bridge?")[0].text == '"Tolls are high," said Bo Tay.'


def test_a_sentence_and_its_denial_are_both_shown() -> None:
    found = [candidate("f", "The old bridge is safe.", 5.0), candidate("f", "The old bridge is not safe.", 4.9)]
    assert [quote.text for quote in chosen(found, "Is it safe?")] == [found[0].text, found[1].text]


def test_no_words_are_shown_twice() -> None:
    found = chosen(
        [
            candidate("a", "He met Lavrov on Tuesday.", 5.0),
            candidate("a", "Nasr Hariri led the delegation.", 4.9),
        ]
    )
    assert [quote.text for quote in found] == ["Nasr Hariri led the delegation. He met Lavrov on Tuesday."]
    turned = chosen(
        [
            candidate("a", "Nasr Hariri led the delegation.", 5.0),
            candidate("a", "He met Lavrov on Tuesday.", 4.9),
        ]
    )
    assert [quote.text for quote in turned] == ["Nasr Hariri led the delegation.", "He met Lavrov on Tuesday."]
