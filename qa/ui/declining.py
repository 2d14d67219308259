"""What is shown where the articles do not say: what was looked at, which is no answer."""

from __future__ import annotations

from qa.types import Answer, Passage
from qa.ui import texts
from qa.ui.citing import byline_of, opener
from qa.ui.markup import Markup, element

_LOOKED_AT_SHOWN = 3


def declined(answer: Answer, place: int) -> Markup:
    """The answer to the question at this place of the conversation, which says that the articles do not tell."""
    said = answer.text.strip().rstrip(".")
    nearest: dict[str, Passage] = {}  # the best passage of each article, best article first
    for passage in answer.passages:
        nearest.setdefault(passage.article_id, passage)
    items = [
        element(
            "li",
            opener(
                passage.title or passage.article_id, passage.article_id, key=f"passage-{place}-{rank}", passage=passage
            ),
            element("p", byline_of(passage), class_="byline"),
        )
        for rank, passage in enumerate(list(nearest.values())[:_LOOKED_AT_SHOWN])
    ]
    return element(
        "section",
        element("h3", texts.DECLINED),
        element("p", answer.text, dir="auto") if said and said != texts.DECLINED else None,
        *(element("p", note, class_="note", dir="auto") for note in answer.notes),
        element("p", texts.LOOKED_AT, class_="looked-at") if items else None,
        element("ul", *items, class_="passages") if items else None,
        class_="declined",
    )
