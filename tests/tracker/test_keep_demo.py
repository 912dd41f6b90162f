"""A demo person becomes an account: by the rules of signing up, with or without the made-up half year."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from exercises.models import Programme, Screening
from exercises.services.judge_exercises import judge_for
from tests.factories import MeasurementFactory, MorningFactory, SessionFactory, SetFactory, UserFactory
from tests.screenings import screen
from tracker.models import (
    Athlete,
    Enrolment,
    Measurement,
    Morning,
    PlanChange,
    PrescribedExercise,
    Session,
    Set,
)
from tracker.services.clear_demos import clear_demos
from tracker.services.enrol import enrol
from tracker.services.make_demo import LASTS

START = reverse("tracker:demo")
KEEP = reverse("tracker:demo-keep")
TODAY = reverse("tracker:today")
EMAIL = "ana@example.org"
PASSWORD = "a-long-pass-phrase"
KEPT = (Session, Set, Measurement, Morning, Enrolment, PlanChange)
GOOD = {"email": EMAIL, "password1": PASSWORD}


@pytest.fixture
def in_demo(client: Client, catalogue: None) -> Client:
    client.post(START, {"time_zone": "Europe/Zurich"})
    return client


@pytest.fixture
def in_bare_demo(client: Client, db: None) -> Client:
    """A browser in a demo without a past: there is no catalogue."""
    client.post(START)
    return client


@pytest.fixture
def demo(in_demo: Client) -> User:
    return Athlete.objects.demos().get().user


def own_session(demo: User) -> Session:
    """Return what the visitor logged while trying the site, under the made-up answers, about a past day."""
    screening = Screening.objects.for_user(demo).current().get()
    day = timezone.localdate() - dt.timedelta(days=40)
    return SetFactory(session=SessionFactory(athlete=demo.athlete, day=day, screening=screening)).session


def test_the_form_asks_as_signing_up_does(in_bare_demo: Client) -> None:
    page = in_bare_demo.get(KEEP).content.decode()

    assert 'type="email"' in page
    assert 'type="password"' in page
    assert 'name="keep_history"' in page
    assert "checked" not in page
    assert "This is a made-up person" not in page


def test_it_becomes_an_account_that_can_sign_in(in_demo: Client, demo: User) -> None:
    response = in_demo.post(KEEP, GOOD | {"email": "Ana@Example.org"})

    assert (response.status_code, response.url) == (302, TODAY)
    page = in_demo.get(TODAY)
    assert page.status_code == 200
    assert "This is your account now" in page.content.decode()
    assert "This is a made-up person" not in page.content.decode()
    kept = User.objects.get(pk=demo.pk)
    assert (kept.email, kept.username) == (EMAIL, "ana")
    assert kept.athlete.demo_until is None
    assert kept.athlete.time_zone == "Europe/Zurich"
    address = kept.emailaddress_set.get()
    assert (address.email, address.primary, address.verified) == (EMAIL, True, False)
    signed_in = Client().post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert signed_in.url == TODAY


def test_the_address_is_confirmed_as_after_signing_up(in_bare_demo: Client) -> None:
    in_bare_demo.post(KEEP, GOOD)
    kept = mail.outbox.pop()
    Client().post(reverse("account_signup"), GOOD | {"email": "eve@example.org"})
    signed_up = mail.outbox.pop()

    assert kept.to == [EMAIL]
    assert kept.subject == signed_up.subject
    assert "/accounts/confirm-email/" in kept.body


def test_the_session_then_lasts_as_long_as_any(in_bare_demo: Client, settings: Settings) -> None:
    in_bare_demo.post(KEEP, GOOD)

    assert in_bare_demo.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_it_starts_empty_but_for_what_the_visitor_logged(in_demo: Client, demo: User) -> None:
    own = own_session(demo)
    MorningFactory(session=own)
    measured = MeasurementFactory(athlete=demo.athlete)
    in_demo.post(KEEP, GOOD)

    assert Session.objects.for_athlete(demo).get() == own
    assert Set.objects.for_athlete(demo).get().session == own
    assert Measurement.objects.for_athlete(demo).get() == measured
    assert Morning.objects.for_athlete(demo).get().session == own
    assert not PrescribedExercise.objects.filter(athlete=demo.pk).exists()
    assert not Enrolment.objects.for_athlete(demo).exists()
    assert not PlanChange.objects.for_athlete(demo).exists()


def test_a_programme_that_the_visitor_chose_stays(in_demo: Client, demo: User) -> None:
    chosen = Programme.objects.get(slug="beginner")
    enrol(user=demo, programme=chosen, today=timezone.localdate())
    in_demo.post(KEEP, GOOD)

    assert Enrolment.objects.for_athlete(demo).get().programme == chosen


def test_the_history_is_kept_on_request(in_demo: Client, demo: User) -> None:
    own_session(demo)
    before = [one.objects.for_athlete(demo).count() for one in KEPT]
    in_demo.post(KEEP, GOOD | {"keep_history": "on"})

    after = [one.objects.for_athlete(demo).count() for one in KEPT]
    assert after == before
    assert clear_demos(now=timezone.now() + 2 * LASTS) == 0


@pytest.mark.parametrize("more", [{}, {"keep_history": "on"}], ids=["empty", "with the history"])
def test_nothing_is_prescribed_under_answers_that_nobody_gave(
    in_demo: Client, demo: User, more: dict[str, str]
) -> None:
    assert judge_for(demo).knows
    in_demo.post(KEEP, GOOD | more)

    assert not judge_for(User.objects.get(pk=demo.pk)).knows
    page = in_demo.get(TODAY).content.decode()
    assert reverse("exercises:screening") in page


def test_answers_that_the_visitor_gave_count_on(in_demo: Client, demo: User) -> None:
    given = screen(demo, knee_problem="yes")
    in_demo.post(KEEP, GOOD)

    assert Screening.objects.for_user(demo).get() == given
    assert judge_for(User.objects.get(pk=demo.pk)).knows


# --- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"email": ""}, "This field is required"),
        ({"password1": "short"}, "This password is too short"),
        ({"password1": "password"}, "This password is too common"),
        ({"password1": EMAIL}, "too similar"),
    ],
)
def test_wrong_input_comes_back_with_its_error(
    in_bare_demo: Client, changes: dict[str, str], error: str
) -> None:
    response = in_bare_demo.post(KEEP, GOOD | {"keep_history": "on"} | changes)
    page = response.content.decode()

    assert response.status_code == 422
    assert error in page
    assert "checked" in page
    assert Athlete.objects.demos().exists()
    assert in_bare_demo.get(TODAY).status_code == 200


def test_one_account_an_address(in_bare_demo: Client) -> None:
    UserFactory(email="ANA@example.org")
    response = in_bare_demo.post(KEEP, GOOD)

    assert response.status_code == 422
    assert "already" in response.content.decode()
    assert Athlete.objects.demos().get().user.email == ""


def test_an_address_that_is_taken_at_the_last_moment(
    in_demo: Client, demo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the form's look and the write another account takes it; the database refuses the second."""
    monkeypatch.setattr("tracker.forms.demo.KeepDemoForm.validate_unique_email", lambda _form, email: email)
    UserFactory(email=EMAIL)
    response = in_demo.post(KEEP, GOOD)

    assert response.status_code == 422
    assert "already" in response.content.decode()
    assert Session.objects.for_athlete(demo).count() > 50
    demo.athlete.refresh_from_db()
    assert demo.athlete.demo_until is not None


def test_tries_are_counted_as_sign_ups_are(in_bare_demo: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    cache.clear()
    wrong = {"email": "not an address"}

    assert [in_bare_demo.post(KEEP, wrong).status_code for _number in range(3)] == [422, 422, 429]


def test_an_account_has_nothing_to_keep(signed_in: Client, athlete: Athlete) -> None:
    before = athlete.user.password
    for response in (signed_in.get(KEEP), signed_in.post(KEEP, GOOD)):
        assert (response.status_code, response.url) == (302, TODAY)
    athlete.user.refresh_from_db()
    assert athlete.user.password == before
    assert athlete.user.email != EMAIL


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert reverse("account_login") in client.post(KEEP, GOOD).url
    assert not User.objects.exists()


def test_no_other_method(in_bare_demo: Client) -> None:
    assert in_bare_demo.put(KEEP).status_code == 405
