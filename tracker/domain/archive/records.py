"""What an archive holds: everything that a person owns and may take elsewhere, one record a row.

Exercises, routines and programmes are named by their slugs. What differs between two accounts of the same
person is no part of it: keys of the database, the address, links that open something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from exercises.domain.text import gettext_noop
from tracker.domain.archive.kinds import (
    ID,
    Kind,
    record,
    text,
    whole,
)
from tracker.domain.archive.person_records import (
    EnrolmentRecord,
    OwnExerciseRecord,
    PlanChangeRecord,
    ScreeningRecord,
    SettingsRecord,
)
from tracker.domain.archive.problems import Reason
from tracker.domain.archive.session_records import SessionRecord
from tracker.domain.archive.taken_records import MeasurementRecord, SelfTestRecord

FORMAT = "hip-mobility"
VERSION = 1

OTHER_FORMAT = Reason(gettext_noop("This is not an export of this site, or one of a later version of it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRecord:
    """Which document this is."""

    format: Annotated[str, text(40)]
    version: Annotated[int, whole(1)]

    def problem(self) -> Reason | None:
        return None if (self.format, self.version) == (FORMAT, VERSION) else OTHER_FORMAT


MEMBERS: Mapping[str, Kind] = {
    "about": record(AboutRecord),
    "enrolments": record(EnrolmentRecord),
    "exercises": record(OwnExerciseRecord),
    "measurements": record(MeasurementRecord),
    "plan_changes": record(PlanChangeRecord),
    "removed_sets": ID,
    "screenings": record(ScreeningRecord),
    "sessions": record(SessionRecord),
    "settings": record(SettingsRecord),
    "tests": record(SelfTestRecord),
}
"""The members of the document in their order, which is the alphabet's, each with the kind of its entries."""

LISTS = frozenset(MEMBERS) - {"about", "settings"}
