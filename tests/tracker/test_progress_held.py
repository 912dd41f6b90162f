"""Nobody is told to measure for whom the screening holds the end of a range."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories import SessionFactory
from tests.screenings import screen
from tests.tracker.logged import noon
from tests.tracker.test_progress_range import measure
from tracker.domain.measuring import Motion
from tracker.models import Athlete
from tracker.presenters.period import period_of
from tracker.presenters.progress import Progress, build_progress

TODAY = date(2026, 11, 25)
LONG_AGO = TODAY - timedelta(weeks=10)
HELD = "measuring yourself is not for you now"


def _page(athlete: Athlete) -> Progress:
    return build_progress(athlete.user, period=period_of("", TODAY), today=TODAY, now=noon(TODAY))


def _next(athlete: Athlete) -> str:
    return next(one.text for one in _page(athlete).answers if one.key == "next")


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("answers", "is_told_to"),
    [({}, True), ({"labral_tear": "yes"}, True), ({"hip_replacement_posterior": "yes"}, False)],
    ids=str,
)
def test_measuring_is_told_only_to_whom_it_is_open(
    answers: dict[str, str], is_told_to: bool, athlete: Athlete
) -> None:
    screen(athlete.user, **answers)
    SessionFactory(athlete=athlete, day=TODAY)
    page = _page(athlete)
    assert _next(athlete).startswith("Measure your rotation once") == is_told_to
    assert page.no_range is not None
    assert page.no_range.action is not None
    assert (HELD in page.no_range.empty) != is_told_to
    assert str(page.measure.text) == ("Measure" if is_told_to else "Record a measurement")


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("motion", "is_told_to"), [(Motion.INTERNAL, False), (Motion.EXTERNAL, True)])
def test_measuring_again_is_told_of_what_is_open(motion: Motion, is_told_to: bool, athlete: Athlete) -> None:
    measure(athlete, LONG_AGO, 30, 30, motion=motion)
    screen(athlete.user, labral_tear="yes")
    assert _next(athlete).startswith("Measure again") == is_told_to
