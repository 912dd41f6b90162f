"""The stretches of time that progress pages offer: whole weeks up to the running one, or all there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.domain.columns import Columns, Unit, columns_between, weeks_as_columns
from tracker.domain.weeks import DAYS, weeks_ending_with

WEEKS_A_YEAR = 52
ALL = "all"
PERIODS: dict[str, tuple[str | Promise, int]] = {
    "4-weeks": (_("4 weeks"), 4),
    "3-months": (_("3 months"), 13),
    "1-year": (_("1 year"), WEEKS_A_YEAR),
    ALL: (_("All"), WEEKS_A_YEAR),
}
MOST_WEEKS = 26
"""A product default: of a longer time the months are drawn, as more weeks are a thicket on a phone."""
DEFAULT_PERIOD = "3-months"


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """One period to choose."""

    name: str | Promise
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The chosen period: its weeks (Mondays), its first day and its last, the Sunday of the running week.

    For all time, `weeks` are those of the last year: what is too costly to read for longer is shown for them.
    """

    key: str
    weeks: tuple[date, ...]
    today: date | None = None

    @property
    def until(self) -> date:
        """Return the last day that has come: today, where it is known, in the running week."""
        return self.last if self.today is None else min(self.today, self.last)

    @property
    def is_all(self) -> bool:
        return self.key == ALL

    @property
    def first(self) -> date:
        return self.weeks[0]

    @property
    def since(self) -> date | None:
        """Return the first day, or None for all time."""
        return None if self.is_all else self.first

    @property
    def last(self) -> date:
        return self.weeks[-1] + timedelta(days=DAYS - 1)

    @property
    def recent(self) -> Columns:
        """Return the weeks as columns, or the months that hold them where they are many."""
        if len(self.weeks) <= MOST_WEEKS:
            return weeks_as_columns(self.weeks)
        return columns_between(self.first, self.until, least=Unit.MONTH)

    def columns(self, first: date | None) -> Columns:
        """Return the columns; for all time from `first`, the first day that has anything."""
        if not self.is_all or first is None or first >= self.first:
            return self.recent
        return columns_between(first, self.until, least=Unit.MONTH)

    @property
    def links(self) -> tuple[PeriodLink, ...]:
        return tuple(
            PeriodLink(name, f"?period={key}", key == self.key) for key, (name, _weeks) in PERIODS.items()
        )


def period_of(key: str, today: date) -> Period:
    """Return the period of that name, or the usual one where there is none."""
    key = key if key in PERIODS else DEFAULT_PERIOD
    return Period(key, weeks_ending_with(today, PERIODS[key][1]), today)
