"""What an archive holds of training: a session with its sets, what was prescribed, and the morning after."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS
from exercises.domain.text import gettext_noop
from exercises.domain.vocabulary import Side
from tracker.domain.archive.kinds import (
    DAY,
    FLAG,
    ID,
    MOMENT,
    SLUG,
    ZERO_TO_TEN,
    amount,
    choice,
    list_of,
    maybe,
    record,
    text,
    whole,
)
from tracker.domain.archive.problems import Reason
from tracker.domain.bounds import MAX_DISTANCE_M, MAX_LOAD_KG, MAX_NOTES
from tracker.domain.vocabulary import Cause, Evidence

MOST_SETS = 5_000
"""Of one session; a product limit far above what one holds."""
MOST_POSITION = 32_767

ENDS_FIRST = Reason(gettext_noop("It ends before it starts."))
NO_AMOUNT = Reason(gettext_noop("A set that was done says how much: reps, seconds or metres."))
NAMES_NOTHING = Reason(gettext_noop("It names an exercise, or the one that was left out."))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRecord:
    """What was prescribed for a set."""

    reps: Annotated[int | None, maybe(whole(0, MAX_REPS))]
    seconds: Annotated[int | None, maybe(whole(0, MAX_SECONDS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRecord:
    """One set; its day is its session's."""

    id: Annotated[uuid.UUID, ID]
    exercise: Annotated[str, SLUG]
    position: Annotated[int, whole(0, MOST_POSITION)]
    side: Annotated[Side, choice(Side)]
    reps: Annotated[int | None, maybe(whole(0, MAX_REPS))]
    seconds: Annotated[int | None, maybe(whole(0, MAX_SECONDS))]
    distance_m: Annotated[Decimal | None, maybe(amount(0, MAX_DISTANCE_M, places=2))]
    load_kg: Annotated[Decimal | None, maybe(amount(0, MAX_LOAD_KG, places=2))]
    pain: Annotated[int | None, ZERO_TO_TEN]
    skipped: Annotated[bool, FLAG]
    prescribed: Annotated[AskedRecord | None, maybe(record(AskedRecord))]
    completed_at: Annotated[datetime | None, maybe(MOMENT)]

    def problem(self) -> Reason | None:
        says = not (self.reps is None and self.seconds is None and self.distance_m is None)
        return None if says or self.skipped else NO_AMOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescribedRecord:
    """An exercise of a prescribed session as it was handed out, or left out."""

    position: Annotated[int, whole(0, MOST_POSITION)]
    exercise: Annotated[str | None, maybe(SLUG)]
    instead_of: Annotated[str | None, maybe(SLUG)]
    cause: Annotated[Cause, choice(Cause)]

    def problem(self) -> Reason | None:
        return NAMES_NOTHING if self.exercise is None and self.instead_of is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningRecord:
    """The pain on the morning after."""

    pain: Annotated[int, whole(0, 10)]
    answered_at: Annotated[datetime, MOMENT]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRecord:
    """The version of an entry that stands for the whole catalogue which a session was prescribed from."""

    kind: Annotated[str, SLUG]
    slug: Annotated[str, SLUG]
    number: Annotated[int, whole(1)]
    digest: Annotated[str, text(64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One training with all that belongs to it; `screening` is the number of the answers that it rests on."""

    id: Annotated[uuid.UUID, ID]
    routine: Annotated[str | None, maybe(SLUG)]
    started_at: Annotated[datetime, MOMENT]
    finished_at: Annotated[datetime | None, maybe(MOMENT)]
    day: Annotated[date, DAY]
    effort: Annotated[int | None, ZERO_TO_TEN]
    pain_before: Annotated[int | None, ZERO_TO_TEN]
    pain_after: Annotated[int | None, ZERO_TO_TEN]
    notes: Annotated[str, text(MAX_NOTES)]
    evidence: Annotated[Evidence, choice(Evidence)]
    version: Annotated[int, whole(1)]
    screening: Annotated[int | None, maybe(whole(1))]
    catalogue: Annotated[CatalogueRecord | None, maybe(record(CatalogueRecord))]
    created_at: Annotated[datetime, MOMENT]
    updated_at: Annotated[datetime, MOMENT]
    deleted_at: Annotated[datetime | None, maybe(MOMENT)]
    morning: Annotated[MorningRecord | None, maybe(record(MorningRecord))]
    prescribed: Annotated[tuple[PrescribedRecord, ...], list_of(record(PrescribedRecord), MOST_SETS)]
    sets: Annotated[tuple[SetRecord, ...], list_of(record(SetRecord), MOST_SETS)]

    def problem(self) -> Reason | None:
        if len({one.position for one in self.prescribed}) < len(self.prescribed):
            return Reason(gettext_noop("Two exercises have the same position."))
        ends_first = self.finished_at is not None and self.finished_at < self.started_at
        return ENDS_FIRST if ends_first else None
