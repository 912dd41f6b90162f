"""What athletes measured, in the admin: to read, and to go with its account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AthleteFactory, MeasurementFactory, SelfTestFactory
from tracker.models import Measurement, SelfTest

pytestmark = pytest.mark.django_db
FACTORIES = {Measurement: MeasurementFactory, SelfTest: SelfTestFactory}


@pytest.fixture
def staff(client: Client) -> Client:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True)
    client.force_login(person.user, backend="tracker.auth.AthleteBackend")
    return client


def url(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", FACTORIES)
def test_rows_can_be_read_and_not_written(model: type[models.Model], staff: Client) -> None:
    row = FACTORIES[model](notes="a private word")
    page = staff.get(url(model, "changelist")).content.decode()
    assert row.athlete.user.email in page
    assert "private" not in page
    assert "a private word" in staff.get(url(model, "change", row.pk)).content.decode()
    assert staff.get(url(model, "add")).status_code == 403
    assert staff.post(url(model, "change", row.pk), {"notes": "Changed."}).status_code == 403


@pytest.mark.parametrize("model", FACTORIES)
def test_the_list_takes_the_same_queries_however_long(model: type[models.Model], staff: Client) -> None:
    counts = []
    for count in (2, 10):
        FACTORIES[model].create_batch(count)
        with CaptureQueriesContext(connection) as queries:
            staff.get(url(model, "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_account_goes_with_what_was_measured(staff: Client) -> None:
    user = MeasurementFactory().athlete.user
    SelfTestFactory(athlete=user.athlete)
    assert staff.post(url(User, "delete", user.pk), {"post": "yes"}).status_code == 302
    assert not Measurement.objects.exists()
    assert not SelfTest.objects.exists()
