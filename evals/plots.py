"""Charts as SVG text: self-contained, escaped, coloured by the page's style (one, two, grid, line)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 44  # margins around the plotted area


def bar_chart(bars: Sequence[tuple[str, float | None, str]], *, title: str) -> str:
    """Horizontal bars from 0 to 1, one for each (label, value, note); a value of None has no bar."""
    left, row = 110, 26
    height = row * len(bars) + 30
    span = WIDTH - left - 120
    parts: list[str] = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + tick * span
        parts.append(_line(x, 4, x, height - 26, "grid"))
        parts.append(_text(x, height - 8, f"{tick:g}", "middle"))
    for place, (label, value, note) in enumerate(bars):
        y = 6 + row * place
        parts.append(_text(left - 8, y + 14, label, "end"))
        shown = "–" if value is None else f"{value:.2f}"
        if value is not None:
            parts.append(_bar(left, y, value * span, row - 8, "one", f"{label}: {shown} {note}"))
        parts.append(_text(left + span + 8, y + 14, f"{shown} {note}", "start"))
    return _svg(parts, title=title, height=height)


def line_chart(points: Sequence[tuple[float, float]], *, title: str, x_label: str, y_label: str) -> str:
    """A line through points whose coordinates run from 0 to 1, its last point marked."""
    parts = _frame(1.0, 1.0, x_label=x_label, y_label=y_label)
    if points:
        placed = [(_x(x, 1.0), _y(y, 1.0)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline class="line" fill="none" points="{path}"/>')
        x, y = placed[-1]
        parts.append(f'<circle class="one" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        parts.append(_text(x, y - 9, f"{points[-1][0]:.2f}, {points[-1][1]:.2f}", "end"))
    return _svg(parts, title=title, height=HEIGHT)


def histogram(
    series: Sequence[tuple[str, Sequence[float]]], *, title: str, x_label: str, upper: float, bins: int = 20
) -> str:
    """Counts of each series' values in equal bins from 0 to `upper`, bars of one or two series side by side.

    Values over `upper` count in the last bin.
    """
    edges = np.linspace(0.0, upper, bins + 1)
    counts = [np.histogram(np.clip(values, 0.0, upper), bins=edges)[0] for _, values in series]
    most = max([1, *(int(count.max()) for count in counts)])
    most = 4 * -(-(most + len(series)) // 4)  # a multiple of the four steps of the axis, with room for the names
    parts = _frame(upper, float(most), x_label=x_label, y_label="cases")
    width = (_x(edges[1], upper) - _x(0.0, upper) - 2) / max(1, len(series))
    for place, ((name, values), style, count) in enumerate(zip(series, ("one", "two"), counts, strict=False)):
        for edge, height in zip(edges, count, strict=False):
            x, y = _x(edge, upper) + 1 + place * width, _y(float(height), most)
            if height:
                hint = f"{name}: {height} from {edge:.3g}"
                parts.append(_bar(x, y, width, HEIGHT - BOTTOM - y, style, hint))
        if len(series) > 1:
            y = TOP + 8 + 18 * place
            parts.append(_bar(LEFT + 8, y, 12, 12, style, name))
            parts.append(_text(LEFT + 26, y + 10, f"{name} ({len(values)})", "start"))
    return _svg(parts, title=title, height=HEIGHT)


def _frame(x_upper: float, y_upper: float, *, x_label: str, y_label: str) -> list[str]:
    parts: list[str] = []
    for tick in np.linspace(0.0, 1.0, 5):
        x, y = _x(tick, 1.0), _y(tick, 1.0)
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, "grid"))
        parts.append(_text(x, HEIGHT - BOTTOM + 16, f"{tick * x_upper:.3g}", "middle"))
        parts.append(_text(LEFT - 6, y + 4, f"{tick * y_upper:.3g}", "end"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x_label, "middle"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text transform="rotate(-90 12 {middle:.0f})" x="12" y="{middle:.0f}" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )
    return parts


def _x(value: float, upper: float) -> float:
    return LEFT + float(value) / upper * (WIDTH - LEFT - RIGHT)


def _y(value: float, upper: float) -> float:
    return HEIGHT - BOTTOM - float(value) / upper * (HEIGHT - TOP - BOTTOM)


def _svg(parts: Sequence[str], *, title: str, height: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _bar(x: float, y: float, width: float, height: float, style: str, hint: str) -> str:
    return (
        f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}">'
        f"<title>{escape(hint)}</title></rect>"
    )
