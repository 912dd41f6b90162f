"""The stretches of time that progress pages offer: whole weeks up to the running one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.domain.weeks import DAYS, weeks_ending_with

PERIODS: dict[str, tuple[str | Promise, int]] = {
    "4-weeks": (_("4 weeks"), 4),
    "3-months": (_("3 months"), 13),
    "1-year": (_("1 year"), 52),
}
DEFAULT_PERIOD = "3-months"


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """One period to choose."""

    name: str | Promise
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Period:
    """The chosen period: its weeks (Mondays), its first day and its last, the Sunday of the running week."""

    key: str
    weeks: tuple[date, ...]

    @property
    def first(self) -> date:
        return self.weeks[0]

    @property
    def last(self) -> date:
        return self.weeks[-1] + timedelta(days=DAYS - 1)

    @property
    def links(self) -> tuple[PeriodLink, ...]:
        return tuple(
            PeriodLink(name, f"?period={key}", key == self.key) for key, (name, _weeks) in PERIODS.items()
        )


def period_of(key: str, today: date) -> Period:
    """Return the period of that name, or the usual one where there is none."""
    key = key if key in PERIODS else DEFAULT_PERIOD
    return Period(key, weeks_ending_with(today, PERIODS[key][1]))
