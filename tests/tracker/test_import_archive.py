"""An own export comes back as it was; what is here stays; what cannot be taken is named."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.domain.vocabulary import Side
from exercises.models import Screening
from tests.factories import (
    AthleteFactory,
    EnrolmentFactory,
    ExerciseFactory,
    MeasurementFactory,
    OwnExerciseFactory,
    PlanChangeFactory,
    ProgrammeFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.archived import (
    EMPTY,
    as_text,
    brought_back,
    document_of,
    exported,
    files_of,
    looked_at,
    uploaded,
)
from tests.tracker.owned_rows import give_everything
from tracker.domain.archive.reading import ArchiveRefusedError
from tracker.models import (
    Athlete,
    Enrolment,
    Evidence,
    Import,
    Measurement,
    Morning,
    PlanChange,
    RemovedSet,
    Session,
    Set,
    Upload,
)
from tracker.services import import_archive as import_archive_module
from tracker.services.archive_plan import Fate
from tracker.services.export_archive import ACCOUNT
from tracker.services.import_archive import OvertakenError, import_archive
from tracker.services.make_demo import make_demo
from tracker.services.undo_import import undo_import

pytestmark = pytest.mark.django_db


def newcomer() -> Athlete:
    """Return somebody who has just signed up."""
    return AthleteFactory(screened=False, time_zone="UTC")


def left_and_came_back(user: User) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return what a person exports, and what they do after they left, signed up anew and brought it back."""
    first = exported(user)
    User.objects.filter(pk=user.pk).delete()
    again = newcomer()
    brought_back(again, first)
    return files_of(first), files_of(exported(User.objects.get(pk=again.pk)))


def assert_the_same(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    assert {name: before[name] for name in before if name != ACCOUNT} == {
        name: after[name] for name in after if name != ACCOUNT
    }


def test_half_a_year_comes_back_to_the_byte(catalogue: None) -> None:
    user = make_demo(time_zone="Europe/Zurich", now=timezone.now())
    before, after = left_and_came_back(user)

    assert len(before["sets.csv"].splitlines()) > 600
    assert_the_same(before, after)


def test_one_of_everything_comes_back_to_the_byte(athlete: Athlete) -> None:
    give_everything(athlete)
    own = OwnExerciseFactory(owner=athlete.user)
    SetFactory(session=SessionFactory(athlete=athlete, deleted_at=timezone.now()), exercise=own)
    Athlete.objects.filter(pk=athlete.pk).update(sessions_a_week=5, norm_group="women")
    # Staff's own doings are no part of it, and keep a user from being deleted as a test does it.
    athlete.user.refresh_from_db()

    assert_the_same(*left_and_came_back(athlete.user))


BEGIN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
PAIN = st.none() | st.integers(0, 5)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 11, 1))
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
MOMENTS = st.integers(0, 2 * 10**14).map(lambda micros: BEGIN + dt.timedelta(microseconds=micros))
SETS = st.fixed_dictionaries(
    {
        "side": st.sampled_from(Side),
        "reps": st.none() | st.integers(0, 1_000),
        "seconds": st.integers(0, 14_400),
        "distance_m": st.none() | st.decimals(0, 100_000, places=2),
        "load_kg": st.none() | st.decimals(0, 500, places=2),
        "pain": PAIN,
        "skipped": st.booleans(),
        "prescribed": st.none() | st.just({"reps": None, "seconds": 30}),
        "completed_at": st.none() | MOMENTS,
    }
)
SESSIONS = st.fixed_dictionaries(
    {
        "day": DAYS,
        "started_at": MOMENTS,
        "effort": PAIN,
        "pain_before": PAIN,
        "pain_after": PAIN,
        "notes": TEXT,
        "evidence": st.sampled_from(Evidence),
        "version": st.integers(1, 9),
        "deleted_at": st.none() | MOMENTS,
    }
)


@settings(max_examples=20)
@given(
    sessions=st.lists(st.tuples(SESSIONS, st.lists(SETS, max_size=4), PAIN), max_size=5),
    measured=st.lists(
        st.tuples(DAYS, st.lists(st.decimals(-30, 90, places=2), min_size=1, max_size=4)), max_size=3
    ),
)
def test_any_history_comes_back_to_the_byte(sessions: list[Any], measured: list[Any]) -> None:
    person = AthleteFactory()
    exercise = ExerciseFactory()
    for values, sets, morning in sessions:
        session = SessionFactory(athlete=person, **values)
        for position, one in enumerate(sets):
            SetFactory(session=session, exercise=exercise, position=position, **one)
        if morning is not None:
            Morning.objects.create(
                session=session, athlete=person, pain=morning, answered_at=session.started_at
            )
    for day, trials in measured:
        blanks = [*trials, None, None, None][:4]
        left = {f"left_{number}": value for number, value in enumerate(blanks, start=1)}
        right = dict.fromkeys((f"right_{number}" for number in range(1, 5)), None)
        MeasurementFactory(athlete=person, taken_on=day, **left, **right)

    assert_the_same(*left_and_came_back(person.user))


