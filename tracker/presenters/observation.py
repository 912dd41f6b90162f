"""What rotation did since an exercise was first done, as an observation and never as its cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from exercises.models import Exercise
from tracker.domain.observation import change_around
from tracker.domain.rom import Change
from tracker.presenters.chart import day_text
from tracker.presenters.period import Period
from tracker.presenters.rom_series import RomSeries, rom_around
from tracker.presenters.rom_words import change_words, degrees_words, method_words, verdict_words
from tracker.presenters.words import badge_of, unbroken

LOOK_BACK = timedelta(weeks=12)
"""A product default: measurements before that say little about the time just before a day."""


def observation_of(user: Any, exercise: Exercise, first: date | None, period: Period) -> str:
    """Say what rotation did since the exercise was first done, if that was in the period; else "". One "
    "query."""
    if first is None or period.is_all or not period.first <= first <= period.last:
        return ""
    for series in rom_around(user, first - LOOK_BACK, period.last).series:
        told = list(_sides(series, first))
        if told:
            values = {
                "name": exercise.name,
                "day": day_text(first),
                "method": method_words(series.method),
                "sides": ", ".join(told),
            }
            text = _(
                "Since you first did “%(name)s” on %(day)s: %(method)s: %(sides)s. This says nothing about "
                "the cause."
            )
            return text % values
    return ""


def _sides(series: RomSeries, day: date) -> Iterable[str]:
    for side in series.sides:
        change = change_around(side.days, side.noise, day)
        if change is not None and change.degrees is not None:
            yield f"{badge_of(side.side).name} {_change(change)}"


def _change(change: Change) -> str:
    values = {
        "change": change_words(change.degrees or 0),
        "error": unbroken(f"±{degrees_words(change.error or 0)}"),
        "verdict": verdict_words(change),
    }
    return _("%(change)s, error %(error)s, %(verdict)s") % values
