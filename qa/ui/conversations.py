"""The list of the conversations that the browser keeps: one is opened, deleted or taken away as a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import gradio as gr

from qa.ui import exporting, texts
from qa.ui.markup import Markup, element

_MOST = 50  # conversations that are kept


def keeper(script: str) -> gr.HTML:
    """The part of the page that hands conversations to the browser to keep, and shows which it keeps.

    Its value is the conversation on the page as `keeping.keep` wrote it; its events `restore_kept` and `open_kept`
    bring one back.
    """
    return gr.HTML(
        "",
        elem_id="keeper",
        html_template=_listed(),
        apply_default_css=False,
        js_on_load=script,
        server_functions=[_taking_away()],
        most=_MOST,
        words={
            "remove": texts.DELETE,
            "remove_label": texts.DELETE_LABEL,
            "gone_one": texts.CONVERSATION_GONE.format(most=_MOST),
            "gone_many": texts.CONVERSATIONS_GONE.replace("{most}", str(_MOST)),
            "not_kept": texts.CONVERSATION_NOT_KEPT,
            "too_long": texts.CONVERSATION_TOO_LONG,
            "failed": texts.EXPORT_FAILED,
            "copied": texts.COPIED,
            "copy_failed": texts.COPY_FAILED,
        },
    )


def _taking_away() -> Any:
    def take_away(sent: object) -> dict[str, str] | None:
        """What the script of the page calls for a file; Gradio takes no method here."""
        file = exporting.taken(sent)
        return asdict(file) if file else None

    return take_away


def _listed() -> Markup:
    return element(
        "div",
        element("p", class_="notice", role="status", hidden=True),
        element("p", class_="for-ears", role="status"),
        element(
            "dialog",
            element(
                "div",
                element("h2", texts.CONVERSATIONS, id="conversations-title"),
                element("button", texts.CLOSE, type="button", class_="close", data_conversations="close"),
                class_="top",
            ),
            element("p", texts.CONVERSATIONS_NOTE.format(most=_MOST), class_="note"),
            element(
                "p",
                f"{texts.DELETED} ",
                element("button", texts.UNDO, type="button", data_undo=True),
                class_="undo",
                role="status",
                hidden=True,
            ),
            element("ol", class_="kept"),
            element("p", texts.CONVERSATIONS_EMPTY, class_="empty"),
            element(
                "div",
                element("h3", texts.EXPORT),
                element("button", texts.EXPORT_MARKDOWN, type="button", data_save="markdown"),
                element("button", texts.EXPORT_HTML, type="button", data_save="html"),
                class_="export",
            ),
            aria_labelledby="conversations-title",
            class_="conversations",
        ),
    )
