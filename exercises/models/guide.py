"""What is known: references, and the guide pages that rest on them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.domain.vocabulary import ReferenceKind
from exercises.models.base import CatalogueEntry
from exercises.models.fields import VocabularyField


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def for_document(self) -> ReferenceQuerySet:
        """With all that its document holds, which is the row alone."""
        return self.all()


class Reference(CatalogueEntry):
    """A source, with what it found."""

    kind = VocabularyField(_("kind"), vocabulary=ReferenceKind)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    container = models.CharField(_("journal or publisher"), max_length=200, blank=True)
    details = models.CharField(_("volume, pages"), max_length=200, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    url = models.URLField(_("address"), blank=True)
    finding = models.TextField(_("finding"))
    note = models.TextField(_("note"), blank=True, help_text=_("How far the source was read."))

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["authors", "year", "title"]

    def __str__(self) -> str:
        return source_name(self.authors, self.year, self.title)

    def get_absolute_url(self) -> str:
        return f"{reverse('exercises:reference-list')}#{self.slug}"

    @property
    def link(self) -> str:
        """The address of the source itself, or "" where none is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def source_name(authors: str, year: int | None, title: str) -> str:
    """Return how a source is named in short: its first author or its title, and its year."""
    who = authors.split(",")[0] or title
    return f"{who} {year}" if year else who


class GuideQuerySet(models.QuerySet["Guide"]):
    def in_order(self) -> GuideQuerySet:
        """All pages for the list, without their bodies."""
        return self.defer("body").order_by("order", "title")

    def for_page(self) -> GuideQuerySet:
        return self.prefetch_related("sources")

    def for_document(self) -> GuideQuerySet:
        """With all that its document holds."""
        return self.prefetch_related("sources")


class Guide(CatalogueEntry):
    """A knowledge page."""

    title = models.CharField(_("title"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    summary = models.CharField(_("summary"), max_length=300)
    body = models.TextField(
        _("body"),
        help_text=_(
            "Markdown. Links: (ref:slug), (exercise:slug), (guide:slug), (routine:slug), (programme:slug)."
        ),
    )
    sources = models.ManyToManyField(Reference, verbose_name=_("sources"), related_name="guides", blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide page")
        verbose_name_plural = _("guide pages")
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exercises:guide-detail", args=[self.slug])
