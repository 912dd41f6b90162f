"""So many times in any seven days, spread as evenly as whole days allow: the earliest and the latest day.

A product default; the founding article says how often, not on which days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.weeks import DAYS


def is_far_enough(day: date, before: Sequence[date], times: int) -> bool:
    """Say whether `day` keeps its distance to the days `before` it (the newest first).

    The i-th last day lies at least ⌊7·i/times⌋ days back: gaps of 2, 2, 3 days for three times, of 1, 2, 2, 2
    for four. So no seven days hold more than `times`, and whoever takes each day as it comes reaches them.
    """
    return all((day - one).days >= DAYS * number // times for number, one in enumerate(before[:times], 1))


def may_wait(day: date, before: Sequence[date], times: int, start: date) -> bool:
    """Say whether one day later than `day` still gives `times` in every seven days from `start` on.

    The i-th last day may lie at most ⌈7·i/times⌉ days back, where the day before `start` counts as the first.
    """
    kept = [one for one in before[:times] if one >= start]
    if any((day - one).days >= _most(number, times) for number, one in enumerate(kept, 1)):
        return False
    return len(kept) == times or (day - start).days + 1 < _most(len(kept) + 1, times)


def _most(number: int, times: int) -> int:
    return -(-DAYS * number // times)
