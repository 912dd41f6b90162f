"""Housekeeping: what has expired goes, all of it and nothing else; after that nothing is left."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from hipmobility import housekeeping
from hipmobility.housekeeping import keep_house
from tests.factories import AthleteFactory
from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, ReportLink, ReportOpening
from tracker.models.imported import UPLOAD_HOURS, Upload
from tracker.models.sharing import ENDED_DAYS

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
SOON = dt.timedelta(seconds=1)


@pytest.mark.django_db
def test_expired_sign_ins_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    for number in range(5):
        Session.objects.create(session_key=f"old-{number}", expire_date=NOW - SOON)
    Session.objects.create(session_key="new", expire_date=NOW + SOON)

    assert list(keep_house(now=NOW)) == [("expired sign-ins", 5)]

    assert Session.objects.get().session_key == "new"
    assert list(keep_house(now=NOW)) == []


@pytest.mark.django_db
def test_traces_of_ended_sign_ins_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    user = AthleteFactory().user
    for number in range(5):
        UserSession.objects.create(user=user, session_key=f"gone-{number}", ip="192.0.2.7")
    Session.objects.create(session_key="here", expire_date=NOW + SOON)
    kept = UserSession.objects.create(user=user, session_key="here", ip="192.0.2.7")

    assert list(keep_house(now=NOW)) == [("traces of ended sign-ins", 5)]

    assert UserSession.objects.get() == kept


@pytest.mark.django_db
def test_demo_people_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "PEOPLE_AT_ONCE", 2)
    for _number in range(3):
        AthleteFactory(demo_until=NOW - SOON)
    kept = {AthleteFactory(demo_until=NOW + SOON), AthleteFactory()}

    assert list(keep_house(now=NOW)) == [("demo people", 3)]

    assert set(Athlete.objects.all()) == kept


@pytest.mark.django_db
def test_files_that_waited_too_long_go() -> None:
    for age in (dt.timedelta(hours=UPLOAD_HOURS), dt.timedelta(hours=UPLOAD_HOURS) - SOON):
        Upload.objects.create(
            athlete=AthleteFactory(), source=ImportSource.HEVY, content=b"rows", made_at=NOW - age
        )

    assert list(keep_house(now=NOW)) == [("uploaded files", 1)]

    assert Upload.objects.get().made_at > NOW - dt.timedelta(hours=UPLOAD_HOURS)


def link(ended: dt.timedelta, *, is_revoked: bool) -> ReportLink:
    """Return a link that ended so long ago, and was opened once."""
    made = ReportLink.objects.create(
        athlete=AthleteFactory(),
        token_digest=f"{ended.total_seconds()}{is_revoked}",
        expires_at=timezone.now() + dt.timedelta(days=365),
    )
    moment = NOW - ended
    changes = {"revoked_at": moment} if is_revoked else {"expires_at": moment}
    ReportLink.objects.filter(pk=made.pk).update(created_at=NOW - 2 * ended, **changes)
    ReportOpening.objects.create(link=made, opened_at=moment)
    return made


@pytest.mark.django_db
def test_links_that_ended_long_ago_go_with_their_openings() -> None:
    long_ago = dt.timedelta(days=ENDED_DAYS)
    for is_revoked in (True, False):
        link(long_ago, is_revoked=is_revoked)
    kept = {link(long_ago - SOON, is_revoked=is_revoked) for is_revoked in (True, False)}

    assert list(keep_house(now=NOW)) == [("ended links to reports", 2)]

    assert set(ReportLink.objects.all()) == kept
    assert {opening.link for opening in ReportOpening.objects.all()} == kept


@pytest.mark.django_db
def test_counts_of_attempts_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "AT_ONCE", 2)
    now = timezone.now()
    for number in range(5):
        cache.set(f"old-{number}", 1, timeout=60)
    cache.set("new", 1, timeout=600)

    assert list(keep_house(now=now + dt.timedelta(seconds=120))) == [("counts of attempts", 5)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        assert cursor.fetchall() == [(":1:new",)]


@pytest.mark.django_db
def test_a_redis_keeps_its_own_house(settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://x"}
    }
    assert list(keep_house(now=NOW)) == []


@pytest.mark.django_db
def test_the_command_says_what_it_removed(capsys: pytest.CaptureFixture[str]) -> None:
    AthleteFactory(demo_until=timezone.now() - SOON)
    call_command("housekeeping")
    call_command("housekeeping")
    assert capsys.readouterr().out == "Removed: 1 demo people.\n"
