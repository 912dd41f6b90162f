"""What people follow and changed about their plans, and their mornings after: to read, for support."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from tracker.models import Enrolment, Morning, PlanChange


class ReadingInline(admin.TabularInline):
    """Rows that only their person writes."""

    extra = 0
    can_delete = False
    related: ClassVar[tuple[str, ...]] = ()
    """What its rows name, read together with them."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[models.Model]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


class EnrolmentInline(ReadingInline):
    model = Enrolment
    fields = ("programme", "routine", "started_on", "ended_on")
    related = ("programme", "routine")


class PlanChangeInline(ReadingInline):
    """The latest first; somebody who changes every day has many."""

    model = PlanChange
    fields = ("kind", "first_day", "last_day", "routine", "exercise", "instead")
    related = ("routine", "exercise", "instead")
    ordering = ("-first_day", "pk")


class MorningInline(ReadingInline):
    model = Morning
    fields = ("pain", "answered_at")
    fk_name = "session"
