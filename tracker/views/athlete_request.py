"""The request of a page behind the sign-in."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest


class AthleteRequest(HttpRequest):
    """A request whose user is known: LoginRequiredMiddleware or `keeps_typed_work` turned the others away."""

    user: User