def test_created_and_changed_moments_come_back(athlete: Athlete) -> None:
    session = SetFactory(session=SessionFactory(athlete=athlete)).session
    long_ago = timezone.now() - dt.timedelta(days=400)
    Session.objects.filter(pk=session.pk).update(created_at=long_ago, updated_at=long_ago)
    left_and_came_back(athlete.user)

    again = Session.objects.get(pk=session.pk)
    assert (again.created_at, again.updated_at) == (long_ago, long_ago)
    assert again.imported is not None


def test_bringing_it_back_twice_makes_nothing(athlete: Athlete) -> None:
    give_everything(athlete)
    content = exported(athlete.user)
    done = brought_back(athlete, content)

    assert done.imported is None
    assert done.plan.makes == 0
    assert not Import.objects.exclude(athlete__imports__made_at=None).filter(finished_at__isnull=False)
    assert exported(athlete.user) == content


def test_what_is_here_stays_as_it_is(athlete: Athlete) -> None:
    session = SetFactory(session=SessionFactory(athlete=athlete, notes="as it was")).session
    content = exported(athlete.user)
    Session.objects.filter(pk=session.pk).update(notes="changed since", version=2)
    brought_back(athlete, content)

    assert Session.objects.get(pk=session.pk).notes == "changed since"


def test_ids_of_somebody_else_become_others_the_same_each_time(athlete: Athlete) -> None:
    give_everything(athlete)
    content = exported(athlete.user)
    other = newcomer()
    brought_back(other, content)
    theirs = document_of(User.objects.get(pk=other.pk))
    mine = document_of(athlete.user)

    assert exported(athlete.user) == content
    for member in ("sessions", "measurements", "tests", "enrolments", "plan_changes"):
        assert {one["id"] for one in theirs[member]}.isdisjoint(one["id"] for one in mine[member])
        assert len(theirs[member]) == len(mine[member])
    assert theirs["removed_sets"] != mine["removed_sets"]
    assert brought_back(other, content).plan.makes == 0


