"""Under an answer: what the user thinks of it, and why."""

from __future__ import annotations

from qa.ui import texts
from qa.ui.conversation import Exchange
from qa.ui.feedback import LONGEST_REASON
from qa.ui.markup import Markup, element


def thumbs(exchange: Exchange) -> Markup:
    """Two buttons, one of them pressed once it was chosen; then there is room for a reason."""
    return element(
        "div",
        _thumb(exchange, "up", texts.GOOD_ANSWER),
        _thumb(exchange, "down", texts.BAD_ANSWER),
        element(
            "span",
            element(
                "input",
                type="text",
                class_="why",
                aria_label=texts.FEEDBACK_WHY,
                placeholder=texts.FEEDBACK_WHY,
                maxlength=LONGEST_REASON,
                value=exchange.reason,
                dir="auto",
                autocomplete="off",
            ),
            element("button", texts.FEEDBACK_SEND, type="button", class_="send-why"),
            class_="reason",
            hidden=exchange.verdict is None,
        ),
        element("span", class_="told", aria_hidden="true"),
        class_="feedback",
        role="group",
        aria_label=texts.FEEDBACK,
        data_feedback=exchange.id,
    )


def heard(sentence: str = "", *, exchange: str | None = None, turn: str | None = None) -> Markup:
    """What became of the feedback, said to those who listen; the script shows it beside the buttons of its exchange.

    By its turn, what is said twice is told from what is still there.
    """
    return element("p", sentence, role="status", class_="for-ears", data_exchange=exchange, data_turn=turn)


def _thumb(exchange: Exchange, verdict: str, label: str) -> Markup:
    return element(
        "button",
        type="button",
        class_=f"thumb {verdict}",
        aria_label=label,
        title=label,
        aria_pressed="true" if exchange.verdict == verdict else "false",
        data_verdict=verdict,
    )
