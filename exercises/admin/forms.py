"""What staff are asked when they sign or bring back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from exercises.models import Version


class BringBackForm(forms.Form):
    """Why an old version is brought back."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=Version._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text=_("Kept with the version, for staff."),
    )


class SigningForm(BringBackForm):
    """Who signs a version, as readers are told."""

    role = forms.CharField(
        label=_("Your role"),
        max_length=Version._meta.get_field("reviewer_role").max_length,
        widget=AdminTextInputWidget(attrs={"class": "vTextField", "autocomplete": "organization-title"}),
        help_text=_("As it will stand on the page, with the date: “physiotherapist”."),
    )
    field_order = ("role", "reason")


class PublishForm(SigningForm):
    """What is published: just what the reviewer has in view."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


def initial_role(form_class: type[forms.Form], role: str) -> dict[str, Any]:
    return {"role": role} if "role" in form_class.base_fields else {}
