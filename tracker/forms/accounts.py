"""allauth's forms with the site's own labels, and without placeholders that only repeat them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.forms.fields import BrowserTimeZoneField

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
    """Also takes the browser's time zone, from a hidden field that a script fills in."""

    labels = {"email": _("Email address"), "password1": _("Password")}
    time_zone = BrowserTimeZoneField()

    def save(self, request: HttpRequest) -> User:
        """Make the user, the athlete and the address, or none of them."""
        with transaction.atomic():
            return super().save(request)


class AddEmailForm(PlainLabels, account_forms.AddEmailForm):
    """Asks for the address to change to. Until that is confirmed, the address on record stays as it is."""

    labels = {"email": _("New email address")}

    def clean_email(self) -> str:
        """Refuse another account's address here: once it is confirmed there would be two with one address."""
        email: str = super().clean_email()
        if filter_users_by_email(email):
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        """allauth's own would forget an address that was never confirmed, though one signs in with it."""
        waiting = EmailAddress.objects.filter(user=self.user, verified=False, primary=False)
        with transaction.atomic():
            waiting.exclude(email__iexact=self.user.email).delete()
            address = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, address)
        return address


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
