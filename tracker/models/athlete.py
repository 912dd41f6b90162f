"""The person who trains: the site's own half of a user."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import VocabularyField
from tracker.domain.measuring import NormGroup

DEFAULT_TIME_ZONE = "UTC"


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not hold."""
    if name not in available_timezones():
        raise ValidationError(_("This is not a time zone that we know."), code="time_zone")


class AthleteQuerySet(models.QuerySet["Athlete"]):
    def demos(self) -> AthleteQuerySet:
        """People made for trying the site, over or not."""
        return self.exclude(demo_until=None)

    def demos_over(self, now: datetime) -> AthleteQuerySet:
        """Those of them whose time is over, the first ones first."""
        return self.filter(demo_until__lte=now).order_by("demo_until", "pk")


class Athlete(models.Model):
    """Shares its key with its user, so that what an athlete owns is found from the user alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="athlete"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default=DEFAULT_TIME_ZONE, validators=[validate_time_zone]
    )
    sessions_a_week = models.PositiveSmallIntegerField(
        _("sessions a week"), default=3, validators=[MinValueValidator(1), MaxValueValidator(14)]
    )
    norm_group = VocabularyField(
        _("published values of"),
        vocabulary=NormGroup,
        blank=True,
        default="",
        help_text=_("Whose published range of motion stands beside one's own; empty for all people."),
    )
    calendar_digest = models.CharField(
        _("digest of the calendar feed's key"),
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("SHA-256, in hex. Empty while there is no feed."),
    )
    calendar_nonce = models.CharField(
        _("what the calendar feed's key is made from"),
        max_length=43,
        blank=True,
        default="",
        editable=False,
        help_text=_("With the site's secret key. Empty where the key was made before it was kept this way."),
    )
    demo_until = models.DateTimeField(
        _("demo until"),
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text=_("A person made for trying the site; cleared afterwards, unless it became an account."),
    )

    objects = AthleteQuerySet.as_manager()

    class Meta:
        verbose_name = _("athlete")
        verbose_name_plural = _("athletes")
        constraints = [
            models.CheckConstraint(
                name="athlete_sessions_a_week_in_range",
                condition=Q(sessions_a_week__range=(1, 14)),
                violation_error_message=_("Between 1 and 14 sessions a week."),
            ),
            models.CheckConstraint(
                name="athlete_calendar_nonce_has_its_digest",
                condition=Q(calendar_nonce="") | Q(calendar_digest__isnull=False),
                violation_error_message=_("A key of the calendar feed needs its digest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @classmethod
    def of(cls, user: Any) -> Athlete:
        """Return the user's athlete; for a user without one (a superuser), the defaults, unsaved."""
        return getattr(user, "athlete", None) or cls(user_id=user.pk)

    def is_over(self, now: datetime) -> bool:
        """Say whether this is a demo person whose time is over."""
        return self.demo_until is not None and self.demo_until <= now

    @property
    def tz(self) -> ZoneInfo:
        """Return the time zone, or UTC for one that a later time zone database has dropped."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo(DEFAULT_TIME_ZONE)
