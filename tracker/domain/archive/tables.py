"""An archive's records as tables for a spreadsheet: one file a kind, and what each column holds.

They are for reading. What is brought back is the document, which loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from exercises.domain.text import gettext_noop
from tracker.domain.archive.kinds import MOMENT
from tracker.domain.archive.person_records import (
    EnrolmentRecord,
    OwnExerciseRecord,
    PlanChangeRecord,
    ScreeningRecord,
    SettingsRecord,
)
from tracker.domain.archive.session_records import SessionRecord
from tracker.domain.archive.taken_records import MeasurementRecord, SelfTestRecord
from tracker.domain.csv_text import safe
from tracker.domain.measuring import MOST_TRIALS

Rows = Iterable[tuple[Any, ...]]


class Table(NamedTuple):
    """One file: the member that it is made from, its columns with what they hold, and a record's rows."""

    name: str
    member: str
    about: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Any], Rows]

    def lines(self, record: Any) -> Iterator[list[str]]:
        """Yield the cells of each row that a record comes to."""
        return ([cell(value) for value in row] for row in self.rows(record))


def cell(value: Any) -> str:
    """Return a value as a spreadsheet reads it; text that looks like a formula gets a `'` before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return str(MOMENT.write(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return safe(value)
    return str(value)


_ID = gettext_noop("Its id, which stays the same.")
_SESSION = gettext_noop("The id of the session.")
_DAY = gettext_noop("The day, where the person was.")
_EXERCISE = gettext_noop("The exercise, by its short name.")
_ROUTINE = gettext_noop("The routine, by its short name.")
_NOTES = gettext_noop("Notes.")
_DELETED = gettext_noop("When it was deleted; empty if it was not.")
_PAIN = gettext_noop("Pain, from 0 to 10.")
_CREATED = gettext_noop("When it was written down.")
_FIRST = gettext_noop("The first day.")


def _settings(one: SettingsRecord) -> Rows:
    yield one.time_zone, one.sessions_a_week, one.norm_group


def _screenings(one: ScreeningRecord) -> Rows:
    for slug, given in sorted(one.answers.items()):
        yield one.number, one.answered_at, one.superseded_at, slug, given["answer"], given.get("on")


def _exercises(one: OwnExerciseRecord) -> Rows:
    records = " ".join(one.records)
    yield one.slug, one.name, one.measure, one.is_each_side, records, one.is_put_away


def _enrolments(one: EnrolmentRecord) -> Rows:
    yield one.id, one.programme, one.routine, one.started_on, one.ended_on


def _plan_changes(one: PlanChangeRecord) -> Rows:
    yield one.id, one.kind, one.first_day, one.last_day, one.routine, one.exercise, one.instead


def _sessions(one: SessionRecord) -> Rows:
    yield (
        *(one.id, one.day, one.started_at, one.finished_at, one.routine, one.evidence),
        *(one.effort, one.pain_before, one.pain_after, one.notes),
        *(one.screening, one.created_at, one.updated_at, one.deleted_at),
    )


def _sets(one: SessionRecord) -> Rows:
    for each in one.sets:
        asked = each.prescribed
        yield (
            *(each.id, one.id, one.day, each.position, each.exercise, each.side),
            *(each.reps, each.seconds, each.distance_m, each.load_kg, each.pain, each.skipped),
            *((asked.reps, asked.seconds) if asked else (None, None)),
            each.completed_at,
        )


def _prescribed(one: SessionRecord) -> Rows:
    for each in one.prescribed:
        yield one.id, one.day, each.position, each.exercise, each.instead_of, each.cause


def _mornings(one: SessionRecord) -> Rows:
    if one.morning is not None:
        yield one.id, one.day, one.morning.pain, one.morning.answered_at


def _measurements(one: MeasurementRecord) -> Rows:
    blanks = (None,) * MOST_TRIALS
    yield (
        *(one.id, one.taken_on, one.motion, one.position, one.instrument),
        *(*one.left, *blanks)[:MOST_TRIALS],
        *(*one.right, *blanks)[:MOST_TRIALS],
        *(one.shank_cm, one.pain, one.notes, one.created_at, one.deleted_at),
    )


def _tests(one: SelfTestRecord) -> Rows:
    yield (
        *(one.id, one.taken_on, one.kind, one.left, one.right, one.value, one.activity),
        *(one.notes, one.created_at, one.deleted_at),
    )


def _trials(side: str, about: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{side}_{number}", about) for number in range(1, MOST_TRIALS + 1))


TABLES = (
    Table(
        "sessions.csv",
        "sessions",
        gettext_noop("Each training, deleted ones included."),
        (
            ("id", _ID),
            ("day", _DAY),
            ("started_at", gettext_noop("When it began, in UTC.")),
            ("finished_at", gettext_noop("When it ended, in UTC, if that is known.")),
            ("routine", _ROUTINE),
            ("evidence", gettext_noop("How it came to be written down: timed, live, backfilled, imported.")),
            ("effort", gettext_noop("Effort, from 0 to 10.")),
            ("pain_before", gettext_noop("Pain before, from 0 to 10.")),
            ("pain_after", gettext_noop("Pain after, from 0 to 10.")),
            ("notes", _NOTES),
            ("screening", gettext_noop("The number of the answers that it was prescribed under.")),
            ("created_at", _CREATED),
            ("updated_at", gettext_noop("When it was last changed.")),
            ("deleted_at", _DELETED),
        ),
        _sessions,
    ),
    Table(
        "sets.csv",
        "sessions",
        gettext_noop("Each set of each training. Left and right are sets of their own."),
        (
            ("id", _ID),
            ("session", _SESSION),
            ("day", _DAY),
            ("position", gettext_noop("Its place in the session.")),
            ("exercise", _EXERCISE),
            ("side", gettext_noop("left, right or both.")),
            ("reps", gettext_noop("Repetitions.")),
            ("seconds", gettext_noop("Seconds: of one repetition where there are any, else of the set.")),
            ("distance_m", gettext_noop("Metres.")),
            ("load_kg", gettext_noop("Load in kg.")),
            ("pain", _PAIN),
            ("skipped", gettext_noop("Whether it was left out.")),
            ("prescribed_reps", gettext_noop("Repetitions that were prescribed.")),
            ("prescribed_seconds", gettext_noop("Seconds that were prescribed.")),
            ("completed_at", gettext_noop("When it was done, where the player timed it.")),
        ),
        _sets,
    ),
    Table(
        "prescribed.csv",
        "sessions",
        gettext_noop("What was handed out for each prescribed session, whatever was then done."),
        (
            ("session", _SESSION),
            ("day", _DAY),
            ("position", gettext_noop("Its place.")),
            ("exercise", _EXERCISE),
            ("instead_of", gettext_noop("The routine's own exercise, where another took its place.")),
            ("cause", gettext_noop("Why: screening, cap, pain, skip, swap.")),
        ),
        _prescribed,
    ),
    Table(
        "mornings.csv",
        "sessions",
        gettext_noop("The mornings after."),
        (
            ("session", _SESSION),
            ("day", gettext_noop("The day of the session.")),
            ("pain", _PAIN),
            ("answered_at", gettext_noop("When it was answered, in UTC.")),
        ),
        _mornings,
    ),
    Table(
        "measurements.csv",
        "measurements",
        gettext_noop("Rotation of the hips, in degrees."),
        (
            ("id", _ID),
            ("day", gettext_noop("The day.")),
            ("motion", gettext_noop("internal-rotation or external-rotation.")),
            ("position", gettext_noop("How the person sat or lay.")),
            ("instrument", gettext_noop("What the angle was read from.")),
            *_trials("left", gettext_noop("Degrees of the left hip, one column a reading.")),
            *_trials("right", gettext_noop("Degrees of the right hip, one column a reading.")),
            ("shank_cm", gettext_noop("From knee to ankle in cm, for a ruler.")),
            ("pain", _PAIN),
            ("notes", _NOTES),
            ("created_at", _CREATED),
            ("deleted_at", _DELETED),
        ),
        _measurements,
    ),
    Table(
        "tests.csv",
        "tests",
        gettext_noop("Other tests."),
        (
            ("id", _ID),
            ("day", gettext_noop("The day.")),
            ("kind", gettext_noop("Which test.")),
            ("left", gettext_noop("The left side's value.")),
            ("right", gettext_noop("The right side's value.")),
            ("value", gettext_noop("The value, of a test without sides.")),
            ("activity", gettext_noop("The activity, of a test of one's own.")),
            ("notes", _NOTES),
            ("created_at", _CREATED),
            ("deleted_at", _DELETED),
        ),
        _tests,
    ),
    Table(
        "exercises.csv",
        "exercises",
        gettext_noop("Exercises of one's own."),
        (
            ("exercise", gettext_noop("Its short name, by which sets name it.")),
            ("name", gettext_noop("Its name.")),
            ("measure", gettext_noop("reps or seconds.")),
            ("each_side", gettext_noop("Whether each side does it.")),
            ("records", gettext_noop("What is written down besides: load, distance, reach.")),
            ("put_away", gettext_noop("Whether it was put away.")),
        ),
        _exercises,
    ),
    Table(
        "plan.csv",
        "enrolments",
        gettext_noop("Programmes that were followed, and routines of every day."),
        (
            ("id", _ID),
            ("programme", gettext_noop("The programme, by its short name.")),
            ("routine", gettext_noop("The routine of every day, by its short name.")),
            ("started_on", _FIRST),
            ("ended_on", gettext_noop("The first day without it; empty while it goes on.")),
        ),
        _enrolments,
    ),
    Table(
        "plan-changes.csv",
        "plan_changes",
        gettext_noop("Pauses, and what was changed about the plan."),
        (
            ("id", _ID),
            ("kind", gettext_noop("pause, put-off, skip, swap or hold.")),
            ("first_day", _FIRST),
            ("last_day", gettext_noop("The last day; empty while a pause goes on.")),
            ("routine", _ROUTINE),
            ("exercise", _EXERCISE),
            ("instead", gettext_noop("The exercise that was chosen instead.")),
        ),
        _plan_changes,
    ),
    Table(
        "screening.csv",
        "screenings",
        gettext_noop("Every answer about health that was given, one row a question."),
        (
            ("number", gettext_noop("Counts the times that answers were given.")),
            ("answered_at", gettext_noop("When, in UTC.")),
            ("superseded_at", gettext_noop("When later answers took their place.")),
            ("question", gettext_noop("The question, by its short name.")),
            ("answer", gettext_noop("yes, no, unsure or cleared.")),
            ("cleared_on", gettext_noop("The day on which a clinician cleared it.")),
        ),
        _screenings,
    ),
    Table(
        "settings.csv",
        "settings",
        gettext_noop("Settings."),
        (
            ("time_zone", gettext_noop("The time zone.")),
            ("sessions_a_week", gettext_noop("Sessions a week that were aimed for.")),
            ("norm_group", gettext_noop("Whose published values are compared with; empty for all people.")),
        ),
        _settings,
    ),
)
