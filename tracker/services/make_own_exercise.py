"""Make an exercise of a person's own: logged and charted, and never prescribed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exercises.domain.own_exercise import MOST_OWN, Measure, own_slug
from exercises.domain.vocabulary import Each, Recorded, Status
from exercises.models import Exercise


def make_own_exercise(
    *, user: User, name: str, measure: Measure, is_each_side: bool, records: Iterable[Recorded] = ()
) -> Exercise:
    """Return the new exercise; `name` is one that `own_name` returned.

    Raises ValidationError where the person has one of that name, or as many as one may have.
    """
    if Exercise.logged.own(user).count() >= MOST_OWN:
        raise ValidationError(
            _("You have %(most)s exercises of your own, the most there can be.") % {"most": MOST_OWN}
        )
    exercise = build_own_exercise(
        user=user, name=name, measure=measure, is_each_side=is_each_side, records=records
    )
    exercise.full_clean(exclude={"aim", "position", "summary"})
    try:
        with transaction.atomic():
            exercise.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("You have an exercise of this name already.")) from None
    return exercise


def insert_own_exercises(exercises: Sequence[Exercise], *, now: datetime) -> None:
    """Insert unsaved rows that an import makes. They bear its moment, by which undoing it knows them."""
    Exercise.logged.bulk_create(exercises)
    Exercise.logged.filter(pk__in=[one.pk for one in exercises]).update(updated_at=now)


def build_own_exercise(
    *, user: User, name: str, measure: Measure, is_each_side: bool, records: Iterable[Recorded] = ()
) -> Exercise:
    """Return the unsaved row. Its dose says no more than how it is measured: nobody is asked to do it."""
    in_reps = measure is Measure.REPS
    return Exercise(
        slug=own_slug(uuid.uuid4()),
        owner=user,
        name=name,
        level=1,
        status=Status.DRAFT,
        each=Each.SIDE if is_each_side else "",
        records=cast("Any", tuple(records)),
        reps_min=1 if in_reps else None,
        reps_max=1 if in_reps else None,
        hold_min_s=None if in_reps else 1,
        hold_max_s=None if in_reps else 1,
    )
