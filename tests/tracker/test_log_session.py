"""Logging, changing and deleting through the services: once, whole, and in the right day."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from exercises.domain.vocabulary import Side
from exercises.models import Routine
from tests.factories import AthleteFactory, ExerciseFactory, RoutineFactory, RoutineItemFactory
from tests.tracker.prescribed import prescription_of
from tracker.models import Athlete, Evidence, Session, Set
from tracker.services.change_session import ChangedMeanwhileError, change_session
from tracker.services.delete_session import delete_session, restore_session
from tracker.services.log_session import IdTakenError, SessionExistsError, log_session
from tracker.services.session_entry import SessionEntry, SetEntry

NOW = dt.datetime(2026, 11, 2, 18, 0, tzinfo=dt.UTC)


def entry_for(*exercises: object, started_at: dt.datetime = NOW, **values: object) -> SessionEntry:
    """A left and a right set of 30 s of each exercise."""
    sets = tuple(
        SetEntry(id=uuid.uuid4(), exercise_id=exercise.pk, side=side, seconds=30)
        for exercise in exercises
        for side in (Side.LEFT, Side.RIGHT)
    )
    return SessionEntry(id=uuid.uuid4(), started_at=started_at, sets=sets, **values)


def log(
    athlete: Athlete, entry: SessionEntry, routine: Routine | None = None, now: dt.datetime = NOW
) -> Session:
    """Log it, with all that the routine prescribes."""
    prescription = prescription_of(athlete, routine) if routine else None
    return log_session(athlete=athlete, entry=entry, routine=routine, prescription=prescription, now=now)


def test_everything_is_stored(athlete: Athlete) -> None:
    one, two = ExerciseFactory(), ExerciseFactory()
    entry = entry_for(one, two, effort=6, pain_before=1, pain_after=2, notes="Good.")
    extra = SetEntry(
        id=uuid.uuid4(),
        exercise_id=two.pk,
        side=Side.BOTH,
        reps=8,
        load_kg=Decimal("2.5"),
        distance_m=Decimal("0.65"),
        pain=3,
    )
    skipped = SetEntry(id=uuid.uuid4(), exercise_id=two.pk, side=Side.LEFT, skipped=True)
    session = log(athlete, dataclasses.replace(entry, sets=(*entry.sets, extra, skipped)))
    session.refresh_from_db()
    assert (session.effort, session.pain_before, session.pain_after, session.notes) == (6, 1, 2, "Good.")
    assert session.day == dt.date(2026, 11, 2)
    rows = session.sets.order_by("position").values_list("exercise", "side", "reps", "seconds", "skipped")
    assert list(rows) == [
        (one.pk, "left", None, 30, False),
        (one.pk, "right", None, 30, False),
        (two.pk, "left", None, 30, False),
        (two.pk, "right", None, 30, False),
        (two.pk, "both", 8, None, False),
        (two.pk, "left", None, None, True),
    ]
    stored = Set.objects.get(pk=extra.id)
    assert (stored.load_kg, stored.distance_m, stored.pain) == (Decimal("2.50"), Decimal("0.65"), 3)
    assert {one.day for one in session.sets.all()} == {session.day}


def test_a_set_keeps_what_the_routine_prescribed(athlete: Athlete) -> None:
    routine = RoutineFactory()
    item = RoutineItemFactory(routine=routine, hold_min_s=45, hold_max_s=60)
    loaded = Routine.objects.with_items().get(pk=routine.pk)
    extra = ExerciseFactory()
    session = log(athlete, entry_for(item.exercise, extra), loaded)
    by_exercise = {one.exercise_id: one.prescribed for one in session.sets.all()}
    assert by_exercise == {item.exercise_id: {"reps": None, "seconds": 45}, extra.pk: None}


@pytest.mark.parametrize(
    ("started_at", "zone", "day", "evidence"),
    [
        (NOW, "Europe/Zurich", dt.date(2026, 11, 2), Evidence.LIVE),
        (
            dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC),
            "Europe/Zurich",
            dt.date(2026, 11, 2),
            Evidence.LIVE,
        ),
        (
            dt.datetime(2026, 11, 1, 22, 30, tzinfo=dt.UTC),
            "Europe/Zurich",
            dt.date(2026, 11, 1),
            Evidence.BACKFILLED,
        ),
        # 25 October has 25 hours in Zurich; both ends of it belong to it.
        (
            dt.datetime(2026, 10, 24, 22, 0, tzinfo=dt.UTC),
            "Europe/Zurich",
            dt.date(2026, 10, 25),
            Evidence.BACKFILLED,
        ),
        (
            dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC),
            "Europe/Zurich",
            dt.date(2026, 10, 25),
            Evidence.BACKFILLED,
        ),
        (NOW, "Pacific/Kiritimati", dt.date(2026, 11, 3), Evidence.LIVE),
    ],
)
def test_the_day_is_the_local_one(
    db: None, started_at: dt.datetime, zone: str, day: dt.date, evidence: Evidence
) -> None:
    session = log(AthleteFactory(time_zone=zone), entry_for(ExerciseFactory(), started_at=started_at))
    assert (session.day, session.evidence) == (day, evidence)


def test_a_new_time_zone_moves_no_old_day(athlete: Athlete) -> None:
    session = log(
        athlete, entry_for(ExerciseFactory(), started_at=dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC))
    )
    athlete.time_zone = "America/New_York"
    athlete.save()
    session.refresh_from_db()
    assert session.day == dt.date(2026, 11, 2)


def test_sent_twice_makes_one(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory(), notes="Once.")
    assert log(athlete, entry).pk == log(athlete, entry).pk == entry.id
    assert (Session.objects.count(), Set.objects.count()) == (1, 2)


def test_the_same_id_with_other_values_changes_nothing(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory(), notes="First.")
    log(athlete, entry)
    with pytest.raises(SessionExistsError) as caught:
        log(athlete, dataclasses.replace(entry, notes="Second."))
    assert caught.value.session.pk == entry.id
    assert Session.objects.get().notes == "First."


def test_a_deleted_session_is_not_brought_back_by_a_replay(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    delete_session(session=log(athlete, entry), now=NOW)
    with pytest.raises(SessionExistsError):
        log(athlete, entry)
    assert Session.objects.kept().count() == 0


def test_somebody_elses_session_id_is_refused(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    log(AthleteFactory(), entry)
    with pytest.raises(IdTakenError):
        log(athlete, entry)
    assert Session.objects.get().athlete_id != athlete.pk


def test_somebody_elses_set_id_is_refused_and_nothing_is_logged(athlete: Athlete) -> None:
    theirs = log(AthleteFactory(), entry_for(ExerciseFactory()))
    taken = theirs.sets.order_by("position").first()
    assert taken is not None
    entry = entry_for(ExerciseFactory())
    entry = dataclasses.replace(entry, sets=(dataclasses.replace(entry.sets[0], id=taken.pk),))
    with pytest.raises(IdTakenError):
        log(athlete, entry)
    assert not Session.objects.for_athlete(athlete).exists()
    taken.refresh_from_db()
    assert taken.session_id == theirs.pk


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    together = threading.Barrier(4)
    found: list[object] = []

    def send() -> None:
        together.wait(timeout=10)
        try:
            found.append(log(athlete, entry).pk)
        except BaseException as error:
            found.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert found == [entry.id] * 4
    assert (Session.objects.count(), Set.objects.count()) == (1, 2)


def test_a_change_replaces_and_keeps_what_was_prescribed(athlete: Athlete) -> None:
    routine = RoutineFactory()
    item = RoutineItemFactory(routine=routine)
    entry = entry_for(item.exercise)
    session = log(athlete, entry, Routine.objects.with_items().get(pk=routine.pk))
    kept = dataclasses.replace(entry.sets[0], seconds=50)
    added = SetEntry(id=uuid.uuid4(), exercise_id=ExerciseFactory().pk, side=Side.BOTH, reps=5)
    changed = dataclasses.replace(entry, sets=(added, kept), started_at=NOW - dt.timedelta(days=3))
    change_session(athlete=athlete, entry=changed, version=session.version, now=NOW)
    rows = Set.objects.order_by("position").values_list("pk", "seconds", "prescribed", "day")
    assert list(rows) == [
        (added.id, None, None, dt.date(2026, 10, 30)),
        (kept.id, 50, {"reps": None, "seconds": 30}, dt.date(2026, 10, 30)),
    ]


def test_a_change_that_leaves_the_start_leaves_the_day(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory(), started_at=dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC))
    session = log(athlete, entry)
    athlete.time_zone = "America/New_York"
    athlete.save()
    changed = dataclasses.replace(entry, notes="Only this.")
    change_session(athlete=athlete, entry=changed, version=session.version, now=NOW)
    session.refresh_from_db()
    assert (session.notes, session.day) == ("Only this.", dt.date(2026, 11, 2))
    assert {one.day for one in session.sets.all()} == {session.day}


def test_a_change_sent_twice_is_no_conflict(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    session = log(athlete, entry)
    changed = dataclasses.replace(entry, notes="Twice.")
    for _again in range(2):
        change_session(athlete=athlete, entry=changed, version=session.version, now=NOW)
    session.refresh_from_db()
    assert (session.notes, session.version) == ("Twice.", 2)


def test_moving_the_start_moves_a_known_end_and_the_evidence(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    session = log(athlete, entry)
    Session.objects.update(finished_at=NOW + dt.timedelta(minutes=20))
    earlier = dataclasses.replace(entry, started_at=NOW - dt.timedelta(days=2))
    change_session(athlete=athlete, entry=earlier, version=session.version, now=NOW)
    session.refresh_from_db()
    assert session.finished_at == NOW - dt.timedelta(days=2) + dt.timedelta(minutes=20)
    assert session.evidence == Evidence.BACKFILLED


def test_a_change_of_a_deleted_session_says_that_it_is_gone(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    session = log(athlete, entry)
    delete_session(session=session, now=NOW)
    changed = dataclasses.replace(entry, notes="Late.")
    with pytest.raises(Session.DoesNotExist):
        change_session(athlete=athlete, entry=changed, version=session.version, now=NOW)


def test_a_change_from_a_stale_tab_is_refused(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory(), notes="Old.")
    session = log(athlete, entry)
    change_session(
        athlete=athlete, entry=dataclasses.replace(entry, notes="New."), version=session.version, now=NOW
    )
    with pytest.raises(ChangedMeanwhileError) as caught:
        change_session(
            athlete=athlete,
            entry=dataclasses.replace(entry, notes="Stale."),
            version=session.version,
            now=NOW,
        )
    assert caught.value.version == session.version + 1
    assert Session.objects.get().notes == "New."


def test_a_change_reaches_only_ones_own(athlete: Athlete) -> None:
    entry = entry_for(ExerciseFactory())
    session = log(AthleteFactory(), entry)
    with pytest.raises(Session.DoesNotExist):
        change_session(athlete=athlete, entry=entry, version=session.version, now=NOW)


def test_a_change_with_a_foreign_set_id_loses_nothing(athlete: Athlete) -> None:
    theirs = log(AthleteFactory(), entry_for(ExerciseFactory()))
    entry = entry_for(ExerciseFactory())
    session = log(athlete, entry)
    stolen = dataclasses.replace(entry.sets[0], id=theirs.sets.all()[0].pk)
    with pytest.raises(IdTakenError):
        change_session(
            athlete=athlete,
            entry=dataclasses.replace(entry, sets=(stolen,)),
            version=session.version,
            now=NOW,
        )
    assert session.sets.count() == theirs.sets.count() == 2


def test_deleting_keeps_the_rows_and_restoring_shows_them(athlete: Athlete) -> None:
    session = log(athlete, entry_for(ExerciseFactory()))
    assert delete_session(session=session, now=NOW)
    assert not delete_session(session=session, now=NOW + dt.timedelta(days=1))
    assert Session.objects.get().deleted_at == NOW
    assert (Session.objects.kept().count(), Set.objects.done().count(), Set.objects.count()) == (0, 0, 2)
    assert restore_session(session=session)
    assert not restore_session(session=session)
    assert (Session.objects.kept().count(), Set.objects.done().count()) == (1, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"reps": None, "seconds": None},
        {"seconds": 14_401},
        {"reps": 1_001},
        {"pain": 11},
        {"distance_m": Decimal("100001")},
        {"load_kg": Decimal("500.01")},
    ],
)
def test_the_database_itself_refuses_nonsense(athlete: Athlete, values: dict[str, object]) -> None:
    entry = entry_for(ExerciseFactory())
    wrong = dataclasses.replace(entry.sets[0], **values)
    with pytest.raises((IntegrityError, IdTakenError)):
        log(athlete, dataclasses.replace(entry, sets=(wrong,)))
    assert not Session.objects.exists()
