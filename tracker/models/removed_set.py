"""Sets that a person removed from a session: one that comes late from an outbox must not come back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.models.athlete import Athlete
from tracker.models.ownership import OwnedQuerySet


class RemovedSetQuerySet(OwnedQuerySet["RemovedSet"]):
    """Removed sets, by their keys alone."""

    def among(self, keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Return which of these keys are those of removed sets; of none of them it asks nobody."""
        return set(self.filter(pk__in=keys).values_list("pk", flat=True))


class RemovedSet(models.Model):
    """A set that was there and was taken out of its session on purpose; its key is the set's."""

    id = models.UUIDField(primary_key=True)
    athlete = models.ForeignKey(
        Athlete, models.CASCADE, related_name="removed_sets", verbose_name=_("athlete")
    )

    objects = RemovedSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("removed set")
        verbose_name_plural = _("removed sets")

    def __str__(self) -> str:
        return str(self.pk)
