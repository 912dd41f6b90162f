"""The ladder: from one exercise to an easier or a harder one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exercises.domain.text import LabelledEnum, gettext_noop
from exercises.models.fields import VocabularyField

if TYPE_CHECKING:
    from exercises.models.exercise import Exercise


class Direction(LabelledEnum):
    """Which way a step on the ladder leads."""

    EASIER = "easier", gettext_noop("easier")
    HARDER = "harder", gettext_noop("harder")


class ProgressionQuerySet(models.QuerySet["Progression"]):
    def without_way_back(self, exercise: Exercise) -> ProgressionQuerySet:
        """Steps from the exercise to one that does not name it, the other way round, in return."""
        back = self.model._default_manager.filter(exercise=OuterRef("other"), other=OuterRef("exercise"))
        return (
            self.filter(exercise=exercise)
            .exclude(Exists(back.exclude(direction=OuterRef("direction"))))
            .select_related("other")
        )


class Progression(models.Model):
    """A step on the ladder from one exercise to an easier or harder one."""

    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="progressions")
    direction = VocabularyField(_("direction"), vocabulary=Direction, max_length=8)
    other = models.ForeignKey(
        "exercises.Exercise",
        models.CASCADE,
        related_name="reached_from",
        verbose_name=_("other exercise"),
    )
    when = models.CharField(_("when to move"), max_length=300)

    objects = ProgressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("progression")
        verbose_name_plural = _("progressions")
        ordering = ["exercise", "direction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "other"],
                name="progression_neighbour_once",
                violation_error_message=_("This exercise is on the ladder already."),
            ),
            models.CheckConstraint(
                name="progression_not_to_itself",
                condition=~Q(exercise=F("other")),
                violation_error_message=_("An exercise is not its own neighbour."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} → {self.other}"
