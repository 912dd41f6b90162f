"""Whether pain after training goes up or down over a time, and how the mornings after were.

Pain must not rise from week to week (Thomeé 1997, doi:10.1093/ptj/77.12.1690). A difference counts from 1.5
on, the lower end of the minimal important difference of the NPRS (doi:10.2519/jospt.2014.5248). Comparing the
means of an earlier and a later half, with three sessions at least in each, is a product default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

IMPORTANT = 1.5
LEAST_SESSIONS = 3


class Direction(StrEnum):
    NOT_ENOUGH = "not-enough"
    LOWER = "lower"
    SAME = "same"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class PainTime:
    """What was noted in a week, or another time, that begins on `day`.

    The sum and the number of the notes after training; the sessions above 5; the mornings after that were
    noted, and those of them with more pain than before the session.
    """

    day: date
    total: int
    count: int
    above: int = 0
    mornings: int = 0
    worse: int = 0


@dataclass(frozen=True, slots=True)
class PainTrend:
    """The mean pain after training in an earlier and a later time; None where it was not noted enough."""

    direction: Direction
    earlier: float | None
    later: float | None
    count: int
    above: int
    mornings: int
    worse: int
    later_from: date | None = None


def pain_trend(times: Sequence[PainTime]) -> PainTrend:
    """Return the trend of times in the order of their days."""
    noted = [one for one in times if one.count]
    earlier, later = _halves(noted)
    means = [_mean(earlier), _mean(later)]
    known = [one for one in means if one is not None]
    direction = Direction.NOT_ENOUGH
    if len(known) == len(means):
        # Of the means as they are told: nobody reads "from 2.3 to 0.8" and then "by less than 1.5".
        step = round(_told(known[1]) - _told(known[0]), 1)
        changed = Direction.LOWER if step < 0 else Direction.HIGHER
        direction = changed if abs(step) >= IMPORTANT else Direction.SAME
    return PainTrend(
        direction=direction,
        earlier=means[0],
        later=means[1],
        count=sum(one.count for one in noted),
        above=sum(one.above for one in times),
        mornings=sum(one.mornings for one in times),
        worse=sum(one.worse for one in times),
        later_from=later[0].day if later else None,
    )


def _told(mean: float) -> float:
    return float(Decimal(str(mean)).quantize(Decimal("0.1")))


def _halves(noted: Sequence[PainTime]) -> tuple[Sequence[PainTime], Sequence[PainTime]]:
    """Split by time, not by number: somebody who trained more of late has no shorter later half."""
    if not noted:
        return (), ()
    middle = noted[0].day + (noted[-1].day - noted[0].day) / 2
    return [one for one in noted if one.day <= middle], [one for one in noted if one.day > middle]


def _mean(times: Sequence[PainTime]) -> float | None:
    count = sum(one.count for one in times)
    return sum(one.total for one in times) / count if count >= LEAST_SESSIONS else None
