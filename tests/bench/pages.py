"""The main pages, and the people with short and long histories who open them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

from django.test import Client

from exercises.models import Programme
from tests.bench.crowd import make_crowd
from tests.bench.deeds import (
    SETS_POSTED,
    changes_of_a_set,
    deletions_of_a_set,
    deletions_of_a_set_in_form,
    save_session,
)
from tests.bench.measuring import Answer, Browser, Cost, measure
from tests.factories import AthleteFactory
from tests.histories import build_history, build_measurements, build_mornings
from tests.served_site import ServedSite
from tracker.models import Athlete, Session
from tracker.services.enrol import enrol

HISTORIES = (1_000, 100_000)
CROWD = 10
"""So many others have a history like the longest one: a million sets together."""
BESIDE_CROWD = "1,000, beside 1,000,000 of others"
EXERCISE = "half-kneeling-flexor-stretch"
OPEN_PAGES = {
    "Landing": "/",
    "Catalogue": "/exercises/",
    "Exercise": f"/exercises/{EXERCISE}/",
}
OWN_PAGES = {
    "Catalogue": "/exercises/",
    "Exercise": f"/exercises/{EXERCISE}/",
    "Today": "/today/",
    "Plan": "/plan/",
    "Player": f"/sessions/{uuid.UUID(int=1)}/play/?routine=hip-mobility-routine",
    "Log form": "/sessions/new/?routine=hip-mobility-routine",
    "History": "/sessions/",
    "Session": "/sessions/{session}/",
    "Progress": "/progress/",
    "Progress of an exercise": f"/progress/exercises/{EXERCISE}/",
}

PERIODS = ("4-weeks", "3-months", "1-year", "all")
PROGRESS_PAGES = {
    f"{page}, {period}": f"{path}?period={period}"
    for page, path in (
        ("Progress", "/progress/"),
        ("Progress of an exercise", f"/progress/exercises/{EXERCISE}/"),
    )
    for period in PERIODS
}
MONTH, DECADE = "1 month", "10 years"
LIVES = {MONTH: (30, 5), DECADE: (3_650, 500)}
"""Sessions, one a day, and measurements, one a week: what pages of progress are compared for."""

Row = tuple[str, str, Cost]


def costs(site: ServedSite) -> list[Row]:
    """Return the cost of a bare view, then that of each page for each length of history."""
    stranger = Browser(site.url, {})
    rows = [("Bare view", "", measure(site.pid, stranger, stranger.send_bare, 200))]
    rows += _open_pages(site, stranger)
    for sets in HISTORIES:
        rows += _own_pages(site, f"{sets:,}", *_person_with_history(site, sets))
    make_crowd(CROWD)
    rows += _own_pages(site, BESIDE_CROWD, *_person_with_history(site, HISTORIES[0]))
    for life in LIVES:
        rows += _progress_pages(site, life)
    order = {page: place for place, page in enumerate(dict.fromkeys(page for page, *_rest in rows))}
    return sorted(rows, key=lambda row: order[row[0]])


def _open_pages(site: ServedSite, browser: Browser) -> Iterator[Row]:
    for page, path in OPEN_PAGES.items():
        yield from _first_and_again(site, page, "signed out", browser, path)


def _own_pages(site: ServedSite, sets: str, browser: Browser, session: str) -> Iterator[Row]:
    for page, path in OWN_PAGES.items():
        yield from _first_and_again(site, page, sets, browser, path.format(session=session))
    for deed, (send, expected) in {
        f"Saving a session of {SETS_POSTED} sets": (partial(save_session, browser), 302),
        "Changing one set": (changes_of_a_set(browser), 200),
        "Deleting one set": (deletions_of_a_set(browser), 302),
        "Deleting one set in the form": (deletions_of_a_set_in_form(browser), 302),
    }.items():
        yield deed, sets, measure(site.pid, browser, send, expected)


def _first_and_again(site: ServedSite, page: str, sets: str, browser: Browser, path: str) -> Iterator[Row]:
    """A page is remembered by its address: another one each time has it rendered each time."""
    number = count()
    joined = "&" if "?" in path else "?"

    def first(**headers: str) -> Answer:
        return browser.send(f"{path}{joined}n={next(number)}", **headers)

    yield f"{page}, first", sets, measure(site.pid, browser, first, 200)
    yield page, sets, measure(site.pid, browser, partial(browser.send, path), 200)


def _progress_pages(site: ServedSite, life: str) -> Iterator[Row]:
    sessions, measurements = LIVES[life]
    athlete = AthleteFactory()
    yesterday = _follow_plan(athlete) - timedelta(days=1)
    build_history(athlete, sets=1_000_000, sessions_daily=sessions, until=yesterday)
    build_mornings(athlete)
    build_measurements(athlete, number=measurements, until=yesterday)
    browser = _signed_in(site, athlete)
    for page, path in PROGRESS_PAGES.items():
        yield from _first_and_again(site, page, life, browser, path)


def ratios(rows: list[Row]) -> list[tuple[str, float]]:
    """Return for each page of progress what ten years cost beside one month."""
    times = {(page, life): cost.times_bare for page, life, cost in rows}
    pages = [name for page in PROGRESS_PAGES for name in (f"{page}, first", page)]
    return [(page, times[page, DECADE] / times[page, MONTH]) for page in pages]


def growth(rows: list[Row]) -> list[tuple[str, float, float]]:
    """Return for each page what a long history costs beside a short one, and others' sets beside none."""
    times = {(page, sets): cost.times_bare for page, sets, cost in rows}
    short, long = (f"{sets:,}" for sets in HISTORIES)
    return [
        (page, times[page, long] / times[page, short], times[page, BESIDE_CROWD] / times[page, short])
        for page, sets in times
        if sets == BESIDE_CROWD
    ]


def _person_with_history(site: ServedSite, sets: int) -> tuple[Browser, str]:
    """Return a signed-in browser and the id of that person's last session."""
    athlete = AthleteFactory()
    build_history(athlete, sets=sets, until=_follow_plan(athlete) - timedelta(days=1))
    return _signed_in(site, athlete), str(Session.objects.for_athlete(athlete.user).newest_first()[0].pk)


def _follow_plan(athlete: Athlete) -> date:
    """Have the athlete follow a programme from today on; return today."""
    today = datetime.now(UTC).date()
    enrol(user=athlete.user, programme=Programme.objects.get(slug="hip-mobility"), today=today)
    return today


def _signed_in(site: ServedSite, athlete: Athlete) -> Browser:
    client = Client()
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    return Browser(site.url, {"sessionid": client.cookies["sessionid"].value, "csrftoken": "b" * 32})
