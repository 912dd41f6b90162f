"""Demo people whose time is over go with all that is theirs, and nobody else does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from tests.factories import AthleteFactory, MorningFactory, SetFactory
from tracker.models import Athlete
from tracker.services.clear_demos import clear_demos
from tracker.services.make_demo import LASTS, make_demo

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def rows() -> dict[str, int]:
    models = [*apps.get_app_config("tracker").get_models(), apps.get_model("exercises.Screening"), User]
    return {one.__name__: one._base_manager.count() for one in models}


def test_all_that_is_theirs_goes_and_nothing_else(catalogue: None) -> None:
    mine = SetFactory()
    MorningFactory(session=mine.session)
    before = rows()
    make_demo(time_zone="UTC", now=NOW)
    assert rows()["Set"] > 600

    assert clear_demos(now=NOW + LASTS - dt.timedelta(seconds=1)) == 0
    assert clear_demos(now=NOW + LASTS) == 1

    assert rows() == before


@pytest.mark.django_db
def test_the_oldest_go_first_and_no_more_than_asked() -> None:
    people = [AthleteFactory(demo_until=NOW - dt.timedelta(hours=hours)) for hours in range(4)]

    assert clear_demos(now=NOW, at_most=3) == 3

    assert Athlete.objects.get() == people[0]
