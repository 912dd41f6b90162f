"""Bring an own export back: look at what it would make, then make it."""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from exercises.domain.screening import ASK_AGAIN_AFTER, STOP_ABOVE_PAIN
from exercises.domain.text import gettext_noop
from exercises.models import Exercise, Screening
from exercises.services.answer_screening import ask_again
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.archive.reading import ArchiveRefusedError, Found, read_archive
from tracker.domain.import_source import ImportSource
from tracker.domain.measuring import TestKind
from tracker.models import Athlete, Import, Measurement, SelfTest, Session, Upload
from tracker.services.archive_here import is_unused
from tracker.services.archive_in import Intake
from tracker.services.archive_plan import ArchivePlan
from tracker.services.change_settings import change_settings
from tracker.services.insert_rows import insert_rows
from tracker.services.make_own_exercise import insert_own_exercises
from tracker.services.packing import unpack
from tracker.services.undo_import import CannotUndoError, undo_import

ROWS_A_STEP = 4_000
"""A product default: about a second, so that no other writer waits long."""

PAUSE_S = 0.1
"""Between steps: who waits for SQLite looks whether it is free ten times a second."""

NAMED_LATER = {"exercises", "screenings"}

NOT_WRITTEN = Reason(gettext_noop("It contradicts itself or what is here, so it was not brought back."))


class OvertakenError(Exception):
    """Another request goes on with this import, or it was undone meanwhile."""


class Imported(NamedTuple):
    """What became of an archive; without anything new there is no import."""

    imported: Import | None
    plan: ArchivePlan


def plan_archive(*, user: User, content: bytes, now: datetime) -> ArchivePlan:
    """Return what bringing a packed document back would do, and write nothing.

    Raises ArchiveRefusedError.
    """
    intake = Intake(user, now)
    for _portion in intake.portions(read_archive(unpack(content))):
        pass
    return intake.plan


def import_archive(*, user: User, upload_id: uuid.UUID, now: datetime) -> Imported:
    """Bring the upload back and forget it, in steps: no other writer waits longer than for one of them.

    One that was cut off goes on where it stopped, if it is asked for again. Raises Upload.DoesNotExist where
    the file is not there (any more), OvertakenError, or ArchiveRefusedError: then what came in is taken away
    again.
    """
    imported, upload = _begun(user, upload_id, now)
    intake = Intake(user, imported.made_at, imported.pk)
    intake.here.is_empty = upload.mapping["is_empty"]
    began_at = imported.position
    try:
        for records, end in _steps(read_archive(unpack(upload.content)), skip=began_at):
            if imported.position != began_at:
                time.sleep(PAUSE_S)
            _take(user, imported, intake, records, end)
            imported.position = end
    except (IntegrityError, ArchiveRefusedError) as error:
        _take_back(user, imported, now)
        if isinstance(error, ArchiveRefusedError):
            raise
        raise ArchiveRefusedError([ArchiveError("", NOT_WRITTEN)]) from None
    return _finish(user, imported, intake, has_made=began_at > 0, now=now)


@transaction.atomic
def _begun(user: User, upload_id: uuid.UUID, now: datetime) -> tuple[Import, Upload]:
    """Return the import of an upload, the same one when it is asked for again."""
    Athlete.objects.select_for_update().get(pk=user.pk)
    upload = Upload.objects.for_athlete(user).waiting(now).get(pk=upload_id, source=ImportSource.OWN)
    begun = Import.objects.for_athlete(user).of_upload(upload).first()
    if begun is not None:
        return begun, upload
    # Settings come back to an account that was empty before the first step.
    upload.mapping["is_empty"] = is_unused(user)
    upload.save(update_fields=["mapping"])
    begun = Import.objects.create(
        id=upload.pk, athlete_id=user.pk, source=upload.source, file_name=upload.file_name, made_at=now
    )
    return begun, upload


