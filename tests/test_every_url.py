"""Every route has a verdict: what each method answers to nobody, to the owner and to another person.

A new route fails here until it has one.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import UserFactory
from tests.headers import headers_wrong
from tests.routes import Route, own_routes, staff_routes
from tests.world import World, make_world
from tracker.models import Athlete

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN = "account_login"


class Answers(NamedTuple):
    """What each method answers: a status, or the name of the page that it leads to."""

    get: str
    post: str = "405"
    put: str = "405"
    patch: str = "405"
    delete: str = "405"
    options: str = "405"

    def to(self, method: str) -> str:
        return getattr(self, {"HEAD": "get"}.get(method, method.lower()))


class Verdict(NamedTuple):
    """Answers to somebody without an account, to the row's owner, and to another person with an account."""

    nobody: Answers
    owner: Answers
    other: Answers


def same(answers: Answers) -> Verdict:
    """For what is the same to all."""
    return Verdict(answers, answers, answers)


def members(answers: Answers, other: Answers | None = None) -> Verdict:
    """For what needs an account."""
    return Verdict(ASKED, answers, other or answers)


def allauth(get: str, post: str, **rest: str) -> Answers:
    """One of allauth's forms: a PUT is read as a form too, an empty one; OPTIONS lists the methods."""
    return Answers(get, post, **{"put": "200", "options": "200", **rest})


ASKED = Answers(*[SIGN_IN] * 6)
PAGE = Answers("200")
FORM = Answers("200", "422")
ABSENT = Answers("404")
ABSENT_FORM = Answers("404", "404")
ON_TODAY = Answers("tracker:today", "404")
ON_TODAY_EITHER_WAY = Answers("tracker:today", "tracker:today")

TO_TODAY = Answers(*["tracker:today"] * 6)
SHOWN = allauth("200", "405", put="405")
TO_PLAN = Answers("tracker:plan", "tracker:plan")
TO_REPORT = Answers("tracker:report", "tracker:report")
TO_UPLOAD = Answers("tracker:import-upload", "tracker:import-upload")
TO_OWN = Answers("tracker:own-exercise-list", "tracker:own-exercise-list")
TO_SECURITY = Answers("tracker:security")
TO_SIGN_IN = Answers(*[SIGN_IN] * 6)
TO_EMAIL = Answers(*["account_email"] * 6)
TO_REAUTHENTICATION = Answers(*["account_reauthenticate"] * 6)
TO_PASSWORD_CHANGE = Answers(*["account_change_password"] * 6)
HIDDEN_KEY = Answers(*["account_reset_password_from_key"] * 6)
"""The key moves from the address into the browser's session, whoever follows the link."""

