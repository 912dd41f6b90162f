"""The report's part on what was avoided, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Condition
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    SessionFactory,
)
from tests.screenings import screen
from tests.tracker.reported import report_of
from tracker.models import Athlete, Cause, PrescribedExercise

PAGE = reverse("tracker:report")


@pytest.fixture
def knee(db: None) -> Condition:
    """A condition that avoids kneeling and changes jumps. It is asked of everybody."""
    knee = ConditionFactory(slug="knee", name="A knee problem")
    ContraindicationFactory(
        condition=knee, stress=StressTag.KNEELING, verdict=Verdict.AVOID, advice="Do not kneel."
    )
    ContraindicationFactory(
        condition=knee, stress=StressTag.IMPACT, verdict=Verdict.MODIFY, advice="Land softly."
    )
    return knee


def test_somebody_who_was_never_asked(client: Client, db: None) -> None:
    client.force_login(AthleteFactory(screened=False).user, backend="tracker.auth.AthleteBackend")

    report = report_of(client)

    assert report.care.answered_on is None
    assert report.care.rows == ()
    assert "not answered yet" in report.care.said_in_short


def test_what_an_answer_holds_back_with_advice_and_source(
    knee: Condition, signed_in: Client, athlete: Athlete
) -> None:
    screen(athlete.user, knee="unsure")

    [row] = report_of(signed_in).care.rows

    assert (row.name, row.answer) == ("A knee problem", "Not sure")
    assert [(one.verdict, one.movements, one.advice) for one in row.rules] == [
        ("Avoid", "kneeling or a deep knee bend", ("Do not kneel.",)),
        ("Change it", "jumps or quick steps", ("Land softly.",)),
    ]
    for rule in row.rules:
        assert [one.url.startswith("/references/#") for one in rule.sources] == [True]


def test_a_no_is_not_named(knee: Condition, signed_in: Client, athlete: Athlete) -> None:
    screen(athlete.user, knee="no")

    response = signed_in.get(PAGE)

    assert response.context["report"].care.rows == ()
    assert "A knee problem" not in response.content.decode()


def test_a_question_without_an_answer_counts_as_a_yes(signed_in: Client, athlete: Athlete) -> None:
    """It came into the catalogue after the answers were given."""
    ContraindicationFactory(condition=ConditionFactory(name="A new question"), verdict=Verdict.AVOID)

    [row] = report_of(signed_in).care.rows

    assert (row.name, row.answer) == ("A new question", "not answered, so taken as a yes")


def test_clearance_lifts_what_waited_for_it(signed_in: Client, athlete: Athlete) -> None:
    hip = ConditionFactory(slug="hip", name="A replaced hip")
    ContraindicationFactory(condition=hip, stress=StressTag.ANY, verdict=Verdict.CLINICIAN)
    ContraindicationFactory(condition=hip, stress=StressTag.ADDUCTION, verdict=Verdict.AVOID)
    screen(athlete.user, hip="cleared")

    [row] = report_of(signed_in).care.rows

    assert row.answer.startswith("Yes, and cleared on ")
    assert [one.verdict for one in row.rules] == ["Avoid"]


def test_rules_about_exercises_name_those_on_offer_and_no_draft(signed_in: Client, athlete: Athlete) -> None:
    hip = ConditionFactory(slug="hip")
    published = timezone.now()
    for name, status, since in (("Couch stretch", "published", published), ("Secret draft", "draft", None)):
        exercise = ExerciseFactory(name=name, status=status, published_at=since)
        ContraindicationFactory(condition=hip, stress="", exercise=exercise, verdict=Verdict.AVOID)
    screen(athlete.user, hip="yes")

    [row] = report_of(signed_in).care.rows

    assert [one.movements for one in row.rules] == ["Couch stretch"]


def test_a_red_flag_stands_on_top(signed_in: Client, athlete: Athlete) -> None:
    ConditionFactory(slug="fever", name="Fever and a hot joint", kind="red-flag", action="See a doctor.")
    screen(athlete.user, fever="unsure")

    page = signed_in.get(PAGE).content.decode()

    assert page.index("A warning sign is not ruled out") < page.index("In short")
    assert "Fever and a hot joint" in page


def test_what_was_changed_in_sessions_is_counted_with_its_cause(
    signed_in: Client, athlete: Athlete, today: dt.date
) -> None:
    wanted, other = ExerciseFactory(name="Couch stretch"), ExerciseFactory(name="Figure four")

    def handed_out(day: dt.date, deleted_at: dt.datetime | None = None, **values: Any) -> None:
        session = SessionFactory(athlete=athlete, day=day, deleted_at=deleted_at)
        PrescribedExercise.objects.create(athlete=athlete, session=session, position=0, **values)

    for days in (0, 3):
        day = today - dt.timedelta(days=days)
        handed_out(day, instead_of=wanted, exercise=other, cause=Cause.SCREENING)
        handed_out(day, exercise=other)
    handed_out(today, instead_of=wanted, cause=Cause.PAIN)
    handed_out(today, deleted_at=timezone.now(), instead_of=wanted, cause=Cause.PAIN)
    handed_out(today - dt.timedelta(weeks=20), instead_of=wanted, cause=Cause.PAIN)

    found = report_of(signed_in).care.left_out

    assert [(one.name, one.instead, one.cause, one.times) for one in found] == [
        ("Couch stretch", "Figure four", "the screening", 2),
        ("Couch stretch", "", "too much pain in it that day", 1),
    ]
