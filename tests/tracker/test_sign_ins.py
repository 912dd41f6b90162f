"""Where somebody is signed in: listed for themselves alone, ended one by one or all at once."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import AthleteFactory
from tests.tracker.factors import EMAIL, PASSWORD, browser, make_ana, sign_in
from tests.tracker.test_accounts import link_in
from tracker.domain.browser_name import browser_name, device_name
from tracker.services.sign_ins import forget_ended_sign_ins, sign_ins_of

SECURITY = reverse("tracker:security")
END = reverse("tracker:sign-in-end")
TODAY = reverse("tracker:today")
NEW = {"password1": "another-long-phrase", "password2": "another-long-phrase"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_ana()


def row_of(client: Client) -> UserSession:
    row: UserSession = UserSession.objects.get(session_key=client.session.session_key)
    return row


def is_in(client: Client) -> bool:
    return client.get(TODAY).status_code == 200


def test_each_sign_in_is_listed_with_browser_and_address(ana: User) -> None:
    here = browser(password_again=False)
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1\0"})
    sign_in(phone)

    page = here.get(SECURITY).content.decode()

    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("127.0.0.1") == 2
    assert page.count(">this device<") == 1
    # It is the older one, and stands first all the same.
    assert page.index(">this device<") < page.index("Safari on iPhone")


def test_one_of_them_is_ended(ana: User) -> None:
    here, there = browser(), browser()

    assert here.post(END, {"which": str(row_of(there).pk)}).url == SECURITY

    assert is_in(here)
    assert not is_in(there)
    assert UserSession.objects.count() == 1


def test_all_others_are_ended(ana: User) -> None:
    here, *others = (browser() for _number in range(3))

    here.post(END, {"which": "others"})

    assert is_in(here)
    assert not any(is_in(one) for one in others)
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]


def test_others_that_were_never_written_down_are_ended_too(ana: User) -> None:
    here, there = browser(), browser()
    row_of(there).delete()

    here.post(END, {"which": "others"})

    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("which", ["", "0", "x", "-1", "９", "9" * 30, "\0"], ids=ascii)
def test_what_is_no_sign_in_is_absent(ana: User, which: str) -> None:
    assert browser(password_again=False).post(END, {"which": which}).status_code == 404


def test_the_sign_ins_of_others_are_absent(ana: User, client: Client) -> None:
    anas = browser()
    client.force_login(AthleteFactory().user)

    assert client.post(END, {"which": str(row_of(anas).pk)}).status_code == 404
    client.post(END, {"which": "others"})
    assert is_in(anas)
    assert "Firefox" not in client.get(SECURITY).content.decode()


def test_a_new_password_ends_all_others(ana: User) -> None:
    here, there = browser(), browser()
    change = reverse("account_change_password")
    assert "Every other device is signed out." in here.get(change).content.decode()

    here.post(change, {"oldpassword": PASSWORD} | NEW)

    assert is_in(here)
    assert not is_in(there)
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]
    assert Session.objects.count() == 1


def test_a_forgotten_password_that_is_set_anew_ends_all(ana: User) -> None:
    here = browser()
    client = Client()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    client.post(form.redirect_chain[-1][0], NEW)

    assert not is_in(here)
    assert not UserSession.objects.exists()


def test_a_password_that_staff_set_empties_the_list(ana: User) -> None:
    browser()
    ana.set_password("another-long-phrase")
    ana.save()

    assert sign_ins_of(user=ana, now=timezone.now()) == []


def test_what_is_written_down_goes_with_the_sign_in(ana: User) -> None:
    client = browser()
    client.post(reverse("account_logout"))
    assert not UserSession.objects.exists()

    old = browser()
    Session.objects.filter(pk=old.session.session_key).delete()
    assert forget_ended_sign_ins() == 1

    expired = browser()
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=timezone.now())
    assert sign_ins_of(user=ana, now=timezone.now() + dt.timedelta(seconds=1)) == []


def test_a_kept_demo_is_listed(client: Client, catalogue: None) -> None:
    client.post(reverse("tracker:demo"), {"time_zone": "UTC"})
    client.post(reverse("tracker:demo-keep"), {"email": EMAIL, "password1": PASSWORD})

    assert "this device" in client.get(SECURITY).content.decode()


EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "names"), [(EDGE, ("Edge", "Windows")), (CHROME, ("Chrome", "Android")), ("curl/8", ("", ""))]
)
def test_browsers_have_names(agent: str, names: tuple[str, str]) -> None:
    assert (browser_name(agent), device_name(agent)) == names
