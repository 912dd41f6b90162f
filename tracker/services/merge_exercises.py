"""Make one exercise of the catalogue part of another, with all that was logged of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise, RoutineItem
from tracker.models import Merge, Set

KNOWN = (Status.PUBLISHED, Status.ARCHIVED)

REMEMBER_SETS = """
    INSERT INTO tracker_mergedset (merge_id, set_id)
    SELECT %s, id FROM tracker_set WHERE exercise_id = %s
"""
"""In the database itself: an exercise may have been logged a million times."""


class CannotMergeError(Exception):
    """`problems` says everything that stands in the way, to be shown."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def merge_exercises(*, merged: Exercise, survivor: Exercise, by: User, reason: str, now: datetime) -> Merge:
    """Move the logged sets of `merged` to `survivor`, archive it and let it lead there.

    Sets of deleted sessions move too. What was prescribed stays as it was: it is history. Raises
    PermissionDenied or CannotMergeError.
    """
    if not by.has_perm("exercises.publish_exercise"):
        raise PermissionDenied
    merged, survivor = locked(merged, survivor)
    problems = [*problems_of_merged(merged), *_problems_of_survivor(merged, survivor)]
    if problems:
        raise CannotMergeError(*problems)
    merge = Merge(
        merged=merged,
        survivor=survivor,
        status_before=merged.status,
        reason=reason,
        done_at=now,
        done_by=by,
    )
    merge.full_clean()
    merge.save()
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER_SETS, [merge.pk, merged.pk])
    Set.objects.of_exercise(merged).update(exercise=survivor)
    Exercise.objects.filter(merged_into=merged).update(merged_into=survivor)
    Exercise.objects.filter(pk=merged.pk).update(status=Status.ARCHIVED, merged_into=survivor, updated_at=now)
    return merge


def locked(merged: Exercise, survivor: Exercise) -> tuple[Exercise, Exercise]:
    """Return both as they are now, and keep others from changing them until the transaction ends.

    Whoever writes a set of the merged one waits as well. Locked in the order of their keys, so that two
    merges never wait for each other.
    """
    rows = {
        row.pk: row
        for key in sorted({merged.pk, survivor.pk})
        for row in Exercise.everything.select_for_update(no_key=key != merged.pk).filter(pk=key)
    }
    return rows[merged.pk], rows[survivor.pk]


def problems_of_merged(merged: Exercise) -> list[str]:
    """Return why this exercise cannot become part of another one yet, whichever that is."""
    if merged.revises_id or merged.status not in KNOWN:
        return [_("%(name)s was never published: delete the draft instead.") % {"name": merged.name}]
    if merged.merged_into_id:
        return [_("%(name)s was merged already.") % {"name": merged.name}]
    problems = []
    items = RoutineItem.objects.filter(exercise=merged).order_by("routine__order", "routine__name")
    routines = items.values_list("routine__name", flat=True)
    if routines:
        names = {"name": merged.name, "routines": ", ".join(routines)}
        problems.append(_("Replace %(name)s in these routines first: %(routines)s.") % names)
    if Exercise.everything.filter(revises=merged).exists():
        problems.append(
            _("There is a draft of %(name)s: publish or discard it first.") % {"name": merged.name}
        )
    return problems


def _problems_of_survivor(merged: Exercise, survivor: Exercise) -> list[str]:
    if survivor.pk == merged.pk:
        return [_("An exercise is not merged into itself.")]
    if survivor.revises_id or survivor.status is not Status.PUBLISHED:
        return [_("%(name)s is not published, so nothing is merged into it.") % {"name": survivor.name}]
    return []
