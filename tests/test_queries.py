"""What every page costs: at most eight queries, and the same with a long history as with a short one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Exercise, Routine
from tests.routes import own_routes
from tests.screenings import screen
from tests.test_every_url import VERDICTS
from tests.world import World, make_world
from tracker.models import Athlete, Session, Set

MOST = 8

QUERIES_OF_ADDRESSES = {
    "exercises:exercise-list": ("?q=hip&level=1", "?q=hpi", "?q=nothing+at+all", "?page=2"),
    "tracker:session-create": ("?routine={routine}", "?exercise={exercise}", "?record={exercise}"),
    "tracker:session-list": ("?day={day}", "?deleted={session}"),
    "tracker:session-detail": ("?deleted={session}",),
    "tracker:measurement-list": ("?saved={measurement}", "?before={measurement}"),
    "tracker:test-create": ("?kind=faber", "?kind=own-activity"),
    "tracker:progress": ("?period=4-weeks", "?period=1-year", "?period=all"),
    "tracker:exercise-progress": ("?period=4-weeks", "?period=1-year", "?period=all"),
}
"""What a page is asked besides its bare address."""

FILES = frozenset({"tracker:data-export"})
"""Not pages: all that a person owns, in portions (tests/tracker/test_export_archive.py)."""

SHIPPED = {
    "exercises:exercise-detail": "half-kneeling-flexor-stretch",
    "exercises:routine-detail": "extended-hip-routine",
    "exercises:programme-detail": "beginner",
    "exercises:guide-detail": "what-limits-it",
    "tracker:exercise-progress": "half-kneeling-flexor-stretch",
    "tracker:exercise-progress-csv": "half-kneeling-flexor-stretch",
}


def pages(world: World) -> list[str]:
    """Return every address that shows a page, with the catalogue's own content where there is any."""
    session = world.owner.sessions.get()
    values = {
        "routine": "extended-hip-routine",
        "exercise": "supine-figure-4",
        "day": session.day,
        "session": session.pk,
        "measurement": world.owner.measurements.get().pk,
    }
    found = []
    for route in own_routes():
        if VERDICTS[route.name].owner.get != "200" or route.name in FILES:
            continue
        own = world.values.get(route.name, {})
        path = route.path(own | {"slug": SHIPPED[route.name]}) if route.name in SHIPPED else world.path(route)
        found += [path + more.format(**values) for more in ("", *QUERIES_OF_ADDRESSES.get(route.name, ()))]
    # Not a page but with what it asks for.
    return [*found, "/today/swap/?routine=extended-hip-routine&exercise=supine-figure-4"]


def log_sessions(athlete: Athlete, count: int) -> None:
    """Give the athlete that many sessions of a routine, one a day up to today, with sets left and right."""
    routine = Routine.objects.get(slug="extended-hip-routine")
    exercises = Exercise.objects.filter(routine_items__routine=routine).distinct()
    sessions = []
    for number in range(count):
        start = timezone.now() - dt.timedelta(days=number)
        one = Session(athlete=athlete, routine=routine, started_at=start, day=start.date())
        one.pain_before = one.pain_after = number % 5
        sessions.append(one)
    Session.objects.bulk_create(sessions)
    Set.objects.bulk_create(
        Set(
            session=one,
            athlete=athlete,
            day=one.day,
            exercise=exercise,
            position=place,
            side=side,
            seconds=30,
        )
        for one in sessions
        for place, (exercise, side) in enumerate(
            [(which, side) for which in exercises for side in ("left", "right")]
        )
    )


def queries_of(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        # A door that a red flag keeps shut leads to the page that says why.
        assert client.get(path).status_code in {200, 302}, path
    return [one["sql"] for one in captured.captured_queries]


@pytest.mark.parametrize(
    "answers",
    [{}, {"knee_problem": "yes", "hip_replacement_posterior": "cleared"}, {"red_flag_fever": "yes"}],
    ids=["everything fits", "much is held or avoided", "a red flag"],
)
def test_every_page_asks_little_and_no_more_of_a_long_history(
    catalogue: None, client: Client, answers: dict[str, str]
) -> None:
    world = make_world()
    screen(world.owner.user, **answers)
    client.force_login(world.owner.user)
    paths = pages(world)
    log_sessions(world.owner, 10)
    for path in paths:
        client.get(path)  # what a process reads once and keeps is no page's cost
    few = {path: queries_of(client, path) for path in paths}
    assert {path: queries for path, queries in few.items() if len(queries) > MOST} == {}
    log_sessions(world.owner, 990)
    many = {path: len(queries_of(client, path)) for path in paths}
    # Fewer may be: what an exercise's page asks about its beginning, it asks only in the time that it shows.
    assert {path: count for path, count in many.items() if count > len(few[path])} == {}
