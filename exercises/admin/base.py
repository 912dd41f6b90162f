"""What the admin of every kind of catalogue row has in common."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models, router
from django.db.models import PROTECT
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.admin.exchange import export_selected
from exercises.models.base import CatalogueEntry
from exercises.services.write_document import describe, digest


class CountingDeletionAdmin(admin.ModelAdmin):
    """Says in numbers what a deletion takes along or what stands in its way.

    Django would name each row: thousands of people's sets, at a query each.
    """

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        protected = self.in_the_way(objs)
        if protected:
            return [], {}, set(), protected
        collector: Any = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items()}
        forbidden = {
            model._meta.verbose_name
            for model in collector.model_objs
            if self.admin_site.is_registered(model)
            and not self.admin_site.get_model_admin(model).has_delete_permission(request)
        }
        return [str(one) for one in objs], counts, forbidden, []

    def in_the_way(self, objs: Any) -> list[str]:
        """Return what must not be deleted and rests on these rows, one line a kind."""
        keys = [one.pk for one in objs]
        found = []
        for relation in self.model._meta.related_objects:
            if relation.on_delete is PROTECT:
                model = cast("type[models.Model]", relation.related_model)
                meta = model._meta
                rows = model._base_manager.filter(**{f"{relation.field.name}__in": keys})
                count = rows.count()
                if count:
                    found.append(f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}")
        return found


class CatalogueAdmin(CountingDeletionAdmin):
    """A row of the catalogue. Its slug is part of an address that people keep, so it is chosen once."""

    slug_from = "name"
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("sources",)
    save_on_top = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.CharField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})},
    }
    record: ClassVar[tuple[Any, Any]] = (_("Record"), {"fields": ("origin", "updated_at")})

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("exercises/admin.css",)}

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET:
            export, name, description = cast("Any", self).get_action(export_selected)
            actions[name] = (export, name, description)
        return actions

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> dict[str, Any]:
        return {} if obj else {"slug": (self.slug_from,)}

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("slug", "origin", "updated_at") if obj else ("origin", "updated_at")

    @admin.display(description=_("origin"))
    def origin(self, row: CatalogueEntry) -> str:
        """Say whether the next load of the shipped catalogue would touch the row."""
        if not row.loaded_digest:
            return str(_("Made here. Loading the shipped catalogue leaves it alone."))
        whole = cast("Any", type(row)._default_manager).for_document().get(pk=row.pk)
        if digest(describe(whole)) == row.loaded_digest:
            return str(_("As shipped. Loading the catalogue keeps it up to date."))
        return str(_("Shipped, and edited here since. Loading the catalogue leaves it alone."))
