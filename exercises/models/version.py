"""Every version of the catalogue's content that ever stood on the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.domain.vocabulary import Origin
from exercises.models.fields import VocabularyField


class VersionQuerySet(models.QuerySet["Version"]):
    def of(self, kind: str, slug: str) -> VersionQuerySet:
        """The versions of one entry, the latest first. `kind` is the folder of its files: "exercises"."""
        return self.filter(kind=kind, slug=slug).order_by("-number")

    def latest_id(self) -> int | None:
        """The key that stands for the state of the whole catalogue now: no later version is part of it."""
        return self.order_by("-pk").values_list("pk", flat=True).first()

    def as_of(self, pk: int, *, kind: str, slugs: Iterable[str] | None = None) -> VersionQuerySet:
        """The version of each entry of a kind that stood when `pk` was the latest one of all."""
        found = self.filter(kind=kind, pk__lte=pk)
        if slugs is not None:
            found = found.filter(slug__in=list(slugs))
        latest = found.order_by().values("slug").annotate(last=models.Max("pk")).values("last")
        return self.filter(pk__in=latest).order_by("slug")


class Version(models.Model):
    """What one entry said from one moment on: its document, who wrote and who reviewed it, and why.

    Keys grow with time, so the highest key at a moment stands for the whole catalogue at that moment.
    Names are kept beside the accounts: an account may be deleted, what it did may not be forgotten.
    """

    kind = models.CharField(_("kind"), max_length=20)
    slug = models.CharField(_("slug"), max_length=80)
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(_("document"))
    digest = models.CharField(_("digest"), max_length=64)
    origin = VocabularyField(_("origin"), vocabulary=Origin)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("since"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edited by"),
    )
    editor_name = models.CharField(_("editor"), max_length=254, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewer_name = models.CharField(_("reviewer"), max_length=254, blank=True)
    reviewer_role = models.CharField(_("role of the reviewer"), max_length=80, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["kind", "slug", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "number"],
                name="version_number_once",
                violation_error_message=_("There is a version with this number already."),
            ),
            models.CheckConstraint(
                name="version_reviewer_is_not_editor",
                condition=Q(edited_by=None) | Q(reviewed_by=None) | ~Q(edited_by=F("reviewed_by")),
                violation_error_message=_("Nobody reviews their own change."),
            ),
            models.CheckConstraint(
                name="version_review_complete",
                condition=Q(reviewed_on=None, reviewer_role="")
                | (Q(reviewed_on__isnull=False) & ~Q(reviewer_role="")),
                violation_error_message=_("A review has a date and the role of who reviewed."),
            ),
            models.CheckConstraint(
                name="version_exercise_reviewed",
                condition=~Q(kind="exercises")
                | Q(origin__in=(Origin.SHIPPED, Origin.ADOPTED))
                | Q(reviewed_on__isnull=False),
                violation_error_message=_("An exercise that was edited here is published with a review."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug} {self.number}"

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_on is not None

    def review_is_older_than(self, day: date) -> bool:
        """Say whether its review was before a day; without a review it is not."""
        return self.reviewed_on is not None and self.reviewed_on < day
