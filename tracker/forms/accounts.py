"""allauth's forms with the site's own labels, and without placeholders that only repeat them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD_HELP = _(
    "At least 8 characters, not digits alone, and none that many people use or that resembles your address."
)


class PlainLabels:
    """Mixed in before one of allauth's forms; `labels` goes by field name."""

    labels: dict[str, Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name == "password1":
                field.help_text = NEW_PASSWORD_HELP


class LoginForm(PlainLabels, account_forms.LoginForm):
    labels = {"login": _("Email address"), "password": _("Password")}


class SignupForm(PlainLabels, account_forms.SignupForm):
    labels = {"email": _("Email address"), "password1": _("Password")}


class AddEmailForm(PlainLabels, account_forms.AddEmailForm):
    labels = {"email": _("New email address")}


class ChangePasswordForm(PlainLabels, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class SetPasswordForm(PlainLabels, account_forms.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("Password, once more")}


class ResetPasswordForm(PlainLabels, account_forms.ResetPasswordForm):
    labels = {"email": _("Email address")}


class ResetPasswordKeyForm(PlainLabels, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class ReauthenticateForm(PlainLabels, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}
