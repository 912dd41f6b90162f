"""Begin the import of another app's file: what its names stand for is settled, and nothing is logged yet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.domain.own_exercise import MOST_OWN, Measure
from exercises.domain.vocabulary import Recorded, Status
from exercises.models import Exercise
from tracker.domain.foreign.survey import name_key
from tracker.models import Athlete, Import, Upload
from tracker.services.make_own_exercise import build_own_exercise, insert_own_exercises

KEEP, LEAVE = "own", "out"
"""Chosen for a name beside the slugs of the catalogue: an exercise of one's own, or not at all."""


def field_of(number: int) -> str:
    """Return under which key the choice is sent for the name at a place of the survey."""
    return f"name-{number}"


@transaction.atomic
def begin_import(*, user: User, upload_id: uuid.UUID, choices: Mapping[str, str], now: datetime) -> Import:
    """Return the import of a kept file; begun twice it is the same one.

    `choices` says for each name of the file, as the survey has it, KEEP, LEAVE or a slug of the catalogue.
    Raises Upload.DoesNotExist, or ValidationError where there would be too many exercises of one's own.
    """
    Athlete.objects.select_for_update().get(pk=user.pk)
    begun = Import.objects.for_athlete(user).filter(pk=upload_id).first()
    if begun:
        return begun
    upload = Upload.objects.for_athlete(user).waiting(now).get(pk=upload_id)
    names = upload.mapping["survey"]["names"]
    kept = [one for one in names if choices[one["name"]] == KEEP]
    own = _own_slugs(user, kept, now)
    chosen = {one["name"]: choices[one["name"]] for one in names}
    upload.mapping["slugs"] = {
        name_key(name): own[name_key(name)] if choice == KEEP else "" if choice == LEAVE else choice
        for name, choice in chosen.items()
    }
    upload.save(update_fields=["mapping"])
    return Import.objects.create(
        id=upload.pk,
        athlete=upload.athlete,
        source=upload.source,
        file_name=upload.file_name,
        total=upload.mapping["survey"]["total"],
        made_at=now,
    )


def _own_slugs(user: User, names: list[dict[str, Any]], now: datetime) -> dict[str, str]:
    """Return the slugs of the person's own exercises of these names, and make those that are missing."""
    stored = list(Exercise.logged.own(user))
    own = {name_key(one.name): one for one in stored}
    wanted = {name_key(one["name"]) for one in names}
    missing = [_made(user, one) for one in names if name_key(one["name"]) not in own]
    if len(stored) + len(missing) > MOST_OWN:
        text = _("That would be more than %(most)s exercises of your own. Leave some of them out.")
        raise ValidationError(text % {"most": MOST_OWN})
    insert_own_exercises(missing, now=now)
    put_away = [one.pk for key, one in own.items() if key in wanted and one.status is Status.ARCHIVED]
    Exercise.logged.filter(pk__in=put_away).update(status=Status.DRAFT)
    return {name_key(one.name): one.slug for one in (*stored, *missing)}


def _made(user: User, figures: dict[str, Any]) -> Exercise:
    in_reps = figures["reps"] > 0 and figures["reps"] >= figures["seconds"]
    held = ((Recorded.LOAD, figures["loads"]), (Recorded.DISTANCE, figures["distances"]))
    return build_own_exercise(
        user=user,
        name=figures["name"],
        measure=Measure.REPS if in_reps else Measure.SECONDS,
        is_each_side=False,
        records=[one for one, count in held if count],
    )