def _steps(found: Iterable[Found], *, skip: int) -> Iterator[tuple[list[Found], int]]:
    """Yield the records of each step, and how many are handled after it.

    What comes later names exercises of one's own and answers, so these are gone through again after a break.
    They are read here, outside of a transaction: meanwhile others write.
    """
    records: list[Found] = []
    rows = end = 0
    for end, one in enumerate(found, start=1):
        if end <= skip and one.member not in NAMED_LATER:
            continue
        records.append(one)
        rows += 1 + len(getattr(one.record, "sets", ()))
        if end > skip and rows >= ROWS_A_STEP:
            yield records, end
            records, rows = [], 0
    if records:
        yield records, max(end, skip)


@transaction.atomic
def _take(user: User, imported: Import, intake: Intake, records: list[Found], end: int) -> None:
    _hold(user, imported)
    for portion in intake.portions(records):
        if intake.person.supersede is not None:
            current, since = intake.person.supersede
            Screening.objects.filter(pk=current.pk, superseded_at=None).update(superseded_at=since)
        _write(portion, imported.made_at)
    _ask_after_pain(user, imported, imported.made_at)
    Import.objects.filter(pk=imported.pk).update(position=end, total=end)


def _hold(user: User, imported: Import) -> None:
    """Lock the import, if it is where this one left it. Raises OvertakenError."""
    Athlete.objects.select_for_update().filter(pk=user.pk).first()
    held = Import.objects.standing().select_for_update().filter(pk=imported.pk, finished_at=None)
    if not held.filter(position=imported.position).exists():
        raise OvertakenError


@transaction.atomic
def _finish(user: User, imported: Import, intake: Intake, *, has_made: bool, now: datetime) -> Imported:
    _hold(user, imported)
    if intake.person.wanted is not None:
        change_settings(user=user, **intake.person.wanted)
    Upload.objects.for_athlete(user).of_import(imported).delete()
    if not (has_made or intake.plan.makes):
        imported.delete()
        return Imported(None, intake.plan)
    imported.total, imported.finished_at = imported.position, now
    imported.save(update_fields=["position", "total", "finished_at"])
    return Imported(imported, intake.plan)


def _take_back(user: User, imported: Import, now: datetime) -> None:
    if imported.position:
        # The person may have done so meanwhile, or deleted the account.
        with suppress(CannotUndoError, Import.DoesNotExist):
            undo_import(user=user, import_id=imported.pk, now=now)
    else:
        Import.objects.for_athlete(user).filter(pk=imported.pk, position=0).delete()


def _write(portion: list[Model], now: datetime) -> None:
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in portion:
        by_model[type(row)].append(row)
    for model, rows in by_model.items():
        # The database makes the keys of these, and what follows names them.
        if model is Screening:
            Screening.objects.bulk_create(cast("list[Screening]", rows))
        elif model is Exercise:
            insert_own_exercises(cast("list[Exercise]", rows), now=now)
        else:
            insert_rows(rows)


def _ask_after_pain(user: User, imported: Import, now: datetime) -> None:
    """Have the person asked anew where what came in holds more pain of late than training allows.

    Not where they answered after it: they were asked then.
    """
    much = Q(pain_before__gt=STOP_ABOVE_PAIN) | Q(pain_after__gt=STOP_ABOVE_PAIN)
    much |= Q(sets__pain__gt=STOP_ABOVE_PAIN)
    current = Screening.objects.for_user(user).current().first()
    if current is None:
        return
    since = max(now - ASK_AGAIN_AFTER, current.answered_at)
    taken = {"imported": imported, "taken_on__gt": since.date(), "deleted_at": None}
    painful = (
        Session.objects.filter(much, imported=imported, started_at__gt=since, deleted_at=None),
        Measurement.objects.filter(**taken, pain__gt=STOP_ABOVE_PAIN),
        SelfTest.objects.filter(**taken, kind=TestKind.PAIN, value__gt=STOP_ABOVE_PAIN),
    )
    if any(rows.exists() for rows in painful):
        ask_again(user_id=user.pk, now=now)
