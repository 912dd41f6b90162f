"""Bringing in the training of another app: once, in steps, and undone again."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Recorded, Status
from exercises.models import Exercise
from tests.factories import AthleteFactory, ExerciseFactory, OwnExerciseFactory, SessionFactory
from tests.tracker.foreign_files import FILES, HEVY, STRONG_COMMA, long_strong, strong
from tracker.models import Athlete, Evidence, Import, PrescribedExercise, Session, Set, Upload
from tracker.services import begin_import as beginning
from tracker.services import go_on_import as going
from tracker.services.begin_import import KEEP, LEAVE, begin_import
from tracker.services.foreign_file import UnreadableFileError
from tracker.services.go_on_import import UploadGoneError, go_on_import
from tracker.services.survey_upload import RefusedFileError, survey_upload
from tracker.services.undo_import import undo_import

START = "2024-03-02 10:30:00"


def look_at(athlete: Athlete, text: str | bytes, **values: str) -> Upload:
    content = text.encode() if isinstance(text, str) else text
    units = {"load_unit": "kg", "distance_unit": "km"} | values
    return survey_upload(
        athlete=athlete, file_name="strong.csv", chunks=[content], now=timezone.now(), **units
    )


def begin(athlete: Athlete, text: str, **choices: str) -> Import:
    """Begin to bring a file in; each name is kept as an exercise of one's own unless chosen otherwise."""
    upload = look_at(athlete, text)
    names = [one["name"] for one in upload.mapping["survey"]["names"]]
    chosen = {name: choices.get(name.split(" ")[0].lower(), KEEP) for name in names}
    return begin_import(user=athlete.user, upload_id=upload.pk, choices=chosen, now=timezone.now())


def steps(athlete: Athlete, imported: Import) -> Iterator[Import]:
    while not imported.finished_at:
        imported = go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
        yield imported


def bring_in(athlete: Athlete, text: str, **choices: str) -> Import:
    return list(steps(athlete, begin(athlete, text, **choices)))[-1]


def logged(athlete: Athlete) -> list[tuple[object, ...]]:
    """Return every set of the person as it stands in the history."""
    rows = Set.objects.for_athlete(athlete).order_by("session__started_at", "session_id", "position")
    values = ("session__started_at", "position", "exercise__name", "side", "reps", "seconds", "load_kg")
    return list(rows.values_list("id", "day", *values))


def test_sessions_come_in_with_their_sets(athlete: Athlete) -> None:
    couch = ExerciseFactory(slug="couch")
    imported = bring_in(athlete, STRONG_COMMA, plank="couch")
    legs, run = Session.objects.for_athlete(athlete).order_by("started_at")
    assert legs.started_at == dt.datetime(2024, 3, 2, 9, 30, 7, tzinfo=dt.UTC)
    assert legs.finished_at == legs.started_at + dt.timedelta(seconds=3900)
    assert (legs.day, legs.evidence, legs.imported) == (dt.date(2024, 3, 2), Evidence.IMPORTED, imported)
    assert legs.notes == "Leg day\nSlept well\nSquat (Barbell): Belt, tight"
    assert (legs.screening, legs.routine, PrescribedExercise.objects.count()) == (None, None, 0)
    assert [row[3:] for row in logged(athlete)] == [
        (1, "Squat (Barbell)", "both", 10, None, 20),
        (2, "Squat (Barbell)", "both", 5, None, 80.5),
        (3, couch.name, "both", None, 45, None),
        (1, "Running", "both", None, 1200, None),
    ]
    assert str(run.sets.get().distance_m) == "3100.00"
    squat, running = Exercise.logged.own(athlete.user).order_by("-name")
    assert (squat.reps_min, squat.records) == (1, (Recorded.LOAD,))
    assert (running.hold_min_s, running.records) == (1, (Recorded.DISTANCE,))
    assert (imported.position, imported.total) == (5, 5)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_again_makes_nothing(athlete: Athlete, name: str) -> None:
    bring_in(athlete, FILES[name])
    before = logged(athlete)
    assert before
    upload = look_at(athlete, FILES[name])
    told = upload.mapping["survey"]
    assert (told["known"], told["sessions"]) == (2, 2)
    bring_in(athlete, FILES[name])
    assert logged(athlete) == before
    assert Exercise.logged.own(athlete.user).count() == len(told["names"])


