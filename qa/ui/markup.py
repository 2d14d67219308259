"""HTML is built here and nowhere else, so that no text can ever become markup.

`Markup` is text that is HTML already. All other text that goes into an element is escaped on its way in:
what an article, a question or a title says is shown, never obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Markup(str):
    """Text that is HTML already, because `element` or `join` made it."""

    __slots__ = ()


def element(tag: str, *children: str | None, **attributes: str | int | bool | None) -> Markup:
    """One element: children that are not `Markup` are escaped, and so are the values of its attributes.

    `class_` stands for class and `data_article` for data-article. An attribute that is None or False is left
    out, one that is True stands without a value. Children that are None are left out.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    return Markup(f"<{tag}{written}>{join(children)}</{tag}>")


def join(parts: Iterable[str | None]) -> Markup:
    """The parts one after another; those that are not `Markup` are escaped, those that are None left out."""
    return Markup(
        "".join(part if isinstance(part, Markup) else escape(part, quote=True) for part in parts if part is not None)
    )


def _attribute(name: str, value: str | int | bool | None) -> str:
    name = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(str(value), quote=True)}"'
