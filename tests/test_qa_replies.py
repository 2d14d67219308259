"""Reading a reply as it comes: where sentences end, which marks are theirs, and that only plain words are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.replies import ReplySentence, sentences

LONG = "Nobody knows yet what comes of it all."


def read(reply: str, piece: int = 3) -> list[tuple[str, tuple[str, ...]]]:
    pieces = [reply[at : at + piece] for at in range(0, len(reply), piece)]
    return [(sentence.text, sentence.marks) for sentence in sentences(pieces)]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It rained [b2c3d].", [("It rained.", ("b2c3d",))]),
        ("It rained. [b2c3d]", [("It rained.", ("b2c3d",))]),
        ("It rained [b2c3d]. It snowed [f4g5h].", [("It rained.", ("b2c3d",)), ("It snowed.", ("f4g5h",))]),
        ("It rained. [b2c3d] It snowed. [f4g5h]", [("It rained.", ("b2c3d",)), ("It snowed.", ("f4g5h",))]),
        ("It rained [b2c3d][f4g5h].", [("It rained.", ("b2c3d", "f4g5h"))]),
        ("It rained [B2C3D, f4g5h; b2c3d].", [("It rained.", ("b2c3d", "f4g5h"))]),
        ("It rained (b2c3d).", [("It rained.", ("b2c3d",))]),
        ("It rained 【b2c3d】.", [("It rained.", ("b2c3d",))]),
        ("It rained b2c3d.", [("It rained.", ("b2c3d",))]),
        ("- [b2c3d] It rained.\n- [f4g5h] It snowed.", [("It rained.", ("b2c3d",)), ("It snowed.", ("f4g5h",))]),
        ("It rained [3] and [source 4].", [("It rained.", ("3", "source 4"))]),
        ("According to [3], it rained.", [("it rained.", ("3",))]),
        ("It rained (see [3]).", [("It rained.", ("3",))]),
        ("It rained, according to [b2c3d].", [("It rained.", ("b2c3d",))]),
        ("As reported in [b2c3d], it rained.", [("it rained.", ("b2c3d",))]),
        ("As [b2c3d] notes, it rained.", [("it rained.", ("b2c3d",))]),
        (
            "In [b2c3d], it rained. In 2022, it snowed [f4g5h].",
            [("it rained.", ("b2c3d",)), ("In 2022, it snowed.", ("f4g5h",))],
        ),
        (r"It rained \[b2c3d\].", [("It rained.", ("b2c3d",))]),
        ("It rained. [b2c", [("It rained.", ())]),
        (
            "| Perth | 5 mm [b2c3d] |\n|---|---|\n| Ulm | 7 mm [f4g5h] |",
            [("Perth, 5 mm", ("b2c3d",)), ("Ulm, 7 mm", ("f4g5h",))],
        ),
        ("It rained.\n[3]", [("It rained.", ("3",))]),
        ("It rained [b2c3d", [("It rained", ("b2c3d",))]),
        ("The U.S. said no [b2c3d]. Mr. Hariri left [f4g5h].", None),
        ("", []),
        ("[b2c3d] [f4g5h]", []),
        ("... !!", []),
    ],
)
def test_each_sentence_has_its_marks(reply: str, expected: list[tuple[str, tuple[str, ...]]] | None) -> None:
    if expected is None:
        expected = [("The U.S. said no.", ("b2c3d",)), ("Mr. Hariri left.", ("f4g5h",))]
    for piece in (1, 2, 7, 1_000):
        assert read(reply, piece) == expected


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("**It** _rained_ `hard`.", "It rained hard."),
        ("# Answer\n\nIt rained.", "It rained."),
        ("Answer: It rained.", "It rained."),
        ("1. It rained.", "It rained."),
        ("> It rained.", "It rained."),
        ("It [rained](https://evil.example/?q=secret).", "It rained."),
        ("It rained ![pixel](https://evil.example/a.png).", "It rained."),
        ("It rained <img src='https://evil.example/a.png'>.", "It rained."),
        ("It rained &lt;img src=x onerror=alert(1)&gt;.", "It rained."),
        ("It rained <script>alert(1)", "It rained alert(1)"),
        ("It rained, see https://evil.example/x?d=secret", "It rained, see"),
        ("It rained, see www.evil.example", "It rained, see"),
        ("It rained, see evil.example/x?d=secret", "It rained, see"),
        ("It rained, see //evil.example/x", "It rained, see"),
        ("It rained javascript:alert(1)", "It rained"),
        ("It rained data:text/html;base64,AAAA", "It rained"),
        ("<think>It snowed [b2c3d].</think>It rained.", "It rained."),
        ("It ra\u200bined\u202e.", "It rained."),
    ],
)
def test_only_the_words_that_a_reader_would_see_are_left(reply: str, text: str) -> None:
    for piece in (1, 5, 1_000):
        assert " ".join(said for said, _ in read(reply, piece)).removeprefix("Answer ") == text


@pytest.mark.parametrize(("reply", "had"), [("It rained, see www.evil.example", True), ("It [rained](//a.b).", False)])
def test_a_sentence_that_named_a_page_says_so(reply: str, had: bool) -> None:
    assert [sentence.had_address for sentence in sentences([reply])] == [had]


def test_what_is_not_thought_to_its_end_is_not_said() -> None:
    assert read("<think>It snowed. Then it rained. And so on") == []


def test_a_sentence_comes_as_soon_as_it_is_certain() -> None:
    came: list[int] = []
    said: list[ReplySentence] = []
    reply = f"It rained [b2c3d]. {LONG} {LONG} [f4g5h]"

    def pieces() -> list[str]:
        return list(reply)

    taken = 0

    def counted() -> object:
        nonlocal taken
        for piece in pieces():
            taken += 1
            yield piece

    for sentence in sentences(counted()):  # type: ignore[arg-type]
        came.append(taken)
        said.append(sentence)
    assert [sentence.marks for sentence in said] == [("b2c3d",), (), ("f4g5h",)]
    assert came[0] < len(reply) - len(LONG)
    assert came[-1] == len(reply)


@given(
    st.lists(st.sampled_from(["It rained", ". ", "[b2c3d]", " ", "\n", "[", "]", "(", "<b", ">", "Mr", "http://a.b/c"]))
)
def test_how_a_reply_is_cut_into_pieces_changes_little_and_leaves_no_mark(parts: list[str]) -> None:
    reply = "".join(parts)
    whole = read(reply, 10_000)
    for piece in (1, 4):
        assert read(reply, piece) == whole
    for text, _ in whole:
        assert "b2c3d" not in text
        assert "http" not in text
