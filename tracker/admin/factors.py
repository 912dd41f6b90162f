"""Second factors, for support: a lost one can be taken away, and nothing of it is shown."""

from __future__ import annotations

import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 - both are registered first, to be taken back
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

admin.site.unregister(Authenticator)
# Where people sign in from is shown to themselves alone.
admin.site.unregister(UserSession)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__username")
    fields = list_display
    readonly_fields = list_display
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
