"""Accounts and athletes, for support."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CountingDeletionAdmin
from tracker.admin.plan import EnrolmentInline, PlanChangeInline
from tracker.models import Athlete


class PersonForm(UserChangeForm):
    """Says what the database would refuse: Django's own model does not know that addresses are unique."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account has this address."), code="unique")
        return email


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm


@admin.register(Athlete)
class AthleteAdmin(CountingDeletionAdmin):
    list_display = ("user", "user__email", "time_zone", "sessions_a_week", "user__date_joined")
    list_filter = ("sessions_a_week",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__username", "time_zone")
    autocomplete_fields = ("user",)
    ordering = ("-user__date_joined",)
    inlines = (EnrolmentInline, PlanChangeInline)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("user",) if obj else ()
