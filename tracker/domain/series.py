"""What can be said of a series of values by day, without reading anything into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Number = int | Decimal


class Point(NamedTuple):
    """A value on a day."""

    day: date
    value: Number


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """The first, the last and the highest point; of equally high points, the earliest."""

    first: Point
    last: Point
    best: Point


def facts_of(points: Sequence[Point]) -> SeriesFacts | None:
    """Return the facts of points in any order, or None where there are none."""
    if not points:
        return None
    in_order = sorted(points, key=lambda point: point.day)
    best = max(in_order, key=lambda point: point.value)
    return SeriesFacts(first=in_order[0], last=in_order[-1], best=best)


@dataclass(frozen=True, slots=True)
class Comparison:
    """On how many days a second number was lower than, the same as, or higher than a first one."""

    lower: int
    same: int
    higher: int

    @property
    def days(self) -> int:
        return self.lower + self.same + self.higher


def compare(pairs: Sequence[tuple[int | None, int | None]]) -> Comparison:
    """Compare the second with the first of each pair; a pair with one of them missing counts nowhere."""
    both = [(first, second) for first, second in pairs if first is not None and second is not None]
    return Comparison(
        lower=sum(second < first for first, second in both),
        same=sum(second == first for first, second in both),
        higher=sum(second > first for first, second in both),
    )
