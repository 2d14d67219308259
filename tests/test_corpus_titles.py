"""Titles: which line is one, and what stands in for a missing one."""

from __future__ import annotations

import pytest

from corpus.titles import derive_title, split_heading, split_title

LEAD = "Syrian opposition groups have signed a joint document after talks in Astana, news agencies say on Monday night."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks end in Astana\n\nThey ended.", ("Talks end in Astana", "They ended.")),
        ("Talks end in Astana\nThey ended.", ("Talks end in Astana", "They ended.")),
        ("Do talks end?\n\nThey ended.", ("Do talks end?", "They ended.")),
        ("Talks end ...\n\nThey ended.", ("Talks end ...", "They ended.")),
        ("x" * 200 + "\n\nThey ended.", ("x" * 200, "They ended.")),
        ("x" * 80 + "\n" + LEAD, ("x" * 80, LEAD)),
        ("x" * 201 + "\n\nThey ended.", None),
        ("Talks end in Astana", None),
        ("Talks end in Astana\n\n12 – 34", None),
        ("* * *\n\nThey ended.", None),
        ("The talks ended on Monday.\n\nAll left.", None),
        ("“The talks ended.”\n\nAll left.", None),
        ("The talks were opened by\npresident Nazarbayev.", None),
        ("The parties are:\n\nThe government.", None),
        ("The talks in the capital were opened on Monday by President\nNursultan Nazarbayev of Kazakhstan.", None),
        ("", None),
    ],
)
def test_split_title(text: str, expected: tuple[str, str] | None) -> None:
    assert split_title(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Talks end\n\nThey ended.", ("Talks end", "They ended.")),
        ("# Talks end ##\nThey ended.", ("Talks end", "They ended.")),
        ("# C# wins\nThey ended.", ("C# wins", "They ended.")),
        ("# Talks end", ("Talks end", "")),
        ("## Talks end\n\nThey ended.", None),
        ("#Talks\n\nThey ended.", None),
        ("Text\n# Talks end", None),
    ],
)
def test_split_heading(text: str, expected: tuple[str, str] | None) -> None:
    assert split_heading(text) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The talks ended. All left.", "The talks ended."),
        ("The talks\nended on Monday. All left.", "The talks ended on Monday."),
        ("The talks ended\n\nAll left.", "The talks ended"),
        ("***\n\nThe talks ended. All left.", "The talks ended."),
        ("## The talks ended\n\nAll left.", "The talks ended"),
        ("#MeToo is back.", "#MeToo is back."),
        ("会谈结束了。大家都走了。", "会谈结束了。"),
        ("word, " * 100, "word, " * 19 + "word…"),
        ("x" * 500, "x" * 119 + "…"),
        ("x" * 120, "x" * 120),
    ],
)
def test_derive_title(text: str, title: str) -> None:
    assert derive_title(text) == title
