"""The pages that search engines should know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from exercises.models import Exercise, Guide, Programme, Routine
from exercises.models.base import CatalogueEntry

STATIC_PAGES = (
    "landing",
    "exercise-list",
    "routine-list",
    "programme-list",
    "before-you-start",
    "guide-list",
    "reference-list",
)


class SiteSitemap(Sitemap):
    """Addresses under the site's own URL, whatever name this request came in by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class StaticSitemap(SiteSitemap):
    """The pages that are not rows."""

    def items(self) -> tuple[str, ...]:
        return STATIC_PAGES

    def location(self, item: str) -> str:
        return reverse(f"exercises:{item}")


class EntrySitemap(SiteSitemap):
    """The pages of one kind of catalogue row, with the time of each row's last change."""

    def __init__(self, rows: Callable[[], QuerySet[Any]]) -> None:
        self.rows = rows

    def items(self) -> list[CatalogueEntry]:
        # A list is counted without a query of its own.
        return list(self.rows().only("slug", "updated_at").order_by("slug"))

    def lastmod(self, item: CatalogueEntry) -> datetime:
        return item.updated_at


SITEMAPS: dict[str, Sitemap | type[Sitemap]] = {
    "pages": StaticSitemap,
    "exercises": EntrySitemap(Exercise.objects.current),
    "routines": EntrySitemap(Routine.objects.all),
    "programmes": EntrySitemap(Programme.objects.all),
    "guides": EntrySitemap(Guide.objects.all),
}
