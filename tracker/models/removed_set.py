"""Sets that a person removed from a session: one that comes late from an outbox must not come back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.models.athlete import Athlete
from tracker.models.ownership import OwnedQuerySet
from tracker.models.session import Session


class RemovedSetQuerySet(OwnedQuerySet["RemovedSet"]):
    """Removed sets, by their keys alone."""

    def among(self, keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Return which of these keys are those of removed sets."""
        return set(self.filter(pk__in=keys).values_list("pk", flat=True))

    def taken_out_of(self, session: Session) -> Self:
        """Those of them that were taken out of this session one by one."""
        return self.filter(athlete=session.athlete_id, was__session_id=str(session.pk))

    def can_be_restored(self, session: Session, key: uuid.UUID) -> bool:
        """Say whether the set with this key was taken out of this session by itself."""
        return self.taken_out_of(session).filter(pk=key).exists()


class RemovedSet(models.Model):
    """A set that was there and was taken out of its session on purpose; its key is the set's."""

    id = models.UUIDField(primary_key=True)
    athlete = models.ForeignKey(
        Athlete, models.CASCADE, related_name="removed_sets", verbose_name=_("athlete")
    )
    was = models.JSONField(
        _("what it was"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("To bring it back; nothing where it was taken out in the form."),
    )

    objects = RemovedSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("removed set")
        verbose_name_plural = _("removed sets")

    def __str__(self) -> str:
        return str(self.pk)
