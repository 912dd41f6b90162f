"""What rotation did around a day: the three days of measuring before it, against the latest two.

An observation, never a cause: much else happened at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.rom import Change, verdict
from tracker.domain.rom_days import BASELINE_DAYS, DayValue
from tracker.domain.rom_noise import Noise


def change_around(days: Sequence[DayValue], noise: Noise, day: date) -> Change | None:
    """Return the change from before `day` to the latest days of one series (oldest first).

    None without a measurement since, or without three before it that are close enough together.
    """
    before = tuple(value for value in days if value.day < day)[-BASELINE_DAYS:]
    since = [value for value in days if value.day >= day]
    if len(before) < BASELINE_DAYS or not since:
        return None
    change = verdict([*before, *since], noise)
    return change if change.baseline == before else None
