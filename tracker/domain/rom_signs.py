"""What one day of measuring may say by itself: a gap between the sides, and little rotation that hurts.

A gap is described, never called a risk: 39 % of people lack a symmetric balance (Kouyoumdjian 2012), reviews
found strong evidence against internal rotation alone predicting groin pain, and screening cannot pick out who
will get it (Tak 2017, Br J Sports Med 51(22):1611).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.measuring import Motion
from tracker.domain.rom import EXACT, IN_A_ROW
from tracker.domain.rom_days import DayValue, day_values
from tracker.domain.rom_noise import Z95, Noise

FLAGGED_GAP = 10
"""Degrees between the sides, on two days in a row, that are pointed out (clinical facts §4, a default)."""

LITTLE_ROTATION = 15
"""Degrees of internal rotation below which a painful hip is for a clinician.

From the ACR criteria for osteoarthritis of the hip (Altman 1991, doi:10.1002/art.1780340502); that we send
people to a clinician with it is a product decision."""


@dataclass(frozen=True, slots=True)
class SideGap:
    """Left less right on the last day on which both were measured, and the error of that difference.

    `is_flagged` where it was wide on that day and on the one before.
    """

    day: date
    degrees: float
    error: float
    is_flagged: bool

    @property
    def is_beyond_error(self) -> bool:
        """Say whether there is a gap to speak of at all."""
        return abs(self.degrees) >= self.error


def side_gap(
    left: Iterable[DayValue],
    right: Iterable[DayValue],
    left_noise: Noise,
    right_noise: Noise,
    *,
    until: date | None = None,
) -> SideGap | None:
    """Return the gap between two sides' series of one method, or None where no day has both."""
    of_right = {value.day: value for value in day_values(right)}
    gaps: list[tuple[date, float, float]] = []
    for value in day_values(left):
        other = of_right.get(value.day)
        if other is not None and (until is None or value.day <= until):
            error = Z95 * math.hypot(left_noise.sem_of(value), right_noise.sem_of(other))
            gaps.append((value.day, round(value.degrees - other.degrees, EXACT), round(error, EXACT)))
    if not gaps:
        return None
    day, degrees, error = gaps[-1]
    last = gaps[-IN_A_ROW:]
    is_wide = all(abs(gap) >= max(FLAGGED_GAP, limit) and gap * degrees > 0 for _, gap, limit in last)
    return SideGap(day, degrees, error, is_flagged=len(last) == IN_A_ROW and is_wide)


def needs_clinician(motion: Motion, degrees: float | None, pain: int | None) -> bool:
    """Say whether a day's internal rotation is below 15° and there was pain with it: then see a clinician."""
    is_little = motion is Motion.INTERNAL and degrees is not None and degrees < LITTLE_ROTATION
    return is_little and pain is not None and pain > 0
