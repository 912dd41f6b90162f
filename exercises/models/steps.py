"""What an exercise tells in order: its steps and its common faults."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import JSONArray
from django.utils.translation import gettext_lazy as _

from exercises.models.aggregates import GatheredJSON
from exercises.models.exercise import Exercise


def gathered_steps() -> models.Subquery:
    """For a query of exercises: the steps of each as a list of [position, text], in no order, or None."""
    steps = Step.objects.filter(exercise=models.OuterRef("pk")).order_by().values("exercise")
    return models.Subquery(steps.annotate(all=GatheredJSON(JSONArray("position", "text"))).values("all"))


class Step(models.Model):
    """One instruction of an exercise, in order."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["exercise", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "position"],
                name="step_position_once",
                violation_error_message=_("Two steps have the same position."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


class Fault(models.Model):
    """A common fault of an exercise, and what puts it right."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="faults")
    position = models.PositiveSmallIntegerField(_("position"))
    fault = models.CharField(_("fault"), max_length=200)
    fix = models.CharField(_("what to do"), max_length=300)

    class Meta:
        verbose_name = _("common fault")
        verbose_name_plural = _("common faults")
        ordering = ["exercise", "position"]

    def __str__(self) -> str:
        return self.fault
