"""People with much or little to report: measurements, pain, answers that hold back, changed sessions."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse

from exercises.models import Exercise, Programme, Routine
from tests.factories import EnrolmentFactory, MeasurementFactory, PlanChangeFactory, SelfTestFactory
from tests.histories import build_history
from tests.screenings import screen
from tracker.domain.measuring import Instrument, Motion, Position, TestKind
from tracker.models import Athlete, Cause, Morning, PrescribedExercise, Session
from tracker.presenters.report import Report

CONDITIONS = {
    "knee_problem": "unsure",
    "back_history": "yes",
    "back_problem": "yes",
    "labral_tear": "yes",
    "hypermobility": "unsure",
    "hip_osteoarthritis": "yes",
    "hip_replacement_posterior": "cleared",
    "osteoporosis": "yes",
    "sacroiliac_pain": "yes",
    "spinal_stenosis": "yes",
    "gluteal_tendinopathy": "yes",
    "cardiovascular": "yes",
    "falls_or_dizziness": "yes",
    "inflamed_joint": "unsure",
}


def usual_to_report(athlete: Athlete, *, today: dt.date) -> None:
    """Give the athlete what most have: one programme, one condition, two ways of measuring."""
    screen(athlete.user, labral_tear="yes")
    programme = Programme.objects.get(slug="beginner")
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=today - dt.timedelta(days=120))
    build_history(athlete, sets=600, until=today)
    _mornings(athlete)
    _measured(athlete, today, methods=2)
    for weeks in (10, 1):
        SelfTestFactory(athlete=athlete, taken_on=today - dt.timedelta(weeks=weeks))


def much_to_report(athlete: Athlete, *, today: dt.date, **answers: str) -> None:
    """Give the athlete all that a report has room for, and more. Needs the catalogue."""
    screen(athlete.user, **(answers or CONDITIONS))
    _plan(athlete, today)
    build_history(athlete, sets=1_200, until=today)
    _mornings(athlete)
    _changed_sessions(athlete)
    _measured(athlete, today)
    _tested(athlete, today)


def _plan(athlete: Athlete, today: dt.date) -> None:
    programme = Programme.objects.get(slug="beginner")
    EnrolmentFactory(athlete=athlete, programme=programme, started_on=today - dt.timedelta(days=120))
    for routine in Routine.objects.all()[:3]:
        started_on = today - dt.timedelta(days=60)
        EnrolmentFactory(athlete=athlete, programme=None, routine=routine, started_on=started_on)
    for weeks in (3, 6, 9):
        first = today - dt.timedelta(weeks=weeks)
        PlanChangeFactory(athlete=athlete, first_day=first, last_day=first + dt.timedelta(days=2))


def _mornings(athlete: Athlete) -> None:
    Morning.objects.bulk_create(
        Morning(session=one, athlete=athlete, pain=number % 4, answered_at=one.started_at)
        for number, one in enumerate(Session.objects.for_athlete(athlete.user))
    )


def _changed_sessions(athlete: Athlete) -> None:
    exercises = list(Exercise.objects.order_by("slug")[:14])
    causes = [cause for cause in Cause if cause is not Cause.NONE]
    PrescribedExercise.objects.bulk_create(
        PrescribedExercise(
            athlete=athlete,
            session=session,
            position=place,
            exercise=exercises[place] if place % 2 else None,
            instead_of=exercises[(place + number) % len(exercises)],
            cause=causes[place % len(causes)],
        )
        for number, session in enumerate(Session.objects.for_athlete(athlete.user).newest_first()[:40])
        for place in range(4)
    )


def _measured(athlete: Athlete, today: dt.date, *, methods: int = 6) -> None:
    ways = [(motion, position) for position in Position for motion in Motion]
    for number, (motion, position) in enumerate(ways[:methods]):
        for week in range(12):
            degrees = 20 + number + (week if week > 3 else week % 2)
            MeasurementFactory(
                athlete=athlete,
                taken_on=today - dt.timedelta(weeks=11 - week, days=number % 3),
                motion=motion,
                position=position,
                instrument=Instrument.GONIOMETER if number % 2 else Instrument.PHONE,
                left_1=degrees,
                left_2=degrees + 1,
                left_3=degrees + 2,
                right_1=degrees - 8,
                right_2=degrees - 7,
                right_3=degrees - 8,
                pain=3,
            )


def _tested(athlete: Athlete, today: dt.date) -> None:
    for weeks in (10, 1):
        values = {"athlete": athlete, "taken_on": today - dt.timedelta(weeks=weeks)}
        SelfTestFactory(**values, left=18 - weeks, right=12)
        SelfTestFactory(**values, kind=TestKind.STANCE, left=30 - weeks, right=25)
        SelfTestFactory(**values, kind=TestKind.HANDS_FREE, left=weeks < 5, right=0)
        single = values | {"left": None, "right": None}
        SelfTestFactory(**single, kind=TestKind.SQUAT, value=20 + weeks)
        SelfTestFactory(**single, kind=TestKind.PAIN, value=weeks // 2)
        for activity in ("climbing", "long drives", "judo", "gardening"):
            SelfTestFactory(**single, kind=TestKind.ACTIVITY, value=10 - weeks, activity=activity)


def measure_for_weeks(athlete: Athlete, today: dt.date, *, gain: int) -> None:
    """Measure once a week for 10 weeks, with more on the left from the sixth week on."""
    for week in range(10):
        degrees = 24 + week % 2 + (gain if week > 5 else 0)
        MeasurementFactory(
            athlete=athlete,
            taken_on=today - dt.timedelta(weeks=9 - week),
            left_1=degrees,
            left_2=degrees,
            left_3=degrees,
        )


def report_of(client: Client, query: str = "") -> Report:
    """Return the report that the signed-in person sees."""
    report: Report = client.get(reverse("tracker:report") + query).context["report"]
    return report
