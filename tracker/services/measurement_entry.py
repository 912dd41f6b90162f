"""What a service is told about a measurement or another test: plain values, checked by a form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.domain.measuring import MOST_TRIALS, Instrument, Motion, Position, TestKind
from tracker.models import Athlete, Measurement, SelfTest


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementEntry:
    """Rotation on one day: the trials of each side in degrees, in order; one side at least."""

    id: uuid.UUID
    taken_on: date
    motion: Motion
    position: Position
    instrument: Instrument
    left: tuple[Decimal, ...] = ()
    right: tuple[Decimal, ...] = ()
    shank_cm: Decimal | None = None
    pain: int | None = None
    notes: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The columns of its row, its key left out."""
        return _columns(self, but=("left", "right")) | {
            f"{side}_{number + 1}": trials[number] if number < len(trials) else None
            for side, trials in (("left", self.left), ("right", self.right))
            for number in range(MOST_TRIALS)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestEntry:
    """Another test on one day: a value for each side, or one for the person, as its kind has it."""

    id: uuid.UUID
    taken_on: date
    kind: TestKind
    left: Decimal | None = None
    right: Decimal | None = None
    value: Decimal | None = None
    activity: str = ""
    notes: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The columns of its row, its key left out."""
        return _columns(self)

    @property
    def pain(self) -> int | None:
        """The pain that was noted, where it is pain that the test asks for."""
        return int(self.value) if self.kind is TestKind.PAIN and self.value is not None else None


Entry = MeasurementEntry | SelfTestEntry
Taken = Measurement | SelfTest


def model_of(entry: Entry) -> type[Measurement] | type[SelfTest]:
    """Return the model whose rows such entries become."""
    return Measurement if isinstance(entry, MeasurementEntry) else SelfTest


def row_of(entry: Entry, athlete: Athlete) -> Taken:
    """Return the unsaved row of an entry."""
    return model_of(entry)(id=entry.id, athlete=athlete, **entry.values)


def put_entry(row: Taken, entry: Entry) -> None:
    """Copy what the entry says onto the row."""
    for name, value in entry.values.items():
        setattr(row, name, value)


def is_as_entered(row: Taken, entry: Entry) -> bool:
    """Say whether the row holds just what the entry says."""
    return all(getattr(row, name) == value for name, value in entry.values.items())


def _columns(entry: Entry, but: tuple[str, ...] = ()) -> dict[str, Any]:
    left_out = {"id", *but}
    return {one.name: getattr(entry, one.name) for one in fields(entry) if one.name not in left_out}
