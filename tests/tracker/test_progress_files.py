"""A chart's numbers as a file: the same as its table, with units, ISO dates, and no formulas."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from exercises.domain.vocabulary import Muscle
from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.logged import local_today, many_sessions
from tests.tracker.test_progress_range import measure
from tracker.domain.csv_text import safe
from tracker.models import Athlete

RANGE = "range-internal-rotation-seated-phone"


def _rows(client: Client, path: str) -> list[list[str]]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8"))))


def test_a_file_holds_days_and_numbers_with_units(signed_in: Client, athlete: Athlete) -> None:
    today = local_today(athlete)
    measure(athlete, today, 24.5, None)
    SessionFactory(athlete=athlete, day=today, pain_before=3, pain_after=1)
    assert _rows(signed_in, f"/progress/{RANGE}.csv") == [
        ["Day", "Left (degrees)"],
        [today.isoformat(), "24.5"],
    ]
    assert _rows(signed_in, "/progress/pain.csv?period=4-weeks") == [
        ["Day", "Before (0 to 10)", "After (0 to 10)"],
        [today.isoformat(), "3", "1"],
    ]


def test_every_chart_of_the_page_leads_to_its_file(signed_in: Client, athlete: Athlete) -> None:
    exercise = ExerciseFactory(slug="drill", stretches=(Muscle.ILIOPSOAS,))
    (session,) = many_sessions(athlete, [local_today(athlete)], exercise)
    session.effort = 5
    session.save()
    measure(athlete, local_today(athlete), 24, 30)
    for page, most in (("/progress/?period=1-year", 5), ("/progress/exercises/drill/", 1)):
        html = signed_in.get(page).content.decode()
        files = [
            part.split('"')[0].replace("&amp;", "&") for part in html.split('href="') if ".csv" in part[:90]
        ]
        assert len(files) == most
        for path in files:
            head, *rows = _rows(signed_in, path)
            assert rows
            assert all("(" in name for name in head[1:]) or head == ["Month", "Sessions"]


def test_an_exercise_has_its_file(signed_in: Client, athlete: Athlete) -> None:
    today = local_today(athlete)
    session = SessionFactory(athlete=athlete, day=today)
    one = SetFactory(
        session=session,
        exercise__slug="drill",
        reps=8,
        seconds=None,
        prescribed={"reps": 10, "seconds": None},
    )
    assert _rows(signed_in, f"/progress/exercises/{one.exercise.slug}/exercise-reps.csv") == [
        ["Day", "Left (reps)", "Asked for (reps)"],
        [today.isoformat(), "8", "10"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_is_no_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert safe("Left") == "Left"


@pytest.mark.parametrize("path", ["/progress/none.csv", "/progress/exercises/drill/none.csv"])
def test_a_chart_that_is_not_there_is_404(signed_in: Client, path: str) -> None:
    ExerciseFactory(slug="drill")
    assert signed_in.get(path).status_code == 404


def test_files_of_others_stay_theirs(signed_in: Client, athlete: Athlete) -> None:
    measure(AthleteFactory(), local_today(athlete), 24, 30)
    assert signed_in.get(f"/progress/{RANGE}.csv").status_code == 404
