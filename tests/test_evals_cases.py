"""Reading questions, their problems, and how much of the evidence's wording a question repeats."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.cases import (
    TYPES,
    Case,
    CasesError,
    Evidence,
    evidence_problems,
    imbalances,
    load_cases,
    parse_case,
)
from evals.wording import content_words, names_in, shared_wording, stems
from qa.types import Turn

RECORD: dict[str, Any] = {
    "id": "where-1",
    "type": "where",
    "split": "gate",
    "question": "Which city hosts the negotiations?",
    "answerable": True,
    "answers": ["Astana"],
    "evidence": [{"article": "talks", "quote": "The talks are held in Astana."}],
}
UNANSWERABLE = {**RECORD, "answerable": False, "answers": [], "evidence": []}


def line(record: dict[str, Any], **changes: Any) -> str:
    return json.dumps({**record, **changes})


def test_a_full_case() -> None:
    full = parse_case(
        line(
            RECORD,
            type="follow_up",
            history=[["user", "Who meets?"], ["assistant", "Envoys."]],
            asked_on="2018-01-24",
        )
    )
    assert full == Case(
        id="where-1",
        type="follow_up",
        split="gate",
        question="Which city hosts the negotiations?",
        history=(Turn("user", "Who meets?"), Turn("assistant", "Envoys.")),
        asked_on=date(2018, 1, 24),
        answerable=True,
        answers=("Astana",),
        evidence=(Evidence("talks", "The talks are held in Astana."),),
    )


def test_an_unanswerable_case() -> None:
    case = parse_case(line(UNANSWERABLE, near_miss=True))
    assert (case.answerable, case.near_miss, case.answers, case.evidence) == (False, True, (), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "is not a JSON object"),
        ('{"id": "x"}', "lacks the fields: answerable, question, split, type"),
        (line(RECORD, colour="red"), "has unknown fields: colour"),
        (line(RECORD, id=" "), "id must be a text that is not empty"),
        (line(RECORD, answerable="yes"), "answerable must be true or false"),
        (line(RECORD, type="whom"), f"type 'whom' is not one of: {', '.join(TYPES)}"),
        (line(RECORD, split="test"), "split 'test' is not one of: tuning, gate"),
        (line(RECORD, asked_on="24 January"), "asked_on '24 January' is not a day such as 2018-01-24"),
        (line(RECORD, asked_on=20180124), "asked_on 20180124 is not a day such as 2018-01-24"),
        (line(RECORD, asked_on="2018-W04-3"), "asked_on '2018-W04-3' is not a day such as 2018-01-24"),
        (line(RECORD)[:-1] + ', "answerable": false}', "is not JSON: answerable stands there twice"),
        (line(RECORD, question="Who \ud83d?"), "holds half of a character, '\\ud83d'"),
        (
            line(RECORD, answers=["Astana", "The –"]),
            "the answer 'The –' has no word to look for: a, an, the and punctuation do not count",
        ),
        (
            line(RECORD, history=[["system", "x"]]),
            'history must be a list of [role, text] pairs, role "user" or "assistant"',
        ),
        (line(RECORD, history=[["user", "x"]]), "a follow-up needs a history, and only a follow-up has one"),
        (line(RECORD, type="follow_up"), "a follow-up needs a history, and only a follow-up has one"),
        (line(RECORD, answers=[""]), "answers must be a list of texts that are not empty"),
        (line(RECORD, evidence=["x"]), "evidence must be a list of objects with article and quote"),
        (line(RECORD, answers=[]), "an answerable case needs answers and evidence"),
        (line(RECORD, near_miss=True), "only an unanswerable case is a near miss"),
        (line(RECORD, answerable=False), "an unanswerable case has no answers and no evidence"),
        (line(RECORD, type="comparison"), "a comparison needs evidence from two articles"),
    ],
)
def test_a_bad_line_has_one_clear_sentence(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_case(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["{oops", "[" * 100_000, "1" * 5_000])
def test_a_line_that_is_not_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not JSON: "):
        parse_case(text)


def test_a_file_of_cases(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{line(RECORD)}\n\n{line(RECORD, id='where-2')}\n", encoding="utf-8")
    assert [case.id for case in load_cases(path)] == ["where-1", "where-2"]


def test_line_ends_within_a_question_part_no_cases(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    record = json.dumps({**RECORD, "question": "Which city\u2028hosts\x85them?"}, ensure_ascii=False)
    path.write_bytes(f"\ufeff{record}\r\n".encode())  # as an editor on Windows leaves it
    assert [case.question for case in load_cases(path)] == ["Which city\u2028hosts\x85them?"]


def test_every_bad_line_of_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{line(RECORD)}\n{line(RECORD)}\n[]\n", encoding="utf-8")
    with pytest.raises(CasesError) as caught:
        load_cases(path)
    assert caught.value.problems == (
        "line 2: id 'where-1' is already used on line 1",
        "line 3: is not a JSON object",
    )
    assert str(caught.value) == f"{path}: line 2: id 'where-1' is already used on line 1 (and 1 more)"


def test_a_file_without_cases(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    with pytest.raises(CasesError, match="cannot be read"):
        load_cases(path)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CasesError, match="holds no cases"):
        load_cases(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CasesError, match="cannot be read"):
        load_cases(path)


def test_evidence_must_be_verbatim() -> None:
    case = parse_case(line(RECORD))
    assert evidence_problems([case], {"talks": "Hello. The talks are held in Astana. Bye."}) == []
    assert evidence_problems([case], {"talks": "The talks were held in Astana."}) == [
        "case where-1: article 'talks' does not hold the quote 'The talks are held in Astana.'"
    ]
    assert evidence_problems([case], {}) == ["case where-1: there is no article 'talks'"]
    assert evidence_problems([case], {"talks": "The talks are held in Astana. " * 2}) == [
        "case where-1: article 'talks' holds the quote 'The talks are held in Astana.' more than once; lengthen it"
    ]


def test_imbalances() -> None:
    def case(kind: str, split: str, answerable: bool) -> Case:
        return Case(id="", type=kind, split=split, question="?", answerable=answerable)

    whole = [case(kind, split, flag) for kind in TYPES for split in ("tuning", "gate") for flag in (True, False)]
    assert imbalances(whole) == []
    lopsided = [c for c in whole if not (c.split == "gate" and c.type == "why")]
    assert imbalances([*lopsided, *(case("who", "tuning", True),) * 2]) == [
        "tuning has 14 of the 25 answerable cases",
        "gate has 11 of the 25 answerable cases",
        "gate has no case of the types: why",
    ]


def test_stems() -> None:
    assert stems(["Talks", "talked", "talking", "minister's"]) == {"talk", "minist"}


def test_names_are_capitals_inside_a_sentence() -> None:
    text = 'Talks began in Astana. Russia agreed. "Nobody left," said Mr Lavrov of Russia.'
    assert names_in([text]) == {"astana", "mr", "lavrov", "russia"}


def test_content_words() -> None:
    names = frozenset(["astana"])
    question = "Why did Lavrov's 14 delegates of Jaish al-Islam walk out of astana twice and tell three reporters?"
    assert content_words(question, names) == ["delegates", "walk", "twice", "reporters"]


def test_shared_wording() -> None:
    case = parse_case(line(RECORD, question="Where are the negotiators talking and meeting?"))
    assert shared_wording(case, frozenset()) == pytest.approx(1 / 3)
    assert shared_wording(parse_case(line(RECORD, question="Where is it?")), frozenset()) == 0.0
