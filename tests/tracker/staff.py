"""Members of staff, by what they may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.test import Client

from tests.factories import AthleteFactory

EDITORS, REVIEWERS = "Catalogue editors", "Clinical reviewers"


def member(*groups: str, **values: object) -> User:
    """Return a member of staff in these groups."""
    user: User = AthleteFactory(**{f"user__{name}": value for name, value in values.items()}).user
    user.is_staff = True
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    return client


def everyone() -> dict[str, Client]:
    """A browser for each kind of person that may come to a staff's page."""
    return {
        "nobody": Client(),
        "athlete": browser_of(AthleteFactory().user),
        "staff": browser_of(member()),
        "editor": browser_of(member(EDITORS)),
        "reviewer": browser_of(member(REVIEWERS)),
        "superuser": browser_of(member(is_superuser=True)),
    }