VERDICTS = {
    "exercises:landing": Verdict(PAGE, Answers("tracker:today"), Answers("tracker:today")),
    "exercises:exercise-list": same(PAGE),
    "exercises:exercise-detail": same(PAGE),
    "exercises:routine-list": same(PAGE),
    "exercises:routine-detail": same(PAGE),
    "exercises:programme-list": same(PAGE),
    "exercises:programme-detail": same(PAGE),
    "exercises:guide-list": same(PAGE),
    "exercises:guide-detail": same(PAGE),
    "exercises:before-you-start": same(PAGE),
    "exercises:screening": members(FORM),
    "exercises:screening-result": members(PAGE),
    "exercises:screening-stop": members(Answers("exercises:screening-result")),
    "exercises:reference-list": same(PAGE),
    "tracker:today": members(PAGE),
    # What they are about is posted, so an empty request names nothing.
    "tracker:today-put-off": members(ON_TODAY),
    "tracker:today-skip": members(ON_TODAY),
    "tracker:today-swap": members(ABSENT_FORM),
    "tracker:today-restore": members(ON_TODAY),
    "tracker:today-hold": members(ON_TODAY),
    "tracker:session-done": members(ON_TODAY),
    "tracker:session-list": members(PAGE),
    "tracker:session-create": members(FORM),
    # An outbox must not take the sign-in page for an answer; an empty body is no form either.
    "tracker:session-sync": Verdict(Answers("401", "401"), Answers("200", "415"), Answers("200", "415")),
    "tracker:session-deleted-list": members(PAGE),
    "tracker:session-detail": members(PAGE, ABSENT),
    "tracker:session-why": members(PAGE, ABSENT),
    "tracker:session-edit": members(FORM, ABSENT_FORM),
    "tracker:session-morning": members(Answers("tracker:today", "422"), ABSENT_FORM),
    # What the player did not begin is shown as it is.
    "tracker:session-play": members(Answers("tracker:session-detail"), ABSENT),
    "tracker:session-start": members(Answers("tracker:today")),
    "tracker:session-repeat": members(PAGE, ABSENT),
    "tracker:session-delete": members(Answers("tracker:session-detail", "tracker:session-list"), ABSENT_FORM),
    "tracker:session-restore": members(
        Answers("tracker:session-deleted-list", "tracker:session-detail"), ABSENT_FORM
    ),
    # What it is about is posted, so an empty request names nothing.
    "tracker:set-delete": members(Answers("tracker:session-detail", "404"), ABSENT_FORM),
    "tracker:set-restore": members(Answers("tracker:session-detail", "404"), ABSENT_FORM),
    "tracker:plan": members(PAGE),
    "tracker:plan-enrol": members(Answers("tracker:plan", "404")),
    "tracker:plan-leave": members(TO_PLAN),
    "tracker:plan-pause": members(Answers("tracker:plan", "422")),
    "tracker:plan-resume": members(TO_PLAN),
    "tracker:plan-daily": members(Answers("tracker:plan", "404")),
    "tracker:plan-daily-stop": members(Answers("tracker:plan", "404")),
    "tracker:measurement-list": members(PAGE),
    "tracker:measurement-create": members(FORM),
    "tracker:measurement-deleted-list": members(PAGE),
    "tracker:measurement-edit": members(FORM, ABSENT_FORM),
    "tracker:measurement-delete": members(
        Answers("tracker:measurement-edit", "tracker:measurement-list"), ABSENT_FORM
    ),
    "tracker:measurement-restore": members(
        Answers("tracker:measurement-deleted-list", "tracker:measurement-list"), ABSENT_FORM
    ),
    "tracker:test-create": members(FORM),
    "tracker:test-edit": members(FORM, ABSENT_FORM),
    "tracker:test-delete": members(Answers("tracker:test-edit", "tracker:measurement-list"), ABSENT_FORM),
    "tracker:test-restore": members(
        Answers("tracker:measurement-deleted-list", "tracker:measurement-list"), ABSENT_FORM
    ),
    "tracker:progress": members(PAGE),
    "tracker:progress-csv": members(PAGE),
    "tracker:exercise-progress": members(PAGE),
    "tracker:exercise-progress-csv": members(PAGE, ABSENT),
    "tracker:report": members(PAGE),
    "tracker:report-share": members(Answers("tracker:report", "422")),
    "tracker:report-revoke": members(TO_REPORT, ABSENT_FORM),
    # Whoever holds the token may read it.
    "tracker:share": same(PAGE),
    "tracker:settings": members(FORM),
    # Sent a second time, by who is nobody by then, it reads the same.
    "tracker:account-delete": Verdict(Answers(SIGN_IN, "tracker:account-deleted"), FORM, FORM),
    "tracker:account-deleted": Verdict(PAGE, Answers("tracker:settings"), Answers("tracker:settings")),
    "tracker:own-exercise-list": members(FORM),
    "tracker:own-exercise-edit": members(FORM, ABSENT_FORM),
    "tracker:own-exercise-delete": members(TO_OWN, ABSENT_FORM),
    "tracker:own-exercise-restore": members(TO_OWN, ABSENT_FORM),
    "tracker:settings-calendar": members(Answers("tracker:settings", "422")),
    "tracker:data": members(PAGE),
    "tracker:data-export": members(PAGE),
    "tracker:archive-upload": members(Answers("tracker:data", "422")),
    # The owner's file waits there; an empty request names none.
    "tracker:archive-preview": members(
        Answers("200", "tracker:data"), Answers("tracker:data", "tracker:data")
    ),
    "tracker:import-upload": members(FORM),
    # Nothing waits in this world.
    "tracker:import-preview": members(TO_UPLOAD),
    "tracker:import-detail": members(Answers("200", "tracker:import-detail"), ABSENT_FORM),
    "tracker:import-undo": members(Answers("tracker:data", "tracker:data"), ABSENT_FORM),
    # Whoever holds the token may read it.
    "tracker:calendar-feed": same(PAGE),
    # Signed-in people have no use for a made-up person, and nothing of one to keep.
    "tracker:demo": Verdict(
        Answers("exercises:landing", "tracker:today"), ON_TODAY_EITHER_WAY, ON_TODAY_EITHER_WAY
    ),
    "tracker:demo-keep": members(ON_TODAY_EITHER_WAY),
    "account_login": Verdict(allauth("200", "422"), TO_TODAY, TO_TODAY),
    "account_signup": Verdict(allauth("200", "422"), TO_TODAY, TO_TODAY),
    "account_logout": Verdict(
        allauth("exercises:landing", "exercises:landing", put="405"),
        allauth("200", "exercises:landing", put="405"),
        allauth("200", "exercises:landing", put="405"),
    ),
    "account_inactive": same(SHOWN),
    "account_reauthenticate": members(allauth("200", "422")),
    "account_email": members(allauth("200", "account_email", put="account_email")),
    "account_email_verification_sent": same(SHOWN),
    "account_change_password": members(allauth("200", "422")),
    "account_set_password": members(TO_PASSWORD_CHANGE),
    "account_reset_password": same(allauth("200", "422")),
    "account_reset_password_done": same(SHOWN),
    # Signing in makes the owner's key void: the page says so.
    "account_reset_password_from_key": Verdict(
        HIDDEN_KEY, allauth("200", "422", patch="200", delete="200"), HIDDEN_KEY
    ),
    "account_reset_password_from_key_done": same(SHOWN),
    "account_confirm_login_code": Verdict(ASKED, TO_TODAY, TO_TODAY),
    # Whoever holds the key of the mail may confirm the address; that signs nobody in, and another person out.
    "account_confirm_email": Verdict(
        allauth("200", SIGN_IN, put="405"),
        allauth("200", "tracker:today", put="405"),
        allauth("200", SIGN_IN, put="405"),
    ),
    "tracker:security": members(PAGE),
    # Which one is posted, so an empty request names none.
    "tracker:sign-in-end": members(Answers("tracker:security", "404")),
    "mfa_index": members(TO_SECURITY),
    "mfa_list_webauthn": members(TO_SECURITY),
    "mfa_authenticate": Verdict(TO_SIGN_IN, TO_TODAY, TO_TODAY),
    "mfa_login_webauthn": Verdict(allauth(SIGN_IN, SIGN_IN, put=SIGN_IN), TO_TODAY, TO_TODAY),
    # Without a second factor the password is what is asked for.
    "mfa_reauthenticate": members(TO_REAUTHENTICATION),
    "mfa_reauthenticate_webauthn": members(TO_REAUTHENTICATION),
    # The owner's address is not confirmed.
    "mfa_activate_totp": members(TO_EMAIL, TO_REAUTHENTICATION),
    "mfa_add_webauthn": members(TO_EMAIL, TO_REAUTHENTICATION),
    "mfa_deactivate_totp": members(Answers(*["404"] * 6)),
    "mfa_remove_webauthn": members(TO_REAUTHENTICATION),
    "mfa_edit_webauthn": members(TO_REAUTHENTICATION),
    "mfa_generate_recovery_codes": members(TO_REAUTHENTICATION),
    "mfa_view_recovery_codes": members(Answers("account_reauthenticate")),
    "mfa_download_recovery_codes": members(Answers("account_reauthenticate")),
    "healthz": same(PAGE),
    "service-worker": same(PAGE),
    "manifest": same(PAGE),
    "offline": same(PAGE),
    "robots": same(PAGE),
    "sitemap": same(PAGE),
}


