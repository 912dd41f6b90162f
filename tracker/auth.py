"""Signing in: users come with their athlete, in one query."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User


class AthleteBackend(AuthenticationBackend):
    """allauth's own backend; a request's user is read together with its athlete."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("athlete").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def display_name(user: User) -> str:
    """Return what the site calls a user: the e-mail address."""
    return user.email or user.username
