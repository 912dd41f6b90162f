"""The report for a clinician: one page with the most important on top, and nothing in a person's own words.

It holds no note, no address, and no name but the one that the person chose for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from exercises.services.judge_exercises import judge_for
from tracker.presenters.period import Period, PeriodLink
from tracker.presenters.report_care import Care, build_care
from tracker.presenters.report_pain import Pain, build_pain
from tracker.presenters.report_period import period_links
from tracker.presenters.report_plan import Adherence, build_adherence, read_training
from tracker.presenters.report_range import RangeOfMotion, build_range
from tracker.presenters.report_tests import OtherTests, build_tests
from tracker.presenters.rom_series import rom_of


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows. `first` and `last` are the days that it is about."""

    first: date
    last: date
    periods: tuple[PeriodLink, ...]
    range: RangeOfMotion
    training: Adherence
    pain: Pain
    care: Care
    tests: OtherTests


def build_report(person: User, *, period: Period, today: date) -> Report:
    """Return the report of a person who was read with `report_parts`; four queries."""
    gathered = vars(person)
    judge = judge_for(person)
    training = read_training(person, _rows(gathered, "report_pauses"), period, today)
    answered_at = judge.screening.answered_at if judge.screening else None
    return Report(
        first=period.first,
        last=min(period.last, today),
        periods=period_links(period),
        range=build_range(rom_of(person, period)),
        training=build_adherence(training, _rows(gathered, "report_plans")),
        pain=build_pain(training.sessions, training.pain),
        care=build_care(
            judge,
            _rows(gathered, "report_left_out"),
            since=period.first,
            answered_on=timezone.localdate(answered_at) if answered_at else None,
        ),
        tests=build_tests(_rows(gathered, "report_tests"), since=period.first),
    )


def _rows(gathered: dict[str, Any], name: str) -> list[list[Any]]:
    return gathered.get(name) or []