@pytest.fixture(scope="module")
def made(rows_of_the_module: DjangoDbBlocker) -> World:
    with rows_of_the_module.unblock():
        return make_world()


@pytest.fixture
def world(made: World, db: None) -> World:
    return made


def answer_of(response: HttpResponse) -> str:
    """Return the status, or the name of the page that a redirect leads to."""
    if response.status_code != 302:
        return str(response.status_code)
    path = urlsplit(response.url).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def cookies_of(athlete: Athlete | None) -> SimpleCookie:
    """Return what a browser holds in which that person has signed in, or nobody."""
    client = Client()
    if athlete:
        client.force_login(athlete.user)
    return client.cookies


def sent(method: str, path: str, cookies: SimpleCookie) -> HttpResponse:
    """Send an empty request from a fresh browser with these cookies, and undo what it did to the database."""
    client = Client()
    client.cookies.load({name: one.value for name, one in cookies.items()})
    with transaction.atomic():
        response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    assert headers_wrong(response) == [], f"{method} {path}"
    return response


def test_every_route_has_a_verdict() -> None:
    assert {route.name for route in own_routes()} == set(VERDICTS)


@pytest.mark.parametrize("who", Verdict._fields)
@pytest.mark.parametrize("route", own_routes(), ids=lambda route: route.name)
def test_route_answers_as_it_should(route: Route, who: str, world: World) -> None:
    verdict = getattr(VERDICTS[route.name], who)
    path = world.path(route)
    cookies = cookies_of(getattr(world, who, None))
    answers = {method: answer_of(sent(method, path, cookies)) for method in METHODS}
    assert answers == {method: verdict.to(method) for method in METHODS}


