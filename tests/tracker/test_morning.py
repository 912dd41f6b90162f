"""The morning after: asked on Today's data, answered in one tap, changed by answering again."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Screening
from tests.factories import AthleteFactory, RoutineFactory, SessionFactory, SetFactory
from tests.screenings import screen
from tests.tracker.logged import local_today
from tracker.models import Athlete, Morning, Session
from tracker.presenters.morning import MorningQuestion, build_morning
from tracker.services.answer_morning import NotAskedError, answer_morning
from tracker.services.recent_training import recent_training

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 25)


def session_of(athlete: Athlete, ago: int, today: dt.date = TODAY, **values: object) -> Session:
    """A session with one set, so many days ago."""
    session = SessionFactory(athlete=athlete, day=today - dt.timedelta(days=ago), **values)
    return SetFactory(session=session).session


def question(athlete: Athlete, today: dt.date = TODAY) -> MorningQuestion | None:
    return build_morning(recent_training(athlete.user, today), today)


def path(session: Session) -> str:
    return f"/sessions/{session.pk}/morning/"


def said(response: HttpResponse) -> list[tuple[str, str]]:
    return [(one.level_tag, str(one)) for one in get_messages(response.wsgi_request)]


def is_asked_again(athlete: Athlete) -> bool:
    return Screening.objects.for_user(athlete.user).current().get().asked_again_at is not None


@pytest.fixture
def yesterdays(athlete: Athlete) -> Session:
    return session_of(athlete, 1, local_today(athlete))


@pytest.mark.parametrize(("ago", "is_asked"), [(0, False), (1, True), (2, True), (3, False)])
def test_it_is_asked_on_the_two_days_after(athlete: Athlete, ago: int, is_asked: bool) -> None:
    session_of(athlete, ago)
    assert (question(athlete) is not None) == is_asked


def test_the_last_session_of_those_days_is_asked_about(athlete: Athlete) -> None:
    session_of(athlete, 2, routine=RoutineFactory(name="Long ago"))
    last = session_of(athlete, 1, routine=RoutineFactory(name="Two stretches"))
    early = session_of(athlete, 1, started_at=last.started_at - dt.timedelta(hours=4))
    session_of(athlete, 0)
    session_of(AthleteFactory(), 1)
    session_of(athlete, 1, deleted_at=timezone.now(), started_at=last.started_at + dt.timedelta(hours=4))
    found = question(athlete)
    assert found is not None
    assert found.url == path(last)
    assert found.question == "How much does it hurt this morning, after Two stretches yesterday?"
    assert (found.answer, found.said, found.pains) == (None, "", tuple(range(11)))
    Morning.objects.create(session=last, athlete=athlete, pain=3, answered_at=timezone.now())
    Morning.objects.create(session=early, athlete=athlete, pain=9, answered_at=timezone.now())
    answered = question(athlete)
    assert answered is not None
    assert (answered.url, answered.answer) == (path(last), 3)
    assert answered.said == "The morning after Two stretches: pain 3."


def test_the_day_before_yesterday_is_asked_about_its_own_morning(athlete: Athlete) -> None:
    session_of(athlete, 2)
    found = question(athlete)
    assert found is not None
    assert found.question == "How much did it hurt on the morning after your session on Monday?"


def test_asking_costs_no_query(athlete: Athlete) -> None:
    session_of(athlete, 1)
    training = recent_training(athlete.user, TODAY)
    with CaptureQueriesContext(connection) as captured:
        assert build_morning(training, TODAY)
    assert len(captured) == 0


def test_one_tap_answers_and_another_changes(
    signed_in: Client, athlete: Athlete, yesterdays: Session
) -> None:
    response = signed_in.post(path(yesterdays), {"pain": "0"})
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert said(response) == [("success", "Noted.")]
    first = Morning.objects.get()
    assert (first.session, first.athlete, first.pain) == (yesterdays, athlete, 0)
    response = signed_in.post(path(yesterdays), {"pain": "5"})
    assert [level for level, _text in said(response)] == ["success", "warning"]
    again = Morning.objects.get()
    assert (again.pain, again.answered_at > first.answered_at) == (5, True)
    assert not is_asked_again(athlete)


def test_what_is_said_goes_by_the_pain_before(signed_in: Client, yesterdays: Session) -> None:
    Session.objects.update(pain_before=4)
    for pain in ("0", "4"):
        signed_in.post(path(yesterdays), {"pain": pain})
    response = signed_in.post(path(yesterdays), {"pain": "5"})
    assert said(response) == [
        ("success", "Noted. The pain has settled."),
        ("success", "Noted. That is no more than before the session."),
        ("warning", "Noted. That is more than before the session, so less of its exercises comes next."),
    ]


def test_pain_above_five_asks_the_screening_again_once(
    signed_in: Client, athlete: Athlete, yesterdays: Session
) -> None:
    response = signed_in.post(path(yesterdays), {"pain": "6"})
    assert is_asked_again(athlete)
    assert "clinician" in said(response)[0][1]
    screen(athlete.user)
    signed_in.post(path(yesterdays), {"pain": "6"})
    assert not is_asked_again(athlete)
    signed_in.post(path(yesterdays), {"pain": "7"})
    assert is_asked_again(athlete)


@pytest.mark.parametrize("typed", ["", "11", "-1", "2.5", "two", "9" * 5000, "٣", " "])
def test_a_wrong_number_is_asked_for_again(signed_in: Client, yesterdays: Session, typed: str) -> None:
    response = signed_in.post(path(yesterdays), {"pain": typed})
    assert response.status_code == 422
    page = BeautifulSoup(response.content.decode(), "html.parser")
    alert = page.select_one("main [role=alert]")
    assert alert is not None
    assert alert.get_text(strip=True) == "Choose a number from 0 to 10."
    assert page.find("form", action=path(yesterdays)) is not None
    assert not Morning.objects.exists()


@pytest.mark.parametrize("ago", [0, 3])
def test_outside_of_the_two_days_nothing_is_kept(signed_in: Client, athlete: Athlete, ago: int) -> None:
    session = session_of(athlete, ago, local_today(athlete))
    response = signed_in.post(path(session), {"pain": "3"})
    assert response.status_code == 422
    assert "on the two days after a session" in response.content.decode()
    assert f'action="{path(session)}"' not in response.content.decode()
    assert not Morning.objects.exists()


def test_only_ones_own_kept_sessions(signed_in: Client, athlete: Athlete) -> None:
    today = local_today(athlete)
    foreign = session_of(AthleteFactory(), 1, today)
    deleted = session_of(athlete, 1, today, deleted_at=timezone.now())
    for session in (foreign, deleted):
        assert signed_in.post(path(session), {"pain": "3"}).status_code == 404
        assert signed_in.get(path(session)).status_code == 404
        with pytest.raises(Session.DoesNotExist):
            answer_morning(athlete=athlete, session=session.pk, pain=3, today=today, now=timezone.now())
    assert signed_in.get(f"/sessions/{uuid.uuid4()}/morning/").status_code == 404
    assert not Morning.objects.exists()


def test_the_address_itself_leads_to_today(signed_in: Client, yesterdays: Session) -> None:
    response = signed_in.get(path(yesterdays))
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert not Morning.objects.exists()


def test_the_service_goes_by_the_day_that_it_is_given(athlete: Athlete) -> None:
    session = session_of(athlete, 3)
    with pytest.raises(NotAskedError):
        answer_morning(athlete=athlete, session=session.pk, pain=3, today=TODAY, now=timezone.now())
    earlier = TODAY - dt.timedelta(days=1)
    kept = answer_morning(athlete=athlete, session=session.pk, pain=3, today=earlier, now=timezone.now())
    assert Morning.objects.get() == kept


def test_the_database_refuses_what_no_form_let_in(athlete: Athlete) -> None:
    session = session_of(athlete, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Morning.objects.create(session=session, athlete=athlete, pain=11, answered_at=timezone.now())


def test_the_scale_is_one_form_of_eleven_buttons(athlete: Athlete) -> None:
    session = session_of(athlete, 1)
    page = BeautifulSoup(
        render_to_string("tracker/_morning.html", {"morning": question(athlete)}), "html.parser"
    )
    form = page.find("form")
    assert form is not None
    assert (form["action"], form["method"]) == (path(session), "post")
    assert [(one["name"], one["value"]) for one in form.find_all("button")] == [
        ("pain", str(number)) for number in range(11)
    ]
    legend = form.find("legend")
    assert legend is not None
    assert all(text in legend.get_text() for text in ("0 is no pain", "5 the most", "10 the worst"))
    assert page.find("details") is None
    Morning.objects.create(session=session, athlete=athlete, pain=4, answered_at=timezone.now())
    folded = BeautifulSoup(
        render_to_string("tracker/_morning.html", {"morning": question(athlete)}), "html.parser"
    )
    assert [one["value"] for one in folded.select("details button[aria-current]")] == ["4"]
    assert not render_to_string("tracker/_morning.html", {"morning": None}).strip()
