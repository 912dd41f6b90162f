"""How large a change in another test is, as far as that is published."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.domain.measuring import TestKind
from tracker.domain.self_tests import ChangeSize, is_faber_gap, size_of_change


@pytest.mark.parametrize(
    ("kind", "change", "size"),
    [
        (TestKind.FABER, "3.6", ChangeSize.TOO_SMALL),
        (TestKind.FABER, "3.7", ChangeSize.BEYOND_ERROR),
        (TestKind.FABER, "-3.7", ChangeSize.BEYOND_ERROR),
        (TestKind.PAIN, "1", ChangeSize.TOO_SMALL),
        (TestKind.PAIN, "-1.5", ChangeSize.MAY_MATTER),
        (TestKind.PAIN, "-3", ChangeSize.MAY_MATTER),
        (TestKind.PAIN, "3.5", ChangeSize.MATTERS),
        (TestKind.ACTIVITY, "1.2", ChangeSize.TOO_SMALL),
        (TestKind.ACTIVITY, "1.3", ChangeSize.SMALL),
        (TestKind.ACTIVITY, "2.3", ChangeSize.MEDIUM),
        (TestKind.ACTIVITY, "-2.7", ChangeSize.LARGE),
        (TestKind.SQUAT, "50", None),
        (TestKind.HANDS_FREE, "1", None),
        (TestKind.STANCE, "100", None),
    ],
)
def test_the_size_of_a_change(kind: TestKind, change: str, size: ChangeSize | None) -> None:
    assert size_of_change(kind, Decimal(change)) is size


@pytest.mark.parametrize(("gap", "is_one"), [("3.9", False), ("4.0", True), ("-4", True), ("0", False)])
def test_a_gap_of_knee_heights(gap: str, is_one: bool) -> None:
    assert is_faber_gap(Decimal(gap)) is is_one
