"""The one question before an account is deleted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DeleteAccountForm(forms.Form):
    """Nothing brings an account back, so here alone a deed is confirmed beforehand."""

    is_sure = forms.BooleanField(
        label=_("I know that nobody can bring it back."),
        error_messages={"required": _("Tick this first, if you want your account deleted.")},
    )
