"""A gap between the sides, and little internal rotation with pain."""

from __future__ import annotations

import pytest

from tests.tracker.measured import START, USUAL, noise, weekly
from tracker.domain.measuring import Motion
from tracker.domain.rom_signs import needs_clinician, side_gap

LEFT_30 = weekly(30, 30)


@pytest.mark.parametrize(
    ("left", "right", "degrees", "is_beyond", "is_flagged"),
    [
        ((30,), (30,), 0, False, False),
        ((30,), (22.1,), 7.9, False, False),
        ((30,), (22,), 8, True, False),
        ((22,), (30,), -8, True, False),
        ((30,), (15,), 15, True, False),  # seen once
        ((30, 30), (20, 20), 10, True, True),
        ((20, 20), (30, 30), -10, True, True),
        ((30, 30), (20.1, 20), 10, True, False),
        ((30, 30), (20, 20.1), 9.9, True, False),
        ((30, 20), (20, 30), -10, True, False),  # the other way round
        ((30, 30, 30), (30, 20, 20), 10, True, True),
        ((30, 30, 30), (20, 20, 30), 0, False, False),
    ],
)
def test_a_gap_between_the_sides(
    left: tuple[float, ...], right: tuple[float, ...], degrees: float, is_beyond: bool, is_flagged: bool
) -> None:
    gap = side_gap(weekly(*left), weekly(*right), USUAL, USUAL)
    assert gap is not None
    assert (gap.degrees, gap.is_beyond_error, gap.is_flagged) == (degrees, is_beyond, is_flagged)


def test_a_gap_needs_a_day_with_both_sides() -> None:
    assert side_gap(weekly(30), weekly(20, first=START.replace(day=9)), USUAL, USUAL) is None
    assert side_gap([], weekly(20), USUAL, USUAL) is None


def test_the_errors_of_both_sides_add_up() -> None:
    gap = side_gap(LEFT_30, weekly(20, 20), noise(6), noise(8))
    assert gap is not None
    assert gap.error == pytest.approx((6**2 / 2 + 8**2 / 2) ** 0.5)


def test_a_wide_gap_within_a_great_error_is_not_flagged() -> None:
    gap = side_gap(LEFT_30, weekly(18, 18), noise(14), noise(14))
    assert gap is not None
    assert not gap.is_beyond_error
    assert not gap.is_flagged


def test_what_is_later_than_today_is_left_out() -> None:
    gap = side_gap(LEFT_30, weekly(20, 20), USUAL, USUAL, until=START)
    assert gap is not None
    assert (gap.day, gap.is_flagged) == (START, False)


@pytest.mark.parametrize(
    ("motion", "degrees", "pain", "needs"),
    [
        (Motion.INTERNAL, 14.9, 1, True),
        (Motion.INTERNAL, 15, 10, False),
        (Motion.INTERNAL, 14.9, 0, False),
        (Motion.INTERNAL, 14.9, None, False),
        (Motion.INTERNAL, -5, 3, True),
        (Motion.INTERNAL, None, 3, False),
        (Motion.EXTERNAL, 10, 8, False),
    ],
)
def test_little_rotation_with_pain_is_for_a_clinician(
    motion: Motion, degrees: float | None, pain: int | None, needs: bool
) -> None:
    assert needs_clinician(motion, degrees, pain) is needs
