"""How the page's events are sent: what Gradio shows and promises of each."""

from __future__ import annotations

from typing import Any

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# By itself Gradio drops an event that comes while one of its kind is under way: a thumb pressed right after another.
NONE_LOST: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
IN_TURN: dict[str, Any] = {**NONE_LOST, "concurrency_limit": 1}
