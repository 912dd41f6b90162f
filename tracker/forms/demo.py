"""Trying the site without an account, and keeping what came of it."""

from __future__ import annotations

from allauth.account import forms as account_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.accounts import PlainLabels
from tracker.forms.fields import BrowserTimeZoneField


class DemoForm(forms.Form):
    """The button that begins a demo: nothing in it can be wrong."""

    time_zone = BrowserTimeZoneField()


class KeepDemoForm(PlainLabels, account_forms.SignupForm):
    """Asks for what signing up asks for, by the same rules, and what becomes of the made-up half year."""

    labels = {"email": _("Email address"), "password1": _("Password")}
    field_order = ["email", "password1", "keep_history"]
    keep_history = forms.BooleanField(
        label=_("Keep the made-up history"),
        help_text=_("Its sessions then count in your progress as if they were your own."),
        required=False,
    )
