"""What a device recorded, as plain values, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from exercises.domain.text import LabelledEnum, gettext_noop
from exercises.domain.vocabulary import Side
from tracker.services.session_entry import SetEntry

WHOLE = ""
"""In place of a field's name: the reason concerns all of it."""


class Refusal(LabelledEnum):
    """Why something is not saved, or not as it was sent."""

    DELETED = "deleted", gettext_noop("You deleted this session. Bring it back, and this can be saved.")
    NOT_OWN = "not-own", gettext_noop("This id is in use elsewhere.")
    EMPTY = "empty", gettext_noop("A session is logged with its first set.")
    EXERCISE = "exercise", gettext_noop("This exercise is not in the catalogue.")
    ROUTINE = "routine", gettext_noop("This routine is not in the catalogue.")
    ENDS_FIRST = "ends-first", gettext_noop("A session cannot end before it starts.")
    CHANGED = "changed", gettext_noop("This was changed since, and stays as it is now.")
    REMOVED = "removed", gettext_noop("You removed this set from the session.")
    TAKEN = "taken", gettext_noop("This set was done on another device already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedSet:
    """A set as a device recorded it: the values of a `SetEntry`, its place in the session and its moment."""

    id: uuid.UUID
    exercise: str
    position: int
    side: Side
    reps: int | None = None
    seconds: int | None = None
    distance_m: Decimal | None = None
    load_kg: Decimal | None = None
    pain: int | None = None
    skipped: bool = False
    completed_at: datetime

    def entry(self, exercise_id: int) -> SetEntry:
        """Return what was done, of the exercise that the slug leads to."""
        return SetEntry(
            id=self.id,
            exercise_id=exercise_id,
            side=self.side,
            reps=self.reps,
            seconds=self.seconds,
            distance_m=self.distance_m,
            load_kg=self.load_kg,
            pain=self.pain,
            skipped=self.skipped,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedSession:
    """A session as a device recorded it; None or "" where it knows nothing (yet).

    One that was `written` into the form without a connection was not timed: its end is when it was written.
    """

    id: uuid.UUID
    started_at: datetime
    routine: str = ""
    finished_at: datetime | None = None
    effort: int | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    notes: str = ""
    written: bool = False


@dataclass(slots=True)
class Outcome:
    """The ids that are saved now, and for each other one the reasons, by field or for the `WHOLE`."""

    saved: list[uuid.UUID] = field(default_factory=list)
    rejected: dict[uuid.UUID, dict[str, Refusal]] = field(default_factory=dict)
