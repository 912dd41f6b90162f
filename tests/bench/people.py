"""The people with short and long histories who open the pages, and the data that they are found in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test import Client

from exercises.models import Programme
from tests.factories import AthleteFactory
from tests.histories import build_history, build_measurements, build_mornings
from tests.served_site import free_port
from tracker.models import Athlete, Session
from tracker.services.enrol import enrol

HISTORIES = {"1,000": 1_000, "100,000": 100_000}
"""Sets."""
SHORT, LONG = HISTORIES
MONTH, DECADE = "1 month", "10 years"
LIVES = {MONTH: (30, 5), DECADE: (3_650, 500)}
"""Sessions, one a day, and measurements, one a week: what pages of progress are compared for."""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in, and their last session."""

    cookies: dict[str, str]
    session: str


def make_people() -> dict[str, Person]:
    """Make a person for each history and each life, all of whom follow a programme from today on."""
    people = {}
    for name, sets in HISTORIES.items():
        athlete = AthleteFactory()
        build_history(athlete, sets=sets, until=_follow_plan(athlete) - timedelta(days=1))
        people[name] = _signed_in(athlete)
    for name, (sessions, measurements) in LIVES.items():
        athlete = AthleteFactory()
        yesterday = _follow_plan(athlete) - timedelta(days=1)
        build_history(athlete, sets=1_000_000, sessions_daily=sessions, until=yesterday)
        build_mornings(athlete)
        build_measurements(athlete, number=measurements, until=yesterday)
        people[name] = _signed_in(athlete)
    return people


@contextmanager
def copied_data() -> Iterator[dict[str, str]]:
    """Copy the data that this process has made so far, and return the variables of a site with the copy."""
    connection.close()
    with tempfile.TemporaryDirectory(prefix="hipmobility-") as folder:
        shutil.copytree(os.environ["DATA_DIR"], folder, dirs_exist_ok=True)
        yield os.environ | {"DATA_DIR": folder, "PORT": str(free_port())}


def _follow_plan(athlete: Athlete) -> date:
    """Have the athlete follow a programme from today on; return today."""
    today = datetime.now(UTC).date()
    enrol(user=athlete.user, programme=Programme.objects.get(slug="hip-mobility"), today=today)
    return today


def _signed_in(athlete: Athlete) -> Person:
    client = Client()
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "b" * 32}
    return Person(cookies, str(Session.objects.for_athlete(athlete.user).newest_first()[0].pk))
