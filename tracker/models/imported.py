"""Bringing training in: the file that waits for its import, and each import, so that it can be undone."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import VocabularyField
from tracker.domain.import_source import ImportSource
from tracker.models.athlete import Athlete
from tracker.models.ownership import OwnedQuerySet

MAX_FILE_NAME = 200
UNDO_DAYS = 30
UPLOAD_HOURS = 1
"""How long a file waits for its import."""


class ImportQuerySet(OwnedQuerySet["Import"]):
    """Imports of people."""

    def newest_first(self) -> ImportQuerySet:
        return self.order_by("-made_at", "-pk")

    def standing(self) -> ImportQuerySet:
        """Imports that were not undone."""
        return self.filter(undone_at=None)

    def of_other_apps(self) -> ImportQuerySet:
        """Imports of another app's file, which run in steps."""
        return self.exclude(source=ImportSource.OWN)

    def of_upload(self, upload: Upload) -> ImportQuerySet:
        """The import of a file that is kept, once it has begun."""
        return self.filter(pk=upload.pk)

    def past_undo(self, now: datetime) -> ImportQuerySet:
        """Imports that are too old to be undone."""
        return self.filter(made_at__lte=now - timedelta(days=UNDO_DAYS))


class Import(models.Model):
    """One file that was brought in. What it made points here (`imported`), so that it can be undone.

    An import that takes more than one step counts the rows of the file that it has handled (`position`, of
    `total`) in the transaction that writes them, and goes on from there; `finished_at` is set by the last
    step.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="imports", verbose_name=_("athlete"))
    source = VocabularyField(_("source"), vocabulary=ImportSource)
    file_name = models.CharField(_("file"), max_length=MAX_FILE_NAME, blank=True)
    position = models.PositiveIntegerField(_("rows handled"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    made_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["athlete", "-made_at"], name="import_of_athlete")]
        constraints = [
            models.CheckConstraint(
                name="import_position_within_total",
                condition=Q(position__lte=F("total")),
                violation_error_message=_("More rows are handled than there are."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.made_at:%Y-%m-%d %H:%M}"

    def can_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now < self.made_at + timedelta(days=UNDO_DAYS)


def imported_by() -> models.ForeignKey[Any, Any]:
    """Return the field for the import that brought a row in; null for what was logged here."""
    return models.ForeignKey(
        Import,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("brought in by"),
    )


def imported_index(model: str) -> models.Index:
    """Return the index on that field: of imported rows alone, so that logging one costs nothing more."""
    return models.Index(fields=["imported"], name=f"{model}_imported", condition=Q(imported__isnull=False))


class UploadQuerySet(OwnedQuerySet["Upload"]):
    """Files that wait for their import."""

    def waiting(self, now: datetime) -> UploadQuerySet:
        return self.filter(made_at__gt=now - timedelta(hours=UPLOAD_HOURS))

    def of_source(self, source: ImportSource) -> UploadQuerySet:
        return self.filter(source=source)

    def of_other_apps(self) -> UploadQuerySet:
        return self.exclude(source=ImportSource.OWN)

    def of_import(self, imported: Import) -> UploadQuerySet:
        """The file of an import that runs in steps: it has the same key."""
        return self.filter(pk=imported.pk)

    def expired(self, now: datetime) -> UploadQuerySet:
        return self.filter(made_at__lte=now - timedelta(hours=UPLOAD_HOURS))

    def without_content(self) -> UploadQuerySet:
        return self.defer("content")


class Upload(models.Model):
    """A file that a person handed over and looks at before it is imported: one a person, for an hour.

    It lies in the database because the next request may meet another web process on another machine.
    `content` is compressed with zlib. `mapping` is what was found or chosen on the way, as the source needs
    it: for another app's file, the exercise that each of its names stands for; for an export of this site,
    what bringing it back would do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="upload", verbose_name=_("athlete"))
    source = VocabularyField(_("source"), vocabulary=ImportSource)
    file_name = models.CharField(_("file"), max_length=MAX_FILE_NAME, blank=True)
    content = models.BinaryField(_("content"))
    mapping = models.JSONField(_("choices"), default=dict, blank=True)
    made_at = models.DateTimeField(_("uploaded"), db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return f"{self.source} {self.made_at:%Y-%m-%d %H:%M}"
