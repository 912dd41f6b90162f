"""Links to a person's report: made, revoked, and opened by whoever holds one."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.domain.tokens import TOKEN_BYTES, digest_of, is_like_a_token
from tracker.models import Athlete, ReportLink, ReportOpening
from tracker.models.report_reading import report_parts
from tracker.services.find_person import find_person
from tracker.services.hold_plan import hold_plan

MOST_OPEN = 20
"""A product default: how many links of one person may be open at a time."""

PAUSES_BACK = timedelta(weeks=54)
"""The row of weeks that is told looks back a year."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A report that a link leads to: whose, and the name that the person chose for it."""

    person: User
    name: str
    expires_at: datetime


@transaction.atomic
def make_link(*, user: User, name: str, days: int, now: datetime) -> str:
    """Return the token of a new link that works for so many days. It is told this once: its digest is kept.

    Raises ValidationError where too many are open.
    """
    athlete = hold_plan(user)
    if ReportLink.objects.for_athlete(user).open_at(now).count() >= MOST_OPEN:
        raise ValidationError(
            _("You have %(count)s open links. Revoke one first."),
            code="too_many",
            params={"count": MOST_OPEN},
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ReportLink(
        athlete=athlete, token_digest=digest_of(token), name=name, expires_at=now + timedelta(days=days)
    )
    link.full_clean()
    link.save()
    return token


def revoke_link(*, link: ReportLink, now: datetime) -> None:
    """Have the link lead nowhere from now on; one that was revoked before keeps its moment."""
    ReportLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)


def own_report(user: User, *, since: date) -> User:
    """Return the user with what `report_parts` gathers from the day `since` on."""
    return find_person(Q(pk=user.pk), **_parts(since)) or user


def open_report(token: str, *, viewer: Any, is_looked_at: bool, since: date, now: datetime) -> Shared | None:
    """Return what the token opens, and record that it was opened; None where it opens nothing.

    A token is looked up by its digest, so the time of the answer tells nothing about those that there are.
    The owner's own look is no opening, and neither is a request that shows nothing (`is_looked_at`).
    """
    # The database is asked for nothing that cannot be a token.
    if not is_like_a_token(token):
        return None
    link = "athlete__report_links"
    is_open = Q(
        **{
            f"{link}__token_digest": digest_of(token),
            f"{link}__revoked_at": None,
            f"{link}__expires_at__gt": now,
            "is_active": True,
        }
    )
    told = {name: F(f"{link}__{name}") for name in ("id", "name", "expires_at")}
    person = find_person(is_open, **{f"link_{name}": value for name, value in told.items()}, **_parts(since))
    if person is None or Athlete.of(person).is_over(now):
        return None
    found = vars(person)
    if is_looked_at and viewer.pk != person.pk:
        record_opening(link=found["link_id"], now=now)
    return Shared(person, found["link_name"], found["link_expires_at"])


def record_opening(*, link: uuid.UUID, now: datetime) -> None:
    ReportOpening.objects.create(link_id=link, opened_at=now)


def _parts(since: date) -> dict[str, Any]:
    return report_parts(since, pauses_since=since - PAUSES_BACK)
