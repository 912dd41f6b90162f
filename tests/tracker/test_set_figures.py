"""What progress pages read of sets: the most that was done and asked for."""

from __future__ import annotations

import pytest

from tests.factories import SetFactory
from tracker.models import Set


@pytest.mark.parametrize(
    "prescribed", [None, {"reps": None, "seconds": None}, {}], ids=["nothing", "null", "no key"]
)
def test_where_no_number_was_asked_for_there_is_none(
    db: None, prescribed: dict[str, int | None] | None
) -> None:
    SetFactory(prescribed=prescribed)
    (dose,) = Set.objects.doses(None)
    assert (dose["asked_reps"], dose["asked_seconds"], dose["most_seconds"]) == (None, None, 30)


def test_the_most_that_was_asked_for_counts_as_a_number(db: None) -> None:
    one = SetFactory(prescribed={"reps": 9, "seconds": None})
    for reps in (10, None):
        SetFactory(session=one.session, exercise=one.exercise, prescribed={"reps": reps, "seconds": 45})
    (dose,) = Set.objects.doses(None)
    assert (dose["asked_reps"], dose["asked_seconds"]) == (10, 45)
