"""Bring an own export back: look at what it would make, then make it."""

from __future__ import annotations

import uuid
from collections import defaultdict
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
from tracker.domain.archive.reading import ArchiveRefusedError, read_archive
from tracker.domain.import_source import ImportSource
from tracker.domain.measuring import TestKind
from tracker.models import Athlete, Import, Measurement, SelfTest, Session, Upload
from tracker.services.archive_in import Intake
from tracker.services.archive_plan import ArchivePlan
from tracker.services.change_settings import change_settings
from tracker.services.insert_rows import insert_rows
from tracker.services.packing import unpack

NOT_WRITTEN = Reason(gettext_noop("It contradicts itself or what is here, so nothing was changed."))


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
    """Bring the upload back, all of it or nothing, and forget it.

    Raises Upload.DoesNotExist where it is not there (any more), or ArchiveRefusedError.
    """
    try:
        return _import(user, upload_id, now)
    except IntegrityError:
        raise ArchiveRefusedError([ArchiveError("", NOT_WRITTEN)]) from None


@transaction.atomic
def _import(user: User, upload_id: uuid.UUID, now: datetime) -> Imported:
    # One at a time: whoever comes second finds the upload gone.
    Athlete.objects.select_for_update().get(pk=user.pk)
    upload = Upload.objects.for_athlete(user).waiting(now).get(pk=upload_id, source=ImportSource.OWN)
    imported = Import.objects.create(
        athlete_id=user.pk,
        source=ImportSource.OWN,
        file_name=upload.file_name,
        made_at=now,
        finished_at=now,
    )
    intake = Intake(user, now, imported.pk)
    for portion in intake.portions(read_archive(unpack(upload.content))):
        if intake.person.supersede is not None:
            current, since = intake.person.supersede
            Screening.objects.filter(pk=current.pk, superseded_at=None).update(superseded_at=since)
        _write(portion)
    if intake.person.wanted is not None:
        change_settings(user=user, **intake.person.wanted)
    _ask_after_pain(user, imported, now)
    upload.delete()
    plan = intake.plan
    if not plan.makes:
        imported.delete()
        return Imported(None, plan)
    imported.position = imported.total = plan.entries
    imported.save(update_fields=["position", "total"])
    return Imported(imported, plan)


def _write(portion: list[Model]) -> None:
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in portion:
        by_model[type(row)].append(row)
    for model, rows in by_model.items():
        # The database makes the keys of these, and what follows names them.
        if model is Screening:
            Screening.objects.bulk_create(cast("list[Screening]", rows))
        elif model is Exercise:
            Exercise.logged.bulk_create(cast("list[Exercise]", rows))
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
