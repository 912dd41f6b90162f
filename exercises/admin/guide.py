"""References, and the guide pages that rest on them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CatalogueAdmin
from exercises.admin.exchange import ExchangeUrls
from exercises.models import Guide, Reference


@admin.register(Reference)
class ReferenceAdmin(ExchangeUrls, CatalogueAdmin):
    slug_from = "title"
    autocomplete_fields = ()
    list_display = ("title", "kind", "authors", "year", "container", "doi", "updated_at")
    list_filter = ("kind",)
    search_fields = ("title", "authors", "slug", "doi", "year", "finding")
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **CatalogueAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget},
    }
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "authors", "year", "container", "details")}),
        (_("Where it is found"), {"fields": ("doi", "isbn", "url")}),
        (_("Evidence"), {"fields": ("finding", "note")}),
        CatalogueAdmin.record,
    )


@admin.register(Guide)
class GuideAdmin(CatalogueAdmin):
    slug_from = "title"
    list_display = ("title", "order", "summary", "updated_at")
    search_fields = ("title", "slug", "summary", "body")
    fieldsets = (
        (None, {"fields": ("title", "slug", "order", "summary", "body")}),
        (_("Evidence"), {"fields": ("sources",)}),
        CatalogueAdmin.record,
    )
