"""What the reader learns from: where answers stand, and passages that do not hold them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa.reader.examples import FOLDS, Asked, examples, folds, squad2_folder, squad_json
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
    made = examples(
        [
            Asked("Who opened the bridge?", BRIDGE, ((start, answer),), "a"),
            *(Asked("What stands beside the tower?", f"{n} {TOWER}", ((2, "The bridge"),), "b") for n in range(8)),
        ],
        seed=3,
    )
    for example in made:
        if example.question == "Who opened the bridge?" and not example.spans:
            assert answer not in example.passage
