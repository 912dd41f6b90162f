"""What athletes measured, for support, to read. Notes and pain stay out of the lists."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CountingDeletionAdmin
from tracker.models import Measurement, SelfTest


class TakenAdmin(CountingDeletionAdmin):
    """Read only: the owner corrects what is wrong, on a page that checks it.

    Deleting stays open to staff who may: an account goes with all that is its own.
    """

    date_hierarchy = "taken_on"
    list_display_links = ("taken_on",)
    list_select_related = ("athlete__user",)
    search_fields = ("athlete__user__email",)
    show_full_result_count = False

    @admin.display(description=_("athlete"), ordering="athlete__user__email")
    def owner(self, row: Measurement | SelfTest) -> str:
        return row.athlete.user.email

    @admin.display(description=_("deleted"), boolean=True, ordering="deleted_at")
    def is_deleted(self, row: Measurement | SelfTest) -> bool:
        return row.deleted_at is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Measurement)
class MeasurementAdmin(TakenAdmin):
    list_display = ("taken_on", "owner", "motion", "position", "instrument", "is_deleted")
    list_filter = ("motion", "position", "instrument", ("deleted_at", admin.EmptyFieldListFilter))


@admin.register(SelfTest)
class SelfTestAdmin(TakenAdmin):
    list_display = ("taken_on", "owner", "kind", "is_deleted")
    list_filter = ("kind", ("deleted_at", admin.EmptyFieldListFilter))