def test_an_unknown_exercise_is_named_and_its_sets_stay_out(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    SetFactory(session=session, position=1)
    SetFactory(session=session, position=2)
    document = document_of(athlete.user)
    document["sessions"][0]["sets"][1]["exercise"] = "levitation"
    session.delete()
    done = brought_back(athlete, as_text(document))

    (note,) = done.plan.notes.values()
    assert (str(note.reason), note.place) == (
        "“levitation” is not in the catalogue of this site.",
        "sessions[0].sets[1]",
    )
    assert done.plan.counts["sets", Fate.LEFT_OUT] == 1
    assert Set.objects.for_athlete(athlete).count() == 1


def test_a_session_of_unknown_exercises_alone_stays_out(athlete: Athlete) -> None:
    SetFactory(session=SessionFactory(athlete=athlete))
    document = document_of(athlete.user)
    document["sessions"][0]["sets"][0]["exercise"] = "levitation"
    Session.objects.all().delete()
    done = brought_back(athlete, as_text(document))

    assert done.plan.counts["sessions", Fate.LEFT_OUT] == 1
    assert not Session.objects.exists()


def test_somebody_elses_own_exercise_is_not_to_be_had_by_its_name(athlete: Athlete) -> None:
    own = OwnExerciseFactory(owner=AthleteFactory().user)
    SetFactory(session=SessionFactory(athlete=athlete))
    document = document_of(athlete.user)
    document["sessions"][0]["sets"][0]["exercise"] = own.slug
    Session.objects.all().delete()

    assert brought_back(athlete, as_text(document)).plan.makes == 0


def test_an_exercise_that_was_merged_leads_to_the_one_that_stays(athlete: Athlete) -> None:
    survivor = ExerciseFactory()
    merged = SetFactory(session=SessionFactory(athlete=athlete)).exercise
    content = exported(athlete.user)
    Session.objects.all().delete()
    type(merged).objects.filter(pk=merged.pk).update(status="archived", merged_into=survivor)
    brought_back(athlete, content)

    assert Set.objects.get().exercise == survivor


def test_looking_writes_nothing_and_promises_what_is_done(athlete: Athlete) -> None:
    give_everything(athlete)
    document = document_of(athlete.user)
    again = newcomer()
    before = exported(again.user)
    plan = looked_at(again, document)

    assert exported(again.user) == before
    assert brought_back(again, as_text(document)).plan.counts == plan.counts


# --- answers about health, the plan and settings ------------------------------------------------------------


def test_of_two_last_answers_the_later_one_counts(athlete: Athlete) -> None:
    mine = Screening.objects.for_user(athlete.user).get()
    document = document_of(athlete.user)
    earlier, later = newcomer(), newcomer()
    for person, days in ((earlier, -1), (later, 1)):
        screen(person.user)
        moment = mine.answered_at + dt.timedelta(days=days)
        Screening.objects.for_user(person.user).update(answered_at=moment)
        brought_back(person, as_text(document))

    assert Screening.objects.for_user(earlier.user).current().get().answered_at == mine.answered_at
    assert Screening.objects.for_user(later.user).current().get().answered_at > mine.answered_at
    assert Screening.objects.for_user(later.user).count() == 2


def test_answers_of_the_future_are_not_taken(athlete: Athlete) -> None:
    document = document_of(athlete.user)
    document["screenings"][0]["answered_at"] = "2199-01-01T00:00:00Z"
    again = newcomer()
    brought_back(again, as_text(document))

    assert not Screening.objects.for_user(again.user).exists()


@pytest.mark.parametrize("what", ["session", "measurement", "nothing"])
def test_much_pain_of_late_has_the_person_asked_anew(athlete: Athlete, what: str) -> None:
    Screening.objects.update(answered_at=timezone.now() - dt.timedelta(days=30))
    person = AthleteFactory()
    then = timezone.now() - dt.timedelta(days=3)
    pain = {"session": 5, "measurement": 5} | {what: 8}
    MeasurementFactory(athlete=person, taken_on=then.date(), pain=pain["measurement"])
    SetFactory(session=SessionFactory(athlete=person, started_at=then, pain_after=pain["session"]))
    document = document_of(person.user)
    document["screenings"] = []
    brought_back(athlete, as_text(document))

    is_asked = Screening.objects.for_user(athlete.user).current().get().asked_again_at is not None
    assert is_asked is (what != "nothing")


def test_a_programme_that_goes_on_stays_out_where_another_does(athlete: Athlete) -> None:
    EnrolmentFactory(athlete=athlete)
    document = document_of(athlete.user)
    document["enrolments"].append(document["enrolments"][0] | {"id": str(uuid.uuid4())})
    document["enrolments"][1]["programme"] = ProgrammeFactory().slug
    plan = brought_back(newcomer(), as_text(document)).plan

    assert plan.counts["enrolments", Fate.NEW] == plan.counts["enrolments", Fate.LEFT_OUT] == 1


def test_a_change_of_the_plan_stands_once(athlete: Athlete) -> None:
    PlanChangeFactory(athlete=athlete, last_day=None)
    again = newcomer()
    brought_back(again, as_text(document_of(athlete.user)))
    PlanChange.objects.filter(athlete=athlete).update(id=uuid.uuid4())
    plan = brought_back(again, as_text(document_of(athlete.user))).plan

    assert plan.counts["plan_changes", Fate.LEFT_OUT] == 1


def test_settings_come_back_to_an_empty_account_alone(athlete: Athlete) -> None:
    document = EMPTY | {"settings": {"norm_group": "men", "sessions_a_week": 7, "time_zone": "Asia/Tokyo"}}
    empty, used = newcomer(), SessionFactory(athlete=newcomer()).athlete
    for person in (empty, used):
        brought_back(person, as_text(document))
        person.refresh_from_db()

    assert (empty.time_zone, empty.sessions_a_week, empty.norm_group) == ("Asia/Tokyo", 7, "men")
    assert (used.time_zone, used.sessions_a_week) == ("UTC", 3)


# --- all or nothing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("member", ["sessions", "measurements", "removed_sets"])
def test_an_id_that_stands_twice_refuses_the_whole(athlete: Athlete, member: str) -> None:
    give_everything(athlete)
    document = document_of(athlete.user)
    document[member] *= 2
    again = newcomer()
    with pytest.raises(ArchiveRefusedError, match="twice"):
        brought_back(again, as_text(document))

    for model in (Session, Measurement, RemovedSet, Enrolment, Import):
        assert not model.objects.for_athlete(again.user).exists()


def test_a_session_that_rests_on_absent_answers_refuses_the_whole(athlete: Athlete) -> None:
    SetFactory(session=SessionFactory(athlete=athlete))
    document = document_of(athlete.user)
    document["sessions"][0]["screening"] = 9
    with pytest.raises(ArchiveRefusedError, match="no answers of this number"):
        brought_back(newcomer(), as_text(document))


def test_a_second_press_of_the_button_finds_nothing_to_do(athlete: Athlete) -> None:
    upload = uploaded(athlete, as_text(EMPTY))
    import_archive(user=athlete.user, upload_id=upload.pk, now=timezone.now())
    with pytest.raises(Upload.DoesNotExist):
        import_archive(user=athlete.user, upload_id=upload.pk, now=timezone.now())


# --- in steps -----------------------------------------------------------------------------------------------


@pytest.fixture
def long_one(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """An export that takes several steps: answers, an own exercise, settings, and six sessions with it."""
    monkeypatch.setattr(import_archive_module, "ROWS_A_STEP", 4)
    own = OwnExerciseFactory(owner=athlete.user)
    for _number in range(6):
        SetFactory(session=SessionFactory(athlete=athlete), exercise=own)
    Athlete.objects.filter(pk=athlete.pk).update(sessions_a_week=5)
    athlete.refresh_from_db()
    return exported(athlete.user)


def cut_off(person: Athlete, content: bytes, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Upload:
    """Have bringing it back end after two steps, as when the server is stopped."""
    upload, step, steps = uploaded(person, content), import_archive_module._take, []

    def take(*args: Any) -> None:
        steps.append(1)
        if len(steps) > 2:
            raise error
        step(*args)

    with monkeypatch.context() as patched:
        patched.setattr(import_archive_module, "_take", take)
        with pytest.raises((type(error), ArchiveRefusedError)):
            import_archive(user=person.user, upload_id=upload.pk, now=timezone.now())
    return upload


def test_one_that_was_cut_off_goes_on_to_the_byte(
    athlete: Athlete, long_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(long_one)
    User.objects.filter(pk=athlete.pk).delete()
    person = newcomer()
    upload = cut_off(person, long_one, monkeypatch, KeyboardInterrupt())  # type: ignore[arg-type]
    assert 0 < Session.objects.for_athlete(person.user).count() < 6
    done = import_archive(user=person.user, upload_id=upload.pk, now=timezone.now())

    assert done.imported is not None
    assert done.imported.finished_at is not None
    assert not Upload.objects.exists()
    assert_the_same(before, files_of(exported(User.objects.get(pk=person.pk))))


def test_one_that_was_cut_off_can_be_undone_and_goes_on_no_more(
    long_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = newcomer()
    upload = cut_off(person, long_one, monkeypatch, KeyboardInterrupt())  # type: ignore[arg-type]
    undo_import(user=person.user, import_id=upload.pk, now=timezone.now())

    assert not Session.objects.for_athlete(person.user).exists()
    with pytest.raises(Upload.DoesNotExist):
        import_archive(user=person.user, upload_id=upload.pk, now=timezone.now())


def test_one_that_turns_out_wrong_after_some_steps_is_taken_away_again(
    long_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = newcomer()
    cut_off(person, long_one, monkeypatch, IntegrityError())

    assert not Session.objects.for_athlete(person.user).exists()
    assert Import.objects.for_athlete(person.user).get().undone_at is not None


def test_of_two_at_once_one_gives_way_and_nothing_is_doubled(
    long_one: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = newcomer()
    upload, step, now = uploaded(person, long_one), import_archive_module._take, timezone.now()

    def overtaken(*args: Any) -> None:
        step(*args)
        monkeypatch.setattr(import_archive_module, "_take", step)
        import_archive(user=person.user, upload_id=upload.pk, now=now)

    monkeypatch.setattr(import_archive_module, "_take", overtaken)
    with pytest.raises(OvertakenError):
        import_archive(user=person.user, upload_id=upload.pk, now=now)

    assert Session.objects.for_athlete(person.user).count() == 6
    assert Import.objects.for_athlete(person.user).get().finished_at is not None


def test_somebody_elses_upload_is_as_good_as_absent(athlete: Athlete) -> None:
    upload = uploaded(athlete, as_text(EMPTY))
    other = newcomer()
    with pytest.raises(Upload.DoesNotExist):
        import_archive(user=other.user, upload_id=upload.pk, now=timezone.now())


def test_an_upload_waits_for_an_hour_and_one_a_person(athlete: Athlete) -> None:
    first = uploaded(athlete, as_text(EMPTY))
    second = uploaded(athlete, as_text(EMPTY))
    assert list(Upload.objects.all()) == [second] != [first]
    late = timezone.now() + dt.timedelta(hours=1, seconds=1)
    with pytest.raises(Upload.DoesNotExist):
        import_archive(user=athlete.user, upload_id=second.pk, now=late)


def test_more_sessions_cost_few_more_queries(athlete: Athlete) -> None:
    counts = []
    for number in (1, 8):
        person = AthleteFactory()
        exercise = ExerciseFactory()
        for _session in range(number):
            session = SessionFactory(athlete=person)
            for position in range(3):
                SetFactory(session=session, exercise=exercise, position=position, load_kg=Decimal("2.50"))
        content = exported(person.user)
        again = newcomer()
        with CaptureQueriesContext(connection) as made:
            brought_back(again, content)
        counts.append(len(made))

    assert counts[0] == counts[1]
