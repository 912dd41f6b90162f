"""The main pages, and the people with short and long histories who open them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from django.test import Client

from exercises.models import Programme
from tests.bench.measuring import Answer, Browser, Cost, measure
from tests.factories import AthleteFactory
from tests.histories import build_history, build_measurements, build_mornings
from tests.served_site import ServedSite
from tracker.models import Athlete, Session
from tracker.services.enrol import enrol

HISTORIES = (30, 1_000, 10_000)
SETS_POSTED = 15
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
    rows = [("Bare view", "", measure(site.pid, partial(stranger.send, "/bench/bare/"), 200))]
    rows += _open_pages(site, stranger)
    for sets in HISTORIES:
        rows += _own_pages(site, sets)
    for life in LIVES:
        rows += _progress_pages(site, life)
    order = {page: place for place, page in enumerate(dict.fromkeys(page for page, *_rest in rows))}
    return sorted(rows, key=lambda row: order[row[0]])


def _open_pages(site: ServedSite, browser: Browser) -> Iterator[Row]:
    for page, path in OPEN_PAGES.items():
        yield page, "signed out", measure(site.pid, partial(browser.send, path), 200)


def _own_pages(site: ServedSite, sets: int) -> Iterator[Row]:
    browser, session = _person_with_history(site, sets)
    for page, path in OWN_PAGES.items():
        yield page, f"{sets:,}", measure(site.pid, partial(browser.send, path.format(session=session)), 200)
    yield (
        f"Saving a session of {SETS_POSTED} sets",
        f"{sets:,}",
        measure(site.pid, partial(_save_session, browser), 302),
    )


def _progress_pages(site: ServedSite, life: str) -> Iterator[Row]:
    sessions, measurements = LIVES[life]
    athlete = AthleteFactory()
    yesterday = _follow_plan(athlete) - timedelta(days=1)
    build_history(athlete, sets=1_000_000, sessions_daily=sessions, until=yesterday)
    build_mornings(athlete)
    build_measurements(athlete, number=measurements, until=yesterday)
    browser = _signed_in(site, athlete)
    for page, path in PROGRESS_PAGES.items():
        yield page, life, measure(site.pid, partial(browser.send, path), 200)


def ratios(rows: list[Row]) -> list[tuple[str, float]]:
    """Return for each page of progress what ten years cost beside one month."""
    cpu_ms = {(page, life): cost.cpu_ms for page, life, cost in rows}
    return [(page, cpu_ms[page, DECADE] / cpu_ms[page, MONTH]) for page in PROGRESS_PAGES]


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


def _save_session(browser: Browser, **headers: str) -> Answer:
    """Post a new session, as the log page would."""
    form = {
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        "id": str(uuid.uuid4()),
        "started_at": "2026-01-05T18:00",
        "sets-TOTAL_FORMS": str(SETS_POSTED),
        "sets-INITIAL_FORMS": "0",
        "action": "save",
    }
    for index in range(SETS_POSTED):
        prefix = f"sets-{index}"
        form |= {
            f"{prefix}-id": str(uuid.uuid4()),
            f"{prefix}-exercise": EXERCISE,
            f"{prefix}-side": ("left", "right")[index % 2],
            f"{prefix}-seconds": "30",
            f"{prefix}-pain": "1",
            f"{prefix}-done": "1",
        }
    return browser.send("/sessions/new/", form, **headers)