def test_two_people_bring_in_the_same_file(athlete: Athlete) -> None:
    other = AthleteFactory()
    for one in (athlete, other):
        bring_in(one, STRONG_COMMA)
    assert len(logged(athlete)) == len(logged(other)) == 4
    assert not {row[0] for row in logged(athlete)} & {row[0] for row in logged(other)}


@pytest.mark.parametrize(
    ("seconds", "deleted", "comes"), [(60, False, 1), (-60, True, 1), (61, False, 2), (-61, True, 2)]
)
def test_what_began_within_a_minute_is_there_already(
    athlete: Athlete, seconds: int, deleted: bool, comes: int
) -> None:
    start = dt.datetime(2024, 3, 2, 9, 30, 7, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
    SessionFactory(athlete=athlete, started_at=start, deleted_at=timezone.now() if deleted else None)
    SessionFactory(started_at=start)
    imported = bring_in(athlete, STRONG_COMMA)
    assert Session.objects.brought_in_by(imported).count() == comes


def test_names_that_are_left_out_stay_out(athlete: Athlete) -> None:
    bring_in(athlete, STRONG_COMMA, squat=LEAVE, plank=LEAVE)
    assert [row[4] for row in logged(athlete)] == ["Running"]
    assert "Belt" not in "".join(Session.objects.values_list("notes", flat=True))


def test_own_exercises_are_found_again(athlete: Athlete) -> None:
    own = OwnExerciseFactory(owner=athlete.user, name="SQUAT (barbell)", status=Status.ARCHIVED)
    OwnExerciseFactory(name="Plank")
    bring_in(athlete, STRONG_COMMA)
    assert own.sets.count() == 2
    own.refresh_from_db()
    assert own.status is Status.DRAFT
    assert Exercise.logged.own(athlete.user).count() == 3


def test_there_is_room_for_so_many_exercises(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "MOST_OWN", 2)
    with pytest.raises(ValidationError):
        begin(athlete, STRONG_COMMA)
    assert not Import.objects.exists()
    assert not Exercise.logged.exists()
    begin(athlete, STRONG_COMMA, plank=LEAVE)


def test_a_merged_exercise_leads_on_and_a_lost_one_is_left_out(athlete: Athlete) -> None:
    stays, lost = ExerciseFactory(slug="stays"), ExerciseFactory(slug="lost")
    merged = ExerciseFactory(slug="merged")
    imported = begin(athlete, STRONG_COMMA, squat="merged", plank="lost", running="stays")
    Exercise.objects.filter(pk=merged.pk).update(status=Status.ARCHIVED, merged_into=stays)
    lost.delete()
    list(steps(athlete, imported))
    assert [row[4] for row in logged(athlete)] == [stays.name] * 3


def by_steps_of(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(going, "ROWS_A_STEP", rows)


@pytest.mark.parametrize("rows", [7, 33])
def test_in_steps_it_is_the_same(athlete: Athlete, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    text = long_strong(100, a_session=10)
    bring_in(athlete, text)
    whole = [row[1:] for row in logged(athlete)]
    other = AthleteFactory()
    by_steps_of(monkeypatch, rows)
    taken = list(steps(other, begin(other, text)))
    assert len(taken) > 2
    assert [one.position for one in taken] == sorted({one.position for one in taken})
    assert [row[1:] for row in logged(other)] == whole
    assert Session.objects.for_athlete(other).count() == 10


def test_a_session_that_goes_on_further_down_is_one(
    athlete: Athlete, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f'{START},A,,{name},1,20,{reps},,,,"n{reps}",' for reps, name in enumerate("xyxyx", start=1)]
    others = [f"2024-03-0{day} 08:00:00,B,,z,1,20,5,,,,," for day in (3, 4, 5, 6)]
    mixed = [one for pair in zip(rows, [*others, ""], strict=True) for one in pair if one]
    by_steps_of(monkeypatch, 1)
    bring_in(athlete, strong(*mixed).replace("RPE\n", "RPE,Notes,Workout Notes\n"))
    session = Session.objects.get(day=dt.date(2024, 3, 2))
    assert list(session.sets.order_by("position").values_list("position", "reps")) == [
        (n, n) for n in range(1, 6)
    ]
    assert session.notes == "A\nx: n1\ny: n2\nx: n3\ny: n4\nx: n5"
    assert Session.objects.count() == 5


def test_what_is_cut_off_goes_on_where_it_stood(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    text = long_strong(60, a_session=10)
    by_steps_of(monkeypatch, 20)
    imported = begin(athlete, text)
    go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    half = logged(athlete)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as cut:
        cut.setattr(Set.objects, "bulk_create", broken)
        with pytest.raises(ConnectionError):
            go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    assert logged(athlete) == half
    imported.refresh_from_db()
    assert imported.position == 20
    list(steps(athlete, imported))
    assert len(logged(athlete)) == 60


def test_steps_of_a_kind_take_the_same_queries(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    by_steps_of(monkeypatch, 40)
    imported = begin(athlete, long_strong(240, a_session=10))
    counts = []
    for _step in range(4):
        with CaptureQueriesContext(connection) as queries:
            go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 14


def test_undone_it_takes_no_further_step(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    by_steps_of(monkeypatch, 20)
    imported = begin(athlete, long_strong(60, a_session=10))
    go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    undo_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    assert not Session.objects.exists()


def test_undone_and_brought_in_again_it_is_the_same(athlete: Athlete) -> None:
    imported = bring_in(athlete, STRONG_COMMA)
    before = logged(athlete)
    undo_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    assert logged(athlete) == []
    bring_in(athlete, STRONG_COMMA)
    assert logged(athlete) == before


def test_begun_twice_it_is_one_import(athlete: Athlete) -> None:
    upload = look_at(athlete, STRONG_COMMA)
    choices = {one["name"]: KEEP for one in upload.mapping["survey"]["names"]}
    first, second = (
        begin_import(user=athlete.user, upload_id=upload.pk, choices=choices, now=timezone.now())
        for _time in range(2)
    )
    assert first == second
    other = AthleteFactory()
    with pytest.raises(Upload.DoesNotExist):
        begin_import(user=other.user, upload_id=upload.pk, choices=choices, now=timezone.now())


def test_another_file_in_its_place_ends_it(athlete: Athlete) -> None:
    imported = begin(athlete, STRONG_COMMA)
    look_at(athlete, HEVY)
    with pytest.raises(UploadGoneError):
        go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    with pytest.raises(Import.DoesNotExist):
        go_on_import(user=AthleteFactory().user, import_id=imported.pk, now=timezone.now())


def test_another_time_zone_meanwhile_changes_nothing(
    athlete: Athlete, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_steps_of(monkeypatch, 20)
    imported = begin(athlete, long_strong(60, a_session=10))
    go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
    Athlete.objects.filter(pk=athlete.pk).update(time_zone="Pacific/Auckland")
    list(steps(athlete, imported))
    starts = Session.objects.order_by("started_at").values_list("started_at", flat=True)
    assert [start.hour for start in starts] == [6] * 6


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no file of Strong"),
        (b"PK\x03\x04\x00\xff\xfe", "no text file"),
        (b"a,b\n1,2\n", "no file of Strong"),
        (codecs.BOM_UTF8 + STRONG_COMMA.encode() + b"\xff", "no text file"),
        (STRONG_COMMA.encode() + b"\x81", "no text file"),
        (STRONG_COMMA.encode("utf-8") + b"x" * (20 * 1024 * 1024), "larger than 20 MB"),
    ],
    ids=["empty", "zip", "other", "broken", "neither", "large"],
)
def test_what_cannot_be_read_is_not_kept(athlete: Athlete, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        look_at(athlete, content)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_comes_in_whatever_it_is_written_in(athlete: Athlete, encoding: str) -> None:
    text = strong(f"{START},Früh,,Beinheben – seitlich,1,20,10,,,", f"{START},Früh,,Kniebeuge,1,,5,,,")
    mapping = look_at(athlete, text.encode(encoding)).mapping
    assert [one["name"] for one in mapping["survey"]["names"]] == ["Beinheben – seitlich", "Kniebeuge"]


@pytest.mark.parametrize("rows", [[f"{START},A,,Squat,1,,x,,,"], [], [f"{START},A,,Squat,1,,0,,0,"]])
def test_a_file_with_too_little_in_it_is_refused_as_a_whole(athlete: Athlete, rows: list[str]) -> None:
    with pytest.raises(RefusedFileError):
        look_at(athlete, strong(*rows))
    assert not Upload.objects.exists()


def test_notes_have_an_end(athlete: Athlete) -> None:
    rows = [f"{START},A,,Squat,{n},,5,,,,{f'{n:03}' * 600}," for n in range(10)]
    bring_in(athlete, strong(*rows).replace("RPE\n", "RPE,Notes,Workout Notes\n"))
    session = Session.objects.get()
    assert session.notes.count("Squat: ") == 5
    assert session.sets.count() == 10
