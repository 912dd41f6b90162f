"""Which id a row of an archive gets: its own, unless that one is somebody else's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from exercises.domain.text import gettext_noop
from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.archive.reading import ArchiveRefusedError, Found
from tracker.services.archive_here import NAMESPACE
from tracker.services.archive_plan import ArchivePlan, Fate

AT_ONCE = 500
"""Ids that are looked up by one query."""

TWICE = Reason(gettext_noop("This id is there twice."))


class Placed(NamedTuple):
    """The id that a row has here, and whether the person has that row already."""

    id: uuid.UUID
    is_here: bool


class Ids:
    """The ids of one kind of row, in an archive and here."""

    def __init__(self, model: Any, athlete_id: int) -> None:
        self.model = model
        self.athlete_id = athlete_id
        self.seen: set[int] = set()

    def place(self, found: Iterable[tuple[uuid.UUID, str]]) -> dict[uuid.UUID, Placed]:
        """Return where each id leads, given with its place in the archive.

        An id that is somebody else's becomes another one, the same at every import of this person, so that
        what was brought in once is known again. Raises ArchiveRefusedError where an id came before.
        """
        ids = []
        for key, place in found:
            ids.append(key)
            if key.int in self.seen:
                raise ArchiveRefusedError([ArchiveError(f"{place}.id", TWICE)])
            self.seen.add(key.int)
        owners = self._owners(ids)
        foreign = {key: self._fresh(key) for key, owner in owners.items() if owner != self.athlete_id}
        known = self._owners(foreign.values())
        return {
            key: Placed(foreign[key], foreign[key] in known) if key in foreign else Placed(key, key in owners)
            for key in ids
        }

    def _fresh(self, key: uuid.UUID) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{self.athlete_id} {key}")

    def _owners(self, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
        wanted = list(ids)
        found: dict[uuid.UUID, int] = {}
        for first in range(0, len(wanted), AT_ONCE):
            rows = self.model.objects.filter(pk__in=wanted[first : first + AT_ONCE])
            found.update(rows.order_by().values_list("pk", "athlete_id"))
        return found


def only_new(ids: Ids, plan: ArchivePlan, found: list[Found]) -> Iterator[tuple[Found, uuid.UUID]]:
    """Yield what the person does not have yet, with the id that it gets; count the rest."""
    placed = ids.place((_id(one), one.place) for one in found)
    for one in found:
        here = placed[_id(one)]
        if here.is_here:
            plan.count(one.member, Fate.HERE)
        else:
            yield one, here.id


def _id(one: Found) -> uuid.UUID:
    return one.record if isinstance(one.record, uuid.UUID) else one.record.id
