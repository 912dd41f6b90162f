"""What a device recorded arrives once and whole, whatever comes between."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Exercise, Routine, Screening
from tests.factories import AthleteFactory, ExerciseFactory, RoutineItemFactory, SessionFactory, SetFactory
from tests.tracker.synced import Answer, a_session, a_set, at, moment, note_for, rows, sync
from tracker.models import Athlete, Evidence, PrescribedExercise, Session, Set

ELSEWHERE = ["This id is in use elsewhere."]
CHANGED = ["This was changed since, and stays as it is now."]


@pytest.fixture
def exercise(db: None) -> Exercise:
    return ExerciseFactory(slug="stretch")


def test_a_session_grows_set_by_set(signed_in: Client, athlete: Athlete, exercise: Exercise) -> None:
    session = a_session(started_at="2026-11-02T23:30:00Z", pain_before=2)
    first = a_set("stretch", 1, completed_at="2026-11-02T23:31:00.250Z")
    second = a_set("stretch", 2, side="right", reps=8, load_kg=2.5, distance_m=0.65, pain=3)
    assert sync(signed_in, session, first) == Answer({session["id"], first["id"]}, {})
    stored = Session.objects.get()
    assert (str(stored.pk), stored.athlete_id, stored.evidence) == (session["id"], athlete.pk, Evidence.TIMED)
    assert (stored.day, stored.finished_at, stored.version) == (dt.date(2026, 11, 3), None, 1)

    ended = session | {"finished_at": at(400), "effort": 6, "pain_after": 1, "notes": "Good. "}
    assert sync(signed_in, ended, second).rejected == {}
    stored.refresh_from_db()
    assert (stored.effort, stored.pain_before, stored.pain_after, stored.notes) == (6, 2, 1, "Good.")
    assert (stored.finished_at, stored.version) == (dt.datetime(2026, 11, 2, 23, 40, tzinfo=dt.UTC), 2)
    one, two = stored.sets.order_by("position")
    assert (str(one.pk), one.side, one.reps, one.seconds) == (first["id"], "left", None, 30)
    assert one.completed_at == dt.datetime(2026, 11, 2, 23, 31, 0, 250_000, tzinfo=dt.UTC)
    assert (two.side, two.reps, two.seconds, two.pain) == ("right", 8, 30, 3)
    assert (two.load_kg, two.distance_m) == (Decimal("2.50"), Decimal("0.65"))
    assert {one.day, two.day} == {stored.day}


def test_a_session_under_way_is_shown_like_any_other(signed_in: Client, exercise: Exercise) -> None:
    session = a_session()
    sync(signed_in, session, a_set("stretch", 0, skipped=True, seconds=None), a_set("stretch", 7))
    path = f"/sessions/{session['id']}/"
    for page in ("/sessions/", "/today/", "/progress/", path, f"{path}edit/", f"{path}repeat/"):
        assert signed_in.get(page).status_code == 200, page
    assert "by the player&#x27;s clock" in signed_in.get(path).content.decode()


def test_sent_again_it_is_saved_and_nothing_changes(signed_in: Client, exercise: Exercise) -> None:
    session, sets = a_session(effort=5), [a_set("stretch", place) for place in (1, 2, 3)]
    before = sync(signed_in, session, *sets)
    stored = rows()
    assert sync(signed_in, session, *sets) == before == Answer({session["id"], *(s["id"] for s in sets)}, {})
    assert sync(signed_in, a_session(id=session["id"]), *reversed(sets)) == before
    assert rows() == stored


@pytest.mark.parametrize(("minutes", "wins"), [(5, True), (0.5, False), (1, False)])
def test_the_later_completion_of_a_set_wins(
    minutes: float, wins: bool, signed_in: Client, exercise: Exercise
) -> None:
    session, one = a_session(), a_set("stretch", 1, completed_at=at(1))
    sync(signed_in, session, one)
    again = one | {"seconds": 45, "completed_at": at(minutes)}
    answer = sync(signed_in, session, again)
    assert answer.rejected == ({} if wins else {one["id"]: CHANGED})
    stored = Set.objects.get()
    assert stored.seconds == (45 if wins else 30)
    assert stored.session.version == (2 if wins else 1)
    # What was first on its way comes late: it is no longer what is wanted.
    assert sync(signed_in, session, one).rejected == ({one["id"]: CHANGED} if wins else {})


def test_a_set_done_again_keeps_what_was_prescribed_and_takes_the_later_moment(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    session, one = a_session(routine="two"), a_set("first", 1, completed_at=at(1))
    sync(signed_in, session | {"prescription": note_for(athlete, routine)}, one)
    assert sync(signed_in, session, one | {"completed_at": at(5)}).rejected == {}
    stored = Set.objects.get()
    assert (stored.prescribed, stored.completed_at) == ({"reps": None, "seconds": 30}, moment(5))
    # On its way since before: the same values, but no longer the latest.
    assert sync(signed_in, session, one | {"seconds": 20, "completed_at": at(3)}).saved == {session["id"]}


def test_a_bad_set_leaves_the_good_ones(signed_in: Client, exercise: Exercise) -> None:
    good, bad = a_set("stretch", 1), a_set("stretch", 2, reps=-1, pain=11)
    none, unknown = a_set("stretch", 3, seconds=None), a_set("no-such-thing", 4)
    session = a_session()
    answer = sync(signed_in, session, bad, good, none, unknown)
    assert answer.saved == {session["id"], good["id"]}
    assert answer.rejected == {
        bad["id"]: {"reps": ["Enter 0 or more."], "pain": ["Enter 10 or less."]},
        none["id"]: ["Say how much: reps, seconds or metres."],
        unknown["id"]: {"exercise": ["This exercise is not in the catalogue."]},
    }
    assert str(Set.objects.get().pk) == good["id"]
    skipped = none | {"skipped": True}
    assert skipped["id"] in sync(signed_in, session, skipped).saved


def test_a_session_with_wrong_values_is_saved_without_them(signed_in: Client, exercise: Exercise) -> None:
    session, one = a_session(effort=11, routine="no-such", pain_after=2), a_set("stretch")
    answer = sync(signed_in, session, one)
    assert answer.saved == {one["id"]}
    assert answer.rejected[session["id"]] == {
        "effort": ["Enter 10 or less."],
        "routine": ["This routine is not in the catalogue."],
    }
    stored = Session.objects.get()
    assert (stored.effort, stored.pain_after, stored.routine) == (None, 2, None)
    assert sync(signed_in, session | {"effort": 7, "routine": None}).rejected == {}
    stored.refresh_from_db()
    assert stored.effort == 7


@pytest.mark.parametrize("wrong", [{"started_at": "2999-01-01T00:00Z"}, {"started_at": None}, {"id": "x"}])
def test_without_its_session_no_set_is_saved(
    wrong: dict[str, Any], signed_in: Client, exercise: Exercise
) -> None:
    one = a_set("stretch")
    answer = sync(signed_in, a_session(**wrong), one)
    assert answer.rejected[one["id"]] == ["The session that it belongs to cannot be saved."]
    assert rows() == []


def test_a_session_is_made_with_its_first_set(signed_in: Client, exercise: Exercise) -> None:
    session = a_session()
    assert sync(signed_in, session).rejected == {session["id"]: ["A session is logged with its first set."]}
    assert sync(signed_in, session, a_set("stretch", seconds=-1)).saved == set()
    assert rows() == []


def test_another_persons_session_is_out_of_reach(signed_in: Client, exercise: Exercise) -> None:
    theirs = SetFactory(session=SessionFactory(notes="theirs")).session
    session, one = a_session(id=str(theirs.pk), notes="mine"), a_set("stretch")
    before = rows()
    answer = sync(signed_in, session, one)
    assert answer.rejected == {session["id"]: ELSEWHERE, one["id"]: ELSEWHERE}
    assert rows() == before


@pytest.mark.parametrize("whose", ["another person's", "one's own"])
def test_a_set_of_another_session_stays_there(
    whose: str, signed_in: Client, athlete: Athlete, exercise: Exercise
) -> None:
    owner = athlete if whose == "one's own" else AthleteFactory()
    elsewhere = SetFactory(session=SessionFactory(athlete=owner), exercise=exercise, seconds=30)
    session, one, good = a_session(), a_set("stretch", 1, id=str(elsewhere.pk)), a_set("stretch", 2)
    answer = sync(signed_in, session, one, good)
    assert answer == Answer({session["id"], good["id"]}, {one["id"]: ELSEWHERE})
    stored = Set.objects.get(pk=elsewhere.pk)
    assert (stored.session_id, stored.completed_at) == (elsewhere.session_id, None)


def test_the_same_place_done_on_two_devices_counts_once(signed_in: Client, exercise: Exercise) -> None:
    session, here, there = a_session(), a_set("stretch", 1), a_set("stretch", 1, seconds=33)
    other_side = a_set("stretch", 1, side="right")
    sync(signed_in, session, here)
    answer = sync(signed_in, session, there, other_side)
    assert answer.rejected == {there["id"]: ["This set was done on another device already."]}
    assert set(Set.objects.values_list("side", "seconds")) == {("left", 30), ("right", 30)}
    both = [a_set("stretch", 5), a_set("stretch", 5)]
    assert list(sync(signed_in, session, *both).rejected) == [both[1]["id"]]


def test_what_was_prescribed_is_kept_once(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    note = note_for(athlete, routine)
    session = a_session(routine="two", prescription=note)
    sets = [a_set("first", place, side="left", seconds=20) for place in (1, 2, 3)]
    assert sync(signed_in, session, sets[1]).rejected == {}
    stored = Session.objects.get()
    assert (stored.routine, stored.screening_id) == (routine, athlete.user.screenings.get().pk)
    assert PrescribedExercise.objects.count() == 2
    sync(signed_in, session, *sets)
    assert PrescribedExercise.objects.count() == 2
    prescribed = Set.objects.order_by("position").values_list("prescribed", flat=True)
    assert list(prescribed) == [{"reps": None, "seconds": 30}] * 2 + [None]
    assert signed_in.get(f"/sessions/{stored.pk}/why/").status_code == 200


def test_the_note_of_another_routine_prescribes_nothing(
    signed_in: Client, athlete: Athlete, routine: Routine
) -> None:
    other = RoutineItemFactory(exercise=routine.items.first().exercise).routine
    session = a_session(routine="two")
    sync(signed_in, session, a_set("second", 1))
    theirs = session | {"routine": other.slug, "prescription": note_for(athlete, other)}
    assert sync(signed_in, theirs, a_set("first", 2)).rejected == {session["id"]: {"routine": CHANGED}}
    assert list(Set.objects.values_list("prescribed", flat=True)) == [None, None]
    assert Session.objects.get().screening_id is None


@pytest.mark.parametrize("note", ["", "nonsense", 7, ["x"], None, "\ud800", "a" * 10_000])
def test_a_note_that_cannot_be_read_prescribes_nothing(
    note: object, signed_in: Client, routine: Routine
) -> None:
    assert sync(signed_in, a_session(routine="two", prescription=note), a_set("first")).rejected == {}
    assert Session.objects.get().screening_id is None


def test_pain_above_5_asks_the_screening_again_and_a_replay_does_not(
    signed_in: Client, athlete: Athlete, exercise: Exercise
) -> None:
    now = timezone.now()
    session = a_session(started_at=now.isoformat())
    mild, bad = (a_set("stretch", n, pain=n + 4, completed_at=now.isoformat()) for n in (1, 2))
    screening = Screening.objects.filter(user=athlete.user, superseded_at=None)
    sync(signed_in, session, mild)
    assert screening.get().asked_again_at is None
    sync(signed_in, session, bad)
    assert screening.get().asked_again_at is not None
    screening.update(asked_again_at=None)
    sync(signed_in, session, mild, bad)
    sync(signed_in, session, a_set("stretch", 3, pain=6, completed_at=now.isoformat()))
    assert screening.get().asked_again_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("devices", ["the same one", "different ones"])
def test_four_at_once(devices: str, athlete: Athlete, exercise: Exercise) -> None:
    session, sets = a_session(), [a_set("stretch", place) for place in range(1, 6)]
    together = threading.Barrier(4)
    found: list[Answer] = []

    def send() -> None:
        client = Client()
        client.force_login(athlete.user)
        own = sets if devices == "the same one" else [one | {"id": str(uuid.uuid4())} for one in sets]
        together.wait(timeout=10)
        try:
            found.append(sync(client, session, *own))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(found) == 4
    assert (Session.objects.count(), Set.objects.count()) == (1, 5)
    assert all(session["id"] in answer.saved for answer in found)
    rejected = sorted(len(answer.rejected) for answer in found)
    assert rejected == ([0] * 4 if devices == "the same one" else [0, 5, 5, 5])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets no one write between two looks.")
def test_what_another_request_makes_between_two_looks_is_seen(
    signed_in: Client, athlete: Athlete, exercise: Exercise
) -> None:
    session, sets = a_session(), [a_set("stretch", place) for place in (1, 2)]
    elsewhere: list[Answer] = []

    def send() -> None:
        client = Client()
        client.force_login(athlete.user)
        try:
            elsewhere.append(sync(client, session, *sets))
        finally:
            connection.close()

    def before_the_sets(execute: Any, sql: str, *rest: Any) -> Any:
        if not elsewhere and 'FROM "tracker_set"' in sql:
            thread = threading.Thread(target=send)
            thread.start()
            thread.join(timeout=30)
        return execute(sql, *rest)

    with connection.execute_wrapper(before_the_sets):
        answer = sync(signed_in, session, *sets)
    assert elsewhere == [answer] == [Answer({session["id"], *(one["id"] for one in sets)}, {})]
    assert (Session.objects.count(), Set.objects.count()) == (1, 2)


def test_500_sets_take_as_many_queries_as_one(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    note = note_for(athlete, routine)
    started = timezone.now().isoformat()

    def queries(count: int, session: dict[str, Any], *, first: int = 1, **values: object) -> int:
        sets = [a_set("first", first + n, pain=8, **values) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert sync(signed_in, session, *sets).rejected == {}
        return sum("SAVEPOINT" not in one["sql"] for one in captured.captured_queries)

    few, many = (a_session(routine="two", prescription=note, started_at=started) for _ in range(2))
    assert queries(1, few) == queries(500, many) <= 16
    assert queries(1, few, first=501) == queries(500, many, first=501) <= 16


@pytest.mark.parametrize(
    ("started_at", "evidence"),
    [(at(0), Evidence.LIVE), ("2026-10-20T08:00:00Z", Evidence.BACKFILLED)],
    ids=["on the day", "later"],
)
def test_what_was_written_down_by_hand_was_not_timed(
    signed_in: Client, exercise: Exercise, started_at: str, evidence: Evidence
) -> None:
    session = a_session(started_at=started_at, finished_at=at(30), written=True)
    one = a_set("stretch")
    for _again in range(2):
        assert sync(signed_in, session, one) == Answer({session["id"], one["id"]}, {})
    stored = Session.objects.get()
    assert (stored.evidence, stored.finished_at, stored.version) == (evidence, None, 1)
    assert sync(signed_in, a_session(written="yes"), a_set("stretch")).rejected
