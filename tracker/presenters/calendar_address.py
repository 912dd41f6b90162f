"""The address of a person's calendar feed, for the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from tracker.models import Athlete
from tracker.services.share_calendar import feed_token


@dataclass(frozen=True, slots=True)
class CalendarAddress:
    """Where the feed is: to copy, and as a link that calendars of phones and computers open.

    Both are empty for an address that is in use and cannot be shown any more.
    """

    url: str = ""
    webcal: str = ""


def calendar_address(athlete: Athlete) -> CalendarAddress | None:
    """Return the address of an athlete's feed, or None while there is none."""
    if not athlete.calendar_digest:
        return None
    token = feed_token(athlete)
    if token is None:
        return CalendarAddress()
    url = settings.SITE_URL + reverse("tracker:calendar-feed", args=[token])
    _scheme, _colon, rest = url.partition(":")
    return CalendarAddress(url, f"webcal:{rest}")
