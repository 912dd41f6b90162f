"""What a row of Strong, Hevy or FitNotes says: one set, nothing that was done, or why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS
from exercises.domain.own_exercise import UnfitNameError, own_name
from exercises.domain.text import gettext_noop
from tracker.domain.foreign.cells import (
    NOT_A_NUMBER,
    amount_in,
    moment_in,
    note_in,
    number_in,
    seconds_in,
    whole_in,
)
from tracker.domain.foreign.problem import CellError, RowProblem
from tracker.domain.foreign.table import TOO_MANY_CELLS, BrokenFileError, Row, rows_of
from tracker.domain.import_source import ImportSource
from tracker.domain.local_time import moment_of

POUND = Decimal("0.45359237")
LOADS = {"kg": Decimal(1), "kgs": Decimal(1), "lb": POUND, "lbs": POUND}
DISTANCES = {
    **dict.fromkeys(("m", "meters", "metres"), Decimal(1)),
    **dict.fromkeys(("km", "kms", "kilometers", "kilometres"), Decimal(1000)),
    **dict.fromkeys(("mi", "miles"), Decimal("1609.344")),
    **dict.fromkeys(("ft", "feet"), Decimal("0.3048")),
    **dict.fromkeys(("yd", "yards"), Decimal("0.9144")),
    "cm": Decimal("0.01"),
}
A_DAY = 24 * 60 * 60
MAX_TITLE = 200
MOST_SETS = 120
"""A product limit: as many as the form of a session holds."""

REST, NOTE = "rest timer", "note"
"""What Strong writes in `Set Order` of rows that are no sets, beside numbers, W for a warm-up, D and F."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

