"""The sheet on which a session is written down: rows of sets in order, and how they are arranged.

A row holds what stands in its fields, as text, so that a sheet can be arranged before all of it is valid.
Neighbouring rows of one exercise make a block; blocks are counted from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from exercises.domain.dosage import Dosage, prescribed_sets

MAX_ROWS = 120
"""A product limit: more sets than anyone does in one training."""


@dataclass(frozen=True, slots=True)
class Row:
    """One set as it stands on the sheet; every value is the text of its field."""

    id: str
    exercise: str
    side: str
    reps: str = ""
    seconds: str = ""
    distance_m: str = ""
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


def rows_for(exercise: str, dosage: Dosage, *, last: Iterable[Row], new_id: NewId) -> Rows:
    """Return the rows of a dose, with the values of last time where there are any.

    `last` holds the rows of the last session with this exercise. They are matched by side and by order on
    that side; a set skipped last time gives no values. Pain is never carried over.
    """
    of_side: dict[str, list[Row]] = {}
    for row in last:
        of_side.setdefault(row.side, []).append(row)
    rows = []
    nth: Counter[str] = Counter()
    for prescribed in prescribed_sets(dosage):
        fresh = Row(
            id=new_id(),
            exercise=exercise,
            side=prescribed.side.value,
            reps=text_of(prescribed.reps),
            seconds=text_of(prescribed.seconds),
        )
        rows.append(_as_last_time(fresh, of_side.get(fresh.side, ()), nth[fresh.side]))
        nth[fresh.side] += 1
    return tuple(rows)


def _as_last_time(row: Row, last: Sequence[Row], nth: int) -> Row:
    if nth >= len(last) or not last[nth].done:
        return row
    then = last[nth]
    return replace(
        row, reps=then.reps, seconds=then.seconds, distance_m=then.distance_m, load_kg=then.load_kg
    )


def fresh_copy(row: Row, *, new_id: NewId) -> Row:
    """Return a row to do again: the same amounts under a new id, without the pain of then."""
    return replace(row, id=new_id(), pain="", done=True)


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
