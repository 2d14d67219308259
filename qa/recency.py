"""Recency: among passages that match alike, the news of the days before the question was asked is likelier meant."""

from __future__ import annotations

import math
from datetime import date

from qa.questions import Period

_NAMED = 0.8  # bonus, on the scale of fused scores, where the question names the days ("this week")
_ANY = 0.4  # bonus where it names none
_FRESH = 7  # days that count as new
_FADING = 4.0  # days in which the bonus of what is older falls to a third
_LATER = 0.3  # taken from what was published after the day of asking


def bonus(published: date | None, asked_on: date | None, preferred: Period) -> float:
    """What the day of publication adds to a passage's score; nothing where one of the days is not known."""
    if published is None or asked_on is None:
        return 0.0
    age = (asked_on - published).days
    if age < -1:  # the day itself depends on the time zone
        return -_LATER
    fresh = (asked_on - preferred.since).days if preferred.since else _FRESH
    return (_NAMED if preferred.since else _ANY) * math.exp(-max(0, age - fresh) / _FADING)
