"""Keep a set from being written to an exercise that is being merged at the same moment."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from exercises.models import Exercise
from tracker.models import Session, Set


def follow_merges(session: Session) -> None:
    """Move the session's sets that name a merged exercise to where it leads.

    To be called in the transaction that wrote them, after it did: the exercises of a sheet are looked up
    before, and writing a set waits for a merge that is under way.
    """
    leads_to = Exercise.objects.filter(pk=OuterRef("exercise")).values("merged_into")
    merged_away = Exercise.objects.exclude(merged_into=None)
    Set.objects.filter(session=session, exercise__in=merged_away).update(exercise=Subquery(leads_to))
