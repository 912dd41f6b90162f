"""Keep a set from being written to an exercise that is being merged at the same moment."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.models import Exercise
from tracker.models import Session, Set


def follow_merges(session: Session, exercises: Iterable[int]) -> None:
    """Move the session's sets of those of these exercises that were merged to where they lead.

    To be called in the transaction that wrote them, after it did, with the keys that it wrote: the exercises
    of a sheet are looked up before, and writing a set waits for a merge that is under way.
    """
    for merged, survivor in Exercise.logged.ways_of_merged(set(exercises)).items():
        Set.objects.filter(session=session, exercise=merged).update(exercise=survivor)
