"""The sheet on the log page: what stands in each field, what it was last time, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import Dosage
from exercises.domain.vocabulary import Aim, Recorded, RepUnit, Side
from exercises.models import Exercise, Routine, RoutineItem
from exercises.services.judge_exercises import UNKNOWN, Judge
from tracker.domain.progression import Step
from tracker.domain.sheet import Row, Rows, blocks_of, in_minutes
from tracker.presenters.sheet_rows import Last
from tracker.presenters.steps import USUAL, step_words
from tracker.presenters.verdicts import BlockNote, block_note

Text = str | Promise

UNITS: dict[str, tuple[Text, Text]] = {
    "reps": (_("reps"), _("reps")),
    "seconds": (_("seconds"), _("s")),
    "minutes": (_("minutes"), _("min")),
    "distance_m": (_("metres"), _("m")),
    "reach_cm": (_("reach in centimetres"), _("cm")),
    "load_kg": (_("load in kilograms"), _("kg")),
}
"""The amounts of a set, each with its name and its short name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field for an amount."""

    field: str
    label: str
    value: str
    is_decimal: bool
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One set; `index` counts over the whole sheet, `name` says which it is.

    `last` is what it was last time, "" where there was none.
    """

    index: int
    name: str
    id: str
    side: str
    cells: tuple[Cell, ...]
    pain: str
    done: bool
    last: str
    errors: Mapping[str, Sequence[str]]

    @property
    def key(self) -> str:
        """The index as the field names have it."""
        return str(self.index)

    @property
    def problems(self) -> tuple[str, ...]:
        """Every error of the row, each once."""
        return tuple(dict.fromkeys(text for texts in self.errors.values() for text in texts))


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """The sets of one exercise; without the exercise where its slug is unknown.

    Without the dose too, where it may not be prescribed; `care` says why, or what to change. `step` says why
    the dose is more or less than usual, "" for nothing to say.
    """

    index: int
    is_last: bool
    slug: str
    exercise: Exercise | None
    verdict: str
    care: BlockNote | None
    dosage: Dosage | None
    step: str
    note: str
    labels: tuple[Text, ...]
    rows: tuple[SheetRow, ...]

    @property
    def was_done_before(self) -> bool:
        return any(row.last for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet."""

    blocks: tuple[SheetBlock, ...]
    total: int
    was_done_before: bool

    @property
    def has_errors(self) -> bool:
        return any(row.errors for block in self.blocks for row in block.rows)


Errors = Sequence[Mapping[str, Sequence[str]]]


def present_sheet(
    rows: Rows,
    exercises: Mapping[str, Exercise],
    *,
    judge: Judge,
    last: Last | None = None,
    errors: Errors = (),
    routine: Routine | None = None,
    steps: Mapping[str, Step] | None = None,
    offered: Mapping[str, Exercise] | None = None,
) -> Sheet:
    """Return what the page shows of the rows; `exercises` holds those that the rows name, by slug.

    `steps`, by slug too, are those that the rows come from; `offered` the exercises that these may name.
    """
    last = last or {}
    steps = steps or {}
    items = {item.exercise.slug: item for item in (routine.current_items if routine else ())}
    blocks = []
    index = 0
    grouped = blocks_of(rows)
    for number, block in enumerate(grouped):
        slug = block[0].exercise
        exercise = exercises.get(slug)
        item = items.get(slug)
        care = block_note(exercise, judge) if exercise else None
        fields = _fields_of(exercise, block)
        name = exercise.name if exercise else slug
        shown = _present_rows(block, name, index, fields, last.get(slug, ()), errors)
        unit = RepUnit(exercise.rep_unit).label if exercise else ""
        is_dosed = exercise is not None and not (care and care.is_closed)
        step = steps.get(slug) if is_dosed else None
        blocks.append(
            SheetBlock(
                index=number,
                is_last=number == len(grouped) - 1,
                slug=slug,
                exercise=exercise,
                verdict=judge.verdict(exercise) if exercise else UNKNOWN,
                care=care,
                dosage=_dosage(exercise, item, step) if exercise and is_dosed else None,
                step=step_words(step, offered or {}) if step and step.reason not in USUAL else "",
                note=item.note if item else "",
                labels=tuple(_(unit) if field == "reps" and unit else UNITS[field][1] for field in fields),
                rows=shown,
            )
        )
        index += len(block)
    done_before = any(block[0].exercise in last for block in grouped)
    return Sheet(blocks=tuple(blocks), total=index, was_done_before=done_before)


def _dosage(exercise: Exercise, item: RoutineItem | None, step: Step | None) -> Dosage:
    if step:
        return step.dosage
    return item.dosage if item else exercise.dosage


def _fields_of(exercise: Exercise | None, block: Rows) -> tuple[str, ...]:
    """Return the amounts that an exercise is measured in, and any that a row of it holds all the same."""
    dosage = exercise.dosage if exercise else None
    wanted = {
        "reps": dosage is None or dosage.reps is not None,
        "seconds": dosage is None or (dosage.hold_s is not None and not in_minutes(dosage)),
        "minutes": dosage is not None and in_minutes(dosage),
        "reach_cm": dosage is not None and Recorded.REACH in dosage.records,
        "distance_m": dosage is not None and Recorded.DISTANCE in dosage.records,
        "load_kg": dosage is not None and Recorded.LOAD in dosage.records,
    }
    return tuple(field for field in UNITS if wanted[field] or any(getattr(row, field) for row in block))


def _present_rows(
    block: Rows, name: str, start: int, fields: Sequence[str], last: Rows, errors: Errors
) -> tuple[SheetRow, ...]:
    labels = {field: str(UNITS[field][0]) for field in fields}
    set_name = gettext("%(name)s, set %(number)s")
    of_side: dict[str, list[Row]] = {}
    for row in last:
        of_side.setdefault(row.side, []).append(row)
    counted: dict[str, int] = {}
    shown = []
    for offset, row in enumerate(block):
        nth = counted.get(row.side, 0)
        counted[row.side] = nth + 1
        before = of_side.get(row.side, [])
        wrong = errors[start + offset] if start + offset < len(errors) else {}
        shown.append(
            SheetRow(
                index=start + offset,
                name=set_name % {"name": name, "number": nth + 1},
                id=row.id,
                side=row.side,
                cells=tuple(
                    Cell(
                        field=field,
                        label=labels[field],
                        value=getattr(row, field),
                        is_decimal=field not in {"reps", "seconds"},
                        errors=wrong.get(field)
                        or (wrong.get(NON_FIELD_ERRORS, ()) if field == fields[0] else ()),
                    )
                    for field in fields
                ),
                pain=row.pain,
                done=row.done,
                last=last_words(before[nth]) if nth < len(before) else "",
                errors=wrong,
            )
        )
    return tuple(shown)


def last_words(row: Row) -> str:
    """Return a set of last time in short: "12 × 30 s 5 kg, pain 2"."""
    if not row.done:
        return gettext("skipped")
    texts = []
    if row.reps and row.seconds:
        texts.append(f"{row.reps} × {_amount(row, 'seconds')}")
    elif row.reps:
        texts.append(row.reps)
    elif row.seconds:
        texts.append(_amount(row, "seconds"))
    texts += [
        _amount(row, one) for one in ("minutes", "distance_m", "reach_cm", "load_kg") if getattr(row, one)
    ]
    words = " ".join(texts)
    return f"{words}, {gettext('pain')} {row.pain}" if row.pain else words


def _amount(row: Row, field: str) -> str:
    return f"{getattr(row, field)} {UNITS[field][1]}"


@dataclass(frozen=True, slots=True)
class ExerciseChoices:
    """The exercises of one aim, for the list from which one is added."""

    aim: Text
    exercises: tuple[tuple[str, str], ...]


def exercise_choices(offered: Iterable[Exercise], judge: Judge) -> tuple[ExerciseChoices, ...]:
    """Return exercises as slug and name, by aim; what is not for the person says so."""
    by_aim: dict[str, list[tuple[str, str]]] = {}
    for one in offered:
        is_closed = judge.knows and not judge.may_prescribe(one)
        name = _("%(name)s (not for you now)") % {"name": one.name} if is_closed else one.name
        by_aim.setdefault(one.aim, []).append((one.slug, name))
    return tuple(ExerciseChoices(_(aim.label), tuple(by_aim[aim])) for aim in Aim if aim in by_aim)


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A field for an amount of a set written down without a connection, with the most that it takes."""

    field: str
    label: Text
    short: Text
    most: int
    is_decimal: bool


def own_cells(most: Mapping[str, int]) -> tuple[OwnCell, ...]:
    """Return a cell for each amount, with its bound."""
    return tuple(
        OwnCell(field, *UNITS[field], most=most[field], is_decimal=field not in {"reps", "seconds"})
        for field in UNITS
    )


def sides() -> tuple[tuple[str, str, str], ...]:
    """Return the sides as value, letter and word: once for a page, whose every set lets one be chosen."""
    return (
        (Side.LEFT.value, gettext("L"), gettext(Side.LEFT.label)),
        (Side.RIGHT.value, gettext("R"), gettext(Side.RIGHT.label)),
        (Side.BOTH.value, gettext("B"), gettext(Side.BOTH.label)),
    )
