"""The pairs: every change changes, every rewording keeps, and no article is in both halves."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from corpus import bundled
from evals.pairs import __main__ as command
from evals.pairs import changing, rewording
from evals.pairs.changing import RULES, Pool
from evals.pairs.measure import calibration, judge, table
from evals.pairs.pair import CHANGES, FAITHFUL, PairsError, by_hand, is_held_out
from evals.pairs.real_model import rows, said_by_model
from evals.pairs.sources import rule_pairs
from qa.support import SupportChecker

SENTENCE = "Nasr Hariri said the Syrian team will meet more than 14 people from Moscow Media Group on May 25."
POOL = Pool(names=["Joan Baxter"], own_names=[], others=[], cited=SENTENCE)


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_changes_the_sentence(kind: str) -> None:
    assert RULES[kind](SENTENCE, random.Random(1), POOL) not in (None, SENTENCE)


def test_a_changed_number_is_not_in_the_evidence() -> None:
    made = {changing.number("There were 14 of 20.", random.Random(n), Pool([], [], [], "14 20 28")) for n in range(20)}
    assert not any("28 of" in str(sentence) for sentence in made)


@pytest.mark.parametrize(
    ("rule", "sentence", "expected"),
    [
        (rewording.voice, "Kassis signed the document.", "The document was signed by Kassis."),
        (rewording.reordering, "On Monday, they left.", "They left on Monday."),
        (rewording.shortening, "Hariri, who leads it, said no.", "Hariri said no."),
        (rewording.number_form, "It cost 2 million.", "It cost 2,000,000."),
    ],
)
def test_rewordings(rule: object, sentence: str, expected: str) -> None:
    assert callable(rule)
    assert rule(sentence, random.Random(0)) == expected


def test_hand_made_pairs_are_of_all_kinds_in_both_halves() -> None:
    pairs = by_hand(bundled())
    for held_out in (True, False):
        kinds = Counter(pair.kind for pair in pairs if pair.held_out == held_out)
        assert kinds[FAITHFUL] >= 90
        assert all(kinds[kind] >= 5 for kind in CHANGES if kind != "wrong_article")


def test_a_pair_that_fits_no_sentence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(
        '{"article": "kazakhstan-responds", "evidence": ["No such"], "kind": "faithful", "sentence": "A."}\n'
    )
    with pytest.raises(PairsError, match="line 1: 0 sentences begin with 'No such'"):
        by_hand(bundled(), path)


def test_pairs_by_rule_are_the_same_each_time_and_stay_in_their_half() -> None:
    pairs = rule_pairs("bundled", bundled(), seed=3)
    assert pairs == rule_pairs("bundled", bundled(), seed=3)
    assert {pair.held_out for pair in pairs} == {True, False}
    assert [pair for pair in pairs for item in pair.evidence if is_held_out(item.article_id) != pair.held_out] == []
    assert {pair.kind for pair in pairs} >= {FAITHFUL, "wrong_article", "half_truth", "name", "place", "speaker"}


def test_the_table_counts_what_is_caught_and_kept() -> None:
    pairs = [pair for pair in by_hand(bundled()) if not pair.held_out][:40]
    judged = judge(SupportChecker(), pairs)
    rows = {row.name: row for row in table(judged)}
    kept = [item for item in judged if item.pair.faithful]
    assert rows["kept: all but verbatim ones"].count == len(kept)
    assert rows["kept: all but verbatim ones"].right == sum(item.verdict.supported for item in kept)
    points, error = calibration(judged)
    assert sum(count for *_, count in points) == len(judged)
    assert sum(share * count for _, share, count in points) == pytest.approx(len(kept))
    assert error is not None
    assert 0 < error < 1


def test_failures_of_the_held_out_half_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--failures"])
    assert "stays unread" in capsys.readouterr().err


def test_the_sentences_of_a_real_model_are_of_both_labels_in_both_halves() -> None:
    said = said_by_model(bundled())
    assert len({item.sentence for item in said}) == len(said) >= 220
    for held_out in (True, False):
        labels = Counter(item.right for item in said if item.held_out == held_out)
        assert labels[True] >= 60
        assert labels[False] >= 100
    questions = {item.question for item in said if item.held_out}
    assert not questions & {item.question for item in said if not item.held_out} - {None}


def test_a_real_models_sentence_is_kept_where_one_sentence_carries_it() -> None:
    said = [item for item in said_by_model(bundled()) if not item.held_out][:60]
    found = {row.name: row for row in rows(SupportChecker(), said)}
    wrong = [item for item in said if not item.right]
    caught = found["real model: wrong ones caught"]
    assert caught.count == len(wrong)
    assert caught.right == sum(not item.is_kept(SupportChecker()) for item in wrong)
    assert found["real model: right ones kept"].count == len(said) - len(wrong)


def test_a_real_models_sentence_that_fits_no_article_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text(
        '{"made": "answer", "question": "Who?", "sentence": "A.", "evidence": [["none", "No such"]], "right": true}\n'
    )
    with pytest.raises(PairsError, match="line 1: 0 sentences of 'none' begin with 'No such'"):
        said_by_model(bundled(), path)