MISSING = gettext_noop("This is empty.")
FUTURE = gettext_noop("This lies in the future.")
PAST = gettext_noop("This is before the year 2000.")
ENDS_FIRST = gettext_noop("This is before the start.")
UNIT = gettext_noop("This is no unit that is known here.")
TOO_MANY_SETS = gettext_noop("A session holds at most %(most)s sets.")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: in whose time zone, up to when, and in which units where it names none."""

    zone: ZoneInfo
    now: datetime
    load_unit: str = "kg"
    distance_unit: str = "km"
    max_load_kg: int = 500
    max_distance_m: int = 100_000


@dataclass(frozen=True, slots=True)
class ForeignSet:
    """One set. Without any amount nothing was done: it makes no set, but its notes count.

    `has_effort` and `has_more_time` say what it holds for which there is no place here: an effort of its own,
    and a time beside its reps, which would be that of one rep.
    """

    number: int
    start: datetime
    workout: str
    exercise: str
    reps: int | None = None
    seconds: int | None = None
    distance_m: Decimal | None = None
    load_kg: Decimal | None = None
    took_s: int | None = None
    about: str = ""
    note: str = ""
    has_effort: bool = False
    has_more_time: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.reps or self.seconds or self.distance_m)

    @property
    def key(self) -> tuple[datetime, str]:
        """What tells its session from others."""
        return self.start, self.workout


Parsed = ForeignSet | RowProblem


@dataclass(slots=True)
class _Cells:
    """The cells of one row; remembers which column was read last, to name it where it is wrong."""

    row: Row
    reading: Reading
    column: str = field(default="")

    def raw(self, name: str) -> str:
        self.column = name
        return self.row.text(name)

    def needed(self, name: str) -> str:
        text = self.raw(name)
        if not text.strip():
            raise CellError(MISSING)
        return text

    def name(self, column: str) -> str:
        try:
            return own_name(self.needed(column))
        except UnfitNameError as error:
            raise CellError(str(error)) from None

    def note(self, column: str) -> str:
        return note_in(self.raw(column))

    def title(self, column: str) -> str:
        return " ".join(note_in(self.raw(column), most=MAX_TITLE).split())

    def start(self, column: str) -> datetime:
        moment = self._moment(column)
        if moment > self.reading.now:
            raise CellError(FUTURE)
        if moment < EARLIEST:
            raise CellError(PAST)
        return moment

    def took(self, column: str, start: datetime) -> int | None:
        """Return how long the session took, from a column with its end."""
        if not self.raw(column).strip():
            return None
        end = self._moment(column)
        if end < start:
            raise CellError(ENDS_FIRST)
        seconds = int((end - start).total_seconds())
        return seconds if seconds <= A_DAY else None

    def _moment(self, column: str) -> datetime:
        found = moment_in(self.needed(column))
        try:
            return found.astimezone(UTC) if found.tzinfo else moment_of(found, self.reading.zone)
        except OverflowError:
            raise CellError(PAST) from None

    def reps(self) -> int | None:
        return whole_in(self.raw("reps"), most=MAX_REPS)

    def seconds(self, column: str) -> int | None:
        return seconds_in(self.raw(column), most=MAX_SECONDS)

    def load(self) -> Decimal | None:
        factor = self._factor("weight", LOADS, self.reading.load_unit)
        return amount_in(self.raw("weight"), most=self.reading.max_load_kg, factor=factor)

    def distance(self) -> Decimal | None:
        factor = self._factor("distance", DISTANCES, self.reading.distance_unit)
        return amount_in(self.raw("distance"), most=self.reading.max_distance_m, factor=factor)

    def _factor(self, name: str, factors: dict[str, Decimal], usual: str) -> Decimal:
        """Return what makes kilograms or metres of a value: by its row, its header, or as the person said."""
        text = self.raw(f"{name} unit").strip().casefold()
        unit = text or self.row.header.units.get(name) or usual
        if unit not in factors:
            if not self.row.text(name).strip():
                return Decimal(1)
            raise CellError(UNIT)
        return factors[unit]

    def has_effort(self) -> bool:
        try:
            return number_in(self.raw("rpe")) is not None
        except CellError:
            raise CellError(NOT_A_NUMBER) from None


def _strong(cells: _Cells) -> ForeignSet | None:
    order = cells.raw("set order").strip().casefold()
    if order == REST or (order == NOTE and not cells.raw("notes").strip()):
        return None
    start = cells.start("date")
    length = next((name for name in LENGTHS if name in cells.row.header.columns), LENGTHS[0])
    return _set(
        cells,
        start=start,
        workout=cells.title("workout name"),
        exercise=cells.name("exercise name"),
        seconds=cells.seconds("seconds"),
        took_s=seconds_in(cells.raw(length), most=7 * A_DAY),
        about=cells.note("workout notes"),
        note=cells.note("notes"),
    )


LENGTHS = ("duration", "duration (sec)", "workout duration")


def _hevy(cells: _Cells) -> ForeignSet | None:
    start = cells.start("start_time")
    return _set(
        cells,
        start=start,
        workout=cells.title("title"),
        exercise=cells.name("exercise_title"),
        seconds=cells.seconds("duration_seconds"),
        took_s=cells.took("end_time", start),
        about=cells.note("description"),
        note=cells.note("exercise_notes"),
    )


def _fitnotes(cells: _Cells) -> ForeignSet | None:
    return _set(
        cells,
        start=cells.start("date"),
        workout="",
        exercise=cells.name("exercise"),
        seconds=cells.seconds("time"),
        took_s=None,
        about="",
        note=cells.note("comment") or cells.note("notes"),
    )


def _set(
    cells: _Cells,
    *,
    start: datetime,
    workout: str,
    exercise: str,
    seconds: int | None,
    took_s: int | None,
    about: str,
    note: str,
) -> ForeignSet:
    reps = cells.reps() or None
    return ForeignSet(
        number=cells.row.number,
        start=start,
        workout=workout,
        exercise=exercise,
        reps=reps,
        seconds=None if reps else seconds,
        distance_m=cells.distance(),
        load_kg=cells.load(),
        took_s=took_s if took_s and took_s <= A_DAY else None,
        about=about,
        note=note,
        has_effort=cells.has_effort(),
        has_more_time=bool(reps and seconds),
    )


APPS: dict[ImportSource, Callable[[_Cells], ForeignSet | None]] = {
    ImportSource.STRONG: _strong,
    ImportSource.HEVY: _hevy,
    ImportSource.FITNOTES: _fitnotes,
}


def source_of(lines: Iterable[str]) -> ImportSource:
    """Return which app wrote the file. Raises UnknownFileError."""
    return rows_of(lines)[0].source


def read_sets(lines: Iterable[str], reading: Reading, *, skip: int = 0) -> Iterator[Parsed]:
    """Yield what the rows say, in order, without the first `skip` ones. Raises UnknownFileError.

    Rows that say nothing (Strong's rest timers) are passed over.
    """
    header, rows = rows_of(lines, skip=skip)
    app = APPS[header.source]
    last: tuple[datetime, str] | None = None
    sets = 0
    try:
        for row in rows:
            found = _parsed(row, app, reading)
            if isinstance(found, ForeignSet):
                sets = sets + 1 if found.key == last else 1
                last = found.key
                if sets > MOST_SETS:
                    values = {"most": str(MOST_SETS)}
                    found = RowProblem(row.number, row.line, "", TOO_MANY_SETS, values)
            if found is not None:
                yield found
    except BrokenFileError as error:
        yield RowProblem(error.number, error.line, "", error.reason)


def _parsed(row: Row, app: Callable[[_Cells], ForeignSet | None], reading: Reading) -> Parsed | None:
    if any(cell.strip() for cell in row.cells[len(row.header.titles) :]):
        return RowProblem(row.number, row.line, "", TOO_MANY_CELLS)
    cells = _Cells(row, reading)
    try:
        return app(cells)
    except CellError as error:
        return RowProblem(row.number, row.line, row.title(cells.column), error.reason, error.values)
