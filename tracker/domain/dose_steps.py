"""Where a prescribed dose changed: each step up or down in a row of values by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple


class DoseStep(NamedTuple):
    """From `day` on, `new` was asked for, and `old` before."""

    day: date
    old: int
    new: int

    @property
    def is_more(self) -> bool:
        return self.new > self.old


def dose_steps(asked: Iterable[tuple[date, int | None]]) -> tuple[DoseStep, ...]:
    """Return the changes, in order; days on which nothing was asked for change nothing."""
    known = sorted((day, value) for day, value in asked if value is not None)
    return tuple(DoseStep(day, old, new) for (_before, old), (day, new) in pairwise(known) if new != old)
