"""What every measurement has in common: whose it is, its day, and that it can be deleted and brought back."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.athlete import Athlete
from tracker.models.imported import imported_by
from tracker.models.ownership import OwnedQuerySet

MAX_NOTES = 2_000

Row = TypeVar("Row", bound=models.Model)


class TakenQuerySet(OwnedQuerySet[Row]):
    """What was taken on a day, and may have been deleted since."""

    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Deleted ones, the latest first; each can be brought back."""
        return self.exclude(deleted_at=None).order_by("-deleted_at", "-id")

    def deleted_before(self, deleted_at: datetime, pk: uuid.UUID) -> Self:
        """What comes after this one in the order of `deleted` (the next page)."""
        return self.deleted().filter(Q(deleted_at__lt=deleted_at) | Q(deleted_at=deleted_at, id__lt=pk))

    def newest_first(self) -> Self:
        return self.order_by("-taken_on", "-created_at", "-id")

    def before(self, taken_on: date, created_at: datetime, pk: uuid.UUID) -> Self:
        """What comes after this one in newest-first order (the next page)."""
        same_day = Q(taken_on=taken_on)
        return self.filter(
            Q(taken_on__lt=taken_on)
            | same_day & Q(created_at__lt=created_at)
            | same_day & Q(created_at=created_at, id__lt=pk)
        )

    def in_days(self, first: date, last: date) -> Self:
        return self.filter(taken_on__range=(first, last))


class Taken(models.Model):
    """What every measurement carries, of whatever kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="%(class)ss", verbose_name=_("athlete"))
    taken_on = models.DateField(_("day"))
    notes = models.TextField(_("notes"), blank=True, max_length=MAX_NOTES)
    version = models.PositiveIntegerField(
        _("version"),
        default=1,
        editable=False,
        help_text=_("Counts the changes, so that two tabs cannot overwrite each other."),
    )
    created_at = models.DateTimeField(_("logged"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    imported = imported_by()

    class Meta:
        abstract = True
        ordering = ["-taken_on", "-created_at", "-id"]
