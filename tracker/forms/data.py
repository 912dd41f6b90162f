"""The file that somebody brings back."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tracker.services.open_archive import MAX_UPLOAD, MB


class ArchiveForm(forms.Form):
    """An export of this site; what it holds is looked at afterwards."""

    file = forms.FileField(
        label=_("Your export"),
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        help_text=format_lazy(
            _("The .zip file, or the hip-mobility.json in it. At most {most} MB."), most=MAX_UPLOAD // MB
        ),
        error_messages={
            "required": _("Choose a file first."),
            "invalid": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("The file is empty."),
        },
    )
