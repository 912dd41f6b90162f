"""The pages on which a session is logged, changed, repeated, deleted and brought back."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

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
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Session, Set


@pytest.fixture
def routine(db: None) -> Routine:
    """Two exercises of 2 × 30 s each side: eight sets."""
    routine = RoutineFactory(slug="two", name="Two stretches")
    RoutineItemFactory(routine=routine, position=1, exercise=ExerciseFactory(slug="first", name="First"))
    RoutineItemFactory(routine=routine, position=2, exercise=ExerciseFactory(slug="second", name="Second"))
    return routine


def long_sheet(client: Client, sets: int) -> dict[str, str]:
    """A sheet of one exercise with so many sets."""
    exercise = ExerciseFactory()
    data = open_sheet(client, f"?exercise={exercise.slug}")
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


# --- logging ----------------------------------------------------------------------------------------------


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
    assert soup_of(response).select(".sheet-set .sheet-last")[1].get_text(" ", strip=True) == "45 s, pain 2"
    assert again["id"] != data["id"]


def test_last_time_is_the_latest_day_and_one_s_own(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    first = Exercise.objects.get(slug="first")
    for day, seconds in ((date(2026, 10, 1), 41), (date(2026, 10, 3), 43), (date(2026, 10, 2), 42)):
        SetFactory(session=SessionFactory(athlete=athlete, day=day), exercise=first, seconds=seconds)
    SetFactory(session=SessionFactory(day=date(2026, 10, 9)), exercise=first, seconds=99)
    deleted = SessionFactory(athlete=athlete, day=date(2026, 10, 8), deleted_at=timezone.now())
    SetFactory(session=deleted, exercise=first, seconds=88)
    assert open_sheet(signed_in, "?routine=two")["sets-0-seconds"] == "43"


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
    Exercise.objects.filter(slug="first").update(is_archived=True)
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
    data = open_sheet(signed_in, "?routine=two")
    page = signed_in.post(NEW, data | {"sets-0-pain": "6"}, follow=True)
    assert "You noted pain above 5." in page.content.decode()
    other = open_sheet(signed_in, "?routine=two")
    page = signed_in.post(NEW, other | {"sets-0-pain": "5"}, follow=True)
    assert "You noted pain above 5." not in page.content.decode()


# --- what is refused --------------------------------------------------------------------------------------


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    signed_in: Client, routine: Routine
) -> None:
    typed = {"sets-2-seconds": "a while", "sets-2-pain": "12", "notes": "Kept.", "effort": "eleven"}
    data = open_sheet(signed_in, "?routine=two") | typed
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert fields_of(response) == data
    page = soup_of(response)
    row = page.select(".sheet-set[role=group]")[2]
    assert [one.text for one in row.select(".errorlist li")] == ["Enter a whole number.", "Enter 10 or less."]
    assert {one["name"] for one in row.select("[aria-invalid=true]")} == {"sets-2-seconds", "sets-2-pain"}
    assert page.select_one("#div_id_effort .invalid-feedback") is not None
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("offset", "error"),
    [
        (timedelta(minutes=2), "This lies in the future. A session is logged once it has begun."),
        (timedelta(days=-20_000), "This is before the year 2000."),
    ],
)
def test_the_start_lies_in_a_person_s_past(
    signed_in: Client, routine: Routine, offset: timedelta, error: str
) -> None:
    started = timezone.localtime(timezone.now() + offset, Athlete.objects.get().tz)
    data = open_sheet(signed_in, "?routine=two") | {"started_at": f"{started:%Y-%m-%dT%H:%M}"}
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert error in errors_in(response)


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


def test_a_set_that_was_done_says_how_much(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"sets-0-seconds": ""}
    assert "Say how much, or untick the set." in errors_in(signed_in.post(NEW, data))


def test_an_empty_sheet_is_refused(signed_in: Client) -> None:
    assert "Add at least one exercise." in errors_in(signed_in.post(NEW, open_sheet(signed_in)))


# --- arranging --------------------------------------------------------------------------------------------


def test_an_own_session_is_put_together_without_scripts(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in)
    for action in ("add-exercise", "add-set:0"):
        data = fields_of(signed_in.post(NEW, data | {"action": action, "new_exercise": "second"}))
    data = fields_of(signed_in.post(NEW, data | {"action": "add-exercise", "new_exercise": "first"}))
    data = fields_of(signed_in.post(NEW, data | {"action": "move-up:1", "notes": "Typed <before>."}))
    data = fields_of(signed_in.post(NEW, data | {"action": "remove-set:0"}))
    assert not Session.objects.exists()
    assert signed_in.post(NEW, data | {"action": "save"}).status_code == 302
    session = Session.objects.get()
    assert session.notes == "Typed <before>."
    assert [one.exercise.slug for one in session.sets.select_related("exercise").order_by("position")] == [
        *["first"] * 2,
        *["second"] * 6,
    ]


@pytest.mark.parametrize(
    "action", ["nonsense", "add-set:", "add-set:x", "remove:-1", "move-up:999999", "remove:²"]
)
def test_arranging_nonsense_changes_nothing(signed_in: Client, routine: Routine, action: str) -> None:
    data = open_sheet(signed_in, "?routine=two")
    response = signed_in.post(NEW, data | {"action": action})
    assert (response.status_code, fields_of(response)) == (200, data)


def test_arranging_keeps_what_is_wrong_without_a_word(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {
        "sets-0-seconds": "wrong",
        "started_at": "wrong",
        "effort": "99",
    }
    response = signed_in.post(NEW, data | {"action": "add-set:1"})
    kept = fields_of(response)
    assert (kept["sets-0-seconds"], kept["started_at"], kept["effort"]) == ("wrong", "wrong", "99")
    assert (kept["sets-TOTAL_FORMS"], errors_in(response)) == ("10", [])


# --- changing, repeating, deleting ------------------------------------------------------------------------


@pytest.fixture
def logged(signed_in: Client, routine: Routine) -> Session:
    """The routine, logged through the page."""
    signed_in.post(NEW, open_sheet(signed_in, "?routine=two"))
    return Session.objects.get()


def test_a_session_opens_as_logged_and_is_changed(signed_in: Client, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    data = open_sheet(signed_in, path=path)
    assert (data["id"], data["version"], data["sets-0-seconds"]) == (str(logged.pk), "1", "30")
    response = signed_in.post(path, data | {"sets-0-seconds": "25", "pain_after": "3"})
    assert response.headers["Location"] == f"/sessions/{logged.pk}/"
    logged.refresh_from_db()
    first = logged.sets.order_by("position")[0]
    assert (first.seconds, logged.pain_after, first.prescribed) == (25, 3, {"reps": None, "seconds": 30})


def test_two_tabs_do_not_overwrite_each_other_silently(signed_in: Client, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    one, other = open_sheet(signed_in, path=path), open_sheet(signed_in, path=path)
    signed_in.post(path, one | {"notes": "One."})
    response = signed_in.post(path, other | {"notes": "Other."})
    assert response.status_code == 422
    assert errors_in(response) == [
        "This session was changed elsewhere meanwhile. Save again to replace it by what stands here."
    ]
    logged.refresh_from_db()
    assert logged.notes == "One."
    assert signed_in.post(path, fields_of(response)).status_code == 302
    logged.refresh_from_db()
    assert logged.notes == "Other."


def test_an_edit_cannot_reach_another_session_by_its_id_field(signed_in: Client, logged: Session) -> None:
    theirs = SetFactory().session
    path = f"/sessions/{logged.pk}/edit/"
    signed_in.post(path, open_sheet(signed_in, path=path) | {"id": str(theirs.pk), "notes": "Mine."})
    theirs.refresh_from_db()
    logged.refresh_from_db()
    assert (theirs.notes, logged.notes) == ("", "Mine.")


def test_an_edit_that_leaves_the_time_keeps_the_moment(signed_in: Client, logged: Session) -> None:
    # The second 01:30 of a repeated hour, with seconds that the page does not show.
    moment = datetime(2026, 10, 25, 1, 30, 45, tzinfo=UTC)
    Session.objects.update(started_at=moment, day=date(2026, 10, 25))
    path = f"/sessions/{logged.pk}/edit/"
    signed_in.post(path, open_sheet(signed_in, path=path) | {"notes": "Only this."})
    logged.refresh_from_db()
    assert (logged.started_at, logged.day, logged.notes) == (moment, date(2026, 10, 25), "Only this.")


def test_what_was_typed_into_a_session_deleted_elsewhere_is_not_lost(
    signed_in: Client, logged: Session
) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    data = open_sheet(signed_in, path=path) | {"notes": "Typed."}
    signed_in.post(f"/sessions/{logged.pk}/delete/")
    response = signed_in.post(path, data)
    assert response.status_code == 422
    assert errors_in(response) == ["You deleted this session. Save again to log it anew."]
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    again = Session.objects.kept().get()
    assert (again.notes, again.routine, again.sets.first().prescribed) == (
        "Typed.",
        logged.routine,
        {"reps": None, "seconds": 30},
    )


def test_a_damaged_id_is_mended_and_saved_at_the_second_try(signed_in: Client, routine: Routine) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"id": "nonsense", "sets-1-id": ""}
    response = signed_in.post(NEW, data)
    assert response.status_code == 422
    assert "The form was damaged on its way. Look it over and save again." in errors_in(response)
    assert signed_in.post(NEW, fields_of(response)).status_code == 302
    assert Set.objects.count() == 8


def test_repeating_leaves_out_what_is_no_longer_offered(signed_in: Client, logged: Session) -> None:
    Exercise.objects.filter(slug="first").update(is_archived=True)
    response = signed_in.get(f"/sessions/{logged.pk}/repeat/")
    assert "First is no longer offered, so it was left out." in response.content.decode()
    assert fields_of(response)["sets-0-exercise"] == "second"
    data = fields_of(
        signed_in.post(NEW, fields_of(response) | {"action": "add-exercise", "new_exercise": "first"})
    )
    assert data["sets-TOTAL_FORMS"] == "4"


def test_repeating_a_skipped_set_without_an_amount_is_valid(signed_in: Client, logged: Session) -> None:
    Set.objects.filter(side="right").update(skipped=True, seconds=None)
    data = open_sheet(signed_in, path=f"/sessions/{logged.pk}/repeat/")
    assert signed_in.post(NEW, data).status_code == 302


def test_a_session_in_which_nothing_was_done_is_refused(signed_in: Client, routine: Routine) -> None:
    data = {key: value for key, value in open_sheet(signed_in, "?routine=two").items() if "done" not in key}
    assert "Tick at least one set: nothing here was done." in errors_in(signed_in.post(NEW, data))


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


def test_a_button_pressed_after_the_sign_in_ended_leads_the_whole_page_there(
    client: Client, db: None
) -> None:
    response = client.post(NEW, {"action": "add-set:0"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/sessions/new/%3Fkept%3D1"


@pytest.mark.parametrize("action", ["delete", "restore"])
def test_coming_back_from_the_sign_in_changes_nothing(
    signed_in: Client, logged: Session, action: str
) -> None:
    assert signed_in.get(f"/sessions/{logged.pk}/{action}/").status_code == 302
    logged.refresh_from_db()
    assert logged.deleted_at is None


def test_deleting_twice_still_offers_the_undo(signed_in: Client, logged: Session) -> None:
    for _again in range(2):
        response = signed_in.post(f"/sessions/{logged.pk}/delete/")
        assert response.headers["Location"] == f"/sessions/?deleted={logged.pk}"


def test_notes_count_a_line_s_end_once(signed_in: Client, routine: Routine) -> None:
    notes = "\r\n".join(["x" * 99] * 100)
    data = open_sheet(signed_in, "?routine=two") | {"notes": notes}
    assert signed_in.post(NEW, data).status_code == 302
    assert Session.objects.get().notes == notes.replace("\r\n", "\n")


def test_repeating_opens_a_fresh_copy(signed_in: Client, logged: Session) -> None:
    before = fields_of(signed_in.get(f"/sessions/{logged.pk}/edit/"))
    data = open_sheet(signed_in, path=f"/sessions/{logged.pk}/repeat/")
    assert data["id"] != before["id"]
    assert data["sets-0-id"] != before["sets-0-id"]
    assert data["routine"] == "two"
    assert signed_in.post(NEW, data).status_code == 302
    assert Session.objects.count() == 2


def test_deleting_can_be_undone(signed_in: Client, logged: Session) -> None:
    gone = signed_in.post(f"/sessions/{logged.pk}/delete/")
    assert gone.headers["Location"] == f"/sessions/?deleted={logged.pk}"
    assert signed_in.get(f"/sessions/{logged.pk}/edit/").status_code == 404
    assert signed_in.post(f"/sessions/{logged.pk}/restore/").status_code == 302
    assert signed_in.get(f"/sessions/{logged.pk}/edit/").status_code == 200


@pytest.mark.parametrize("action", ["edit", "repeat", "delete", "restore"])
def test_another_person_s_session_is_404(signed_in: Client, action: str) -> None:
    theirs = SetFactory().session
    path = f"/sessions/{theirs.pk}/{action}/"
    assert signed_in.post(path).status_code in {404, 405}
    assert signed_in.get(path).status_code == 404
    theirs.refresh_from_db()
    assert theirs.deleted_at is None


@pytest.mark.parametrize(
    ("action", "method"), [("delete", "put"), ("restore", "put"), ("repeat", "post"), ("edit", "put")]
)
def test_the_wrong_method_is_405(signed_in: Client, logged: Session, action: str, method: str) -> None:
    assert getattr(signed_in, method)(f"/sessions/{logged.pk}/{action}/").status_code == 405


@pytest.mark.parametrize("page", ["new/?routine=two", "{pk}/edit/", "{pk}/repeat/"])
def test_opening_takes_the_same_few_queries_for_any_history(
    signed_in: Client, athlete: Athlete, logged: Session, page: str
) -> None:
    first = Exercise.objects.get(slug="first")
    counts = []
    for sessions in (5, 5):
        for _session in range(sessions):
            SetFactory(session=SessionFactory(athlete=athlete), exercise=first)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(f"/sessions/{page.format(pk=logged.pk)}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


# --- signed out -------------------------------------------------------------------------------------------


def test_a_signed_out_submit_is_back_after_signing_in(
    client: Client, signed_in: Client, routine: Routine
) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"notes": "Not lost."}
    user = Athlete.objects.get().user
    user.set_password("a long enough password")
    user.save()
    client.logout()
    response = client.post(NEW, data)
    assert response.status_code == 302
    assert not Session.objects.exists()
    response = client.post(
        response.headers["Location"], {"login": user.email, "password": "a long enough password"}
    )
    assert response.headers["Location"] == f"{NEW}?kept=1"
    kept = fields_of(client.get(response.headers["Location"]))
    assert kept == data
    assert client.post(NEW, kept).status_code == 302
    assert Session.objects.get().notes == "Not lost."
    assert fields_of(client.get(f"{NEW}?kept=1"))["id"] != data["id"]


def test_a_signed_out_get_asks_for_the_sign_in(client: Client, db: None) -> None:
    response = client.get(f"{NEW}?routine=two")
    assert response.headers["Location"] == "/accounts/login/?next=/sessions/new/%3Froutine%3Dtwo"


def test_a_form_too_long_to_keep_says_so(client: Client, db: None) -> None:
    response = client.post(NEW, {"notes": "x" * 300_000})
    assert response.headers["Location"] == "/accounts/login/?next=/sessions/new/"
    assert "kept_form" not in client.session


def test_a_stale_form_is_kept_for_a_known_browser(athlete: Athlete, routine: Routine) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    data = open_sheet(strict, "?routine=two") | {"notes": "Typed."}
    response = strict.post(NEW, data)
    assert response.status_code == 403
    link = soup_of(response).select_one('a[href$="?kept=1"]')
    assert link is not None
    assert fields_of(strict.get(str(link["href"])))["notes"] == "Typed."


def test_a_stale_form_gives_a_strange_browser_no_session(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(NEW, {"notes": "From another site."})
    assert response.status_code == 403
    assert not response.cookies
