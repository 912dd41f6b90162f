"""Files of Strong, Hevy and FitNotes, row by row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.foreign_files import (
    FILES,
    FITNOTES,
    HEADER,
    HEVY,
    STRONG_ANDROID,
    STRONG_COMMA,
    STRONG_SEMICOLON,
    strong,
)
from tracker.domain.foreign.apps import MOST_SETS, ForeignSet, Parsed, Reading, read_sets, source_of
from tracker.domain.foreign.likeness import Known, Likeness
from tracker.domain.foreign.problem import RowProblem
from tracker.domain.foreign.survey import TooManyNamesError, is_known, survey
from tracker.domain.foreign.table import UnknownFileError

READING = Reading(ZoneInfo("Europe/Zurich"), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
SQUATS = dt.datetime(2024, 3, 2, 9, 30, tzinfo=dt.UTC)


def parsed(text: str, reading: Reading = READING, skip: int = 0) -> list[Parsed]:
    return list(read_sets(text.splitlines(keepends=True), reading, skip=skip))


def sets_of(text: str, reading: Reading = READING) -> list[ForeignSet]:
    found = parsed(text, reading)
    assert not [one for one in found if isinstance(one, RowProblem)]
    return [one for one in found if isinstance(one, ForeignSet)]


def amounts(one: ForeignSet) -> tuple[str, int | None, int | None, str, str]:
    return one.exercise, one.reps, one.seconds, str(one.load_kg or ""), str(one.distance_m or "")


def test_strong_with_commas() -> None:
    warm_up, squat, plank, run = sets_of(STRONG_COMMA)
    assert amounts(warm_up) == ("Squat (Barbell)", 10, None, "20.00", "")
    assert amounts(squat) == ("Squat (Barbell)", 5, None, "80.50", "")
    assert amounts(plank) == ("Plank", None, 45, "", "")
    assert amounts(run) == ("Running", None, 1200, "", "3100.00")
    assert squat.start == SQUATS + dt.timedelta(seconds=7)
    assert (squat.workout, squat.about, squat.note) == ("Leg day", "Slept well", "Belt, tight")
    assert (squat.took_s, squat.has_effort, warm_up.has_effort) == (3900, True, False)
    assert [one.number for one in (warm_up, squat, plank, run)] == [0, 1, 3, 4]


@pytest.mark.parametrize("text", [STRONG_SEMICOLON, STRONG_ANDROID, HEVY, FITNOTES], ids=["1", "2", "3", "4"])
def test_the_same_training_in_each_dialect(text: str) -> None:
    found = {one.exercise.split(" ")[0]: one for one in sets_of(text)}
    assert found["Squat"].reps == 5
    assert abs((found["Squat"].load_kg or 0) - Decimal("80.5")) < Decimal("0.02")
    assert (found["Plank"].reps, found["Plank"].seconds, found["Plank"].load_kg) == (None, 45, None)
    assert (found["Running"].seconds, found["Running"].distance_m) == (1200, Decimal("4988.97"))
    assert found["Squat"].start.date() == dt.date(2024, 3, 2)
    assert found["Running"].start.date() == dt.date(2024, 3, 4)


def test_a_day_without_a_time_is_noon() -> None:
    assert {one.start for one in sets_of(FITNOTES)} == {
        dt.datetime(2024, 3, 2, 11, tzinfo=dt.UTC),
        dt.datetime(2024, 3, 4, 11, tzinfo=dt.UTC),
    }


def test_hevy_in_german_and_pounds() -> None:
    squat, run = sets_of(FILES["hevy-pounds"])
    assert amounts(squat) == ("Squat (Barbell)", 5, None, "80.51", "")
    assert amounts(run) == ("Running", None, 1200, "", "4988.97")
    assert (squat.start, squat.took_s) == (SQUATS, 3900)
    assert run.start == dt.datetime(2024, 12, 4, 17, tzinfo=dt.UTC)


def test_units_are_the_persons_where_the_file_names_none() -> None:
    pounds = Reading(READING.zone, READING.now, load_unit="lb", distance_unit="m")
    squat, run = sets_of(STRONG_COMMA, pounds)[1::2]
    assert (squat.load_kg, run.distance_m) == (Decimal("36.51"), None) or run.distance_m == Decimal("3.10")
    assert {one.load_kg for one in sets_of(STRONG_SEMICOLON, pounds)} == {Decimal("80.50"), None}


DATES = [
    ("2024-03-02 10:30:00", SQUATS),
    ("2024-03-02T10:30", SQUATS),
    ("2024-03-02T09:30:00Z", SQUATS),
    ("2024-03-02 01:30:00-08:00", SQUATS),
    ("2 Mar 2024, 10:30", SQUATS),
    ("2 mars 2024, 10:30", SQUATS),
    ("2 mar. 2024, 10:30", SQUATS),
    ("2 de março de 2024 às 10:30", SQUATS),
    ("2. März 2024, 10:30", SQUATS),
    ("2 mrt 2024 10:30", SQUATS),
    ("Mar 2, 2024, 10:30 AM", SQUATS),
    ("2024-03-02 10:30:00 a.m.", SQUATS),
    ("2024-3-2 10:30", SQUATS),
    ("2025-12-22 12:05 AM", dt.datetime(2025, 12, 21, 23, 5, tzinfo=dt.UTC)),
    ("March 2, 2024 at 10:30 AM", SQUATS),
    ("02.03.2024 10:30", SQUATS),
    ("2 juil. 2024, 10:30", dt.datetime(2024, 7, 2, 8, 30, tzinfo=dt.UTC)),
    ("2 juin 2024, 10:30", dt.datetime(2024, 6, 2, 8, 30, tzinfo=dt.UTC)),
    ("Dec 22, 2025, 12:05 AM", dt.datetime(2025, 12, 21, 23, 5, tzinfo=dt.UTC)),
    # The hour that the clock change leaves out, and the one that it repeats.
    ("2024-03-31 02:30:00", dt.datetime(2024, 3, 31, 1, 30, tzinfo=dt.UTC)),
    ("2024-10-27 02:30:00", dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC)),
    ("03/02/2024 10:30", None),
    ("2024-02-30 10:30", None),
    ("2024-03-02 25:30", None),
    ("Smarch 2, 2024", None),
    ("2 Mar 2024, 13:30 PM", None),
    ("1999-12-31 10:30", None),
    ("2026-01-02 10:30", None),
    ("0001-01-01 00:00", None),
    ("9999-12-31 23:59", None),
    ("", None),
    ("x" * 10_000, None),
]


@pytest.mark.parametrize(("text", "start"), DATES, ids=[text[:30] for text, _start in DATES])
def test_a_date(text: str, start: dt.datetime | None) -> None:
    one = parsed(strong(f'"{text}",A,,Squat,1,,5,,,'))[0]
    if start is None:
        assert isinstance(one, RowProblem)
        assert (one.line, one.column) == (2, "Date")
    else:
        assert isinstance(one, ForeignSet)
        assert one.start == start


START = "2024-03-02 10:30:00"
REFUSED = [
    (f"{START},A,,Squat,1,501,5,,,", "Weight", "This is more than %(most)s."),
    (f"{START},A,,Squat,1,-20,5,,,", "Weight", "This is below 0."),
    (f"{START},A,,Squat,1,heavy,5,,,", "Weight", "This is no number."),
    (f"{START},A,,Squat,1,1e3,5,,,", "Weight", "This is no number."),
    (f"{START},A,,Squat,1,NaN,5,,,", "Weight", "This is no number."),
    (f"{START},A,,Squat,1,{'9' * 5000},5,,,", "Weight", "This is no number."),
    (f"{START},A,,Squat,1,,1001,,,", "Reps", "This is more than %(most)s."),
    (f"{START},A,,Squat,1,,5.5,,,", "Reps", "This is no whole number."),
    (f"{START},A,,Plank,1,,0,,14401,", "Seconds", "This is more than %(most)s."),
    (f"{START},A,,Plank,1,,0,,soon,", "Seconds", "This is no length of time."),
    (f"{START},A,,Run,1,,,101,600,", "Distance", "This is more than %(most)s."),
    (f"{START},A,,Squat,1,,5,,,hard", "RPE", "This is no number."),
    (f"{START},A,,,1,,5,,,", "Exercise Name", "This is empty."),
    (f"{START},A,,{'x' * 10_000},1,,5,,,", "Exercise Name", "Keep the name to 120 characters."),
    (f"{START},A,,a\x00b,1,,5,,,", "Exercise Name", "The name holds a character that cannot be shown."),
    (f"{START},{'x' * 201},,Squat,1,,5,,,", "Workout Name", "This is longer than %(most)s characters."),
    (f"{START},A,,Squat,1,,5,,,,,x,", "", "The row has more cells than the header."),
]


@pytest.mark.parametrize(("row", "column", "reason"), REFUSED, ids=[f"{n}" for n in range(len(REFUSED))])
def test_a_row_is_refused_with_its_place(row: str, column: str, reason: str) -> None:
    good = f"{START},A,,Squat,1,,5,,,"
    first, problem, last = parsed(strong(good, row, good))
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.number, problem.column, problem.reason) == (3, 1, column, reason)
    assert isinstance(first, ForeignSet)
    assert isinstance(last, ForeignSet)


TAKEN = [
    (",,0:01:30,,", (None, 90)),
    (",,1:30,,", (None, 90)),
    (",,1m 30s,,", (None, 90)),
    (",0,90,,", (None, 90)),
    (",8,90,,", (8, None)),
    (",8.0,0,,", (8, None)),
    (',"8,0",,,', (8, None)),
    (",0,0,,", (None, None)),
]


@pytest.mark.parametrize(("cells", "amount"), TAKEN, ids=[one for one, _amount in TAKEN])
def test_reps_and_time(cells: str, amount: tuple[int | None, int | None]) -> None:
    weight, reps, seconds = cells.rsplit(",", 2)[0].split(",", 2)
    row = f"{START},A,,Squat,1,{weight},{reps},,{seconds},".replace('"8', '"8')
    if '"' in cells:
        row = f'{START},A,,Squat,1,,"8,0",,,'
    one = parsed(strong(row))[0]
    assert isinstance(one, ForeignSet)
    assert (one.reps, one.seconds) == amount
    assert one.is_done is (amount != (None, None))


@pytest.mark.parametrize(
    ("text", "load"),
    [("1234,5", None), ("80,5", "80.50"), ("1.234,5", None), ("0080.25", "80.25"), ("0", None)],
)
def test_decimals_by_point_or_comma(text: str, load: str | None) -> None:
    one = parsed(strong(f'{START},A,,Squat,1,"{text}",5,,,'))[0]
    found = getattr(one, "load_kg", None)
    assert (None if found is None else str(found)) == load


def test_empty_cells_after_the_last_column_mean_nothing() -> None:
    (one,) = parsed(strong(f"{START},A,,Squat,1,,5,,,,,, ,"))
    assert isinstance(one, ForeignSet)
    assert one.reps == 5


def test_what_strong_notes_in_a_row_of_its_own_is_kept() -> None:
    text = strong(
        f"{START},A,,Squat,Note,0,0,0,0,,Mind the knee",
        f"{START},A,,Squat,Note,0,0,0,0,,",
        f"{START},A,,Squat,Rest Timer,0,0,0,90,,",
    )
    (one,) = parsed(text.replace("RPE\n", "RPE,Notes\n"))
    assert isinstance(one, ForeignSet)
    assert (one.is_done, one.note) == (False, "Mind the knee")


def test_fitnotes_calls_its_comments_notes_too() -> None:
    assert sets_of(FITNOTES.replace("Comment", "Notes"))[0].note == "Belt"


def test_a_session_has_so_many_sets() -> None:
    found = parsed(strong(*[f"{START},A,,Squat,1,,5,,,"] * (MOST_SETS + 1)))
    assert [isinstance(one, ForeignSet) for one in found] == [True] * MOST_SETS + [False]


def test_a_missing_quotation_mark_ends_the_file() -> None:
    text = strong(f"{START},A,,Squat,1,,5,,,", f'{START},A,,"Squat,1,,5,,,' + "x" * 200_000)
    good, problem = parsed(text)
    assert isinstance(good, ForeignSet)
    assert isinstance(problem, RowProblem)
    assert (problem.line, "quotation" in problem.reason) == (3, True)


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", "PK\x03\x04", ",".join("x" * 100), HEADER[5:]])
def test_what_no_app_wrote_is_unknown(text: str) -> None:
    with pytest.raises(UnknownFileError):
        source_of(text.splitlines(keepends=True))


@pytest.mark.parametrize("name", FILES)
def test_the_header_tells_the_app(name: str) -> None:
    text = FILES[name]
    for variant in (text, "sep=,\n" + text, "\ufeff" + text, text.replace("\n", "\r\n")):
        assert source_of(variant.splitlines(keepends=True)).value == name.split("-")[0]


@pytest.mark.parametrize("name", FILES)
def test_reading_on_gives_what_reading_on_from_the_start_gives(name: str) -> None:
    whole = parsed(FILES[name])
    for skip in range(6):
        assert parsed(FILES[name], skip=skip) == [one for one in whole if one.number >= skip]


CELLS = st.text(max_size=30) | st.sampled_from(["5", "80,5", START, "Squat", "W", "1h", '"', "0", "kg"])


@settings(max_examples=150)
@given(
    name=st.sampled_from(sorted(FILES)),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=16), max_size=8),
)
def test_whatever_stands_in_it_is_a_set_or_a_problem(name: str, rows: list[list[str]]) -> None:
    header = FILES[name].lstrip("\ufeff").split("\n", 1)[0]
    mark = ";" if ";" in header else ","
    text = "\n".join((header, *(mark.join(row) for row in rows)))
    for one in parsed(text):
        if isinstance(one, ForeignSet):
            assert one.start.tzinfo is dt.UTC
            assert 0 < len(one.exercise) <= 120
            assert "\x00" not in f"{one.exercise}{one.workout}{one.about}{one.note}"
            assert 0 <= (one.load_kg or 0) <= 500
            assert 0 <= (one.reps or 0) <= 1000
            assert 0 <= (one.seconds or 0) <= 14_400
        else:
            assert one.line > 1
            assert one.reason


def test_a_survey_counts() -> None:
    found = survey(iter(parsed(STRONG_COMMA)), [SQUATS + dt.timedelta(seconds=60)])
    assert (found.total, found.sets, found.sessions, found.known) == (5, 4, 2, 1)
    assert (found.efforts, found.times, found.refused, found.is_refused) == (1, 0, 0, False)
    assert [(one.name, one.sets, one.loads) for one in found.names.values()] == [
        ("Squat (Barbell)", 2, 2),
        ("Plank", 1, 0),
        ("Running", 1, 0),
    ]


@pytest.mark.parametrize(("bad", "is_refused"), [(1, False), (2, False), (3, True)])
def test_a_file_is_refused_above_half(bad: int, is_refused: bool) -> None:
    rows = [f"{START},A,,Squat,1,,5,,,"] * 2 + [f"{START},A,,Squat,1,,x,,,"] * bad
    assert survey(iter(parsed(strong(*rows))), []).is_refused is is_refused


def test_names_are_one_whatever_their_case() -> None:
    rows = [f"{START},A,,{name},1,,5,,," for name in ("Squat", "SQUAT", "squat ")]
    assert [one.sets for one in survey(iter(parsed(strong(*rows))), []).names.values()] == [3]
    many = [f"{START[:-2]}{n % 60:02},{n},,Lift {n},1,,5,,," for n in range(401)]
    with pytest.raises(TooManyNamesError):
        survey(iter(parsed(strong(*many))), [])


@pytest.mark.parametrize(
    ("seconds", "known"), [(-61, False), (-60, True), (0, True), (60, True), (61, False)]
)
def test_a_minute_tells_sessions_apart(seconds: int, known: bool) -> None:
    starts = [SQUATS - dt.timedelta(days=1), SQUATS, SQUATS + dt.timedelta(days=1)]
    assert is_known(SQUATS + dt.timedelta(seconds=seconds), starts) is known
    assert is_known(SQUATS, []) is False


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Couch stretch", "couch"),
        ("COUCH STRETCH (wall)", "couch"),
        ("stretch, couch", "couch"),
        ("Rear foot elevated quad stretch", "couch"),
        ("Coach strech", ""),
        ("Bench press", ""),
        ("", ""),
        ("سكوات", ""),
    ],
)
def test_a_name_that_is_like_enough_is_suggested(name: str, slug: str) -> None:
    known = [
        Known("couch", ("Couch stretch, wall", "Couch stretch", "rear-foot-elevated quad stretch")),
        Known("bridge", ("Glute bridge",)),
    ]
    assert Likeness(known).choice(name) == slug
