"""What athletes logged, in the admin, through real requests."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.factories import (
    AthleteFactory,
    ExerciseFactory,
    RoutineFactory,
    SessionFactory,
    SetFactory,
)
from tests.forms import values_of
from tests.page_queries import count_queries
from tracker.models import Athlete, Session, Set


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True, user__email="staff@example.org")
    client.force_login(person.user, backend="tracker.auth.AthleteBackend")
    return client


def url(model: type[models.Model] | models.Model, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", [Athlete, Session, Set])
def test_lists_and_forms_open(staff: Client, model: type[models.Model]) -> None:
    SetFactory.create_batch(2, session__routine=RoutineFactory())
    row = model.objects.last()
    for address in (
        url(model, "changelist"),
        url(model, "add"),
        url(model, "change", row.pk),
        url(model, "history", row.pk),
        url(model, "delete", row.pk),
    ):
        assert staff.get(address).status_code == 200


@pytest.mark.parametrize("model", [Athlete, Session, Set])
def test_lists_take_the_same_queries_however_long(staff: Client, model: type[models.Model]) -> None:
    for _ in range(2):
        SetFactory(session__routine=RoutineFactory())
    few = count_queries(staff, url(model, "changelist"))
    for _ in range(8):
        SetFactory(session__routine=RoutineFactory())
    assert count_queries(staff, url(model, "changelist")) == few <= 12


def test_a_sessions_page_takes_the_same_queries_for_many_sets(staff: Client) -> None:
    short, long = SessionFactory(), SessionFactory()
    SetFactory.create_batch(2, session=short)
    for _ in range(20):
        SetFactory(session=long)
    assert count_queries(staff, url(short, "change", short.pk)) == count_queries(
        staff, url(long, "change", long.pk)
    )


def test_notes_and_pain_stay_out_of_the_lists(staff: Client) -> None:
    session = SessionFactory(notes="a private word", pain_before=7, pain_after=8)
    SetFactory(session=session, pain=9)
    for model in (Athlete, Session, Set):
        page = staff.get(url(model, "changelist")).content.decode().lower()
        assert "private" not in page
        assert "pain" not in page
        assert "notes" not in page
    assert "a private word" in staff.get(url(session, "change", session.pk)).content.decode()


@pytest.mark.parametrize("model", [Athlete, Session, Set])
def test_search_finds_by_address(staff: Client, model: type[models.Model]) -> None:
    SetFactory()
    wanted = SetFactory(session__athlete__user__email="wanted@example.org")
    rows = staff.get(url(model, "changelist"), {"q": "wanted@"}).context["cl"].result_list
    owners = {getattr(row, "athlete_id", row.pk) for row in rows}
    assert owners == {wanted.athlete_id}


def test_a_session_made_here_gets_the_athletes_own_day(staff: Client) -> None:
    athlete = AthleteFactory(time_zone="Pacific/Auckland")
    values = values_of(staff.get(url(Session, "add")).content, "session_form")
    values.update(athlete=[str(athlete.pk)], started_at_0=["2026-11-02"], started_at_1=["20:00:00"])
    response = staff.post(url(Session, "add"), values)
    assert response.status_code == 302, response.context["errors"]
    session = Session.objects.get()
    # Staff are in Zurich: 20:00 there is 08:00 of the next day in Auckland.
    assert session.started_at == dt.datetime(2026, 11, 2, 19, tzinfo=dt.UTC)
    assert session.day == dt.date(2026, 11, 3)


def test_changing_a_session_counts_its_version_and_keeps_who_and_when(staff: Client) -> None:
    session = SessionFactory()
    address = url(session, "change", session.pk)
    values = values_of(staff.get(address).content, "session_form")
    assert not {"athlete", "started_at_0", "day"} & values.keys()
    response = staff.post(address, {**values, "effort": "4", "day": "2020-01-01"})
    assert response.status_code == 302, response.context["errors"]
    after = Session.objects.get(pk=session.pk)
    assert (after.effort, after.version, after.day) == (4, session.version + 1, session.day)


def test_a_set_takes_its_owner_and_day_from_its_session(staff: Client) -> None:
    session = SessionFactory()
    values = values_of(staff.get(url(Set, "add")).content, "set_form")
    values.update(
        session=[str(session.pk)],
        exercise=[str(ExerciseFactory().pk)],
        position=["1"],
        side=["left"],
        reps=["8"],
    )
    response = staff.post(url(Set, "add"), values)
    assert response.status_code == 302, response.context["errors"]
    one = Set.objects.get()
    assert (one.athlete_id, one.day) == (session.athlete_id, session.day)
    session.refresh_from_db()
    assert session.version == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pain": "11"}, "less than or equal to 10"),
        ({"reps": "100000"}, "less than or equal to 1000"),
        ({"seconds": "", "reps": ""}, "Say how much: reps, seconds or metres."),
    ],
)
def test_an_impossible_set_is_refused(staff: Client, changes: dict[str, str], message: str) -> None:
    one = SetFactory()
    address = url(one, "change", one.pk)
    values = values_of(staff.get(address).content, "set_form")
    response = staff.post(address, {**values, **changes})
    assert response.status_code == 200
    assert message in response.content.decode()


def test_deleting_an_athlete_says_how_much_goes_with_them(staff: Client) -> None:
    session = SessionFactory()
    SetFactory.create_batch(3, session=session)
    response = staff.get(url(session.athlete, "delete", session.athlete_id))
    assert dict(response.context["model_count"])["sets"] == 3
    assert staff.post(url(session.athlete, "delete", session.athlete_id), {"post": "yes"}).status_code == 302
    assert not Set.objects.exists()


def test_an_address_is_given_to_one_account_only(staff: Client) -> None:
    one, other = AthleteFactory().user, AthleteFactory(user__email="taken@example.org").user
    address = url(one, "change", one.pk)
    values = values_of(staff.get(address).content, "user_form")

    refused = staff.post(address, {**values, "email": "Taken@example.org"})
    assert refused.status_code == 200
    assert "Another account has this address." in refused.content.decode()
    assert staff.post(address, {**values, "email": "free@example.org"}).status_code == 302
    assert (
        staff.post(url(other, "change", other.pk), {**values, "username": "x", "email": ""}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("source", "term"),
    [(("tracker", "athlete", "user"), "wan\0ted"), (("tracker", "set", "exercise"), "wan\0ted")],
)
def test_autocompletion_takes_any_character(staff: Client, source: tuple[str, str, str], term: str) -> None:
    AthleteFactory(user__username="wanted")
    ExerciseFactory(name="Wanted")
    query = dict(zip(("app_label", "model_name", "field_name"), source, strict=True)) | {"term": term}

    response = staff.get(reverse("admin:autocomplete"), query)

    assert [one["text"].lower() for one in response.json()["results"]] == ["wanted"]
