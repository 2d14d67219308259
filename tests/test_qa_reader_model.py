"""The reading model as it ships: what it points at, its size and how soon it is there."""

from __future__ import annotations

import numpy as np
import pytest

from qa.reader.model import MAX_TOKENS, WEIGHTS, Reader, Reading

PASSAGE = "The bridge was opened on 3 May by Anna Reid, the mayor of Perth. It cost 40 million pounds."


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


def test_the_weights_are_small_enough_for_git() -> None:
    assert WEIGHTS.stat().st_size < 25_000_000


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Who opened the bridge?", "Anna Reid"), ("How much did the bridge cost?", "40 million pounds")],
)
def test_the_best_span_is_the_answer(reader: Reader, question: str, answer: str) -> None:
    (reading,) = reader.read(question, [PASSAGE])
    span = reading.best_span(0, len(PASSAGE))
    assert span is not None
    assert answer in PASSAGE[span.start : span.end]
    assert span.margin > 0


def test_a_passage_with_the_answer_is_told_from_one_without(reader: Reader) -> None:
    with_it, without = reader.read("Who opened the bridge?", [PASSAGE, "It rained in Ulm all through the summer."])
    assert with_it.answerable > 0 > without.answerable


def test_what_a_passage_is_found_to_say_does_not_hang_on_the_others(reader: Reader) -> None:
    short = "Anna Reid opened it."
    together = reader.read("Who opened the bridge?", [PASSAGE, short, PASSAGE])
    (alone,) = reader.read("Who opened the bridge?", [short])
    assert np.array_equal(together[1].offsets, alone.offsets)
    assert np.array_equal(together[1].start, alone.start)
    assert together[1].answerable == alone.answerable
    assert np.array_equal(together[0].end, together[2].end)


def test_offsets_are_characters_of_the_passage(reader: Reader) -> None:
    (reading,) = reader.read("Who?", ["Él llegó — tarde."])
    words = ["Él llegó — tarde."[start:end] for start, end in reading.offsets]
    assert "".join(words) == "Élllegó—tarde."


def test_a_long_question_and_a_long_passage_are_cut(reader: Reader) -> None:
    (reading,) = reader.read("why " * 500, ["word " * 1000])
    assert len(reading.offsets) == len(reading.start) == len(reading.end) <= MAX_TOKENS


def test_no_passages_give_no_readings(reader: Reader) -> None:
    assert reader.read("Who?", []) == []


def test_best_span_stays_within_its_bounds_and_in_order() -> None:
    offsets = np.array([[0, 2], [3, 5], [6, 8], [9, 11]])
    start = np.array([0.0, 1.0, 5.0, 9.0], dtype=np.float32)
    end = np.array([9.0, 3.0, 1.0, 0.0], dtype=np.float32)
    reading = Reading(offsets, start, end, 0.0)
    span = reading.best_span(0, 8)
    assert span is not None
    assert (span.start, span.end, span.margin) == (0, 2, 9.0)
    assert reading.best_span(12, 20) is None


def test_what_a_part_holds_is_the_sum_of_all_answers_in_it() -> None:
    offsets = np.array([[0, 2], [3, 5], [6, 8]])
    logits = np.log(np.array([1.0, 2.0, 5.0], dtype=np.float32))
    reading = Reading(offsets, logits, logits[::-1], 0.0)
    assert reading.held(0, 8) == pytest.approx(2 * np.log(8.0))
    assert reading.held(3, 5) == pytest.approx(2 * np.log(2.0))
    assert reading.held(0, 5) == pytest.approx(np.log(3.0) + np.log(7.0))
    assert reading.held(12, 20) is None


def test_the_answering_sentence_holds_most(reader: Reader) -> None:
    other = "It rained all through the summer."
    (reading,) = reader.read("Who opened the bridge?", [f"{PASSAGE} {other}"])
    right, wrong = (
        reading.held(0, len(PASSAGE)),
        reading.held(len(PASSAGE) + 1, len(PASSAGE) + 1 + len(other)),
    )
    span = reading.best_span(0, len(PASSAGE))
    assert right is not None and wrong is not None and span is not None
    assert right > span.margin > wrong
