"""Captions: what stands before a sentence on its line and is none of it."""

from __future__ import annotations

import time

import pytest

from corpus.captions import label_end


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Hide Caption 7 of 12 Photos: ", "Anna Reid opens the bridge over the Tay."),
        ("Hide Caption 7 of 12 ", "Anna Reid opens the bridge."),
        ("Photos: Photos: ", "Anna Reid opens the bridge."),
        ("Bo Tay/Getty Images ", "Anna Reid opens the bridge on Monday."),
        ("Bo D. Tay/AFP/Getty Images ", "A crowd waits in Perth."),
        ("BO TAY/AFP via Getty Images ", "“Here it is,” says Anna Reid."),
        ("Bo Tay/Anadolu Agency/Getty Images ", "12 people stand on the bridge."),
        ("Photos: The bridge's first day Bo Tay/AP ", "Anna Reid opens the bridge."),
        ("(Reuters) ", "Anna Reid opened the bridge on Monday."),
        ("(CNN) — ", "Anna Reid opened the bridge on Monday."),
    ],
)
def test_a_label_before_a_sentence_is_told_from_it(label: str, sentence: str) -> None:
    assert label_end(label + sentence) == len(label)
    assert label_end(sentence) == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "Bo Tay/AFP/Getty Images",  # a credit alone
        "Getty Images sold the picture.",
        "The AP reported on Monday that the bridge was open.",
        "PERTH (Reuters) - Anna Reid opened the bridge.",  # says where
        "A Reuters/Ipsos poll found that 40% wanted the bridge.",
        "Photos of the bridge were sold for $40.",
        "(The bridge is closed.) Anna Reid was there.",
        "Photos:",
    ],
)
def test_all_else_is_the_sentence(sentence: str) -> None:
    assert label_end(sentence) == 0


def test_long_lines_take_no_time() -> None:
    started = time.monotonic()
    for line in ("Bo " * 100_000, "Bo/" * 100_000, "Photos: " * 100_000, "Photos: " + "bridge " * 100_000):
        label_end(line)
    assert time.monotonic() - started < 1.0
