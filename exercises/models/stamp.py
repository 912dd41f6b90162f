"""Stamps: one number for everything that a person's pages show, which every change of it raises.

The database raises them itself (`hipmobility/stamping.py`), whoever writes: a page that was rendered under a
stamp is the same page for as long as the stamp is the same.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Subquery
from django.utils.translation import gettext_lazy as _

CATALOGUE = 0
"""Stands in the place of a person for all that everybody reads."""


class StampQuerySet(models.QuerySet["Stamp"]):
    def of_catalogue(self) -> StampQuerySet:
        return self.filter(pk=CATALOGUE)

    def value_of_catalogue(self) -> int | None:
        return self.of_catalogue().values_list("value", flat=True).first()


class Stamp(models.Model):
    """The number of one person, or of the catalogue. It has no foreign key: a trigger removes it."""

    user = models.OneToOneField(
        User,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="stamp",
        verbose_name=_("person"),
    )
    value = models.BigIntegerField(_("value"), default=1)

    objects = StampQuerySet.as_manager()

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self) -> str:
        return f"{self.pk}: {self.value}"


def stamps_of_reader() -> dict[str, Any]:
    """Return what a user is read with: `own_stamp` and `catalogue_stamp`, None where there is none."""
    return {
        "own_stamp": F("stamp__value"),
        "catalogue_stamp": Subquery(Stamp.objects.of_catalogue().values("value")),
    }
