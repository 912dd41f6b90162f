"""Pain above 5 in a session has the screening asked anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Routine, Screening
from tests.tracker.sheets import NEW, open_sheet
from tracker.models import Athlete, Session

pytestmark = pytest.mark.django_db


def is_asked_again(athlete: Athlete) -> bool:
    current = Screening.objects.for_user(athlete.user).current().get()
    return current.is_asked_again(timezone.now())


@pytest.mark.parametrize("field", ["pain_before", "pain_after", "sets-0-pain"])
@pytest.mark.parametrize(("pain", "asked"), [("5", False), ("6", True), ("10", True)])
def test_pain_above_five_asks_again(
    signed_in: Client, athlete: Athlete, routine: Routine, field: str, pain: str, asked: bool
) -> None:
    sheet = open_sheet(signed_in, "?routine=two")
    assert signed_in.post(NEW, {**sheet, field: pain}).status_code == 302
    assert is_asked_again(athlete) == asked


def test_what_was_long_ago_does_not(signed_in: Client, athlete: Athlete, routine: Routine) -> None:
    long_ago = timezone.localtime(timezone.now() - dt.timedelta(days=91)).strftime("%Y-%m-%dT%H:%M")
    sheet = open_sheet(signed_in, "?routine=two")
    signed_in.post(NEW, {**sheet, "started_at": long_ago, "pain_after": "9"})
    assert Session.objects.exists()
    assert not is_asked_again(athlete)


def test_pain_that_is_added_later_counts_too(signed_in: Client, athlete: Athlete, logged: Session) -> None:
    path = f"/sessions/{logged.pk}/edit/"
    sheet = open_sheet(signed_in, path=path)
    signed_in.post(path, {**sheet, "notes": "Fine."})
    assert not is_asked_again(athlete)
    sheet = open_sheet(signed_in, path=path)
    signed_in.post(path, {**sheet, "pain_after": "7"})
    assert is_asked_again(athlete)
