"""What sign-up asks beyond allauth's e-mail and password."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from tracker.models.athlete import DEFAULT_TIME_ZONE, validate_time_zone
from tracker.services.create_athlete import create_athlete


class SignupForm(forms.Form):
    """Takes the browser's time zone from a hidden field that a script fills in."""

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_time_zone(self) -> str:
        """Fall back to UTC: nobody typed this value, so nobody can mend it here."""
        name = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(name)
        except forms.ValidationError:
            return DEFAULT_TIME_ZONE
        return str(name)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user exists."""
        create_athlete(user=user, time_zone=self.cleaned_data["time_zone"])
