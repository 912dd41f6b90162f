"""What a working copy was begun on, beside what the site says now."""

from __future__ import annotations

from typing import NamedTuple

from exercises.models import Exercise, Version
from exercises.services.write_document import describe, digest


class Moved(NamedTuple):
    """The numbers of the version that a draft was begun on, and of the one on the site, where known."""

    begun_on: int | None
    now: int | None


def moved_since(draft: Exercise) -> Moved | None:
    """Return how the site has moved on since a working copy was begun or submitted; None where it has not."""
    if draft.revises is None or not draft.loaded_digest:
        return None
    live = Exercise.objects.for_document().filter(pk=draft.revises.pk)[0]
    document = describe(live)
    if digest(document) == draft.loaded_digest:
        return None
    versions = Version.objects.of(document.folder, live.slug).filter(digest=draft.loaded_digest)
    return Moved(
        begun_on=versions.values_list("number", flat=True).first(),
        now=live.version.number if live.version else None,
    )
