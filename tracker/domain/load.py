"""The load of training: effort from 0 to 10 times minutes (doi:10.1519/00124278-200102000-00019).

The minutes are those from start to end where the end is known, else the time of the sets alone.
"""

from __future__ import annotations

SECONDS_A_MINUTE = 60


def load_of(with_end: float | None, set_seconds: int | None) -> int:
    """Add up effort × minutes of sessions with an end, and effort × seconds of the sets of others."""
    return round((with_end or 0) + (set_seconds or 0) / SECONDS_A_MINUTE)
