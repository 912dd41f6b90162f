"""Merging two exercises of the catalogue: which logged sets moved, so that all of it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise


class Merge(models.Model):
    """One exercise became part of another."""

    merged = models.ForeignKey(
        Exercise, models.PROTECT, related_name="merges_away", verbose_name=_("merged exercise")
    )
    survivor = models.ForeignKey(
        Exercise, models.PROTECT, related_name="merges_in", verbose_name=_("exercise that stays")
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("merged"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="merge_of_two",
                condition=~Q(merged=F("survivor")),
                violation_error_message=_("An exercise is not merged into itself."),
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="merge_once",
                violation_error_message=_("This exercise is merged already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.survivor}"


class MergedSet(models.Model):
    """A set that moved along. Its id alone: editing a session writes its sets anew, under their own ids."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="sets", verbose_name=_("merge"))
    set_id = models.UUIDField(_("set"))

    class Meta:
        verbose_name = _("moved set")
        verbose_name_plural = _("moved sets")
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "set_id"],
                name="mergedset_once",
                violation_error_message=_("A set moves once."),
            )
        ]

    def __str__(self) -> str:
        return str(self.set_id)
