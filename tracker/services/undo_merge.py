"""Undo a merge: every set that moved goes back, and the exercise is as it was."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from exercises.models import Exercise
from tracker.models import Merge, MergedSet, Session, Set
from tracker.services.merge_exercises import CannotMergeError, locked


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, now: datetime) -> Merge:
    """Move back what moved and is still there; what was logged since stays with the survivor.

    Raises PermissionDenied, or CannotMergeError where the merge was undone already or its survivor became
    part of a third exercise since.
    """
    if not by.has_perm("exercises.publish_exercise"):
        raise PermissionDenied
    merged, survivor = locked(merge.merged, merge.survivor)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise CannotMergeError(_("This merge was undone already."))
    if survivor.merged_into_id:
        raise CannotMergeError(
            _("%(name)s was merged into another exercise since. Undo that first.") % {"name": survivor.name}
        )
    _move_sets_back(merge)
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    Exercise.objects.filter(pk=merged.pk).update(status=merge.status_before, merged_into=None, updated_at=now)
    Exercise.objects.filter(pk__in=_led_through(merged)).update(merged_into=merged)
    return merge


def _move_sets_back(merge: Merge) -> None:
    """A sheet that is open on one of these sets still names the survivor: its session counts a change, so
    that saving it asks first."""
    moved = MergedSet.objects.of(merge).values("set_id")
    sets = Set.objects.filter(exercise=merge.survivor_id, pk__in=moved)
    Session.objects.filter(pk__in=sets.values("session_id")).update(version=F("version") + 1)
    sets.update(exercise=merge.merged_id)


def _led_through(exercise: Exercise) -> set[int]:
    """Return the keys of all that were merged into this exercise, directly or on the way; a query a step."""
    found: set[int] = set()
    step = [exercise.pk]
    while step:
        step = list(Merge.objects.standing().filter(survivor__in=step).values_list("merged_id", flat=True))
        found.update(step)
    return found
