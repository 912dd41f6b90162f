"""Merging two exercises of the catalogue: which logged sets moved, so that all of it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.models.fields import VocabularyField


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> MergeQuerySet:
        """Merges that were not undone."""
        return self.filter(undone_at=None)

    def with_exercises(self) -> MergeQuerySet:
        return self.select_related("merged", "survivor", "done_by")


class Merge(models.Model):
    """One exercise became part of another.

    Merges form a tree, and each row keeps its own step of it. `Exercise.merged_into` is where the whole way
    leads, so that a merged exercise is followed in one step.
    """

    merged = models.ForeignKey(
        Exercise,
        models.PROTECT,
        related_name="merges_away",
        verbose_name=_("merged exercise"),
        limit_choices_to={"status__in": [Status.PUBLISHED.value, Status.ARCHIVED.value], "merged_into": None},
    )
    survivor = models.ForeignKey(
        Exercise,
        models.PROTECT,
        related_name="merges_in",
        verbose_name=_("exercise that stays"),
        limit_choices_to={"status": Status.PUBLISHED.value},
    )
    status_before = VocabularyField(
        _("status before"), vocabulary=Status, default=Status.PUBLISHED, editable=False
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

    objects = MergeQuerySet.as_manager()

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


class MergedSetQuerySet(models.QuerySet["MergedSet"]):
    def of(self, merge: Merge) -> MergedSetQuerySet:
        """The sets that moved with a merge, but for those that a later one brought to the same exercise."""
        later = Merge.objects.standing().filter(survivor=merge.survivor_id, pk__gt=merge.pk)
        brought_later = MergedSet.objects.filter(merge__in=later)
        return self.filter(merge=merge).exclude(set_id__in=brought_later.values("set_id"))


class MergedSet(models.Model):
    """A set that moved along. Its id alone: editing a session writes its sets anew, under their own ids."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="sets", verbose_name=_("merge"))
    set_id = models.UUIDField(_("set"))

    objects = MergedSetQuerySet.as_manager()

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
