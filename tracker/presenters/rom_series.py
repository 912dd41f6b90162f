"""A person's rotation by series and side, with what may be said of it; its words are in `rom_words`.

Called once for a user and a period, by the progress page and by the report alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple, cast

from exercises.domain.vocabulary import Side
from tracker.domain.measuring import MOST_TRIALS, Instrument, Motion, NormGroup, Position
from tracker.domain.rom import Change, Verdict, verdict
from tracker.domain.rom_days import DayValue, baseline_of, day_values, value_of
from tracker.domain.rom_noise import Noise, noise_of
from tracker.domain.rom_norms import Norm, Regression, norm_of, regression_of
from tracker.domain.rom_signs import SideGap, needs_clinician, side_gap
from tracker.domain.weeks import weeks_between
from tracker.models import Athlete, Measurement
from tracker.models.measurement import Readings
from tracker.presenters.period import Period

SIDES = (Side.LEFT, Side.RIGHT)
STRENGTH = tuple(Verdict)
TRIALS_OF = {side: tuple(f"{side}_{number}" for number in range(1, MOST_TRIALS + 1)) for side in SIDES}


class Method(NamedTuple):
    """What makes two measurements comparable."""

    motion: Motion
    position: Position
    instrument: Instrument

    @property
    def slug(self) -> str:
        """Return the name of its chart."""
        return f"range-{self.motion.value}-{self.position.value}-{self.instrument.value}"


@dataclass(frozen=True, slots=True)
class RomSide:
    """One side of a series in a period: its days, oldest first, its own error, and what changed.

    `has_older`: it was measured before the period, too.
    """

    side: Side
    days: tuple[DayValue, ...]
    noise: Noise
    change: Change
    regression: Regression | None
    has_older: bool = False

    @property
    def last(self) -> DayValue:
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class RomSeries:
    """A motion, position and instrument with values in the period.

    `for_clinician`: the sides with little internal rotation and pain on the last day. `is_thinned`: of older
    quarters only the last measurement was read.
    """

    method: Method
    sides: tuple[RomSide, ...]
    norm: Norm
    gap: SideGap | None
    for_clinician: tuple[Side, ...]
    is_thinned: bool

    @property
    def is_for_clinician(self) -> bool:
        return bool(self.for_clinician)

    @property
    def days(self) -> int:
        """Return on how many days it was measured."""
        return len({value.day for side in self.sides for value in side.days})

    @property
    def first_day(self) -> date:
        return min(side.days[0].day for side in self.sides)

    @property
    def last_day(self) -> date:
        return max(side.last.day for side in self.sides)

    @property
    def strongest(self) -> RomSide:
        """Return the side whose change is the surest, the left one of two alike."""
        return max(self.sides, key=lambda side: STRENGTH.index(side.change.verdict))


@dataclass(frozen=True, slots=True)
class Rom:
    """All series of a period, the most used first, and the day of the last measurement of all, if any."""

    series: tuple[RomSeries, ...]
    last_day: date | None

    @property
    def is_for_clinician(self) -> bool:
        return any(one.is_for_clinician for one in self.series)


def rom_of(user: Any, period: Period, *, every_row: bool = False) -> Rom:
    """Return the rotation of a user in a period; one query.

    For all time, before the last year the last measurement of each quarter is read, unless `every_row` is
    asked for.
    """
    own = Measurement.objects.for_athlete(user).kept()
    rows = own if every_row else own.for_charts(period.first, period.last, with_older=period.is_all)
    return rom_from(rows.readings(), period, Athlete.of(user).norm_group, is_thinned=not every_row)


def rom_around(user: Any, first: date, last: date) -> Rom:
    """Return the rotation of a user between two days; one query."""
    rows = Measurement.objects.for_athlete(user).kept().for_charts(first, last).readings()
    days = Period("", weeks_between(first, last))
    return rom_from(rows, days, Athlete.of(user).norm_group)


def rom_from(rows: Sequence[Readings], period: Period, group: str, *, is_thinned: bool = False) -> Rom:
    """Return the rotation of these rows, which are in the order of their days."""
    norm_group = NormGroup(group) if group else None
    by_method = sorted(rows, key=_method)
    series = []
    for method, of_method in groupby(by_method, key=_method):
        one = _series(method, tuple(of_method), period, norm_group, is_thinned=is_thinned)
        if one is not None:
            series.append(one)
    series.sort(key=lambda one: (-one.days, -one.last_day.toordinal(), one.method))
    return Rom(tuple(series), max((row["taken_on"] for row in rows), default=None))


def _method(row: Readings) -> Method:
    return Method(row["motion"], row["position"], row["instrument"])


def _series(
    method: Method, rows: Sequence[Readings], period: Period, group: NormGroup | None, *, is_thinned: bool
) -> RomSeries | None:
    norm = norm_of(method.motion, method.position, group)
    found = [(side, day_values(_values(rows, side))) for side in SIDES]
    sides = {
        side: one for side, days in found if (one := _side(side, days, period, method, norm)) is not None
    }
    if not sides:
        return None
    left, right = sides.get(Side.LEFT), sides.get(Side.RIGHT)
    gap = side_gap(left.days, right.days, left.noise, right.noise) if left and right else None
    return RomSeries(
        method=method,
        sides=tuple(sides.values()),
        norm=norm,
        gap=gap,
        for_clinician=_for_clinician(method, rows, sides),
        is_thinned=is_thinned and period.is_all and rows[0]["taken_on"] < period.first,
    )


def _side(side: Side, days: Sequence[DayValue], period: Period, method: Method, norm: Norm) -> RomSide | None:
    """Return a side as far as it has values in the period; its own error comes from its very first days."""
    since = period.since
    shown = tuple(one for one in days if one.day <= period.last and (since is None or one.day >= since))
    if not shown:
        return None
    noise = noise_of(method.position, method.instrument, baseline_of(days))
    # An unusual first value is one of the whole series, not the first one of a period.
    is_first = shown[0].day == days[0].day
    return RomSide(
        side=side,
        days=shown,
        noise=noise,
        # A traveller's day may be ahead of today.
        change=verdict(days, noise, since=since, until=max(period.until, shown[-1].day)),
        regression=regression_of(days[0].degrees, norm) if is_first else None,
        has_older=not is_first,
    )


def _values(rows: Iterable[Readings], side: Side) -> list[DayValue]:
    found = []
    for row in rows:
        trials = _trials(row, side)
        if trials:
            found.append(DayValue(row["taken_on"], value_of(trials), len(trials)))
    return found


def _trials(row: Readings, side: Side) -> list[Decimal]:
    values = cast("Mapping[str, Decimal | None]", row)
    return [one for name in TRIALS_OF[side] if (one := values[name]) is not None]


def _for_clinician(
    method: Method, rows: Sequence[Readings], sides: Mapping[Side, RomSide]
) -> tuple[Side, ...]:
    """Return the sides of the last day that are, by the pain of every measurement of a side on it."""
    of_day = [row for row in rows if row["taken_on"] == rows[-1]["taken_on"]]
    return tuple(
        side.side
        for side in sides.values()
        if any(
            needs_clinician(method.motion, side.last.degrees, row["pain"])
            for row in of_day
            if side.last.day == row["taken_on"] and _trials(row, side.side)
        )
    )
