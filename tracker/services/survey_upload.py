"""Look at a file of another app and keep it until its owner has chosen what its names stand for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from exercises.domain.text import gettext_noop
from tracker.domain.foreign.apps import Reading, read_sets, source_of
from tracker.domain.foreign.survey import MOST_NAMES, Survey, TooManyNamesError, survey
from tracker.domain.foreign.table import UnknownFileError
from tracker.models import Athlete, Session, Upload
from tracker.models.session import MAX_DISTANCE_M, MAX_LOAD_KG
from tracker.services.foreign_file import UnreadableFileError, lines_of, packed
from tracker.services.keep_upload import keep_upload

UNKNOWN = gettext_noop(
    "This is no file of Strong, Hevy or FitNotes that is known here. Their exports are CSV files whose first "
    "line names the columns."
)
TOO_MANY_NAMES = gettext_noop("The file names more than %(most)s exercises.")


class RefusedFileError(Exception):
    """More than half of the rows cannot be taken over, or none holds a set; `survey` says why."""

    def __init__(self, found: Survey) -> None:
        super().__init__()
        self.survey = found


def survey_upload(
    *,
    athlete: Athlete,
    file_name: str,
    chunks: Iterable[bytes],
    load_unit: str,
    distance_unit: str,
    now: datetime,
) -> Upload:
    """Return the kept file with what it would bring in. The units count where the file names none.

    Raises UnreadableFileError, whose text says why, or RefusedFileError.
    """
    content = packed(chunks)
    chosen = {"zone": athlete.time_zone, "now": now.isoformat(), "load": load_unit, "distance": distance_unit}
    try:
        source = source_of(lines_of(content))
        found = survey(read_sets(lines_of(content), reading_of(chosen)), _starts(athlete))
    except UnknownFileError:
        raise UnreadableFileError(UNKNOWN) from None
    except TooManyNamesError:
        raise UnreadableFileError(TOO_MANY_NAMES % {"most": MOST_NAMES}) from None
    if found.is_refused:
        raise RefusedFileError(found)
    return keep_upload(
        athlete=athlete,
        source=source,
        file_name=file_name,
        content=content,
        mapping={"reading": chosen, "survey": _as_json(found)},
        now=now,
    )


def reading_of(chosen: dict[str, str]) -> Reading:
    """Return how the file is read: the same in every step, whatever the person sets meanwhile."""
    return Reading(
        zone=ZoneInfo(chosen["zone"]),
        now=datetime.fromisoformat(chosen["now"]),
        load_unit=chosen["load"],
        distance_unit=chosen["distance"],
        max_load_kg=MAX_LOAD_KG,
        max_distance_m=MAX_DISTANCE_M,
    )


def _starts(athlete: Athlete) -> list[datetime]:
    """Return when the person's sessions began, deleted ones included, in order."""
    return list(
        Session.objects.for_athlete(athlete).order_by("started_at").values_list("started_at", flat=True)
    )


def _as_json(found: Survey) -> dict[str, Any]:
    """Return the survey as the page reads it from the kept file; names in order of their sets."""
    names = sorted(found.names.values(), key=lambda one: (-one.sets, one.name))
    return {
        "total": found.total,
        "sets": found.sets,
        "sessions": found.sessions,
        "known": found.known,
        "undone": found.undone,
        "efforts": found.efforts,
        "times": found.times,
        "refused": found.refused,
        "first": found.first and found.first.isoformat(),
        "last": found.last and found.last.isoformat(),
        "problems": [dataclasses.asdict(one) for one in found.problems],
        "names": [dataclasses.asdict(one) for one in names],
    }
