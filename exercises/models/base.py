"""What every row of the catalogue that comes from a file has in common."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CatalogueEntry(models.Model):
    """A row that a catalogue file describes, found by its slug.

    `loaded_digest` is the digest of the document as it was last loaded. A row whose own document has another
    digest was edited by staff since, and loading leaves it alone.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that holds one entry a line, without blank ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def range_constraint(name: str, low: str, high: str) -> models.CheckConstraint:
    """Return the check that both bounds are named, the lower one first and above 0, or neither.

    A comparison with NULL would pass a check, hence the two that ask for it.
    """
    named = Q(**{f"{low}__isnull": False, f"{high}__isnull": False, f"{low}__gte": 1, f"{high}__gte": F(low)})
    return models.CheckConstraint(
        name=name,
        condition=Q(**{low: None, high: None}) | named,
        violation_error_message=_("The lower bound is above the higher one, or one of them is missing."),
    )
