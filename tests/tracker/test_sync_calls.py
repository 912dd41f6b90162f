"""Who may call /sessions/sync/, how much one call may bring, and in which language it answers."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.models import Exercise
from tests import pseudo_locale
from tests.factories import AthleteFactory, ExerciseFactory, SetFactory
from tests.tracker.synced import SYNC, a_session, a_set, at, post, sync
from tracker.models import Athlete, Session, Set


@pytest.fixture
def exercise(db: None) -> Exercise:
    return ExerciseFactory(slug="stretch")


def test_501_sets_are_too_many_and_the_body_has_a_limit(signed_in: Client, exercise: Exercise) -> None:
    sets = [a_set("stretch", n) for n in range(501)]
    assert post(signed_in, {"session": a_session(), "sets": sets}).status_code == 413
    huge = {"session": a_session(notes="n" * 1_100_000), "sets": sets[:1]}
    assert post(signed_in, huge).status_code == 413
    assert not Session.objects.exists()


def test_who_is_signed_in(client: Client, athlete: Athlete, exercise: Exercise) -> None:
    call = {"session": a_session(), "sets": [a_set("stretch")]}
    assert client.get(SYNC).status_code == post(client, call).status_code == 401
    client.force_login(athlete.user)
    answer = client.get(SYNC)
    assert answer.json().keys() == {"user", "answers", "csrf"}
    assert answer.json()["user"] == athlete.pk
    assert "no-store" in answer["Cache-Control"]
    assert post(client, call | {"user": AthleteFactory().pk}).status_code == 409
    assert not Session.objects.exists()
    assert post(client, call | {"user": athlete.pk}).status_code == 200


def test_a_fresh_token_is_needed_and_will_do(athlete: Athlete, exercise: Exercise) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(athlete.user)
    call = {"session": a_session(), "sets": [a_set("stretch")]}
    assert post(client, call).status_code == 403
    token = client.get(SYNC).json()["csrf"]
    response = client.post(SYNC, call, "application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 200
    assert Set.objects.count() == 1


def test_every_reason_can_be_translated(
    signed_in: Client, athlete: Athlete, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, one = a_session(effort=1, finished_at=at(-1), routine="no-such"), a_set("stretch", 1)
    sync(signed_in, session, one)
    pseudo_locale.speak(monkeypatch)
    elsewhere = SetFactory()
    calls = [
        {"session": session | {"effort": 2}, "sets": [one | {"seconds": 5}, a_set("stretch", 1)]},
        {"session": session, "sets": [a_set("stretch", 2, id=str(elsewhere.pk)), a_set("no-such", 3), None]},
        {"session": a_session(id=str(elsewhere.session_id)), "sets": [a_set("stretch", reps="5", side=None)]},
        {
            "session": a_session(started_at="soon", effort=11),
            "sets": [a_set("stretch"), a_set("stretch", -1)],
        },
        {"session": a_session(), "sets": []},
    ]
    for call in calls:
        rejected = post(signed_in, call).json()["rejected"]
        errors = [one["errors"] for one in rejected]
        lists = [part for one in errors for part in ([one] if isinstance(one, list) else one.values())]
        texts = [text for part in lists for text in part]
        assert texts
        assert pseudo_locale.forgotten_in_text(texts) == []
    for body in (
        b"",
        b"{",
        b"{}",
        {"session": {}, "sets": [None] * 501},
        {"session": {}, "sets": [], "user": 0},
    ):
        assert pseudo_locale.forgotten_in_text(post(signed_in, body).json()["errors"]) == []


def test_a_superuser_without_an_athlete_may_sync_too(admin_client: Client, exercise: Exercise) -> None:
    assert sync(admin_client, a_session(), a_set("stretch")).rejected == {}
