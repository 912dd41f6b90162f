"""What athletes logged, for support. Notes and pain stay out of the lists and are read where needed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CountingDeletionAdmin
from tracker.admin.plan import MorningInline
from tracker.models import Session, Set


class SetInline(admin.TabularInline):
    """The sets of a session to read; each is changed on its own page."""

    model = Set
    fields = readonly_fields = (
        "position",
        "exercise",
        "side",
        "reps",
        "seconds",
        "distance_m",
        "load_kg",
        "pain",
        "skipped",
        "prescribed",
    )
    ordering = ("position",)
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Set]:
        return super().get_queryset(request).select_related("exercise")


@admin.register(Session)
class SessionAdmin(CountingDeletionAdmin):
    """Whose session it is, and when it was, is fixed once it is logged: its day rests on them."""

    date_hierarchy = "day"
    list_display = ("day", "owner", "routine", "evidence", "started_at", "is_deleted")
    list_display_links = ("day",)
    list_filter = ("evidence", ("deleted_at", admin.EmptyFieldListFilter), "routine")
    list_select_related = ("athlete__user", "routine")
    search_fields = ("athlete__user__email", "routine__name")
    autocomplete_fields = ("routine",)
    raw_id_fields = ("athlete",)
    show_full_result_count = False
    inlines = (SetInline, MorningInline)
    fieldsets = (
        (None, {"fields": ("id", "athlete", "owner", "routine", "evidence")}),
        (
            _("When"),
            {"fields": ("day", "started_at", "finished_at", "created_at", "updated_at", "deleted_at")},
        ),
        (_("How it went"), {"fields": ("effort", "pain_before", "pain_after", "notes")}),
    )

    @admin.display(description=_("athlete"), ordering="athlete__user__email")
    def owner(self, session: Session) -> str:
        return session.athlete.user.email

    @admin.display(description=_("deleted"), boolean=True, ordering="deleted_at")
    def is_deleted(self, session: Session) -> bool:
        return session.deleted_at is not None

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        always = ("id", "owner", "day", "created_at", "updated_at")
        return (*always, "athlete", "started_at") if obj else always

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
        else:
            obj.day = obj.started_at.astimezone(obj.athlete.tz).date()
        super().save_model(request, obj, form, change)


@admin.register(Set)
class SetAdmin(admin.ModelAdmin):
    date_hierarchy = "day"
    list_display = ("day", "exercise", "side", "reps", "seconds", "distance_m", "load_kg", "skipped")
    list_filter = ("side", "skipped")
    list_select_related = ("exercise",)
    search_fields = ("exercise__name", "exercise__slug", "athlete__user__email")
    autocomplete_fields = ("exercise",)
    raw_id_fields = ("session",)
    ordering = ("-day", "session", "position")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("id", "session", "athlete", "day", "position", "exercise", "side")}),
        (_("What was done"), {"fields": ("reps", "seconds", "distance_m", "load_kg", "pain", "skipped")}),
        (_("What was prescribed"), {"fields": ("prescribed",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        always = ("id", "athlete", "day", "prescribed")
        return (*always, "session") if obj else always

    def save_model(self, request: HttpRequest, obj: Set, form: Any, change: bool) -> None:
        obj.athlete_id, obj.day = obj.session.athlete_id, obj.session.day
        super().save_model(request, obj, form, change)
        Session.objects.filter(pk=obj.session_id).update(version=F("version") + 1)
