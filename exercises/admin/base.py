"""What the admin of every kind of catalogue row has in common."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import connection, models, router
from django.db.models import PROTECT, RESTRICT
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.admin.exchange import export_selected
from exercises.admin.stale import WatchfulForm
from exercises.admin.versions import VersionTools
from exercises.models import Version
from exercises.models.base import CatalogueEntry
from exercises.services.keep_edit import keep_edit
from exercises.services.write_document import describe, digest


class CountingDeletionAdmin(admin.ModelAdmin):
    """Says in numbers what a deletion takes along or what stands in its way.

    Django would name each row: thousands of people's sets, at a query each.
    """

    parts: tuple[type[models.Model], ...] = ()
    """Models whose rows are part of this one's and go with it, whoever may not delete them by themselves."""

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
            if model not in self.parts
            and self.admin_site.is_registered(model)
            and not self.admin_site.get_model_admin(model).has_delete_permission(request)
        }
        return [str(one) for one in objs], counts, forbidden, []

    def in_the_way(self, objs: Any) -> list[str]:
        """Return what must not be deleted and rests on these rows, one line a kind."""
        keys = [one.pk for one in objs]
        found = []
        for relation in self.model._meta.related_objects:
            # What names a row among many, as its source, would go on without it and not say so.
            if relation.on_delete in {PROTECT, RESTRICT} or relation.many_to_many:
                model = cast("type[models.Model]", relation.related_model)
                meta = model._meta
                rows = model._base_manager.filter(**{f"{relation.field.name}__in": keys})
                count = rows.distinct().count()
                if count:
                    found.append(f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}")
        return found


class ReasonForm(WatchfulForm):
    """A row with the reason of its change, which is kept with the version that saving makes."""

    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=Version._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text=_("Kept with the version that saving makes."),
    )


class CatalogueAdmin(VersionTools, CountingDeletionAdmin):
    """A row of the catalogue. Its slug is part of an address that people keep, so it is chosen once.

    Whatever saving changes becomes a version.
    """

    form: type[forms.ModelForm] = ReasonForm
    slug_from = "name"
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("sources",)
    save_on_top = True
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.CharField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})},
    }
    record: ClassVar[tuple[Any, Any]] = (_("Record"), {"fields": ("origin", "updated_at", "why")})

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("exercises/admin.css",)}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Hold the row while it is written, so that nobody saves or publishes it meanwhile."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        self.model._base_manager.select_for_update().filter(pk=row.pk).first()
        return super().get_object(request, object_id, from_field)

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

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Leave the reason out where there is nothing to save."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {**options, "fields": [one for one in options["fields"] if one != "why"]})
            for name, options in fieldsets
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.keep_version(request, form)

    def keep_version(self, request: HttpRequest, form: Any) -> None:
        """Keep what the row and its parts say now."""
        by = cast("Any", request.user)
        keep_edit(row=form.instance, by=by, now=timezone.now(), reason=form.cleaned_data.get("why", ""))

    @admin.display(description=_("origin"))
    def origin(self, row: CatalogueEntry) -> str:
        """Say whether the next load of the shipped catalogue would touch the row."""
        if not row.loaded_digest:
            return str(_("Made here. Loading the shipped catalogue leaves it alone."))
        whole = cast("Any", type(row)._default_manager).for_document().get(pk=row.pk)
        if digest(describe(whole)) == row.loaded_digest:
            return str(_("As shipped. Loading the catalogue keeps it up to date."))
        return str(_("Shipped, and edited here since. Loading the catalogue leaves it alone."))
