"""Where the sentences of a text start and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


CASES = [
    # marks that end
    ["One.", "Two!", "Three?", "Four…", "Five?!", "Six..."],
    ['"We will not go."', "He left."],
    ["He said (in private.)", "The end."],
    ["The end.)", "Next one."],
    ["“Really?”", "Nobody answered.", "“Never!”", "She agreed."],
    ["It cost $5.", "“Too much.”"],
    ["Talks ended at 4 a.m. EST.", "People left."],
    ["No ending mark"],
    # a quote stays with who said it
    ['"Is it over?" Smith asked.', '"No," he said.'],
    ["“Go!” Mr. Van der Berg shouted.", "They went."],
    ["“Will you come?” asked Smith.", "Yes."],
    # abbreviations
    ["Dr. Smith met Mr. J. K. Rowling at 5 p.m. on Jan. 3.", "They left."],
    ["The U.S. Senate voted.", "The bill passed."],
    ["He lives in the U.S.", "The law changed."],
    ["He arrived at 5 p.m.", "The meeting began."],
    ["Mr. and Mrs. Jones came.", "Sen. John McCain (R-Ariz.) spoke.", "He left."],
    ["U.N. Secretary-General Guterres spoke.", "The Gov. said so."],
    ["Apple Inc. makes phones.", "The firm is Apple Inc.", "It makes phones."],
    ["St. Petersburg is big.", "He lives on Main St.", "He walks."],
    ["Sec. Blinken told reporters so.", "Gen. Qassem Soleimani died.", "Lt. Gen. Flynn left."],
    ["See e.g. the Oslo talks, i.e. the first ones.", "They failed."],
    ["NASHVILLE, Tenn. – Loretta Lynn has died.", "She was 90."],
    ["Roger Maris Jr. — who was there — wept.", "D.C. — The talks went on."],
    ["Brig. Gen. Vaught and Spc. Hill came.", "Rep. Lee (D-N.Y.) left."],
    # a number or an address at the end
    ["Inflation rose to 3.5%.", "Economists had expected 3.2%.", "Prices jumped."],
    ["It was sold for $2.5bn.", "Shares fell."],
    ["The quake was put at 6.4.", "Rescuers came."],
    ["See poweroutage.us.", "Power went out."],
    ["He said “We go . . . now.”", "They went."],
    # a question that is quoted stays with who asked it
    ['"Why now?" Maria Lopez, a teacher in Austin, said.', "Nobody knew."],
    ["“Right?” Pushaw tweeted.", "It was."],
    # words that look like abbreviations
    ["The king fell ill.", "Doctors came."],
    ["Mars orbits the sun.", "Scientists know."],
    ["He studied modern art.", "Picasso was his idol."],
    ["She said no.", "Smith left."],
    ["He was No. 1 in the list.", "It is on p. 5.", "See fig. 3 and Art. 9."],
    # initials
    ["John A. Smith and Robert P. McCulloch met.", "They agreed."],
    ["Theorists such as J. A. Hobson wrote it.", "A. B. Yehoshua did not."],
    ["It happened in World War I.", "Memorial Day honors the dead."],
    ["It is 30 degrees C.", "The air is dry."],
    ["Its army is larger than Israel's.", "Egypt knows."],
    # marks inside words and numbers
    ["Prices rose 3.5 percent.", "Oil fell to $40.50."],
    ["Visit example.com.", "Then www.gov.uk for more.", "Version 2.0.1 is out."],
    ["In 2014.", "The war began."],
    ["He waited... and left.", "iPhone sales rose.", "eBay fell."],
    # other scripts
    ["Он пришёл.", "Она ушла?"],
    ["هل جاء؟", "نعم."],
    ["क्या हुआ।", "वह गया।"],
]


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case[0][:30])
def test_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_marks_without_a_space() -> None:
    assert sentences("他来了。她走了！真的？") == ["他来了。", "她走了！", "真的？"]
    assert sentences("Hello.World") == ["Hello.World"]


def test_an_empty_line_ends_a_sentence() -> None:
    assert sentences("A heading\n\nThe text, without an end\n  \nmore.") == [
        "A heading",
        "The text, without an end",
        "more.",
    ]


def test_a_heading_line_is_a_sentence() -> None:
    assert sentences("Talks resume\nThe sides met. They spoke.") == ["Talks resume", "The sides met.", "They spoke."]


def test_a_wrapped_line_goes_on() -> None:
    text = "The sides met in the capital on Tuesday for the first time since\nJanuary. They spoke\nfor hours."
    assert sentences(text) == [text.split(" They")[0], "They spoke\nfor hours."]


def test_a_long_headline_before_a_paragraph_is_a_sentence() -> None:
    headline = "Harbour town votes to close the coal pier that has stood there since 1911"
    assert sentences(f"{headline}\nThe council voted on Tuesday. {'It took long. ' * 10}")[0] == headline


def test_list_items_are_sentences() -> None:
    assert sentences("- one item\n* two items\n• three") == ["- one item", "* two items", "• three"]
    assert sentences("1. First item\n2. Second. item\n12. Last") == ["1. First item", "2. Second. item", "12. Last"]
    assert sentences("A. The first\nB. The second") == ["A. The first", "B. The second"]


@pytest.mark.parametrize("text", ["", " ", "\n\n \n"])
def test_nothing(text: str) -> None:
    assert sentence_spans(text) == []


def test_offsets_point_into_the_text() -> None:
    assert sentence_spans("  One.  Two.\n\n Three ") == [(2, 6), (8, 12), (15, 20)]
    assert sentence_spans("😀 One. 😀 Two.") == [(0, 6), (7, 13)]


@given(st.text(alphabet="aAbI 1.!?…。\n\"'”’“()-•Dr\t\u00a0é", max_size=80))
def test_spans_cover_all_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("piece", ["a", ".", "\n", " ", "\n ", "a. ", "1. ", "A. ", '"? ', "x\nY", "said ", "(", "'"])
def test_long_texts_take_little_time(piece: str) -> None:
    began = time.process_time()
    sentence_spans("A start. " + piece * (100_000 // len(piece)))
    assert time.process_time() - began < 2.0


def test_bundled_articles() -> None:
    for article in corpus.bundled():
        for start, end in sentence_spans(article.text):
            sentence = article.text[start:end]
            assert sentence.endswith((".", "?", "!", ".”", "?”")), sentence
            assert sentence[0].isupper() or sentence[0] in "“0123456789", sentence
