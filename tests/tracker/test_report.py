"""What the report says, and that the progress page says the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.factories import (
    EnrolmentFactory,
    ExerciseFactory,
    MeasurementFactory,
    MorningFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    RoutineFactory,
    SelfTestFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.reported import measure_for_weeks, report_of
from tracker.domain.measuring import TestKind
from tracker.models import Athlete
from tracker.presenters.period import period_of
from tracker.presenters.rom_series import rom_of
from tracker.presenters.training import read_training

PAGE = reverse("tracker:report")


def test_a_newcomers_report_says_so_in_every_part(signed_in: Client) -> None:
    response = signed_in.get(PAGE)
    report = response.context["report"]

    assert report.range.groups == ()
    assert report.training.sessions == "No session in this time."
    assert report.pain.said_in_short == "No number noted after training."
    assert "holds an exercise back" in report.care.said_in_short
    assert report.tests.rows == ()
    assert "Not measured in this time." in response.content.decode()


def test_pain_by_session(signed_in: Client, athlete: Athlete, today: dt.date) -> None:
    for days, (before, after, morning) in enumerate([(2, 3, 1), (None, 6, 4), (4, None, None), (1, 9, 0)]):
        day = today - dt.timedelta(days=days)
        session = SessionFactory(athlete=athlete, day=day, pain_before=before, pain_after=after)
        if morning is not None:
            MorningFactory(session=session, pain=morning)

    rows = report_of(signed_in).pain.rows

    assert [(one.count, one.median, one.highest, one.too_much) for one in rows] == [
        (3, "2", "4", 0),
        (3, "6", "9", 2),
        (3, "1", "4", 0),
    ]


def test_the_plan_what_was_left_of_it_and_pauses(signed_in: Client, athlete: Athlete, today: dt.date) -> None:
    def ago(weeks: int) -> dt.date:
        return today - dt.timedelta(weeks=weeks)

    EnrolmentFactory(athlete=athlete, programme=ProgrammeFactory(name="Beginner"), started_on=ago(30))
    EnrolmentFactory(
        athlete=athlete, programme=ProgrammeFactory(name="Older"), started_on=ago(40), ended_on=ago(30)
    )
    EnrolmentFactory(
        athlete=athlete, programme=None, routine=RoutineFactory(name="Morning"), started_on=ago(2)
    )
    PlanChangeFactory(athlete=athlete, first_day=ago(3), last_day=ago(2))
    PlanChangeFactory(athlete=athlete, first_day=ago(30), last_day=ago(29))

    training = report_of(signed_in).training

    assert [one.split(",")[0] for one in training.followed] == ["Beginner", "Morning every day"]
    assert training.paused.count(" to ") == 1
    assert [one.split(",")[0] for one in report_of(signed_in, "?period=1-year").training.followed] == [
        "Beginner",
        "Morning every day",
        "Older",
    ]


def test_stretching_is_the_mean_of_whole_weeks_by_leg(
    signed_in: Client, athlete: Athlete, today: dt.date
) -> None:
    exercise = ExerciseFactory(stretches=("iliopsoas",))
    for weeks, seconds in ((2, 60), (1, 120), (0, 600)):
        day = today - dt.timedelta(weeks=weeks)
        session = SessionFactory(athlete=athlete, day=day)
        SetFactory(session=session, exercise=exercise, seconds=seconds)
        SetFactory(session=session, exercise=exercise, seconds=30, side="both")

    text = report_of(signed_in).training.stretching

    assert text.replace("\N{NO-BREAK SPACE}", " ").endswith("left 2 min, right 0.5 min.")


def test_range_of_motion_is_what_the_progress_page_says(
    signed_in: Client, athlete: Athlete, today: dt.date
) -> None:
    measure_for_weeks(athlete, today, gain=14)
    period = period_of("3-months", today)

    [group] = report_of(signed_in).range.groups
    [series] = rom_of(athlete.user, period).series

    assert group.name == "Internal rotation, seated, phone on the shin"
    assert [row.verdict for row in group.rows] == [side.change.verdict for side in series.sides]
    left, right = group.rows
    assert (left.badge.letter, left.verdict, left.said) == ("L", "likely-real", "probably real")
    assert (right.badge.letter, right.change, right.said) == ("R", "0.0°", "within measurement error")
    change = series.sides[0].change
    assert change.degrees is not None
    assert change.error is not None
    assert left.change == f"+{change.degrees:.1f}°"
    assert left.error == f"±{change.error:.1f}°"
    assert left.reference_days.startswith("3 days, ")
    assert left.latest_days.startswith("2 days, ")


def test_sessions_and_pain_are_what_the_progress_page_says(
    signed_in: Client, athlete: Athlete, today: dt.date
) -> None:
    for days in range(0, 80, 3):
        day = today - dt.timedelta(days=days)
        session = SessionFactory(athlete=athlete, day=day, pain_before=1, pain_after=days // 12)
        MorningFactory(session=session, pain=2)
    PlanChangeFactory(
        athlete=athlete, first_day=today - dt.timedelta(days=40), last_day=today - dt.timedelta(30)
    )
    page = read_training(athlete.user, period_of("3-months", today), today)

    report = report_of(signed_in)

    assert f"weeks with at least 3, the aim: {page.kept.met} of {page.kept.all}." in report.training.sessions
    assert report.training.row == page.streak
    assert report.pain.rows[1].count == page.pain.count == page.total
    assert report.pain.rows[1].too_much == page.pain.above
    assert page.pain.earlier is not None
    assert f"{Decimal(str(page.pain.earlier)).quantize(Decimal('0.1')).normalize()}" in report.pain.course[0]
    assert report.pain.course[0].endswith("lower.")
    assert report.pain.course[1].startswith(f"On {page.pain.worse} of {page.pain.mornings} mornings")


def test_little_rotation_with_pain_stands_on_top(signed_in: Client, athlete: Athlete, today: dt.date) -> None:
    MeasurementFactory(athlete=athlete, taken_on=today, left_1=12, left_2=12, left_3=12, pain=3)

    page = signed_in.get(PAGE).content.decode()

    assert page.index("less than 15°") < page.index("In short")


def test_other_tests_first_and_last_without_names_of_own_activities(
    signed_in: Client, athlete: Athlete, today: dt.date
) -> None:
    def taken(days: int, **values: Any) -> None:
        SelfTestFactory(athlete=athlete, taken_on=today - dt.timedelta(days=days), **values)

    own = {"kind": TestKind.ACTIVITY, "left": None, "right": None}
    taken(50, left=18, right=12)
    taken(2, left=12, right=11)
    taken(40, **own, value=2, activity="Judo")
    taken(30, **own, value=3, activity="Long drives")
    taken(1, **own, value=5, activity="judo")
    taken(200, kind=TestKind.STANCE, left=10, right=10)

    rows = report_of(signed_in).tests.rows

    def plain(text: str) -> str:
        return text.replace("\N{NO-BREAK SPACE}", " ")

    assert [
        (one.name, one.badge and one.badge.letter, plain(one.first), plain(one.last), one.said)
        for one in rows
    ] == [
        ("FABER knee height", "L", "18 cm", "12 cm", "More than the measurement error"),
        ("FABER knee height", "R", "12 cm", "11 cm", "Too small to mean anything by itself"),
        ("Own activity 1", None, "2 of 10", "5 of 10", "A large change"),
        ("Own activity 2", None, "", "3 of 10", ""),
    ]
