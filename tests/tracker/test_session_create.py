"""Logging a session: as prescribed, as last time, once."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Recorded
from exercises.models import Exercise, Routine
from tests.factories import (
    AthleteFactory,
    ExerciseFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Session, Set


def long_sheet(client: Client, sets: int) -> dict[str, str]:
    """A routine's sheet with so many sets of its one exercise."""
    item = RoutineItemFactory()
    exercise = item.exercise
    data = open_sheet(client, f"?routine={item.routine.slug}")
    data["sets-TOTAL_FORMS"] = str(sets)
    for index in range(sets):
        data |= {
            f"sets-{index}-id": str(uuid.uuid4()),
            f"sets-{index}-exercise": exercise.slug,
            f"sets-{index}-side": "left",
            f"sets-{index}-seconds": "30",
            f"sets-{index}-done": "1",
        }
    return data


def days_ago(count: int) -> date:
    return timezone.localdate() - timedelta(days=count)


def test_a_routine_submitted_unchanged_is_logged_as_prescribed(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    response = signed_in.post(NEW, data)
    session = Session.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/sessions/{session.pk}/"
    assert str(session.pk) == data["id"]
    assert session.routine == routine
    done = session.sets.order_by("position").values_list("exercise__slug", "side", "seconds", "skipped")
    assert list(done) == [
        (slug, side, 30, False)
        for slug in ("first", "second")
        for _set in range(2)
        for side in ("left", "right")
    ]


def test_the_second_time_shows_the_values_of_the_last(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    signed_in.post(NEW, data | {"sets-0-seconds": "45", "sets-0-pain": "2"})
    response = signed_in.get(f"{NEW}?routine=two")
    again = fields_of(response)
    assert (again["sets-0-seconds"], again["sets-1-seconds"], again["sets-0-pain"]) == ("45", "30", "")
    assert (
        soup_of(response).select(".sheet-set .sheet-last")[1].get_text(" ", strip=True)
        == "last time: 45 s, pain 2"
    )
    assert again["id"] != data["id"]


def test_last_time_is_the_latest_day_and_one_s_own(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    first = Exercise.objects.get(slug="first")
    for ago, seconds in ((9, 41), (7, 43), (8, 42)):
        session = SessionFactory(athlete=athlete, day=days_ago(ago))
        SetFactory(session=session, exercise=first, seconds=seconds)
    SetFactory(session=SessionFactory(day=days_ago(1)), exercise=first, seconds=99)
    deleted = SessionFactory(athlete=athlete, day=days_ago(2), deleted_at=timezone.now())
    SetFactory(session=deleted, exercise=first, seconds=88)
    assert open_sheet(signed_in, "?routine=two")["sets-0-seconds"] == "43"


def test_after_five_weeks_it_is_the_prescribed_dose_again(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    session = SessionFactory(athlete=athlete, day=days_ago(36))
    first = Exercise.objects.get(slug="first")
    SetFactory(session=session, exercise=first, seconds=43)
    assert open_sheet(signed_in, "?routine=two")["sets-0-seconds"] == "30"
    SetFactory(session=SessionFactory(athlete=athlete, day=days_ago(33)), exercise=first, seconds=44)
    assert open_sheet(signed_in, "?routine=two")["sets-0-seconds"] == "44"


def test_after_pain_above_five_it_rests_for_the_day(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    data = open_sheet(signed_in, "?routine=two")
    signed_in.post(NEW, data | {"sets-0-seconds": "45", "sets-0-pain": "6"})
    screen(athlete.user)
    again = open_sheet(signed_in, "?routine=two")
    assert {again[f"sets-{n}-exercise"] for n in range(4)} == {"second"}
    assert "sets-4-id" not in again


def test_skipped_sets_are_kept_as_skipped(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    del data["sets-3-done"]
    signed_in.post(NEW, data)
    assert list(Set.objects.filter(skipped=True).values_list("pk", flat=True)) == [
        uuid.UUID(data["sets-3-id"])
    ]


def test_the_amounts_of_an_exercise_are_its_own(signed_in: Client) -> None:
    ExerciseFactory(
        slug="band", reps_min=10, reps_max=10, hold_min_s=None, hold_max_s=None, records=(Recorded.LOAD,)
    )
    data = open_sheet(signed_in, "?exercise=band")
    assert data["sets-0-reps"] == "10"
    assert data["sets-0-load_kg"] == ""
    assert "sets-0-seconds" not in data
    signed_in.post(NEW, data | {"sets-0-load_kg": "2,5"})
    assert str(Set.objects.order_by("position")[0].load_kg) == "2.50"


@pytest.mark.parametrize("query", ["?routine=nowhere", "?exercise=nowhere", "?routine=%00", "?exercise=a/b"])
def test_an_unknown_routine_or_exercise_is_404(signed_in: Client, query: str) -> None:
    assert signed_in.get(f"{NEW}{query}").status_code == 404


def test_an_archived_exercise_is_offered_to_nobody(signed_in: Client, routine: Routine) -> None:
    Exercise.objects.filter(slug="first").update(status="archived")
    assert open_sheet(signed_in, "?routine=two")["sets-0-exercise"] == "second"
    assert signed_in.get(f"{NEW}?exercise=first").status_code == 404
    assert not soup_of(signed_in.get(NEW)).select('option[value="first"]')


def test_a_person_without_an_athlete_gets_one_when_logging(client: Client, routine: Routine) -> None:
    athlete = AthleteFactory()
    user = athlete.user
    Athlete.objects.all().delete()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    client.post(NEW, open_sheet(client, "?routine=two"))
    assert Session.objects.get().athlete.pk == user.pk


def test_fifteen_and_sixty_sets_take_the_same_few_queries(signed_in: Client) -> None:
    counts = []
    for sets in (15, 60):
        data = long_sheet(signed_in, sets)
        assert data["prescription"]
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.post(NEW, data).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    assert Set.objects.count() == 75


def test_the_same_post_twice_makes_one_session(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    assert [signed_in.post(NEW, data).status_code for _again in range(2)] == [302, 302]
    assert (Session.objects.count(), Set.objects.count()) == (1, 8)


def test_changed_after_back_is_a_change_and_not_a_second_session(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    signed_in.post(NEW, data)
    response = signed_in.post(NEW, data | {"notes": "Changed after Back."})
    assert response.status_code == 422
    assert errors_in(response) == [
        "This session is saved already. Save again to change it to what stands here."
    ]
    form = soup_of(response).select_one("form#sheet")
    assert form is not None
    signed_in.post(str(form["action"]), fields_of(response))
    assert Session.objects.get().notes == "Changed after Back."


def test_a_deleted_session_saved_again_becomes_a_new_one(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two")
    signed_in.post(NEW, data)
    signed_in.post(f"/sessions/{data['id']}/delete/")
    response = signed_in.post(NEW, data)
    assert errors_in(response) == ["You deleted this session. Save again to log it anew."]
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    assert (Session.objects.count(), Session.objects.kept().count()) == (2, 1)


def test_pain_above_five_is_answered(signed_in: Client, routine: Routine) -> None:
    other = open_sheet(signed_in, "?routine=two")
    page = signed_in.post(NEW, other | {"sets-0-pain": "5"}, follow=True)
    assert "You noted pain above 5." not in page.content.decode()
    data = open_sheet(signed_in, "?routine=two")
    page = signed_in.post(NEW, data | {"sets-0-pain": "6"}, follow=True)
    assert "You noted pain above 5." in page.content.decode()


def test_backdating_over_a_clock_change_keeps_the_typed_day(signed_in: Client, routine: Routine) -> None:
    for typed, day in (
        ("2026-10-25T00:10", date(2026, 10, 25)),
        ("2026-10-25T02:30", date(2026, 10, 25)),
        ("2026-10-25T23:50", date(2026, 10, 25)),
        ("2026-03-29T02:30", date(2026, 3, 29)),
        ("2026-07-01T00:05", date(2026, 7, 1)),
    ):
        data = open_sheet(signed_in, "?routine=two") | {"started_at": typed}
        assert signed_in.post(NEW, data).status_code == 302
        assert signed_in.post(NEW, data).status_code == 302  # a replay in the repeated hour is a replay
        assert Session.objects.get(pk=data["id"]).day == day


def test_reach_is_typed_in_centimetres_and_long_times_in_minutes(signed_in: Client) -> None:
    ExerciseFactory(
        slug="reach", reps_min=3, reps_max=3, hold_min_s=None, hold_max_s=None, records=(Recorded.REACH,)
    )
    ExerciseFactory(slug="bike", sets_min=1, sets_max=1, hold_min_s=300, hold_max_s=600, each="")
    data = open_sheet(signed_in, "?exercise=reach")
    signed_in.post(NEW, data | {"sets-0-reach_cm": "85"})
    assert str(Set.objects.order_by("position")[0].distance_m) == "0.85"
    assert open_sheet(signed_in, "?exercise=reach")["sets-0-reach_cm"] == "85"
    data = open_sheet(signed_in, "?exercise=bike")
    assert data["sets-0-minutes"] == "5"
    signed_in.post(NEW, data | {"sets-0-minutes": "7,5"})
    assert Set.objects.get(exercise__slug="bike").seconds == 450
    assert open_sheet(signed_in, "?exercise=bike")["sets-0-minutes"] == "7.5"
