"""What the database itself refuses of measurements and other tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import MeasurementFactory, SelfTestFactory
from tracker.domain.measuring import Instrument, TestKind
from tracker.models import Athlete, Measurement, SelfTest

NO_READINGS = dict.fromkeys(("left_1", "left_2", "left_3", "right_1", "right_2", "right_3"))

REFUSED_MEASUREMENTS = {
    "measurement_degrees_in_range": [{"left_2": 90.5}, {"right_3": -30.5}],
    "measurement_has_a_reading": [NO_READINGS],
    "measurement_trials_without_gaps": [{"left_2": None}, {"right_1": None}, {"left_3": None, "left_4": 30}],
    "measurement_shank_of_a_ruler": [
        {"instrument": Instrument.RULER},
        {"instrument": Instrument.RULER, "shank_cm": 19},
        {"shank_cm": 40},
    ],
    "measurement_pain_0_to_10": [{"pain": 11}],
}

NONE = {"left": None, "right": None}

REFUSED_TESTS = {
    "selftest_value_on_its_scale": [
        NONE,
        {"left": 61},
        {"value": 5},
        {"kind": TestKind.SQUAT},
        {"kind": TestKind.SQUAT, **NONE},
        {"kind": TestKind.SQUAT, **NONE, "value": 121},
        {"kind": TestKind.HANDS_FREE, "left": 2, "right": 1},
        {"kind": TestKind.PAIN, **NONE, "value": 10.5},
        {"kind": "of no kind"},
    ],
    "selftest_activity_has_a_name": [
        {"kind": TestKind.ACTIVITY, **NONE, "value": 5},
        {"activity": "stairs"},
    ],
}


def cases(refused: dict[str, list[dict[str, Any]]]) -> list[Any]:
    return [pytest.param(name, row) for name, rows in refused.items() for row in rows]


@pytest.mark.parametrize(("constraint", "row"), cases(REFUSED_MEASUREMENTS))
def test_no_impossible_measurement(athlete: Athlete, constraint: str, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MeasurementFactory(athlete=athlete, **row)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(("constraint", "row"), cases(REFUSED_TESTS))
def test_no_impossible_test(athlete: Athlete, constraint: str, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SelfTestFactory(athlete=athlete, **row)
    assert not SelfTest.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"left_1": -30, "right_3": 90},
        {"right_1": None, "right_2": None, "right_3": None},
        {"left_4": 30, "pain": 0},
        {"instrument": Instrument.RULER, "shank_cm": 40},
    ],
)
def test_what_is_possible(athlete: Athlete, row: dict[str, Any]) -> None:
    assert MeasurementFactory(athlete=athlete, **row).pk


@pytest.mark.parametrize(
    "row",
    [
        {"right": None},
        {"kind": TestKind.SQUAT, **NONE, "value": 0},
        {"kind": TestKind.HANDS_FREE, "left": 0, "right": 1},
        {"kind": TestKind.STANCE, "left": 600},
        {"kind": TestKind.ACTIVITY, **NONE, "value": 10, "activity": "stairs"},
    ],
)
def test_what_a_test_can_show(athlete: Athlete, row: dict[str, Any]) -> None:
    assert SelfTestFactory(athlete=athlete, **row).pk
