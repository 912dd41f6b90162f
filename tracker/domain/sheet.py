"""The sheet on which a session is written down: rows of sets in order, and how they are arranged.

A row holds what stands in its fields, as text, so that a sheet can be arranged before all of it is valid.
Neighbouring rows of one exercise make a block; blocks are counted from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from exercises.domain.dosage import Dosage, prescribed_sets
from exercises.domain.vocabulary import Recorded

MAX_ROWS = 120
"""A product limit: more sets than anyone does in one training."""


AMOUNTS = ("reps", "minutes", "seconds", "distance_m", "reach_cm")
"""The fields of which a set that was done needs at least one."""

CARRIED = (*AMOUNTS, "load_kg")
"""What a set takes over from last time."""

NEVER_DOSED = ("distance_m", "reach_cm", "load_kg")
"""What a dose does not name, so that only last time can tell."""

SECONDS_IN_MINUTES_FROM = 120
"""A product default: a dose that keeps going for so long is written down in minutes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One set as it stands on the sheet; every value is the text of its field.

    Time and distance stand in one of two fields each, as the exercise is measured: seconds or minutes,
    metres or centimetres reached.
    """

    id: str
    exercise: str
    side: str
    reps: str = ""
    seconds: str = ""
    minutes: str = ""
    distance_m: str = ""
    reach_cm: str = ""
    load_kg: str = ""
    pain: str = ""
    done: bool = True


Rows = tuple[Row, ...]
NewId = Callable[[], str]


def text_of(value: object) -> str:
    """Return a stored value as its field shows it: "" for none, decimals without idle zeros."""
    if value is None:
        return ""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_minutes(dosage: Dosage) -> bool:
    """Say whether a set of the dose is so long that its time is written down in minutes."""
    return dosage.reps is None and dosage.hold_s is not None and dosage.hold_s.low >= SECONDS_IN_MINUTES_FROM


def in_own_units(row: Row, dosage: Dosage) -> Row:
    """Return a row of seconds and metres with the fields that its exercise is measured in.

    What would not come out even keeps its field.
    """
    if row.seconds and in_minutes(dosage) and int(row.seconds) * 100 % 60 == 0:
        row = replace(row, minutes=text_of(Decimal(row.seconds) / 60), seconds="")
    if row.distance_m and Recorded.REACH in dosage.records:
        row = replace(row, reach_cm=text_of(Decimal(row.distance_m) * 100), distance_m="")
    return row


def rows_for(
    exercise: str,
    dosage: Dosage,
    *,
    last: Iterable[Row],
    new_id: NewId,
    carried: Sequence[str] = CARRIED,
) -> Rows:
    """Return the rows of a dose, with the `carried` values of last time where there are any.

    `last` holds the rows of the last session with this exercise. They are matched by side and by order on
    that side; a set skipped last time gives no values. Pain is never carried over.
    """
    of_side: dict[str, list[Row]] = {}
    for row in last:
        of_side.setdefault(row.side, []).append(row)
    rows = []
    nth: Counter[str] = Counter()
    for prescribed in prescribed_sets(dosage):
        fresh = in_own_units(
            Row(
                id=new_id(),
                exercise=exercise,
                side=prescribed.side.value,
                reps=text_of(prescribed.reps),
                seconds=text_of(prescribed.seconds),
            ),
            dosage,
        )
        rows.append(_as_last_time(fresh, of_side.get(fresh.side, ()), nth[fresh.side], carried))
        nth[fresh.side] += 1
    return tuple(rows)


def empty_rows(exercise: str, dosage: Dosage, *, new_id: NewId) -> Rows:
    """Return a first set for each side of a dose without any amount: for what is recorded, not prescribed."""
    sides = dict.fromkeys(one.side.value for one in prescribed_sets(dosage))
    return tuple(Row(id=new_id(), exercise=exercise, side=side) for side in sides)


def _as_last_time(row: Row, last: Sequence[Row], nth: int, carried: Sequence[str]) -> Row:
    if nth >= len(last) or not last[nth].done:
        return row
    then = last[nth]
    return replace(row, **{name: getattr(then, name) for name in carried})


def fresh_copy(row: Row, *, new_id: NewId) -> Row:
    """Return a row to do again: the same amounts under a new id, without the pain of then.

    A row without an amount stays as it is: ticked, it would be a set that was done without saying how much.
    """
    has_amount = any(getattr(row, name) for name in AMOUNTS)
    return replace(row, id=new_id(), pain="", done=has_amount or row.done)


def blocks_of(rows: Rows) -> tuple[Rows, ...]:
    """Return the rows as blocks of one exercise each."""
    return tuple(tuple(block) for _exercise, block in groupby(rows, key=lambda row: row.exercise))


def add_rows(rows: Rows, more: Rows) -> Rows:
    """Return the rows with more at the end; all of them or, where the sheet would grow too long, none."""
    return rows + more if len(rows) + len(more) <= MAX_ROWS else rows


def add_set(rows: Rows, block: int, *, new_id: NewId) -> Rows:
    """Return the rows with one more set in a block: one row for each side that the block has."""
    blocks = list(blocks_of(rows))
    if not 0 <= block < len(blocks):
        return rows
    latest = {row.side: row for row in blocks[block]}
    more = tuple(fresh_copy(row, new_id=new_id) for row in latest.values())
    if len(rows) + len(more) > MAX_ROWS:
        return rows
    blocks[block] += more
    return _joined(blocks)


def remove_set(rows: Rows, block: int) -> Rows:
    """Return the rows without the last set of a block: its last row of each side. The first set stays."""
    blocks = list(blocks_of(rows))
    if not 0 <= block < len(blocks):
        return rows
    kept = list(blocks[block])
    for side in {row.side for row in kept}:
        of_side = [row for row in kept if row.side == side]
        if len(of_side) > 1:
            kept.remove(of_side[-1])
    blocks[block] = tuple(kept)
    return _joined(blocks)


def move_block(rows: Rows, block: int, by: int) -> Rows:
    """Return the rows with a block moved up (-1) or down (+1); at an end it stays."""
    blocks = list(blocks_of(rows))
    target = block + by
    if not (0 <= block < len(blocks) and 0 <= target < len(blocks)):
        return rows
    blocks[block], blocks[target] = blocks[target], blocks[block]
    return _joined(blocks)


def remove_block(rows: Rows, block: int) -> Rows:
    """Return the rows without a block."""
    return _joined(one for n, one in enumerate(blocks_of(rows)) if n != block)


def _joined(blocks: Iterable[Rows]) -> Rows:
    return tuple(row for block in blocks for row in block)
