"""The morning after: how much it hurt the next day, asked once for each session."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.athlete import Athlete
from tracker.models.ownership import OwnedQuerySet
from tracker.models.session import Session


class MorningQuerySet(OwnedQuerySet["Morning"]):
    """Answers of the mornings after."""


class Morning(models.Model):
    """The pain on the morning after a session, 0–10. It shares its key with the session."""

    session = models.OneToOneField(
        Session, models.CASCADE, primary_key=True, related_name="morning", verbose_name=_("session")
    )
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="mornings", verbose_name=_("athlete"))
    pain = models.PositiveSmallIntegerField(_("pain"), validators=[MaxValueValidator(10)])
    answered_at = models.DateTimeField(_("answered"))

    objects = MorningQuerySet.as_manager()

    class Meta:
        verbose_name = _("morning after")
        verbose_name_plural = _("mornings after")
        constraints = [
            models.CheckConstraint(
                name="morning_pain_0_to_10",
                condition=Q(pain__range=(0, 10)),
                violation_error_message=_("Between 0 and 10."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.pain}"
