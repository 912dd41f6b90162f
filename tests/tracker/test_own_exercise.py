"""A person's own exercises: made, renamed, put away; logged and charted, and prescribed through no door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.domain.vocabulary import Status
from exercises.models import Exercise, Routine
from tests.factories import (
    AthleteFactory,
    ExerciseFactory,
    OwnExerciseFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.sheets import NEW, errors_in, fields_of, open_sheet, soup_of
from tracker.models import Athlete, PrescribedExercise, Session, Set
from tracker.presenters.catalogue_log import catalogue_log_page
from tracker.services.offer import offer_for
from tracker.services.play_session import offer_to_play, stored_session
from tracker.services.resume_play import resumed_play

URL = reverse("tracker:own-exercise-list")
GOOD = {"name": "Bench press", "measure": "reps", "sides": "one", "has_load": "on"}


@pytest.fixture
def own(athlete: Athlete) -> Exercise:
    return OwnExerciseFactory(owner=athlete.user, name="Bench press")


def log_it(client: Client, exercise: Exercise, **values: str) -> Session:
    """Add the exercise to an empty sheet, fill in its one set and save."""
    data = open_sheet(client) | {"action": "add-exercise", "new_exercise": exercise.slug}
    data = fields_of(client.post(NEW, data)) | {"sets-0-reps": "8", "sets-0-load_kg": "40.5"} | values
    response = client.post(NEW, data)
    assert response.status_code == 302, errors_in(response)
    return Session.objects.get(pk=data["id"])


def test_one_is_made(signed_in: Client, athlete: Athlete) -> None:
    page = signed_in.post(URL, GOOD | {"sides": "each", "measure": "seconds"}, follow=True)
    made = Exercise.logged.own(athlete.user).get()
    assert (made.name, made.each, made.hold_min_s, made.reps_min) == ("Bench press", "side", 1, None)
    text = page.content.decode()
    assert "not reviewed" in text
    assert "seconds · each side apart · load" in text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 121}, "Keep the name to 120 characters."),
        ({"name": "a\x07b"}, "a character that cannot be shown"),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"name": "BENCH press"}, "You have an exercise of this name already."),
        ({"name": "Squat", "measure": "miles"}, "Select a valid choice."),
    ],
    ids=["empty", "long", "control", "nul", "twice", "measure"],
)
def test_what_cannot_be_made_comes_back(
    signed_in: Client, own: Exercise, values: dict[str, str], message: str
) -> None:
    response = signed_in.post(URL, GOOD | values)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Exercise.logged.own(own.owner).count() == 1


def test_there_is_room_for_some_hundred(
    signed_in: Client, own: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("services.make_own_exercise", "presenters.own_exercises"):
        monkeypatch.setattr(f"tracker.{module}.MOST_OWN", 1)
    response = signed_in.post(URL, GOOD | {"name": "Squat"})
    assert response.status_code == 422
    assert soup_of(response).select_one(f'form[action="{URL}"]') is None


def test_names_are_text(signed_in: Client) -> None:
    page = signed_in.post(URL, GOOD | {"name": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_they_stand_in_order_with_or_without_a_capital(signed_in: Client, athlete: Athlete) -> None:
    for name in ("Squat", "bridge", "Crunch"):
        OwnExerciseFactory(owner=athlete.user, name=name)
    page = soup_of(signed_in.get(URL))
    assert [one.text for one in page.select(".own-exercise a[dir]")] == ["bridge", "Crunch", "Squat"]
    assert [one.name for one in Exercise.logged.to_log(athlete.user).in_order()][:2] == ["bridge", "Crunch"]


def test_it_is_renamed(signed_in: Client, own: Exercise) -> None:
    address = reverse("tracker:own-exercise-edit", args=[own.slug])
    assert 'value="Bench press"' in signed_in.get(address).content.decode()
    assert signed_in.post(address, {"name": " Bank  drücken "}).url == URL
    assert Exercise.logged.get().name == "Bank drücken"
    OwnExerciseFactory(owner=own.owner, name="Squat")
    assert signed_in.post(address, {"name": "squat"}).status_code == 422


def test_one_that_was_never_logged_is_deleted(signed_in: Client, own: Exercise) -> None:
    response = signed_in.post(reverse("tracker:own-exercise-delete", args=[own.slug]), follow=True)
    assert "Bench press is removed." in response.content.decode()
    assert not Exercise.logged.exists()


def test_one_that_was_logged_is_put_away_and_taken_back(signed_in: Client, own: Exercise) -> None:
    session = log_it(signed_in, own)
    response = signed_in.post(reverse("tracker:own-exercise-delete", args=[own.slug]), follow=True)
    assert "What you logged stays." in response.content.decode()
    assert own.slug not in signed_in.get(NEW).content.decode()
    assert signed_in.get(f"{NEW}?record={own.slug}").status_code == 404
    assert "Bench press" in signed_in.get(session.get_absolute_url()).content.decode()
    edit = f"/sessions/{session.pk}/edit/"
    assert signed_in.post(edit, open_sheet(signed_in, path=edit) | {"notes": "x"}).status_code == 302
    signed_in.post(reverse("tracker:own-exercise-restore", args=[own.slug]))
    assert own.slug in signed_in.get(NEW).content.decode()


def test_it_is_logged_and_charted(signed_in: Client, own: Exercise) -> None:
    session = log_it(signed_in, own)
    one = session.sets.get()
    assert (one.exercise_id, one.reps, str(one.load_kg), one.prescribed) == (own.pk, 8, "40.50", None)
    assert (session.screening, PrescribedExercise.objects.count()) == (None, 0)
    for path in (session.get_absolute_url(), own.get_absolute_url(), "/progress/"):
        page = soup_of(signed_in.get(path))
        block = page.select_one(f'[data-exercise="{own.slug}"][data-verdict="unreviewed"]')
        assert block is not None, path
        assert "not reviewed" in block.text, path
    address = own.get_absolute_url()
    assert soup_of(signed_in.get(address)).select_one(f'a[href="{NEW}?record={own.slug}"]')
    assert b"40.5" in signed_in.get(f"{address}exercise-load.csv").content


def test_the_sheet_says_so_and_shows_last_time_without_asking_for_it(
    signed_in: Client, own: Exercise
) -> None:
    log_it(signed_in, own)
    for path in (f"{NEW}?record={own.slug}", f"/sessions/{Session.objects.get().pk}/repeat/"):
        response = signed_in.get(path)
        block = soup_of(response).select_one(f'.sheet-block[data-exercise="{own.slug}"]')
        assert block is not None
        assert "Not reviewed" in block.text
        assert fields_of(response)["sets-0-reps"] == ""
        assert "8" in block.select_one(".sheet-set:not(.sheet-labels) .sheet-last").text


def test_a_repeat_keeps_it_beside_what_is_prescribed(
    signed_in: Client, athlete: Athlete, own: Exercise
) -> None:
    session = SessionFactory(athlete=athlete)
    SetFactory(session=session, exercise=ExerciseFactory(slug="couch"), seconds=30)
    SetFactory(session=session, exercise=own, reps=8, seconds=None, position=2, side="both")
    response = signed_in.get(f"/sessions/{session.pk}/repeat/")
    shown = [str(one["data-exercise"]) for one in soup_of(response).select(".sheet-block")]
    assert shown == ["couch", own.slug]
    data = fields_of(response) | {"sets-1-reps": "9", "sets-1-done": "on"}
    assert signed_in.post(NEW, data).status_code == 302
    again = Session.objects.get(pk=data["id"])
    assert [one.exercise.slug for one in again.prescribed_exercises.all()] == ["couch"]
    assert again.sets.get(exercise=own).prescribed is None


def test_no_door_prescribes_it(signed_in: Client, athlete: Athlete, own: Exercise) -> None:
    """Nothing hands it out: no address, no substitute, no search, no plan; recording alone names it."""
    log_it(signed_in, own)
    couch = RoutineItemFactory(exercise=ExerciseFactory(slug="couch")).routine
    offer = offer_for(athlete.user, today=timezone.localdate())
    assert own not in offer.exercises
    assert not offer.may_prescribe(own)
    assert not offer.judge.may_prescribe(own)
    assert offer.judge.substitute(Exercise.objects.get(slug="couch"), [own]) is None
    assert signed_in.get(f"{NEW}?exercise={own.slug}").status_code == 404
    assert signed_in.get(f"/exercises/{own.slug}/").status_code == 404
    held = signed_in.post("/today/hold/", {"exercise": own.slug})
    assert held.status_code == 404
    swap = {"routine": couch.slug, "exercise": "couch", "instead": own.slug}
    assert signed_in.post("/today/swap/", swap).status_code in {404, 422}
    assert own.slug not in signed_in.get("/sitemap.xml").content.decode()
    for path in (
        "/today/",
        "/exercises/?q=bench",
        "/screening/",
        f"/today/swap/?routine={couch.slug}&exercise=couch",
        f"{NEW}?routine={couch.slug}",
    ):
        page = signed_in.get(path)
        assert page.status_code == 200, path
        pages = soup_of(page)
        for option in pages.select("#new_exercise option, template"):
            option.decompose()  # the list of what may be recorded
        assert own.slug not in str(pages), path


def test_the_player_does_not_go_on_with_it(signed_in: Client, athlete: Athlete, own: Exercise) -> None:
    item = RoutineItemFactory(exercise=ExerciseFactory(slug="couch"))
    session = SessionFactory(
        athlete=athlete, routine=item.routine, evidence="timed", started_at=timezone.now()
    )
    SetFactory(session=session, exercise=item.exercise, seconds=30)
    SetFactory(session=session, exercise=own, reps=8, seconds=None, position=2)
    offer = offer_to_play(athlete.user, today=timezone.localdate())
    stored = stored_session(session.pk, user=athlete.user)
    assert stored is not None
    play = resumed_play(stored, offer, routine=Routine.objects.whole(item.routine.slug))
    assert [turn.exercise.slug for turn in play.turns] == ["couch"]
    assert signed_in.get(f"/sessions/{session.pk}/play/").status_code == 200


def test_another_persons_is_as_good_as_absent(signed_in: Client, athlete: Athlete) -> None:
    foreign = OwnExerciseFactory(owner=AthleteFactory().user, name="Hers")
    for path in (foreign.get_absolute_url(), f"{NEW}?record={foreign.slug}"):
        assert signed_in.get(path).status_code == 404
    data = open_sheet(signed_in) | {"action": "add-exercise", "new_exercise": foreign.slug}
    assert soup_of(signed_in.post(NEW, data)).select(".sheet-block") == []
    ExerciseFactory(slug="couch", hold_min_s=30)
    sheet = open_sheet(signed_in, "?record=couch")
    posted = {name: foreign.slug if name.endswith("-exercise") else value for name, value in sheet.items()}
    response = signed_in.post(NEW, posted)
    assert response.status_code == 422
    assert "This exercise is not in the catalogue." in " ".join(errors_in(response))
    assert not Set.objects.exists()
    assert "Hers" not in response.content.decode()


def test_a_device_may_log_ones_own_alone(signed_in: Client, athlete: Athlete, own: Exercise) -> None:
    now = timezone.now().isoformat()
    foreign = OwnExerciseFactory(owner=AthleteFactory().user)
    ids = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(3)]
    sets = [
        {"id": key, "exercise": one.slug, "position": n, "side": "both", "reps": 5, "completed_at": now}
        for n, (key, one) in enumerate(((ids[1], own), (ids[2], foreign)))
    ]
    body = {"user": athlete.pk, "session": {"id": ids[0], "started_at": now, "written": True}, "sets": sets}
    answer = signed_in.post("/sessions/sync/", body, content_type="application/json").json()
    assert set(answer["saved"]) == set(ids[:2])
    assert Set.objects.get().exercise_id == own.pk


def test_staff_do_not_meet_it(admin_client: Client, athlete: Athlete, own: Exercise) -> None:
    SetFactory(session=SessionFactory(athlete=athlete), exercise=own, reps=5, seconds=None)
    assert "Bench press" not in admin_client.get("/admin/exercises/exercise/").content.decode()
    address = f"/admin/exercises/exercise/{own.pk}/change/"
    assert admin_client.get(address).status_code == 302  # to the index: there is no such row
    page = catalogue_log_page(period="all", sort="logged", today=timezone.localdate() + dt.timedelta(days=1))
    assert page.rows == ()


def test_it_goes_with_the_account(athlete: Athlete, own: Exercise) -> None:
    SetFactory(session=SessionFactory(athlete=athlete), exercise=own, reps=5, seconds=None)
    User.objects.get(pk=athlete.pk).delete()
    assert not Exercise.logged.exists()
    assert not Set.objects.exists()


def test_what_was_put_away_is_archived(athlete: Athlete, own: Exercise) -> None:
    Exercise.logged.filter(pk=own.pk).update(status=Status.ARCHIVED)
    assert not Exercise.logged.own(athlete.user).in_use().exists()
    assert list(Exercise.objects.known()) == []