@pytest.mark.parametrize(
    "route", [route for route in own_routes() if route.takes_an_id], ids=lambda route: route.name
)
def test_another_persons_row_is_as_good_as_absent(route: Route, world: World) -> None:
    """A foreign id and one of nothing answer alike, and nobody is asked to sign in."""
    verdict = VERDICTS[route.name]
    assert verdict.nobody == ASKED
    assert set(verdict.other) == {"404", "405"}
    absent = route.path({"pk": str(uuid4())})
    cookies = cookies_of(world.owner)
    for method in METHODS:
        assert answer_of(sent(method, absent, cookies)) == verdict.other.to(method)
        assert answer_of(sent(method, absent, cookies_of(None))) == SIGN_IN


STAFF_ANSWERS = {
    "nobody": {"admin:login": {SIGN_IN}, "": {"admin:login", SIGN_IN}},
    "other": {"admin:login": {"403"}, "admin:logout": {"admin:index"}, "": {"admin:login"}},
}
"""By route name, "" for all others. The admin's sign-in page sends on to the site's, and refuses athletes."""


@pytest.mark.parametrize("who", STAFF_ANSWERS)
def test_the_staffs_pages_are_closed(who: str, world: World) -> None:
    """Every one of them, whatever its parameters: nobody is asked to sign in, an athlete gets no further."""
    routes = staff_routes()
    assert len(routes) > 50
    expected = STAFF_ANSWERS[who]
    cookies = cookies_of(getattr(world, who, None))
    for route in routes:
        path = staff_path(route)
        for method in METHODS:
            answer = answer_of(sent(method, path, cookies))
            assert answer in expected.get(route.name, expected[""]), f"{method} {path}: {answer}"


OPEN_TO_ANY_STAFF = {"admin:index", "admin:jsi18n", "admin:password_change", "admin:password_change_done"}


def staff_cookies(**values: bool) -> SimpleCookie:
    client = Client()
    client.force_login(UserFactory(is_staff=True, **values))
    return client.cookies


def staff_path(route: Route) -> str:
    return route.path(
        {"app_label": "tracker", "url": "x/", "object_id": "1", "content_type_id": "1", "id": "1"}
    )


def test_staff_without_permission_see_the_door_and_no_room(world: World) -> None:
    cookies = staff_cookies()
    found = {
        (route.name, answer_of(sent(method, staff_path(route), cookies)))
        for route in staff_routes()
        for method in ("GET", "POST", "DELETE")
    }
    assert {name for name, answer in found if answer == "200"} == OPEN_TO_ANY_STAFF
    shut = {
        answer for name, answer in found if name.split(":")[1].count("_") and name not in OPEN_TO_ANY_STAFF
    }
    assert shut <= {"403", "404", "405", "admin:index"}


def test_nothing_that_staff_with_every_permission_send_breaks_a_page(world: World) -> None:
    cookies = staff_cookies(is_superuser=True)
    for route in staff_routes():
        for method in ("POST", "DELETE"):
            assert sent(method, staff_path(route), cookies).status_code < 500, route.name
