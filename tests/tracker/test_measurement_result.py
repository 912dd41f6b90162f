"""What is said of one of the other tests once it is saved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import SelfTestFactory
from tracker.domain.measuring import TestKind
from tracker.models import Athlete, SelfTest
from tracker.presenters import measurement_result
from tracker.presenters.measurement_result import Result
from tracker.presenters.words import NO_BREAK

DAY = dt.date(2026, 11, 2)


def _saved(athlete: Athlete, kind: TestKind, **values: Any) -> Result:
    given = {"left": None, "right": None} | values
    SelfTestFactory(athlete=athlete, kind=kind, taken_on=DAY, **given)
    saved = SelfTest.objects.for_athlete(athlete.user).newest_first()[0]
    return measurement_result.test_result_of(athlete.user, saved)


def _before(athlete: Athlete, kind: TestKind, **values: Any) -> None:
    given = {"left": None, "right": None} | values
    SelfTestFactory(athlete=athlete, kind=kind, taken_on=DAY - dt.timedelta(weeks=1), **given)


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (TestKind.FABER, {"left": 16}, {"left": Decimal("12.3")}, "more than the measurement error"),
        (TestKind.FABER, {"left": 16}, {"left": Decimal("12.4")}, "too small to mean anything by itself"),
        (TestKind.PAIN, {"value": 5}, {"value": 1}, "a change that people notice"),
        (
            TestKind.ACTIVITY,
            {"value": 5, "activity": "Socks"},
            {"value": 7, "activity": "Socks"},
            "a small change",
        ),
    ],
)
def test_a_change_is_told_with_its_size(
    kind: TestKind, before: dict[str, float], after: dict[str, float], said: str, athlete: Athlete
) -> None:
    _before(athlete, kind, **before)
    [side] = _saved(athlete, kind, **after).sides
    assert side.last.startswith("Last time, ")
    assert side.change == f"Since then: {said}."


def test_of_what_nothing_is_published_nothing_is_said(athlete: Athlete) -> None:
    _before(athlete, TestKind.SQUAT, value=40)
    assert [one.change for one in _saved(athlete, TestKind.SQUAT, value=20).sides] == [""]
    assert [one.change for one in _saved(athlete, TestKind.PAIN, value=2).sides] == [""]


def test_a_gap_between_the_knees_is_told_only_beyond_its_error(athlete: Athlete) -> None:
    assert _saved(athlete, TestKind.FABER, left=12, right=Decimal("15.9")).remarks == ()
    [remark] = _saved(athlete, TestKind.FABER, left=12, right=16).remarks
    assert remark.replace(NO_BREAK, " ").startswith("The knees differ by 4 cm; the error of that is 4 cm.")
