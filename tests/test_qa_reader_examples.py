"""What the reader learns from: where answers stand, and passages that do not hold them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.reader.examples import FOLDS, Asked, examples, folds, in_passages, squad2_folder, squad_json
from qa.reader.rewording import NearWords
from qa.reader.wordnet import WordNet
from tests.wordnet_files import Sense, write

BRIDGE = "Anna Reid opened the bridge in Perth. It cost 40 million pounds. The builders were thanked."
TOWER = "The bridge stands beside a tower. Nobody opened the tower yet. The tower is tall."


def asked(count: int = 40) -> list[Asked]:
    return [
        Asked(f"Who opened bridge {n}?", f"{n} {BRIDGE}", ((len(str(n)) + 1, "Anna Reid"),), "bridge")
        for n in range(count)
    ] + [Asked("Who opened the tower?", TOWER, (), "tower")]


def test_spans_hold_the_answer_and_negatives_do_not() -> None:
    made = examples(asked(), seed=1)
    assert {example.passage[slice(*span)] for example in made for span in example.spans} == {"Anna Reid"}
    wrong = [example for example in made if not example.spans]
    assert len(wrong) > 10
    taken_out = [example for example in wrong if "40 million" in example.passage and "Anna" not in example.passage]
    assert taken_out, "some passages come without the sentence that answers"


def test_the_same_seed_gives_the_same_examples_and_groups_stay_together() -> None:
    made = examples(asked(), seed=1)
    assert made == examples(asked(), seed=1) != examples(asked(), seed=2)
    order = [example.group for example in made]
    seen = list(dict.fromkeys(order))
    assert order == sorted(order, key=seen.index)
    assert len(seen) == 41


def test_some_questions_come_with_another_word_and_then_their_passage_answers_them_no_longer(tmp_path: Path) -> None:
    senses: tuple[Sense, ...] = (("verb", "open", "make free", (("!", 1),)), ("verb", "close", "shut", (("!", 0),)))
    near = NearWords(
        ["opened", "closed"], lambda texts: np.eye(9, dtype=np.float32)[: len(texts)], WordNet(write(tmp_path, senses))
    )
    made = examples(asked(), seed=1, near=near)
    closed = [example for example in made if "closed" in example.question]
    assert len(closed) > 3
    assert all("Anna Reid opened" in example.passage and not example.spans for example in closed)


def test_some_questions_come_after_a_sentence_of_their_passage_that_does_not_answer_them() -> None:
    made = examples(asked(), seed=1, told_share=0.5)
    told = [example for example in made if example.question.count(".")]
    assert 10 < len({example.group for example in told}) < 32
    assert {example.question.partition(". ")[0] for example in told} <= {
        "It cost 40 million pounds",
        "The builders were thanked",
        "The bridge stands beside a tower",
        "Nobody opened the tower yet",
        "The tower is tall",
    }
    assert any(example.spans for example in told)
    assert any(not example.spans for example in told)


def walks() -> str:
    days = [f"The walk of day {day} went past many farms and over two small rivers." for day in range(40)]
    days[33] = "On the next day Anna Reid swam over the lake and back before she ate."
    return " ".join(days)


def by_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_a_long_text_is_cut_into_passages_and_an_answer_keeps_its_words() -> None:
    text = walks()
    at = text.index("Anna Reid")
    who = Asked("Who swam?", text, ((at, "Anna Reid"), (0, "The walk")), "walks")
    cut = {in_passages([who], by_words, seed=seed)[0] for seed in range(9)}
    assert len({item.passage for item in cut}) > 1, "the passages are of other lengths each time"
    for item in cut:
        assert [item.passage[start : start + len(answer)] for start, answer in item.answers] == ["Anna Reid"]
        assert len(item.passage.split()) <= 160
        assert " ".join(sorted([item.passage, *item.beside], key=text.index)) == text


def test_a_question_without_an_answer_is_put_to_the_passage_that_is_likest_it() -> None:
    (item,) = in_passages([Asked("Who swam in the lake?", walks(), (), "walks")], by_words, seed=1)
    assert "swam over the lake" in item.passage
    assert (item.answers, len(item.beside) > 1) == ((), True)


def test_a_question_whose_answer_reaches_over_the_end_of_a_passage_is_left_out() -> None:
    text = walks()
    assert in_passages([Asked("What?", text, ((0, text),), "walks")], by_words, seed=1) == []


def test_some_questions_come_with_another_passage_of_their_text_or_after_a_sentence_of_it() -> None:
    text = walks()
    start, name = text.index("Anna Reid"), "Anna Reid"
    who = in_passages(
        [Asked(f"Who swam on day {n}?", text, ((start, name),), "w") for n in range(40)], by_words, seed=1
    )
    made = examples(who, seed=1, told_share=0.5)
    assert any(example.passage in who[0].beside and not example.spans for example in made)
    told = {example.question.partition(". ")[0] for example in made if ". " in example.question}
    assert any(lead in passage for lead in told for passage in who[0].beside)
    assert not any(name in lead for lead in told)


def test_folds_are_of_whole_groups_and_alike_in_size() -> None:
    fold_of = folds(["b", "a", "d", "c", "a", "e"])
    assert fold_of == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 0}
    assert set(fold_of.values()) == set(range(FOLDS))


def test_both_kinds_of_file_are_read(tmp_path: Path) -> None:
    answer = {"answer_start": 0, "text": "Anna Reid"}
    paragraph = {"context": BRIDGE, "qas": [{"question": " Who opened it? ", "answers": [answer]}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "Bridges", "paragraphs": [paragraph]}]}), encoding="utf-8")
    assert squad_json(path) == [Asked("Who opened it?", BRIDGE, ((0, "Anna Reid"),), "Bridges")]

    (tmp_path / "corpus.jsonl").write_text(json.dumps({"doc_id": "squad-Bridge-00", "text": BRIDGE}), encoding="utf-8")
    row = {"query": "Who?", "doc_id": "squad-Bridge-00", "spans": [[0, "Anna Reid"]]}
    (tmp_path / "queries.jsonl").write_text(
        "\n".join(json.dumps(row | {"answerable": answerable}) for answerable in (True, False)), encoding="utf-8"
    )
    answerable, unanswerable = squad2_folder(tmp_path)
    assert (answerable.answers, unanswerable.answers) == (((0, "Anna Reid"),), ())
    assert answerable.group == "squad-Bridge"


@pytest.mark.parametrize("answer", ["Anna Reid", "40 million pounds"])
def test_a_near_miss_never_holds_the_answer(answer: str) -> None:
    start = BRIDGE.index(answer)
    others = [f"The bridge, number {n}, was opened by {answer if n % 2 else 'Tom Hale'}." for n in range(8)]
    asked = [Asked(f"Who opened the bridge {n}?", BRIDGE, ((start, answer),), "a") for n in range(20)]
    made = examples(
        [*asked, *(Asked("What was opened?", other, ((0, "The bridge"),), "b") for other in others)], seed=3
    )
    wrong = {example.passage for example in made if example.question.startswith("Who") and not example.spans}
    assert wrong & set(others), "some come with a passage that word search finds"
    assert not any(answer in passage for passage in wrong)
