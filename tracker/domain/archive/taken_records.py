"""What an archive holds of measurements and other tests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from exercises.domain.text import gettext_noop
from tracker.domain.archive.kinds import (
    DAY,
    ID,
    MOMENT,
    ZERO_TO_TEN,
    amount,
    choice,
    list_of,
    maybe,
    text,
    whole,
)
from tracker.domain.archive.problems import Reason
from tracker.domain.measuring import (
    LEAST_DEGREES,
    LEAST_SHANK_CM,
    MOST_DEGREES,
    MOST_SHANK_CM,
    MOST_TRIALS,
    SCALES,
    Instrument,
    Motion,
    Position,
    TestKind,
)

NO_READING = Reason(gettext_noop("It holds a reading of neither side."))
SHANK_OF_RULER = Reason(gettext_noop("A ruler needs the length from knee to ankle, and nothing else does."))
OFF_SCALE = Reason(gettext_noop("This lies outside of what the test can show."))
NO_ACTIVITY = Reason(gettext_noop("A test of an activity of one's own names it, and no other does."))


_DEGREES = amount(LEAST_DEGREES, MOST_DEGREES, places=2)
MAX_TAKEN_NOTES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRecord:
    """What every measurement carries."""

    id: Annotated[uuid.UUID, ID]
    taken_on: Annotated[date, DAY]
    notes: Annotated[str, text(MAX_TAKEN_NOTES)]
    version: Annotated[int, whole(1)]
    created_at: Annotated[datetime, MOMENT]
    updated_at: Annotated[datetime, MOMENT]
    deleted_at: Annotated[datetime | None, maybe(MOMENT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecord(TakenRecord):
    """Rotation: the readings of each side in degrees, in their order."""

    motion: Annotated[Motion, choice(Motion)]
    position: Annotated[Position, choice(Position)]
    instrument: Annotated[Instrument, choice(Instrument)]
    left: Annotated[tuple[Decimal, ...], list_of(_DEGREES, MOST_TRIALS)]
    right: Annotated[tuple[Decimal, ...], list_of(_DEGREES, MOST_TRIALS)]
    shank_cm: Annotated[Decimal | None, maybe(amount(LEAST_SHANK_CM, MOST_SHANK_CM, places=1))]
    pain: Annotated[int | None, ZERO_TO_TEN]

    def problem(self) -> Reason | None:
        if not self.left and not self.right:
            return NO_READING
        is_ruler = self.instrument is Instrument.RULER
        return SHANK_OF_RULER if is_ruler != (self.shank_cm is not None) else None


_VALUE = maybe(amount(0, 9_999, places=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestRecord(TakenRecord):
    """One of the other tests: a value for each side, or one for the person."""

    kind: Annotated[TestKind, choice(TestKind)]
    left: Annotated[Decimal | None, _VALUE]
    right: Annotated[Decimal | None, _VALUE]
    value: Annotated[Decimal | None, _VALUE]
    activity: Annotated[str, text(120)]

    def problem(self) -> Reason | None:
        scale = SCALES[self.kind]
        of_sides = [one for one in (self.left, self.right) if one is not None]
        found = of_sides if scale.has_sides else [one for one in (self.value,) if one is not None]
        is_other = self.value is not None if scale.has_sides else bool(of_sides)
        if not found or is_other or not all(scale.least <= one <= scale.most for one in found):
            return OFF_SCALE
        return NO_ACTIVITY if (self.kind is TestKind.ACTIVITY) != bool(self.activity) else None
