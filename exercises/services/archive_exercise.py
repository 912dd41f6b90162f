"""Taking an exercise off the site without losing it, and offering it again."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.domain.document import ExerciseDocument
from exercises.domain.publication import missing
from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.services.staff_rules import PUBLISH, gap_problems, locked, refuse, require
from exercises.services.write_document import describe


@transaction.atomic
def archive_exercise(*, exercise: Exercise, by: User, now: datetime) -> None:
    """Offer a published exercise to no one from now on; histories keep it, and its page stays."""
    require(by, PUBLISH)
    row = locked(exercise.pk)
    if row.status is not Status.PUBLISHED:
        refuse([_("Only what is published can be archived; this is: %s.") % _(row.status.label)])
    Exercise.objects.filter(pk=row.pk).update(status=Status.ARCHIVED, updated_at=now)


@transaction.atomic
def offer_again(*, exercise: Exercise, by: User, now: datetime) -> None:
    """Put an archived exercise on the site again as it stood: with the version and the review that it has."""
    require(by, PUBLISH)
    row = locked(exercise.pk)
    problems = []
    if row.status is not Status.ARCHIVED:
        problems.append(_("Only what is archived can be offered again; this is: %s.") % _(row.status.label))
    if row.merged_into is not None:
        problems.append(_("This exercise was merged into “%s”. Undo that first.") % row.merged_into)
    if row.version is None:
        problems.append(_("No version of it is kept. Start a draft and publish that."))
    refuse(problems + gap_problems(missing(cast("ExerciseDocument", describe(row)))))
    Exercise.objects.filter(pk=row.pk).update(status=Status.PUBLISHED, published_at=now, updated_at=now)
