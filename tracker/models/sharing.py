"""The report for a clinician: links that open it without an account, and each opening."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from exercises.models.aggregates import GatheredJSON
from tracker.models.athlete import Athlete
from tracker.models.ownership import OwnedQuerySet

MAX_NAME = 120
ENDED_DAYS = 90
"""How long a link that ended is kept, so that its owner can see when it was opened."""
OPENINGS_SHOWN = 10
"""How many openings of a link a page names; all are kept and counted."""


class ReportLinkQuerySet(OwnedQuerySet["ReportLink"]):
    """Links of people to their report."""

    def open_at(self, now: datetime) -> ReportLinkQuerySet:
        """Links that still open the report: neither revoked nor expired, of an account that is not closed."""
        return self.filter(revoked_at=None, expires_at__gt=now, athlete__user__is_active=True)

    def ended_by(self, moment: datetime) -> ReportLinkQuerySet:
        """Links that opened nothing any more at that moment: revoked or expired by then."""
        return self.filter(Q(expires_at__lte=moment) | Q(revoked_at__lte=moment))

    def newest_first(self) -> ReportLinkQuerySet:
        return self.order_by("-created_at", "-pk")

    def with_openings(self) -> ReportLinkQuerySet:
        """With `opened_in_all`, how often, and `opened_last`, the latest moments as text, in one query.

        Whoever holds a link can open it as often as they like, so not every moment is read.
        """
        of_link = ReportOpening.objects.filter(link=OuterRef("pk")).order_by().values("link")
        latest = ReportOpening.objects.filter(link=OuterRef("link")).order_by("-opened_at", "-pk")
        shown = of_link.filter(pk__in=latest.values("pk")[:OPENINGS_SHOWN])
        return self.annotate(
            opened_in_all=Coalesce(Subquery(of_link.annotate(count=Count("pk")).values("count")), 0),
            opened_last=Subquery(shown.annotate(gathered=GatheredJSON("opened_at")).values("gathered")),
        )


class ReportLink(models.Model):
    """A link to a person's report. Only the digest of its token is kept: the link itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(
        Athlete, models.CASCADE, related_name="report_links", verbose_name=_("athlete")
    )
    token_digest = models.CharField(
        _("digest of the token"), max_length=64, unique=True, editable=False, help_text=_("SHA-256, in hex.")
    )
    name = models.CharField(
        _("name on the report"),
        max_length=MAX_NAME,
        blank=True,
        help_text=_("As the person chose; without one the report names nobody."),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ReportLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a report")
        verbose_name_plural = _("links to reports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["athlete", "-created_at"], name="reportlink_of_athlete")]
        constraints = [
            models.CheckConstraint(
                name="reportlink_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("It cannot expire before it is made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Say whether it still opens the report."""
        return self.revoked_at is None and self.expires_at > now


class ReportOpening(models.Model):
    """Somebody opened the report through a link. When, and nothing about whom."""

    link = models.ForeignKey(ReportLink, models.CASCADE, related_name="openings", verbose_name=_("link"))
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("opening of a report")
        verbose_name_plural = _("openings of reports")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["link", "-opened_at"], name="reportopening_of_link")]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d %H:%M}"
