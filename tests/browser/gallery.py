"""The pages to photograph, and who opens them: with a year of training, new, or held back by answers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from exercises.models import Programme
from tests.browser.chromium import LAUNCH
from tests.factories import AthleteFactory
from tests.histories import build_history, build_measurements
from tests.screenings import screen
from tracker.models import Athlete, Session
from tracker.services.enrol import enrol

WIDTHS = {360: 740, 1280: 800}
THEMES = ("light", "dark")
EXERCISE = "half-kneeling-flexor-stretch"
ROUTINE = "hip-mobility-routine"

OPEN_PAGES = {
    "landing": "/",
    "exercises": "/exercises/",
    "exercises-found": "/exercises/?q=rotation&level=1",
    "exercises-none-found": "/exercises/?q=xyzzy",
    "exercise": f"/exercises/{EXERCISE}/",
    "routines": "/routines/",
    "routine": f"/routines/{ROUTINE}/",
    "programmes": "/programmes/",
    "programme": "/programmes/beginner/",
    "guides": "/guide/",
    "guide": "/guide/what-hip-internal-rotation-is/",
    "before-you-start": "/before-you-start/",
    "references": "/references/",
    "sign-up": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "password-reset": "/accounts/password/reset/",
    "account-deleted": "/settings/deleted/",
    "not-found": "/no/such/page/",
    "offline": "/offline/",
}
OWN_PAGES = {
    "today": "/today/",
    "today-swap": f"/today/swap/?routine={ROUTINE}&exercise={EXERCISE}",
    "plan": "/plan/",
    "player": f"/sessions/{uuid.UUID(int=1)}/play/?routine={ROUTINE}",
    "log": f"/sessions/new/?routine={ROUTINE}",
    "log-own": "/sessions/new/",
    "history": "/sessions/",
    "history-deleted": "/sessions/deleted/",
    "progress": "/progress/",
    "progress-exercise": f"/progress/exercises/{EXERCISE}/",
    "measurements": "/measurements/",
    "measurement-form": "/measurements/new/",
    "self-test-form": "/measurements/tests/new/",
    "report": "/report/",
    "screening": "/screening/",
    "screening-result": "/screening/result/",
    "settings": "/settings/",
    "data": "/settings/data/",
    "security": "/settings/security/",
    "account-delete": "/settings/delete/",
    "own-exercises": "/settings/exercises/",
    "import": "/settings/data/import/",
    "sign-out": "/accounts/logout/",
    "password-change": "/accounts/password/change/",
    "email": "/accounts/email/",
}
NEW_PAGES = {
    f"{name}-new": OWN_PAGES[name]
    for name in ("today", "plan", "log", "history", "measurements", "progress", "progress-exercise")
}
HELD_PAGES = {
    f"{name}-held": path
    for name, path in {
        "today": "/today/",
        "exercises": "/exercises/",
        "exercise": "/exercises/couch-stretch-wall/",
        "routine": "/routines/extended-hip-routine/",
        "programme": "/programmes/beginner/",
        "log": "/sessions/new/?routine=extended-hip-routine",
        "screening-result": "/screening/result/",
    }.items()
}
"""What looks different to somebody for whom much is held or avoided."""
STAFF_PAGES = {
    "admin": "/admin/",
    "admin-exercises": "/admin/exercises/exercise/",
    "admin-sessions": "/admin/tracker/session/",
}


def take_all(url: str, folder: Path) -> int:
    """Photograph every page in every width and theme; return how many pictures that made."""
    trained = person_with_history()
    last = Session.objects.for_athlete(trained.user).newest_first()[0].pk
    own = OWN_PAGES | {"session": f"/sessions/{last}/", "session-edit": f"/sessions/{last}/edit/"}
    staff = User.objects.create_superuser("staff", "staff@example.org")
    # The database is read before Playwright starts its event loop, in which Django refuses to.
    held, stopped = AthleteFactory().user, AthleteFactory().user
    screen(held, knee_problem="yes", back_history="yes", hip_replacement_posterior="cleared")
    screen(stopped, red_flag_fever="yes")
    people = [
        ([], OPEN_PAGES),
        (cookies_of(url, trained.user), own),
        (cookies_of(url, AthleteFactory().user), NEW_PAGES),
        (cookies_of(url, AthleteFactory(screened=False).user), {"screening-new": "/screening/"}),
        (cookies_of(url, held), HELD_PAGES),
        (cookies_of(url, stopped), {"screening-stop": "/screening/stop/", "today-stopped": "/today/"}),
        (cookies_of(url, staff), STAFF_PAGES),
    ]
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        for cookies, pages in people:
            _take(browser, url, folder, cookies, pages)
        browser.close()
    return len(WIDTHS) * len(THEMES) * sum(len(pages) for _, pages in people)


def person_with_history() -> Athlete:
    athlete = AthleteFactory()
    today = datetime.now(UTC).date()
    enrol(user=athlete.user, programme=Programme.objects.get(slug="beginner"), today=today)
    build_history(athlete, sets=2_500, until=today - timedelta(days=2))
    build_measurements(athlete, number=20, until=today - timedelta(days=3))
    fifth = Session.objects.for_athlete(athlete.user).newest_first()[4]
    fifth.deleted_at = datetime.now(UTC)
    fifth.save(update_fields=["deleted_at"])
    return athlete


def cookies_of(url: str, user: User) -> list[dict[str, str]]:
    client = Client()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    return [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]


def _take(
    browser: Browser, url: str, folder: Path, cookies: list[dict[str, str]], pages: dict[str, str]
) -> None:
    for width, height in WIDTHS.items():
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
                locale="en-GB",
                service_workers="block",
                timezone_id="Europe/Zurich",
            )
            context.add_cookies(cookies)
            page = context.new_page()
            for name, path in pages.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(url + path)
                # As tall as the page, or the bar at the foot of the screen would stand amid the picture.
                tall = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": tall})
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
            context.close()
