"""What was handed out: the exercises of a session as they were prescribed, whatever was then done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from exercises.models.fields import VocabularyField
from tracker.domain.vocabulary import Cause
from tracker.models.athlete import Athlete
from tracker.models.session import Session


class PrescribedExerciseQuerySet(models.QuerySet["PrescribedExercise"]):
    def of_session(self, session: Session) -> PrescribedExerciseQuerySet:
        """What was handed out for a session, in order, with the exercises."""
        return self.filter(session=session).select_related("exercise", "instead_of").order_by("position")


class PrescribedExercise(models.Model):
    """One exercise of a prescribed session, in order.

    `instead_of` is the routine's own exercise where another one took its place; without an `exercise`, it was
    left out. `cause` says why.
    """

    athlete = models.ForeignKey(
        Athlete, models.CASCADE, related_name="prescribed_exercises", verbose_name=_("athlete")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="prescribed_exercises", verbose_name=_("session")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("exercise")
    )
    instead_of = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instead of")
    )
    cause = VocabularyField(_("why"), vocabulary=Cause, max_length=10, blank=True, default=Cause.NONE)

    objects = PrescribedExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("prescribed exercise")
        verbose_name_plural = _("prescribed exercises")
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"],
                name="prescribedexercise_position_once",
                violation_error_message=_("Two exercises have the same position."),
            ),
            models.CheckConstraint(
                name="prescribedexercise_names_one",
                condition=models.Q(exercise__isnull=False) | models.Q(instead_of__isnull=False),
                violation_error_message=_("Name an exercise, or the one that was left out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.exercise or self.instead_of}"
