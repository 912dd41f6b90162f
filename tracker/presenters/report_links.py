"""The links to a person's report, and the address of a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from tracker.models import ReportLink
from tracker.presenters.period import DEFAULT_PERIOD

ADDRESS = "address"
"""Marks the message that carries a new address: the page shows it as a field to copy from."""

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link as its owner sees it; `hidden` counts the openings before those that are named."""

    pk: UUID
    name: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    is_open: bool
    openings: tuple[datetime, ...]
    opened_in_all: int

    @property
    def hidden(self) -> int:
        return self.opened_in_all - len(self.openings)


def address_of(token: str, period: str) -> str:
    """Return the full address that a token has; one without a period shows the usual one."""
    query = "" if period == DEFAULT_PERIOD else f"?period={period}"
    return settings.SITE_URL + reverse("tracker:share", args=[token]) + query


def links_shown(links: Iterable[ReportLink], now: datetime) -> tuple[LinkShown, ...]:
    """Return links read `with_openings()`: those that work first, each half with the newest first."""
    shown = [_shown(link, now) for link in links]
    return tuple(sorted(shown, key=lambda link: not link.is_open))


def _shown(link: ReportLink, now: datetime) -> LinkShown:
    read = vars(link)
    return LinkShown(
        pk=link.pk,
        name=link.name,
        made_at=link.created_at,
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        is_open=link.is_open(now),
        openings=tuple(sorted(map(_moment, read["opened_last"] or ()), reverse=True)),
        opened_in_all=read["opened_in_all"],
    )


def _moment(text: str) -> datetime:
    """Return a moment out of JSON; SQLite leaves away that it is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
