"""The time that a report is about: three months, unless its address says otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.functional import Promise

from tracker.presenters.period import DEFAULT_PERIOD, PERIODS, Period, PeriodLink, period_of

SHOWN = ("4-weeks", "3-months", "1-year")


def report_period(key: str, today: date) -> Period:
    """Return the period of that name, or the usual one where a report has none of that name."""
    return period_of(key if key in SHOWN else DEFAULT_PERIOD, today)


def report_periods() -> list[tuple[str, str | Promise]]:
    """Return the keys of the periods with their names."""
    return [(key, PERIODS[key][0]) for key in SHOWN]


def period_links(period: Period) -> tuple[PeriodLink, ...]:
    return tuple(PeriodLink(name, f"?period={key}", key == period.key) for key, name in report_periods())


def read_since(key: str, now: datetime) -> date:
    """Return a day from which on the rows of the period lie, in whatever time zone its person lives."""
    return report_period(key, now.date() - timedelta(days=1)).first
